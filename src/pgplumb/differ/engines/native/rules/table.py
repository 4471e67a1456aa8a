"""Tables and partitioned tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.columns import column_clause, column_settings
from pgplumb.differ.engines.native.filling import aside_schema, filling, owned_sequences
from pgplumb.differ.engines.native.inherited import constraints_above, own_constraints
from pgplumb.differ.engines.native.not_null import heir_clauses, set_in_heir, without_not_null
from pgplumb.differ.engines.native.references import foreign_keys_to, reaches, references, referred, referring
from pgplumb.differ.engines.native.rule import Context, Manner, Rule, Step
from pgplumb.differ.engines.native.rules.constraint import adding, constraint_clauses, constraint_settings
from pgplumb.differ.engines.native.rules.default import own_default
from pgplumb.differ.engines.native.writing import finishing, name, option_list, option_steps, owner_step, step
from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Column, Constraint, Inheritance, Table
from pgplumb.model.trees import links_to_parents, parent_of
from pgplumb.syntax.sql import Sql, ident, join, raw, sql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pgplumb.model.objects import Object

_IDENTITIES = {"d": "DEFAULT", "n": "NOTHING", "f": "FULL"}


class TableRule(Rule[Table]):
    """CREATE TABLE holds columns, defaults and constraints; everything else is a statement of its own.

    A table becomes partitioned, or is partitioned in another way, by moving its rows to a new one.
    """

    kind = "table"
    rank = 30
    holds_rows = True
    fills = True

    def create(self, found: Table, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        parts = context.inline(found.id, inline)
        above = _checks_above(found, context)
        yield step(self._create(found, [*parts, *(check for check in above if check.validated)], context), "create")
        if found.replica_identity in {"n", "f"}:
            yield self._replica_identity(found)
        yield from self._row_security(found, frozenset({"row_security"} if found.row_security else ()))
        yield from self._row_security(found, frozenset({"force_row_security"} if found.force_row_security else ()))
        for part in parts:
            if isinstance(part, Column):
                yield from set_in_heir(part, context)
                yield from column_settings(part, context)
                yield from own_default(part, context, parts)
            elif isinstance(part, Constraint):
                yield from constraint_settings(part, context)
        for check in above:
            if not check.validated:
                yield step(adding(check, found.id))
        yield from finishing(found, context)

    def follows(self, found: Table, context: Context) -> Iterator[ObjectId]:
        """What the checks stand on that a new partition has from above."""
        for check in _checks_above(found, context) if found.id in context.created else ():
            for edge in context.after.requires(check.id):
                if edge.referenced.kind not in {"table", "column"}:
                    yield edge.referenced

    def _create(self, found: Table, parts: list[Column | Constraint | Inheritance], context: Context) -> Sql:
        parents = sorted((part for part in parts if isinstance(part, Inheritance)), key=lambda part: part.position)
        columns = sorted((part for part in parts if isinstance(part, Column)), key=lambda part: part.position)
        said = [without_not_null(part) if parents and part.not_null_origin == "parent" else part for part in columns]
        clauses = [
            column_clause(part, found, context)
            for part in said
            if not (parents and part.inherited) and not (found.of_type and _plain(part, context))
        ]
        clauses += heir_clauses(columns, context) if parents else []
        clauses += constraint_clauses(parts)
        text = sql("CREATE {}TABLE {}", raw("UNLOGGED " if found.unlogged else ""), name(found.id))
        if found.of_type:
            text = sql("{} OF {}", text, raw(found.of_type))
        if clauses or not found.of_type:
            body = sql("(\n    {}\n)", join(",\n    ", clauses)) if clauses else raw("()")
            text = sql("{} {}", text, body)
        if parents:
            names = join(", ", (ident(part.parent_schema, part.parent_table) for part in parents))
            text = sql("{} INHERITS ({})", text, names)
        if found.partition_key:
            text = sql("{} PARTITION BY {}", text, raw(found.partition_key))
        if found.access_method:
            text = sql("{} USING {}", text, ident(found.access_method))
        if found.options:
            text = sql("{} WITH ({})", text, option_list(found.options))
        return sql("{} TABLESPACE {}", text, ident(found.tablespace)) if found.tablespace else text

    def after_drop_of(self, found: Table, context: Context) -> Iterator[ObjectId]:
        """The foreign keys that refer to it: they decide whether it may become unlogged."""
        kept = found.unlogged and found.id not in context.created
        for part in context.before.children(found.id) if kept else ():
            for edge in context.before.required_by(part.id):
                if references(edge.dependent, context.before):
                    yield edge.dependent

    def prefers(self, found: Table, context: Context) -> Iterator[ObjectId]:
        """No logged table may ever refer to an unlogged one: who refers becomes unlogged first, and logged last."""
        old = context.before.get(found.id)
        if not isinstance(old, Table) or old.unlogged == found.unlogged:
            return
        for part in context.after.children(found.id):
            if found.unlogged:
                yield from referring(part, context.after)
            else:
                yield from (id for id in referred(part, context.after) if id != found.id)

    def disturbs(
        self, before: Table, after: Table, changed: frozenset[str], context: Context
    ) -> Callable[[Object], bool]:
        """Foreign keys in a circle: whichever table goes first, it refers to one that is still as it was."""
        if "unlogged" not in changed:
            return lambda _: False
        keys = {
            part.id
            for part in context.before.children(before.id)
            if any(id != before.id and reaches(id, before.id, context.before) for id in referred(part, context.before))
        }
        return lambda found: found.id in keys

    def dropped_after(self, found: Table, context: Context) -> Iterator[ObjectId]:
        """A foreign key to a partitioned table holds on to each of its partitions."""
        for link in links_to_parents(found.id, context.before):
            if link.bound:
                yield from foreign_keys_to(parent_of(link), context.before)

    def drop(self, found: Table, context: Context) -> Iterator[Step]:
        yield step(sql("DROP TABLE {}", name(found.id)), "drop")

    def holds_values(self, found: Table, context: Context) -> bool:
        """The rows of a partition are those of its table, and may move with it; others go with what goes."""
        return any(link.bound for link in links_to_parents(found.id, context.before))

    def set_aside(self, found: Table, context: Context) -> Iterator[Step]:
        for sequence in owned_sequences(found.id, context.before):
            yield step(sql("ALTER SEQUENCE {} OWNED BY NONE", name(sequence.id)))
        if found.of_type:
            yield step(sql("ALTER TABLE {} NOT OF", name(found.id)))
        yield step(sql("CREATE SCHEMA {}", aside_schema(found.id)), "create")
        yield step(sql("ALTER TABLE {} SET SCHEMA {}", name(found.id), aside_schema(found.id)))

    def fill(self, before: Table, after: Table, context: Context) -> Iterator[Step]:
        yield from filling(before, context)

    def drop_aside(self, found: Table, context: Context) -> Iterator[Step]:
        schema = aside_schema(found.id)
        yield step(sql("DROP TABLE {}.{}", schema, ident(found.id.name)), "drop")
        yield step(sql("DROP SCHEMA {}", schema), "drop")

    def manner(self, before: Table, after: Table, changed: frozenset[str], context: Context) -> Manner:
        return Manner.REPLACE if "partition_key" in changed else Manner.ALTER

    def alter(self, before: Table, after: Table, changed: frozenset[str], context: Context) -> Iterator[Step]:
        target = name(after.id)
        if "unlogged" in changed:
            yield step(sql("ALTER TABLE {} SET {}", target, raw("UNLOGGED" if after.unlogged else "LOGGED")))
        if "options" in changed:
            yield from option_steps(sql("TABLE {}", target), before.options, after.options)
        if "access_method" in changed:
            # A partitioned table may have none, for its partitions to have the default of their day.
            usual = raw("DEFAULT") if after.partition_key else ident("heap")
            method = ident(after.access_method) if after.access_method else usual
            yield step(sql("ALTER TABLE {} SET ACCESS METHOD {}", target, method))
        if "tablespace" in changed:
            yield step(sql("ALTER TABLE {} SET TABLESPACE {}", target, ident(after.tablespace or "pg_default")))
        if "replica_identity" in changed and after.replica_identity != "i":
            yield self._replica_identity(after)
        yield from self._row_security(after, changed)
        if "owner" in changed:
            yield owner_step(after)

    def _replica_identity(self, found: Table) -> Step:
        return step(sql("ALTER TABLE {} REPLICA IDENTITY {}", name(found.id), raw(_IDENTITIES[found.replica_identity])))

    def _row_security(self, found: Table, changed: frozenset[str]) -> Iterator[Step]:
        if "row_security" in changed:
            verb = raw("ENABLE" if found.row_security else "DISABLE")
            yield step(sql("ALTER TABLE {} {} ROW LEVEL SECURITY", name(found.id), verb))
        if "force_row_security" in changed:
            verb = raw("FORCE" if found.force_row_security else "NO FORCE")
            yield step(sql("ALTER TABLE {} {} ROW LEVEL SECURITY", name(found.id), verb))


def _checks_above(found: Table, context: Context) -> list[Constraint]:
    """The checks that a new partition has to have before it is attached (ALTER TABLE)."""
    if not any(link.bound for link in links_to_parents(found.id, context.after)):
        return []
    above, own = constraints_above(found.id, context.after), own_constraints(found.id, context.after)
    return [check for name, check in above.items() if check.type == "c" and name not in own]


def _plain(found: Column, context: Context) -> bool:
    """Whether a typed table's column is just as its type says."""
    default = ObjectId("default", found.id.schema, found.id.name, found.id.table)
    return not (found.not_null or found.identity or found.generated or default in context.written)
