"""What the string bodies of functions name: the server records no dependencies of those."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pglast.parser import ParseError, parse_plpgsql_json, parse_sql

from pgplumb.syntax.tree import ast, nodes, words

if TYPE_CHECKING:
    from collections.abc import Iterator

_EXPRESSION = 2
"""RawParseMode of an expression; a higher one is an assignment, `target := expression`."""


@lru_cache(maxsize=4096)
def named_in_body(definition: str, language: str, body: str) -> frozenset[tuple[str, str]]:
    """Schema (empty where the text leaves it to the search path) and name of the relations and routines in a body.

    `definition` is the whole CREATE FUNCTION. A body in another language than sql and plpgsql, or one that does not
    parse, names nothing.
    """
    try:
        texts = _plpgsql(definition) if language == "plpgsql" else [body] if language == "sql" else []
    except (ParseError, json.JSONDecodeError):
        return frozenset()
    return frozenset(name for text in texts for name in _names(text))


def _plpgsql(definition: str) -> list[str]:
    # pglast takes no subclass of str.
    return list(_queries(json.loads(parse_plpgsql_json(str(definition)))))


def _queries(tree: Any) -> Iterator[str]:
    if isinstance(tree, list):
        for each in tree:
            yield from _queries(each)
    elif isinstance(tree, dict):
        if "query" in tree and isinstance(tree["query"], str):
            yield _as_statement(tree["query"], tree.get("parseMode", 0))
        for each in tree.values():
            yield from _queries(each)


def _as_statement(query: str, mode: int) -> str:
    if mode < _EXPRESSION:
        return query
    if mode == _EXPRESSION:
        return f"SELECT {query}"
    sign = ":=" if ":=" in query else "="
    return f"SELECT {query.partition(sign)[2]}"


def _names(text: str) -> Iterator[tuple[str, str]]:
    try:
        trees = parse_sql(str(text))
    except ParseError:
        return
    for tree in trees:
        for node in nodes(tree.stmt):
            if isinstance(node, ast.RangeVar):
                yield node.schemaname or "", node.relname
            elif isinstance(node, ast.FuncCall):
                parts = words(node.funcname)
                yield (parts[-2] if len(parts) > 1 else "", parts[-1])
