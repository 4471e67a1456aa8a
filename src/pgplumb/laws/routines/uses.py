"""What the body of a routine uses: the functions that it calls, the tables that it reads and writes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pgplumb.errors import DatabaseError, PgplumbError
from pgplumb.laws.probe import undone
from pgplumb.syntax.plpgsql import declarations
from pgplumb.syntax.split import split
from pgplumb.syntax.sql import Sql, ident, join, raw, sql
from pgplumb.syntax.tree import ast, nodes, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pgplumb.laws.code import Routine
    from pgplumb.postgres.session import Session

_WRITES = (ast.InsertStmt, ast.UpdateStmt, ast.DeleteStmt, ast.MergeStmt, ast.TruncateStmt)
_ATOMIC = re.compile(r"\A\s*begin\s+atomic\b(.*)\bend\s*\Z", re.IGNORECASE | re.DOTALL)

#: The functions that a parsed body calls, by operators and casts too, with their volatility.
_CALLED = """
    with body as (select prosqlbody::text as tree from pg_proc where oid = %s::regproc),
    called as (
        select m[1]::oid as oid from body, regexp_matches(tree, ':(?:funcid|opfuncid|aggfnoid|winfnoid) (\\d+)', 'g') m
        union
        select t.typinput from body, regexp_matches(tree, '\\{COERCEVIAIO .*?:resulttype (\\d+)', 'g') m
        join pg_type t on t.oid = m[1]::oid
    )
    select distinct p.oid::regprocedure::text, p.proname::text, p.provolatile::text, p.proleakproof, p.oid < 16384
    from called c join pg_proc p on p.oid = c.oid
    union all
    select 'CURRENT_DATE and the like', '', 's', false, true from body where tree like '%%{SQLVALUEFUNCTION %%'
    order by 1
"""
_NAMED = """
    select min(p.oid::regprocedure::text), p.proname::text,
        case when bool_and(p.provolatile = 'v') then 'v' when bool_and(p.provolatile <> 'i') then 's' else 'i' end,
        bool_or(p.proleakproof), bool_and(p.oid < 16384)
    from pg_proc p where p.proname = any(%s) group by p.proname order by 1
"""


@dataclass(frozen=True, slots=True)
class Call:
    """A function that a body calls; `builtin` ones are PostgreSQL's own."""

    signature: str
    name: str
    volatility: str
    leakproof: bool
    builtin: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One statement or expression of a body, as text and as syntax tree."""

    text: str
    tree: Any
    kind: str


def parts(routine: Routine) -> tuple[Part, ...]:
    """The statements of a body in SQL or PL/pgSQL that our parser reads."""
    return tuple(_parts(routine))


def _parts(routine: Routine) -> Iterator[Part]:
    for text, kind in _texts(routine):
        try:
            yield from (Part(str(found.text), found.node, kind) for found in split(text, routine.name))
        except PgplumbError:
            continue


def _texts(routine: Routine) -> Iterator[tuple[str, str]]:
    if routine.language == "plpgsql" and routine.steps:
        yield from ((step.sql, step.kind) for step in routine.steps.steps)
    elif routine.language == "sql":
        atomic = _ATOMIC.match(routine.body)
        if atomic:
            yield atomic.group(1), "sql"
        elif routine.body:
            yield re.sub(r"\A\s*return\b", "select", routine.body, flags=re.IGNORECASE), "sql"
        else:
            yield routine.source, "sql"


def reads(found: Sequence[Part]) -> frozenset[tuple[str, str]]:
    """Schema (empty where the text has none) and name of the relations that statements read or write."""
    return frozenset(name for part in found for name in _relations(part.tree))


def _relations(tree: Any) -> Iterator[tuple[str, str]]:
    every = list(nodes(tree))
    shared = {node.ctename for node in every if isinstance(node, ast.CommonTableExpr)}
    for node in every:
        if isinstance(node, ast.RangeVar) and (node.schemaname or node.relname not in shared):
            yield node.schemaname or "", node.relname


def writes(found: Sequence[Part]) -> tuple[Part, ...]:
    """The parts that write: to a table that is no temporary one of the body's own."""
    own = {node.relname for part in found for node in _temporary(part.tree)}
    return tuple(part for part in found if any(_writes(node, own) for node in nodes(part.tree)))


def _temporary(tree: Any) -> Iterator[Any]:
    for node in nodes(tree):
        if isinstance(node, ast.RangeVar) and node.relpersistence == "t":
            yield node


def _writes(node: Any, own: set[str]) -> bool:
    if isinstance(node, ast.TruncateStmt):
        return True
    return isinstance(node, _WRITES) and node.relation.relname not in own


def locks(found: Sequence[Part]) -> tuple[Part, ...]:
    """The parts that lock rows, with FOR UPDATE and the like."""
    return tuple(part for part in found if any(isinstance(node, ast.LockingClause) for node in nodes(part.tree)))


def called_names(found: Sequence[Part]) -> frozenset[str]:
    """The names of the functions that are called by name."""
    every = (node for part in found for node in nodes(part.tree))
    return frozenset(words(node.funcname)[-1] for node in every if isinstance(node, ast.FuncCall))


def calls(session: Session, routine: Routine, found: Sequence[Part]) -> tuple[Call, ...]:
    """The functions that the statements call. Where the server can parse one with the body's variables as arguments,
    those that it means; else those of the names, with what all functions of the name have in common."""
    known: dict[Call, None] = {}
    variables = dict(_variables(routine))
    for part in found:
        exact = _parsed(session, part, variables, routine)
        known.update(dict.fromkeys(exact if exact is not None else _by_name(session, part)))
    return tuple(known)


def _by_name(session: Session, part: Part) -> list[Call]:
    said = [Call("CURRENT_DATE and the like", "", "s", False, True)]
    rows = session.rows(_NAMED, [sorted(called_names([part]))])
    special = any(isinstance(node, ast.SQLValueFunction) for node in nodes(part.tree))
    return [*(Call(*row) for row in rows), *(said if special else [])]


def _parsed(session: Session, part: Part, variables: dict[str, str], routine: Routine) -> list[Call] | None:
    if not isinstance(part.tree, ast.SelectStmt | ast.InsertStmt | ast.UpdateStmt | ast.DeleteStmt):
        return []
    named = [sql("{} {}", ident(name), raw(type_)) for name, type_ in variables.items()]
    paths = [text for text in routine.settings if text.startswith("search_path=")]
    try:
        with undone(session):
            for path in paths:
                session.execute(sql("set local search_path to {}", raw(path.partition("=")[2] or "''")))
            session.execute(_probe(named, raw(part.text)))
            return [Call(*row) for row in session.rows(_CALLED, ["pg_temp.pgplumb_parsed"])]
    except DatabaseError:
        return None


def _probe(arguments: Sequence[Sql], statement: Sql) -> Sql:
    listed = join(", ", list(arguments))
    text = "create function pg_temp.pgplumb_parsed({}) returns void language sql begin atomic {}; end"
    return sql(text, listed, statement)


def _variables(routine: Routine) -> Iterator[tuple[str, str]]:
    for place, type_ in enumerate(routine.types):
        name = routine.names[place] if place < len(routine.names) else ""
        yield name or f"pgplumb_{place}", type_
    for section in declarations(routine.source) if routine.language == "plpgsql" else ():
        for text in section.text.split(";"):
            name, _, type_ = text.strip().partition(" ")
            if type_ and not type_.lower().startswith(("alias", "cursor", "record", "no ", "scroll")):
                yield name.strip('"').lower(), re.sub(r"%rowtype\s*\Z", "", type_.strip(), flags=re.IGNORECASE)
