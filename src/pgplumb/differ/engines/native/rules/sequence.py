"""Sequences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.identity import changed_options, given_options, within_limits
from pgplumb.differ.engines.native.rule import Context, Manner, Rule, Step
from pgplumb.differ.engines.native.writing import finishing, name, owner_step, step
from pgplumb.model.counting import of_sequence
from pgplumb.model.relations import Sequence, Table
from pgplumb.syntax.sql import join, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pgplumb.model.catalog import Catalog
    from pgplumb.model.ids import ObjectId


class SequenceRule(Rule[Sequence]):
    """Every option changes in place; a column that counts with the sequence is made before it owns the sequence."""

    kind = "sequence"
    rank = 18
    goes_with = frozenset({"column", "table"})
    holds_rows = True

    def create(self, found: Sequence, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        prefix = raw("CREATE UNLOGGED SEQUENCE" if found.unlogged else "CREATE SEQUENCE")
        clauses = [sql("{} {}", prefix, name(found.id))]
        if found.type != "bigint":
            clauses.append(sql("AS {}", raw(found.type)))
        clauses += given_options(found.type, of_sequence(found))
        early = bool(found.owned_by) and not self._owned_late(found, context)
        if early and not found.owner:
            clauses.append(sql("OWNED BY {}", raw(found.owned_by)))
        yield step(join(" ", clauses), "create")
        yield from finishing(found, context)
        if early and found.owner:
            yield from self.finish(found, context)

    def _owned_late(self, found: Sequence, context: Context) -> bool:
        return any(self.late(found, edge.referenced, context) for edge in context.after.requires(found.id))

    def late(self, found: Sequence, needed: ObjectId, context: Context) -> bool:
        return bool(found.owned_by) and needed.kind == "column" and needed in context.created

    def finish(self, found: Sequence, context: Context) -> Iterator[Step]:
        yield step(sql("ALTER SEQUENCE {} OWNED BY {}", name(found.id), raw(found.owned_by)))

    def drop(self, found: Sequence, context: Context) -> Iterator[Step]:
        yield step(sql("DROP SEQUENCE {}", name(found.id)), "drop")

    def manner(self, before: Sequence, after: Sequence, changed: frozenset[str], context: Context) -> Manner:
        return Manner.IMPLIED if changed == {"owner"} and _goes_with_table(before, after, context) else Manner.ALTER

    def follows(self, found: Sequence, context: Context) -> Iterable[ObjectId]:
        """The owner of a table has to be the owner of its sequences before they belong to it."""
        holder = _holder(found, context.after)
        return () if holder is None else (holder.id,)

    def alter(self, before: Sequence, after: Sequence, changed: frozenset[str], context: Context) -> Iterator[Step]:
        clauses = [raw(f"AS {after.type}")] if "type" in changed else []
        clauses += changed_options(of_sequence(before), of_sequence(after))
        if clauses:
            if after.maximum < before.minimum or before.maximum < after.minimum:
                clauses.append(raw("RESTART"))
            yield from within_limits(name(after.id), of_sequence(before), of_sequence(after))
            yield step(sql("ALTER SEQUENCE {} {}", name(after.id), join(" ", clauses)))
        goes_along = "owner" in changed and _goes_with_table(before, after, context)
        if "owner" in changed and not goes_along:
            if before.owned_by:
                yield step(sql("ALTER SEQUENCE {} OWNED BY NONE", name(after.id)))
            yield owner_step(after)
        if "owned_by" in changed or ("owner" in changed and before.owned_by and not goes_along):
            yield step(sql("ALTER SEQUENCE {} OWNED BY {}", name(after.id), raw(after.owned_by or "NONE")))
        if "unlogged" in changed:
            state = raw("UNLOGGED" if after.unlogged else "LOGGED")
            yield step(sql("ALTER SEQUENCE {} SET {}", name(after.id), state))


def _holder(found: Sequence, catalog: Catalog) -> Table | None:
    """The table whose column owns the sequence."""
    for edge in catalog.requires(found.id) if found.owned_by else ():
        holder = catalog.parent(edge.referenced) if edge.referenced.kind == "column" else None
        table = catalog.get(holder) if holder is not None else None
        if isinstance(table, Table):
            return table
    return None


def _goes_with_table(before: Sequence, after: Sequence, context: Context) -> bool:
    """Whether handing over the table hands over the sequence (ATExecChangeOwner)."""
    old, new = _holder(before, context.before), _holder(after, context.after)
    if old is None or new is None or before.owned_by != after.owned_by:
        return False
    return old.owner != new.owner and new.owner == after.owner
