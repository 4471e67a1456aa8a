"""The text of a view as servers from 16 on print it, from what older ones print.

Before 16 every column is qualified. Since then those of a query with a single item in its FROM are not; only a plain
column that is sorted by keeps its qualifier where an output column of that name holds something else (ruleutils.c,
get_query_def and get_variable).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pglast.parser import parse_sql, scan

from pgplumb.syntax.tree import ast, words

if TYPE_CHECKING:
    from collections.abc import Iterator

_ITEMS: Any = (ast.RangeVar, ast.RangeSubselect, ast.RangeFunction, ast.RangeTableFunc)


def with_plain_columns(definition: str) -> str:
    """The definition of a view without the qualifiers that a newer server leaves out."""
    (parsed,) = parse_sql(definition)
    select: Any = parsed.stmt
    items: Any = select.fromClause or ()
    if select.op.value or len(items) != 1 or not isinstance(items[0], _ITEMS):
        return definition
    name = items[0].alias.aliasname if items[0].alias else items[0].relname
    kept = {id(column) for column in _sorted_by(select) if _would_mean_output(column, select)}
    places = {
        node.location
        for node in _own(select)
        if isinstance(node, ast.ColumnRef)
        and id(node) not in kept
        # The row as a whole, `name.*`, is qualified by every server.
        and all(isinstance(field, ast.String) for field in node.fields)
        and [*words(node.fields)][:-1] == [name]
    }
    return _cut(definition, places)


def _own(select: Any) -> Iterator[Any]:
    """The nodes of this query itself: columns in queries within it are qualified by every server."""
    pending: list[Any] = [select]
    while pending:
        found = pending.pop()
        if isinstance(found, tuple):
            pending.extend(found)
        elif isinstance(found, ast.Node) and (found is select or not isinstance(found, ast.SelectStmt)):
            yield found
            pending.extend(getattr(found, slot, None) for slot in found.__slots__)


def _sorted_by(select: Any) -> Iterator[Any]:
    """Columns that stand alone in an ORDER BY, a DISTINCT ON or a window's PARTITION BY."""
    candidates = [item for item in select.distinctClause or () if item is not None]
    for node in _own(select):
        if isinstance(node, ast.SortBy):
            candidates.append(node.node)
        elif isinstance(node, ast.WindowDef):
            candidates += node.partitionClause or ()
    return (node for node in candidates if isinstance(node, ast.ColumnRef))


def _would_mean_output(column: Any, select: Any) -> bool:
    """Whether the column's bare name is that of an output column that holds something else."""
    own = words(column.fields)
    for target in select.targetList:
        fields = words(target.val.fields) if isinstance(target.val, ast.ColumnRef) else ()
        if (target.name or "".join(fields[-1:])) == own[-1] and fields != own:
            return True
    return False


def _cut(text: str, places: set[int]) -> str:
    """The text without the name, and its dot, at each of the places."""
    tokens = scan(text)
    kept, at = [], 0
    for index, token in enumerate(tokens):
        if token.start in places:
            kept.append(text[at : token.start])
            at = tokens[index + 2].start
    return "".join((*kept, text[at:]))
