"""Sequences that an actor can set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.isolation.reach import reaches, told
from pgplumb.laws.isolation.tenancy import tenancy_of
from pgplumb.laws.law import Law
from pgplumb.laws.verdict import Failed, Passed, Verdict
from pgplumb.model.relations import Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId


class SequenceOpenToSetval(Law):
    """Nobody who is held to policies may set the sequence that numbers the rows of all tenants.

    Why: UPDATE on a sequence allows setval() (https://www.postgresql.org/docs/current/functions-sequence.html). Set
    back, it gives numbers that are taken, and inserts of every tenant fail (23505). `GRANT ALL ON ALL SEQUENCES` holds
    it.

    Instead: grant USAGE, which is all that nextval() needs, and not even that for identity columns.
    """

    code = "sequence_open_to_setval"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Sequences, where an intent is declared."""
        if tenancy_of(bench):
            yield from (sequence.id for sequence in bench.catalog.of(Sequence))

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Look at the grants."""
        for reach in reaches(bench):
            if not reach.powers and any(settable.id == subject for settable in reach.sequences):
                return Failed(
                    message=f"{told(reach.role)} may set it back with setval().",
                    help=f"REVOKE UPDATE ON SEQUENCE {subject.name} FROM {told(reach.role)}.",
                )
        return Passed()
