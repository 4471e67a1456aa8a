"""Writes the JSON Schemas in docs/schemas, and keeps what they promise from being taken back; --check only compares."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from schema_parts import PARTS, many, number, one_of, or_null, part, record, text, texts, truth

from pgplumb.model.diagnosis import STATES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schema_parts import Schema

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "schemas"

#: What readers of the documents may rely on, a line each. Lines are added; one that goes needs a new version.
PROMISES = FOLDER / "promises.txt"

_AGAINST = text("What the desired schema was compared with, in words.")
_CHANGES = many("What differs, by the names of the objects.", part("change"))
_DIRECTION = one_of("Which scripts: up for apply, down for rollback.", ("up", "down"))

DOCUMENTS: dict[str, tuple[str, dict[str, Schema]]] = {
    "pgplumb.plan/1": (
        "What `pgplumb plan --format json` and Plan.to_json() give: the way to the desired schema, and back.",
        {
            "against": _AGAINST,
            "live": truth(
                "Whether the plan starts from a live database, so that `pgplumb apply --plan` may run it there."
            ),
            "checksum": text("SHA-256 over the rest of the document: `pgplumb apply --plan` takes no edited one."),
            "before": part("fingerprint", "The state that the plan starts from."),
            "after": part("fingerprint", "The state that it leads to."),
            "summary": part("summary"),
            "changes": _CHANGES,
            "renames": many(
                "Declared renames.",
                record(
                    "An object under two names.",
                    before=part("object", "Its old name."),
                    after=part("object", "Its new name."),
                ),
            ),
            "up": part("script", "The way there."),
            "down": part("script", "The way back."),
            "engine": record(
                "What wrote the statements.",
                name=one_of("Its name; none where nothing differs.", ("migra", "native", "none")),
                reason=text("Why it was this one."),
            ),
            "proof": or_null(
                "What was shown about the plan; null where nothing differs, or no proof was asked for.",
                record(
                    "A proof on clones, both ways.",
                    server=text("The server that the clones were on."),
                    filled=number("How many tables had rows."),
                    unfilled=texts("Tables for which no rows could be made up."),
                    not_covered=texts("What the proof says nothing about."),
                ),
            ),
            "findings": many("Remarks about the plan.", part("finding")),
            "missing_roles": texts("Roles that the SQL files name and the live server lacks."),
            "unmodelled": many("Objects that are there and that no plan looks at.", part("object")),
        },
    ),
    "pgplumb.drift/1": (
        "What `pgplumb drift --format json` prints: how a live database differs from the replay of its migrations.",
        {
            "against": text("The live database, without a password."),
            "version": text("The last version that the database has; empty for none."),
            "summary": part("summary"),
            "changes": _CHANGES,
            "up": part("script", "What leads from the replay to the live state; not proved."),
            "down": part("script", "What would undo the drift; not proved."),
        },
    ),
    "pgplumb.status/1": (
        "What `pgplumb status --format json` prints: where a database stands among the migrations.",
        {
            "applied": many("Migrations that the database has.", part("applied")),
            "pending": many("Migrations that it does not have.", part("migration")),
            "dirty": many("Migrations in which a run was cut off.", part("applied")),
            "edited": texts("Migrations whose up file is not what ran."),
            "missing": many("Migrations that the database has and the folder does not.", part("applied")),
            "ahead": many("The same, later than all that the folder has.", part("applied")),
            "out_of_order": texts("Pending migrations that are older than one that is applied."),
        },
    ),
    "pgplumb.verify/1": (
        "What `pgplumb verify --format json` prints: whether the migrations keep their laws.",
        {
            "checked": texts("What was checked, in words."),
            "findings": many("What does not hold; none is good.", part("finding")),
        },
    ),
    "pgplumb.run/1": (
        "What `pgplumb apply` and `pgplumb rollback` print with --format json: what was run.",
        {
            "direction": _DIRECTION,
            "migrations": many("The migrations that were run, in that order.", part("applied")),
        },
    ),
    "pgplumb.preview/1": (
        "What `pgplumb apply --dry-run` and `pgplumb rollback --dry-run` print with --format json: what would run.",
        {
            "direction": _DIRECTION,
            "migrations": many("The migrations that would be run, in that order.", part("migration")),
        },
    ),
    "pgplumb.applied/1": (
        "What `pgplumb apply --plan --format json` prints: a saved plan that was run.",
        {
            "plan": text("The name of its file."),
            "before": part("fingerprint", "The state that it started from."),
            "after": part("fingerprint", "The state that it led to, which is that of the database now."),
            "statements": number("How many statements were run."),
        },
    ),
    "pgplumb.mark/1": (
        "What `pgplumb apply --mark --format json` prints: what the history now says.",
        {
            "migration": text("The migration's version and slug."),
            "state": one_of("What it counts as.", ("applied", "pending")),
        },
    ),
    "pgplumb.doctor/1": (
        "What `pgplumb doctor --format json` prints: what is missing or in the way.",
        {
            "summary": record(
                "How many checks came to which state.", **{state: number(f"How many are {state}.") for state in STATES}
            ),
            "sections": many(
                "The checks, by what they are about.",
                record(
                    "Checks of one subject.",
                    title=text("The subject."),
                    checks=many(
                        "The checks.",
                        record(
                            "One thing that was looked at.",
                            code=text("What was looked at; codes may be added.", pattern="^[a-z][a-z0-9_]*$"),
                            state=one_of("How it stands; a note is neither good nor bad.", STATES),
                            message=text("How it stands, in words."),
                            help=text("The next thing to do; may be empty."),
                            facts={
                                "description": "The same as values, by names that depend on the check.",
                                "type": "object",
                            },
                        ),
                    ),
                ),
            ),
        },
    ),
    "pgplumb.error/1": (
        "What any command prints with --format json when it fails, in place of its own document.",
        {
            "code": text(
                "What went wrong; codes may be added. wrong_usage, system_error and unforeseen are of no field.",
                pattern="^[a-z][a-z0-9_]*$",
            ),
            "message": text("What standard error says: what, where, and what to do next."),
            "exit_status": {"description": "The exit status.", "type": "integer", "minimum": 1, "maximum": 255},
            "location": or_null("The place of the mistake.", part("location")),
        },
    ),
}


def schema(name: str) -> Schema:
    """The schema of a document, which needs no other file."""
    about, properties = DOCUMENTS[name]
    kind, _, version = name.partition("/")
    named = {"format": {"description": "The document's name and version.", "const": name}, **properties}
    body = record(about, **named)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{kind.replace('.', ':')}:{version}",
        "title": name,
        **body,
        "$defs": {each: PARTS[each] for each in sorted(_needed(body))},
    }


def file(name: str) -> Path:
    """Where the schema of a document lies."""
    return FOLDER / f"{name.replace('/', '.')}.json"


def _needed(body: Any) -> set[str]:
    """The shared shapes that a schema refers to, and those that these refer to."""
    found: set[str] = set()
    waiting = [body]
    while waiting:
        match waiting.pop():
            case {"$ref": str(reference), **rest}:
                waiting.extend(rest.values())
                if (name := reference.rpartition("/")[2]) not in found:
                    found.add(name)
                    waiting.append(PARTS[name])
            case dict() as mapping:
                waiting.extend(mapping.values())
            case list() as items:
                waiting.extend(items)
    return found


def promises() -> list[str]:
    """What a reader may rely on in every document: which properties it has, of which types, with which values."""
    found: list[str] = []
    for name in DOCUMENTS:
        types: dict[str, set[str]] = {}
        values: set[str] = set()
        for fact in _facts(schema(name), ""):
            types.setdefault(fact.path, set()).update(fact.types)
            values.update(f"{fact.path} {value}" for value in fact.values)
        # All types on one line: a property that may be null all at once breaks whoever reads it, too.
        lines = [f"{path} is {' or '.join(sorted(kinds))}" for path, kinds in types.items() if kinds]
        found += [f"{name} {line}" for line in sorted((*lines, *values))]
    return found


class _Fact(NamedTuple):
    """What a part of a schema says about the values at a path."""

    path: str
    types: frozenset[str]
    values: frozenset[str]


def _facts(body: Schema, path: str) -> Iterator[_Fact]:
    kinds = body.get("type", [])
    types = {kinds} if isinstance(kinds, str) else set(kinds)
    types |= {f"<{body['$ref'].rpartition('/')[2]}>"} if "$ref" in body else set()
    values = {f"may be {json.dumps(value)}" for value in body.get("enum", ())}
    values |= {f"has {word} {json.dumps(body[word])}" for word in ("const", "pattern", "format") if word in body}
    yield _Fact(path or ".", frozenset(types), frozenset(values))
    for name, shape in body.get("$defs", {}).items():
        yield from _facts(shape, f"<{name}>")
    for name, shape in body.get("properties", {}).items():
        yield from _facts(shape, f"{path}.{name}")
    for shape in (*body.get("anyOf", ()), *body.get("oneOf", ())):
        yield from _facts(shape, path)
    if "items" in body:
        yield from _facts(body["items"], f"{path}[]")


def main() -> int:
    """Write the schemas, or tell whether they are current; nothing is written that would break a promise."""
    wanted = {file(name): json.dumps(schema(name), indent=2) + "\n" for name in DOCUMENTS}
    wanted[PROMISES] = "\n".join(promises()) + "\n"
    kept = PROMISES.read_text(encoding="utf-8").splitlines() if PROMISES.exists() else []
    if broken := [line for line in kept if line not in set(promises())]:
        print("these promises would be broken; give the document a new version instead:", *broken, sep="\n  ")
        return 1
    stale = [path.name for path, words in wanted.items() if not path.exists() or path.read_text("utf-8") != words]
    if sys.argv[1:] == ["--check"]:
        print("out of date, run `python tools/schemas.py`:" if stale else "the schemas are up to date", *stale)
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path, words in wanted.items():
        path.write_text(words, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
