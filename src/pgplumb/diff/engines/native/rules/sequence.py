"""Sequences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.diff.engines.native.rule import Context, Manner, Rule, Step
from pgplumb.diff.engines.native.writing import finishing, name, owner_step, step
from pgplumb.model.relations import Sequence
from pgplumb.syntax.sql import Sql, join, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.model.ids import ObjectId

_LIMITS = {"smallint": 2**15 - 1, "integer": 2**31 - 1, "bigint": 2**63 - 1}


class SequenceRule(Rule[Sequence]):
    """Every option of a sequence changes in place."""

    kind = "sequence"
    rank = 18
    goes_with = frozenset({"column", "table"})
    holds_rows = True

    def create(self, found: Sequence, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        prefix = raw("CREATE UNLOGGED SEQUENCE" if found.unlogged else "CREATE SEQUENCE")
        clauses = [sql("{} {}", prefix, name(found.id))]
        top = _LIMITS[found.type]
        if found.type != "bigint":
            clauses.append(sql("AS {}", raw(found.type)))
        usual = (1, 1, 1, top, 1, False) if found.increment > 0 else (-1, -1, -1 - top, -1, 1, False)
        values = (found.start, found.increment, found.minimum, found.maximum, found.cache, found.cycle)
        clauses += [clause for clause, value, given in zip(_options(found), values, usual, strict=True) if value != given]
        if found.owned_by:
            clauses.append(sql("OWNED BY {}", raw(found.owned_by)))
        yield step(join(" ", clauses), "create")
        yield from finishing(found, context)

    def drop(self, found: Sequence, context: Context) -> Iterator[Step]:
        yield step(sql("DROP SEQUENCE {}", name(found.id)), "drop")

    def manner(self, before: Sequence, after: Sequence, changed: frozenset[str], context: Context) -> Manner:
        return Manner.ALTER

    def alter(self, before: Sequence, after: Sequence, changed: frozenset[str], context: Context) -> Iterator[Step]:
        attributes = ("start", "increment", "minimum", "maximum", "cache", "cycle")
        clauses = [raw(f"AS {after.type}")] if "type" in changed else []
        clauses += [
            clause for attribute, clause in zip(attributes, _options(after), strict=True) if attribute in changed
        ]
        if clauses:
            yield step(sql("ALTER SEQUENCE {} {}", name(after.id), join(" ", clauses)))
        if "owner" in changed:
            if before.owned_by:
                yield step(sql("ALTER SEQUENCE {} OWNED BY NONE", name(after.id)))
            yield owner_step(after)
        if "owned_by" in changed or ("owner" in changed and before.owned_by):
            yield step(sql("ALTER SEQUENCE {} OWNED BY {}", name(after.id), raw(after.owned_by or "NONE")))
        if "unlogged" in changed:
            state = raw("UNLOGGED" if after.unlogged else "LOGGED")
            yield step(sql("ALTER SEQUENCE {} SET {}", name(after.id), state))


def _options(found: Sequence) -> tuple[Sql, ...]:
    return (
        raw(f"START WITH {found.start}"),
        raw(f"INCREMENT BY {found.increment}"),
        raw(f"MINVALUE {found.minimum}"),
        raw(f"MAXVALUE {found.maximum}"),
        raw(f"CACHE {found.cache}"),
        raw("CYCLE" if found.cycle else "NO CYCLE"),
    )
