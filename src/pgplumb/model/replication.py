"""Logical replication: publications, what they publish, and subscriptions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pgplumb.model.objects import Object


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication(Object):
    """A publication; options are `name=value`, each with its value."""

    kind: ClassVar[str] = "publication"

    owner: str
    all_tables: bool
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationTable(Object):
    """A table of a publication: the id's name is the publication's; `columns` empty means all, as does `filter`."""

    kind: ClassVar[str] = "publication_table"

    columns: tuple[str, ...]
    filter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationSchema(Object):
    """A schema whose tables a publication holds: the id's name is the publication's."""

    kind: ClassVar[str] = "publication_schema"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription(Object):
    """A subscription, its password masked; whether it is enabled is not part of the schema (nor of a pg_dump)."""

    kind: ClassVar[str] = "subscription"

    owner: str
    connection: str
    publications: tuple[str, ...]
    options: tuple[str, ...]
