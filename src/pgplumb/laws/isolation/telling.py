"""A leak in words, and as the smallest script for psql that shows it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pgplumb.laws.exceptions import read_exceptions
from pgplumb.laws.isolation.audit import audit
from pgplumb.laws.isolation.judge import compare
from pgplumb.laws.isolation.people import TENANTS
from pgplumb.laws.isolation.stage import Stage, empty_stage
from pgplumb.laws.isolation.tenancy import tenancy_of
from pgplumb.laws.probe import undone
from pgplumb.laws.verdict import Failed, Passed, Untested, Verdict
from pgplumb.syntax.sql import ident, literal, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.laws.isolation.acting import Person
    from pgplumb.laws.isolation.audit import Leak
    from pgplumb.laws.isolation.judge import Compared
    from pgplumb.model.ids import ObjectId
    from pgplumb.strategies.rows import Row


def verdict(law: str, subject: ObjectId, bench: Bench, *, help: str, nothing: str = "") -> Verdict:
    """What the audit says of the subject. `nothing` is why it is untested where nothing was tried; empty: it holds."""
    found = audit(bench)
    about = (law, subject)
    if leaks := found.leaks.get(about):
        # To find the fewest rows takes seconds, and nobody is shown those of a channel that is allowed.
        allowed = read_exceptions(bench.settings).reason(law, subject)
        shown = "" if allowed else _script(leaks[0], bench)
        return Failed(message=_message(leaks), help=help, script=shown, examples=found.needed[about])
    if not found.tried[about]:
        if about in found.blocked:
            return Untested(reason=f"whatever was tried was refused: {found.blocked[about]}")
        if nothing:
            return Untested(reason=nothing)
    return Passed(examples=found.tried[about])


def who(person: Person) -> str:
    """The actor in words."""
    role = "" if person.actor.role == person.actor.name else f" ({person.actor.role})"
    return f"{person.actor.name}{role}"


def _message(leaks: list[Leak]) -> str:
    lines = []
    for says in dict.fromkeys(leak.compared.trial.says for leak in leaks):
        leak = next(leak for leak in leaks if leak.compared.trial.says == says)
        lines.append(f"{who(leak.person)} {says}: {_evidence(leak.compared)}")
    return "\n".join(lines)


def _evidence(compared: Compared) -> str:
    among, alone = compared.among, compared.alone
    if not compared.trial.before and compared.differs:
        if str(among.seen) == str(alone.seen):
            return f"{among.seen}, not the same with the other tenants' rows there and without them."
        return f"with the other tenants' rows there {among.seen}, without them {alone.seen}."
    return f"{among.seen}, and rows of other tenants are not what they were."


def _script(leak: Leak, bench: Bench) -> str:
    """Rows that suffice, the claims and the statement; whether they suffice is asked of the server, row by row."""
    tenancy = tenancy_of(bench)
    assert tenancy is not None
    trial = leak.compared.trial
    with empty_stage(bench, tenancy, leak.drawn) as stage:
        rows = _fewest(stage, leak, bench)
    lines = ["BEGIN;", *(f"{row.insert()};" for row in rows), *(f"{text};" for text in trial.before)]
    for name, value in leak.person.settings.items():
        lines.append(str(sql("SELECT set_config({}, {}, true);", literal(name), literal(value))))
    lines.append(str(sql("SET LOCAL ROLE {};", ident(leak.person.actor.role))))
    lines += [f"{text};" for text in trial.statements]
    return "\n".join([*lines, "ROLLBACK;", ""])


def _fewest(stage: Stage, leak: Leak, bench: Bench) -> list[Row]:
    """So few of the rows that none can be left out; all of them where it takes our pointing at one row to see it."""
    rows = [row for _, row in leak.drawn.rows]
    mine = [row for place, row in leak.drawn.rows if place == leak.place and row.table == leak.compared.trial.subject]
    for start in (rows, [row for row in rows if row not in mine]):
        if _leaks(stage, leak, start):
            break
    else:
        return rows
    left = list(start)
    for bunch in _bunches(leak, start, bench):
        fewer = [row for row in left if not any(row is other for other in bunch)]
        gone = [row for row in left if any(row is other for other in bunch)]
        needed = any(_refers(row, other, bench) for row in fewer for other in gone)
        if gone and not needed and _leaks(stage, leak, fewer):
            left = fewer
    return left


def _bunches(leak: Leak, rows: list[Row], bench: Bench) -> Iterator[list[Row]]:
    """Rows that may be left out together: of a table, those that others refer to last; of a tenant; and each alone."""
    for id in reversed(list(bench.world.tables)):
        yield [row for row in rows if row.table == id]
    for tenant in range(TENANTS):
        mine = [row for place, row in leak.drawn.rows if place == tenant]
        yield [row for row in rows if any(row is other for other in mine)]
    yield from ([row] for row in reversed(rows))


def _leaks(stage: Stage, leak: Leak, rows: list[Row]) -> bool:
    """Whether these rows show it, without anything of ours around."""
    with undone(stage.session):
        stage.load(rows)
        trial = replace(leak.compared.trial, point="")
        return any(compared.leaks for compared in compare(stage, leak.person, [trial]))


def _refers(row: Row, other: Row, bench: Bench) -> bool:
    for key in bench.world.tables[row.table].keys:
        values = row.key(key.columns)
        there = None not in values and other.table in bench.world.holders(key.target)
        if there and other.key(key.referenced) == values:
            return True
    return False
