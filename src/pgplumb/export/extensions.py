"""Extensions as CREATE EXTENSION makes them by itself: what a server offers is left unsaid."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pgplumb.model.general import Comment, Extension
from pgplumb.syntax.sql import literal, raw, sql

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pgplumb.model.catalog import Catalog
    from pgplumb.model.statement import Statement

OFFERS = "SELECT name, default_version, coalesce(comment, '') FROM pg_available_extensions"
"""The extensions that a server has, each as an Offer after its name."""


@dataclass(frozen=True, slots=True)
class Offer:
    """The version and the comment that an extension gets where nobody says otherwise."""

    version: str
    comment: str


def without_usual_comments(empty: Catalog, catalog: Catalog, offers: Mapping[str, Offer]) -> Catalog:
    """The catalog without the comments that come with the extensions that `empty` lacks."""
    usual = {
        found.id
        for found in catalog.of(Comment)
        if (target := found.id.target) is not None
        and target.kind == "extension"
        and target not in empty.objects
        and target.name in offers
        and offers[target.name].comment == found.text
    }
    objects = {id: found for id, found in catalog.objects.items() if id not in usual}
    depends = tuple(edge for edge in catalog.depends if edge.dependent in objects)
    return replace(catalog, objects=objects, depends=depends)


def with_version(statement: Statement, catalog: Catalog, offers: Mapping[str, Offer]) -> Statement:
    """CREATE EXTENSION with the version that the database has, where another one would be made without it."""
    found = catalog.get(statement.subject) if statement.subject is not None else None
    if not isinstance(found, Extension) or statement.operation != "create":
        return statement
    offer = offers.get(found.id.name)
    if offer is None or offer.version == found.version:
        return statement
    return replace(statement, sql=sql("{} VERSION {}", raw(statement.sql), literal(found.version)))
