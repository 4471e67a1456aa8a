"""What holds for every file that is kept: it is of no one machine, and what is left out of a run says why."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.guards.sources import ROOT, files, read

#: Folders of one machine, whichever this one is, and hosts that packages may come from on one network.
MACHINE = re.compile(
    rf"{re.escape(str(ROOT))}|{re.escape(str(Path.home()))}/\w|/(?:home|Users)/\w+/"
    r"|(?:pypi|simple|index|mirror)[\w.-]*\.(?:internal|local|corp)\b|--(?:extra-)?index-url|find-links"
)
TEXT = tuple(path for path in files() if path != ROOT / "tests" / "guards" / "test_files.py")


def test_nothing_names_one_machine() -> None:
    found = {str(path.relative_to(ROOT)): match.group() for path in TEXT if (match := MACHINE.search(read(path)))}
    assert not found


def test_nothing_is_left_for_later() -> None:
    mark = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
    found = [str(path.relative_to(ROOT)) for path in TEXT if path.suffix == ".py" and mark.search(read(path))]
    assert not found


def _marks(tree: ast.Module) -> list[ast.expr]:
    """Uses of pytest's skip, skipif and xfail, as calls or as bare marks."""
    names = {"skip", "skipif", "xfail"}
    called = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node.func) in names]
    functions = {id(node.func) for node in called}
    bare = [node for node in ast.walk(tree) if _name(node) in names and id(node) not in functions]
    return [*called, *(node for node in bare if isinstance(node, ast.expr))]


def _name(node: ast.AST) -> str:
    text = ast.unparse(node) if isinstance(node, ast.Attribute) else ""
    return text.rsplit(".", 1)[-1] if text.startswith("pytest.") else ""


def test_what_is_skipped_says_why() -> None:
    tests = [path for path in files() if path.is_relative_to(ROOT / "tests") and path.suffix == ".py"]
    silent = {
        str(path.relative_to(ROOT)): ast.unparse(mark)
        for path in tests
        for mark in _marks(ast.parse(read(path)))
        if not _has_reason(mark)
    }
    assert not silent


def _has_reason(mark: ast.expr) -> bool:
    if not isinstance(mark, ast.Call):
        return False
    return any(keyword.arg == "reason" for keyword in mark.keywords) or (_name(mark.func) == "skip" and bool(mark.args))
