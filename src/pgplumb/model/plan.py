"""A plan: the statements of both directions, what they risk, and what was proved about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pgplumb.model.catalog import Catalog
    from pgplumb.model.change import Change
    from pgplumb.model.finding import Finding
    from pgplumb.model.statement import Statement

HazardCode = Literal[
    "data_loss",
    "data_dependent",
    "table_rewrite",
    "table_scan",
    "blocks_reads",
    "blocks_writes",
    "index_build",
    "irreversible",
    "access_change",
]


@dataclass(frozen=True, slots=True)
class Hazard:
    """What a statement may do to a running system; the caller decides what blocks."""

    code: HazardCode
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStatement:
    """A statement, its hazards and the strongest lock it takes on a table that existed before (empty: none)."""

    statement: Statement
    hazards: tuple[Hazard, ...] = ()
    lock: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Statements that commit together, or one that cannot run in a transaction."""

    statements: tuple[PlannedStatement, ...]
    transactional: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One direction of a plan; `losses` names what is gone for good once it has run."""

    batches: tuple[Batch, ...] = ()
    losses: tuple[str, ...] = ()

    @property
    def statements(self) -> tuple[PlannedStatement, ...]:
        """All statements in order."""
        return tuple(statement for batch in self.batches for statement in batch.statements)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What was shown about a plan on clones, and what was not.

    `filled` and `unfilled` count the tables that got rows and those that could not be filled.
    """

    server: str
    filled: int
    unfilled: tuple[str, ...]
    not_covered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to get from one schema, `start`, to another, `end`, and back."""

    # To print a large schema takes a while, and not everybody wants its fingerprint.
    start: Catalog = field(repr=False, compare=False)
    end: Catalog = field(repr=False, compare=False)
    changes: tuple[Change, ...]
    up: Script
    down: Script
    engine: str
    engine_reason: str
    proof: Proof | None = None
    findings: tuple[Finding, ...] = field(default=())

    @property
    def before(self) -> str:
        """The fingerprint of the schema that it starts from."""
        return self.start.fingerprint

    @property
    def after(self) -> str:
        """The fingerprint of the schema that it leads to."""
        return self.end.fingerprint

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not self.changes

    @property
    def is_incomplete(self) -> bool:
        """Whether a part of the desired schema was left out, for the scratch server is too small for it."""
        return any(finding.code == "incomplete" for finding in self.findings)

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        """What the way up risks, each once."""
        return tuple(dict.fromkeys(hazard for planned in self.up.statements for hazard in planned.hazards))
