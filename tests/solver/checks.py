"""The checks of fixtures/harness/checks, each in a table of its own, as the catalog of a real server prints them."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pgplumb.generate.candidates import kind_of
from pgplumb.generate.shape import shapes
from pgplumb.introspect.reader import read
from pgplumb.strategies.literals import literal
from pgplumb.syntax.sql import Sql, ident, join, literal as quoted, sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pgplumb.generate.candidates import Kind
    from pgplumb.generate.shape import Check, Shape
    from pgplumb.model.catalog import Catalog
    from pgplumb.postgres.session import Session

FOLDER = Path(__file__).parents[2] / "fixtures" / "harness" / "checks"
#: The last file holds what the solver is not meant to evaluate.
BEYOND = "7-beyond"

_INSERT = """\
DECLARE
    attempt text;
    culprit text;
    answers jsonb := '[]';
BEGIN
    FOR attempt IN SELECT * FROM jsonb_array_elements_text({}::jsonb) LOOP
        BEGIN
            EXECUTE attempt;
            answers := answers || '["accepted"]';
        EXCEPTION WHEN OTHERS THEN
            GET STACKED DIAGNOSTICS culprit = CONSTRAINT_NAME;
            answers := answers || jsonb_build_array(
                CASE SQLSTATE WHEN '23514' THEN culprit ELSE concat(SQLSTATE, ' ', SQLERRM) END);
        END;
    END LOOP;
    PERFORM set_config('solver.answers', answers::text, false);
END"""


@dataclass(frozen=True, slots=True)
class Case:
    """A check as a person writes it, the file that it is in, the table that holds it, and what is known of it."""

    file: str
    check: str
    table: str
    columns: str
    never_false: bool

    @property
    def constraint(self) -> str:
        """The constraint's name."""
        return f"{self.table}_check"


def _cases() -> Iterator[Case]:
    for path in sorted(FOLDER.glob("*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        number = 0
        for table in content["table"]:
            for check in table["checks"]:
                number += 1
                name = f"t{path.stem.replace('-', '_')}_{number}"
                yield Case(path.stem, check, name, table["columns"], check in content.get("never_false", ()))


CASES = tuple(_cases())


class Tables:
    """All the tables in one database, and what its catalog says of them."""

    def __init__(self, session: Session) -> None:
        self.session = session
        for path in sorted(FOLDER.glob("*.toml")):
            for table in tomllib.loads(path.read_text(encoding="utf-8"))["table"]:
                session.script(table.get("setup", ""))
        for case in CASES:
            check = f"constraint {case.constraint} check ({case.check})"
            session.script(f"create table {case.table} ({case.columns}, {check})")
        self.catalog: Catalog = read(session, own_roles=frozenset({session.value("select current_user")}))
        self.shapes: Mapping[str, Shape] = {shape.id.name: shape for shape in shapes(self.catalog)}
        session.execute("set search_path = ''")

    def check(self, case: Case) -> Check:
        """The check with its syntax tree."""
        (found,) = self.shapes[case.table].checks
        return found

    def kinds(self, case: Case) -> Mapping[str, Kind]:
        """The kinds of the columns that the check is about."""
        held = self.check(case).columns
        return {c.id.name: kind_of(c.type, self.catalog) for c in self.shapes[case.table].columns if c.id.name in held}

    def nullable(self, case: Case) -> frozenset[str]:
        """Those of them that may be NULL."""
        kinds = self.kinds(case)
        return frozenset(c.id.name for c in self.shapes[case.table].columns if c.id.name in kinds and not c.not_null)

    def insert(self, case: Case, rows: Sequence[Mapping[str, Any]]) -> list[str]:
        """What the server says to each row: `accepted`, the name of a check, or another error."""
        types = {column.id.name: column.type for column in self.shapes[case.table].columns}
        statements = [
            sql(
                "INSERT INTO {} ({}) VALUES ({})",
                ident("public", case.table),
                join(", ", map(ident, row)),
                join(", ", [literal(value, types[name]) for name, value in row.items()]),
            )
            for row in rows
        ]
        self.session.execute(sql("DO {}", quoted(sql(_INSERT, _json(statements)))))
        answers: list[str] = json.loads(self.session.value("select current_setting('solver.answers')"))
        return answers


def _json(statements: Sequence[Sql]) -> Sql:
    return quoted(json.dumps(statements))
