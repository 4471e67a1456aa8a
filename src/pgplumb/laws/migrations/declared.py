"""What the header of a file says is lost, as objects of a catalog."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.model.relations import Column, Sequence, Table
from pgplumb.model.types import Enum

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pgplumb.model.catalog import Catalog
    from pgplumb.model.ids import ObjectId

_PUBLIC = "public"
_QUOTES = "\"'`.,;:()"


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """The objects that declared losses name; `whole` are columns and tables of which nothing is said to be left."""

    ids: frozenset[ObjectId]
    whole: frozenset[ObjectId]
    #: Texts that name nothing that is there.
    unknown: tuple[str, ...]


def declared(texts: Iterable[str], catalog: Catalog) -> Declared:
    """Read `loses` lines, as `make` writes them or as people do: a name, with or without its kind and schema."""
    names = _names(catalog)
    ids: set[ObjectId] = set()
    whole: set[ObjectId] = set()
    unknown = []
    for text in texts:
        found = _named(text, catalog, names)
        if not found:
            unknown.append(text)
        for id in found:
            ids |= _meant(id, catalog)
            if _is_whole(text, id):
                whole.add(id)
    return Declared(ids=frozenset(ids), whole=frozenset(whole), unknown=tuple(unknown))


def _named(text: str, catalog: Catalog, names: Mapping[str, ObjectId]) -> set[ObjectId]:
    """The object whose id the text ends with; else those that words in it name."""
    for id in catalog.objects:
        if id.kind in _KINDS and (text == str(id) or text.endswith(f" {id}") or f" {id} " in text):
            return {id}
    words = [word.strip(_QUOTES) for word in text.split()]
    dotted = {names[word] for word in words if "." in word and word in names}
    return dotted or {names[word] for word in words if word in names}


_KINDS = frozenset({"table", "column", "sequence", "enum"})


def _names(catalog: Catalog) -> dict[str, ObjectId]:
    """Objects by their names with and without the schema public; a table goes before what shares its name."""
    found: dict[str, ObjectId] = {}
    for kind in (Table, Sequence, Column, Enum):
        for each in catalog.of(kind):
            parts = [part for part in (each.id.table, each.id.name) if part]
            found.setdefault(".".join([each.id.schema, *parts]), each.id)
            if each.id.schema == _PUBLIC:
                found.setdefault(".".join(parts), each.id)
    return found


def _meant(id: ObjectId, catalog: Catalog) -> set[ObjectId]:
    """What may change where the object is named: of an enum, every column that holds it."""
    if id.kind != "enum":
        return {id}
    names = {id.name, f"{id.schema}.{id.name}"}
    return {column.id for column in catalog.of(Column) if column.type.removesuffix("[]").replace('"', "") in names}


def _is_whole(text: str, id: ObjectId) -> bool:
    return text in {str(id), f"rows of {id}"} and id.kind in {"table", "column"}
