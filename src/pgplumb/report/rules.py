"""The kinds of problems that annotations, SARIF and code quality reports tell of: an id, a title, a level, help."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from pgplumb.model.plan import HazardCode
from pgplumb.report.hazards import MEANINGS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pgplumb.errors import PgplumbError
    from pgplumb.model.finding import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of problem: its id is the code of the hazard, finding or error, and never changes."""

    id: str
    title: str
    level: Severity
    help: str


_HAZARDS: Mapping[HazardCode, str] = {
    "data_loss": "Make sure that nobody needs it, or declare a rename: `-- pgplumb: renamed from old_name`. "
    "`pgplumb make` asks for --allow data_loss.",
    "data_dependent": "Look for rows that stand in the way before it is applied, or give the column a backfill.",
    "table_rewrite": "On a large table, add a new column and fill it in steps instead.",
    "table_scan": "On a large table, add the constraint as NOT VALID first and validate it in a later migration.",
    "blocks_reads": "Apply it when the table is quiet; lock_timeout keeps it from making others wait for long.",
    "blocks_writes": "Apply it when the table is quiet; `pgplumb make --concurrently` builds indexes beside writes.",
    "index_build": "Mind the time and the disk space; `pgplumb make --concurrently` lets writes go on.",
    "irreversible": "Make a backup before it is applied: rolling back does not undo it.",
    "access_change": "Check that it is meant: whoever used the object may no longer, or somebody new may.",
}

_FINDINGS = (
    Rule(
        "undeclared_rename",
        "A drop and an add that look like a rename",
        "warning",
        "If it is a rename, write `-- pgplumb: renamed from old_name` above the new name; else the values are lost.",
    ),
    Rule(
        "rename_from_nothing",
        "A rename from a name that is not there",
        "warning",
        "Correct the old name in the annotation, or remove the annotation if the object is new.",
    ),
    Rule(
        "role_stays",
        "A role that no file creates any more",
        "note",
        "Roles are never dropped: other databases of the server may use them. Drop it by hand: DROP ROLE.",
    ),
    Rule(
        "unmodelled",
        "An object that pgplumb does not look at",
        "note",
        "Create or change it in a migration of your own: `pgplumb make --empty`, then `pgplumb seal`.",
    ),
    Rule(
        "incomplete",
        "A part of the desired schema that the scratch server is too small for",
        "warning",
        "Name a scratch server that has the extension (`server` in the configuration): until then that part is neither "
        "compared nor made.",
    ),
    Rule(
        "other_major",
        "Proved on another major version than the live server's",
        "warning",
        "Set `postgres` in the configuration to the live server's version, where there is a server of it.",
    ),
    Rule(
        "secret_left_out",
        "A password that a dump does not hold",
        "note",
        "Whoever creates the object anew sets the password by hand; the mark in its place compares as equal to it.",
    ),
    Rule(
        "replay_differs",
        "The migrations do not lead to the desired schema",
        "error",
        'Run `pgplumb make "..."` to write the migration that is missing.',
    ),
    Rule(
        "migration_law",
        "A migration that does not keep its promise",
        "error",
        "Mend the script, then run `pgplumb seal`.",
    ),
    Rule(
        "secret_left_out",
        "A password that is not written",
        "note",
        "A mark stands in its place, which compares as equal to it; put the password in where the file is run.",
    ),
    Rule(
        "drift",
        "The live database is not what its migrations made it",
        "error",
        "Look at `pgplumb drift`, and bring the change into the desired files or undo it.",
    ),
)

#: The codes that a finding may have.
FINDINGS = frozenset({"data_dependent", *(rule.id for rule in _FINDINGS)} - {"drift"})

_LEVELS: Mapping[HazardCode, Severity] = {"table_scan": "note", "index_build": "note"}

RULES: Mapping[str, Rule] = {
    rule.id: rule
    for rule in (
        *(
            Rule(code, MEANINGS[code].capitalize(), _LEVELS.get(code, "warning"), _HAZARDS[code])
            for code in get_args(HazardCode)
        ),
        *_FINDINGS,
    )
}
"""The rules of hazards and findings, by id. Errors have one each, see error_rule()."""

#: What an error of a field, a module of pgplumb.errors, is about.
_FIELDS = {
    "source": "A mistake in the SQL files, the models or the configuration",
    "store": "The migration directory is not in order",
    "planning": "No plan can be made or proved",
    "project": "The project, its migrations and its database do not fit together",
    "runner": "A migration cannot be run",
    "server": "A server cannot be reached, started or read",
}


def error_code(kind: type[PgplumbError]) -> str:
    """An error's code: the name of its class in snake_case."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", kind.__name__).lower()


def error_rule(kind: type[PgplumbError]) -> Rule:
    """The rule of an error."""
    title = _FIELDS.get(kind.__module__.rpartition(".")[2], "The command cannot do its work")
    return Rule(error_code(kind), title, "error", "The message says what to do next.")
