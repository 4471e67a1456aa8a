"""Grants that say the same to several roles, or about several columns, in one statement."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from pgplumb.syntax.sql import ident

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pgplumb.model.statement import Statement

T = TypeVar("T")

_ONE_PRIVILEGE = re.compile(r"GRANT [A-Z]+\Z")
_OPTION = " WITH GRANT OPTION"


class _Parts(NamedTuple):
    """A statement around the one thing in which it differs from others."""

    head: str
    item: str
    tail: str


def joined(placed: Sequence[tuple[T, Statement]]) -> list[tuple[T, Statement]]:
    """The statements with their places; a grant that is like an earlier one is part of that."""
    single = [(place, each) for place, statement in placed for each in _by_privilege(statement)]
    return _joined(_joined(single, _by_column), _by_role)


def _by_privilege(statement: Statement) -> list[Statement]:
    """`GRANT SELECT (name), UPDATE (name) ON ..` as a statement for each privilege."""
    if (column := _column(statement)) is None:
        return [statement]
    privileges: list[str] = []
    rest = statement.sql.removeprefix("GRANT ")
    while (found := re.match(rf"([A-Z]+) \({re.escape(column)}\)(, | ON )", rest)) is not None:
        privileges.append(found[1])
        rest = rest[found.end() :]
        if found[2] == " ON ":
            return [replace(statement, sql=f"GRANT {each} ({column}) ON {rest}") for each in privileges]
    return [statement]


def _column(statement: Statement) -> str | None:
    """The quoted name of the column that a GRANT is about."""
    target = statement.subject.target if statement.subject is not None else None
    if statement.operation != "grant" or not statement.sql.startswith("GRANT ") or target is None:
        return None
    return ident(target.name) if target.kind == "column" else None


def _joined(
    placed: Sequence[tuple[T, Statement]], parts: Callable[[Statement], _Parts | None]
) -> list[tuple[T, Statement]]:
    items: dict[tuple[str, str], list[str]] = {}
    found: list[tuple[T, Statement, _Parts | None]] = []
    for place, statement in placed:
        cut = parts(statement)
        if cut is None or (cut.head, cut.tail) not in items:
            found.append((place, statement, cut))
        if cut is not None:
            items.setdefault((cut.head, cut.tail), []).append(cut.item)
    return [
        (place, statement if cut is None else _with(statement, cut, items[cut.head, cut.tail]))
        for place, statement, cut in found
    ]


def _with(statement: Statement, cut: _Parts, items: list[str]) -> Statement:
    return replace(statement, sql=cut.head + ", ".join(items) + cut.tail)


def _by_column(statement: Statement) -> _Parts | None:
    """`GRANT UPDATE (name) ON ..`, where it is about one privilege."""
    if (column := _column(statement)) is None:
        return None
    head, _, tail = statement.sql.partition(f" ({column}) ON ")
    return _Parts(f"{head} (", column, f") ON {tail}") if _ONE_PRIVILEGE.match(head) else None


def _by_role(statement: Statement) -> _Parts | None:
    """`GRANT .. TO role`, of a role that is named."""
    subject = statement.subject
    if statement.operation != "grant" or subject is None or subject.target is None or subject.name in {"", "@owner"}:
        return None
    if not statement.sql.startswith("GRANT "):
        return None
    role = ident(subject.name)
    for tail in ("", _OPTION):
        if statement.sql.endswith(f" TO {role}{tail}"):
            return _Parts(statement.sql.removesuffix(role + tail), role, tail)
    return None
