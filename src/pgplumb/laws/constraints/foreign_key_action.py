"""A foreign key does what its ON DELETE and ON UPDATE say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from pgplumb.laws.law import Law
from pgplumb.laws.search import Useless, Wrong, search
from pgplumb.laws.subjects import constraints, object_of
from pgplumb.laws.trial import Refused, attempt, prepare
from pgplumb.model.relations import Constraint
from pgplumb.strategies.breaking import table_of
from pgplumb.strategies.fresh import fresh
from pgplumb.strategies.rows import Row
from pgplumb.syntax.parse import parse_constraint
from pgplumb.syntax.sql import ident, join, sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

    from pgplumb.generate.shape import ForeignKey
    from pgplumb.laws.bench import Bench
    from pgplumb.laws.verdict import Verdict
    from pgplumb.model.ids import ObjectId
    from pgplumb.postgres.session import Session
    from pgplumb.syntax.sql import Sql

#: pg_constraint.confdeltype and confupdtype, which the parser uses too.
ACTIONS = {"a": "NO ACTION", "r": "RESTRICT", "c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT"}
#: A refusal by RESTRICT has had a SQLSTATE of its own since PostgreSQL 18.
_STILL_REFERRED_TO = frozenset({"23503", "23001"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """A row and one that refers to it, each after what it needs, and what the referenced columns are changed to."""

    parent: Sequence[Row] = ()
    child: Sequence[Row] = ()
    moved: Row | None = None


class ForeignKeyAction(Law):
    """When a referenced row goes, or its key changes, what refers to it follows as ON DELETE and ON UPDATE say.

    Why: SET NULL on a column that is NOT NULL, SET DEFAULT to a row that is not there, or a trigger that refuses what a
    cascade does turn each such DELETE into an error, which nobody sees before there are rows on both sides.

    Instead: choose the action that the columns allow, and let triggers let cascades through.
    """

    code = "foreign_key_action"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Every foreign key."""
        return (subject for subject in constraints(bench.catalog) if subject.kind == "foreign_key")

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Delete referenced rows, and change their keys."""
        return search(_pairs(subject, bench), bench.profile, lambda pair: _judge(pair, subject, bench))


def _pairs(subject: ObjectId, bench: Bench) -> SearchStrategy[_Pair]:
    table = table_of(subject, bench.world)
    key = next(key for key in table.keys if key.name == subject.name)
    holders = [bench.world.tables[id] for id in bench.world.holders(key.target)]

    @st.composite
    def drawn(draw: DrawFn) -> _Pair:
        there = {id: list(rows) for id, rows in bench.known.rows.items()}
        above = draw(st.sampled_from(holders))
        near = draw(st.sampled_from([*there.get(above.id, ()), None]))
        rows = fresh(draw, above, there, bench.world, near=near)
        if not rows or None in (found := rows[-1].key(key.referenced)):
            return _Pair()
        for row in rows:
            there.setdefault(row.table, []).append(row)
        parent = rows[-1]
        given = {name: parent.values[other] for name, other in zip(key.columns, key.referenced, strict=True)}
        near = draw(st.sampled_from([*there.get(table.id, ()), None]))
        child = fresh(draw, table, there, bench.world, near=near, given=given)
        other = fresh(draw, above, there, bench.world, near=parent)
        moved = None
        if len(other) == 1 and other[0].key(key.referenced) != found and other[0].values.keys() >= {*key.referenced}:
            moved = Row(above.id, {name: other[0].values[name] for name in key.referenced}, above.types)
        return _Pair(parent=rows, child=child, moved=moved)

    return drawn()


def _judge(pair: _Pair, subject: ObjectId, bench: Bench) -> None:
    if not pair.parent or not pair.child:
        raise Useless("no row was found with one that refers to it")
    parent = pair.parent[-1]
    constraint = bench.catalog.objects[object_of(subject)]
    assert isinstance(constraint, Constraint)
    node = parse_constraint(constraint.definition)
    key = next(key for key in table_of(subject, bench.world).keys if key.name == subject.name)
    _one(_removal(parent, key), ACTIONS[node.fk_del_action], "ON DELETE", pair, key, bench)
    if pair.moved is not None:
        where = _where(parent, key.referenced)
        _one(pair.moved.update(where), ACTIONS[node.fk_upd_action], "ON UPDATE", pair, key, bench)


def _one(statement: Sql, action: str, event: str, pair: _Pair, key: ForeignKey, bench: Bench) -> None:
    rows = (*pair.parent, *pair.child)
    with bench.populated() as session:
        prepare(session, rows)
        refused = attempt(session, statement)
        wrong = _outcome(session, refused, action, rows[-1], key)
    if wrong:
        raise Wrong(f"{key.name} says {event} {action}, but {wrong}", script=bench.script(rows, (), f"{statement};"))


def _outcome(session: Session, refused: Refused | None, action: str, child: Row, key: ForeignKey) -> str:
    """What is otherwise than the action says; empty where nothing is."""
    if action in {"NO ACTION", "RESTRICT"}:
        if refused is None:
            return "the referenced row could be changed while another refers to it."
        if refused.sqlstate in _STILL_REFERRED_TO:
            return ""
        raise Useless(f"refused by something else: {refused}")
    if refused is not None:
        if refused.sqlstate in _STILL_REFERRED_TO and refused.constraint != key.name:
            raise Useless(f"another key is in the way: {refused}")
        if refused.sqlstate in {"23502", "23503", "23514", "23505"}:
            return f"that was refused: {refused}"
        raise Useless(f"refused by something else: {refused}")
    if _referring(session, child, key):
        return "the row that referred to it still does."
    return ""


def _referring(session: Session, child: Row, key: ForeignKey) -> int:
    """How many rows refer to what the child referred to."""
    table = ident(child.table.schema, child.table.name)
    return int(session.value(sql("SELECT count(*) FROM ONLY {} WHERE {}", table, _where(child, key.columns))))


def _where(row: Row, names: tuple[str, ...]) -> Sql:
    return join(" AND ", [sql("{} = {}", ident(name), row.literal(name)) for name in names])


def _removal(parent: Row, key: ForeignKey) -> Sql:
    return sql("DELETE FROM {} WHERE {}", ident(parent.table.schema, parent.table.name), _where(parent, key.referenced))
