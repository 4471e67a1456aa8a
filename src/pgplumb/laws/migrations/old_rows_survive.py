"""Rows of the schema before a migration survive it and its way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.migrations.held import MigrationLaw, from_old_and_back, judge_survival

if TYPE_CHECKING:
    from pgplumb.laws.migrations.course import Stage
    from pgplumb.laws.verdict import Verdict


class OldRowsSurvive(MigrationLaw):
    """Rows that were there before a migration are the same after its up script and its down script.

    Why: a rollback is run when things go wrong already. A backfill from the wrong column, two columns that change
    places and do not change back, a copy that leaves rows out, a sequence that starts again at one: none of it shows
    in the schema. What triggers do at what the scripts write is not held against them.

    Instead: let the down script put back what the up script takes away. What cannot be put back is named in the header
    of the file that loses it: `-- pgplumb: loses column public.orders.fax`.
    """

    code = "old_rows_survive"

    def hold(self, stage: Stage) -> Verdict:
        """Compare rows of the old schema before the up script and after the down script."""
        return from_old_and_back(stage, judge_survival)
