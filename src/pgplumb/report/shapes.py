"""What renderers ask of the outcomes that they show: the attributes that they read, whoever made the value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pgplumb.model.finding import Finding
    from pgplumb.model.ids import ObjectId
    from pgplumb.model.location import Location
    from pgplumb.model.migration import AppliedMigration, Migration
    from pgplumb.model.plan import Plan


class PlanOutcome(Protocol):
    """A plan, what it starts from in words, and what the plan itself does not hold."""

    @property
    def plan(self) -> Plan:
        """The plan."""

    @property
    def against(self) -> str:
        """What the desired schema was compared with."""

    @property
    def live(self) -> bool:
        """Whether the plan starts from a live database."""

    @property
    def missing_roles(self) -> Sequence[str]:
        """Roles that the SQL files name and the server does not have."""

    @property
    def unmodelled(self) -> Sequence[ObjectId]:
        """Objects that are there and that no plan looks at."""

    @property
    def places(self) -> Mapping[ObjectId, Location]:
        """Where the files define what the plan's statements are about."""


class DriftOutcome(Protocol):
    """How a live database differs from the replay of the migrations that it has."""

    @property
    def plan(self) -> Plan:
        """What leads from the replay to the live database; its way down would undo that."""

    @property
    def against(self) -> str:
        """The live database, in words."""

    @property
    def version(self) -> str:
        """The version that the database has; empty for none."""


class AppliedPlan(Protocol):
    """A saved plan that was run."""

    @property
    def file(self) -> str:
        """The name of its file."""

    @property
    def before(self) -> str:
        """The fingerprint that it started from."""

    @property
    def after(self) -> str:
        """The fingerprint that it led to."""

    @property
    def statements(self) -> int:
        """How many statements it has."""


class Standing(Protocol):
    """Where a database stands against the migration directory."""

    @property
    def applied(self) -> Sequence[AppliedMigration]:
        """Rows that are whole."""

    @property
    def pending(self) -> Sequence[Migration]:
        """Files without a row."""

    @property
    def dirty(self) -> Sequence[AppliedMigration]:
        """Rows of a run that was cut off."""

    @property
    def edited(self) -> Sequence[Migration]:
        """Files whose up script is not what ran."""

    @property
    def missing(self) -> Sequence[AppliedMigration]:
        """Rows without files."""

    @property
    def ahead(self) -> Sequence[AppliedMigration]:
        """Rows that are later than every file."""

    @property
    def out_of_order(self) -> Sequence[Migration]:
        """Those of pending that are older than the last row."""


class DumpOutcome(Protocol):
    """The files that describe a database."""

    @property
    def database(self) -> str:
        """The database, in words."""

    @property
    def folder(self) -> Path:
        """The folder that holds the files."""

    @property
    def may_join(self) -> bool:
        """Whether a baseline is the next step."""

    @property
    def files(self) -> Sequence[str]:
        """Their paths below the folder."""

    @property
    def written(self) -> Sequence[Path]:
        """Those of them that are new."""

    @property
    def aside(self) -> Path | None:
        """Where other files went that were in the way."""

    @property
    def proved_on(self) -> str:
        """The server that loaded the files back."""

    @property
    def findings(self) -> Sequence[Finding]:
        """What the files do not hold."""


class BaselineOutcome(Protocol):
    """The first migration of a database that was there before it."""

    @property
    def database(self) -> str:
        """The database, in words."""

    @property
    def plan(self) -> Plan:
        """The plan from nothing to what it holds."""

    @property
    def paths(self) -> Sequence[Path]:
        """The files of the migration."""

    @property
    def rows(self) -> Sequence[AppliedMigration]:
        """What its history now says."""

    @property
    def findings(self) -> Sequence[Finding]:
        """What the migration does not hold."""

    @property
    def described(self) -> bool:
        """Whether there are files of a desired schema."""


class ModelsOutcome(Protocol):
    """A module of models."""

    @property
    def of(self) -> str:
        """The schema, in words."""

    @property
    def missing(self) -> int:
        """How many things of the schema the module names as left out."""

    @property
    def findings(self) -> Sequence[Finding]:
        """What was left aside for want of an extension."""


class Verdict(Protocol):
    """What a set of checks found."""

    @property
    def findings(self) -> Sequence[Finding]:
        """What they have to say."""

    @property
    def checked(self) -> Sequence[str]:
        """What held, a line for each check."""
