"""Facts that several laws ask a schema for, read once for a bench."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakKeyDictionary

from pgplumb.model.general import Comment
from pgplumb.model.relations import Column, Constraint
from pgplumb.model.types import Domain

if TYPE_CHECKING:
    from collections.abc import Callable

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId

T = TypeVar("T")


def once(read: Callable[[Bench], T]) -> Callable[[Bench], T]:
    """A reader of facts that asks the server once for each bench."""
    known: WeakKeyDictionary[Bench, T] = WeakKeyDictionary()

    @wraps(read)
    def remembering(bench: Bench) -> T:
        if bench not in known:
            known[bench] = read(bench)
        return known[bench]

    return remembering


def tells_of_null(id: ObjectId, bench: Bench) -> bool:
    """Whether the object's comment says what NULL stands for: then it is meant."""
    comments = (child for child in bench.catalog.children(id) if isinstance(child, Comment))
    return any("null" in comment.text.lower() for comment in comments)


def is_nullable(column: Column, bench: Bench) -> bool:
    """Whether the column may hold NULL, as far as the catalog tells: its domain or a plain check may refuse it."""
    if column.not_null or column.identity:
        return False
    domains = (domain for domain in bench.catalog.of(Domain) if domain.not_null)
    if any(column.type in {domain.id.name, f"{domain.id.schema}.{domain.id.name}"} for domain in domains):
        return False
    table = bench.catalog.parent(column.id)
    checks = (
        child
        for child in (bench.catalog.children(table) if table else ())
        if isinstance(child, Constraint) and child.type == "c"
    )
    return not any(check.columns == (column.id.name,) and " IS NOT NULL" in check.definition for check in checks)
