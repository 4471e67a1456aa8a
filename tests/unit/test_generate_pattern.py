"""Texts that match patterns."""

from __future__ import annotations

import re
from random import Random

import pytest

from pgplumb.generate.pattern import NotSupported, sample


@pytest.mark.parametrize(
    "pattern",
    [
        r"^\$(2[aby]|argon2(id|i|d))\$",
        r"^[a-z0-9]+(-[a-z0-9]+)*$",
        r"^[A-Z]{3}$",
        r"^\+?[1-9]\d{1,14}$",
        r"^(a|b)*c?$",
        r"^[\w.-]+@[a-z-]+\.[a-z]{2,}$",
        r"^#[0-9a-f]{6}$",
        r"^[]a]$",
        r"^[^a-z]{2,3}$",
        r"^(?:ab)+?\.$",
    ],
)
def test_samples_match(pattern: str) -> None:
    """Where PostgreSQL and Python read a pattern alike, Python can tell."""
    random = Random(3)
    assert all(re.search(pattern, sample(pattern, random)) for _ in range(30))


def test_posix_classes_are_known() -> None:
    """The classes that Python does not know."""
    assert re.fullmatch(r"[^@\s]+@[^@\s]+", sample("^[^@[:space:]]+@[^@[:space:]]+$", Random(1)))


@pytest.mark.parametrize("pattern", [r"(?=a)b", r"(a)\1", "a{x}", "[[:nothing:]]", "(a"])
def test_what_is_not_read_is_refused(pattern: str) -> None:
    """No sample is better than a wrong one."""
    with pytest.raises(NotSupported):
        sample(pattern, Random(1))
