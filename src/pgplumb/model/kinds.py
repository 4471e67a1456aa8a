"""The kinds of objects that are modelled, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.model import foreign, general, operators, relations, replication, routines, search, types
from pgplumb.model.objects import Object

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS: Mapping[str, type[Object]] = {
    found.kind: found
    for module in (foreign, general, operators, relations, replication, routines, search, types)
    for found in vars(module).values()
    if isinstance(found, type) and issubclass(found, Object) and found is not Object
}
