"""Foreign data: wrappers, servers, user mappings and foreign tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pgplumb.model.objects import Object


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignDataWrapper(Object):
    """A foreign-data wrapper; the names of its functions are empty where it has none."""

    kind: ClassVar[str] = "foreign_data_wrapper"

    owner: str
    handler: str
    validator: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Server(Object):
    """A foreign server."""

    kind: ClassVar[str] = "server"

    owner: str
    wrapper: str
    type: str
    version: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UserMapping(Object):
    """How a role is known on a foreign server: the id's name is the role, empty for PUBLIC, its signature the server.

    An option that holds a secret is read as a digest, `hidden:` and 16 hexadecimal digits, never as it is.
    """

    kind: ClassVar[str] = "user_mapping"

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignTable(Object):
    """A foreign table; its columns, defaults and checks are objects of their own, like a table's."""

    kind: ClassVar[str] = "foreign_table"

    owner: str
    server: str
    options: tuple[str, ...]
