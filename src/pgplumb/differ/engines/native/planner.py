"""Turns two catalogs into statements in an order that runs; it names no kind of object."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from pgplumb.differ.compare import compare
from pgplumb.differ.engines.native.graph import Graph
from pgplumb.differ.engines.native.registry import rule_for
from pgplumb.differ.engines.native.resolve import Resolution
from pgplumb.errors import DependencyCycle
from pgplumb.model.statement import Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pgplumb.differ.engines.native.rule import Step, Taken
    from pgplumb.model.catalog import Catalog
    from pgplumb.model.change import Change
    from pgplumb.model.ids import ObjectId
    from pgplumb.model.objects import Object

Verb = Literal["empty", "drop", "aside", "alter", "create", "finish", "fill"]


class Action(NamedTuple):
    """One thing to do with one object; an object may be dropped and created in the same plan."""

    verb: Verb
    id: ObjectId


def plan(
    before: Catalog,
    after: Catalog,
    *,
    changes: tuple[Change, ...],
    backfills: Mapping[ObjectId, str],
    remade: frozenset[ObjectId],
) -> tuple[Statement, ...]:
    """The statements that turn `before` into `after`, which differ by `changes`; the same catalogs give the same ones.

    Raises DependencyCycle where no order exists.
    """
    planner = _Planner(Resolution(before, after, changes, backfills=backfills, remade=remade))
    try:
        return tuple(planner.statements())
    except DependencyCycle:
        altered = {action.id for action in planner.stuck if action.verb == "alter"} - remade
        loose = frozenset(id for id in altered if rule_for(id).remade_in_cycles)
        if not loose:
            raise
        return plan(before, after, changes=changes, backfills=backfills, remade=remade | loose)


def definitions(before: Catalog, after: Catalog) -> tuple[Statement, ...]:
    """The statements that define `after` where only `before` is there, as files hold them: a table's foreign keys
    stand within it where no cycle forbids that.

    Raises DependencyCycle where no order exists.
    """
    return tuple(_Definer(Resolution(before, after, compare(before, after))).statements())


class Drawn(NamedTuple):
    """An action, and the one in whose statement it is written."""

    action: Action
    host: Action


class _Planner:
    """Groups what is written in one statement, draws the graph, and writes the statements in its order.

    Parts start inside the statement of what they belong to (a default in its CREATE TABLE, a constraint in its
    DROP TABLE); one that stands in a cycle there gets a statement of its own.
    """

    def __init__(self, resolution: Resolution) -> None:
        self.found = resolution
        self.alone: set[Action] = set()
        self.stuck: set[Action] = set()
        self.hollowed: set[Action] = set()
        self.soft = tuple(self._preferences())

    def statements(self) -> Iterator[Statement]:
        for action, parts in self._ordered():
            for step in self._steps(action, parts):
                yield Statement(
                    sql=str(step.sql),
                    subject=action.id,
                    operation=step.operation,
                    origin=f"native:{action.id.kind}",
                    guard=step.guard,
                )

    def _steps(self, action: Action, parts: set[ObjectId]) -> Iterable[Step]:
        rule, context = rule_for(action.id), self.found.context
        old: Any = self.found.before.get(action.id)
        new: Any = self.found.after.get(action.id)
        match action.verb:
            case "drop":
                return rule.drop_aside(old, context) if action.id in self.found.swapped else rule.drop(old, context)
            case "aside":
                return rule.set_aside(old, context)
            case "alter":
                return rule.alter(old, new, self.found.altered[action.id], context)
            case "create":
                return rule.create(new, context, parts)
            case "fill":
                return rule.fill(old, new, context)
            case "finish":
                return rule.finish(new, context)
            case "empty":
                return rule.empty(old, context)

    def _ordered(self) -> list[tuple[Action, set[ObjectId]]]:
        while True:
            graph = self._graph()
            order, stuck = graph.sort(self._key)
            if not stuck:
                inside = (action.id for action, host in self.host.items() if host != action and host.verb == "create")
                self.found.context.written.update(inside)
                return [(action, self.parts[action]) for action in order]
            self.stuck = stuck
            if not self._give_in(stuck) and not self._unfold(stuck) and not self._hollow(stuck):
                raise DependencyCycle(objects=", ".join(str(action.id) for action in sorted(stuck)[:8]))

    def _graph(self) -> Graph[Action]:
        self.parts: dict[Action, set[ObjectId]] = defaultdict(set)
        self.host: dict[Action, Action] = {}
        for id in self.found.created:
            self._place(Action("create", id))
            if any(self._late(id, edge.referenced) for edge in self.found.after.requires(id)):
                self._place(Action("finish", id))
        for id in self.found.dropped:
            self._place(Action("drop", id))
            if Action("drop", id) in self.hollowed:
                self._place(Action("empty", id))
        for id in self.found.altered:
            self._place(Action("alter", id))
        for id in self.found.swapped:
            self._place(Action("aside", id))
            if rule_for(id).fills:
                self._place(Action("fill", id))
        graph = Graph(set(self.host.values()))
        for first, second in self._drawn_edges():
            graph.before(first.host, second.host)
        return graph

    def _drawn_edges(self) -> Iterator[tuple[Drawn, Drawn]]:
        """The edges between actions that there are, with the statements that hold them.

        What is part of something that is set aside is out of the way from then on, though it is dropped later.
        """
        for first, second in self._edges():
            if first in self.host and second in self.host:
                host = self.host[first]
                early = second.verb != "drop" or rule_for(first.id).ends_aside
                if host.verb == "drop" and host.id in self.found.swapped and early:
                    host = Action("aside", host.id)
                yield Drawn(first, host), Drawn(second, self.host[second])

    def _place(self, action: Action) -> None:
        """Find the action in whose statement this one is written."""
        host = action
        while (outer := self._outer(host)) is not None:
            host = outer
        self.host[action] = host
        if host != action:
            self.parts[host].add(action.id)

    def _outer(self, action: Action) -> Action | None:
        rule = rule_for(action.id)
        if action in self.alone:
            taken = self._taken_along(action)
            return Action("drop", taken.by) if taken else None
        if action.verb == "create":
            parent = self.found.after.parent(action.id)
            if parent in self.found.created and parent.kind in rule.inline_in and parent is not None:
                return Action("create", parent) if self._fits(self.found.after.objects[action.id]) else None
        elif action.verb == "drop" and not rule.leaves_by_itself(
            self.found.before.objects[action.id], self.found.context
        ):
            for edge in self.found.before.requires(action.id):
                goes = edge.referenced.kind in rule.goes_with or "*" in rule.goes_with
                if edge.automatic and goes and edge.referenced in self.found.dropped:
                    return Action("drop", edge.referenced)
        return None

    def _taken_along(self, action: Action) -> Taken | None:
        """What takes something along that goes before its parent does."""
        if action.verb != "drop" or action not in self.alone:
            return None
        return rule_for(action.id).taken_along(self.found.before.objects[action.id], self.found.context)

    def _fits(self, found: Object) -> bool:
        return rule_for(found.id).fits_inline(found, self.found.context)

    def _edges(self) -> Iterator[tuple[Action, Action]]:
        found = self.found
        for id in (*found.created, *found.altered):
            this = self._produces(id)
            last = Action("finish", id) if Action("finish", id) in self.host else this
            yield this, last
            for edge in found.after.requires(id):
                yield self._produces(edge.referenced), last if self._late(id, edge.referenced) else this
                if edge.referenced in found.context.hollow and id not in self._needs(edge.referenced):
                    yield Action("finish", edge.referenced), this
                for other in self._completing(id, edge.referenced):
                    yield self._produces(other), this
            for other in rule_for(id).follows(found.after.objects[id], found.context):
                yield Action("drop", other), last
                yield self._produces(other), last
            for other in rule_for(id).after_drop_of(found.after.objects[id], found.context):
                yield Action("drop", other), last
        for id in found.dropped:
            for edge in found.before.required_by(id):
                goes = Action("drop", edge.dependent)
                yield Action("empty", edge.dependent) if goes in self.hollowed else goes, Action("drop", id)
                yield Action("alter", edge.dependent), Action("drop", id)
            yield Action("empty", id), Action("drop", id)
            for other in rule_for(id).dropped_after(found.before.objects[id], found.context):
                yield Action("drop", other), Action("drop", id)
            taken = self._taken_along(Action("drop", id))
            if taken and Action("drop", taken.through) in self.alone:
                yield Action("drop", id), Action("drop", taken.through)
            if id in found.swapped:
                yield from self._fill_edges(id) if rule_for(id).fills else ()
                for goes in self._dropped_with(id):
                    if not self._holds_values(goes.id):
                        yield goes, Action("aside", id)
                yield from self._within_others(id)
                yield Action("aside", id), Action("create", id)
                yield Action("create", id), Action("drop", id)
            else:
                yield Action("drop", id), Action("create", id)
        for id in found.altered:
            for edge in found.before.required_by(id) if not rule_for(id).alters_any_time(found.altered[id]) else ():
                yield Action("drop", edge.dependent), Action("alter", id)
        yield from self._name_edges()
        yield from self.soft

    def _preferences(self) -> Iterator[tuple[Action, Action]]:
        found = self.found
        for id in sorted({*found.created, *found.altered}):
            for other in rule_for(id).prefers(found.after.objects[id], found.context):
                yield self._produces(other), self._produces(id)

    def _give_in(self, stuck: set[Action]) -> bool:
        """Forget the preferences that stand in a cycle; false if there are none."""
        kept = tuple(pair for pair in self.soft if not {self.host.get(action) for action in pair} <= stuck)
        given_in = len(kept) < len(self.soft)
        self.soft = kept
        return given_in

    def _dropped_with(self, id: ObjectId) -> Iterator[Action]:
        """The statements that drop what needs something that is swapped, and are not part of a swap themselves."""
        for edge in self.found.before.required_by(id):
            host = self.host.get(Action("drop", edge.dependent))
            if host is not None and host.id not in self.found.swapped:
                yield host

    def _within_others(self, id: ObjectId) -> Iterator[tuple[Action, Action]]:
        """Types that are made of one that is set aside are set aside before: what belongs to them is named after it."""
        for edge in self.found.before.required_by(id):
            if edge.dependent in self.found.swapped and rule_for(edge.dependent).swaps:
                yield Action("aside", edge.dependent), Action("aside", id)

    def _holds_values(self, id: ObjectId) -> bool:
        """Whether something that goes takes values along that may have to move first."""
        return rule_for(id).holds_values(self.found.before.objects[id], self.found.context)

    def _fill_edges(self, id: ObjectId) -> Iterator[tuple[Action, Action]]:
        """Rows move once the new form can take them, before anything reacts to them and before any of them goes."""
        fill = Action("fill", id)
        yield Action("create", id), fill
        yield fill, Action("drop", id)
        work, seen = [id], {id}
        while work:
            for goes in self._dropped_with(work.pop()):
                if self._holds_values(goes.id) and goes.id not in seen:
                    yield fill, goes
                    seen.add(goes.id)
                    work.append(goes.id)
        work = [id]
        while work:
            for edge in self.found.after.required_by(work.pop()):
                one = edge.dependent
                if one in self.found.created and one not in seen:
                    seen.add(one)
                    work.append(one)
                    if rule_for(one).before_rows:
                        yield Action("create", one), fill
                    elif rule_for(one).reacts_to_rows(self.found.after.objects[one]):
                        yield fill, Action("create", one)

    def _name_edges(self) -> Iterator[tuple[Action, Action]]:
        """A name must be free before something else takes it."""
        takers = {name: id for id in self.found.created for name in id.namespaces}
        for id in self.found.dropped:
            for name in id.namespaces:
                if (taker := takers.get(name)) not in {None, id}:
                    yield Action("aside" if id in self.found.swapped else "drop", id), Action("create", taker)

    def _late(self, id: ObjectId, needed: ObjectId) -> bool:
        return id in self.found.created and rule_for(id).late(self.found.after.objects[id], needed, self.found.context)

    def _completing(self, id: ObjectId, used: ObjectId) -> Iterable[ObjectId]:
        """What completes an object that another one, which is no part of it, makes use of."""
        after = self.found.after
        if used == after.parent(id) or used not in after.objects:
            return ()
        return rule_for(used).completed_by(after.objects[used], self.found.context)

    def _produces(self, id: ObjectId) -> Action:
        return Action("create" if id in self.found.created else "alter", id)

    def _unfold(self, stuck: set[Action]) -> bool:
        """Give a statement of their own to the parts that a cycle runs through; false if there are none."""
        inner = {action for action, host in self.host.items() if host in stuck and host != action} - self.alone
        linked: set[Action] = set()
        for first, second in self._drawn_edges():
            if first.host != second.host and {first.host, second.host} <= stuck:
                linked |= {first.action, second.action} & inner
        loose = self._loosest(linked)
        self.alone |= loose
        return bool(loose)

    def _hollow(self, stuck: set[Action]) -> bool:
        """Let what may stand without its content do so where it is in the cycle; false if there is no more."""
        found = {action for action in stuck - self.hollowed if rule_for(action.id).hollow_in_cycles}
        self.hollowed |= found
        self.found.context.hollow.update(action.id for action in found if action.verb == "create")
        return bool(found)

    def _needs(self, id: ObjectId) -> set[ObjectId]:
        """All that an object needs, directly or not, once all is there."""
        needs: set[ObjectId] = set()
        work = [id]
        while work:
            for edge in self.found.after.requires(work.pop()):
                if edge.referenced not in needs:
                    needs.add(edge.referenced)
                    work.append(edge.referenced)
        return needs

    def _loosest(self, linked: set[Action]) -> set[Action]:
        """Those of the parts in a cycle that leave their statement most easily: what is dropped apart is gone all the
        same, and what is created apart may be more the table's own than it was."""
        gone = {action for action in linked if action.verb == "drop" and not self._holds_values(action.id)}
        return gone or {action for action in linked if not rule_for(action.id).stays_inline} or linked

    def _key(self, action: Action) -> tuple[Any, ...]:
        """What reads well among actions that could come next: helpers go, things change, rows go last."""
        catalog = self.found.after if action.verb in {"create", "finish"} else self.found.before
        *_, root = action.id, *catalog.above(action.id)
        rule = rule_for(action.id)
        phase = 3 if rule.comes_last else 1 if action.verb != "drop" else 2 if rule.holds_rows else 0
        place = rule_for(root).rank
        return (phase, -place if action.verb == "drop" else place, root, action.verb != "alter", rule.rank, action.id)


class _Definer(_Planner):
    """Writes inside a CREATE whatever fits there, though a migration would rather have it apart."""

    def _fits(self, found: Object) -> bool:
        return rule_for(found.id).fits_definition(found, self.found.context)

    def _loosest(self, linked: set[Action]) -> set[Action]:
        found = self.found
        apart = {
            action
            for action in linked
            if not rule_for(action.id).fits_inline(found.after.objects[action.id], found.context)
        }
        return apart or super()._loosest(linked)
