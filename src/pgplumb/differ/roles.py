"""Roles on either side of a plan: what its statements make of them, tried apart from the scratch server's own roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.engine import Native
from pgplumb.errors import DatabaseError, StatementRefused
from pgplumb.introspect.roles import read_roles
from pgplumb.model.catalog import Catalog
from pgplumb.model.kinds import SHARED_KINDS
from pgplumb.model.roles import Membership, Role
from pgplumb.source.roles import add_others

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pgplumb.model.ids import ObjectId
    from pgplumb.model.objects import Object
    from pgplumb.model.plan import Script
    from pgplumb.model.statement import Statement
    from pgplumb.postgres.scratch import Scratch
    from pgplumb.postgres.session import Session


def is_shared(id: ObjectId | None) -> bool:
    """Whether the object, or what it is about, is the server's and not a database's: no clone has it."""
    return id is not None and bool(SHARED_KINDS & {id.kind, id.target.kind if id.target else ""})


def role_names(catalog: Catalog) -> frozenset[str]:
    """The roles that the catalog holds."""
    return frozenset(role.id.name for role in catalog.of(Role))


def left_behind(before: Catalog, after: Catalog) -> frozenset[str]:
    """The roles that only `before` has: they stay, for other databases may use them."""
    return role_names(before) - role_names(after)


def without_roles(catalog: Catalog, names: frozenset[str]) -> Catalog:
    """The catalog without these roles and what is said about them."""
    if not names:
        return catalog
    kept = [found for found in catalog.shared if _role(found) not in names]
    return catalog.with_shared(kept)


def _role(found: Object) -> str:
    about = found.id.target or found.id
    return about.table or about.name


def roles_after(before: Catalog, script: Script, names: frozenset[str], scratch: Scratch) -> tuple[Object, ...]:
    """The roles of these names once the script's statements about roles have run where `before` has its roles.

    Raises StatementRefused.
    """
    statements = [each.statement for each in script.statements if is_shared(each.statement.subject)]
    empty = Catalog(server_version=before.server_version, objects={})
    roles = empty.with_shared(before.shared)
    with scratch.roles_apart() as session:
        mine = role_names(before) | _made(statements)
        add_others(session, _others(before, statements) - mine)
        _run(Native().define(empty, roles).statements, session)
        _run(statements, session)
        return read_roles(session, names, own_roles=frozenset())


def _made(statements: Iterable[Statement]) -> frozenset[str]:
    return frozenset(
        one.subject.name
        for one in statements
        if one.subject is not None and one.subject.kind == Role.kind and one.operation == "create"
    )


def _others(catalog: Catalog, statements: Iterable[Statement]) -> frozenset[str]:
    """The roles that memberships name."""
    subjects = (one.subject for one in statements if one.subject is not None)
    ids = (*(found.id for found in catalog.of(Membership)), *(id for id in subjects if id.kind == Membership.kind))
    return frozenset(id.name for id in ids)


def _run(statements: Iterable[Statement], session: Session) -> None:
    for statement in statements:
        try:
            session.execute(statement.sql)
        except DatabaseError as error:
            raise StatementRefused(sql=statement.sql, cause=error) from error
