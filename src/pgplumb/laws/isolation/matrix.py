"""The matrix of who may do what with whose rows, as text that people review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.isolation.audit import Place, reviewed
from pgplumb.laws.isolation.tenancy import tenancy_of
from pgplumb.model.printable import printable

if TYPE_CHECKING:
    from pathlib import Path

    from pgplumb.laws.bench import Bench

FILE = "isolation.matrix"
COMMANDS = ("select", "insert", "update", "delete")
KINDS = ("own", "other", "shared", "deleted")
_HEAD = """\
# Who may do what with whose rows, as measured on drawn databases; a row is the actor's own tenant's, another's, shared
# by all, or its own and marked as deleted. yes: some such row; no: policies keep it away; denied: nothing is granted;
# refused: a constraint or trigger is in the way; -: there is no such row.
# Write it anew, and review the difference: pytest --pgplumb FOLDER --pgplumb-update-matrix
"""


def matrix(bench: Bench) -> str:
    """The matrix; empty where no intent is declared. The same for the same schema, intent and rows drawn."""
    tenancy = tenancy_of(bench)
    if tenancy is None:
        return ""
    cells = reviewed(bench).matrix
    rows: list[tuple[str, ...]] = [("actor", "table", "command", *KINDS)]
    for actor in tenancy.intent.actors:
        for id in tenancy.owned:
            for command in COMMANDS:
                places = [Place(actor=actor.name, table=id, command=command, kind=kind) for kind in KINDS]
                words = [cells.get(place, "-") for place in places]
                if set(words) - {"-", "denied"}:
                    rows.append((printable(actor.name), printable(f"{id.schema}.{id.name}"), command, *words))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return _HEAD + "\n" + "\n".join(lines) + "\n"


def write_matrix(bench: Bench) -> Path | None:
    """Write the matrix beside the configuration; the file, or None where there is no intent or no folder."""
    text = matrix(bench)
    if not text or bench.root is None:
        return None
    file = bench.root / FILE
    file.write_text(text, encoding="utf-8")
    return file
