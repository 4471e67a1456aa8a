"""Draws the README's picture: what `pgplumb plan` prints for the tour's edit of the ticketing system."""

from __future__ import annotations

import html
import re
import sys
import tempfile
from pathlib import Path

from rich.text import Text
from ticketing import ROOT, copy_to, edit

from pgplumb.config.load import environment
from pgplumb.report.highlight import coloured_sql
from pgplumb.report.picture import svg
from pgplumb.report.text import plan_text
from pgplumb.workflow.plan import make_plan
from pgplumb.workflow.project import open_project

PICTURE = ROOT / "docs" / "plan.svg"


def draw() -> str:
    """The picture of a plan that is made now."""
    with tempfile.TemporaryDirectory(prefix="pgplumb-picture-") as folder:
        project = copy_to(Path(folder))
        edit(project)
        named = {name: value for name, value in environment().items() if not name.startswith(("PG", "DATABASE_URL"))}
        with open_project(project, environment=named) as opened:
            outcome = make_plan(opened)
    shown = Text("$ ", "dim").append("pgplumb plan\n", "bold")
    return svg(shown.append_text(plan_text(outcome, outcome.plan.up, highlight=coloured_sql)), title="pgplumb plan")


def words(picture: str) -> list[str]:
    """The text of a picture, however the library that draws it sets it."""
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", picture)
    return html.unescape(" ".join(texts)).split()


def main() -> int:
    """Write the picture; with --check, only tell whether it shows what would be drawn."""
    drawn = draw()
    if sys.argv[1:] == ["--check"]:
        current = PICTURE.exists() and words(PICTURE.read_text(encoding="utf-8")) == words(drawn)
        print("the picture is up to date" if current else "the picture is out of date: run `nox -s picture`")
        return 0 if current else 1
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(drawn, encoding="utf-8")
    print(f"drawn: {PICTURE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
