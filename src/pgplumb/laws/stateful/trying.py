"""Runs a state machine as often as a profile says, and has Hypothesis look for the shortest run that fails."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.errors import Flaky
from hypothesis.stateful import run_state_machine_as_test

from pgplumb.laws.stateful.changes import Changes
from pgplumb.laws.stateful.tally import FAILURES, Tally
from pgplumb.laws.verdict import Failed, Passed, Untested, Verdict
from pgplumb.strategies.databases import overridden, table_named
from pgplumb.strategies.tables import World

if TYPE_CHECKING:
    from collections.abc import Callable

    from pgplumb.laws.bench import Bench, Profile
    from pgplumb.laws.stateful.machine import SchemaMachine

#: Examples for one of a law, where several sessions have to meet.
_MORE = 5
#: How often sessions that nothing puts in order are given another try.
_ATTEMPTS = 3
#: How many runs the search for a shorter one may take.
_SHORTENINGS = 120


class _Enough(BaseException):
    """The search for a shorter run has taken its share; Hypothesis has no limit to set, and lets this through."""


def try_machine(machine: type[SchemaMachine], bench: Bench) -> Verdict:
    """Run the machine so many times, and tell the shortest run that fails.

    What a rule or an invariant in Python raises beside AssertionError comes through.
    """
    profile = bench.profile
    if machine.sessions > 1:
        profile = replace(profile, examples=profile.examples * _MORE)
    try:
        changes = _changes(machine, bench)
    except ValueError as error:
        return Failed(message=f"{machine.__name__}: {error}")
    tally = Tally()

    def made() -> SchemaMachine:
        tally.runs += 1
        if tally.shortest is not None and tally.runs > tally.failed + _SHORTENINGS:
            raise _Enough
        return machine(bench, changes, tally)

    for attempt in range(_ATTEMPTS):
        try:
            _run(made, machine, replace(profile, seed=profile.seed + attempt))
            break
        except (*FAILURES, _Enough, Flaky) as error:
            # What two sessions do within one statement may still be in another order: then other runs are looked at.
            if tally.shortest is not None:
                return tally.shortest
            if not isinstance(error, Flaky):
                raise
    else:
        return Untested(reason="the sessions went on in another order each time: fewer of them may tell more")
    if not tally.accepted:
        reason = tally.refused.most_common(1)
        return Untested(reason=f"every change was refused: {reason[0][0]}" if reason else "no row was found that fits")
    return Passed(examples=profile.examples)


def _run(made: Callable[[], SchemaMachine], machine: type[SchemaMachine], profile: Profile) -> None:
    run_state_machine_as_test(
        cast("type[SchemaMachine]", seed(profile.seed)(made)),
        settings=settings(
            max_examples=profile.examples,
            stateful_step_count=machine.steps,
            database=None,
            deadline=None,
            report_multiple_bugs=False,
            phases=(Phase.explicit, Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )


def _changes(machine: type[SchemaMachine], bench: Bench) -> Changes:
    overrides = overridden(bench.catalog, machine.overrides)
    world = World(catalog=bench.catalog, overrides=overrides, find=bench.world.find)
    chosen = [table_named(world, name) for name in machine.tables.split()] or list(world.tables)
    return Changes(world, chosen)
