"""Which objects are created, dropped, altered, replaced or swapped, once what depends on them is counted in."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, assert_never

from pgplumb.differ.engines.native.registry import rule_for
from pgplumb.differ.engines.native.rule import Context, Manner
from pgplumb.model.change import Added, Altered, Removed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pgplumb.model.catalog import Catalog
    from pgplumb.model.change import Change
    from pgplumb.model.ids import ObjectId


class Resolution:
    """The changes between two catalogs, closed over dependencies.

    `created` and `dropped` both hold what is replaced or swapped; `altered` maps an id to the attributes that change.
    """

    def __init__(
        self,
        before: Catalog,
        after: Catalog,
        changes: Iterable[Change],
        *,
        backfills: Mapping[ObjectId, str] | None = None,
        remade: frozenset[ObjectId] = frozenset(),
    ) -> None:
        self.before = before
        self.after = after
        self.created: set[ObjectId] = set()
        self.dropped: set[ObjectId] = set()
        self.swapped: set[ObjectId] = set()
        self.altered: dict[ObjectId, frozenset[str]] = {}
        self.context = Context(
            before=before,
            after=after,
            backfills=backfills or {},
            remade=remade,
            created=self.created,
            dropped=self.dropped,
            swapped=self.swapped,
        )
        self._work: deque[ObjectId] = deque()
        self._sort_changes(changes)
        self._close()

    def _sort_changes(self, changes: Iterable[Change]) -> None:
        attributes: dict[ObjectId, set[str]] = {}
        arrived: list[Any] = []
        for change in changes:
            match change:
                case Added(found):
                    self.created.add(found.id)
                    arrived.append(found)
                case Removed(found):
                    self.dropped.add(found.id)
                    self._work.append(found.id)
                case Altered(id, attribute):
                    attributes.setdefault(id, set()).add(attribute)
                case _:
                    assert_never(change)
        for found in arrived:
            parent = self.after.parent(found.id)
            if parent is not None and rule_for(found.id).arrival(found, self.context) is Manner.REPLACE_PARENT:
                self._replace(parent)
            self._displace(found.id)
        for id, changed in attributes.items():
            self._alter(id, frozenset(changed))

    def _alter(self, id: ObjectId, changed: frozenset[str]) -> None:
        if id in self.dropped:
            return
        match rule_for(id).manner(self.before.objects[id], self.after.objects[id], changed, self.context):
            case Manner.ALTER:
                self.altered[id] = changed
                self._disturb(id)
            case Manner.REPLACE:
                self._replace(id)
            case Manner.REPLACE_PARENT:
                parent = self.before.parent(id)
                assert parent is not None
                self._replace(parent)
            case Manner.IMPLIED:
                pass

    def _disturb(self, id: ObjectId) -> None:
        disturbed = rule_for(id).disturbs(
            self.before.objects[id], self.after.objects[id], self.altered[id], self.context
        )
        for edge in self.before.required_by(id):
            if disturbed(self.before.objects[edge.dependent]):
                self._replace(edge.dependent)
        for bond in rule_for(id).loosens(
            self.before.objects[id], self.after.objects[id], self.altered[id], self.context
        ):
            whole = self.after.parent(bond)
            arrival = rule_for(bond).arrival(self.after.objects[bond], self.context)
            self._replace(whole if whole is not None and arrival is Manner.REPLACE_PARENT else bond)

    def _replace(self, id: ObjectId) -> None:
        if id in self.dropped or id in self.created or id not in self.after.objects:
            return
        if rule_for(id).swaps or rule_for(id).fills:
            self.swapped.add(id)
        self.altered.pop(id, None)
        self.created.add(id)
        self.dropped.add(id)
        self._work.append(id)
        self._displace(id)

    def _displace(self, id: ObjectId) -> None:
        """Make anew what cannot stay as it is while `id` is created."""
        for other in rule_for(id).displaces(self.after.objects[id], self.context):
            self._replace(other)

    def _close(self) -> None:
        """Take along what depends on something that goes, until nothing new is found."""
        while self._work:
            gone = self._work.popleft()
            for whole in rule_for(gone).needed_by(self.before.objects[gone], self.context):
                self._replace(whole)
            for edge in self.before.required_by(gone):
                if edge.dependent not in self.dropped and edge.dependent in self.after.objects:
                    self._lose(edge.dependent, gone)
        self._keep_swaps_in_use()

    def _keep_swaps_in_use(self) -> None:
        """What nothing moves over to is dropped and created without a detour: no column, and no row of a new table."""
        needed = {id for id in self.swapped if rule_for(id).fills}
        work = [*self.context.rebased, *(part.id for id in needed for part in self.before.children(id))]
        while work:
            for edge in self.before.requires(work.pop()):
                if edge.referenced in self.swapped and edge.referenced not in needed:
                    needed.add(edge.referenced)
                    work.append(edge.referenced)
                    work.extend(part.id for part in self.before.children(edge.referenced))
        self.swapped &= needed

    def _lose(self, id: ObjectId, gone: ObjectId) -> None:
        """`id` stays, and something that it needed does not."""
        rule = rule_for(id)
        match rule.bereft(self.before.objects[id], gone, self.context):
            case Manner.ALTER:
                self.context.rebased.add(id)
                self.altered[id] = self.altered.get(id, frozenset()) | rule.moves_by
                self._disturb(id)
            case Manner.REPLACE_PARENT:
                parent = self.before.parent(id)
                assert parent is not None
                self._replace(parent)
            case Manner.REPLACE:
                if id not in self.altered or any(edge.referenced == gone for edge in self.after.requires(id)):
                    self._replace(id)
            case Manner.IMPLIED:
                pass
