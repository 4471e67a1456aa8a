"""DET-01: indexes that another index makes superfluous."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.detectors.indexes import IndexFacts, facts_of, indexes
from pgplumb.laws.law import Law
from pgplumb.laws.verdict import Failed, Passed, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId


class IndexRedundant(Law):
    """No other index of the table does all that this one does.

    It is superfluous where another index of the same access method has the same keys (columns or expressions, operator
    classes, collations, order), the same WHERE and at least its INCLUDE columns; a B-tree also where the other one has
    more keys after the same first ones. Indexes of constraints are never called superfluous, only others because of
    them; of two equal ones the one whose name comes later is.

    Why: each index is written at each INSERT and most UPDATEs, is vacuumed, and takes memory from the others. The index
    that a UNIQUE or EXCLUDE constraint makes is an index like any other
    (https://www.postgresql.org/docs/current/indexes-unique.html).

    Instead: drop it. One on `(status)` beside one on `(status, starts_at)` may be kept on purpose, for it is smaller:
    then allow it with that reason.
    """

    code = "index_redundant"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Every index that no constraint owns."""
        return (index.id for index in indexes(bench) if not index.constraint and not index.child)

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Compare it with the other indexes of its table."""
        index = facts_of(subject, bench)
        others = [each for each in indexes(bench) if (each.schema, each.table) == (index.schema, index.table)]
        better = next((other for other in others if other is not index and _replaces(other, index)), None)
        if better is None:
            return Passed()
        owner = f"constraint {better.constraint}" if better.constraint else f"index {better.name}"
        return Failed(
            message=f"Whatever {index.name} is used for, the index of {owner} serves."
            if better.constraint
            else f"Whatever {index.name} is used for, {owner} serves.",
            help=f"Drop {index.name}, or allow it with the reason why both are needed.",
        )


def _replaces(other: IndexFacts, index: IndexFacts) -> bool:
    if not other.valid or other.method != index.method or other.predicate != index.predicate:
        return False
    if not index.included <= other.included | set(other.columns):
        return False
    if other.keys == index.keys:
        return _outranks(other, index)
    prefix = other.keys[: len(index.keys)] == index.keys
    return prefix and index.method == "btree" and not index.unique


def _outranks(other: IndexFacts, index: IndexFacts) -> bool:
    """Of two with the same keys, whether it is the other one that stays."""
    if index.unique and not other.unique:
        return False
    if index.nulls_not_distinct and not other.nulls_not_distinct:
        return False
    if bool(other.constraint) != bool(index.constraint) or other.unique != index.unique:
        return True
    if index.included != other.included:
        return index.included < other.included
    return (other.nulls_not_distinct, index.name) > (index.nulls_not_distinct, other.name)
