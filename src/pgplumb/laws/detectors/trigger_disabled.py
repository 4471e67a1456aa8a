"""DET-06: triggers that do not fire, foreign keys that are not enforced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.law import Law
from pgplumb.laws.subjects import object_of
from pgplumb.laws.verdict import Failed, Passed, Verdict
from pgplumb.model.general import EventTrigger
from pgplumb.model.relations import Constraint, Trigger
from pgplumb.syntax.sql import ident

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId

#: The triggers that enforce a foreign key, at both of its tables, of its partitions too.
_ENFORCING = """
    select count(*) from pg_trigger t join pg_constraint c on c.oid = t.tgconstraint
    where c.conrelid = %s::regclass and c.conname = %s and t.tgenabled = 'D'
"""
_COPIES = """
    select count(*) from pg_trigger t join pg_trigger p on p.oid = t.tgparentid
    where p.tgrelid = %s::regclass and p.tgname = %s and t.tgenabled = 'D'
"""


class TriggerDisabled(Law):
    """No trigger is disabled, and neither are those by which foreign keys are enforced.

    Why: `ALTER TABLE ... DISABLE TRIGGER` is meant for the minute of a bulk load. What stays disabled looks like a rule
    in every listing and is none; `DISABLE TRIGGER ALL` takes foreign keys along
    (https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-DISABLE-ENABLE-TRIGGER).

    Instead: enable it, or drop it. Rows that were written meanwhile have to be checked by hand.
    """

    code = "trigger_disabled"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Triggers, event triggers and foreign keys."""
        yield from (found.id for found in bench.catalog.of(Trigger))
        yield from (found.id for found in bench.catalog.of(EventTrigger))
        yield from (found.id for found in bench.catalog.of(Constraint) if found.type == "f")

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Ask the catalog; for a foreign key pg_trigger."""
        found = bench.catalog.objects[object_of(subject)]
        if isinstance(found, EventTrigger):
            disabled = found.enabled == "D"
        else:
            disabled = isinstance(found, Trigger) and found.enabled == "D"
            with bench.transaction() as session:
                query = _COPIES if isinstance(found, Trigger) else _ENFORCING
                disabled |= bool(session.value(query, [str(ident(subject.schema, subject.table)), subject.name]))
        if not disabled:
            return Passed()
        return Failed(
            message=f"{subject.name} is disabled" + (", at least in part." if subject.table else "."),
            help="Enable it with ALTER TABLE ... ENABLE TRIGGER, or drop what is not needed.",
        )
