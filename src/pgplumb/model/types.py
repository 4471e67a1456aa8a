"""Types: enums, domains, composites and ranges."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from pgplumb.model.given import given_name
from pgplumb.model.objects import Object, since, unrecorded


@dataclass(frozen=True, slots=True, kw_only=True)
class Enum(Object):
    """An enum with its labels in their order (pg_enum.enumsortorder)."""

    kind: ClassVar[str] = "enum"

    owner: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain(Object):
    """A domain; its checks are objects of their own.

    `not_null_name` is empty where the NOT NULL has the name that the server gives (pg_constraint), and before
    PostgreSQL 18, whose pg_dump was the first to tell one.
    """

    kind: ClassVar[str] = "domain"

    owner: str
    type: str
    collation: str
    default: str
    not_null: bool
    not_null_name: str = field(metadata=unrecorded(since(18, lambda _: "")))

    @property
    def usual_not_null_name(self) -> str:
        """What the server calls its NOT NULL where that is free."""
        return given_name(self.id.name, label="not_null")


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainConstraint(Object):
    """A check of a domain, as pg_get_constraintdef prints it; the id's table is the domain."""

    kind: ClassVar[str] = "domain_constraint"

    definition: str
    validated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Composite(Object):
    """A stand-alone composite type; its attributes are objects of their own, `order` holds their names."""

    kind: ClassVar[str] = "composite"

    owner: str
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute(Object):
    """An attribute of a composite type; the id's table is the type."""

    kind: ClassVar[str] = "attribute"

    type: str
    collation: str
    position: int = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Range(Object):
    """A range type and its multirange (pg_range)."""

    kind: ClassVar[str] = "range"

    owner: str
    subtype: str
    opclass: str
    collation: str
    canonical: str
    difference: str
    multirange: str
