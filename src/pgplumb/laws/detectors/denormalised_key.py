"""DET-19: rows that refer to two parents which do not belong together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.generate.shape import ForeignKey, Shape, shapes
from pgplumb.laws.changes import add_parents, add_rows
from pgplumb.laws.facts import once
from pgplumb.laws.law import Law
from pgplumb.laws.probe import refusal
from pgplumb.laws.verdict import Failed, Passed, Untested, Verdict
from pgplumb.model.relations import Constraint
from pgplumb.syntax.sql import Sql, ident, join, literal, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId
    from pgplumb.postgres.session import Session

#: Whose rows others refer to in more than one sense: who wrote a comment need not have written the post.
_PEOPLE = frozenset(
    {"user", "person", "people", "member", "employee", "author", "profile", "staff", "player", "contact", "account"}
)
_LOOKUPS = frozenset({"country", "countries", "currency", "currencies", "language", "locale", "status", "statuses"})
_TRIES = 40


@dataclass(frozen=True, slots=True)
class _Triangle:
    """A table that refers to a parent by `to_parent`, and to that one's own parent, of the column `name`, by itself."""

    table: ObjectId
    to_parent: ForeignKey
    name: str


class DenormalisedKey(Law):
    """Where a row names its parent and, beside it, its parent's parent, the two belong together.

    Held to it is a foreign key to a table that has a key column of the same name as a column here, both of which refer
    to the same third table. Rows are pointed to another parent, and must be refused where that one belongs elsewhere.
    Tables of people are left out, for the author of a comment is not the author of the post.

    Why: two foreign keys of a column each do not know of each other. A ticket of one event is sold at the price of
    another event's tier; a row of one tenant refers to a project of another, and row security does not see it
    (https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK).

    Instead: a foreign key of both columns, `FOREIGN KEY (tier_id, event_id) REFERENCES ticket_tiers (id, event_id)`,
    over a UNIQUE of both; or leave the column out, and ask the parent.
    """

    code = "denormalised_key"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """The foreign keys that lead from such a row to its parent."""
        return iter(sorted(_triangles(bench)))

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Point rows to parents that belong elsewhere."""
        triangle = _triangles(bench)[subject]
        if _is_composite(triangle):
            return Passed()
        with bench.populated() as session:
            for table in (triangle.to_parent.target, triangle.table):
                add_parents(session, table, bench)
                add_rows(session, table, bench)
            statements = list(_crossings(session, triangle))
            for statement in statements[:_TRIES]:
                if refusal(session, statement) is None:
                    return Failed(
                        message=f"A row of {subject.table} may have another {triangle.name} than the row of "
                        f"{triangle.to_parent.target.name} that it refers to.",
                        help=f"Refer to it by both columns, or leave {triangle.name} out.",
                        script=f"{statement};",
                    )
        if not statements:
            return Untested(reason=f"no two rows of {triangle.to_parent.target.name} differ in {triangle.name}")
        return Passed(examples=len(statements[:_TRIES]))


def _is_composite(triangle: _Triangle) -> bool:
    """Whether the key itself compares the column with the parent's."""
    key = triangle.to_parent
    return (triangle.name, triangle.name) in zip(key.columns, key.referenced, strict=True)


@once
def _triangles(bench: Bench) -> dict[ObjectId, _Triangle]:
    every = {shape.id: shape for shape in shapes(bench.catalog)}
    names = {
        (constraint.id.schema, constraint.id.table, constraint.columns): constraint.id
        for constraint in bench.catalog.of(Constraint)
        if constraint.type == "f"
    }
    found = {}
    for shape in every.values():
        for key in shape.keys:
            parent = every.get(key.target)
            name = _shared(shape, key, parent) if parent and parent.id != shape.id else ""
            id = names.get((shape.id.schema, shape.id.name, key.columns))
            if name and id:
                found[id] = _Triangle(shape.id, key, name)
    return found


def _shared(shape: Shape, key: ForeignKey, parent: Shape) -> str:
    """The column that both tables have, each with a foreign key from it to the same third table."""
    for own in shape.keys:
        if own == key or own.target in {parent.id, shape.id} or _is_loose(own.target.name):
            continue
        for other in parent.keys:
            for name in own.columns:
                if other.target == own.target and name in other.columns and name not in other.referenced[1:]:
                    return name
    # A key of both columns needs no key of its own to the third table.
    both = [name for name, there in zip(key.columns, key.referenced, strict=True) if name == there]
    shared = [n for n in both if any(n in other.columns and not _is_loose(other.target.name) for other in parent.keys)]
    return shared[0] if len(key.columns) > 1 and shared else ""


def _is_loose(name: str) -> bool:
    words = {word.removesuffix("s") for word in name.lower().split("_")} | set(name.lower().split("_"))
    return bool(words & (_PEOPLE | _LOOKUPS))


def _crossings(session: Session, triangle: _Triangle) -> Iterator[Sql]:
    """UPDATEs that point a row to a parent whose own parent is another one."""
    table = ident(triangle.table.schema, triangle.table.name)
    target = ident(triangle.to_parent.target.schema, triangle.to_parent.target.name)
    pairs = zip(triangle.to_parent.columns, triangle.to_parent.referenced, strict=True)
    moved = [(column, there) for column, there in pairs if column != triangle.name]
    name = ident(triangle.name)
    columns = join(", ", [ident(column) for column, _ in moved])
    values = join(", ", [sql("p.{}", ident(there)) for _, there in moved])
    # A key of several columns may find another parent there, which belongs where the row does.
    found = session.rows(
        sql(
            "select t.ctid::text, p.ctid::text from {} t join {} p on p.{} <> t.{} "
            "where not exists (select from {} q where row({}) = row({}) and q.{} = t.{})",
            *(table, target, name, name),
            *(target, join(", ", [sql("q.{}", ident(there)) for _, there in moved]), values, name, name),
        )
    )
    for row, parent in found:
        where = sql("t.ctid = {} and p.ctid = {}", literal(row), literal(parent))
        yield sql("update {} t set ({}) = row({}) from {} p where {}", table, columns, values, target, where)
