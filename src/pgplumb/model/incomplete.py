"""What a desired schema lacks because the scratch server was too small for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pgplumb.model.ids import ObjectId
    from pgplumb.model.location import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A part of the files that needs an extension which the scratch server lacks, and what that part defines.

    `location` is where the files ask for the extension. A routine's id carries no signature here.
    """

    extension: str
    location: Location
    objects: tuple[ObjectId, ...]
