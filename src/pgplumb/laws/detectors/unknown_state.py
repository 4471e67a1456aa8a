"""DET-09: words that no row may have in its column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.detectors.states import Usage, code, lists, usages
from pgplumb.laws.facts import once
from pgplumb.laws.law import Law
from pgplumb.laws.verdict import Failed, Passed, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId


class UnknownState(Law):
    """Where a check lists the words that a column may hold, no function, view, policy, trigger or index compares it
    with another word, or writes one.

    Why: the comparison is never true, and nobody is told: `WHERE status = 'canceled'` finds nothing where the list says
    'cancelled'. A write of such a word fails when it is first made (23514)
    (https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-CHECK-CONSTRAINTS).

    Instead: mend the word, or add it to the list. An enum would have told at once.
    """

    code = "unknown_state"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Whatever holds SQL that speaks of such a column."""
        return iter(sorted(_used(bench)))

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Compare its words with the lists."""
        known = lists(bench)
        for usage in _used(bench)[subject]:
            allowed = frozenset[str]().union(*(known[table, usage.column] for table in usage.tables))
            unknown = [word for word in usage.words if word not in allowed]
            if unknown:
                return Failed(
                    message=f"It speaks of {usage.tables[0]}.{usage.column} as '{unknown[0]}', which the check on that "
                    f"column allows no row: {', '.join(sorted(allowed))}.",
                    help="Mend the word, or add it to the check.",
                )
        return Passed()


@once
def _used(bench: Bench) -> Mapping[ObjectId, list[Usage]]:
    found: dict[ObjectId, list[Usage]] = {}
    for each in code(bench):
        for usage in usages(each, lists(bench)):
            found.setdefault(each.id, []).append(usage)
    return found
