"""What SQL files tell without being run: roles, annotations, where objects are defined; and that as bytes to keep."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pgplumb.model.annotations import Annotations
from pgplumb.model.garbage import collection_put_off
from pgplumb.model.ids import ObjectId
from pgplumb.model.location import Location

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pgplumb.model.incomplete import LeftOut

_RELATIONS = ("table", "view", "materialized_view", "foreign_table", "composite", "domain")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """`locations` tells where each object is defined; routines stand there without their signature.

    `left_out` is what was taken away because a server lacks an extension: it is of that server, and not kept.
    """

    roles: tuple[str, ...]
    annotations: Annotations
    locations: Mapping[ObjectId, Location]
    left_out: tuple[LeftOut, ...] = ()

    def locate(self, subject: ObjectId) -> Location | None:
        """Where the object is defined, or else what it belongs to or is about."""
        if subject.target is not None:
            return self.locate(subject.target)
        candidates = [subject, subject._replace(signature="")]
        if subject.kind == "default":
            candidates.append(subject._replace(kind="column"))
        if subject.table:
            candidates.extend(type(subject)(kind, subject.schema, subject.table) for kind in _RELATIONS)
        return next((self.locations[each] for each in candidates if each in self.locations), None)


@cache
def signature() -> str:
    """A digest of all that decides what an outline holds: outlines kept by another version do not fit."""
    digest = sha256()
    package = Path(__file__).parents[1]
    for folder in (package / "source", package / "syntax", package / "model"):
        for file in sorted(folder.glob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def encode(outline: Outline) -> bytes:
    """The outline as JSON."""
    said = outline.annotations
    whole = [
        outline.roles,
        list(said.renames.items()),
        list(said.backfills.items()),
        said.requires,
        [(*id[:5], *place) for id, place in outline.locations.items()],
    ]
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def decode(data: bytes) -> Outline:
    """The outline that `encode` wrote."""
    with collection_put_off():
        roles, renames, backfills, requires, locations = json.loads(data)
        return Outline(
            roles=tuple(roles),
            annotations=Annotations(
                renames=_by_id(renames),
                backfills=_by_id(backfills),
                requires={name: Location(*place) for name, place in requires.items()},
            ),
            locations={ObjectId(*row[:5]): Location(*row[5:]) for row in locations},
        )


def _by_id(pairs: list[Any]) -> dict[ObjectId, str]:
    return {ObjectId(*id): text for id, text in pairs}
