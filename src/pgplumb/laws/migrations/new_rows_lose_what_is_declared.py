"""Rows of the schema after a migration lose on the way down what the file declares, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.migrations.contents import gone, missing, survives
from pgplumb.laws.migrations.declared import declared
from pgplumb.laws.migrations.examples import Example, constants_of, databases, touched
from pgplumb.laws.migrations.held import DOWN, UP, MigrationLaw, said, shows, told, without_triggers
from pgplumb.laws.migrations.telling import WHERE, script
from pgplumb.laws.migrations.walk import Round, walk
from pgplumb.laws.search import Useless, Wrong, search
from pgplumb.laws.verdict import Failed, Passed, Verdict

if TYPE_CHECKING:
    from pgplumb.laws.migrations.course import Stage
    from pgplumb.laws.migrations.walk import Walk
    from pgplumb.model.ids import ObjectId

#: Down, and up again, which brings back what is derived from what is left.
BACK_AND_THERE = Round(ways=(DOWN, UP), looks=frozenset({0, 1}))


class NewRowsLoseWhatIsDeclared(MigrationLaw):
    """Rows written after a migration lose on its way down exactly what the header of the down file declares.

    Why: between a release and its rollback people write. Who rolls back decides by the header what is given up; a
    value that goes without being named there is gone unnoticed, and one that is named and stays makes the next header
    not believed. What the up script brings back from what is left counts as kept. A down script that refuses rows
    loses none.

    Instead: name what goes in the header: `-- pgplumb: loses column public.orders.fax`, or keep it.
    """

    code = "new_rows_lose_what_is_declared"

    def hold(self, stage: Stage) -> Verdict:
        """Compare rows of the new schema before the down script and after the next up script."""
        texts = stage.migration.down_losses
        told_of = declared(texts, stage.new.bench.catalog)
        kept: dict[ObjectId, bool] = {}

        def judge(example: Example) -> None:
            taken = walk(example, stage, BACK_AND_THERE)
            _judge(taken, stage, told_of.ids)
            for column in told_of.whole:
                found = survives(column, taken.held, taken.later[0])
                if found is not None:
                    kept[column] = found and kept.get(column, True)

        verdict = search(
            databases(touched(stage, stage.new), stage.new, constants_of(stage.migration)), stage.profile, judge
        )
        unlost = sorted(str(column) for column, found in kept.items() if found)
        if isinstance(verdict, Passed) and unlost:
            return Failed(
                message=f"{stage.migration.file(DOWN)} declares a loss that is none: {', '.join(unlost)} survives it.",
                help="Take the line out of the header.",
            )
        return verdict


def _judge(taken: Walk, stage: Stage, spared: frozenset[ObjectId]) -> None:
    if not taken.ran:
        raise Useless(f"the down script refuses such rows, and loses none: {said(taken)}")
    if taken.ran < len(BACK_AND_THERE.ways):
        # Nothing brings back what went; whether the up script has to run on what is left is another law's affair.
        left = list(gone(taken.held, taken.later[0], spared))
    else:
        left = list(missing(taken.held, taken.later[1], spared))
        left = without_triggers(left, taken, stage, BACK_AND_THERE, spared) if left else []
    if left:
        ways = BACK_AND_THERE.first(taken.ran)
        raise Wrong(
            f"{stage.migration.file(DOWN)} loses what its header does not declare: {told(left)}.",
            help="Say so in its header, a line each: `-- pgplumb: loses column schema.table.column`.",
            script=script(stage, taken.example, ways, *shows(left)),
            where=WHERE,
        )
