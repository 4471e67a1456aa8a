"""Measures how soon each server of this machine is ready, and writes the table in docs/servers.md."""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from timeit import timeit
from typing import TYPE_CHECKING

from ticketing import TICKETING

from pgplumb.postgres.cache import Cache
from pgplumb.postgres.server import available, open_scratch
from pgplumb.source.files import read_folder
from pgplumb.source.load import load

if TYPE_CHECKING:
    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.scratch import Scratch

PAGE = Path(__file__).resolve().parents[1] / "docs" / "servers.md"
PLACE = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- /figures -->)", re.DOTALL)
#: How often each thing is done; the table holds the middle one.
TIMES = 5
HEAD = ("server", "first start", "later start", "load", "clone", "pg_dump")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one server takes, in seconds."""

    label: str
    first: float
    start: float
    load: float
    clone: float
    dump: float


def started(spec: str, cache: Cache) -> float:
    """The seconds until a new server has made a database and dropped it."""

    def use() -> None:
        with scratch.database():
            pass

    with open_scratch(spec, cache=cache, environment=os.environ) as scratch:
        return timeit(use, number=1)


def clone(scratch: Scratch, template: str) -> None:
    """Copy the template, and drop the copy."""
    with scratch.database(template):
        pass


def measured(spec: str) -> Row:
    """A server's row."""
    files = read_folder(TICKETING / "desired")
    with tempfile.TemporaryDirectory(prefix="pgplumb-figures-") as folder:
        cache = Cache(Path(folder) / "cache", 1 << 30)
        first = median(started(spec, Cache(None, 0)) for _ in range(TIMES))
        started(spec, cache)
        start = median(started(spec, cache) for _ in range(TIMES))
    with open_scratch(spec, cache=Cache(None, 0), environment=os.environ) as scratch:

        def fill(dsn: Dsn) -> None:
            load(files, dsn, scratch)

        clone(scratch, scratch.template("nothing", lambda dsn: None))
        loading = median(timeit(lambda: scratch.template(f"try {number}", fill), number=1) for number in range(TIMES))  # noqa: B023
        template = scratch.template("try 0", fill)
        cloning = median(timeit(lambda: clone(scratch, template), number=1) for _ in range(TIMES))
        with scratch.database(template) as dsn:
            dumping = median(timeit(lambda: scratch.dump(dsn), number=1) for _ in range(TIMES))
        return Row(label=scratch.label, first=first, start=start, load=loading, clone=cloning, dump=dumping)


def table() -> str:
    """The table, a row for each server that can be had here."""
    lines = [f"| {' | '.join(HEAD)} |", "|---|" + "---:|" * (len(HEAD) - 1)]
    for offer in available(os.environ):
        row = measured(offer.spec)
        seconds = " | ".join(f"{value:.2f} s" for value in (row.first, row.start, row.load, row.clone, row.dump))
        lines.append(f"| {row.label} | {seconds} |")
        print(lines[-1], flush=True)
    lines += ["", f"On {os.cpu_count()} processors; the middle of {TIMES} times."]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Put the table where it belongs."""
    found = table()
    PAGE.write_text(PLACE.sub(lambda _: found, PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
