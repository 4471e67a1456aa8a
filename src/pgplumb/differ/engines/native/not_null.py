"""NOT NULL and the names of its constraints, which PostgreSQL 18 was the first to keep."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.inherited import below, kept_links, parent_columns
from pgplumb.differ.engines.native.writing import step, table
from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Column
from pgplumb.model.statement import Guard
from pgplumb.model.trees import links_to_heirs, tables_below
from pgplumb.syntax.sql import Sql, ident, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.differ.engines.native.rule import Context, Step
    from pgplumb.model.catalog import Catalog

_SINCE_18 = """\
DO $$
BEGIN
    -- Servers before 18 keep no constraint for NOT NULL.
    IF current_setting('server_version_num')::integer >= 180000 THEN
        {rename};
    END IF;
END
$$"""


def named(found: Column, context: Context) -> Column:
    """With the name of its NOT NULL written out where a partition or an heir holds it too (PostgreSQL 18), be it one of
    another table of the same name.

    The server would give another name to the table that comes second.
    """
    name = found.usual_not_null_name
    holder = ObjectId("table", found.id.schema, found.id.table)
    namesakes = [
        (id, catalog)
        for catalog in (context.before, context.after)
        for id in catalog.named(found.id.table)
        if id.kind == holder.kind
    ]
    taken = any(_handed_down(found, id, name, catalog) for id, catalog in namesakes)
    if found.not_null_name or not (holder in context.swapped or taken):
        return found
    return replace(found, not_null_name=name)


def _handed_down(found: Column, holder: ObjectId, name: str, catalog: Catalog) -> bool:
    """Whether a table that inherits from the holder has a NOT NULL of this name on the column."""
    columns = (
        catalog.get(ObjectId("column", link.id.schema, found.id.name, link.id.table))
        for link in links_to_heirs(holder, catalog)
    )
    return any(isinstance(column, Column) and column.not_null_name == name for column in columns)


def not_null_clause(found: Column) -> Sql:
    """The constraint inside a column's clause."""
    constraint = sql("CONSTRAINT {} ", ident(found.not_null_name)) if found.not_null_name else raw("")
    return sql("{}NOT NULL{}", constraint, raw(" NO INHERIT" if found.not_null_no_inherit else ""))


def rename_not_null(before: Column, after: Column) -> Step:
    """Servers before 18 have no such name, whoever gave it."""
    old = before.not_null_name or after.usual_not_null_name
    new = after.not_null_name or after.usual_not_null_name
    text = sql("ALTER TABLE {} RENAME CONSTRAINT {} TO {}", table(after.id), ident(old), ident(new))
    return step(sql(_SINCE_18, rename=text) if "$$" not in text else text, "rename")


def set_not_null(found: Column, context: Context) -> Iterator[Step]:
    """Where only the name is special it is given afterwards: ADD CONSTRAINT .. NOT NULL is new in PostgreSQL 18."""
    column = ident(found.id.name)
    count = sql("SELECT count(*) FROM {} WHERE {} IS NULL", table(found.id), column)
    guard = Guard(reason=f"{found.id} would be NOT NULL, and rows hold NULL in it", query=count)
    at_once = found.not_null_no_inherit or (bool(found.not_null_name) and _has_own_below(found, context))
    if at_once:
        constraint = ident(found.not_null_name or found.usual_not_null_name)
        heirs = raw(" NO INHERIT" if found.not_null_no_inherit else "")
        text = sql("ALTER TABLE {} ADD CONSTRAINT {} NOT NULL {}{}", table(found.id), constraint, column, heirs)
    else:
        text = sql("ALTER TABLE {} ALTER COLUMN {} SET NOT NULL", table(found.id), column)
    yield step(text, guard=guard)
    is_named = found.not_null_name in {"", found.usual_not_null_name} or _named_by_parent(found, context)
    if not at_once and not is_named:
        yield rename_not_null(replace(found, not_null_name=""), found)


def drop_not_null(found: Column, context: Context) -> Iterator[Step]:
    """It goes from the tables below as well, of which some may want to keep it."""
    yield step(sql("ALTER TABLE {} ALTER COLUMN {} DROP NOT NULL", table(found.id), ident(found.id.name)))
    for _, new in kept_below(found, context):
        # Under whatever name it may have stayed.
        yield step(sql("ALTER TABLE {} ALTER COLUMN {} DROP NOT NULL", table(new.id), ident(new.id.name)))
        yield from set_not_null(new, context)


def comes_from_above(before: Column, after: Column, context: Context) -> bool:
    """Whether a parent that had no NOT NULL gets one, whose name this column's is to have."""
    for id in parent_columns(after, context, kept_links(after, context)):
        old, new = context.before.get(id), context.after.get(id)
        if isinstance(old, Column) and isinstance(new, Column) and new.not_null and not old.not_null:
            return after.not_null_name == (new.not_null_name or new.usual_not_null_name)
    return False


def kept_below(found: Column, context: Context) -> Iterator[tuple[Column, Column]]:
    """The nearest columns of tables below that were NOT NULL and are to be."""
    for id in below(found, context):
        old, new = context.before.get(id), context.after.get(id)
        if isinstance(old, Column) and isinstance(new, Column):
            if old.not_null and new.not_null:
                yield old, new
            else:
                yield from kept_below(new, context)


def _has_own_below(found: Column, context: Context) -> bool:
    """Whether a table below has a NOT NULL of its own name already: a renaming from above would look for it in vain."""
    holder = ObjectId("table", found.id.schema, found.id.table)
    for heir in tables_below(holder, context.after):
        old = context.before.get(found.id._replace(schema=heir.schema, table=heir.name))
        if isinstance(old, Column) and old.not_null:
            return True
    return False


def _named_by_parent(found: Column, context: Context) -> bool:
    """Whether the NOT NULL comes from a parent, and with its name: not while the table is loose."""
    parents = [context.after.get(id) for id in parent_columns(found, context, kept_links(found, context))]
    return any(
        isinstance(parent, Column)
        and parent.not_null
        and found.not_null_name == (parent.not_null_name or parent.usual_not_null_name)
        for parent in parents
    )
