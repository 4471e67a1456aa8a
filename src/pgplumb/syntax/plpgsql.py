"""The statements and declarations in the body of a PL/pgSQL function."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pglast.parser import ParseError, parse_plpgsql_json, scan

if TYPE_CHECKING:
    from collections.abc import Iterator

_EXPRESSION = 2
"""RawParseMode of an expression; a higher one is an assignment, `target := expression`."""

_STATEMENT = "PLpgSQL_stmt_"
#: Statements within which others run only sometimes, with the keys of what decides.
_BRANCHES = {"if": "cond", "case": "t_expr", "while": "cond"}
_LOOPS = frozenset({"fors", "forc", "fori", "foreach_a", "while", "loop", "dynfors"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One piece of SQL in a body: `kind` is the PL/pgSQL statement that it stands in (execsql, assign, if, ...).

    `sql` is a whole statement; an expression is one after SELECT, and `expression` tells so. `targets` are the
    variables that it fills, `record` those of them that take a row as it comes. `conditions` are the expressions that
    decide whether it runs, `catches` the conditions that a handler around it names.
    """

    line: int
    kind: str
    sql: str
    expression: bool
    targets: tuple[str, ...] = ()
    record: bool = False
    conditions: tuple[str, ...] = ()
    catches: tuple[str, ...] = ()
    loops: int = 0


@dataclass(frozen=True, slots=True)
class Body:
    """What a body does in the order of its text, and the names and types of variables that it declares as it goes."""

    steps: tuple[Step, ...]
    implicit: tuple[tuple[str, str], ...]


@lru_cache(maxsize=4096)
def read_body(definition: str) -> Body | None:
    """The body of a PL/pgSQL function from its CREATE; None for one that does not parse."""
    try:
        # pglast takes no subclass of str.
        tree = json.loads(parse_plpgsql_json(str(definition)))
    except (ParseError, json.JSONDecodeError):
        return None
    function = tree[0]["PLpgSQL_function"]
    start = Step(line=0, kind="", sql="", expression=False)
    datums = function["datums"]
    variables = [each["PLpgSQL_var"] for each in datums if "PLpgSQL_var" in each]
    declared = [step for each in variables for step in _walk(each, replace(start, kind="declare"))]
    implicit = (*_implicit(function["action"]), *_of_cursors(datums))
    return Body((*declared, *_walk(function["action"], start)), tuple(dict.fromkeys(implicit)))


def _walk(tree: Any, around: Step) -> Iterator[Step]:
    if isinstance(tree, list):
        for each in tree:
            yield from _walk(each, around)
    elif isinstance(tree, dict):
        if isinstance(tree.get("query"), str):
            yield _step(tree, around)
            return
        for key, value in tree.items():
            yield from _within(key, value, around)


def _within(key: str, value: Any, around: Step) -> Iterator[Step]:
    if key == "datums" or not isinstance(value, dict | list):
        return
    if key.startswith(_STATEMENT) and isinstance(value, dict):
        yield from _statement(key.removeprefix(_STATEMENT), value, around)
    elif key == "PLpgSQL_if_elsif" and isinstance(value, dict):
        yield from _walk(value.get("cond"), around)
        yield from _walk(value.get("stmts"), _decided(around, value.get("cond")))
    elif key == "PLpgSQL_case_when" and isinstance(value, dict):
        yield from _walk(value.get("expr"), around)
        yield from _walk(value.get("stmts"), _decided(around, value.get("expr")))
    else:
        yield from _walk(value, around)


def _statement(kind: str, value: dict[str, Any], around: Step) -> Iterator[Step]:
    here = replace(around, kind=kind, line=value.get("lineno", around.line), targets=tuple(_targets(value)))
    here = replace(here, record=any("PLpgSQL_rec" in value.get(key, {}) for key in ("target", "var")))
    inner = replace(here, targets=(), record=False, loops=here.loops + (kind in _LOOPS))
    if kind in _BRANCHES:
        inner = _decided(inner, value.get(_BRANCHES[kind]))
    if kind == "block" and "exceptions" in value:
        handlers = value["exceptions"]["PLpgSQL_exception_block"]["exc_list"]
        named = [c["PLpgSQL_condition"]["condname"] for h in handlers for c in h["PLpgSQL_exception"]["conditions"]]
        inner = replace(inner, catches=(*inner.catches, *named))
    later = []
    for key, part in value.items():
        if key in {"cond", "query", "t_expr"} and isinstance(part, dict):
            yield from _walk(part, here)
        elif key == "exceptions":
            yield from _walk(part, around)
        else:
            later.append((key, part))
    for key, part in later:
        # A loop's body follows its query, whatever order the tree has them in.
        nested = key in {"body", "then_body", "else_body", "else_stmts", "elsif_list", "case_when_list", "stmts"}
        yield from _within(key, part, inner if nested else here)


def _targets(value: dict[str, Any]) -> Iterator[str]:
    for key in ("target", "var"):
        for kind, target in value.get(key, {}).items():
            if kind == "PLpgSQL_row":
                yield from (field["name"].lower() for field in target.get("fields", ()))
            elif kind in {"PLpgSQL_rec", "PLpgSQL_var"}:
                yield target.get("refname", "").lower()


def _decided(step: Step, condition: Any) -> Step:
    texts = [found.sql.removeprefix("SELECT ") for found in _walk(condition, step)]
    return replace(step, conditions=(*step.conditions, *texts))


def _step(tree: dict[str, Any], around: Step) -> Step:
    query, mode = tree["query"], tree.get("parseMode", 0)
    if mode < _EXPRESSION:
        return replace(around, sql=query, expression=False)
    if mode == _EXPRESSION:
        return replace(around, sql=f"SELECT {query}", expression=True)
    target, _, value = query.partition(":=" if ":=" in query else "=")
    return replace(around, sql=f"SELECT {value.strip()}", expression=True, targets=(target.strip().lower(),))


def _implicit(tree: Any) -> Iterator[tuple[str, str]]:
    """The counters of integer loops and the variables of handlers, which no declaration names."""
    if isinstance(tree, list):
        for each in tree:
            yield from _implicit(each)
    elif isinstance(tree, dict):
        for key, value in tree.items():
            if key == "PLpgSQL_stmt_fori":
                yield value["var"]["PLpgSQL_var"]["refname"], "integer"
            elif key == "exceptions":
                yield from (("sqlstate", "text"), ("sqlerrm", "text"))
            yield from _implicit(value)


def _of_cursors(datums: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """The arguments of bound cursors."""
    for each in datums:
        place = each.get("PLpgSQL_var", {}).get("cursor_explicit_argrow", -1)
        for field in datums[place]["PLpgSQL_row"].get("fields", ()) if place >= 0 else ():
            variable = datums[field["varno"]]["PLpgSQL_var"]
            yield variable["refname"], variable["datatype"]["PLpgSQL_type"]["typname"]


@dataclass(frozen=True, slots=True)
class Declarations:
    """A DECLARE section without the values that it gives, and the label before it; both as text."""

    label: str
    text: str


def declarations(source: str) -> tuple[Declarations, ...]:
    """The DECLARE sections of a body, in the order of its text."""
    source = str(source)
    tokens = [token for token in scan(source) if token.name not in {"SQL_COMMENT", "C_COMMENT"}]
    found, place = [], 0
    while place < len(tokens):
        if tokens[place].name == "DECLARE" and _opens(tokens, place):
            end = next((n for n in range(place, len(tokens)) if _begins(tokens, n)), len(tokens))
            label = _label(source, tokens, place)
            found.append(Declarations(label, " ".join(_without_values(source, tokens[place + 1 : end]))))
            place = end
        place += 1
    return tuple(found)


def _opens(tokens: list[Any], place: int) -> bool:
    """Whether a DECLARE begins a section: as a cursor's SQL command it is not allowed in a body."""
    return place == 0 or tokens[place - 1].name in {"ASCII_59", "Op", "BEGIN_P", "THEN", "ELSE", "LOOP", "IDENT"}


def _begins(tokens: list[Any], place: int) -> bool:
    return tokens[place].name == "BEGIN_P" and tokens[place - 1].name in {"ASCII_59", "DECLARE"}


def _label(source: str, tokens: list[Any], place: int) -> str:
    if place < 3 or source[tokens[place - 1].start : tokens[place - 1].end + 1] != ">>":
        return ""
    return source[tokens[place - 2].start : tokens[place - 2].end + 1]


def _without_values(source: str, tokens: list[Any]) -> Iterator[str]:
    """Each declaration up to its value; what is CONSTANT or NOT NULL is so no more."""
    one: list[Any] = []
    for token in tokens:
        one.append(token)
        if token.name == "ASCII_59":
            yield _without_value(source, one)
            one = []


def _without_value(source: str, tokens: list[Any]) -> str:
    words = [source[token.start : token.end + 1] for token in tokens]
    lower = [word.lower() for word in words]
    if "cursor" in lower[1:4] or "alias" in lower[1:2]:
        return source[tokens[0].start : tokens[-1].end + 1]
    end = next((n for n, word in enumerate(lower) if word in {":=", "=", "default", ";"} and n), len(words))
    if lower[end - 2 : end] == ["not", "null"]:
        end -= 2
    if "constant" in lower[1:2]:
        return f"{words[0]} {source[tokens[2].start : tokens[end].start]};"
    return f"{source[tokens[0].start : tokens[end].start]};"
