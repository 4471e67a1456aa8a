"""Roles, which belong to a whole server and not to one of its databases: attributes, settings, memberships."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from pgplumb.model.objects import SharedObject, since


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(SharedObject):
    """A role (pg_roles), without its password, which is never read.

    `connection_limit` is -1 for none, `valid_until` in UTC and empty for ever.
    """

    kind: ClassVar[str] = "role"
    superuser: bool
    login: bool
    inherit: bool
    create_db: bool
    create_role: bool
    replication: bool
    bypass_rls: bool
    connection_limit: int
    valid_until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleSetting(SharedObject):
    """What a setting is for the sessions of a role, in every database (pg_db_role_setting).

    The id's name is the setting, its table the role; the value is as the server keeps it.
    """

    kind: ClassVar[str] = "role_setting"
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership(SharedObject):
    """That one role is a member of another (pg_auth_members): the id's table is the member, its name the other role.

    `inherit` and `set` came with PostgreSQL 16; before that they were the member's own affair.
    """

    kind: ClassVar[str] = "membership"
    admin: bool
    inherit: bool = field(metadata=since(16, lambda _: True))
    set: bool = field(metadata=since(16, lambda _: True))
