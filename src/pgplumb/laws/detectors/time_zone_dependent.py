"""DET-20: queries that answer by the session's time zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.errors import DatabaseError
from pgplumb.laws.code import routines
from pgplumb.laws.law import Law
from pgplumb.laws.verdict import Failed, Passed, Untested, Verdict
from pgplumb.model.relations import Column, MaterializedView, Table, View
from pgplumb.syntax.sql import Sql, ident, join, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId
    from pgplumb.postgres.session import Session

#: Three hours apart all around the world, summer and winter: at any time of the day some have another date.
_ZONES = (
    *("America/Bogota", "America/Noronha", "Africa/Lagos", "Asia/Dubai", "Asia/Bangkok", "Australia/Brisbane"),
    *("Pacific/Pago_Pago", "Pacific/Pitcairn"),
)
_TIMES = ("timestamp", "date")
#: Hours from now, of row after row.
_HOURS = "(array[1, -9, 9, -1, 20, -20, 3, -3])[1 + (n % 8)::int]"
#: Types without equality, as EXCEPT needs it.
_UNEQUAL = ("json", "xml", "point", "polygon", "box", "circle", "line", "path", "lseg")


class TimeZoneDependent(Law):
    """A view, or a function without arguments that reads, gives the same rows whatever TimeZone the session has.

    Its rows are compared in UTC and under eight zones around the world, at the same moment, over rows whose times were
    put around that moment.

    Why: to compare a `timestamp` with `now()`, to cast a timestamptz to a date, to truncate it to days, is to ask what
    clock the session has. The same query finds an event in New York and not in London
    (https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-TIMEZONES).

    Instead: timestamptz throughout, and AT TIME ZONE with the zone that is meant, which may be a column: `(at AT TIME
    ZONE v.time_zone)::date`.
    """

    code = "time_zone_dependent"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Views, materialised views, and functions without arguments that are not VOLATILE and return something."""
        yield from (view.id for view in bench.catalog.of(View))
        yield from (view.id for view in bench.catalog.of(MaterializedView))
        for routine in routines(bench):
            if not routine.signature and routine.volatility != "v" and routine.result not in {"void", "trigger"}:
                yield routine.id

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Ask in UTC, then in each of the zones."""
        query = _query(subject, bench)
        try:
            with bench.populated() as session:
                _bring_to_now(session, bench)
                session.execute("set local timezone = 'UTC'")
                session.execute(sql("create temp table pgplumb_in_utc as {}", query))
                if _differs(session, query):
                    return Untested(reason="it gives other rows each time")
                for zone in _ZONES:
                    session.execute("select set_config('timezone', %s, true)", [zone])
                    if _differs(session, query):
                        return Failed(
                            message=f"It gives other rows in a session in {zone} than in one in UTC.",
                            help="Compare timestamptz with timestamptz, and say AT TIME ZONE where a date is meant.",
                        )
                rows = int(session.value("select count(*) from pgplumb_in_utc"))
        except DatabaseError as error:
            return Untested(reason=f"it cannot be asked: {error.primary}")
        return Passed(examples=rows)


def _query(subject: ObjectId, bench: Bench) -> Sql:
    found = bench.catalog.objects[subject]
    if isinstance(found, MaterializedView):
        inner = raw(found.definition.rstrip().rstrip(";"))
    elif isinstance(found, View):
        inner = sql("select * from {}", ident(subject.schema, subject.name))
    else:
        return sql("select called::text as called from {}() called", ident(subject.schema, subject.name))
    return sql("select {} from ({}) found", join(", ", [_comparable(each) for each in _columns(found)]), inner)


def _columns(view: View | MaterializedView) -> Sequence[str]:
    return view.columns


def _comparable(column: str) -> Sql:
    """A column of a view, from its `name type collation`, as something that has equality."""
    name, _, type_ = column.partition('" ') if column.startswith('"') else column.partition(" ")
    named = raw(f'{name}"' if column.startswith('"') else name)
    plain = type_.split(" ")[0].split("(")[0].removesuffix("[]")
    return sql("{}::text", named) if plain in _UNEQUAL else named


def _differs(session: Session, query: Sql) -> bool:
    text = "select exists (({} except all table pgplumb_in_utc) union all (table pgplumb_in_utc except all {}))"
    return bool(session.value(sql(text, query, query)))


def _bring_to_now(session: Session, bench: Bench) -> None:
    """Times in tables around this moment, as far as the checks let them; triggers do not fire."""
    session.execute("set local session_replication_role = replica")
    session.execute("set local timezone = 'UTC'")
    for table in bench.catalog.of(Table):
        if table.partition_key:
            continue
        columns = [c for c in bench.catalog.children(table.id) if isinstance(c, Column) and c.type.startswith(_TIMES)]
        changes = [sql("{} = now() + make_interval(hours => {})", ident(c.id.name), raw(_HOURS)) for c in columns]
        # All at once, for checks that compare them; then each by itself, for those that can.
        for change in ([join(", ", changes)] if len(changes) > 1 else []) + changes:
            _try(session, ident(table.id.schema, table.id.name), change)


def _try(session: Session, table: Sql, change: Sql) -> None:
    numbered = sql("select ctid as place, row_number() over () as n from only {}", table)
    statement = sql(
        "update only {} as changed set {} from ({}) x where x.place = changed.ctid", table, change, numbered
    )
    try:
        with session.savepoint():
            session.execute(statement)
    except DatabaseError:
        return
