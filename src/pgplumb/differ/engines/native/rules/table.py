"""Tables, partitioned tables and what they inherit from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.filling import aside_schema, filling, owned_sequences
from pgplumb.differ.engines.native.rule import Context, Manner, Rule, Step
from pgplumb.differ.engines.native.rules.column import column_clause, column_settings
from pgplumb.differ.engines.native.rules.composite import is_extended
from pgplumb.differ.engines.native.rules.constraint import constraint_clauses, constraint_settings
from pgplumb.differ.engines.native.rules.default import own_default
from pgplumb.differ.engines.native.writing import finishing, name, option_list, option_steps, owner_step, step, table
from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Column, Constraint, Index, Inheritance, Table, Typing
from pgplumb.model.types import Composite
from pgplumb.syntax.sql import Sql, ident, join, raw, sql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pgplumb.model.catalog import Catalog
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
        yield step(self._create(found, parts, context), "create")
        if found.replica_identity in {"n", "f"}:
            yield self._replica_identity(found)
        yield from self._row_security(found, frozenset({"row_security"} if found.row_security else ()))
        yield from self._row_security(found, frozenset({"force_row_security"} if found.force_row_security else ()))
        for part in parts:
            if isinstance(part, Column):
                yield from column_settings(part, context)
                yield from own_default(part, context, parts)
            elif isinstance(part, Constraint):
                yield from constraint_settings(part, context)
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
        clauses = [
            column_clause(part, found, context)
            for part in columns
            if not (parents and part.inherited) and not (found.of_type and _plain(part, context))
        ]
        clauses += constraint_clauses([*parts, *_checks_above(found, context)])
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
                if _references(edge.dependent, context.before):
                    yield edge.dependent

    def prefers(self, found: Table, context: Context) -> Iterator[ObjectId]:
        """No logged table may ever refer to an unlogged one: who refers becomes unlogged first, and logged last."""
        old = context.before.get(found.id)
        if not isinstance(old, Table) or old.unlogged == found.unlogged:
            return
        for part in context.after.children(found.id):
            if found.unlogged:
                yield from _referring(part, context.after)
            else:
                yield from (id for id in _referred(part, context.after) if id != found.id)

    def disturbs(
        self, before: Table, after: Table, changed: frozenset[str], context: Context
    ) -> Callable[[Object], bool]:
        """Foreign keys in a circle: whichever table goes first, it refers to one that is still as it was."""
        if "unlogged" not in changed:
            return lambda _: False
        keys = {
            part.id
            for part in context.before.children(before.id)
            if any(
                id != before.id and _reaches(id, before.id, context.before) for id in _referred(part, context.before)
            )
        }
        return lambda found: found.id in keys

    def dropped_after(self, found: Table, context: Context) -> Iterator[ObjectId]:
        """A foreign key to a partitioned table holds on to each of its partitions."""
        for link in context.before.children(found.id):
            if isinstance(link, Inheritance) and link.bound:
                for key in _foreign_keys_to(_parent(link), context.before):
                    if context.before.parent(key) != _parent(link):
                        yield key

    def drop(self, found: Table, context: Context) -> Iterator[Step]:
        yield step(sql("DROP TABLE {}", name(found.id)), "drop")

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
            yield step(sql("ALTER TABLE {} SET ACCESS METHOD {}", target, ident(after.access_method or "heap")))
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
    """The checks of the partitioned tables above a table: it has to have them before it is attached (ALTER TABLE)."""
    own = {part.id.name for part in context.after.children(found.id) if isinstance(part, Constraint)}
    above: list[Constraint] = []
    for link in context.after.children(found.id):
        parent = context.after.get(_parent(link)) if isinstance(link, Inheritance) and link.bound else None
        if isinstance(parent, Table):
            checks = [part for part in context.after.children(parent.id) if isinstance(part, Constraint)]
            above += [part for part in checks if part.type == "c"] + _checks_above(parent, context)
    return [check for check in above if check.id.name not in own]


def _parent(link: Inheritance) -> ObjectId:
    return ObjectId("table", link.parent_schema, link.parent_table)


def _is_referenced(link: Inheritance, context: Context) -> bool:
    """Whether a foreign key refers to the partitioned table, or to one above it, and so holds on to the partition."""
    return any(True for catalog in (context.before, context.after) for _ in _foreign_keys_to(_parent(link), catalog))


def _foreign_keys_to(parent: ObjectId, catalog: Catalog) -> Iterator[ObjectId]:
    """The foreign keys that refer to a partitioned table, or to one above it."""
    for part in (parent, *(each.id for each in catalog.children(parent))):
        for edge in catalog.required_by(part):
            if _references(edge.dependent, catalog) == ident(parent.schema, parent.name):
                yield edge.dependent
    for link in catalog.children(parent):
        if isinstance(link, Inheritance) and link.bound:
            yield from _foreign_keys_to(_parent(link), catalog)


def _plain(found: Column, context: Context) -> bool:
    """Whether a typed table's column is just as its type says."""
    default = ObjectId("default", found.id.schema, found.id.name, found.id.table)
    return not (found.not_null or found.identity or found.generated or default in context.written)


class InheritanceRule(Rule[Inheritance]):
    """Partitions are attached once their indexes stand; other parents are named in CREATE TABLE."""

    kind = "inheritance"
    rank = 34
    goes_with = frozenset({"table", "foreign_table"})
    inline_in = frozenset({"table", "foreign_table"})
    before_rows = True

    def fits_inline(self, found: Inheritance) -> bool:
        return not found.bound

    def follows(self, found: Inheritance, context: Context) -> Iterator[ObjectId]:
        """Both tables have their columns and checks; attaching joins indexes, and makes those that one lacks."""
        ends = (
            ObjectId("table", found.id.schema, found.id.table),
            ObjectId("table", found.parent_schema, found.parent_table),
        )
        for catalog in (context.before, context.after):
            for end in ends:
                for part in catalog.children(end):
                    if isinstance(part, Column) or (isinstance(part, Constraint) and part.type == "c"):
                        yield part.id
                    if isinstance(part, Column) and not found.bound:
                        yield ObjectId("default", part.id.schema, part.id.name, part.id.table)
        if not found.bound:
            return
        for part in context.after.children(ObjectId("table", found.id.schema, found.id.table)):
            if isinstance(part, Index | Constraint) and part.parent:
                yield part.id
        for part in context.after.children(ObjectId("table", found.parent_schema, found.parent_table)):
            if isinstance(part, Index) or (isinstance(part, Constraint) and part.type in {"p", "u", "x"}):
                yield part.id

    def create(self, found: Inheritance, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        parent, child = ident(found.parent_schema, found.parent_table), ident(found.id.schema, found.id.table)
        if found.bound:
            yield step(sql("ALTER TABLE {} ATTACH PARTITION {} {}", parent, child, raw(found.bound)))
        else:
            yield step(sql("ALTER TABLE {} INHERIT {}", child, parent))

    def drop(self, found: Inheritance, context: Context) -> Iterator[Step]:
        parent, child = ident(found.parent_schema, found.parent_table), ident(found.id.schema, found.id.table)
        if found.bound:
            yield step(sql("ALTER TABLE {} DETACH PARTITION {}", parent, child))
        else:
            yield step(sql("ALTER TABLE {} NO INHERIT {}", child, parent))

    def leaves_by_itself(self, found: Inheritance, context: Context) -> bool:
        """A table that is set aside is not to get what its parent gets, nor to keep the place of its successor."""
        if _parent(found) in context.dropped:
            return False
        set_aside = ObjectId("table", found.id.schema, found.id.table) in context.swapped
        return set_aside or (bool(found.bound) and _is_referenced(found, context))

    def arrival(self, found: Inheritance, context: Context) -> Manner:
        """What a table has of its own stays so: only a new one has columns and checks from its parent alone."""
        if found.bound:
            return Manner.ALTER
        holder = ObjectId("table", found.id.schema, found.id.table)
        for part in context.after.children(holder):
            if isinstance(part, Column) and part.origin == "parent":
                return Manner.REPLACE_PARENT
        for part in context.after.children(_parent(found)):
            own = ObjectId("constraint", holder.schema, part.id.name, holder.name)
            if isinstance(part, Constraint) and part.type == "c" and own not in context.after.objects:
                return Manner.REPLACE_PARENT
            below = context.after.get(ObjectId("column", holder.schema, part.id.name, holder.name))
            if isinstance(part, Column) and part.not_null and isinstance(below, Column) and below.origin == "both":
                # Whose NOT NULL it is depends on how the two came together (PostgreSQL 18).
                return Manner.REPLACE_PARENT
        return Manner.ALTER


class TypingRule(Rule[Typing]):
    """A table is of its type from the start, or comes to be once its columns are those of the type."""

    kind = "typing"
    rank = 33
    goes_with = frozenset({"table"})
    inline_in = frozenset({"table"})
    stays_inline = True
    ends_aside = True

    def create(self, found: Typing, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        yield step(sql("ALTER TABLE {} OF {}", table(found.id), raw(found.id.name)))

    def drop(self, found: Typing, context: Context) -> Iterator[Step]:
        yield step(sql("ALTER TABLE {} NOT OF", table(found.id)))

    def bereft(self, found: Typing, gone: ObjectId, context: Context) -> Manner:
        """Where the attributes come in another order the columns have to as well."""
        composite = ObjectId("composite", found.type_schema, found.type_name)
        old, new = context.before.get(composite), context.after.get(composite)
        if gone.kind != "table" and isinstance(old, Composite) and isinstance(new, Composite):
            return Manner.REPLACE if is_extended(old, new) else Manner.REPLACE_PARENT
        return Manner.REPLACE

    def follows(self, found: Typing, context: Context) -> Iterator[ObjectId]:
        """The columns that the type lacks are gone."""
        for part in context.before.children(ObjectId("table", found.id.schema, found.id.table)):
            if isinstance(part, Column):
                yield part.id


def _references(id: ObjectId, catalog: Catalog) -> str:
    """The name of the table that a foreign key refers to; nothing for what is none."""
    found = catalog.get(id)
    return found.references if isinstance(found, Constraint) else ""


def _referred(part: Object, catalog: Catalog) -> Iterator[ObjectId]:
    """The tables of a foreign key: its own, and the one that it refers to."""
    for edge in catalog.requires(part.id) if _references(part.id, catalog) else ():
        holder = catalog.parent(edge.referenced)
        if edge.referenced.kind == "column" and holder is not None:
            yield holder


def _reaches(table: ObjectId, wanted: ObjectId, catalog: Catalog) -> bool:
    """Whether foreign keys lead from one table to another."""
    work, seen = [table], {table}
    while work:
        for part in catalog.children(work.pop()):
            new = set(_referred(part, catalog)) - seen
            seen |= new
            work += sorted(new)
    return wanted in seen


def _referring(part: Object, catalog: Catalog) -> Iterator[ObjectId]:
    """The tables whose foreign keys refer to a part of a table."""
    for edge in catalog.required_by(part.id):
        holder = catalog.parent(edge.dependent)
        if _references(edge.dependent, catalog) and holder is not None:
            yield holder
