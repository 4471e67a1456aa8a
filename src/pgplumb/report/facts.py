"""An object in a few words, and an attribute's change as lines: shared by the formats that people read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import unified_diff
from typing import TYPE_CHECKING, Any, Literal

from pgplumb.model.printable import printable
from pgplumb.model.relations import Column, Index, Policy
from pgplumb.model.routines import Function

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pgplumb.model.objects import Object
    from pgplumb.report.tree import Entry, Fact

#: How much of a definition stands beside an object's name, in characters.
_WIDTH = 110

#: How long an old and a new value may be to stand on one line, together.
_ABREAST = 72

#: How many lines of a function's or view's difference are shown; the SQL has the rest.
_DIFFERENCE = 24

#: Attributes that say what an object is, the most telling first.
_TELLING = ("definition", "text", "labels", "privileges", "bound", "type", "subtype", "version")

_PLURALS = {"index": "indexes", "policy": "policies", "inheritance": "parents", "statistics": "statistics"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line about an attribute; the sign tells a value that comes from one that goes."""

    sign: Literal["", "+", "-"]
    text: str


def describe(entry: Entry) -> str:
    """What an object that comes or goes is, in words that fit behind its name."""
    found = entry.object
    if found is None:
        return ""
    words = [_description(found)]
    if entry.mark == "+":
        words += [f"{printable(fact.name)} {_value(fact.after)}" for fact in entry.facts if fact.name == "default"]
    return printable(" ".join(word for word in words if word), _WIDTH)


def count_parts(entries: Iterable[Entry]) -> str:
    """How many objects of which kind come or go: `3 columns, 1 index`."""
    kinds = Counter(entry.id.kind for entry in entries if entry.mark != "~")
    return ", ".join(f"{number} {_plural(kind, number)}" for kind, number in kinds.items())


def explain(fact: Fact) -> tuple[Line, ...]:
    """The lines that show what becomes of an attribute."""
    name = printable(fact.name.replace("_", " "))
    before, after = fact.before, fact.after
    if isinstance(before, tuple | None) and isinstance(after, tuple | None):
        return _sets(name, before or (), after or ())
    if any(isinstance(value, str) and "\n" in value.strip() for value in (before, after)):
        return (Line("", name), *_difference(_text(before), _text(after)))
    old, new = _value(before), _value(after)
    if fact.name == "comment":
        old, new = (f"'{text}'" if value else text for text, value in ((old, before), (new, after)))
    if len(old) + len(new) > _ABREAST:
        return Line("", name), Line("-", printable(old, _WIDTH)), Line("+", printable(new, _WIDTH))
    return (Line("", f"{name} {old} -> {new}"),)


def _description(found: Object) -> str:
    match found:
        case Column():
            return _column(found)
        case Index():
            method = found.definition.partition(" USING ")[2]
            return ("unique " if found.unique else "") + (method or found.definition)
        case Policy():
            return _policy(found)
        case Function():
            return f"returns {found.result}"
    for name in _TELLING:
        value = getattr(found, name, None)
        if value:
            text = value if isinstance(value, str) else ", ".join(value)
            # A body of several lines is for the SQL to show.
            return "" if "\n" in text.strip() else " ".join(text.split())
    return ""


def _column(found: Column) -> str:
    words = [found.type]
    words += [f"collate {found.collation}"] if found.collation else []
    words += [f"generated as {found.expression}"] if found.expression else []
    words += ["identity"] if found.identity else []
    words += ["not null"] if found.not_null and not found.identity else []
    return " ".join(words)


def _policy(found: Policy) -> str:
    words = [] if found.permissive else ["restrictive"]
    words += [f"for {found.command}"] if found.command else []
    words += [f"to {', '.join(found.roles)}"] if found.roles else []
    words += [f"using {found.using}"] if found.using else []
    words += [f"with check {found.check}"] if found.check else []
    return " ".join(words)


def _plural(kind: str, number: int) -> str:
    words = kind.replace("_", " ")
    return words if number == 1 else _PLURALS.get(kind, f"{words}s")


def _sets(name: str, before: tuple[str, ...], after: tuple[str, ...]) -> tuple[Line, ...]:
    gone = [f"-{printable(str(value))}" for value in before if value not in after]
    come = [f"+{printable(str(value))}" for value in after if value not in before]
    if not gone and not come:
        return (Line("", f"{name} in another order: {printable(', '.join(map(str, after)), _WIDTH)}"),)
    return (Line("", f"{name} {printable(' '.join((*gone, *come)), _WIDTH)}"),)


def _difference(before: str, after: str) -> tuple[Line, ...]:
    """The lines that differ, with one around them."""
    found = unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1)
    lines: list[Line] = []
    for number, line in enumerate(found):
        if number < 2:  # the names of two files, which there are not
            continue
        if line.startswith("@@"):
            lines += [Line("", "...")] if lines else []
            continue
        lines.append(Line("+" if line[0] == "+" else "-" if line[0] == "-" else "", printable(line[1:], _WIDTH)))
    if len(lines) > _DIFFERENCE:
        return (*lines[:_DIFFERENCE], Line("", f"... {len(lines) - _DIFFERENCE} more lines"))
    return tuple(lines)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _value(value: Any) -> str:
    match value:
        case None | "" | ():
            return "none"
        case bool():
            return "yes" if value else "no"
        case tuple():
            return printable(", ".join(map(str, value)))
        case _:
            return " ".join(printable(str(value)).split())
