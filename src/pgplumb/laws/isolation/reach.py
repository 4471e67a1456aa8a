"""What roles may do with which relations and functions: asked of the server, which knows grants and memberships."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.laws.facts import once
from pgplumb.laws.isolation.tenancy import tenancy_of
from pgplumb.model.ids import ObjectId
from pgplumb.syntax.sql import ident, sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pgplumb.laws.bench import Bench
    from pgplumb.postgres.session import Session

_RELATIONS = """
    select c.relkind::text, n.nspname::text, c.relname::text, has_table_privilege(r.oid, c.oid, 'DELETE'),
        has_table_privilege(r.oid, c.oid, 'TRUNCATE'),
        has_table_privilege(r.oid, c.oid, 'SELECT'),
        array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
              and not a.attisdropped and has_column_privilege(r.oid, c.oid, a.attnum, 'SELECT') order by a.attnum),
        array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
              and not a.attisdropped and a.attgenerated = '' and has_column_privilege(r.oid, c.oid, a.attnum, 'INSERT')
              order by a.attnum),
        array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
              and not a.attisdropped and a.attgenerated = '' and a.attidentity <> 'a'
              and has_column_privilege(r.oid, c.oid, a.attnum, 'UPDATE') order by a.attnum),
        pg_has_role(r.oid, c.relowner, 'MEMBER')
    from pg_class c join pg_namespace n on n.oid = c.relnamespace, pg_roles r
    where r.rolname = %s and c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^pg_'
        and n.nspname <> 'information_schema' and has_schema_privilege(r.oid, n.oid, 'USAGE')
    order by 2, 3
"""
_ROUTINES = """
    select p.oid from pg_proc p, pg_roles r
    where r.rolname = %s and has_function_privilege(r.oid, p.oid, 'EXECUTE')
        and has_schema_privilege(r.oid, p.pronamespace, 'USAGE')
"""
_SEQUENCES = """
    select n.nspname::text, c.relname::text, coalesce(o.relname::text, ''), coalesce(m.nspname::text, '')
    from pg_class c join pg_namespace n on n.oid = c.relnamespace cross join pg_roles r
    left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i')
        and d.refobjsubid > 0
    left join pg_class o on o.oid = d.refobjid left join pg_namespace m on m.oid = o.relnamespace
    where r.rolname = %s and c.relkind = 'S' and has_sequence_privilege(r.oid, c.oid, 'UPDATE')
        and has_schema_privilege(r.oid, n.oid, 'USAGE')
"""
#: Every role that owns nothing here and is no superuser: what somebody else may do where no actor is declared.
_OTHERS = """
    select rolname::text from pg_roles r
    where not rolsuper and rolname !~ '^pg_' and exists (
        select from pg_shdepend d where d.refclassid = 'pg_authid'::regclass and d.refobjid = r.oid
            and d.dbid = (select oid from pg_database where datname = current_database()))
    order by 1
"""
_POWERS = """
    select r.rolname::text from pg_roles r, pg_roles actor
    where actor.rolname = %s and (r.rolsuper or r.rolbypassrls) and pg_has_role(actor.oid, r.oid, 'MEMBER')
        and (r.oid = actor.oid or not actor.rolsuper)
    order by 1
"""
_KINDS = {"r": "table", "p": "table", "v": "view", "m": "materialized_view", "f": "foreign_table"}
#: Stands for PUBLIC where nothing but the catalog's grants to it are asked for.
NOBODY = "pgplumb_nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What a role may do with a relation: columns that it may read, state in INSERT, and change."""

    id: ObjectId
    delete: bool
    truncate: bool
    whole: bool
    select: tuple[str, ...]
    insert: tuple[str, ...]
    update: tuple[str, ...]
    owner: bool

    @property
    def any(self) -> bool:
        """Whether it may do anything."""
        return bool(self.delete or self.truncate or self.select or self.insert or self.update)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What a role may do: relations by id, oids of routines, sequences to set; `powers` are roles past all policies."""

    role: str
    relations: Mapping[ObjectId, Access]
    routines: frozenset[int]
    sequences: tuple[Settable, ...]
    powers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Settable:
    """A sequence that setval() moves, with the table whose column it numbers, if any."""

    id: ObjectId
    table: ObjectId


def add_roles(session: Session, names: Iterable[str]) -> None:
    """Make roles that nothing in the schema names, until the transaction is rolled back."""
    for name in names:
        if not session.value("select exists (select from pg_roles where rolname = %s)", [name]):
            session.execute(sql("create role {} nologin", ident(name)))


def reach_of(session: Session, role: str) -> Reach:
    """What the role may do in the session's database."""
    relations = {}
    for kind, schema, name, delete, truncate, whole, select, insert, update, owner in session.rows(_RELATIONS, [role]):
        id = ObjectId(_KINDS[kind], schema, name)
        relations[id] = Access(
            id=id,
            delete=delete,
            truncate=truncate,
            whole=whole,
            select=tuple(select),
            insert=tuple(insert),
            update=tuple(update),
            owner=owner,
        )
    return Reach(
        role=role,
        relations=relations,
        routines=frozenset(oid for (oid,) in session.rows(_ROUTINES, [role])),
        sequences=tuple(
            Settable(ObjectId("sequence", schema, name), ObjectId("table", of_schema, table))
            for schema, name, table, of_schema in session.rows(_SEQUENCES, [role])
        ),
        powers=tuple(name for (name,) in session.rows(_POWERS, [role])),
    )


@once
def reaches(bench: Bench) -> tuple[Reach, ...]:
    """What each actor's role may do; where none is declared, each role that the schema names, and everybody."""
    tenancy = tenancy_of(bench)
    with bench.transaction() as session:
        if tenancy is None:
            add_roles(session, [NOBODY])
            names = [*(name for (name,) in session.rows(_OTHERS)), NOBODY]
        else:
            names = list(dict.fromkeys(actor.role for actor in tenancy.intent.actors))
            add_roles(session, names)
        return tuple(reach_of(session, name) for name in names)


def told(role: str) -> str:
    """A role as messages name it."""
    return "everybody" if role == NOBODY else role
