"""What a unique key is for, as far as the catalog tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.generate.shape import foreign_keys
from pgplumb.laws.code import routines
from pgplumb.laws.facts import once
from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Column, Constraint, Default
from pgplumb.syntax.parse import column_names, parse_expression
from pgplumb.syntax.tree import ast, nodes, words

if TYPE_CHECKING:
    from pgplumb.laws.bench import Bench
    from pgplumb.laws.detectors.indexes import IndexFacts

#: Functions that give another value each time, beside those whose names speak of uuids.
_FRESH = frozenset({"nextval", "random", "gen_random_bytes", "clock_timestamp", "txid_current"})


def mentions(index: IndexFacts, column: str) -> bool:
    """Whether the column is in the predicate or among the keys, in an expression too."""
    texts = [key.rsplit(" ", 3)[0] for key, name in zip(index.keys, index.columns, strict=True) if not name]
    texts += [index.predicate] if index.predicate else []
    return column in index.columns or any(column in column_names(parse_expression(text)) for text in texts)


def holds_primary_key(index: IndexFacts, bench: Bench) -> bool:
    """Whether it has the primary key's columns and more: then it keeps nothing out that the primary key does not."""
    table = ObjectId("table", index.schema, index.table)
    return any(
        set(child.columns) <= set(index.columns)
        for child in bench.catalog.children(table)
        if isinstance(child, Constraint) and child.type == "p"
    )


def referenced_by_key(index: IndexFacts, bench: Bench) -> bool:
    """Whether a foreign key refers to these columns, which needs a unique key without predicate."""
    return (index.schema, index.table, frozenset(index.columns)) in _referenced(bench)


@once
def _referenced(bench: Bench) -> frozenset[tuple[str, str, frozenset[str]]]:
    return frozenset(
        (key.target.schema, key.target.name, frozenset(key.referenced))
        for key in foreign_keys(bench.catalog.of(Constraint))
    )


def has_fresh_value(index: IndexFacts, bench: Bench) -> bool:
    """Whether one of its columns gets another value in each row, from a sequence or by chance."""
    for name in index.columns:
        id = ObjectId("column", index.schema, name, index.table)
        column = bench.catalog.get(id)
        default = bench.catalog.get(id._replace(kind="default"))
        if isinstance(column, Column) and column.identity:
            return True
        if isinstance(default, Default) and is_fresh(default.expression, bench):
            return True
    return False


def is_fresh(expression: str, bench: Bench) -> bool:
    """Whether a default gives another value each time that it is asked."""
    calls = [words(node.funcname)[-1] for node in nodes(parse_expression(expression)) if isinstance(node, ast.FuncCall)]
    own = {routine.name for routine in routines(bench) if routine.volatility == "v"}
    return any(name in _FRESH or "uuid" in name or name in own for name in calls)
