"""Accessors, tests and operators of json and jsonb."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pgplumb.strategies.functions.registry import function, typed
from pgplumb.strategies.order import json_equal
from pgplumb.strategies.plain import Json
from pgplumb.strategies.types import BOOL, INT4, JSONB, TEXT
from pgplumb.strategies.unsolved import Fails, Unsolved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pgplumb.strategies.types import Type

_MISSING = object()


def _same(types: Sequence[Type]) -> Type:
    return types[0]


def _step(value: Any, at: Any) -> Any:
    """What lies at a key or an index; _MISSING where nothing does."""
    if isinstance(value, dict) and isinstance(at, str):
        return value.get(at, _MISSING)
    if isinstance(value, list) and isinstance(at, int):
        return value[at] if -len(value) <= at < len(value) else _MISSING
    return _MISSING


def _is_in_doubt(document: Json, type: Type) -> None:
    """A jsonb scalar is stored as an array of one, and accessors of arrays see that in some places."""
    if type.family == "jsonb" and not isinstance(document.value, dict | list):
        raise Unsolved("an element of a jsonb scalar")


def _wrapped(value: Any) -> Json | None:
    return None if value is _MISSING else Json(value)


def scalar_text(value: Any) -> str | None:
    """The text of a scalar as ->> gives it; of objects and arrays it depends on how the server lays them out."""
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case int():
            return str(value)
        case Decimal():
            return format(value, "f")
    raise Unsolved("the text of a json object or array")


@typed("->", "json* int", _same)
def _element(types: Sequence[Type], document: Json, at: int) -> Json | None:
    _is_in_doubt(document, types[0])
    return _wrapped(_step(document.value, at))


@typed("->>", "json* int", TEXT)
def _element_text(types: Sequence[Type], document: Json, at: int) -> str | None:
    found = _element(types, document, at)
    return None if found is None else scalar_text(found.value)


@function("->", "json* text", _same)
def _field(document: Json, at: Any) -> Json | None:
    return _wrapped(_step(document.value, at))


@function("->>", "json* text", TEXT)
def _field_text(document: Json, at: Any) -> str | None:
    found = _step(document.value, at)
    return None if found is _MISSING else scalar_text(found)


def _follow(document: Json, path: list[Any]) -> Any:
    value = document.value
    for step in path:
        if step is None:
            return _MISSING
        if isinstance(value, list):
            if not step.lstrip("-").isdigit():
                return _MISSING
            value = _step(value, int(step))
        else:
            value = _step(value, step)
    return value


@typed("#>", "json* array", _same)
def _path(types: Sequence[Type], document: Json, path: list[Any]) -> Json | None:
    _is_in_doubt(document, types[0])
    return _wrapped(_follow(document, path))


@typed("#>>", "json* array", TEXT)
def _path_text(types: Sequence[Type], document: Json, path: list[Any]) -> str | None:
    _is_in_doubt(document, types[0])
    found = _follow(document, path)
    return None if found is _MISSING else scalar_text(found)


@function("?", "jsonb text", BOOL)
@function("jsonb_exists", "jsonb text", BOOL)
def _has(document: Json, name: str) -> bool:
    value = document.value
    if isinstance(value, list):
        return any(isinstance(each, str) and each == name for each in value)
    return name in value if isinstance(value, dict) else isinstance(value, str) and value == name


@function("?|", "jsonb array", BOOL)
def _has_any(document: Json, names: list[Any]) -> bool:
    return any(_has(document, each) for each in names if each is not None)


@function("?&", "jsonb array", BOOL)
def _has_all(document: Json, names: list[Any]) -> bool:
    return all(_has(document, each) for each in names if each is not None)


def contains(left: Any, right: Any) -> bool:
    """Containment of jsonb (manual: jsonb Containment and Existence)."""
    if isinstance(left, dict) and isinstance(right, dict):
        return all(name in left and _part(left[name], value) for name, value in right.items())
    if isinstance(left, list):
        wanted = right if isinstance(right, list) else [right]
        if isinstance(right, dict):
            return False
        return all(any(_part(each, value) for each in left) for value in wanted)
    return _part(left, right)


def _part(left: Any, right: Any) -> bool:
    """Within a document an array holds a scalar only as an array of it."""
    if isinstance(left, dict | list) or isinstance(right, dict | list):
        return type(left) is type(right) and contains(left, right)
    return json_equal(left, right)


@function("@>", "jsonb jsonb", BOOL)
def _contains(left: Json, right: Json) -> bool:
    return contains(left.value, right.value)


@function("<@", "jsonb jsonb", BOOL)
def _contained(left: Json, right: Json) -> bool:
    return contains(right.value, left.value)


@function("json_typeof jsonb_typeof", "json*", TEXT)
def _typeof(document: Json) -> str:
    match document.value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case str():
            return "string"
        case dict():
            return "object"
        case list():
            return "array"
    return "number"


@function("json_array_length jsonb_array_length", "json*", INT4)
def _length(document: Json) -> int:
    if not isinstance(document.value, list):
        raise Fails("cannot get array length of what is no array")
    return len(document.value)


@function("||", "jsonb jsonb", JSONB)
def _joined(left: Json, right: Json) -> Json:
    if isinstance(left.value, dict) and isinstance(right.value, dict):
        return Json({**left.value, **right.value})
    parts = [each.value if isinstance(each.value, list) else [each.value] for each in (left, right)]
    return Json([*parts[0], *parts[1]])


@function("-", "jsonb text", JSONB)
def _without(document: Json, name: str) -> Json:
    match document.value:
        case dict():
            return Json({key: value for key, value in document.value.items() if key != name})
        case list():
            return Json([each for each in document.value if not (isinstance(each, str) and each == name)])
    raise Fails("cannot delete from scalar")


@function("-", "jsonb array", JSONB)
def _without_all(document: Json, names: list[Any]) -> Json:
    for name in names:
        if name is not None:
            document = _without(document, name)
    if not isinstance(document.value, dict | list):
        raise Fails("cannot delete from scalar")
    return document


@typed("jsonb_strip_nulls", "jsonb", JSONB)
def _stripped(types: Sequence[Type], document: Json) -> Json:
    return Json(_strip(document.value))


def _strip(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _strip(each) for name, each in value.items() if each is not None}
    return [_strip(each) for each in value] if isinstance(value, list) else value
