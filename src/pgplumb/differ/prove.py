"""Proves a plan on clones: that it leads where it should and back, and that rows survive it."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import ndiff
from typing import TYPE_CHECKING

from pgplumb.differ.compare import compare
from pgplumb.differ.dumps import difference
from pgplumb.differ.execute import is_uncloned, run, run_with_quiet_fills
from pgplumb.differ.roles import is_shared, role_names, roles_after
from pgplumb.differ.side import settled
from pgplumb.errors import NotProved, StatementRefused
from pgplumb.generate.fill import fill
from pgplumb.generate.values import row_digests
from pgplumb.model.change import Added, Altered, Removed
from pgplumb.model.finding import Finding
from pgplumb.model.general import EventTrigger, Extension
from pgplumb.model.ids import ObjectId
from pgplumb.model.plan import Proof, Script
from pgplumb.model.printable import printable
from pgplumb.model.relations import Column, Table
from pgplumb.model.trees import links_to_heirs
from pgplumb.postgres.session import connect
from pgplumb.syntax.sql import ident, sql

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pgplumb.differ.side import Observer, Side, State
    from pgplumb.generate.fill import Filled
    from pgplumb.model.catalog import Catalog
    from pgplumb.model.change import Change
    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.session import Session

_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What is to be proved: both scripts between two sides; `moved` maps the old id of a renamed object to its new."""

    before: Side
    after: Side
    up: Script
    down: Script
    moved: Mapping[ObjectId, ObjectId]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """The proof, and what was found on the way about rows."""

    proof: Proof
    findings: tuple[Finding, ...]


def prove(claim: Claim, observer: Observer) -> Proved:
    """Run the plan on an empty clone and on a filled one; raises NotProved with what is left."""
    prove_convergence(claim, observer)
    prove_shared(claim, observer)
    return prove_rows(claim, observer, lambda session: fill(session, claim.before.catalog, rows=3, seed=0))


def prove_convergence(claim: Claim, observer: Observer) -> None:
    """Raises NotProved unless the way up ends at `after` and the way down at `before`, on a clone without rows."""
    # Building the desired side first makes the roles that it names, which the way up grants to.
    assert claim.after.template
    with observer.scratch.database(claim.before.template) as dsn:
        claim.before.dump_from(dsn)
        for script, wanted, way in ((claim.up, claim.after, "up"), (claim.down, claim.before, "down")):
            try:
                run(script, dsn)
            except StatementRefused as error:
                raise _failed(observer, f"the way {way} does not run", _shown(error)) from error
            if left := differences(dsn, wanted, observer):
                where = "at the desired schema" if way == "up" else "back where it came from"
                raise _failed(observer, f"the way {way} does not arrive {where}", left)


def prove_shared(claim: Claim, observer: Observer) -> None:
    """Raises NotProved unless both ways lead to the roles of the other side, tried apart from all databases."""
    if not (claim.before.catalog.shared or claim.after.catalog.shared):
        return
    ways = (("up", claim.up, claim.before, claim.after), ("down", claim.down, claim.after, claim.before))
    for way, script, source, wanted in ways:
        names = role_names(wanted.catalog)
        try:
            there = roles_after(source.catalog, script, names, observer.scratch)
        except StatementRefused as error:
            raise _failed(observer, f"the way {way} does not run", _shown(error)) from error
        changes = compare(wanted.catalog.with_shared(there), wanted.catalog)
        if left := tuple(map(describe, changes)):
            raise _failed(observer, f"the way {way} does not arrive at the roles that are wanted", left)


def differences(dsn: Dsn, wanted: Side | State, observer: Observer) -> tuple[str, ...]:
    """What a database lacks of a state, by our reader and by pg_dump; empty where both say that they are equal."""
    if not _differences_now(dsn, wanted, observer):
        return ()
    with observer.scratch.database() as again:
        settled(observer, dsn, again)
        return _differences_now(again, wanted, observer)


def _differences_now(dsn: Dsn, wanted: Side | State, observer: Observer) -> tuple[str, ...]:
    changes = compare(observer.catalog(dsn), wanted.catalog)
    seen = tuple(describe(change) for change in changes if not is_uncloned(change.id))
    return seen or tuple(f"pg_dump: {printable(line)}" for line in difference(observer.dump(dsn), wanted.dump))


def describe(change: Change) -> str:
    """A change in a line, whatever names are in it."""
    return printable(_described(change))


def _described(change: Change) -> str:
    match change:
        case Added(found):
            return f"missing: {found.id}"
        case Removed(found):
            return f"still there: {found.id}"
        case Altered(id, attribute, str(before), str(after)) if "\n" in before + after:
            lines = [line for line in ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]
            return f"{id}: {attribute} has lines that are not as they should be: {' / '.join(lines[:4])}"
        case Altered(id, attribute, before, after):
            return f"{id}: {attribute} is {before!r}, should be {after!r}"


def prove_rows(claim: Claim, observer: Observer, filling: Callable[[Session], Filled]) -> Proved:
    """Values in columns that survive are the same afterwards; rows that the new schema refuses are a finding."""
    findings: list[Finding] = []
    if _fills(claim):
        _try_fills(claim, observer, filling)
    with observer.scratch.database(claim.before.template) as dsn:
        with connect(dsn) as session:
            filled = filling(session)
            held = row_digests(session, claim.before.catalog)
            _silence(session)
        proof = Proof(
            server=observer.scratch.label,
            filled=len(filled.filled),
            unfilled=tuple(f"{id}: {reason}" for id, reason in filled.unfilled.items()),
            not_covered=(
                *(f"what triggers write while {id} is filled" for id in sorted(_fills(claim))),
                *(f"what {found.id} writes" for found in claim.before.catalog.of(EventTrigger)),
                *(f"rows of {id}: tables that stay come to it or leave it" for id in sorted(_regrouped(claim))),
                *(f"{id}: a clone has none" for id in sorted(_uncloned(claim)) if not is_shared(id)),
                *_shared_not_covered(claim),
                *(
                    f"extension {name}: the scratch server has a stand-in for it"
                    for name in _stand_ins(claim, observer)
                ),
            ),
        )
        for script, way in ((claim.up, "up"), (claim.down, "down")):
            try:
                run_with_quiet_fills(script, dsn)
            except StatementRefused as error:
                if not error.breaks_rows:
                    raise _failed(observer, f"the way {way} does not run on rows", _shown(error)) from error
                findings.append(_data_dependent(error, way))
                return Proved(proof=proof, findings=tuple(findings))
            if way == "up":
                with connect(dsn) as session:
                    kept = row_digests(session, claim.after.catalog)
                    _silence(session)
                if lost := _changed(held, kept, claim):
                    raise _failed(observer, "values changed on the way up", lost)
        with connect(dsn) as session:
            back = row_digests(session, claim.before.catalog)
        if lost := _changed_back(held, back, claim):
            raise _failed(observer, "values changed on the way down", lost)
    return Proved(proof=proof, findings=tuple(findings))


def _silence(session: Session) -> None:
    """Let event triggers sleep: what they write about a plan is no change of values that the plan makes."""
    for (name,) in session.rows("select evtname from pg_event_trigger where evtenabled <> 'D' order by evtname"):
        session.execute(sql("alter event trigger {} disable", ident(name)))


def _shared_not_covered(claim: Claim) -> tuple[str, ...]:
    roles = sorted({id.table or id.name for id in _uncloned(claim) if is_shared(id) and id.target is None})
    if not roles:
        return ()
    how = "tried in a transaction of their own that was rolled back, without pg_dump and apart from the database"
    return (f"roles {', '.join(roles)}: {how}",)


def _stand_ins(claim: Claim, observer: Observer) -> list[str]:
    """The extensions on either side that are not the real ones."""
    names = {found.id.name for side in (claim.before, claim.after) for found in side.catalog.of(Extension)}
    return sorted(names & observer.scratch.offered_stand_ins)


def _try_fills(claim: Claim, observer: Observer, filling: Callable[[Session], Filled]) -> None:
    """Backfills with their triggers: what those write is their own affair, but they must let the plan run."""
    with observer.scratch.database(claim.before.template) as dsn:
        with connect(dsn) as session:
            filling(session)
        try:
            run(claim.up, dsn)
        except StatementRefused as error:
            if not error.breaks_rows:
                raise _failed(observer, "the way up does not run on rows", _shown(error)) from error


def _changed(
    held: Mapping[ObjectId, tuple[int, str]], kept: Mapping[ObjectId, tuple[int, str]], claim: Claim
) -> tuple[str, ...]:
    """Columns whose values are not what they were; where the type changed, only whether each still has one."""
    found = []
    reshaped = _reshaped(claim)
    for old, new in _survivors(claim):
        if old.id not in held or new.id not in kept or new.id in _fills(claim):
            continue
        (count, digest), (now_count, now_digest) = held[old.id], kept[new.id]
        same = old.type == new.type and old.id not in reshaped
        if count != now_count or (same and digest != now_digest):
            found.append(f"{new.id}: {count} values before, {now_count} after, not the same ones")
    return tuple(found)


def _changed_back(
    held: Mapping[ObjectId, tuple[int, str]], back: Mapping[ObjectId, tuple[int, str]], claim: Claim
) -> tuple[str, ...]:
    reshaped = _reshaped(claim)
    return tuple(
        f"{old.id}: {held[old.id][0]} values before, {back[old.id][0]} after, not the same ones"
        for old, new in _survivors(claim)
        if old.id in held
        and old.id in back
        and old.type == new.type
        and old.id not in reshaped
        and new.id not in _fills(claim)
        and held[old.id] != back[old.id]
    )


def _reshaped(claim: Claim) -> frozenset[ObjectId]:
    """Columns of a type that changes inside: values print differently, as of a composite with one attribute more."""
    before, after = claim.before.catalog, claim.after.catalog
    changed = {change.id for change in compare(before, after)}
    changed |= {holder for catalog in (before, after) for id in changed if (holder := catalog.parent(id)) is not None}
    work = [id for id in changed if not id.is_relation and id.kind not in {"column", "default"}]
    found: set[ObjectId] = set()
    while work:
        for edge in before.required_by(work.pop()):
            if edge.dependent not in found:
                found.add(edge.dependent)
                if not edge.dependent.is_relation and edge.dependent.kind != "column":
                    work.append(edge.dependent)
    return frozenset(id for id in found if id.kind == "column")


def _regrouped(claim: Claim) -> frozenset[ObjectId]:
    """Partitioned tables that gain or lose a partition which is there before: its rows come and go with it.

    Where a table from which others inherit is partitioned into those, its own rows go to them.
    """
    before, after = claim.before.catalog, claim.after.catalog
    found = {
        id
        for id in _grouped(before) | _grouped(after)
        for link in _links(id, before) ^ _links(id, after)
        if ObjectId("table", link.schema, link.table) in before.objects
    }
    for id in _grouped(before) ^ _grouped(after):
        for link in _links(id, before) & _links(id, after):
            found |= {id, ObjectId("table", link.schema, link.table)}
    return frozenset(found)


def _grouped(catalog: Catalog) -> frozenset[ObjectId]:
    return frozenset(table.id for table in catalog.of(Table) if table.partition_key)


def _links(id: ObjectId, catalog: Catalog) -> frozenset[ObjectId]:
    """The partitions of a table, as the ids by which they belong to it."""
    return frozenset(link.id for link in links_to_heirs(id, catalog))


def _survivors(claim: Claim) -> list[tuple[Column, Column]]:
    """The columns that both sides have and whose values are stored, not derived: as they were and as they become."""
    found = []
    regrouped = {(id.schema, id.name) for id in _regrouped(claim)}
    for old in claim.before.catalog.of(Column):
        if (old.id.schema, old.id.table) in regrouped:
            continue
        new = claim.after.catalog.get(claim.moved.get(old.id, old.id))
        if isinstance(new, Column) and not old.generated and not new.generated:
            found.append((old, new))
    return found


def _uncloned(claim: Claim) -> frozenset[ObjectId]:
    statements = (planned.statement for planned in (*claim.up.statements, *claim.down.statements))
    return frozenset(one.subject for one in statements if one.subject is not None and is_uncloned(one.subject))


def _fills(claim: Claim) -> frozenset[ObjectId]:
    """The columns that a backfill writes to."""
    statements = (planned.statement for planned in (*claim.up.statements, *claim.down.statements))
    return frozenset(one.subject for one in statements if one.operation == "fill" and one.subject is not None)


def _data_dependent(error: StatementRefused, way: str) -> Finding:
    cause = error.cause
    return Finding(
        code="data_dependent",
        severity="warning",
        message=f"On the way {way}, rows may not fit: {cause.primary} ({' '.join(error.sql.split())[:200]})",
        help=(cause.hint or "Look for such rows before you run it, or give the column a backfill."),
    )


def _failed(observer: Observer, what: str, left: tuple[str, ...]) -> NotProved:
    more = (f"and {len(left) - _SHOWN} more",) if len(left) > _SHOWN else ()
    return NotProved(what=what, server=observer.scratch.label, left=(*left[:_SHOWN], *more))


def _shown(error: StatementRefused) -> tuple[str, ...]:
    return (str(error.cause), *error.sql.splitlines()[:_SHOWN])
