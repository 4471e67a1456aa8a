"""Tables, views and sequences, and what hangs on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from pgplumb.model.given import given_name
from pgplumb.model.objects import Object, since, unrecorded


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Object):
    """A table or partitioned table (pg_class.relkind r, p); options are `name=value`, TOAST's with `toast.` before."""

    kind: ClassVar[str] = "table"

    owner: str
    unlogged: bool
    partition_key: str
    access_method: str
    tablespace: str
    options: tuple[str, ...]
    replica_identity: str
    row_security: bool
    force_row_security: bool
    of_type: str = field(compare=False, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typing(Object):
    """That a table is of a composite type (pg_class.reloftype). The id's name is the type's, qualified."""

    kind: ClassVar[str] = "typing"

    type_schema: str
    type_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inheritance(Object):
    """One parent of a table (pg_inherits): a partition's has a bound. The id's name is the parent's, qualified.

    `validated` names the checks from above that were validated in the partition and not above it.
    """

    kind: ClassVar[str] = "inheritance"

    parent_schema: str
    parent_table: str
    bound: str
    position: int
    validated: tuple[str, ...] = field(metadata=unrecorded({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Object):
    """A column of a table (pg_attribute); `expression` is a generated column's, a default is an object of its own.

    `not_null_name` is empty where the NOT NULL constraint has the name that the server gives, and before PostgreSQL 18,
    which was the first to keep one. `origin` is `parent` where only a table that it inherits from has it of its own,
    `both` where this one has too; `not_null_origin` tells the same of its NOT NULL. `identity_persistence` is
    `logged` or `unlogged` where the sequence of an identity is not as the table.
    """

    kind: ClassVar[str] = "column"

    type: str
    collation: str
    not_null: bool
    not_null_name: str = field(metadata=since(18, lambda _: ""))
    not_null_valid: bool
    not_null_no_inherit: bool
    identity: str
    identity_options: tuple[str, ...]
    generated: str
    expression: str
    storage: str
    compression: str
    statistics: int
    options: tuple[str, ...]
    foreign_options: tuple[str, ...]
    inherited: bool = field(compare=False)
    position: int = field(compare=False)
    usual_storage: str = field(compare=False, default="")
    origin: str = ""
    identity_persistence: str = field(default="", metadata=unrecorded(since(15, lambda _: "")))
    not_null_origin: str = field(default="", metadata=unrecorded(since(18, lambda _: "")))

    @property
    def usual_not_null_name(self) -> str:
        """What the server calls its NOT NULL where that is free."""
        return given_name(self.id.table, self.id.name, label="not_null")

    @property
    def called_not_null(self) -> str:
        """What its NOT NULL is called, if it has one."""
        return self.not_null_name or self.usual_not_null_name


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerState(Object):
    """How a partition has its parent's trigger enabled, where it is not as the parent has it (pg_trigger.tgenabled)."""

    kind: ClassVar[str] = "trigger_state"

    enabled: str
    parent_enabled: str = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Default(Object):
    """A column's default (pg_attrdef); the id's name is the column's."""

    kind: ClassVar[str] = "default"

    expression: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint(Object):
    """A table constraint (pg_constraint.contype p, u, x, c, f), as pg_get_constraintdef prints it.

    `options`, `tablespace`, `clustered` and `replica_identity` are those of the index behind it; `parent` names the
    partitioned table's index to which that index is attached.
    """

    kind: ClassVar[str] = "constraint"

    type: str
    definition: str
    validated: bool
    options: tuple[str, ...]
    tablespace: str
    clustered: bool
    replica_identity: bool
    parent: str
    columns: tuple[str, ...] = field(compare=False)
    references: str = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Index(Object):
    """An index that no constraint owns, as pg_get_indexdef prints it; an invalid one counts as absent."""

    kind: ClassVar[str] = "index"

    definition: str
    tablespace: str
    clustered: bool
    replica_identity: bool
    parent: str
    statistics: tuple[str, ...]
    unique: bool = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence(Object):
    """A sequence that no identity column owns (pg_sequence); `owned_by` is `schema.table.column`, quoted."""

    kind: ClassVar[str] = "sequence"

    owner: str
    type: str
    start: int
    increment: int
    minimum: int
    maximum: int
    cache: int
    cycle: bool
    unlogged: bool
    owned_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View(Object):
    """A view, as pg_get_viewdef prints it; columns are `name type collation`."""

    kind: ClassVar[str] = "view"

    owner: str
    definition: str
    columns: tuple[str, ...]
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterializedView(Object):
    """A materialised view; `populated` is false after WITH NO DATA; `settings` are its columns' (`c STORAGE main`)."""

    kind: ClassVar[str] = "materialized_view"

    owner: str
    definition: str
    columns: tuple[str, ...]
    options: tuple[str, ...]
    access_method: str
    tablespace: str
    populated: bool
    settings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Object):
    """A rewrite rule other than a view's own (pg_rewrite); `enabled` is O, D, R or A."""

    kind: ClassVar[str] = "rule"

    definition: str
    enabled: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger(Object):
    """A trigger, as pg_get_triggerdef prints it; `enabled` is O, D, R or A (pg_trigger.tgenabled)."""

    kind: ClassVar[str] = "trigger"

    definition: str
    enabled: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(Object):
    """A row security policy (pg_policy); `roles` empty means PUBLIC."""

    kind: ClassVar[str] = "policy"

    permissive: bool
    command: str
    roles: tuple[str, ...]
    using: str
    check: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics(Object):
    """A statistics object (pg_statistic_ext); its text names columns in the order of the table, which never counts."""

    kind: ClassVar[str] = "statistics"

    owner: str
    table: str
    kinds: tuple[str, ...]
    items: tuple[str, ...]
    definition: str = field(compare=False)
    target: int
