"""Makes a plan between two sides: asks the engines, assesses what they write, and keeps what proves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from pgplumb.differ.assembly import assemble, assemble_guarded
from pgplumb.differ.compare import compare, reverse
from pgplumb.differ.engines.native.engine import Native
from pgplumb.differ.engines.reach import out_of_reach
from pgplumb.differ.prove import Claim, prove
from pgplumb.differ.renaming import Renaming, renaming
from pgplumb.differ.roles import left_behind, without_roles
from pgplumb.differ.suspect import suspects, unmet
from pgplumb.errors import DependencyCycle, EngineFailed, NotProved, StatementRefused
from pgplumb.model.finding import Finding
from pgplumb.model.ids import INVALID_INDEX, ObjectId
from pgplumb.model.plan import Plan, Script

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pgplumb.differ.side import Observer, Side
    from pgplumb.model.annotations import Annotations
    from pgplumb.model.catalog import Catalog
    from pgplumb.model.change import Change
    from pgplumb.model.statement import Statement

EngineName = Literal["auto", "migra", "native"]


def plan_between(
    before: Side, after: Side, *, observer: Observer, annotations: Annotations, engine: EngineName
) -> Plan:
    """The proved plan from one side to the other and back.

    Raises NotProved where no engine's statements lead there, EngineFailed where the one that was named has no answer.
    """
    before, stays = _keeping_roles(before, after.catalog)
    changes = compare(before.catalog, after.catalog)
    if not changes:
        plan = empty_plan(before.catalog, after.catalog)
        return replace(plan, findings=(*plan.findings, *stays))
    plan = _Choice(before, after, changes, observer, annotations).plan(engine)
    return replace(plan, findings=(*plan.findings, *stays))


def _keeping_roles(before: Side, after: Catalog) -> tuple[Side, tuple[Finding, ...]]:
    """The side without roles that only it has, and a note for each: a role is never dropped."""
    stays = sorted(left_behind(before.catalog, after))
    if not stays:
        return before, ()
    help = "If no other database of the server uses it, drop it by hand: DROP ROLE."
    notes = tuple(
        Finding(
            code="role_stays",
            severity="note",
            message=f'no file creates the role "{name}" any more: it stays as it is',
            subject=ObjectId("role", name=name),
            help=help,
        )
        for name in stays
    )
    return replace(before, catalog=without_roles(before.catalog, frozenset(stays))), notes


def empty_plan(before: Catalog, after: Catalog) -> Plan:
    """The plan between equal schemas."""
    return Plan(
        start=after,  # the same as `before`; the fingerprint of files is kept with them
        end=after,
        changes=(),
        up=Script(),
        down=Script(),
        engine="none",
        engine_reason="nothing differs",
        findings=unmodelled(before, after),
    )


def unproved_plan(before: Catalog, after: Catalog, *, annotations: Annotations) -> Plan:
    """What the native engine would do, without a server to prove it on; declared renames need one, and are left out."""
    changes = compare(before, after)
    if not changes:
        return empty_plan(before, after)
    native = Native()
    up = native.propose(before, after, backfills=annotations.backfills, changes=changes).statements
    down = native.propose(after, before, backfills={}, changes=reverse(changes)).statements
    return Plan(
        start=before,
        end=after,
        changes=changes,
        up=assemble(up, before),
        down=assemble_guarded(down, after),
        engine="native",
        engine_reason="asked for, without proof",
        findings=(*suspects(changes, annotations), *unmodelled(before, after)),
    )


def unmodelled(*sides: Catalog) -> tuple[Finding, ...]:
    """A note for each object of a kind that is not modelled, so that nothing is passed over in silence."""
    ids = sorted({id for side in sides for id in side.unmodelled})
    return tuple(
        Finding(code="unmodelled", severity="note", message=f"{id} {text}", subject=id, help=help)
        for id in ids
        for text, help in [_LEFT_BY_A_BUILD if id.kind == INVALID_INDEX else _NOT_MODELLED]
    )


_NOT_MODELLED = (
    "is of a kind that pgplumb does not model: it is neither created, changed nor dropped",
    "Create or change it in a migration of your own (`pgplumb make --empty`).",
)
_LEFT_BY_A_BUILD = (
    "was left by a build that failed, and counts as absent",
    "Drop it (DROP INDEX); a plan that makes an index of its name does so first.",
)


class _Choice:
    """One pair of sides, and the plans that the engines can make between them."""

    def __init__(
        self, before: Side, after: Side, changes: tuple[Change, ...], observer: Observer, annotations: Annotations
    ) -> None:
        self.before = before
        self.after = after
        self.changes = changes
        self.observer = observer
        self.annotations = annotations
        self.renaming: Renaming = renaming(before, after, changes, annotations.renames, observer)

    def plan(self, engine: EngineName) -> Plan:
        match engine:
            case "migra":
                return self._migra("asked for")
            case "native":
                return self._native("asked for")
            case "auto":
                return self._auto()

    def _auto(self) -> Plan:
        passed_over = self._why_not_migra()
        if not passed_over:
            try:
                chosen = self._migra_if_no_worse("every change is one that migra makes rightly")
            except EngineFailed as error:
                passed_over = f"migra was passed over: {error.reason}"
            except NotProved as error:
                passed_over = f"migra was passed over: {error.what} ({error.left[0]})"
            else:
                return chosen
        return self._native(passed_over)

    def _why_not_migra(self) -> str:
        if self.renaming.up or self.annotations.backfills:
            return "migra knows no renames and no backfills"
        if any(id.kind == INVALID_INDEX for id in self.before.catalog.unmodelled):
            return "migra does not see an index that a failed build left"
        reasons = out_of_reach(self.changes)
        more = f" and {len(reasons) - 1} more" if len(reasons) > 1 else ""
        return reasons[0] + more if reasons else ""

    def _migra(self, reason: str) -> Plan:
        return self._proved(*self._by_migra(), "migra", reason)

    def _migra_if_no_worse(self, reason: str) -> Plan:
        up, down = self._by_migra()
        if worse := self._more_hazardous(up):
            raise EngineFailed(engine="migra", reason=f"its way up is more hazardous than native's: {worse}")
        return self._proved(up, down, "migra", reason)

    def _by_migra(self) -> tuple[Script, Script]:
        from pgplumb.differ.engines.migra import Migra  # loads SQLAlchemy, which plans by the native engine never need

        scratch = self.observer.scratch
        with scratch.database(self.before.template) as before, scratch.database(self.after.template) as after:
            engine = Migra(before, after)
        return (
            assemble(engine.up().statements, self.before.catalog),
            assemble(engine.down().statements, self.after.catalog),
        )

    def _more_hazardous(self, up: Script) -> str:
        """The hazards that migra's statements have and ours have not, as (code, object) pairs cannot be compared."""
        try:
            ours = assemble(self._native_up(), self.before.catalog)
        except DependencyCycle:
            return ""
        return ", ".join(sorted(_codes(up) - _codes(ours)))

    def _native(self, reason: str) -> Plan:
        changes = None if self.renaming.up else reverse(self.changes)
        back = Native().propose(self.renaming.after, self.before.catalog, backfills={}, changes=changes).statements
        down = assemble_guarded((*self.renaming.down, *back), self.after.catalog)
        return self._proved(assemble(self._native_up(), self.before.catalog), down, "native", reason)

    def _native_up(self) -> tuple[Statement, ...]:
        engine = Native()
        changes = None if self.renaming.up else self.changes
        forth = engine.propose(
            self.renaming.before, self.after.catalog, backfills=self.annotations.backfills, changes=changes
        )
        return (*self.renaming.up, *forth.statements)

    def _proved(self, up: Script, down: Script, engine: str, reason: str) -> Plan:
        claim = Claim(before=self.before, after=self.after, up=up, down=down, moved=self.renaming.moved)
        try:
            proved = prove(claim, self.observer)
        except StatementRefused as error:
            raise NotProved(what=str(error), server=self.observer.scratch.label, left=(error.sql,)) from error
        return Plan(
            start=self.before.catalog,
            end=self.after.catalog,
            changes=self.changes,
            up=up,
            down=down,
            engine=engine,
            engine_reason=reason,
            proof=proved.proof,
            findings=(
                *proved.findings,
                *suspects(self.changes, self.annotations),
                *unmet(self.changes, self.annotations),
                *unmodelled(self.before.catalog, self.after.catalog),
            ),
        )


def _codes(script: Script) -> set[str]:
    hazards: Iterable[str] = (hazard.code for planned in script.statements for hazard in planned.hazards)
    return set(hazards)
