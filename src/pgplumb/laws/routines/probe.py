"""Plans every statement of a PL/pgSQL body, by a function with the same variables that only explains them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.errors import DatabaseError
from pgplumb.laws.routines.planned import Planned, planned
from pgplumb.syntax.plpgsql import declarations
from pgplumb.syntax.sql import Sql, ident, join, literal, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pgplumb.laws.code import Routine, TriggerFacts
    from pgplumb.postgres.session import Session
    from pgplumb.syntax.plpgsql import Body

_OPTION = re.compile(r"#variable_conflict\s+(error|use_variable|use_column)")
#: What a trigger function is given beside OLD and NEW (PL/pgSQL, Trigger Functions).
_GIVEN = """
    tg_name name; tg_when text; tg_level text; tg_op text; tg_relid oid; tg_relname name; tg_table_name name;
    tg_table_schema name; tg_nargs integer; tg_argv text[]; tg_event text; tg_tag text;
"""
_FUNCTION = """
create function {name}({arguments}) returns setof text language plpgsql {settings} as {body}
"""
_BODY = """{option}
declare
    {variables}
begin
    {inner}
end
"""
_STEP = """
    begin
        {action}
    exception when others then
        return next {number} || ' ' || sqlstate || ' ' || sqlerrm;
    end;
"""
_QUIET = "begin {action} exception when others then null; end;"


@dataclass(frozen=True, slots=True)
class Said:
    """What the server says against one step of a body."""

    plan: Planned
    sqlstate: str
    message: str


def try_body(session: Session, routine: Routine, body: Body, trigger: TriggerFacts | None) -> list[Said]:
    """What the server says of the body's statements, with OLD and NEW as rows of the trigger's table.

    Raises DatabaseError where the body cannot be planned at all. To be rolled back.
    """
    plans = planned(body.steps)
    for name in (trigger.old_table, trigger.new_table) if trigger else ():
        if name and trigger:
            rows_of = ident(trigger.schema, trigger.table)
            session.execute(sql("create temp table {} (like {})", ident(name), rows_of))
    session.execute(_function(routine, _body(routine, body, plans, trigger)))
    nulls = join(", ", [sql("null::{}", raw(type_)) for _, type_ in _inputs(routine)])
    rows = session.rows(sql("select * from {}({})", ident("pg_temp", routine.name), nulls))
    return [_said(text, plans) for (text,) in rows]


def _said(text: str, plans: Sequence[Planned]) -> Said:
    number, state, message = text.split(" ", 2)
    return Said(plans[int(number)], state, message)


def _function(routine: Routine, body: Sql) -> Sql:
    arguments = [sql("{} {}", ident(name), raw(type_)) for name, type_ in _inputs(routine)]
    settings = [_setting(text) for text in routine.settings if text.startswith("search_path=")]
    return sql(
        _FUNCTION,
        name=ident("pg_temp", routine.name),
        arguments=join(", ", arguments),
        settings=join(" ", settings),
        body=literal(body),
    )


def _setting(text: str) -> Sql:
    """A SET clause for what pg_proc.proconfig holds: a list of names as SET prints it, the empty one as `""`."""
    path = text.partition("=")[2]
    return sql("set search_path to {}", raw("''" if path in {"", '""'} else path))


def _inputs(routine: Routine) -> list[tuple[str, str]]:
    return [(name, type_) for name, type_, mode in _arguments(routine) if mode in "ibv"]


def _arguments(routine: Routine) -> Iterator[tuple[str, str, str]]:
    for place, type_ in enumerate(routine.types):
        name = routine.names[place] if place < len(routine.names) else ""
        yield name, type_, routine.modes[place] if routine.modes else "i"


def _body(routine: Routine, body: Body, plans: Sequence[Planned], trigger: TriggerFacts | None) -> Sql:
    steps = [_steps(number, plan) for number, plan in enumerate(plans) if plan.action]
    inner = join("\n", steps) if steps else raw("null;")
    for section in reversed(declarations(routine.source)):
        label = sql("<<{}>>", raw(section.label)) if section.label else raw("")
        inner = sql("{} declare {} begin {} end;", label, raw(section.text), inner)
    option = _OPTION.search(routine.source)
    return sql(
        _BODY,
        option=raw(option.group() if option else ""),
        variables=join("\n", list(_variables(routine, body, trigger))),
        inner=inner,
    )


def _variables(routine: Routine, body: Body, trigger: TriggerFacts | None) -> Iterator[Sql]:
    if routine.is_trigger:
        yield raw(_GIVEN)
        row = ident(trigger.schema, trigger.table) if trigger else raw("record")
        yield sql("old {}; new {};", row, row)
    for name, type_, mode in _arguments(routine):
        if mode in "ot" and name:
            yield sql("{} {};", ident(name), raw(type_))
    for name, type_ in body.implicit:
        yield sql("{} {};", ident(name), raw(type_))


def _steps(number: int, plan: Planned) -> Sql:
    shown = sql(_STEP, action=plan.action, number=literal(str(number)))
    return sql("{} {}", shown, sql(_QUIET, action=plan.shape)) if plan.shape else shown


def recreated(session: Session, routine: Routine) -> DatabaseError | None:
    """What the server says of the body as a whole when it checks bodies. To be rolled back."""
    try:
        session.execute("set local check_function_bodies = on")
        session.execute("set local client_min_messages = error")
        session.execute(routine.definition)
    except DatabaseError as error:
        return error
    return None
