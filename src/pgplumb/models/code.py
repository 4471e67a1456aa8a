"""Python expressions as values, and how they are laid out: on one line where they fit, else an argument a line.

The layout is the one that formatters leave as it is, so that a module reads the same before and after one has seen it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDTH = 120

_INDENT = "    "


@dataclass(frozen=True, slots=True)
class Group:
    """What stands between brackets; `opening` ends with the first of them."""

    opening: str
    items: tuple[Code, ...]
    closing: str


Code = str | Group


def call(name: str, /, *args: Code | None, **named: Code | None) -> Group:
    """A call; arguments that are None are left out."""
    given = [each for each in args if each is not None]
    given += [_headed(f"{key}=", value) for key, value in named.items() if value is not None]
    return Group(f"{name}(", tuple(given), ")")


def listed(items: Iterable[Code]) -> Group:
    """A list."""
    return Group("[", tuple(items), "]")


def tupled(items: Iterable[Code]) -> Group:
    """A tuple."""
    found = tuple(items)
    return Group("(", found, ",)" if len(found) == 1 else ")")


def mapping(items: Iterable[tuple[str, Code]]) -> Group:
    """A dictionary of text keys."""
    return Group("{", tuple(_headed(f"{text(key)}: ", value) for key, value in items), "}")


def _headed(head: str, code: Code) -> Code:
    return head + code if isinstance(code, str) else Group(head + code.opening, code.items, code.closing)


def text(value: str) -> str:
    """A string literal in double quotes, where those need no more escapes than single ones; ASCII control characters
    and whatever else does not print are escaped."""
    found = repr(value)
    if found.startswith("'") and '"' not in value:
        return f'"{found[1:-1]}"'
    return found


def docstring(value: str) -> str:
    """A docstring on one line."""
    return f'"""{_escaped(value.strip())}"""'


def _escaped(value: str) -> str:
    letters = (letter if letter.isprintable() and letter != "\\" else _spelled(letter) for letter in value)
    found = "".join(letters)
    return found.replace('"', '\\"') if '"""' in value or value.endswith('"') else found


def _spelled(letter: str) -> str:
    return repr(letter)[1:-1]


def comment(value: str) -> str:
    """Text as it may stand in a comment or on one line of a docstring."""
    return "".join(letter if letter.isprintable() else _spelled(letter) for letter in value)


def flat(code: Code) -> str:
    """The expression on one line."""
    if isinstance(code, str):
        return code
    return code.opening + ", ".join(map(flat, code.items)) + code.closing


def laid_out(code: Code, *, head: str = "", indent: int = 0, tail: str = "") -> str:
    """The expression between `head` and `tail`, as a line or as several; `indent` counts steps."""
    before = _INDENT * indent
    line = before + head + flat(code) + tail
    if len(line) <= WIDTH or isinstance(code, str) or not code.items:
        return line
    inner = "".join(laid_out(each, indent=indent + 1, tail=",") + "\n" for each in code.items)
    return f"{before}{head}{code.opening}\n{inner}{before}{code.closing.lstrip(',')}{tail}"
