"""What the planned text does when it runs: guards that raise, indexes made concurrently."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pgplumb.errors import DatabaseError
from pgplumb.introspect.reader import read
from pgplumb.model.statement import Guard, Statement
from pgplumb.plan.batches import batches, guarded_batches
from pgplumb.plan.concurrently import concurrently
from pgplumb.plan.hazards import assess_each
from pgplumb.plan.script import batch_sql

if TYPE_CHECKING:
    from pgplumb.model.catalog import Catalog
    from pgplumb.postgres.session import Session


def _catalog(session: Session) -> Catalog:
    return read(session, own_roles=frozenset({session.value("select current_user")}))


def _statement(text: str, guard: Guard | None = None) -> Statement:
    return Statement(sql=text, subject=None, operation="alter", origin="test", guard=guard)


def test_guard_raises_before_anything_is_done(session: Session) -> None:
    """The error holds the reason, the number of rows and the query that counts them."""
    session.script("create table t (a text, b int); insert into t values (null, 1), (null, 2), ('x', 3)")
    query = "SELECT count(*) FROM public.t WHERE a IS NULL"
    statements = [
        _statement("ALTER TABLE public.t DROP COLUMN b"),
        _statement(
            "ALTER TABLE public.t ALTER COLUMN a SET NOT NULL", Guard(reason="a 'quoted' 100% reason", query=query)
        ),
    ]
    [batch] = guarded_batches(each.planned for each in assess_each(statements, _catalog(session)))
    with pytest.raises(DatabaseError) as raised:
        session.script(batch_sql(batch))
    assert raised.value.sqlstate == "23514"
    assert raised.value.primary == "a 'quoted' 100% reason (2 rows)"
    assert query in raised.value.hint
    assert session.value("select count(b) from t") == 3
    session.script("update t set a = 'y' where a is null")
    session.script(batch_sql(batch))
    assert session.value("select attnotnull from pg_attribute where attrelid = 't'::regclass and attname = 'a'")


def test_indexes_are_made_concurrently_where_that_is_possible(session: Session) -> None:
    """Not on partitioned tables, not on tables of the plan, not those behind constraints."""
    session.script(
        """
        create table t (a int, "index" int); create index old on t (a);
        create table p (a int) partition by list (a); create index p_a on p (a)
        """
    )
    texts = {
        'CREATE UNIQUE INDEX "INDEX on" ON public.t USING btree (a)': True,
        "CREATE INDEX i ON public.p USING btree (a)": False,
        "CREATE TABLE public.fresh (a int)": False,
        "CREATE INDEX fresh_a ON public.fresh USING btree (a)": False,
        "DROP INDEX public.old": True,
        "DROP INDEX public.p_a": False,
    }
    catalog = _catalog(session)
    found = concurrently([_statement(text) for text in texts], catalog)
    assert ["CONCURRENTLY" in statement.sql for statement in found] == list(texts.values())
    assert found[0].sql == 'CREATE UNIQUE INDEX CONCURRENTLY "INDEX on" ON public.t USING btree (a)'
    for batch in batches(each.planned for each in assess_each(found, catalog)):
        session.script(batch_sql(batch))
    assert (
        session.value("select count(*) from pg_class where relname in ('INDEX on', 'fresh_a') and relkind = 'i'") == 2
    )


def test_new_label_can_be_used(session: Session) -> None:
    """Each batch in a transaction of its own, the server accepts what it refuses in one."""
    session.script("create type e as enum ('a'); create table t (c e)")
    statements = [
        _statement("ALTER TYPE public.e ADD VALUE 'b'"),
        _statement("ALTER TABLE public.t ALTER COLUMN c SET DEFAULT 'b'::public.e"),
        _statement("CREATE VIEW public.v AS SELECT 'b'::public.e AS c"),
    ]
    found = batches(each.planned for each in assess_each(statements, _catalog(session)))
    for batch in found:
        with session.transaction():
            session.script(batch_sql(batch))
    assert len(found) == 2
    assert session.value("select c::text from v") == "b"
