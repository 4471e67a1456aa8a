"""Holds what the commands print to the schemas that are published for it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

SCHEMAS = Path(__file__).resolve().parents[1] / "docs" / "schemas"


@cache
def validator(name: str) -> Draft202012Validator:
    """The published schema of a document, such as pgplumb.plan/1."""
    path = SCHEMAS / f"{name.replace('/', '.')}.json"
    return Draft202012Validator(
        json.loads(path.read_text(encoding="utf-8")), format_checker=Draft202012Validator.FORMAT_CHECKER
    )


def valid(document: str) -> Any:
    """What the document says, once its schema has nothing to say about it."""
    found = json.loads(document)
    errors = [f"{error.json_path}: {error.message}" for error in validator(found["format"]).iter_errors(found)]
    assert errors == []
    return found


def check(output: str) -> None:
    """Hold standard output to the schema it names, if it names one."""
    if output.startswith("{") and '"format": "pgplumb.' in output:
        valid(output)
