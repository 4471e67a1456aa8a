"""Values from the texts that the server prints."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from pgplumb.strategies.plain import Json, Text

if TYPE_CHECKING:
    from pgplumb.generate.candidates import Kind

_INTEGERS = frozenset({"int2", "int4", "int8"})
_TEXTS = frozenset({"text", "varchar", "bpchar", "name"})


def value_of(text: str | None, kind: Kind) -> Any:
    """The value that the text stands for, where the evaluator knows the type; else the text as it is."""
    if text is None:
        return None
    base = kind.base
    if kind.array:
        return Text(text)
    if base in _INTEGERS:
        return int(text)
    if base in _TEXTS:
        return text
    try:
        match base:
            case "bool":
                return text == "true"
            case "numeric":
                return Decimal(text)
            case "uuid":
                return UUID(text)
            case "float4" | "float8":
                return float(text)
            case "json" | "jsonb":
                return Json(json.loads(text, parse_float=Decimal))
            case "date":
                return date.fromisoformat(text)
            case "timestamp" | "timestamptz":
                return datetime.fromisoformat(text)
    except ValueError:  # infinity, or a year that Python lacks
        return Text(text)
    return Text(text)
