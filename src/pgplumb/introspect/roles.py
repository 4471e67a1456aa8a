"""Reads roles, their settings, memberships and comments: what a server shares among its databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.introspect.queries import query
from pgplumb.model.general import Comment
from pgplumb.model.ids import ObjectId
from pgplumb.model.kinds import KINDS, SHARED_KINDS
from pgplumb.model.objects import maker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.model.objects import Object
    from pgplumb.postgres.session import Session

_ID_PARTS = 6


def read_roles(session: Session, names: frozenset[str], *, own_roles: frozenset[str]) -> tuple[Object, ...]:
    """The roles of these names that the session's server has; no password is read.

    From 16 on a membership counts where the first superuser or one of `own_roles` granted it.
    """
    return tuple(_read(session, {"names": sorted(names), "own": sorted(own_roles)}))


def _read(session: Session, given: dict[str, list[str]]) -> Iterator[Object]:
    for kind in sorted(SHARED_KINDS):
        make = maker(KINDS[kind])
        for row in session.rows(query(kind, session.server_version).sql, given):
            yield make(ObjectId(kind, *row[2:_ID_PARTS]), row[_ID_PARTS:])
    for name, text in session.rows(query("role_comment", session.server_version).sql, given):
        role = ObjectId("role", name=name)
        yield Comment(ObjectId("comment", "", "", name, target=role), text=text)
