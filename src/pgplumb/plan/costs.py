"""What reading or writing a whole table costs others: pairs of hazards that always come together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.model.plan import Hazard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.model.ids import ObjectId


def rewrite(table: ObjectId, why: str) -> Iterator[Hazard]:
    """A rewrite always runs under ACCESS EXCLUSIVE."""
    yield Hazard("table_rewrite", f"{table} is written anew, with all its indexes, because {why}")
    yield Hazard("blocks_reads", f"{table} cannot be read or written while it is written anew")


def scan_blocking_reads(table: ObjectId, why: str) -> Iterator[Hazard]:
    """A scan under ACCESS EXCLUSIVE."""
    yield Hazard("table_scan", f"{table} is read in full: {why}")
    yield Hazard("blocks_reads", f"{table} cannot be read or written while it is read in full")


def scan_blocking_writes(table: ObjectId, why: str) -> Iterator[Hazard]:
    """A scan under SHARE or SHARE ROW EXCLUSIVE."""
    yield Hazard("table_scan", f"{table} is read in full: {why}")
    yield Hazard("blocks_writes", f"{table} cannot be written while it is read in full")
