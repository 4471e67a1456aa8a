"""What is written through a view is seen through it, by its check option."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from pgplumb.laws.code import triggers
from pgplumb.laws.law import Law
from pgplumb.laws.search import Useless, Wrong, search
from pgplumb.laws.trial import attempt, prepare
from pgplumb.laws.verdict import Untested, Verdict
from pgplumb.laws.views.written import Written, has_check_option, is_granted, is_updatable, written
from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import View
from pgplumb.strategies.breaking import Trial, drawn_rows
from pgplumb.strategies.plain import Text
from pgplumb.strategies.rows import Row
from pgplumb.syntax.sql import Sql, ident, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from hypothesis.strategies import DrawFn, SearchStrategy

    from pgplumb.laws.bench import Bench
    from pgplumb.laws.trial import Refused
    from pgplumb.postgres.session import Session

#: With check option violation (PostgreSQL, Appendix A).
_REFUSES = "44000"
#: Examples for each of the profile's.
_SHARE = 5


class CheckOption(Law):
    """A row that is written through a view is seen through it; one that would not be is refused (44000), and no other.

    Held to it are views that can be written by themselves and have a check option, and those without one by which a
    role that is not their owner may INSERT or UPDATE. Rows on both sides of the conditions, those of views beneath
    too, are inserted through the view; columns in conditions are updated through it. Afterwards the rows that the view
    shows are counted; what was refused is put past the view, and must not be seen.

    Why: without a check option a view lets rows through that it does not show: whoever is held to their own rows by it
    writes others'. LOCAL asks the view's own condition alone; a view beneath without a check option of its own is not
    asked. Nor is one with INSTEAD OF triggers. And an AFTER trigger may change the row once it was checked
    (https://www.postgresql.org/docs/current/sql-createview.html).

    Instead: `WITH CASCADED CHECK OPTION`; or take INSERT and UPDATE away from a view that is for reading.
    """

    code = "check_option"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Views over one table that are written through."""
        by_trigger = {(t.schema, t.table) for t in triggers(bench) if t.on_view}
        for view in bench.catalog.of(View):
            meant = has_check_option(view) or is_granted(view.id, bench)
            if meant and (view.id.schema, view.id.name) not in by_trigger:
                found = written(view.id, bench)
                if found and (found.asked or has_check_option(view)) and is_updatable(view.id, bench):
                    yield view.id

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Write rows through it."""
        found = written(subject, bench)
        if found is None or found.table not in bench.world.tables:
            return Untested(reason="the table beneath holds no rows itself")
        # Conditions of several views make corners that few rows lie in.
        profile = replace(bench.profile, examples=_SHARE * bench.profile.examples)
        return search(_examples(found, bench), profile, lambda example: _judge(example, subject, found, bench))


@dataclass(frozen=True, slots=True)
class _Example:
    """Rows of the table, and values of columns in the conditions: for the row itself, and for an update after it."""

    trial: Trial
    first: dict[str, Any]
    then: dict[str, Any]


def _examples(found: Written, bench: Bench) -> SearchStrategy[_Example]:
    table = bench.world.tables[found.table]
    steered = {name: _values(name, found, bench) for name in sorted(found.asked & table.kinds.keys())}
    some = st.one_of(st.fixed_dictionaries(steered), st.fixed_dictionaries({}, optional=steered))
    rows = drawn_rows(ObjectId("column", found.table.schema, "", found.table.name), bench.scene)

    @st.composite
    def drawn(draw: DrawFn) -> _Example:
        return _Example(draw(rows), draw(some), draw(some))

    return drawn()


def _values(name: str, found: Written, bench: Bench) -> SearchStrategy[Any]:
    """What a column in a condition may be set to: constants of the conditions, and whatever else it may hold."""
    table = bench.world.tables[found.table]
    constants = ["true", "false"] if table.kinds[name].base == "bool" else sorted(found.constants)
    fixed = [*map(Text, constants), *([None] if name in table.nullable else [])]
    drawn = table.solution(None, frozenset({name})).strategy.map(lambda values: dict(values).get(name))
    return st.one_of(st.sampled_from(fixed), drawn) if fixed else drawn


def _judge(example: _Example, view: ObjectId, found: Written, bench: Bench) -> None:
    trial = example.trial
    whole = trial.row.with_values(**example.first)
    stated = whole.without(whole.values.keys() - set(found.columns.values()))
    with bench.populated() as session:
        prepare(session, trial.before)
        seen = _count(session, view)
        insert = _through(view, found, stated).insert()
        refused = attempt(session, insert)
        if refused is not None and refused.sqlstate == _REFUSES:
            if attempt(session, stated.insert()) is None and _count(session, view) > seen:
                raise _wrong("was refused, but would be seen", insert, trial, view, bench)
        elif refused is None:
            if _count(session, view) <= seen:
                raise _wrong("was accepted, and is not seen", insert, trial, view, bench)
            _update(session, example, view, found, bench)
        else:
            _past(session, whole, refused)
            _update(session, example, view, found, bench)


def _past(session: Session, row: Row, refused: Refused) -> None:
    """Put the row into the table itself, where the view lacks columns that it needs."""
    if attempt(session, row.insert()) is not None:
        raise Useless(f"refused: {refused}")


def _update(session: Session, example: _Example, view: ObjectId, found: Written, bench: Bench) -> None:
    """Change all rows that the view shows; it has to show as many afterwards."""
    seen = _count(session, view)
    types = example.trial.row.types
    for name, value in example.then.items():
        change = _through(view, found, Row(found.table, {name: value}, types))
        if change.values:
            update = change.update(raw("true"))
            if attempt(session, update) is None and _count(session, view) < seen:
                raise _wrong("was accepted, and is no longer seen", update, example.trial, view, bench)


def _through(view: ObjectId, found: Written, row: Row) -> Row:
    """The row as it is written through the view."""
    pairs = {name: column for name, column in found.columns.items() if column in row.values}
    values = {name: row.values[column] for name, column in pairs.items()}
    return Row(view, values, {name: row.types[column] for name, column in pairs.items()})


def _count(session: Session, view: ObjectId) -> int:
    return int(session.value(sql("select count(*) from {}", ident(view.schema, view.name))))


def _wrong(says: str, statement: Sql, trial: Trial, view: ObjectId, bench: Bench) -> Wrong:
    return Wrong(
        f"A row that was written through {view.name} {says} through it.",
        help=_help(view, bench),
        script=bench.script(
            trial.before, trial.there, f"{statement};", sql("SELECT * FROM {};", ident(view.schema, view.name))
        ),
    )


def _help(view: ObjectId, bench: Bench) -> str:
    found = bench.catalog.get(view)
    options = found.options if isinstance(found, View) else ()
    if "check_option=cascaded" in options:
        return "A trigger, or a function in the condition, makes it another row than the one that was checked."
    if "check_option=local" in options:
        return "LOCAL does not ask the conditions of views beneath: say WITH CASCADED CHECK OPTION."
    return "Create it WITH CASCADED CHECK OPTION, or take INSERT and UPDATE away from those who only read."
