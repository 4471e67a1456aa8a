"""NOT NULL and the names of its constraints, which PostgreSQL 18 was the first to keep."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.inherited import below, kept_links, parent_columns
from pgplumb.differ.engines.native.moving import is_materialised
from pgplumb.differ.engines.native.writing import step, table
from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Column
from pgplumb.model.statement import Guard
from pgplumb.model.trees import links_to_parents, parent_of, tables_below
from pgplumb.syntax.sql import Sql, ident, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pgplumb.differ.engines.native.rule import Context, Step

#: Since which version NOT NULL is a constraint with a name (pg_constraint).
_KEPT = 180000
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
    """With the name of its NOT NULL written out where something else in the schema has that, before or after.

    The server would give another name to what comes second (ChooseConstraintName).
    """
    taken = context.is_constraint(found.id.schema, found.usual_not_null_name)
    if found.not_null_name or not (_table(found) in context.swapped or taken):
        return found
    return replace(found, not_null_name=found.usual_not_null_name)


def not_null_clause(found: Column, column: Sql | None = None) -> Sql:
    """The constraint inside a column's clause, or of a table and with the column's name."""
    constraint = sql("CONSTRAINT {} ", ident(found.not_null_name)) if found.not_null_name else raw("")
    return sql("{}NOT NULL{}{}", constraint, column or raw(""), raw(" NO INHERIT" if found.not_null_no_inherit else ""))


def is_of_heir(found: Column, context: Context) -> bool:
    """Whether a column that a table has from above is NOT NULL there by the table's own will."""
    if not (found.inherited and found.not_null and found.not_null_valid):
        return False
    if found.not_null_origin:
        return found.not_null_origin == "both"
    links = links_to_parents(_table(found), context.after)
    above = (context.after.get(id) for id in parent_columns(found, context, list(links)))
    return not any(isinstance(parent, Column) and parent.not_null for parent in above)


def heir_clauses(columns: Iterable[Column], context: Context) -> list[Sql]:
    """What a new heir says in CREATE TABLE of its parents' columns: NOT NULL is a constraint of the table since 18."""
    if context.after.server_version < _KEPT:
        return []
    return [not_null_clause(part, sql(" {}", ident(part.id.name))) for part in columns if is_of_heir(part, context)]


def set_in_heir(found: Column, context: Context) -> Iterator[Step]:
    """The same before 18, once the table stands."""
    if context.after.server_version < _KEPT and is_of_heir(found, context):
        yield step(sql("ALTER TABLE {} ALTER COLUMN {} SET NOT NULL", table(found.id), ident(found.id.name)))


def without_not_null(found: Column) -> Column:
    """The column as it stands in a statement that is to leave NOT NULL to others."""
    return replace(found, not_null=False)


def only_not_null(found: Column) -> Column:
    """The column with nothing else that would have to be set apart."""
    return replace(found, storage="", compression="", statistics=-1, options=(), identity="", identity_persistence="")


def rename_not_null(before: Column, after: Column) -> Step:
    """Servers before 18 have no such name, whoever gave it."""
    old = before.not_null_name or after.usual_not_null_name
    new = after.called_not_null
    text = sql("ALTER TABLE {} RENAME CONSTRAINT {} TO {}", table(after.id), ident(old), ident(new))
    return step(sql(_SINCE_18, rename=text) if "$$" not in text else text, "rename")


def set_not_null(found: Column, context: Context) -> Iterator[Step]:
    """Where only the name is special it is given afterwards: ADD CONSTRAINT .. NOT NULL is new in PostgreSQL 18."""
    column = ident(found.id.name)
    count = sql("SELECT count(*) FROM {} WHERE {} IS NULL", table(found.id), column)
    guard = Guard(reason=f"{found.id} would be NOT NULL, and rows hold NULL in it", query=count)
    taken = context.after.server_version >= _KEPT and named(found, context) is not found
    at_once = found.not_null_no_inherit or taken or bool(found.not_null_name and _has_own_below(found, context))
    if at_once:
        constraint = ident(found.called_not_null)
        heirs = raw(" NO INHERIT" if found.not_null_no_inherit else "")
        text = sql("ALTER TABLE {} ADD CONSTRAINT {} NOT NULL {}{}", table(found.id), constraint, column, heirs)
    else:
        text = sql("ALTER TABLE {} ALTER COLUMN {} SET NOT NULL", table(found.id), column)
    yield step(text, guard=guard)
    old = context.before.get(found.id)
    comes_down = not isinstance(old, Column) or is_materialised(old, found)
    from_above = (comes_down or found.not_null_origin != "both") and _named_by_parent(found, context)
    if not at_once and not from_above and found.not_null_name not in {"", found.usual_not_null_name}:
        yield rename_not_null(replace(found, not_null_name=""), found)


def drop_not_null(found: Column, context: Context) -> Iterator[Step]:
    """It goes from the tables below as well, of which some may want to keep it."""
    yield step(sql("ALTER TABLE {} ALTER COLUMN {} DROP NOT NULL", table(found.id), ident(found.id.name)))
    for old, new in kept_below(found, context):
        if old.not_null_origin == "both":
            continue
        # Under whatever name it may have stayed.
        yield step(sql("ALTER TABLE {} ALTER COLUMN {} DROP NOT NULL", table(new.id), ident(new.id.name)))
        yield from set_not_null(new, context)


def comes_from_above(after: Column, context: Context) -> bool:
    """Whether a parent that had no NOT NULL gets one, which is to take the place of this column's."""
    for id in parent_columns(after, context, kept_links(after, context)):
        old, new = context.before.get(id), context.after.get(id)
        if isinstance(old, Column) and isinstance(new, Column) and new.not_null and not old.not_null:
            return after.not_null_origin != "both" and after.not_null_name == new.called_not_null
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


def bonds_above(after: Column, context: Context) -> Iterator[ObjectId]:
    """The links between a NOT NULL and those above that stay."""
    for link in kept_links(after, context):
        above = (context.before.get(id) for id in parent_columns(after, context, [link]))
        if any(_stays(old, context) for old in above):
            yield link.id


def bonds_below(before: Column, after: Column, context: Context) -> Iterator[ObjectId]:
    """The links between a NOT NULL and those below that stay under another name."""
    for id in below(after, context):
        old, new = context.before.get(id), context.after.get(id)
        if not (isinstance(old, Column) and isinstance(new, Column) and _stays(old, context)):
            continue
        if old.called_not_null != before.called_not_null:
            yield from (link.id for link in kept_links(new, context) if parent_of(link) == _table(after))


def _stays(old: object, context: Context) -> bool:
    new = context.after.get(old.id) if isinstance(old, Column) and old.not_null else None
    return isinstance(new, Column) and new.not_null


def _table(found: Column) -> ObjectId:
    return ObjectId("table", found.id.schema, found.id.table)


def own_below(found: Column, context: Context) -> Iterator[ObjectId]:
    """The columns of tables right below that get one of their own at the same time, which has to come first."""
    for id in below(found, context):
        old, new = context.before.get(id), context.after.get(id)
        if isinstance(old, Column) and isinstance(new, Column) and not old.not_null and new.not_null_origin == "both":
            yield id


def _has_own_below(found: Column, context: Context) -> bool:
    """Whether a table below has a NOT NULL of its own name already: a renaming from above would look for it in vain."""
    for heir in tables_below(_table(found), context.after):
        id = found.id._replace(schema=heir.schema, table=heir.name)
        old, new = context.before.get(id), context.after.get(id)
        if (isinstance(old, Column) and old.not_null) or (isinstance(new, Column) and new.not_null_origin == "both"):
            return True
    return False


def _named_by_parent(found: Column, context: Context) -> bool:
    """Whether the NOT NULL comes from a parent, and with its name: not while the table is loose."""
    parents = [context.after.get(id) for id in parent_columns(found, context, kept_links(found, context))]
    return any(
        isinstance(parent, Column) and parent.not_null and found.not_null_name == parent.called_not_null
        for parent in parents
    )
