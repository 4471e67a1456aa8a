"""What comes with extensions by itself, and is left unsaid in files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pgplumb.model.general import Comment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pgplumb.model.catalog import Catalog

COMMENTS = "SELECT name, comment FROM pg_available_extensions WHERE comment IS NOT NULL"
"""The comment that each extension of a server gets where nobody says otherwise."""


def without_usual_comments(empty: Catalog, catalog: Catalog, comments: Mapping[str, str]) -> Catalog:
    """The catalog without the comments that come with the extensions that `empty` lacks."""
    usual = {
        found.id
        for found in catalog.of(Comment)
        if (target := found.id.target) is not None
        and target.kind == "extension"
        and target not in empty.objects
        and comments.get(target.name) == found.text
    }
    objects = {id: found for id, found in catalog.objects.items() if id not in usual}
    return replace(catalog, objects=objects, depends=catalog.depends.among(objects))
