"""Columns of tables."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.columns import collation_clause, column_clause, column_settings
from pgplumb.differ.engines.native.identity import identity_clause, identity_steps, persistence, sequence_id
from pgplumb.differ.engines.native.inherited import (
    ancestors,
    comes_down,
    in_partition_key,
    is_bound,
    is_outlived,
    kept_links,
    loosened,
    own_changes,
    parent_columns,
    parents,
)
from pgplumb.differ.engines.native.materialised import materialised
from pgplumb.differ.engines.native.moving import is_materialised, moved_value, only_collation
from pgplumb.differ.engines.native.not_null import (
    bonds_above,
    bonds_below,
    comes_from_above,
    drop_not_null,
    is_of_heir,
    kept_below,
    only_not_null,
    own_below,
    rename_not_null,
    set_not_null,
    without_not_null,
)
from pgplumb.differ.engines.native.privileges import unwanted
from pgplumb.differ.engines.native.rule import Context, Manner, Rule, Step, Taken
from pgplumb.differ.engines.native.writing import (
    converted,
    foreign_option_changes,
    only,
    option_steps,
    step,
    table,
)
from pgplumb.model.relations import Column, Inheritance, Table
from pgplumb.model.statement import Guard
from pgplumb.model.trees import links_to_heirs, links_to_parents
from pgplumb.syntax.sql import Sql, ident, raw, sql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pgplumb.model.ids import ObjectId
    from pgplumb.model.objects import Object

_FROZEN_UNDER = frozenset(
    {"view", "materialized_view", "rule", "policy", "trigger", "function", "procedure", "default", "publication_table"}
)
"""Dependents under which PostgreSQL refuses to change a column's type (ATPrepAlterColumnType)."""

_NULLABILITY = frozenset({"not_null", "not_null_name", "not_null_valid", "not_null_no_inherit", "not_null_origin"})


class ColumnRule(Rule[Column]):
    """A column keeps its values through every change that PostgreSQL can make in place."""

    kind = "column"
    rank = 32
    goes_with = frozenset({"table", "foreign_table"})
    inline_in = frozenset({"table", "foreign_table"})
    stays_inline = True
    holds_rows = True

    def create(self, found: Column, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        if found.inherited and comes_down(found, context):
            yield from self._without_default(found, context)
            # What it has to hold is looked at before it is there.
            guard = _empty_guard(found, context)
            for each in self._come_down(found, context):
                yield replace(each, guard=guard if each.guard else None)
            return
        backfill = context.backfills.get(found.id)
        if backfill is not None and found.not_null:
            loose = without_not_null(found)
            yield step(sql("ALTER TABLE {} ADD COLUMN {}", table(found.id), column_clause(loose, None, context)))
            yield from _fill(found, backfill)
            yield from set_not_null(found, context)
        else:
            yield step(
                sql("ALTER TABLE {} ADD COLUMN {}", table(found.id), column_clause(found, None, context)),
                guard=_empty_guard(found, context),
            )
            if backfill is not None:
                yield from _fill(found, backfill)
        yield from column_settings(found, context)

    def _come_down(self, found: Column, context: Context) -> Iterator[Step]:
        """What the table has of its own in a column that it has anew from its parent."""
        yield from column_settings(without_not_null(found), context)
        if is_of_heir(found, context):
            yield from set_not_null(found, context)

    def _without_default(self, found: Column, context: Context) -> Iterator[Step]:
        """A column that comes down brings the default that is written with it."""
        if found.id._replace(kind="default") not in context.after.objects:
            above = parent_columns(found, context, kept_links(found, context))
            if any(id._replace(kind="default") in context.written for id in above):
                target = only(_holder(found, context), context)
                yield step(sql("ALTER TABLE {} ALTER COLUMN {} DROP DEFAULT", target, ident(found.id.name)))

    def drop(self, found: Column, context: Context) -> Iterator[Step]:
        loose = {link.id for link in loosened(found, context)}
        links = [link for link in parents(found, context) if link.id not in loose]
        above = [id for id in parent_columns(found, context, links) if id in context.dropped]
        apart = context.before.parent(found.id) in context.swapped
        if apart and found.generated == "s":
            # The values are wanted where it becomes a plain one, and what computes them may go.
            yield step(sql("ALTER TABLE {} ALTER COLUMN {} DROP EXPRESSION", table(found.id), ident(found.id.name)))
            return
        if found.inherited and above and not apart and not any(is_outlived(id, context) for id in above):
            return
        alone = raw("ONLY " if is_outlived(found.id, context) else "")
        yield step(sql("ALTER TABLE {}{} DROP COLUMN {}", alone, table(found.id), ident(found.id.name)), "drop")

    def taken_along(self, found: Column, context: Context) -> Taken | None:
        """A column of a table that goes as a whole leaves with the one above it."""
        holder = context.before.parent(found.id)
        links = list(links_to_parents(holder, context.before)) if holder is not None else []
        if len(links) != 1 or holder not in context.dropped - context.swapped:
            return None
        (above,) = parent_columns(found, context, links)
        comes_from = bool(links[0].bound) or found.origin == "parent"
        goes = comes_from and above in context.dropped and not is_outlived(above, context)
        return Taken(by=above, through=links[0].id) if goes else None

    def holds_values(self, found: Column, context: Context) -> bool:
        """A generated one need only lose its expression; if that is virtual, its values go with it."""
        after = context.after.get(found.id)
        becomes_plain = isinstance(after, Column) and not after.generated
        return not found.generated or (found.generated == "v" and becomes_plain)

    def manner(self, before: Column, after: Column, changed: frozenset[str], context: Context) -> Manner:
        if changed & {"type", "collation"} and is_bound(after, context):
            return Manner.REPLACE_PARENT
        if "origin" in changed and (after.origin == "parent" or (before.origin, after.origin) == ("parent", "both")):
            # What a table has of its own stays so: only a new one has the column from its parent alone.
            return Manner.REPLACE_PARENT
        if "not_null_origin" in changed and (before.not_null_origin, after.not_null_origin) == ("both", "parent"):
            # The server lets a table not give up its share of it.
            return Manner.REPLACE_PARENT
        changed -= {"origin"}
        manner = _made_anew(after, changed, context)
        if manner is Manner.ALTER and before.inherited and after.inherited:
            own = own_changes(before, after, changed, context)
            # The table may yet leave its parent for as long as that changes: `alter` knows.
            return Manner.IMPLIED if after.generated and not own else manner
        return manner

    def disturbs(
        self, before: Column, after: Column, changed: frozenset[str], context: Context
    ) -> Callable[[Object], bool]:
        if "generated" in changed and is_materialised(before, after):
            return lambda _: True
        return _stands_on_type if changed & {"type", "collation"} else lambda _: False

    def loosens(self, before: Column, after: Column, changed: frozenset[str], context: Context) -> Iterator[ObjectId]:
        """A NOT NULL that a table shares with one above cannot be renamed; with one of another name below it cannot be,
        nor can the type change."""
        own = own_changes(before, after, changed, context) if before.not_null and after.not_null else frozenset()
        if "not_null_name" in own:
            yield from bonds_above(after, context)
        if own & {"not_null_name", "type", "collation"}:
            yield from bonds_below(before, after, context)

    def completed_by(self, found: Column, context: Context) -> Iterable[ObjectId]:
        """What comes down to it changes where it comes from."""
        return ancestors(found, context) if found.inherited else ()

    def follows(self, found: Column, context: Context) -> Iterator[ObjectId]:
        """A table that leaves is not to get what its parent gets."""
        holder = _holder(found, context)
        old = context.before.get(found.id)
        anew = isinstance(old, Column) and is_materialised(old, found)
        if isinstance(old, Column) and found.not_null > old.not_null and not anew and found.id not in context.created:
            # What the columns below had of their own may have to go first.
            yield from (new.id for _, new in kept_below(found, context))
            yield from own_below(found, context)
        if isinstance(old, Column) and old.not_null_origin == "both" and not found.not_null_origin:
            # Its share of what it has from above does not go before the other.
            yield from ancestors(found, context)
        settled = isinstance(old, Column) and old.type != found.type and (found.storage or found.compression)
        if found.identity_persistence:
            # The table's own change would take the sequence along.
            yield holder
        if found.inherited and (anew or settled or comes_down(found, context)):
            # It comes anew from above, or how it is stored depends on the type that does.
            yield from parent_columns(found, context, kept_links(found, context))
        elif found.inherited and found.id in context.created:
            for id in parent_columns(found, context):
                above = context.after.get(id)
                yield from ancestors(above, context) if isinstance(above, Column) else ()
        for link in _links(holder, context) if holder not in context.swapped else ():
            if link.id not in context.after.objects:
                yield link.id

    def after_drop_of(self, found: Column, context: Context) -> Iterator[ObjectId]:
        """A table that steps aside to be made anew does not get it either; for as long as a parent has the column, it
        has the parent's type."""
        if found.id not in context.created:
            yield from (id for id in parent_columns(found, context) if id not in context.after.objects)
        yield from (link.id for link in loosened(found, context))
        yield from (link.id for link in _links(_holder(found, context), context) if link.id in context.created)

    def dropped_after(self, found: Column, context: Context) -> Iterator[ObjectId]:
        """For as long as a parent has it too it cannot go from a table that stays below, nor before the rows from one
        that is set aside. Tables that leave and come back lose it by themselves."""
        holder = context.before.parent(found.id)
        if holder not in context.dropped:
            yield from parent_columns(found, context, kept_links(found, context))
        if holder not in context.dropped or holder in context.swapped:
            yield from (link.id for link in parents(found, context))
        for link in links_to_heirs(holder, context.before) if holder is not None else ():
            if link.id in context.dropped and link.id in context.created:
                yield link.id

    def bereft(self, found: Column, gone: ObjectId, context: Context) -> Manner:
        if found.generated:
            return Manner.IMPLIED if found.inherited and _set_above(found, gone, context) else Manner.REPLACE
        part = context.before.parent(found.id) == gone
        if gone in context.swapped and not part and in_partition_key(found, context):
            return Manner.REPLACE_PARENT
        return Manner.ALTER if gone in context.swapped and not part else super().bereft(found, gone, context)

    def alter(self, before: Column, after: Column, changed: frozenset[str], context: Context) -> Iterator[Step]:
        own = own_changes(before, after, changed, context)
        if "generated" in changed - own and is_materialised(before, after):
            yield from self._come_down(after, context)
            return
        changed = own if before.inherited and after.inherited else own | (changed - _NULLABILITY)
        column = sql("ALTER TABLE {} ALTER COLUMN {}", table(after.id), ident(after.id.name))
        alone = sql("ALTER TABLE {} ALTER COLUMN {}", only(_holder(after, context), context), ident(after.id.name))
        if "identity" in changed and before.identity and not after.identity:
            yield step(sql("{} DROP IDENTITY", column))
        if "generated" in changed and is_materialised(before, after):
            yield from self._store(before, after, changed, column, context)
            return
        if "generated" in changed and not after.generated:
            yield step(sql("{} DROP EXPRESSION", column))
        if changed & {"type", "collation"}:
            yield from self._retype(before, after, column, context)
        if "expression" in changed and after.generated:
            yield step(sql("{} SET EXPRESSION AS ({})", column, raw(after.expression)))
        if changed & _NULLABILITY:
            yield from self._nullability(before, after, changed, column, context)
        if changed & {"identity", "identity_options"}:
            yield from identity_steps(before, after, changed, column)
            if after.identity and not before.identity:
                yield from unwanted(sequence_id(after), context)
        if "identity_persistence" in changed and after.identity:
            holder = context.after.get(_holder(after, context))
            usual = "unlogged" if isinstance(holder, Table) and holder.unlogged else "logged"
            yield step(persistence(after, after.identity_persistence or usual))
        if "storage" in changed:
            yield step(
                sql("{} SET STORAGE {}", alone, raw((after.storage or after.usual_storage or "default").upper()))
            )
        if "compression" in changed:
            yield step(sql("{} SET COMPRESSION {}", alone, raw(after.compression or "default")))
        if "statistics" in changed:
            yield step(sql("{} SET STATISTICS {}", alone, raw(str(after.statistics))))
        if "options" in changed:
            yield from option_steps(sql("TABLE {} ALTER COLUMN {}", table(after.id), ident(after.id.name)),
                                    before.options, after.options)  # fmt: skip
        if "foreign_options" in changed:
            clause = foreign_option_changes(before.foreign_options, after.foreign_options)
            yield step(sql("{} OPTIONS ({})", column, clause))

    def _retype(self, before: Column, after: Column, column: Sql, context: Context) -> Iterator[Step]:
        if after.id in context.rebased and before.type == after.type and not only_collation(after, context):
            value = moved_value(before, after, context)
        else:
            value = converted(after.id.name, before.type, after.type, context)
        # A foreign table has no rows to convert, and PostgreSQL refuses USING for it.
        plain = value == ident(after.id.name) or _holder(after, context).kind == "foreign_table"
        clause = raw("") if plain else sql(" USING {}", value)
        yield step(sql("{} TYPE {}{}{}", column, raw(after.type), collation_clause(after), clause))

    def _store(
        self, before: Column, after: Column, changed: frozenset[str], column: Sql, context: Context
    ) -> Iterator[Step]:
        yield from materialised(before)
        if changed & {"type", "collation"}:
            yield from self._retype(before, after, column, context)
        if after.not_null and after.not_null_valid:
            yield from set_not_null(after, context)
        if after.identity:
            yield step(sql("{} ADD {}", column, identity_clause(after)))
        yield from column_settings(after, context)

    def _nullability(
        self, before: Column, after: Column, changed: frozenset[str], column: Sql, context: Context
    ) -> Iterator[Step]:
        constraint = ident(before.not_null_name or after.usual_not_null_name)
        if before.not_null and not after.not_null:
            yield from drop_not_null(after, context)
        elif after.not_null and not before.not_null:
            if after.id in context.backfills:
                yield from _fill(after, context.backfills[after.id])
            if after.not_null_valid:
                yield from set_not_null(after, context)
            else:
                yield from column_settings(only_not_null(after), context)
        elif before.not_null and "not_null_valid" in changed and after.not_null_valid:
            yield step(sql("ALTER TABLE {} VALIDATE CONSTRAINT {}", table(after.id), constraint))
            if "not_null_name" in changed:
                yield rename_not_null(before, after)
        elif before.not_null and changed & {"not_null_valid", "not_null_no_inherit"}:
            yield step(sql("{} DROP NOT NULL", column))
            if after.not_null_valid:
                yield from set_not_null(after, context)
            else:
                yield from column_settings(only_not_null(after), context)
        elif before.not_null and "not_null_name" in changed and comes_from_above(after, context):
            yield step(sql("{} DROP NOT NULL", column))
        elif before.not_null and "not_null_name" in changed:
            yield rename_not_null(before, after)
        elif before.not_null and before.not_null_origin == "parent" and "not_null_origin" in changed:
            yield step(sql("{} SET NOT NULL", column))


def _set_above(found: Column, gone: ObjectId, context: Context) -> bool:
    """Whether a parent that stays gets an expression without `gone` in place, and passes it down."""
    for id in parent_columns(found, context, kept_links(found, context)):
        old, new = context.before.get(id), context.after.get(id)
        if isinstance(old, Column) and isinstance(new, Column) and id not in context.dropped:
            changed = frozenset({"expression", *({"type"} if old.type != new.type else ())})
            needs = {edge.referenced for edge in context.after.requires(id)}
            if new.generated and gone not in needs and _made_anew(new, changed, context) is Manner.ALTER:
                return True
    return False


def _made_anew(after: Column, changed: frozenset[str], context: Context) -> Manner:
    """A generated column holds nothing that is not computed again; from 17 on its expression can be set in place."""
    if "generated" in changed and after.generated:
        return Manner.REPLACE
    if changed & {"expression", "type"} and after.generated:
        settable = after.generated == "v" or context.before.server_version >= 170000
        return Manner.ALTER if settable and "type" not in changed else Manner.REPLACE
    return Manner.ALTER


def _links(holder: ObjectId, context: Context) -> list[Inheritance]:
    """What binds a table to others before, above and below."""
    return [*links_to_parents(holder, context.before), *links_to_heirs(holder, context.before)]


def _holder(found: Column, context: Context) -> ObjectId:
    holder = context.after.parent(found.id)
    assert holder is not None
    return holder


def _stands_on_type(dependent: Object) -> bool:
    match dependent.id.kind:
        case "column":
            return bool(getattr(dependent, "generated", ""))
        case "constraint":
            return getattr(dependent, "type", "") == "f"
        case "statistics":
            # PostgreSQL makes the object anew by itself, and forgets its target.
            return getattr(dependent, "target", -1) >= 0
        case "index":
            # The same, and the targets of its columns.
            return bool(getattr(dependent, "statistics", ()))
        case "typing":
            return True
        case kind:
            return kind in _FROZEN_UNDER


def _fill(found: Column, expression: str) -> Iterator[Step]:
    column = ident(found.id.name)
    text = sql("UPDATE {} SET {} = {} WHERE {} IS NULL", table(found.id), column, raw(expression), column)
    yield step(text, "fill")


def _empty_guard(found: Column, context: Context) -> Guard | None:
    """A column that is NOT NULL and has nothing to fill it fits no row that is there."""
    filled = context.after.objects if found.inherited else context.written
    if not found.not_null or found.identity or found.generated or found.id._replace(kind="default") in filled:
        return None
    count = sql("SELECT count(*) FROM {}", table(found.id))
    return Guard(reason=f"{found.id} is NOT NULL and has no default: rows that exist have no value for it", query=count)
