"""What holds for every module: it says what it owns, it is short, and what others may use of it is listed."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

import pgplumb
from tests.guards.sources import ROOT, Module, files, modules, read

if TYPE_CHECKING:
    from pathlib import Path

LONGEST = 400
PUBLIC = ["PgplumbError", "Plan", "__version__", "diff", "load"]

PYTHON = tuple(path for path in files() if path.suffix == ".py")


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_opens_with_what_it_owns_and_is_short(path: Path) -> None:
    text = read(path)
    assert ast.get_docstring(ast.parse(text)), "it opens without a sentence"
    assert text.count("\n") <= LONGEST


def test_public_names() -> None:
    assert sorted(pgplumb.__all__) == sorted(PUBLIC)
    for name in PUBLIC:
        assert getattr(pgplumb, name) is not None


def test_a_name_that_is_not_public_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="nothing_of_ours"):
        pgplumb.nothing_of_ours  # noqa: B018  the access is what is tested


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_only_the_edges_print(module: Module) -> None:
    calls = {
        node.func.id for node in ast.walk(module.tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert "print" not in calls or module.part in {"cli", "report"}


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_only_config_reads_the_environment(module: Module) -> None:
    if module.part != "config":
        names = {ast.unparse(node) for node in ast.walk(module.tree) if isinstance(node, ast.Attribute)}
        assert not names & {"os.environ", "os.getenv"}
