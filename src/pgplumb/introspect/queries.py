"""The catalog queries, one .sql file a kind, cut to what a server version has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path

_CATALOG = re.compile(r"-- catalog: (\w+)")
_READS = re.compile(r"-- reads: (\w+)\.(\w+)")
_WHEN = re.compile(r"^-- when: (.+)$", re.MULTILINE)
_SINCE = re.compile(r"-- (?:since (\d+))?(?:, )?(?:before (\d+))?$")


@dataclass(frozen=True, slots=True)
class Query:
    """A query's text, the system catalog whose addresses its rows carry, if any, the column of a system catalog
    (catalog and name) that not every role may read, if it needs one, and a query without which it has no rows either.
    """

    sql: str
    catalog: str
    reads: tuple[str, str] | None
    when: str


@cache
def signature() -> str:
    """A digest of all that decides what a catalog holds: queries, reader, model. Catalogs kept by others do not fit."""
    digest = sha256()
    here = Path(__file__).parent
    for folder in (here, here / "sql", here.parent / "model"):
        for file in sorted(path for path in folder.iterdir() if path.suffix in {".sql", ".py"}):
            digest.update(file.read_bytes())
    return digest.hexdigest()


@cache
def query(name: str, server_version: int) -> Query:
    """The query for a server of this `server_version_num`.

    A line that ends in `-- since 15`, `-- before 18` or `-- since 15, before 17` is for servers of those majors only.
    """
    text = (resources.files("pgplumb.introspect") / "sql" / f"{name}.sql").read_text(encoding="utf-8")
    found = _CATALOG.match(text)
    major = server_version // 10000
    kept = [line for line in text.splitlines() if _holds(line, major)]
    reads = _READS.search(text)
    when = _WHEN.search(text)
    return Query(
        sql="\n".join(kept),
        catalog=found[1] if found else "",
        reads=(reads[1], reads[2]) if reads else None,
        when=when[1] if when else "",
    )


def _holds(line: str, major: int) -> bool:
    bounds = _SINCE.search(line)
    if bounds is None or bounds.group() == "-- ":
        return True
    since, before = bounds.groups()
    return (since is None or major >= int(since)) and (before is None or major < int(before))
