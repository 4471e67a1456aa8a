"""The quoting type: text that is known to be SQL, and the only ways to make it."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, LiteralString, final

if TYPE_CHECKING:
    from collections.abc import Iterable

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*\Z")
_LAST = re.compile(r'(?:\A|\.)(?:"((?:[^"]|"")*)"|([^".]*))\Z')


@final
class Sql(str):
    """Text that may stand in a statement as it is; joining it with a plain string gives a plain string again."""

    __slots__ = ()


@cache
def _keywords() -> frozenset[str]:
    # Imported at the first name, not with the module: it loads the parser, and `--help` quotes nothing.
    from pglast import keywords

    return frozenset(keywords.RESERVED_KEYWORDS | keywords.COL_NAME_KEYWORDS | keywords.TYPE_FUNC_NAME_KEYWORDS)


@lru_cache(maxsize=65536)
def ident(*names: str) -> Sql:
    """A name, or a qualified name; empty parts are left out.

    Quoted only where PostgreSQL's quote_ident would quote (ruleutils.c, quote_identifier): our text reads like the
    server's.
    """
    return Sql(".".join([_quoted(name) for name in names if name]))


def _quoted(name: str) -> str:
    if _PLAIN.match(name) and name not in _keywords():
        return name
    return '"' + name.replace('"', '""') + '"'


def plain_name(qualified: str) -> str:
    """The last part of a name that is printed with its schema, as `format('%I.%I')` does, without quotes."""
    found = _LAST.search(qualified)
    assert found is not None, qualified
    return found[2] if found[1] is None else found[1].replace('""', '"')


def literal(text: str) -> Sql:
    """A string constant that reads the same whatever standard_conforming_strings says."""
    quoted = "'" + text.replace("'", "''") + "'"
    return Sql("E" + quoted.replace("\\", "\\\\")) if "\\" in text else Sql(quoted)


def raw(text: str) -> Sql:
    """Text that PostgreSQL printed (pg_get_expr, format_type and the like), or that the user wrote as SQL."""
    return Sql(text)


def sql(template: LiteralString, /, *parts: Sql, **named: Sql) -> Sql:
    """The template with its `{}` and `{name}` filled; anything but Sql is a TypeError, so nothing goes in unquoted."""
    for part in parts:
        if type(part) is not Sql:
            raise TypeError(f"{part!r} is no Sql: use ident(), literal() or raw()")
    for key, part in named.items():
        if type(part) is not Sql:
            raise TypeError(f"{key}={part!r} is no Sql: use ident(), literal() or raw()")
    return Sql(template.format(*parts, **named))


def join(separator: LiteralString, parts: Iterable[Sql]) -> Sql:
    """The parts with the separator between them; anything but Sql is a TypeError."""
    listed = list(parts)
    for part in listed:
        if type(part) is not Sql:
            raise TypeError(f"{part!r} is no Sql: use ident(), literal() or raw()")
    return Sql(separator.join(listed))
