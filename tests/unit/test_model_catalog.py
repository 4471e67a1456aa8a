"""What belongs to what in a catalog, what needs what, and how two catalogs differ."""

from __future__ import annotations

from pgplumb.differ.compare import compare
from pgplumb.model.catalog import Catalog
from pgplumb.model.change import Added, Altered, Removed
from pgplumb.model.dependencies import Dependency, Listed
from pgplumb.model.general import Comment
from pgplumb.model.ids import ObjectId
from pgplumb.model.kinds import KINDS
from pgplumb.model.objects import Object, attributes, maker

TABLE = ObjectId("table", "public", "t")
COLUMN = ObjectId("column", "public", "a", "t")
DEFAULT = ObjectId("default", "public", "a", "t")
FUNCTION = ObjectId("function", "public", "f")
ABOUT_COLUMN = ObjectId("comment", "public", "", "t", target=COLUMN)
ABOUT_VIEWS = ObjectId("comment", "public", "", "t", target=ObjectId("column", "public", "b", "t"))


def some(id: ObjectId) -> Object:
    """An object of which nothing but its id matters."""
    kind = KINDS[id.kind]
    return maker(kind)(id, [""] * len(attributes(kind)))


def catalog(*ids: ObjectId, depends: tuple[Dependency, ...] = ()) -> Catalog:
    recorded = Listed(lambda: depends)
    return Catalog(server_version=180000, objects={id: some(id) for id in sorted(ids)}, depends=recorded)


def test_what_belongs_to_what() -> None:
    found = catalog(TABLE, COLUMN, DEFAULT, FUNCTION, ABOUT_COLUMN, ABOUT_VIEWS)
    wanted = {COLUMN: TABLE, DEFAULT: COLUMN, ABOUT_COLUMN: COLUMN, ABOUT_VIEWS: TABLE, TABLE: None, FUNCTION: None}
    assert {id: found.parent(id) for id in found.objects} == wanted
    assert [each.id for each in found.children(TABLE)] == [COLUMN, ABOUT_VIEWS]


def test_what_needs_what_is_told_once() -> None:
    recorded = (Dependency(COLUMN, TABLE, automatic=True), Dependency(DEFAULT, FUNCTION))
    found = catalog(TABLE, COLUMN, DEFAULT, FUNCTION, depends=recorded)
    assert list(found.requires(COLUMN)) == [Dependency(COLUMN, TABLE, automatic=True)]
    assert list(found.requires(DEFAULT)) == [Dependency(DEFAULT, COLUMN, automatic=True), Dependency(DEFAULT, FUNCTION)]
    assert [edge.dependent for edge in found.required_by(COLUMN)] == [DEFAULT]
    assert not found.required_by(DEFAULT)


def test_what_differs_stands_in_the_order_of_ids() -> None:
    said = Comment(ABOUT_COLUMN, text="now")
    before = catalog(TABLE, COLUMN, FUNCTION, ABOUT_COLUMN)
    objects = {**catalog(TABLE, COLUMN, DEFAULT, ABOUT_COLUMN).objects, ABOUT_COLUMN: said}
    after = Catalog(server_version=180000, objects=objects)
    assert compare(before, after) == (
        Altered(ABOUT_COLUMN, "text", "", "now"),
        Added(some(DEFAULT)),
        Removed(some(FUNCTION)),
    )
    assert compare(after, after) == ()
    assert len({before.fingerprint, after.fingerprint}) == 2


def test_a_fingerprint_leaves_out_what_came_when_fingerprints_were_recorded() -> None:
    id = ObjectId("domain", "public", "d")
    values = dict.fromkeys(attributes(KINDS["domain"]), "")
    plain, named = (maker(KINDS["domain"])(id, [*(values | more).values()]) for more in ({}, {"not_null_name": "n"}))
    one, other = (Catalog(server_version=180000, objects={id: found}) for found in (plain, named))
    assert one.fingerprint == other.fingerprint
    assert one.digest != other.digest
    assert compare(one, other) == (Altered(id, "not_null_name", "", "n"),)
