"""The code in a schema, as laws read it: routines with their attributes, triggers with what they declare."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from pgplumb.laws.facts import once
from pgplumb.model.ids import ObjectId
from pgplumb.syntax.plpgsql import read_body

if TYPE_CHECKING:
    from pgplumb.laws.bench import Bench
    from pgplumb.syntax.plpgsql import Body

_ROUTINES = """
    select p.oid, case p.prokind when 'p' then 'procedure' else 'function' end, n.nspname::text, p.proname::text,
        (select coalesce(string_agg(format_type(u.type, null), ', ' order by u.place), '')
         from unnest(p.proargtypes) with ordinality u (type, place)),
        l.lanname::text, p.provolatile::text, p.proparallel::text, p.proisstrict, p.prosecdef, p.proleakproof,
        format_type(p.prorettype, null), coalesce(p.proconfig, '{}'), pg_get_functiondef(p.oid), p.prosrc,
        coalesce(pg_get_function_sqlbody(p.oid), ''),
        array(select format_type(u.type, null) from unnest(coalesce(p.proallargtypes, p.proargtypes::oid[]))
              with ordinality u (type, place) order by u.place),
        coalesce(p.proargnames, '{}'), coalesce(p.proargmodes::text[], '{}'),
        exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                where a.grantee = 0 and a.privilege_type = 'EXECUTE')
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    join pg_language l on l.oid = p.prolang
    where p.prokind in ('f', 'p', 'w') and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
        and not exists (select from pg_depend d
                        where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype in ('i', 'e'))
    order by 3, 4, 5
"""
_TRIGGERS = """
    select n.nspname::text, c.relname::text, t.tgname::text, t.tgfoid, t.tgtype::int, t.tgenabled::text,
        array(select a.attname::text from unnest(t.tgattr::int2[]) k join pg_attribute a
              on a.attrelid = t.tgrelid and a.attnum = k order by a.attnum),
        pg_get_triggerdef(t.oid), t.tgqual is not null, t.tgdeferrable, coalesce(t.tgoldtable::text, ''),
        coalesce(t.tgnewtable::text, ''), c.relkind::text, t.tgnargs::int
    from pg_trigger t
    join pg_class c on c.oid = t.tgrelid
    join pg_namespace n on n.oid = c.relnamespace
    where not t.tgisinternal and t.tgparentid = 0 and c.relpersistence <> 't' and n.nspname !~ '^pg_'
    order by 1, 2, 3
"""

#: pg_trigger.tgtype
_ROW, _BEFORE, _INSTEAD = 1, 2, 64
_EVENTS = {"INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """A function or procedure of the user's, with the attributes of pg_proc as that names them.

    `types`, `names` and `modes` are those of all arguments, OUT ones too; `body` is a BEGIN ATOMIC body as printed,
    `source` any other. `public` tells whether everybody may execute it.
    """

    oid: int
    kind: str
    schema: str
    name: str
    signature: str
    language: str
    volatility: str
    parallel: str
    strict: bool
    definer: bool
    leakproof: bool
    result: str
    settings: tuple[str, ...]
    definition: str
    source: str
    body: str
    types: tuple[str, ...]
    names: tuple[str, ...]
    modes: tuple[str, ...]
    public: bool

    @property
    def id(self) -> ObjectId:
        """Its id in the catalog."""
        return ObjectId(self.kind, self.schema, self.name, "", self.signature)

    @property
    def steps(self) -> Body | None:
        """What a PL/pgSQL body does; None in another language, or where it does not parse."""
        return read_body(self.definition) if self.language == "plpgsql" else None

    @property
    def is_trigger(self) -> bool:
        """Whether only triggers call it."""
        return self.result in {"trigger", "event_trigger"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerFacts:
    """A trigger and what it declares: `events` among INSERT, UPDATE, DELETE, TRUNCATE; `columns` of UPDATE OF."""

    schema: str
    table: str
    name: str
    function: int
    enabled: str
    each_row: bool
    timing: str
    events: tuple[str, ...]
    columns: tuple[str, ...]
    definition: str
    has_condition: bool
    deferrable: bool
    old_table: str
    new_table: str
    on_view: bool
    arguments: int

    @property
    def id(self) -> ObjectId:
        """Its id in the catalog."""
        return ObjectId("trigger", self.schema, self.name, self.table)


@once
def routines(bench: Bench) -> tuple[Routine, ...]:
    """Every function and procedure but aggregates, and but those of extensions, by name."""
    with bench.transaction() as session:
        rows = session.rows(_ROUTINES)
    return tuple(_routine(row) for row in rows)


def _routine(row: tuple[Any, ...]) -> Routine:
    given: dict[str, Any] = {
        field.name: tuple(value) if isinstance(value, list) else value
        for field, value in zip(fields(Routine), row, strict=True)
    }
    return Routine(**given)


@once
def triggers(bench: Bench) -> tuple[TriggerFacts, ...]:
    """Every trigger of the user's, by table and name."""
    with bench.transaction() as session:
        rows = session.rows(_TRIGGERS)
    return tuple(_trigger(row) for row in rows)


def _trigger(row: tuple[Any, ...]) -> TriggerFacts:
    schema, table, name, function, bits, enabled, columns, definition, condition, deferrable, *rest = row
    old, new, kind, arguments = rest
    return TriggerFacts(
        schema=schema,
        table=table,
        name=name,
        function=function,
        enabled=enabled,
        each_row=bool(bits & _ROW),
        timing="BEFORE" if bits & _BEFORE else "INSTEAD OF" if bits & _INSTEAD else "AFTER",
        events=tuple(event for event, bit in _EVENTS.items() if bits & bit),
        columns=tuple(columns),
        definition=definition,
        has_condition=condition,
        deferrable=deferrable,
        old_table=old,
        new_table=new,
        on_view=kind == "v",
        arguments=arguments,
    )


def routine_of(trigger: TriggerFacts, bench: Bench) -> Routine | None:
    """The function that a trigger calls; None where an extension brought it."""
    return next((routine for routine in routines(bench) if routine.oid == trigger.function), None)


def assigned_by_triggers(table: ObjectId, bench: Bench, event: str) -> frozenset[str]:
    """The columns that BEFORE triggers of the table set in the new row at the event."""
    found: set[str] = set()
    for trigger in triggers(bench):
        mine = (trigger.schema, trigger.table) == (table.schema, table.name)
        if mine and trigger.timing == "BEFORE" and trigger.each_row and event in trigger.events:
            routine = routine_of(trigger, bench)
            found |= assigned(routine) if routine else set()
    return frozenset(found)


def assigned(routine: Routine) -> frozenset[str]:
    """The columns of NEW that a trigger function sets by name."""
    steps = routine.steps.steps if routine.steps else ()
    targets = (target.replace(" ", "") for step in steps for target in step.targets)
    return frozenset(target.removeprefix("new.").strip('"') for target in targets if target.startswith("new."))
