"""The up script runs again after the down script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.migrations.held import MigrationLaw, from_old_and_back, judge_again

if TYPE_CHECKING:
    from pgplumb.laws.migrations.course import Stage
    from pgplumb.laws.verdict import Verdict


class UpAgainAfterDown(MigrationLaw):
    """After its down script the up script of a migration runs again.

    Why: who rolls back means to roll forward again, once the mistake is mended. A type, a function, a role's grant or
    rows that the down script leaves behind stop the second attempt with `already exists`.

    Instead: let the down script remove all that the up script makes, rows included.
    """

    code = "up_again_after_down"

    def hold(self, stage: Stage) -> Verdict:
        """Run up, down and up on databases of the old schema."""
        return from_old_and_back(stage, judge_again)
