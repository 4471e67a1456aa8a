"""Logical replication: publications, what they publish, and subscriptions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from pgplumb.model.objects import Object, since

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pgplumb.model.objects import Since


def _without(newer: frozenset[str]) -> Mapping[str, Since]:
    return since(18, lambda options: tuple(option for option in options if option not in newer))


_NEWER = frozenset(
    {
        "two_phase=false",
        "disable_on_error=false",
        "password_required=true",
        "run_as_owner=false",
        "origin=any",
        "failover=false",
        # The default before 18, and since.
        "streaming=off",
        "streaming=parallel",
    }
)
"""Options of a subscription that PostgreSQL 14 lacks, or that have another default there, at their defaults."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication(Object):
    """A publication; options are `name=value`, each with its value."""

    kind: ClassVar[str] = "publication"

    owner: str
    all_tables: bool
    options: tuple[str, ...] = field(metadata=_without(frozenset({"publish_generated_columns=none"})))


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
    options: tuple[str, ...] = field(metadata=_without(_NEWER))
