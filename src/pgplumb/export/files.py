"""The files of a desired schema: every statement in its file, in an order and a form that read well."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from pgplumb.differ.engines.native.engine import Native
from pgplumb.differ.engines.native.partial_indexes import indexes_above, partial_indexes
from pgplumb.differ.engines.native.registry import rule_for
from pgplumb.export.extensions import without_usual_comments
from pgplumb.export.grants import joined
from pgplumb.export.places import Places
from pgplumb.export.secrets import to_fill_in
from pgplumb.export.serials import with_serials
from pgplumb.model.relations import Column, Constraint, Index, Inheritance, MaterializedView, View
from pgplumb.source.files import SourceFile
from pgplumb.syntax.layout import laid_out
from pgplumb.syntax.sql import ident

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence, Set

    from pgplumb.model.catalog import Catalog
    from pgplumb.model.ids import ObjectId
    from pgplumb.model.statement import Statement

#: Where each kind of part stands among what is written with its table; others stand with the CREATE statement.
_SECTIONS = {
    "column": 2,
    "default": 3,
    "constraint": 4,
    "index": 6,
    "statistics": 7,
    "rule": 11,
    "trigger": 12,
    "trigger_state": 13,
    "policy": 15,
    "grant": 16,
    "comment": 17,
}
_OWN_SEQUENCE, _CREATION, _OWNING, _ATTACHING, _ROW_SECURITY = 0, 1, 5, 10, 14


class _Place(NamedTuple):
    """Where a statement stands in its file.

    Partitions lie in their table's file: each is complete in itself, then all are attached, and what the server hands
    down to partitions comes after that. Where it is not to hand down an index, attaching and indexes come in turn.
    """

    attached: int
    holder: tuple[Any, ...]
    section: int
    part: tuple[Any, ...]
    turn: int


def desired_files(empty: Catalog, catalog: Catalog, comments: Mapping[str, str]) -> tuple[SourceFile, ...]:
    """The files that define `catalog`, by path below the folder; `empty` is what a new database holds.

    `comments` are those that extensions get by themselves, by the extension's name.
    The same catalogs give the same bytes. Raises DependencyCycle where no order of definitions exists.
    """
    places = Places(catalog)
    in_turn = _in_turn(catalog, places)
    found: defaultdict[str, list[tuple[_Place, Statement]]] = defaultdict(list)
    written = without_usual_comments(empty, with_serials(catalog), comments)
    for turn, statement in enumerate(Native().define(empty, written).statements):
        assert statement.subject is not None
        holder = places.holder(statement.subject)
        place = _place(statement, holder, places, catalog, turn)
        if statement.subject in in_turn:
            place = _Place(0, place.holder[:1], _ATTACHING, (), turn)
        found[places.path(holder)].append((place, statement))
    return tuple(SourceFile(path, _text(found[path], catalog)) for path in sorted(found))


def _in_turn(catalog: Catalog, places: Places) -> Set[ObjectId]:
    """The indexes that some partitions are to lack, those below them, and the bonds of all partitions of their tables:
    which of the two comes first decides what the server makes."""
    partial = partial_indexes(catalog)
    indexes = (part.id for kind in (Index, Constraint) for part in catalog.of(kind))
    found = {id for id in indexes if any(each in partial for each in (id, *indexes_above(id, catalog)))}
    tops = {places.top(id) for id in found}
    links = (link.id for link in catalog.of(Inheritance) if link.bound)
    return found | {id for id in links if places.top(id) in tops}


def _place(statement: Statement, holder: ObjectId, places: Places, catalog: Catalog, turn: int) -> _Place:
    assert statement.subject is not None
    section = _section(statement, holder)
    line = tuple((rule_for(above).rank, above) for above in places.line(holder))
    attached = (section > _ATTACHING) - (section < _ATTACHING)
    return _Place(attached, line, section, _part(statement.subject, section, holder, catalog), turn)


def _section(statement: Statement, holder: ObjectId) -> int:
    subject = statement.subject
    assert subject is not None
    if subject == holder:
        return _ROW_SECURITY if statement.sql.endswith("ROW LEVEL SECURITY") else _CREATION
    if subject.kind == "sequence":
        return _OWN_SEQUENCE if statement.operation == "create" else _OWNING
    if subject.kind == "inheritance":
        return _ATTACHING if " ATTACH PARTITION " in statement.sql else _CREATION
    return _SECTIONS.get(subject.kind, _CREATION)


def _part(subject: ObjectId, section: int, holder: ObjectId, catalog: Catalog) -> tuple[Any, ...]:
    """Parts stand in the order of their names, grants on columns after those on the whole, comments on columns as the
    columns come; indexes, what creates, and what follows from that stay in the order in which they are written."""
    about = subject.target
    if about is None:
        return () if section in {_CREATION, _SECTIONS["index"]} else (subject,)
    if section == _SECTIONS["grant"]:
        return (about.kind == "column", about, subject.name)
    if about.kind == "column":
        return (1, _position(about, holder, catalog), about)
    return (0 if about == holder else 2, 0, about)


def _position(column: ObjectId, holder: ObjectId, catalog: Catalog) -> int:
    """Where a column stands in its table or view."""
    found, whole = catalog.get(column), catalog.get(holder)
    if isinstance(found, Column):
        return found.position
    listed = whole.columns if isinstance(whole, View | MaterializedView) else ()
    name = ident(column.name) + " "
    return next((place for place, text in enumerate(listed) if text.startswith(name)), len(listed))


def _text(placed: Sequence[tuple[_Place, Statement]], catalog: Catalog) -> str:
    """The statements of one file; a blank line stands wherever one does not simply continue the list before it."""
    ordered = sorted(placed, key=lambda each: each[0])
    lines: list[str] = []
    last: _Place | None = None
    for place, statement in joined(ordered):
        note = to_fill_in(statement, catalog)
        text = note + laid_out(statement.sql.rstrip()) + ";"
        listed = last is not None and (last.attached, last.holder, last.section) == (
            place.attached,
            place.holder,
            place.section,
        )
        if last is not None and not (listed and _is_list(place.section, (lines[-1], text))):
            lines.append("")
        lines.append(text)
        last = place
    return "\n".join(lines) + "\n"


def _is_list(section: int, texts: Iterable[str]) -> bool:
    return section in {_SECTIONS["index"], _SECTIONS["comment"]} or all("\n" not in text for text in texts)
