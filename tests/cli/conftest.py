"""Runs the command in this process, as the entry point does, catches what it prints, and holds JSON to its schema."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from pgplumb.cli.main import run
from tests.documents import check


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended."""

    status: int
    out: str
    err: str


Pgplumb = Callable[..., Ran]


@pytest.fixture
def pgplumb(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Pgplumb:
    """The command, with an environment that names no database."""
    for name in ("DATABASE_URL", "PGPLUMB_URL", "PGDATABASE", "PGSERVICE", "GITHUB_STEP_SUMMARY", "PGPLUMB_TRACEBACK"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: str) -> Ran:
        status = run(arguments)
        caught = capsys.readouterr()
        check(caught.out)
        return Ran(status, caught.out, caught.err)

    return call
