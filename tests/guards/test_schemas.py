"""The published schemas: valid themselves, one for each document, current, and never less than what was promised."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from tests.documents import SCHEMAS
from tests.guards.sources import PACKAGE, ROOT, read

if TYPE_CHECKING:
    from pathlib import Path

PUBLISHED = sorted(SCHEMAS.glob("*.json"))


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    tool = [sys.executable, str(root / "tools" / "schemas.py"), *arguments]
    return subprocess.run(tool, capture_output=True, text=True, check=False)


def test_each_document_that_the_code_names_has_its_schema_and_no_other_has() -> None:
    named = {name for path in PACKAGE.rglob("*.py") for name in re.findall(r'"(pgplumb\.\w+/\d+)"', read(path))}
    assert {"pgplumb.plan/1", "pgplumb.error/1"} <= named
    assert {f"{name.replace('/', '.')}.json" for name in named} == {path.name for path in PUBLISHED}


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_a_schema_is_valid_strict_and_explains_itself(path: Path) -> None:
    schema = json.loads(read(path))
    Draft202012Validator.check_schema(schema)
    assert schema["title"].replace("/", ".") == path.stem
    for part in (schema, *schema["$defs"].values()) if "$defs" in schema else (schema,):
        if part.get("type") == "object":
            assert part["additionalProperties"] is False
            assert sorted(part["properties"]) == part["required"]
        assert part["description"].endswith(".")
        for name, value in part.get("properties", {}).items():
            assert value.get("description", "").endswith(".") or "$ref" in value, name


def test_the_schemas_are_current() -> None:
    found = run(ROOT, "--check")
    assert found.returncode == 0, found.stdout


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The tool and the schemas, to be changed."""
    shutil.copytree(ROOT / "tools", tmp_path / "tools")
    shutil.copytree(SCHEMAS, tmp_path / "docs" / "schemas")
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "promise"),
    [
        ('            "against": _AGAINST,\n', "", "pgplumb.plan/1 .against is string"),
        ('state=one_of("applied; running or reverting where a run was cut off.", State)', 'state=text("")', "may be"),
        ('version=text("The version of the migration.", pattern="^[0-9]+$")', 'version=number("")', "is string"),
        (
            'server=text("The server that the clones were on.")',
            'server=or_null("", text("The server."))',
            "pgplumb.plan/1 .proof.server is string",
        ),
    ],
)
def test_a_promise_is_not_broken_in_silence(copy: Path, old: str, new: str, promise: str) -> None:
    changed = 0
    for path in (copy / "tools" / "schemas.py", copy / "tools" / "schema_parts.py"):
        before = path.read_text(encoding="utf-8")
        path.write_text(before.replace(old, new), encoding="utf-8")
        changed += before != path.read_text(encoding="utf-8")
    assert changed == 1
    for arguments in ((), ("--check",)):
        found = run(copy, *arguments)
        assert found.returncode == 1
        assert "these promises would be broken; give the document a new version instead:" in found.stdout
        assert promise in found.stdout


def test_what_is_added_has_to_be_written_down(copy: Path) -> None:
    path = copy / "tools" / "schemas.py"
    added = '"against": _AGAINST,\n            "more": text("More."),'
    path.write_text(path.read_text(encoding="utf-8").replace('"against": _AGAINST,', added), encoding="utf-8")
    assert run(copy, "--check").returncode == 1
    assert run(copy).returncode == 0
    assert run(copy, "--check").returncode == 0
    assert "pgplumb.plan/1 .more is string" in (copy / "docs" / "schemas" / "promises.txt").read_text(encoding="utf-8")
