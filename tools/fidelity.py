"""Judges plans between pairs of schemas by pg_dump and the rows themselves, both ways, empty and filled."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tomllib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pgplumb.differ.choose import plan_between
from pgplumb.differ.dumps import difference, normalised
from pgplumb.differ.execute import run
from pgplumb.differ.renaming import renaming
from pgplumb.differ.side import Observer, settled
from pgplumb.errors import PgplumbError, StatementRefused
from pgplumb.generate.fill import fill
from pgplumb.postgres.cache import Cache
from pgplumb.postgres.server import open_scratch
from pgplumb.postgres.session import connect
from pgplumb.source.files import SourceFile
from pgplumb.syntax.sql import ident
from pgplumb.workflow.sides import Elaborator

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence, Set as AnySet

    from pgplumb.differ.side import Side
    from pgplumb.model.ids import ObjectId
    from pgplumb.model.plan import Plan, Script
    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.scratch import Scratch

TRANSITIONS = Path(__file__).parents[1] / "fixtures" / "transitions"
OWN_ROLES = frozenset({"postgres"})

#: A query for each column whose values are stored: table, column, type, how many, and a digest that no order changes:
#: that of two tables' rows is the sum of both.
VALUES = """
    SELECT format('SELECT %1$L, %2$L, %3$L, count(%2$I), '
                  'coalesce(sum((''x'' || left(md5(%2$I::text), 15))::bit(60)::bigint), 0) FROM ONLY %1$s',
                  c.oid::regclass, a.attname, format_type(a.atttypid, a.atttypmod))
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relkind = 'r' AND a.attgenerated = '' AND c.relnamespace::regnamespace::text !~ '^(pg_|information_schema$)'
"""
#: Heirs and partitions, each with what is above it.
LINKS = "SELECT inhrelid::regclass::text, inhparent::regclass::text FROM pg_inherits"


class Pair(NamedTuple):
    """Two states of a schema, and rows for the first one, if there are any.

    Columns (or tables) in `lossy` keep their names, and their values cannot stay the same.
    """

    name: str
    before: str
    after: str
    seed: str = ""
    minimum_version: int = 0
    lossy: tuple[str, ...] = ()


class Key(NamedTuple):
    """A column, by its table's name as PostgreSQL quotes it, and its own."""

    table: str
    column: str


class Values(NamedTuple):
    """What a column holds: its type, how many values, and their digest."""

    type: str
    number: int
    digest: Decimal


class Rows(NamedTuple):
    """What the columns of a database hold, and which tables hang together: each heir with what is above it."""

    values: Mapping[Key, Values]
    links: frozenset[tuple[str, str]]

    def together(self, tables: frozenset[str], column: str) -> tuple[int, Decimal]:
        """How many values a column has in these tables, and their digest."""
        found = [value for key, value in self.values.items() if key.table in tables and key.column == column]
        return sum(value.number for value in found), sum((value.digest for value in found), Decimal())


class Verdict(NamedTuple):
    """What came of a pair: `ok`, `refused` where rows that the new schema cannot hold were refused, or what failed."""

    name: str
    outcome: str
    reason: str = ""


class _FailedError(Exception):
    """What ends the judgement of a pair."""

    def __init__(self, outcome: str, reason: str) -> None:
        super().__init__(outcome)
        self.verdict = (outcome, reason)


@dataclass(frozen=True)
class _Rows:
    """Where the rows of a pair come from, and which columns are to hold the same afterwards, under which name."""

    seed: str
    moved: Mapping[Key, Key]
    lossy: tuple[str, ...]

    def lost(self, held: Rows, kept: Rows) -> str:
        """The first column that no longer holds what it held; of another type, only how many values count.

        Rows may move from a table into its partitions, or back: what hangs together then holds the same together.
        """
        for key, old in held.values.items():
            new = kept.values.get(self.moved.get(key, key), old)
            spoilt = old.number != new.number or (old.type == new.type and old.digest != new.digest)
            if spoilt and not self._is_lossy(key) and not self._is_elsewhere(key, held, kept):
                return f"{key.table}.{key.column}: {old.number} values before, {new.number} after"
        return ""

    def _is_lossy(self, key: Key) -> bool:
        return bool({key.table, f"{key.table}.{key.column}"} & set(self.lossy))

    def _is_elsewhere(self, key: Key, held: Rows, kept: Rows) -> bool:
        renamed = {old.table: new.table for old, new in self.moved.items()}
        before = {(renamed.get(heir, heir), renamed.get(above, above)) for heir, above in held.links}
        names = _linked(renamed.get(key.table, key.table), before | kept.links)
        tables = frozenset(old.table for old in held.values if renamed.get(old.table, old.table) in names)
        column = self.moved.get(key, key).column
        return len(names) > 1 and held.together(tables, key.column) == kept.together(names, column)

    def unchanged(self, held: Rows, kept: Rows) -> Rows:
        """What is the same on the way up, and has to be on the way down."""
        same = {key: old for key, old in held.values.items() if kept.values.get(self.moved.get(key, key)) == old}
        return Rows(same, held.links)


@dataclass(frozen=True)
class Judge:
    """Makes a plan for each pair with one engine on one server, and looks at what it does."""

    scratch: Scratch
    engine: str

    def verdict(self, pair: Pair) -> Verdict:
        """What came of a pair; whatever the project raises is a failure of its own."""
        try:
            outcome = self._judged(pair)
        except _FailedError as failed:
            return Verdict(pair.name, *failed.verdict)
        except PgplumbError as error:
            return Verdict(pair.name, "no plan", " ".join(str(error).split()))
        return Verdict(pair.name, outcome)

    def _judged(self, pair: Pair) -> str:
        if pair.minimum_version > self.scratch.version:
            return "too old a server"
        observer = Observer(scratch=self.scratch, own_roles=OWN_ROLES, ignored=lambda _: False)
        built = Elaborator(scratch=self.scratch, cache=Cache(None, 0), observer=observer, roles="managed")
        before = built.files([SourceFile("before.sql", pair.before)]).side
        after, script = built.files([SourceFile("after.sql", pair.after)])
        plan = plan_between(before, after, observer=observer, annotations=script.annotations, engine=self.engine)  # type: ignore[arg-type]
        self._on_an_empty_copy(plan, before, after)
        moved = renaming(before, after, plan.changes, script.annotations.renames, observer).moved
        names = {_key(old): _key(new) for old, new in moved.items() if old.kind == "column"}
        return self._on_a_filled_copy(plan, before, _Rows(pair.seed, names, pair.lossy))

    def _on_an_empty_copy(self, plan: Plan, before: Side, after: Side) -> None:
        assert after.template
        with self.scratch.database(before.template) as dsn:
            for way, script, wanted in (("up", plan.up, after), ("down", plan.down, before)):
                _run(script, dsn, way)
                if left := self._differences(dsn, wanted):
                    raise _FailedError(f"{way} diverges", "; ".join(left))

    def _differences(self, dsn: Dsn, wanted: Side) -> tuple[str, ...]:
        """What pg_dump sees; where it sees something, both are restored once, for some text then prints differently."""
        with self.scratch.database(wanted.template) as target:
            if not difference(self._dump(dsn), self._dump(target)):
                return ()
            with self.scratch.database() as one, self.scratch.database() as other:
                settled(wanted.observer, dsn, one)
                settled(wanted.observer, target, other)
                return difference(self._dump(one), self._dump(other))

    def _dump(self, dsn: Dsn) -> tuple[str, ...]:
        return normalised(self.scratch.dump(dsn), own_roles=OWN_ROLES)

    def _on_a_filled_copy(self, plan: Plan, before: Side, rows: _Rows) -> str:
        with self.scratch.database(before.template) as dsn:
            with connect(dsn) as session:
                if rows.seed:
                    session.script(rows.seed)
                else:
                    fill(session, before.catalog, seed=0)
            held = _values(dsn)
            if not _takes_rows(plan.up, dsn, "up"):
                return "refused"
            kept = _values(dsn)
            if lost := rows.lost(held, kept):
                raise _FailedError("up loses values", lost)
            if not _takes_rows(plan.down, dsn, "down"):
                return "refused"
            if lost := replace(rows, moved={}).lost(rows.unchanged(held, kept), _values(dsn)):
                raise _FailedError("down loses values", lost)
        return "ok"


def _run(script: Script, dsn: Dsn, way: str) -> None:
    try:
        run(script, dsn)
    except StatementRefused as error:
        raise _FailedError(f"{way} fails", f"{error.cause} AT {error.sql}") from error


def _takes_rows(script: Script, dsn: Dsn, way: str) -> bool:
    """Run a script where there are rows; false where it refuses some of them, which it may."""
    try:
        run(script, dsn)
    except StatementRefused as error:
        if error.breaks_rows:
            return False
        raise _FailedError(f"{way} fails on rows", f"{error.cause} AT {error.sql}") from error
    return True


def _key(id: ObjectId) -> Key:
    return Key(ident(id.schema, id.table), id.name)


def _linked(table: str, links: AnySet[tuple[str, str]]) -> frozenset[str]:
    """All tables that hang together with this one."""
    found, size = {table}, 0
    while size < len(found):
        size = len(found)
        found |= {name for link in links if found & {*link} for name in link}
    return frozenset(found)


def _values(dsn: Dsn) -> Rows:
    with connect(dsn) as session:
        session.execute("SET search_path = ''")
        found = {}
        for (query,) in session.rows(VALUES):
            ((table, column, type, count, digest),) = session.rows(query)
            found[Key(table, column)] = Values(type, count, digest)
        links = frozenset((heir, above) for heir, above in session.rows(LINKS))
    return Rows(found, links)


def pairs(paths: Sequence[Path]) -> Iterator[Pair]:
    """The pairs in these places: a directory of a pair, a directory of such, or a file with a JSON object a line."""
    for path in paths:
        if (path / "before.sql").exists():
            yield _directory(path)
        elif path.is_dir():
            yield from (_directory(each) for each in sorted(path.iterdir()) if (each / "before.sql").exists())
        else:
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                found = json.loads(line)
                name = "/".join(filter(None, (found.get("suite", ""), found.get("name", f"{path.name}:{number}"))))
                yield Pair(name, found["before"], found["after"], found.get("seed", ""))


def _directory(folder: Path) -> Pair:
    def text(name: str) -> str:
        return (folder / name).read_text(encoding="utf-8") if (folder / name).exists() else ""

    special = tomllib.loads(text("expect.toml"))
    least, lossy = special.get("minimum_version", 0), tuple(special.get("lossy", ()))
    return Pair(folder.name, text("before.sql"), text("after.sql"), text("seed.sql"), least, lossy)


def main(arguments: Sequence[str]) -> int:
    """Judge what the command line names, and print a line for each failure and the counts; 1 where something failed."""
    parser = argparse.ArgumentParser(prog="nox -s fidelity --", description=__doc__)
    parser.add_argument(
        "places", nargs="*", type=Path, default=[TRANSITIONS], help="directories or .jsonl files of pairs"
    )
    parser.add_argument("--engine", default="native", choices=("auto", "native", "migra"))
    parser.add_argument("--server", default="embedded", help="where to judge, such as local:15")
    parser.add_argument("--only", default="", help="a regular expression on names")
    parser.add_argument("--every", type=int, default=1, help="only every Nth pair")
    given = parser.parse_args(arguments)
    chosen = [pair for pair in pairs(given.places) if re.search(given.only, pair.name)][:: given.every]
    with open_scratch(given.server, cache=Cache(None, 0), environment=os.environ) as scratch:
        judge = Judge(scratch, given.engine)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            found = list(pool.map(judge.verdict, chosen))
        label = scratch.label
    failed = [one for one in found if one.outcome not in {"ok", "refused", "too old a server"}]
    width = max((len(one.name) for one in failed), default=0)
    for one in failed:
        print(f"{one.name:{width}}  {one.outcome:17}  {' '.join(one.reason.split())[:300]}")
    counts = ", ".join(f"{count} {outcome}" for outcome, count in Counter(one.outcome for one in found).most_common())
    print(f"{given.engine} on {label}: {len(found) - len(failed)} of {len(found)} hold ({counts})")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
