"""Syntax trees of texts that pgplumb or the server wrote: one statement, one type, one expression."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pglast.parser import ParseError, parse_sql, scan

from pgplumb.syntax.split import split
from pgplumb.syntax.sql import Sql
from pgplumb.syntax.tree import ast, nodes


@lru_cache(maxsize=4096)
def parse_statement(text: str) -> Any:
    """The syntax tree of one statement; raises SqlSyntaxError."""
    plain = str(text)  # pglast takes no subclass of str
    try:
        return parse_sql(plain)[0].stmt
    except ParseError:
        # Says it again with line, column and excerpt.
        return split(plain, "statement")[0].node


@lru_cache(maxsize=4096)
def parse_expression(text: str) -> Any:
    """The syntax tree of an expression, as pg_get_expr prints it."""
    return parse_statement(f"SELECT ({text}\n)").targetList[0].val


@lru_cache(maxsize=4096)
def parse_constraint(text: str) -> Any:
    """The Constraint node of a table's constraint, as pg_get_constraintdef prints it."""
    return parse_statement(f"ALTER TABLE t ADD {text}").cmds[0].def_


@lru_cache(maxsize=4096)
def parse_type(text: str) -> Any:
    """The TypeName of a type, as format_type prints it."""
    return parse_expression(f"NULL::{text}").typeName


def strings(root: Any) -> frozenset[str]:
    """The string constants within a syntax tree."""
    return frozenset(
        node.val.sval for node in nodes(root) if isinstance(node, ast.A_Const) and isinstance(node.val, ast.String)
    )


def column_names(root: Any) -> frozenset[str]:
    """The last parts of the column references within a syntax tree."""
    return frozenset(
        node.fields[-1].sval
        for node in nodes(root)
        if isinstance(node, ast.ColumnRef) and isinstance(node.fields[-1], ast.String)
    )


def after_word(text: str, word: str, addition: Sql) -> Sql:
    """The statement with words added after the first time that the keyword stands in it."""
    tokens = scan(str(text))
    place = next(token.end + 1 for token in tokens if text[token.start : token.end + 1].upper() == word)
    return Sql(f"{text[:place]} {addition}{text[place:]}")


def with_value(text: str, value: Sql) -> Sql:
    """The expression of a domain's check about something else than VALUE."""
    parts, at = [], 0
    for token in scan(str(text)):
        if token.name == "VALUE_P":
            parts += [text[at : token.start], value]
            at = token.end + 1
    return Sql("".join([*parts, text[at:]]))


@lru_cache(maxsize=4096)
def in_parentheses(text: str) -> Sql:
    """The text between the first parenthesis and the one that closes it: the expression of a check's definition."""
    text = str(text)
    depth, start = 0, 0
    for token in scan(text):
        if token.name == "ASCII_40":
            start = start if depth else token.end + 1
            depth += 1
        elif token.name == "ASCII_41":
            depth -= 1
            if not depth:
                return Sql(text[start : token.start])
    raise ValueError(f"no expression in parentheses: {text}")
