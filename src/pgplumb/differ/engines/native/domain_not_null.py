"""The name of a domain's NOT NULL, which the server gives by what is free in the schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.writing import step
from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Column
from pgplumb.syntax.sql import Sql, ident, literal, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.differ.engines.native.rule import Context, Step
    from pgplumb.model.types import Domain

_SINCE_17 = """\
DECLARE
    given name;
BEGIN
    -- Servers before 17 keep no constraint for NOT NULL of a domain.
    SELECT conname INTO given FROM pg_constraint WHERE contypid = {domain}::regtype AND contype = 'n';
    IF given <> {wanted} THEN
        EXECUTE format('ALTER DOMAIN %s RENAME CONSTRAINT %I TO %I', {domain}, given, {wanted});
    END IF;
END
"""


def not_null_clause(found: Domain, context: Context) -> Sql:
    """The constraint inside CREATE DOMAIN, with its name where the server would give another."""
    if found.not_null_name or found.id in context.swapped or _is_taken(found, context):
        return sql("CONSTRAINT {} NOT NULL", ident(_wanted(found)))
    return raw("NOT NULL")


def name_not_null(before: Domain, after: Domain, context: Context) -> Iterator[Step]:
    """Name the NOT NULL that a domain has by now, where it has another name or the server may have given one."""
    if before.not_null_name != after.not_null_name or _is_taken(after, context):
        body = sql(_SINCE_17, domain=literal(ident(after.id.schema, after.id.name)), wanted=literal(_wanted(after)))
        yield step(sql("DO {}", literal(body) if "$$" in body else sql("$$\n{}$$", body)), "rename")


def _wanted(found: Domain) -> str:
    return found.not_null_name or found.usual_not_null_name


def _is_taken(found: Domain, context: Context) -> bool:
    """Whether any constraint in the schema, before or after, has the name that the server would give: it then gives
    another (ChooseConstraintName)."""
    name = found.usual_not_null_name
    columns = [
        ObjectId("column", found.id.schema, found.id.name[place + 1 :], found.id.name[:place])
        for place, letter in enumerate(found.id.name)
        if letter == "_"
    ]
    for catalog in (context.before, context.after):
        namesakes = (id for id in catalog.named(name) if id.schema == found.id.schema)
        if any(id.kind in {"constraint", "domain_constraint"} for id in namesakes):
            return True
        if any(isinstance(column := catalog.get(id), Column) and column.not_null for id in columns):
            return True
    return False
