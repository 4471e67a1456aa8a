"""A broken law as people read it: what is wrong, what to do, and a script that shows it in psql."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.model.printable import printable

if TYPE_CHECKING:
    import pytest

    from pgplumb.laws.verdict import Failed


class Broken(Exception):
    """Carries a verdict from an item to its report."""

    def __init__(self, verdict: Failed) -> None:
        super().__init__(verdict.message)
        self.verdict = verdict


def failure_text(verdict: Failed, item: pytest.Item) -> str:
    """The verdict, then how to see it again."""
    lines = [_visible(verdict.message)]
    if verdict.help:
        lines.append(_visible(verdict.help))
    if verdict.script:
        lines += ["", f"In psql, {verdict.where}:", "", _indented(_visible(verdict.script))]
    if verdict.notes:
        lines += ["", *map(_visible, verdict.notes)]
    option = item.config.option
    again = f"pytest --pgplumb {printable(str(item.path))} --pgplumb-profile {option.pgplumb_profile}"
    lines += ["", f"Again: {again} --pgplumb-seed {option.pgplumb_seed} -k '{printable(item.name)}'"]
    return "\n".join(lines)


def _visible(text: str) -> str:
    return "\n".join(printable(line) for line in text.split("\n"))


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" if line else "" for line in text.split("\n"))
