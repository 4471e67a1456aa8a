"""Names and expressions of models: what becomes of names that Python does not take, and how lines are broken."""

from __future__ import annotations

import ast

import pytest
from sqlmodel import SQLModel

from pgplumb.model.ids import ObjectId
from pgplumb.model.incomplete import LeftOut
from pgplumb.model.location import Location
from pgplumb.models import identifiers, preamble
from pgplumb.models.code import WIDTH, call, comment, docstring, laid_out, listed, text, tupled
from pgplumb.models.header import header
from pgplumb.models.missing import Missing
from pgplumb.models.patterns import ends_without_space, matching, matching_like


def test_no_column_takes_the_place_of_what_sqlmodel_has() -> None:
    assert {name for name in dir(SQLModel) if not name.startswith("_")} <= identifiers.TAKEN


def test_no_class_takes_the_place_of_what_a_module_needs() -> None:
    """Classes and constants begin with a capital letter, or with one that has none."""
    parts = [value for name, value in vars(preamble).items() if name.isupper()]
    trees = [ast.parse(part) for part in parts]
    read = {node.id for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Name)}
    made = {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    assert len(parts) >= 7
    assert {name for name in read | made if name[0].isupper()} <= identifiers.MODULE


@pytest.mark.parametrize(
    ("name", "attribute"),
    [
        ("price", "price"),
        ("createdAt", "createdAt"),
        ("a b", "a_b"),
        ("_private", "private"),
        ("1st", "column_1st"),
        ("", "column"),
        ("…", "column"),
        ("日本", "日本"),
        ("x\n#", "x__"),
    ],
)
def test_attributes(name: str, attribute: str) -> None:
    assert identifiers.attribute(name) == attribute


def test_of_names_that_become_the_same_the_plain_one_stays() -> None:
    found = identifiers.assigned(
        identifiers.exact_first(["a b", "a-b", "a_b", "class"], identifiers.attribute), {"list"}
    )
    assert found == {"a_b": "a_b", "class": "class_", "a b": "a_b_", "a-b": "a_b_2"}


@pytest.mark.parametrize("value", ['"""', "\\", 'end"', "end\\", "a\nb", "\x07\u202e\u2028", "'\"", '"" "', "{x} %s"])
def test_hostile_text_is_only_text(value: str) -> None:
    assert ast.literal_eval(text(value)) == value
    assert ast.literal_eval(docstring(value)) == value.strip()
    assert len(comment(value).splitlines()) == 1


def test_the_header_names_what_is_left_out_and_what_lacked_its_extension() -> None:
    trigger, table = ObjectId("trigger", "public", "touch", "a\nb"), ObjectId("table", "public", "seats")
    grant = ObjectId("grant", "public", "app", "seats", target=table)
    places = LeftOut(extension="postgis", location=Location("maps.sql", 1, 1), objects=(ObjectId("table", "", "maps"),))
    missing = (Missing(trigger), Missing(table, "row_security"), Missing(grant))
    assert list(header(missing, [places]))[1:] == [
        "#   grants to app: public.seats",
        "#   row security of table: public.seats",
        "#   trigger: public.a\\nb.touch",
        "# Left aside, for the extension postgis was not there: table maps",
    ]
    assert list(header((), ())) == ["# metadata.create_all makes the whole schema."]


def test_what_does_not_fit_has_a_line_for_each_argument() -> None:
    short = call("f", text("a"), b=listed(["1", "2"]))
    assert laid_out(short, head="x = ") == 'x = f("a", b=[1, 2])'
    assert laid_out(tupled(["1"])) == "(1,)"
    long = laid_out(call("f", text("a" * WIDTH), b=tupled(["1"])), indent=1)
    assert long == f'    f(\n        "{"a" * WIDTH}",\n        b=(1,),\n    )'


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("^[A-Z]{3}$", "^[A-Z]{3}$"),
        ("^[^@ ]+@[^@ ]+$", "^[^@ ]+@[^@ ]+$"),
        (r"^a\.b$", r"^a\.b$"),
        ("^x.$", "(?s)^x.$"),
        (r"^\d+$", r"(?:^[0-9]+$)|[^\x00-\x7F]"),
        ("^(?=x)", None),
        (r"(a)\1", None),
        (r"\mword", None),
    ],
)
def test_regular_expressions(pattern: str, found: str | None) -> None:
    assert matching(pattern) == found


@pytest.mark.parametrize("pattern", ["^[A-Z]{3}$", "^[^ ]+$", "^a$", "^ab{2,}$", "^[0-9a-f]{64}$", r"^[]\]]$"])
def test_what_never_ends_with_a_space(pattern: str) -> None:
    assert ends_without_space(pattern)


@pytest.mark.parametrize(
    "pattern", ["[A-Z]", "^[^a]$", "^a $", "^a|b$", "^a *$", "^(a)$", "^a{0,2}$", "^a.$", r"^a\s$"]
)
def test_what_may_end_with_a_space(pattern: str) -> None:
    assert not ends_without_space(pattern)


def test_patterns_of_like() -> None:
    assert matching_like("a_%") == "(?s)^a..*$"
