"""Which object a comment stands beside: the statement's own, or that of a line within it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pgplumb.syntax.tree import ast

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pgplumb.model.ids import ObjectId
    from pgplumb.syntax.defined import Part
    from pgplumb.syntax.split import Comment, ParsedStatement

_LINES = frozenset({"column", "attribute", "label"})
_BEFORE_NAME = frozenset({"ADD", "COLUMN", "IF", "NOT", "EXISTS"})


class Nothing(Exception):
    """The comment stands beside no object; the text says why."""


def beside(comment: Comment, statement: ParsedStatement, parts: Sequence[Part]) -> ObjectId:
    """The object that the comment is about.

    Before the statement, or after it on a statement of one line: the statement's own object. Alone on a line within
    it: the line below. At the end of a line: that line's column, constraint or attribute. Raises Nothing.
    """
    source = statement.source
    line = source.line(comment.start)
    inside = [part for part in parts if part.start != statement.start]
    if comment in statement.leading or (comment in statement.trailing and line == source.line(statement.start)):
        return _whole(statement, parts)
    if comment in statement.inner and _alone(comment, statement):
        return _below(comment, statement, inside)
    on_line = [part for part in inside if source.line(part.start) == line and part.start < comment.start]
    lines = [part for part in on_line if part.id.kind in _LINES] or on_line
    if len(lines) > 1:
        names = " and ".join(str(part.id) for part in lines)
        raise Nothing(f"could mean {names}: give each a line of its own")
    if lines:
        return lines[0].id
    starts = _element_starts(statement.node) or sorted(part.start for part in inside)
    before = [start for start in starts if start < comment.start]
    if not before:
        return _whole(statement, parts)
    # The end of a definition of several lines; one without a name of its own has no part.
    for part in inside:
        if part.start == before[-1]:
            return part.id
    raise Nothing("stands beside nothing that has a name of its own")


def _whole(statement: ParsedStatement, parts: Sequence[Part]) -> ObjectId:
    """The statement's own object, or the one that an ALTER TABLE adds."""
    own = [part.id for part in parts if part.start == statement.start]
    if own:
        return own[0]
    added = [part.id for part in parts if part.id.kind in _LINES] or [part.id for part in parts]
    if len(added) > 1:
        raise Nothing(f"could mean {' and '.join(map(str, added))}: put it at the end of the one's line")
    if not added:
        raise Nothing("stands beside a statement that creates nothing")
    return added[0]


def _alone(comment: Comment, statement: ParsedStatement) -> bool:
    text = statement.source.text
    return not text[text.rfind("\n", 0, comment.start) + 1 : comment.start].strip()


def _below(comment: Comment, statement: ParsedStatement, inside: Sequence[Part]) -> ObjectId:
    for part in inside:
        if part.start > comment.end:
            between = _without_comments(statement, comment.end, part.start)
            if set(between.upper().split()) <= _BEFORE_NAME:
                return part.id
            break
    raise Nothing("stands beside nothing: the line below it starts no column, label or named constraint")


def _without_comments(statement: ParsedStatement, start: int, end: int) -> str:
    text = statement.source.text
    kept = []
    for comment in statement.inner:
        if start <= comment.start < end:
            kept.append(text[start : comment.start])
            start = comment.end
    return "".join((*kept, text[start:end]))


def _element_starts(node: Any) -> list[int]:
    """Where each element of a table's definition starts, named or not."""
    return sorted(start for start in _starts(node) if start >= 0)


def _starts(node: Any) -> Iterable[int]:
    match node:
        case ast.CreateForeignTableStmt():
            return _starts(node.base)
        case ast.CreateStmt():
            elements = node.tableElts or ()
        case ast.CompositeTypeStmt():
            elements = node.coldeflist or ()
        case ast.CreateDomainStmt():
            elements = node.constraints or ()
        case ast.AlterTableStmt():
            elements = tuple(command.def_ for command in node.cmds if command.def_ is not None)
        case _:
            return ()
    return [_start(element) for element in elements]


def _start(element: Any) -> int:
    if isinstance(element, ast.TableLikeClause):
        return int(element.relation.location)
    return int(getattr(element, "location", None) or -1)
