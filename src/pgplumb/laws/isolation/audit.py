"""Tries all that every actor may try on a few drawn databases, once for a bench; laws look up what came of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pgplumb.errors import DatabaseError
from pgplumb.laws.bench import PROFILES
from pgplumb.laws.facts import once
from pgplumb.laws.isolation.by_keys import cascades
from pgplumb.laws.isolation.judge import Compared, compare
from pgplumb.laws.isolation.on_tables import on_tables
from pgplumb.laws.isolation.people import TENANTS, databases
from pgplumb.laws.isolation.routes import on_routes
from pgplumb.laws.isolation.stage import Stage, staged
from pgplumb.laws.isolation.tenancy import tenancy_of
from pgplumb.laws.isolation.trials import Cell, Scene, name_of
from pgplumb.laws.probe import undone
from pgplumb.syntax.sql import literal, sql

if TYPE_CHECKING:
    from pgplumb.laws.bench import Bench, Profile
    from pgplumb.laws.isolation.acting import Person
    from pgplumb.laws.isolation.people import Drawn
    from pgplumb.laws.isolation.tenancy import Tenancy
    from pgplumb.model.ids import ObjectId

#: Examples of a profile for each database that is drawn: hundreds of statements are tried on one.
_SHARE = 5
_ACTIVE = "select row_security_active({}::regclass)"
#: What a cell of the matrix says, the strongest first.
YES, REFUSED, NO, DENIED = "yes", "refused", "no", "denied"
_ORDER = (YES, REFUSED, NO, DENIED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """What went from tenant to tenant, and on which of the drawn databases."""

    person: Person
    compared: Compared
    drawn: Drawn
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A cell of the matrix: an actor, a table, a command and a kind of row."""

    actor: str
    table: ObjectId
    command: str
    kind: str


@dataclass(slots=True)
class Audit:
    """What came of everything: leaks and counts by law and subject, and the matrix."""

    leaks: dict[tuple[str, ObjectId], list[Leak]] = field(default_factory=dict)
    tried: Counter[tuple[str, ObjectId]] = field(default_factory=Counter)
    #: How many were tried until one leaked.
    needed: dict[tuple[str, ObjectId], int] = field(default_factory=dict)
    blocked: dict[tuple[str, ObjectId], str] = field(default_factory=dict)
    matrix: dict[Place, str] = field(default_factory=dict)
    lacking: dict[ObjectId, str] = field(default_factory=dict)

    def take(self, compared: Compared, person: Person, drawn: Drawn, place: int) -> None:
        """Count one trial in."""
        trial = compared.trial
        about = (trial.law, trial.subject)
        if trial.law and compared.leaks:
            self.needed.setdefault(about, self.tried[about] + 1)
            self.leaks.setdefault(about, []).append(Leak(person=person, compared=compared, drawn=drawn, place=place))
        if compared.tells:
            self.tried[about] += 1
        else:
            self.blocked.setdefault(about, compared.among.seen.message)
        if trial.cell is not None:
            self.mark(person, trial.cell, _word(compared))

    def mark(self, person: Person, cell: Cell, word: str) -> None:
        """Let a cell say the strongest of what was seen."""
        place = Place(actor=person.actor.name, table=cell.table, command=cell.command, kind=cell.kind)
        self.matrix[place] = min(self.matrix.get(place, DENIED), word, key=_ORDER.index)


def _word(compared: Compared) -> str:
    outcome = compared.among
    if outcome.stands:
        return YES
    if not outcome.seen.sqlstate:
        return NO
    if outcome.denied:
        return DENIED if "permission denied" in outcome.seen.message else NO
    return REFUSED


@once
def audit(bench: Bench) -> Audit:
    """The audit by the bench's own profile."""
    tenancy = tenancy_of(bench)
    return Audit() if tenancy is None else _audited(bench, tenancy, bench.profile)


@once
def reviewed(bench: Bench) -> Audit:
    """The audit that gives the matrix: the same for every profile and seed."""
    tenancy, quick = tenancy_of(bench), PROFILES["quick"]
    if tenancy is None or bench.profile == quick:
        return audit(bench)
    return _audited(bench, tenancy, quick)


@once
def quick_databases(bench: Bench) -> list[Drawn]:
    """The databases of the quick profile; none where no intent is declared."""
    tenancy = tenancy_of(bench)
    return [] if tenancy is None else _databases(bench, tenancy, PROFILES["quick"])


def _databases(bench: Bench, tenancy: Tenancy, profile: Profile) -> list[Drawn]:
    return databases(tenancy, bench.world, profile, max(1, profile.examples // _SHARE))


def _audited(bench: Bench, tenancy: Tenancy, profile: Profile) -> Audit:
    found = Audit()
    filled: set[ObjectId] = set()
    quick = profile == PROFILES["quick"]
    for number, drawn in enumerate(quick_databases(bench) if quick else _databases(bench, tenancy, profile)):
        place = number % TENANTS
        with staged(bench, tenancy, drawn) as stage:
            found.lacking |= drawn.lacking
            filled |= {id for id, rows in stage.rows.items() if rows}
            for person in stage.people(place):
                scene = scene_of(stage, person, place, bench)
                trials = [*on_tables(scene), *cascades(scene), *on_routes(scene)]
                for compared in compare(stage, person, trials):
                    found.take(compared, person, drawn, place)
                _see(found, scene)
    found.lacking = {id: why for id, why in found.lacking.items() if id not in filled}
    return found


def scene_of(stage: Stage, person: Person, place: int, bench: Bench) -> Scene:
    """The stage as the person finds it."""
    tables = stage.reach[person.actor.role].relations.keys() & stage.tenancy.owned.keys()
    with stage.acting(person):
        guarded = frozenset(id for id in tables if stage.session.value(sql(_ACTIVE, literal(name_of(id)))))
    return Scene(stage=stage, person=person, place=place, guarded=guarded, bench=bench)


def _see(found: Audit, scene: Scene) -> None:
    """Mark which kinds of rows the person sees."""
    stage, person = scene.stage, scene.person
    relations = stage.reach[person.actor.role].relations
    with stage.acting(person):
        for id in stage.tenancy.owned:
            access = relations.get(id)
            held = [each for holder in scene.bench.world.holders(id) for each in stage.rows.get(holder, ())]
            seen: set[str] = set()
            refused = ""
            if access is not None and access.select:
                with undone(stage.session):
                    try:
                        text = sql("SELECT tableoid::text || ctid::text FROM {}", name_of(id))
                        seen = {place for (place,) in stage.session.rows(text)}
                    except DatabaseError as error:
                        refused = NO if error.sqlstate == "42501" else REFUSED
            for each in held:
                if kind := each.kind_for(person.tenant):
                    word = YES if each.place in seen else refused or (NO if access and access.select else DENIED)
                    found.mark(person, Cell(table=id, command="select", kind=kind), word)
