"""`init`: the files of a new project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.config.keys import template
from pgplumb.config.load import FILE
from pgplumb.errors import ProjectExists

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = """\
-- The desired schema: any number of .sql files, in any order and any folders below this one.

create table public.example (
    id bigint generated always as identity primary key,
    name text not null
);

comment on table public.example is 'A first table, to be replaced by your own.';
"""


def init(folder: Path) -> tuple[Path, ...]:
    """Write a configuration and a first desired file; raises ProjectExists rather than write over anything."""
    files = {folder / FILE: template(), folder / "desired" / "example.sql": EXAMPLE}
    if (folder / "desired").is_dir():
        del files[folder / "desired" / "example.sql"]
    for path in files:
        if path.exists():
            raise ProjectExists(file=path)
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tuple(files)
