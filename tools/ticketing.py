"""A copy of the ticketing project to play with, and the edit that the tour and the picture show."""

from __future__ import annotations

import difflib
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TICKETING = ROOT / "schema" / "ticketing"

#: The file that is edited, below the project's folder.
EDITED = Path("desired") / "tables" / "events.sql"
#: Lines of that file, and what the edit adds after each.
ADDED = {
    "    doors_open_time timestamptz,\n": """\
    -- pgplumb: backfill start_time
    sales_close_time timestamptz not null,
""",
    "    constraint events_capacity_positive check (capacity > 0),\n": """\
    constraint events_sales_close_before_end check (sales_close_time <= end_time),
""",
    "comment on column events.start_time is 'When the event begins.';\n": """\
comment on column events.sales_close_time is 'When nothing is sold any more; before the event ends.';
""",
}


def copy_to(folder: Path) -> Path:
    """A copy of the project in a new folder below the given one."""
    project = folder / "ticketing"
    shutil.copytree(TICKETING, project)
    return project


def edit(project: Path) -> str:
    """Add a column to a table's file, as a developer would; what changed, as a unified diff."""
    file = project / EDITED
    before = after = file.read_text(encoding="utf-8")
    for line, addition in ADDED.items():
        if line not in after:
            raise SystemExit(f"{EDITED} has no line {line.strip()!r} any more: choose another edit in {__file__}")
        after = after.replace(line, line + addition, 1)
    file.write_text(after, encoding="utf-8")
    name = EDITED.as_posix()
    return "".join(difflib.unified_diff(before.splitlines(True), after.splitlines(True), name, name, n=1))
