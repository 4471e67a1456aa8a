"""Looks for an example that breaks a law, by Hypothesis; the smallest one is what is told."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from hypothesis import HealthCheck, Phase, given, reject, seed, settings
from hypothesis.errors import Flaky, Unsatisfiable

from pgplumb.laws.verdict import HERE, Failed, Passed, Untested, Verdict
from pgplumb.strategies.breaking import NothingFits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hypothesis.strategies import SearchStrategy

    from pgplumb.laws.bench import Profile

T = TypeVar("T")

#: How many examples that tell nothing are looked at for each that is asked for, before the search is given up.
_PATIENCE = 4
_NONE = "no such row was found: other rules of the table imply it or contradict it, or it takes what is not drawn"
#: What Hypothesis says around the lines that people can use.
_BLOB = "reproduce_failure"


class Useless(Exception):
    """An example that tells nothing about the law, and why."""


class Wrong(Exception):
    """An example that breaks the law."""

    def __init__(self, message: str, *, script: str = "", help: str = "", where: str = HERE) -> None:
        super().__init__(message)
        self.script = script
        self.help = help
        self.where = where


class _Enough(BaseException):
    """Too much told nothing; no Exception, so that Hypothesis does not take it for a failure."""


def search_first(
    known: Sequence[T], strategy: SearchStrategy[T], profile: Profile, judge: Callable[[T], None]
) -> Verdict:
    """Judge examples that were drawn before; only where one breaks the law, or none tells anything, `search`."""
    useful = 0
    for example in known:
        try:
            judge(example)
        except (Useless, NothingFits):
            continue
        except Wrong:
            return search(strategy, profile, judge)
        useful += 1
    return Passed(examples=useful) if useful else search(strategy, profile, judge)


def search_wider(
    near: SearchStrategy[T], wide: SearchStrategy[T], profile: Profile, judge: Callable[[T], None]
) -> Verdict:
    """Search examples that are cheap to draw; where they do not hold, those that shrink to the smallest."""
    found = search(near, profile, judge)
    if isinstance(found, Passed):
        return found
    again = search(wide, profile, judge)
    return found if isinstance(found, Failed) and not isinstance(again, Failed) else again


def search(strategy: SearchStrategy[T], profile: Profile, judge: Callable[[T], None]) -> Verdict:
    """Judge so many examples. The judge raises Wrong for one that breaks the law, Useless for one that tells nothing.

    The law is untested where every example was useless; the reason is the one that was given most often.
    """
    useful, needed = 0, 0
    reasons: Counter[str] = Counter()

    def judged(example: T) -> None:
        nonlocal useful, needed
        if reasons.total() > _PATIENCE * profile.examples:
            raise _Enough
        try:
            judge(example)
        except (Useless, NothingFits) as reason:
            reasons[str(reason)] += 1
            reject()
        except Wrong:
            needed = needed or useful + reasons.total() + 1
            raise
        useful += 1

    run = given(strategy)(judged)
    run = settings(
        max_examples=profile.examples,
        database=None,
        deadline=None,
        print_blob=True,
        report_multiple_bugs=False,
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )(run)
    run = seed(profile.seed)(run)
    try:
        run()
    except Wrong as error:
        notes = tuple(line for line in getattr(error, "__notes__", ()) if _BLOB in line)
        return Failed(
            message=str(error), script=error.script, help=error.help, where=error.where, notes=notes, examples=needed
        )
    except (Unsatisfiable, _Enough):
        pass
    except Flaky as error:
        return Failed(message=f"The same rows were judged differently when they were tried again: {error}")
    if useful:
        return Passed(examples=useful)
    said = reasons.most_common(1)
    if not said:
        return Untested(reason=_NONE)
    return Untested(reason=f"{said[0][0]} (all of {reasons.total()} examples)")
