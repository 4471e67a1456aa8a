"""Holds migrations to what they promise of rows: one search for all that starts at the old schema, while it holds."""

from __future__ import annotations

from abc import abstractmethod
from contextlib import suppress
from typing import TYPE_CHECKING

from pgplumb.errors import MigrationFails
from pgplumb.laws.law import Law
from pgplumb.laws.migrations.contents import missing
from pgplumb.laws.migrations.declared import declared
from pgplumb.laws.migrations.examples import Example, constants_of, databases, touched
from pgplumb.laws.migrations.targets import targets
from pgplumb.laws.migrations.telling import WHERE, reason, script
from pgplumb.laws.migrations.walk import QUIET, Round, Walk, walk
from pgplumb.laws.search import Useless, Wrong, search
from pgplumb.laws.verdict import Failed, Passed, Untested, Verdict
from pgplumb.model.migration import Direction

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from pgplumb.laws.bench import Bench
    from pgplumb.laws.migrations.contents import Loss
    from pgplumb.laws.migrations.course import Stage
    from pgplumb.model.ids import ObjectId

UP, DOWN = Direction.UP, Direction.DOWN
#: Up, down and up again: what a migration has to stand.
THERE_AND_BACK = Round(ways=(UP, DOWN, UP), looks=frozenset({1}))
_BACK = Round(ways=(UP, DOWN), looks=frozenset({1}))
_ALL, _AFTER_UP = "old side", "old side, after the way up"


class MigrationLaw(Law):
    """A law of each migration alone."""

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Every migration."""
        return iter(() if bench.course is None else bench.course.subjects)

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Hold the migration to it; what stops before it is for the law that is about that."""
        assert bench.course is not None
        stage = bench.course.stage(subject, bench.profile)
        try:
            stage.old  # noqa: B018 - built where it is asked for
        except MigrationFails as error:
            return Untested(reason=f"a migration before it does not run: {reason(error)}")
        try:
            stage.new  # noqa: B018
        except MigrationFails as error:
            return self.unbuilt(stage, error)
        return self.hold(stage)

    def unbuilt(self, stage: Stage, error: MigrationFails) -> Verdict:
        """What is said where the up script does not run without a row."""
        return Untested(reason=f"its up script does not run: {reason(error)}")

    @abstractmethod
    def hold(self, stage: Stage) -> Verdict:
        """Hold a migration to it whose up script runs on the empty schema."""


def from_old(stage: Stage, judge: Callable[[Walk, Stage], None]) -> Verdict:
    """Judge walks up, down and up again from databases that the old schema allows.

    Three laws ask for the same walks. As long as all of them hold, the walks are taken once.
    """
    verdict = _once(stage, _ALL, _judge_all)
    return _searched(stage, judge) if isinstance(verdict, Failed) else verdict


def from_old_and_back(stage: Stage, judge: Callable[[Walk, Stage], None]) -> Verdict:
    """The same for the two laws about what follows the way up: where that fails on some database, they go on together.

    A database on which it fails tells them nothing.
    """
    verdict = _once(stage, _ALL, _judge_all)
    if isinstance(verdict, Failed):
        verdict = _once(stage, _AFTER_UP, _judge_after_up)
    return _searched(stage, judge) if isinstance(verdict, Failed) else verdict


def _once(stage: Stage, name: str, judge: Callable[[Walk, Stage], None]) -> Verdict:
    if name not in stage.learned:
        stage.learned[name] = _searched(stage, judge)
    found: Verdict = stage.learned[name]
    return found


def _searched(stage: Stage, judge: Callable[[Walk, Stage], None]) -> Verdict:
    """What new demands are about goes first: it is where small examples are."""

    def walked(example: Example) -> None:
        judge(walk(example, stage, THERE_AND_BACK), stage)

    general = databases(touched(stage, stage.old), stage.old, constants_of(stage.migration))
    examples, reasons = 0, []
    for strategy in (*targets(stage), general):
        match search(strategy, stage.profile, walked):
            case Failed() as failed:
                return failed
            case Passed(examples=count):
                examples += count
            case Untested(reason=why):
                reasons.append(why)
    return Passed(examples=examples) if examples else Untested(reason=reasons[-1])


def _judge_all(taken: Walk, stage: Stage) -> None:
    for judge in (judge_up, judge_survival, judge_again):
        try:
            judge(taken, stage)
        except Useless:
            continue


def _judge_after_up(taken: Walk, stage: Stage) -> None:
    judge_survival(taken, stage)
    with suppress(Useless):
        judge_again(taken, stage)


def judge_up(taken: Walk, stage: Stage) -> None:
    """The up script runs."""
    if taken.refused is None or taken.ran:
        return
    raise Wrong(
        f"{stage.migration.id} fails on a database that the schema before it allows: {reason(taken.refused)}",
        script=script(stage, taken.example, (UP,)),
        where=WHERE,
    )


def judge_survival(taken: Walk, stage: Stage) -> None:
    """The down script runs after it, and the rows are what they were."""
    if not taken.ran:
        raise Useless(f"the up script does not run on such rows: {said(taken)}")
    if taken.ran == 1:
        raise Wrong(
            f"{stage.migration.id} cannot be undone on rows that were there before it: {said(taken)}",
            script=script(stage, taken.example, (UP, DOWN)),
            where=WHERE,
        )
    migration = stage.migration
    spared = declared((*migration.up_losses, *migration.down_losses), stage.old.bench.catalog).ids
    losses = list(missing(taken.held, taken.later[1], spared))
    if losses and (left := without_triggers(losses, taken, stage, _BACK, spared)):
        raise Wrong(
            f"{migration.id} and back loses what was there before it: {told(left)}.",
            help="Let the scripts keep it, or say in the header of the file that loses it: `-- pgplumb: loses ...`.",
            script=script(stage, taken.example, (UP, DOWN), *shows(left)),
            where=WHERE,
        )


def judge_again(taken: Walk, stage: Stage) -> None:
    """The up script runs again after the down script."""
    if taken.ran < 2:
        raise Useless(f"a script does not run on such rows: {said(taken)}")
    if taken.refused is not None:
        raise Wrong(
            f"{stage.migration.id} does not run again after its down script: {said(taken)}",
            help="Let the down script remove all that the up script makes.",
            script=script(stage, taken.example, THERE_AND_BACK.ways),
            where=WHERE,
        )


def said(taken: Walk) -> str:
    return "" if taken.refused is None else reason(taken.refused)


def without_triggers(
    losses: Sequence[Loss], taken: Walk, stage: Stage, trip: Round, spared: Collection[ObjectId]
) -> list[Loss]:
    """The losses that are there also where no trigger fires at what the scripts write."""
    quiet = walk(taken.example, stage, trip, QUIET)
    if quiet.refused is not None:
        return list(losses)
    also = {loss.id for loss in missing(quiet.held, quiet.later[len(trip.ways) - 1], spared)}
    return [loss for loss in losses if loss.id in also]


def told(losses: Sequence[Loss]) -> str:
    return "; ".join(loss.text for loss in losses)


def shows(losses: Sequence[Loss]) -> Iterator[str]:
    return (f"-- {loss.text}" for loss in losses)
