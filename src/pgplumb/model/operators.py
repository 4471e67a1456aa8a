"""Operators and their classes, casts, conversions, transforms, languages and access methods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pgplumb.model.objects import Object


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator(Object):
    """An operator; the id's signature holds its argument types, NONE where it has no left one."""

    kind: ClassVar[str] = "operator"

    owner: str
    function: str
    commutator: str
    negator: str
    restrict: str
    join: str
    hashes: bool
    merges: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorFamily(Object):
    """An operator family of an access method (the id's signature), and its members that belong to no class."""

    kind: ClassVar[str] = "operator_family"

    owner: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorClass(Object):
    """An operator class of an access method (the id's signature); items as CREATE OPERATOR CLASS takes them."""

    kind: ClassVar[str] = "operator_class"

    owner: str
    default: bool
    type: str
    family: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast(Object):
    """A cast; the id's signature is `source AS target`, `context` is e, a or i (pg_cast.castcontext)."""

    kind: ClassVar[str] = "cast"

    method: str
    context: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion(Object):
    """A conversion between encodings."""

    kind: ClassVar[str] = "conversion"

    owner: str
    default: bool
    source: str
    destination: str
    function: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transform(Object):
    """A transform; the id's signature is `FOR type LANGUAGE language`."""

    kind: ClassVar[str] = "transform"

    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language(Object):
    """A procedural language; the names of its functions are empty where it has none."""

    kind: ClassVar[str] = "language"

    owner: str
    trusted: bool
    handler: str
    inline: str
    validator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessMethod(Object):
    """An access method for indexes or tables."""

    kind: ClassVar[str] = "access_method"

    type: str
    handler: str
