"""The project's own judge of plans: what it reads, what it calls a failure, and how it ends."""

from __future__ import annotations

import importlib.util
import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parents[2]
TRANSITIONS = ROOT / "fixtures" / "transitions"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """The tool as a module."""
    spec = importlib.util.spec_from_file_location("fidelity", ROOT / "tools" / "fidelity.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_directories_and_files_of_pairs_are_read(tool: Any, tmp_path: Path) -> None:
    lines = tmp_path / "own.jsonl"
    lines.write_text(json.dumps({"suite": "own", "name": "one", "before": "", "after": "select 1"}) + "\n")
    one, *several = tool.pairs([lines, TRANSITIONS / "column--add", TRANSITIONS])
    assert (one.name, one.seed) == ("own/one", "")
    assert several[0].name == "column--add"
    assert len(several) == 1 + sum(1 for path in TRANSITIONS.iterdir() if path.is_dir())


def test_plans_that_hold_are_counted(tool: Any, capsys: pytest.CaptureFixture[str]) -> None:
    names = ("rename--column", "sequence--counts-the-other-way")
    assert tool.main([str(TRANSITIONS / name) for name in names]) == 0
    assert "2 of 2 hold" in capsys.readouterr().out


def test_what_does_not_hold_is_told_with_its_reason(
    tool: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "own.jsonl"
    pair = {
        "name": "shell",
        "before": "create table t (a int)",
        "after": "create table t (a int, b int); create type s",
    }
    file.write_text(json.dumps(pair) + "\n")
    assert tool.main([str(file)]) == 1
    out = capsys.readouterr().out
    assert "shell" in out
    assert "CREATE TYPE" in out
    assert "0 of 1 hold" in out


def _held(tool: Any, *links: tuple[str, str], **tables: Any) -> Any:
    """What column `a` of some tables holds: a type, a number of values, and a digest."""
    values = {
        tool.Key(name, "a"): tool.Values(type, number, Decimal(digest))
        for name, (type, number, digest) in tables.items()
    }
    return tool.Rows(values, frozenset(links))


def test_a_lost_value_is_a_failure(tool: Any) -> None:
    held = _held(tool, t=("integer", 2, 7))
    rows = tool._Rows("", {}, ())
    assert rows.lost(held, _held(tool, t=("integer", 2, 8))) == "t.a: 2 values before, 2 after"
    assert rows.lost(held, _held(tool, t=("text", 2, 8))) == ""


def test_rows_may_move_within_a_tree_of_tables(tool: Any) -> None:
    link = ("part", "whole")
    held = _held(tool, link, whole=("integer", 2, 7), part=("integer", 1, 3))
    rows = tool._Rows("", {}, ())
    assert rows.lost(held, _held(tool, link, part=("integer", 3, 10))) == ""
    assert rows.lost(held, _held(tool, link, part=("integer", 2, 10))) == "part.a: 1 values before, 2 after"
    assert rows.lost(held, _held(tool, link, part=("integer", 3, 11))) == "part.a: 1 values before, 3 after"
    apart = _held(tool, whole=("integer", 2, 7), part=("integer", 1, 3))
    assert rows.lost(apart, _held(tool, part=("integer", 3, 10))) == "part.a: 1 values before, 3 after"
