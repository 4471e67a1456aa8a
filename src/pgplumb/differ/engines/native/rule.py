"""What the native engine knows about one kind of object: how to create, drop and alter it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, TypeVar

from pgplumb.differ.engines.native.partial_indexes import partial_indexes
from pgplumb.model.general import DefaultPrivilege
from pgplumb.model.held import rows
from pgplumb.model.objects import Object, attributes
from pgplumb.model.relations import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pgplumb.model.catalog import Catalog
    from pgplumb.model.ids import ObjectId
    from pgplumb.model.statement import Guard, Operation
    from pgplumb.syntax.sql import Sql

T = TypeVar("T", bound=Object)


_CALLED = frozenset({"function", "procedure", "aggregate", "sequence"})


class Manner(Enum):
    """How an object reaches its new definition."""

    ALTER = auto()
    """By statements of its own, in place; what is new or gone is created or dropped on its own."""
    REPLACE = auto()
    """Dropped and created again, with all that depends on it; where the rule swaps, columns move over in between."""
    REPLACE_PARENT = auto()
    """What it belongs to is replaced, and it with that."""
    IMPLIED = auto()
    """The server does it by itself when something else changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One statement of a rule; the planner knows the subject and the origin."""

    sql: Sql
    operation: Operation
    guard: Guard | None = None


class Taken(NamedTuple):
    """What goes before an object and takes it along, and the bond that has to be there until then."""

    by: ObjectId
    through: ObjectId


@dataclass(frozen=True, kw_only=True)
class Context:
    """Both catalogs, and what is known of the plan so far."""

    before: Catalog
    after: Catalog
    backfills: Mapping[ObjectId, str] = field(default_factory=dict)
    #: What is to be made over even where it could be altered: types, and views that stand in a cycle.
    remade: frozenset[ObjectId] = frozenset()
    created: set[ObjectId] = field(default_factory=set)
    dropped: set[ObjectId] = field(default_factory=set)
    swapped: set[ObjectId] = field(default_factory=set)
    rebased: set[ObjectId] = field(default_factory=set)
    #: What needs itself through others: it is created without its content, which comes last.
    hollow: set[ObjectId] = field(default_factory=set)
    #: Parts that are written inside the statement of what they belong to.
    written: set[ObjectId] = field(default_factory=set)
    _names: dict[str, list[ObjectId]] = field(default_factory=dict)

    def is_constraint(self, schema: str, name: str) -> bool:
        """Whether a constraint has the name, before or after; NOT NULL counts only under names that it was given."""
        called = (id for catalog in (self.before, self.after) for id in catalog.named(name))
        constraint = any(id.kind == "constraint" and id.schema == schema for id in called)
        return constraint or (schema, name) in self._not_null_names

    @cached_property
    def _not_null_names(self) -> frozenset[tuple[str, str]]:
        place = attributes(Column).index("not_null_name")
        found = (each for catalog in (self.before, self.after) for each in rows(catalog.objects))
        return frozenset((id.schema, row[place]) for id, row in found if id.kind == "column" and row[place])

    def named(self, name: str) -> list[ObjectId]:
        """The relations and routines of this name that are created, in any schema."""
        if not self._names:
            for id in sorted(self.created):
                if id.is_relation or id.kind in _CALLED:
                    self._names.setdefault(id.name, []).append(id)
        return self._names.get(name, [])

    @cached_property
    def default_privileges(self) -> tuple[DefaultPrivilege, ...]:
        """What the server grants by itself to what the plan creates: they change last."""
        return tuple(self.before.of(DefaultPrivilege))

    @cached_property
    def partial(self) -> frozenset[ObjectId]:
        """The indexes of partitioned tables that are not to reach all partitions."""
        return partial_indexes(self.after)

    def inline(self, id: ObjectId, parts: set[ObjectId]) -> list[Any]:
        """The objects among `parts` that belong to `id`, to be written inside its CREATE."""
        return [self.after.objects[part] for part in sorted(parts) if self.after.parent(part) == id]


class Rule(ABC, Generic[T]):
    """The table of one kind; a subclass per kind lies in `rules`, and is registered by lying there."""

    kind: ClassVar[str]
    #: Where objects of the kind stand among others that could be created at the same time; smaller is earlier.
    rank: ClassVar[int] = 50
    #: Kinds of parents whose DROP takes the object along without a word.
    goes_with: ClassVar[frozenset[str]] = frozenset()
    #: Kinds of parents whose CREATE can hold the object.
    inline_in: ClassVar[frozenset[str]] = frozenset()
    #: Whether it leaves its parent's CREATE only when nothing else can break a cycle.
    stays_inline: ClassVar[bool] = False
    #: Whether it changes after everything else in the plan.
    comes_last: ClassVar[bool] = False
    #: Whether it may be made over to break a cycle: nothing is lost with it.
    remade_in_cycles: ClassVar[bool] = False
    #: Whether it may stand without its content for a while to break a cycle: created so, it is in `Context.hollow`.
    hollow_in_cycles: ClassVar[bool] = False
    #: Whether replacing it means a swap, because columns may hold its values.
    swaps: ClassVar[bool] = False
    #: Whether replacing it means that its rows move over, from the old form that was set aside to the new one.
    fills: ClassVar[bool] = False
    #: Whether something that is filled needs it before the rows come.
    before_rows: ClassVar[bool] = False
    #: Whether it is over once what it belongs to is set aside.
    ends_aside: ClassVar[bool] = False
    #: The attributes that are set anew where it moves over to the new form of something that is swapped.
    moves_by: ClassVar[frozenset[str]] = frozenset({"type"})
    #: Whether dropping it loses what the user stored.
    holds_rows: ClassVar[bool] = False

    @abstractmethod
    def create(self, found: T, context: Context, inline: set[ObjectId]) -> Iterable[Step]:
        """Statements that make the object; `inline` are the parts to be written inside."""

    @abstractmethod
    def drop(self, found: T, context: Context) -> Iterable[Step]:
        """Statements that drop the object."""

    def manner(self, before: T, after: T, changed: frozenset[str], context: Context) -> Manner:
        """How the object reaches `after`, which differs from `before` in the attributes `changed`."""
        return Manner.REPLACE

    def alter(self, before: T, after: T, changed: frozenset[str], context: Context) -> Iterable[Step]:
        """Statements that alter the object in place, where the manner is ALTER."""
        return ()

    def disturbs(self, before: T, after: T, changed: frozenset[str], context: Context) -> Callable[[Object], bool]:
        """Which dependents must be taken down while the object is altered, and put back after."""
        return lambda _: False

    def alters_any_time(self, changed: frozenset[str]) -> bool:
        """Whether it can be altered while something that goes still needs it: nothing hangs on whose it is."""
        return changed == {"owner"}

    def loosens(self, before: T, after: T, changed: frozenset[str], context: Context) -> Iterable[ObjectId]:
        """What holds the object so that it cannot be altered, and is tied again after: no dependents."""
        return ()

    def fits_inline(self, found: T, context: Context) -> bool:
        """Whether the object's parent can hold it in its CREATE."""
        return True

    def fits_definition(self, found: T, context: Context) -> bool:
        """Whether a file that defines the parent holds the object in its CREATE: there everything comes at once."""
        return self.fits_inline(found, context)

    def holds_values(self, found: T, context: Context) -> bool:
        """Whether dropping this one loses what the user stored."""
        return self.holds_rows

    def leaves_by_itself(self, found: T, context: Context) -> bool:
        """Whether it has to go before what would take it along."""
        return False

    def taken_along(self, found: T, context: Context) -> Taken | None:
        """What takes it along, where it has no DROP of its own and that of its parent comes too late for others."""
        return None

    def arrival(self, found: T, context: Context) -> Manner:
        """How an object that only `after` has comes about: on its own, or with what it belongs to."""
        return Manner.ALTER

    def displaces(self, found: T, context: Context) -> Iterable[ObjectId]:
        """Objects that it would change as it comes, and that are made anew with it."""
        return ()

    def bereft(self, found: T, gone: ObjectId, context: Context) -> Manner:
        """How an object that stays comes through the replacement of something that it needs.

        ALTER means that it moves over, by altering `moves_by`, to the new form of something that is swapped.
        """
        keeps = self.holds_rows and context.before.parent(found.id) != gone
        return Manner.IMPLIED if keeps else Manner.REPLACE

    def completed_by(self, found: T, context: Context) -> Iterable[ObjectId]:
        """What is to be as it will stay before something new makes use of this one."""
        return ()

    def needed_by(self, found: T, context: Context) -> Iterable[ObjectId]:
        """Objects that the server does not let it leave, and that are made anew with it."""
        return ()

    def reacts_to_rows(self, found: T) -> bool:
        """Whether the rows of something that is filled must be there before it is created."""
        return False

    def late(self, found: T, needed: ObjectId, context: Context) -> bool:
        """Whether it is created before something that it needs, and bound to that by `finish`."""
        return False

    def finish(self, found: T, context: Context) -> Iterable[Step]:
        """Statements that bind the object to what it is created before."""
        return ()

    def empty(self, found: T, context: Context) -> Iterable[Step]:
        """Statements that leave it without what it needs of others, where it stands in a cycle."""
        return ()

    def follows(self, found: T, context: Context) -> Iterable[ObjectId]:
        """Objects that it does not need, and whose statements must come first all the same."""
        return ()

    def after_drop_of(self, found: T, context: Context) -> Iterable[ObjectId]:
        """Objects whose old form must be gone first, where that is made anew later."""
        return ()

    def dropped_after(self, found: T, context: Context) -> Iterable[ObjectId]:
        """Objects that it is no part of, and that go before it where they go too."""
        return ()

    def set_aside(self, found: T, context: Context) -> Iterable[Step]:
        """Statements that move the old form out of the way, where the rule swaps."""
        return ()

    def prefers(self, found: T, context: Context) -> Iterable[ObjectId]:
        """Objects whose statements had better come first; ignored where that makes a cycle."""
        return ()

    def fill(self, before: T, after: T, context: Context) -> Iterable[Step]:
        """Statements that move the rows over, where the rule fills."""
        return ()

    def drop_aside(self, found: T, context: Context) -> Iterable[Step]:
        """Statements that drop the form that was set aside."""
        return ()
