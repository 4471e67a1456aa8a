"""The kinds of objects that are modelled, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.model import foreign, general, operators, relations, replication, roles, routines, search, types
from pgplumb.model.objects import Object, SharedObject

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS: Mapping[str, type[Object]] = {
    found.kind: found
    for module in (foreign, general, operators, relations, replication, roles, routines, search, types)
    for found in vars(module).values()
    if isinstance(found, type) and issubclass(found, Object) and found.kind
}

#: The kinds of what belongs to the server, and not to a database.
SHARED_KINDS = frozenset(name for name, kind in KINDS.items() if issubclass(kind, SharedObject))
