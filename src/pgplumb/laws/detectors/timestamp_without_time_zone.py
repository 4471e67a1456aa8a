"""DET-05: moments that are kept without a time zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.law import Law
from pgplumb.laws.verdict import Failed, Passed, Verdict
from pgplumb.model.relations import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId


class TimestampWithoutTimeZone(Law):
    """A column that holds a moment is a timestamptz.

    Why: a `timestamp` is what a clock on the wall shows. Compared with `now()`, or filled by it, it means another
    moment in each session's TimeZone: two sessions in UTC and Tokyo that write `now()` into it at once are nine hours
    apart (https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-TIMEZONES).

    Instead: `timestamptz`. A `timestamp` is right for a time of day in a place, such as when the doors open: the law
    takes it for that where a column of the table holds the time zone (`time_zone`, `timezone`, `tz`), or its own name
    says `local`.
    """

    code = "timestamp_without_time_zone"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """The columns of tables that hold moments, with a time zone or without."""
        for table in bench.catalog.of(Table):
            for child in bench.catalog.children(table.id):
                if isinstance(child, Column) and child.type.startswith("timestamp"):
                    yield child.id

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Look at the type, then for what says that a place's own time is meant."""
        column = bench.catalog.objects[subject]
        assert isinstance(column, Column)
        if not column.type.endswith("without time zone") or _is_local(column, bench):
            return Passed()
        return Failed(
            message=f"{subject.table}.{subject.name} is a {column.type}: which moment it means depends on the session.",
            help="Make it a timestamptz; or, for the time of a place, keep its zone in a column beside it.",
        )


def _is_local(column: Column, bench: Bench) -> bool:
    table = bench.catalog.parent(column.id)
    names = {child.id.name.lower() for child in bench.catalog.children(table)} if table else set()
    zoned = any(name in {"tz", "tzid"} or name.endswith(("timezone", "time_zone", "_tz")) for name in names)
    return zoned or "local" in column.id.name.lower()
