"""Cuts a plan into steps that each have a way back of their own: one for each pair of migration files."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from pgplumb.differ.assembly import assemble_guarded
from pgplumb.differ.compare import compare
from pgplumb.differ.engines.native.engine import Native
from pgplumb.differ.execute import run
from pgplumb.differ.prove import Claim, prove
from pgplumb.differ.renaming import inverse, renaming
from pgplumb.differ.roles import role_names, roles_after
from pgplumb.differ.side import Side
from pgplumb.model.plan import Script
from pgplumb.model.types import Enum
from pgplumb.plan.losses import losses

if TYPE_CHECKING:
    from pgplumb.differ.side import Observer
    from pgplumb.model.annotations import Annotations
    from pgplumb.model.catalog import Catalog
    from pgplumb.model.plan import Plan
    from pgplumb.postgres.dsn import Dsn


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One batch up, one batch down, and the fingerprints on either side."""

    before: str
    after: str
    up: Script
    down: Script


def steps(plan: Plan, before: Side, after: Side, *, observer: Observer, annotations: Annotations) -> tuple[Step, ...]:
    """The plan as steps, each proved both ways; raises NotProved."""
    if len(plan.up.batches) == len(plan.down.batches) == 1:
        return (Step(before=plan.before, after=plan.after, up=plan.up, down=plan.down),)
    found = []
    at = before
    for number, batch in enumerate(plan.up.batches, start=1):
        done = Script(batches=plan.up.batches[:number])
        following = after if number == len(plan.up.batches) else _reached(before, done, after.catalog, observer)
        statements = [planned.statement for planned in batch.statements]
        up = Script(batches=(batch,), losses=losses(statements, at.catalog))
        changes = compare(at.catalog, following.catalog)
        moved = renaming(at, following, changes, annotations.renames, observer)
        down = _back(following, at, annotations, observer)
        prove(Claim(before=at, after=following, up=up, down=down, moved=moved.moved), observer)
        found.append(Step(before=at.catalog.fingerprint, after=following.catalog.fingerprint, up=up, down=down))
        at = following
    return tuple(found)


def _reached(before: Side, done: Script, after: Catalog, observer: Observer) -> Side:
    """The schema after the first batches of a plan."""
    text = "\0".join(planned.statement.sql for planned in done.statements)
    digest = sha256(f"{before.digest()}\0{text}".encode()).hexdigest()

    def build(dsn: Dsn) -> None:
        before.build(dsn)
        run(done, dsn)

    with observer.scratch.database(observer.scratch.template(digest, build)) as dsn:
        catalog = observer.catalog(dsn)
    if names := role_names(before.catalog) | role_names(after):
        catalog = catalog.with_shared(roles_after(before.catalog, done, names, observer.scratch))
    return Side(catalog=catalog, observer=observer, digest=lambda: digest, build=build)


def _back(source: Side, target: Side, annotations: Annotations, observer: Observer) -> Script:
    """The way back in one batch: labels are brought back by making their enum over, as one added is not usable yet."""
    changes = compare(source.catalog, target.catalog)
    found = renaming(source, target, changes, inverse(annotations.renames), observer)
    native = Native()
    enums = frozenset(enum.id for enum in target.catalog.of(Enum))
    plain = native.propose(found.before, target.catalog, backfills={})
    script = assemble_guarded((*found.up, *plain.statements), source.catalog)
    if len(script.batches) <= 1:
        return script
    remade = native.propose(found.before, target.catalog, backfills={}, remade=enums)
    return assemble_guarded((*found.up, *remade.statements), source.catalog)
