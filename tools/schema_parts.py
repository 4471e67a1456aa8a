"""What the documents that pgplumb prints are made of, as JSON Schema: functions for shapes, a table of shared ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from pgplumb.model.finding import Severity
from pgplumb.model.migration import State
from pgplumb.model.plan import HazardCode
from pgplumb.model.statement import Operation
from pgplumb.plan.locks import LOCKS
from pgplumb.report.rules import FINDINGS

if TYPE_CHECKING:
    from collections.abc import Iterable

Schema = dict[str, Any]


def record(about: str, /, **properties: Schema) -> Schema:
    """An object that has all of these properties, and no others."""
    return {
        "description": about,
        "type": "object",
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }


def text(about: str, **more: Any) -> Schema:
    """A text."""
    return {"description": about, "type": "string", **more}


def number(about: str) -> Schema:
    """A number that counts something."""
    return {"description": about, "type": "integer", "minimum": 0}


def truth(about: str) -> Schema:
    """True or false."""
    return {"description": about, "type": "boolean"}


def one_of(about: str, values: Iterable[str]) -> Schema:
    """One of some texts."""
    return {"description": about, "type": "string", "enum": sorted(values)}


def many(about: str, item: Schema) -> Schema:
    """A list."""
    return {"description": about, "type": "array", "items": item}


def texts(about: str) -> Schema:
    """A list of texts."""
    return many(about, {"type": "string"})


def part(name: str, about: str = "") -> Schema:
    """A shared shape, by its name in PARTS."""
    reference = {"$ref": f"#/$defs/{name}"}
    return {"description": about, **reference} if about else reference


def or_null(about: str, item: Schema) -> Schema:
    """Something, or null."""
    return {"description": about, "anyOf": [item, {"type": "null"}]}


_DIGEST = "^[0-9a-f]{64}$"

PARTS: dict[str, Schema] = {
    "object": record(
        "The name of an object of the schema.",
        kind=text("What it is, in the words of PostgreSQL's manual, such as materialized_view.", pattern="^[a-z_]+$"),
        schema=text("The schema that it lies in; empty for what lies in none."),
        name=text("Its name, unquoted."),
        table=text("The relation or type that it belongs to; empty for what belongs to none."),
        signature=text("The argument types of a routine; what else tells objects of one name apart."),
        target=or_null("What a comment or a privilege is about.", part("object")),
    ),
    "location": record(
        "A place in a file.",
        file=text("The file as messages name it: with the desired folder's own name, or by its name among migrations."),
        line={"description": "The line, from 1.", "type": "integer", "minimum": 1},
        column={"description": "The column in characters, from 1.", "type": "integer", "minimum": 1},
    ),
    "finding": record(
        "A remark, and what to do about it.",
        code=one_of("What kind of remark it is.", FINDINGS),
        severity=one_of("How grave it is.", get_args(Severity)),
        message=text("The remark."),
        subject=or_null("The object that it is about.", part("object")),
        location=or_null("The place that it is about.", part("location")),
        help=text("The next thing to do; may be empty."),
    ),
    "hazard": record(
        "What a statement may do to a running system.",
        code=one_of("What kind of risk it is.", get_args(HazardCode)),
        message=text("What is at risk."),
    ),
    "guard": record(
        "A question that is asked before a statement runs.",
        reason=text("Why rows may stand in its way."),
        query=text("A query that counts them."),
    ),
    "statement": record(
        "A statement of a script.",
        sql=text("The statement, without a semicolon."),
        subject=or_null("The object that it is about.", part("object")),
        operation=one_of("What it does to it.", get_args(Operation)),
        origin=text("The engine and the rule that wrote it, such as native:column."),
        guard=or_null("What is asked before it runs.", part("guard")),
        lock=one_of("The strongest lock that it takes on a table that was there before; empty for none.", LOCKS),
        hazards=many("What it risks.", part("hazard")),
    ),
    "script": record(
        "One direction of a plan.",
        batches=many(
            "Batches, in the order to run them.",
            record(
                "Statements that commit together, or one that cannot run in a transaction.",
                transactional=truth("Whether they run in a transaction."),
                statements=many("The statements, in order.", part("statement")),
            ),
        ),
        losses=texts("What is gone for good once the script has run."),
    ),
    "value": {
        "description": "An attribute's value.",
        "anyOf": [
            {"type": ["string", "integer", "boolean", "null"]},
            {"type": "array", "items": {"type": "string"}},
        ],
    },
    "change": {
        "description": "A difference between two schemas.",
        "oneOf": [
            record(
                "An object that comes or goes.",
                action=one_of("Whether it comes or goes.", ("add", "drop")),
                object=part("object", "The object."),
                title=text("The object in words."),
                attributes={
                    "description": "What it is like, by attributes that depend on its kind.",
                    "type": "object",
                    "propertyNames": {"pattern": "^[a-z_]+$"},
                    "additionalProperties": part("value"),
                },
            ),
            record(
                "An attribute that has another value.",
                action=one_of("That it changes.", ("change",)),
                object=part("object", "The object."),
                title=text("The object in words."),
                attribute=text("The attribute.", pattern="^[a-z_]+$"),
                before=part("value", "Its value before."),
                after=part("value", "Its value afterwards."),
            ),
        ],
    },
    "summary": record(
        "How many objects change; what belongs to a table that comes or goes is not counted apart.",
        add=number("How many come."),
        change=number("How many change."),
        drop=number("How many go."),
    ),
    "migration": record(
        "A pair of migration files.",
        id=text("Version and slug."),
        version=text("The version: 14 digits of time, or a sequence.", pattern="^[0-9]+$"),
        slug=text("What it does, as the file names say it."),
        checksum=text("SHA-256 of the up file."),
        down_checksum=text("SHA-256 of the down file."),
        before=text("The fingerprint of the schema that it starts from; empty where the file does not say."),
        after=text("The fingerprint of the schema that it leads to; empty where the file does not say."),
        engine=text("What wrote the statements; empty for a pair written by hand."),
        hazards=texts("What the up script risks: a code, a colon and what is at risk."),
        up_losses=texts("What is gone for good once the up script has run."),
        down_losses=texts("What is gone for good once the down script has run."),
        up_transactional=truth("Whether the up script runs in a transaction."),
        down_transactional=truth("Whether the down script runs in a transaction."),
    ),
    "applied": record(
        "A row of a database's history.",
        version=text("The version of the migration.", pattern="^[0-9]+$"),
        slug=text("What it does, as the file names say it."),
        checksum=text("SHA-256 of the up file that ran."),
        applied_at=text("When it ran, with the time zone.", format="date-time"),
        duration={"description": "How long it took, in seconds.", "type": "number", "minimum": 0},
        applied_by=text("The session user that ran it."),
        state=one_of("applied; running or reverting where a run was cut off.", State),
    ),
    "fingerprint": text("What names a schema's state: equal for equal schemas.", pattern=_DIGEST),
}
