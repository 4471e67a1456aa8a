"""Functions of text: lengths, parts, case, trimming, padding; positions count from one."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from pgplumb.strategies.functions.registry import function, typed
from pgplumb.strategies.order import folded
from pgplumb.strategies.types import BOOL, BYTEA, INT4, TEXT, array_of
from pgplumb.strategies.unsolved import Fails, Unsolved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pgplumb.strategies.plain import Text
    from pgplumb.strategies.types import Type

_LONGEST = 10**6


@typed("length char_length character_length", "string", INT4)
def _length(types: Sequence[Type], value: str) -> int:
    return len(value.rstrip(" ") if types[0].family == "bpchar" else value)


@function("octet_length", "string", INT4)
def _octets(value: str) -> int:
    return len(value.encode())


@function("bit_length", "text", INT4)
def _bits(value: str) -> int:
    return len(value.encode()) * 8


@function("length octet_length", "bytea", INT4)
def _bytes(value: bytes) -> int:
    return len(value)


@function("length bit_length", "bit", INT4)
def _width(value: Text) -> int:
    return len(value.text)


@function("||", "bytea bytea", BYTEA)
def _joined_bytes(left: bytes, right: bytes) -> bytes:
    return left + right


@function("substring substr", "bytea int int", BYTEA)
def _part_of_bytes(value: bytes, start: int, count: int) -> bytes:
    if count < 0:
        raise Fails("negative substring length not allowed")
    return value[max(start - 1, 0) : max(start - 1 + count, 0)]


@function("get_byte", "bytea int", INT4)
def _byte(value: bytes, at: int) -> int:
    if not 0 <= at < len(value):
        raise Fails("index out of range")
    return value[at]


@function("lower", "text", TEXT)
def _lower(value: str) -> str:
    return folded(value)


@function("upper", "text", TEXT)
def _upper(value: str) -> str:
    return folded(value).upper() if value.isascii() else _unchanged(value)


def _unchanged(value: str) -> str:
    """Upper case where only ASCII letters have a case."""
    folded(value)
    return "".join(each.upper() if each.isascii() else each for each in value)


@function("initcap", "text", TEXT)
def _initcap(value: str) -> str:
    if not value.isascii():
        raise Unsolved("initcap of letters outside ASCII")
    found, inside = [], False
    for letter in value:
        found.append(letter.lower() if inside else letter.upper())
        inside = letter.isalnum()
    return "".join(found)


@function("||", "text text", TEXT)
def _joined(left: str, right: str) -> str:
    return left + right


@function("||", "int text", TEXT)
def _number_joined(left: int, right: str) -> str:
    return f"{left}{right}"


@function("||", "text int", TEXT)
def _joined_number(left: str, right: int) -> str:
    return f"{left}{right}"


def _trimming(names: str, left: str, right: str) -> None:
    def trim(value: str, letters: str = " ") -> str:
        found = value.lstrip(letters) if left and letters else value
        return found.rstrip(letters) if right and letters else found

    function(names, "text", TEXT)(trim)
    function(names, "text text", TEXT)(trim)


_trimming("btrim", "left", "right")
_trimming("ltrim", "left", "")
_trimming("rtrim", "", "right")


@function("position strpos", "text text", INT4)
def _position(value: str, part: str) -> int:
    return value.find(part) + 1


@function("left", "text int", TEXT)
def _left(value: str, count: int) -> str:
    return value[:count]


@function("right", "text int", TEXT)
def _right(value: str, count: int) -> str:
    if count == 0:
        return ""
    return value[-count:]


@function("substring substr", "text int", TEXT)
def _from(value: str, start: int) -> str:
    return value[max(start - 1, 0) :]


@function("substring substr", "text int int", TEXT)
def _part(value: str, start: int, count: int) -> str:
    if count < 0:
        raise Fails("negative substring length not allowed")
    return value[max(start - 1, 0) : max(start - 1 + count, 0)]


@function("replace", "text text text", TEXT)
def _replace(value: str, old: str, new: str) -> str:
    return value.replace(old, new) if old else value


@function("translate", "text text text", TEXT)
def _translate(value: str, old: str, new: str) -> str:
    table: dict[int, str | None] = {}
    for place, letter in enumerate(old):
        table.setdefault(ord(letter), new[place] if place < len(new) else None)
    return value.translate(table)


@function("reverse", "text", TEXT)
def _reverse(value: str) -> str:
    return value[::-1]


@function("repeat", "text int", TEXT)
def _repeat(value: str, count: int) -> str:
    if len(value) * count > _LONGEST:
        raise Unsolved("repeat of more than a million letters")
    return value * max(count, 0)


def _padding(name: str, left: str) -> None:
    def pad(value: str, length: int, fill: str = " ") -> str:
        if length > _LONGEST:
            raise Unsolved(f"{name} to more than a million letters")
        if length <= len(value) or not fill:
            return value[: max(length, 0)]
        more = (fill * length)[: length - len(value)]
        return more + value if left else value + more

    function(name, "text int", TEXT)(pad)
    function(name, "text int text", TEXT)(pad)


_padding("lpad", "left")
_padding("rpad", "")


@function("starts_with ^@", "text text", BOOL)
def _starts_with(value: str, start: str) -> bool:
    return value.startswith(start)


@function("split_part", "text text int", TEXT)
def _split_part(value: str, separator: str, place: int) -> str:
    if not place:
        raise Fails("field position must not be zero")
    parts = value.split(separator) if separator else [value]
    at = place - 1 if place > 0 else len(parts) + place
    return parts[at] if 0 <= at < len(parts) else ""


@function("string_to_array", "text text", array_of(TEXT))
def _split(value: str, separator: str) -> list[str]:
    if not value:
        return []
    return value.split(separator) if separator else [value]


@function("ascii", "text", INT4)
def _ascii(value: str) -> int:
    return ord(value[0]) if value else 0


@function("chr", "int", TEXT)
def _chr(code: int) -> str:
    if not 0 < code < 0x110000 or 0xD800 <= code < 0xE000:
        raise Fails("no such character")
    return chr(code)


@function("md5", "text", TEXT)
def _md5(value: str) -> str:
    return hashlib.md5(value.encode(), usedforsecurity=False).hexdigest()


@typed("concat", "text text", TEXT, strict=False)
def _concat_two(types: Sequence[Type], *values: str | None) -> str:
    return "".join(each or "" for each in values)


@typed("concat", "text text text", TEXT, strict=False)
def _concat_three(types: Sequence[Type], *values: str | None) -> str:
    return "".join(each or "" for each in values)


def _concat_ws(separator: str | None, *values: Any) -> str | None:
    return None if separator is None else separator.join(each for each in values if each is not None)


for _count in (1, 2, 3, 4, 5):
    function("concat_ws", "text" + " text" * _count, TEXT, strict=False)(_concat_ws)
