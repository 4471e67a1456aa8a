"""Schemas, extensions, and what is said about any object: comments and privileges."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from pgplumb.model.objects import Object, since


def _without_maintain(privileges: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(privilege for privilege in privileges if privilege.rstrip("*") != "MAINTAIN")


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema(Object):
    """A schema (pg_namespace)."""

    kind: ClassVar[str] = "schema"

    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension(Object):
    """An extension; the objects that it owns are not objects of the catalog.

    `version` is empty where it is the one that the server installs by default (pg_available_extensions): servers with
    the same schema differ in it. `updates` are the versions that it can come to from here (pg_extension_update_paths).
    """

    kind: ClassVar[str] = "extension"

    version: str
    in_schema: str
    updates: tuple[str, ...] = field(compare=False, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment(Object):
    """The comment on the id's target (pg_description)."""

    kind: ClassVar[str] = "comment"

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant(Object):
    """What one grantee may do with the id's target, where it is not what the server gives by default.

    The id's name is the grantee: empty for PUBLIC, `@owner` for the owner, whoever that is. Privileges end in `*`
    where they come with the grant option; `ALL` stands for every privilege of the kind, which no two versions count
    alike; none at all means that the defaults were revoked (aclitem, acldefault). MAINTAIN came with PostgreSQL 17.
    """

    kind: ClassVar[str] = "grant"

    privileges: tuple[str, ...] = field(metadata=since(17, _without_maintain))


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultPrivilege(Object):
    """What objects that `role` creates will grant (pg_default_acl), where it is not the built-in default.

    The id's name is the grantee, its table the role, its signature the kind of object (r, S, f, T, n, L).
    """

    kind: ClassVar[str] = "default_privilege"

    privileges: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTrigger(Object):
    """An event trigger; `enabled` is O, D, R or A."""

    kind: ClassVar[str] = "event_trigger"

    owner: str
    event: str
    function: str
    tags: tuple[str, ...]
    enabled: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Collation(Object):
    """A collation (pg_collation)."""

    kind: ClassVar[str] = "collation"

    owner: str
    provider: str
    deterministic: bool
    locale: str
    lc_collate: str
    lc_ctype: str
    rules: str
    encoding: int = field(compare=False)
