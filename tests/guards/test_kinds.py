"""Each kind of object has its query, its rule and its fixtures, and the generic part names none."""

from __future__ import annotations

import ast

import pytest

from pgplumb.differ.engines.native.registry import registered
from pgplumb.introspect.queries import query
from pgplumb.model.kinds import KINDS
from tests.guards.sources import PACKAGE, ROOT

#: Where the fixtures of a kind lie whose family goes by another name: the family, or one case of it.
FAMILIES = {
    "access_method": "storage--access-method",
    "attribute": "composite",
    "conversion": "collation--conversion-create",
    "default_privilege": "default-privileges",
    "domain_constraint": "domain",
    "foreign_data_wrapper": "fdw",
    "foreign_table": "fdw--foreign-table",
    "language": "cast--transform-and-language",
    "materialized_view": "matview",
    "operator_class": "operator--class-create",
    "operator_family": "operator--family-members",
    "policy": "rls",
    "publication_schema": "publication",
    "publication_table": "publication",
    "membership": "role--membership",
    "role_setting": "role--settings",
    "server": "fdw--server",
    "text_search_configuration": "textsearch--configuration",
    "text_search_dictionary": "textsearch--dictionary",
    "text_search_parser": "textsearch--parser-and-template",
    "text_search_template": "textsearch--parser-and-template",
    "transform": "cast--transform-and-language",
    "trigger_state": "trigger",
    "user_mapping": "fdw--user-mapping",
}
#: The parts that must work for any kind.
GENERIC = ("differ/compare.py", "differ/engines/native/planner.py", "differ/engines/native/graph.py")

EACH_KIND = pytest.mark.parametrize("kind", sorted(KINDS))


@EACH_KIND
def test_a_kind_has_a_query(kind: str) -> None:
    assert query(kind, 180000).sql.strip()


@EACH_KIND
def test_a_kind_has_a_rule(kind: str) -> None:
    assert kind in registered()


def test_a_rule_is_of_a_kind() -> None:
    assert registered().keys() <= KINDS.keys()


@EACH_KIND
def test_a_rule_has_fixtures(kind: str) -> None:
    place = FAMILIES.get(kind, kind.replace("_", "-"))
    pattern = place if "--" in place else f"{place}--*"
    assert list((ROOT / "fixtures" / "transitions").glob(pattern)), f"there is no fixtures/transitions/{pattern}"


@pytest.mark.parametrize("name", GENERIC)
def test_the_generic_part_names_no_kind(name: str) -> None:
    tree = ast.parse((PACKAGE / name).read_text(encoding="utf-8"))
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert not texts & KINDS.keys()
