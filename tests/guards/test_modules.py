"""What holds for every module: it says what it owns, it is short, and what others may use of it is listed."""

from __future__ import annotations

import ast

import pytest

import pgplumb
from pgplumb.models.module import TITLE
from tests.guards.sources import ROOT, Module, files, modules, read

LONGEST = 400
PUBLIC = [
    *(
        "Database",
        "PgplumbError",
        "Plan",
        "SchemaMachine",
        "__version__",
        "after",
        "before",
        "database",
        "diff",
        "forget_type",
        "load",
    ),
    *("refuses", "register_type", "rows", "violating"),
]

PYTHON = tuple(path for path in files() if path.suffix == ".py")


def test_every_module_opens_with_what_it_owns() -> None:
    assert [str(path.relative_to(ROOT)) for path in PYTHON if not ast.get_docstring(ast.parse(read(path)))] == []


def test_no_module_is_long() -> None:
    """But for models, which are as long as the schema that they are written from."""
    own = [path for path in PYTHON if not read(path).startswith(TITLE)]
    lengths = {str(path.relative_to(ROOT)): read(path).count("\n") for path in own}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_public_names() -> None:
    assert sorted(pgplumb.__all__) == sorted(PUBLIC)
    for name in PUBLIC:
        assert getattr(pgplumb, name) is not None


def test_a_name_that_is_not_public_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="nothing_of_ours"):
        pgplumb.nothing_of_ours  # noqa: B018  the access is what is tested


def test_only_the_edges_print() -> None:
    assert {module.name for module in modules() if "print" in _called(module)} == set()


def _called(module: Module) -> set[str]:
    """The names that a module calls as functions; the edges print by click."""
    calls = [node.func for node in ast.walk(module.tree) if isinstance(node, ast.Call)]
    return {function.id for function in calls if isinstance(function, ast.Name)}


def test_only_config_reads_the_environment() -> None:
    readers = {module.part for module in modules() if _attributes(module) & {"os.environ", "os.getenv"}}
    assert readers == {"config"}


def _attributes(module: Module) -> set[str]:
    return {
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
