"""One migration file: a header of `-- pgplumb:` lines that tools and people read, then the SQL.

The header is the block of comment lines at the top, up to the first line that is none; each is `-- pgplumb: key value`:

    migration SLUG              what the pair is called
    engine NAME: WHY            which engine wrote it, and why this one
    before FINGERPRINT          of the schema that the script starts from
    after FINGERPRINT           of the schema that it ends at
    hazard TEXT                 what it may do to a running system; any number of lines
    loses TEXT                  what is gone after it; any number of lines
    transaction none            it holds one statement, which cannot run in a transaction

A file without a header is a file written by hand or by another tool; it runs in a transaction.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from pgplumb.errors import MigrationHeaderError
from pgplumb.model.printable import printable

_PREFIX = "-- pgplumb:"
_KEYS = ("migration", "engine", "before", "after", "hazard", "loses", "transaction")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a file says about itself; everything may be missing."""

    slug: str = ""
    engine: str = ""
    engine_reason: str = ""
    before: str = ""
    after: str = ""
    hazards: tuple[str, ...] = ()
    losses: tuple[str, ...] = ()
    transactional: bool = True


def render(header: Header, body: str) -> str:
    """The text of a file. It is never empty, which golang-migrate would not take."""
    lines = [("migration", header.slug)]
    if header.engine:
        lines.append(("engine", f"{header.engine}: {header.engine_reason}" if header.engine_reason else header.engine))
    lines += [(key, value) for key, value in (("before", header.before), ("after", header.after)) if value]
    lines += [("hazard", text) for text in header.hazards]
    lines += [("loses", text) for text in header.losses]
    if not header.transactional:
        lines.append(("transaction", "none"))
    # One line each, whatever names are in it: a newline would end the comment and be run.
    top = "".join(f"{_PREFIX} {key} {printable(value).strip()}\n" for key, value in lines)
    written = body.strip("\n")
    return f"{top}\n{written}\n" if written else f"{top}\n-- nothing to run\n"


def parse(file: str, text: str) -> Header:
    """The header of a file; MigrationHeaderError where a line of it cannot be understood."""
    header = Header()
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("--"):
            break
        if line.startswith(_PREFIX):
            header = _read(header, line.removeprefix(_PREFIX).strip(), file, number)
    return header


def restamp(text: str, *, before: str, after: str) -> str:
    """The same file with other fingerprints: what sealing an edited file writes. A file without a header stays."""
    kept: list[str] = []
    stamps = [f"{_PREFIX} before {before}", f"{_PREFIX} after {after}"]
    lines = text.split("\n")
    size = next((index for index, line in enumerate(lines) if not line.startswith("--")), len(lines))
    if not any(line.startswith(f"{_PREFIX} migration") for line in lines[:size]):
        return text
    for line in lines[:size]:
        if line.startswith((f"{_PREFIX} before", f"{_PREFIX} after")):
            continue
        kept.append(line)
    at = 1 + max(
        index for index, line in enumerate(kept) if line.startswith((f"{_PREFIX} migration", f"{_PREFIX} engine"))
    )
    return "\n".join([*kept[:at], *stamps, *kept[at:], *lines[size:]])


def checksum(data: bytes) -> str:
    """SHA-256 of a file in hexadecimal, the same whichever line endings a checkout gave it."""
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()


def _read(header: Header, line: str, file: str, number: int) -> Header:
    key, _, rest = line.partition(" ")
    value = rest.strip()
    match key:
        case "migration":
            return replace(header, slug=value)
        case "engine":
            name, _, reason = value.partition(":")
            return replace(header, engine=name.strip(), engine_reason=reason.strip())
        case "before":
            return replace(header, before=value)
        case "after":
            return replace(header, after=value)
        case "hazard":
            return replace(header, hazards=(*header.hazards, value))
        case "loses":
            return replace(header, losses=(*header.losses, value))
        case "transaction" if value == "none":
            return replace(header, transactional=False)
        case "transaction":
            raise MigrationHeaderError(
                file=file,
                line=number,
                text=printable(line, 80),
                help="`transaction none` is all that can be said; leave the line out for a transaction.",
            )
        case _:
            raise MigrationHeaderError(
                file=file, line=number, text=printable(line, 80), help=f"A line starts with one of: {', '.join(_KEYS)}."
            )
