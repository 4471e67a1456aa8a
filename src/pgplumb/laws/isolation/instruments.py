"""What trials need on the server beside the schema: a sum over other tenants' rows, and ways to point at one row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.model.relations import Table
from pgplumb.syntax.sql import Sql, ident, join, literal, raw, sql

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pgplumb.laws.isolation.reach import Reach
    from pgplumb.laws.isolation.tenancy import Owned, Tenancy
    from pgplumb.model.catalog import Catalog
    from pgplumb.model.ids import ObjectId
    from pgplumb.postgres.session import Session

HELPERS = "pgplumb_isolation"
#: The setting that keeps an UPDATE or DELETE without WHERE to one row.
ONE = "pgplumb.row"
_ONE_POLICY = """
    create policy pgplumb_one_{command} on {table} as restrictive for {command} to public
    using (coalesce(current_setting({one}, true), '') in ('', tableoid::text || ctid::text)) {check}
"""
_SNAPSHOT = """
    create function {name}(tenant text) returns text language plpgsql security definer set search_path = {path}
    as {body}
"""


def add_instruments(session: Session, tenancy: Tenancy, catalog: Catalog, reach: Mapping[str, Reach]) -> None:
    """Make them, until the transaction is rolled back; `reach` is what each role may do without them."""
    session.execute(sql("create schema {}", ident(HELPERS)))
    session.execute(sql("grant usage on schema {} to public", ident(HELPERS)))
    sums = [_sum(owned) for owned in tenancy.owned.values() if holds_rows(owned.id, catalog)]
    body = sql("begin return concat_ws(' ', {}); end", join(", ", sums))
    path = raw(session.value("show search_path") or "''")
    session.execute(sql(_SNAPSHOT, name=ident(HELPERS, "others"), path=path, body=literal(body)))
    for table in catalog.of(Table):
        if table.row_security:
            for command, check in (("update", raw("with check (true)")), ("delete", raw(""))):
                named = ident(table.id.schema, table.id.name)
                text = sql(_ONE_POLICY, command=raw(command), table=named, one=literal(ONE), check=check)
                session.execute(text)
    for role, may in reach.items():
        for access in may.relations.values():
            if access.id in tenancy.owned and access.any:
                named = ident(access.id.schema, access.id.name)
                session.execute(sql("grant select (tableoid, ctid) on {} to {}", named, ident(role)))


def holds_rows(id: ObjectId, catalog: Catalog) -> bool:
    """Whether rows lie in the table itself: not in one that is partitioned, and not in a view or a foreign table."""
    table = catalog.get(id)
    return isinstance(table, Table) and not table.partition_key


def _sum(owned: Owned) -> Sql:
    return sql(
        "(select md5(string_agg({a}::text, ';' order by {a}::text)) from only {t} as {a}"
        " where cardinality({o}) > 0 and coalesce(tenant <> all ({o}), true))",
        a=ident("r_"),
        t=ident(owned.id.schema, owned.id.name),
        o=owned.owners("r_"),
    )
