"""Each kind of object has its query, its rule and its fixtures, and the generic part names none."""

from __future__ import annotations

import ast

import pytest

from pgplumb.diff.engines.native.registry import registered
from pgplumb.introspect.queries import query
from pgplumb.model.kinds import KINDS
from tests.guards.sources import PACKAGE, ROOT

#: Families of fixtures that go by another name than the kind: by the name that users know it under.
FAMILIES = {
    "alias": "cast",
    "attribute": "composite",
    "default_privilege": "default-privileges",
    "domain_constraint": "domain",
    "materialized_view": "matview",
    "policy": "rls",
}
#: The parts that must work for any kind.
GENERIC = ("diff/compare.py", "diff/engines/native/planner.py", "diff/engines/native/graph.py")

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
    family = FAMILIES.get(kind, kind.replace("_", "-"))
    assert list((ROOT / "fixtures" / "transitions").glob(f"{family}--*")), f"no fixtures/transitions/{family}--*"


@pytest.mark.parametrize("name", GENERIC)
def test_the_generic_part_names_no_kind(name: str) -> None:
    tree = ast.parse((PACKAGE / name).read_text(encoding="utf-8"))
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert not texts & KINDS.keys()
