"""Cuts a file into statements: exact text, place in the file, syntax tree and the comments that go with each."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pglast.parser import ParseError, parse_sql, scan

from pgplumb.errors import SqlSyntaxError
from pgplumb.syntax.text import SourceText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.model.location import Location

_COMMENTS = frozenset({"SQL_COMMENT", "C_COMMENT"})
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")

#: What pg_dump (since the minor releases of August 2025) writes around its output; it guards psql, and is not for us.
_HARMLESS_META = frozenset({"restrict", "unrestrict"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A comment's text without its marks, where it starts and ends (`end` excluded) in the file, in characters."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedStatement:
    """One statement: its text without the semicolon, where it starts, its syntax tree (pglast.ast) and its comments.

    `node` holds locations in characters from the start of the file. `leading` stand between the statement before and
    this one, `inner` within it, `trailing` after it on its last line. `synthetic` text stands for a comment.
    """

    text: str
    location: Location
    start: int
    node: Any
    source: SourceText
    leading: tuple[Comment, ...] = ()
    inner: tuple[Comment, ...] = ()
    trailing: tuple[Comment, ...] = ()
    synthetic: bool = False

    @property
    def end(self) -> int:
        """Where the statement ends in the file (excluded), in characters."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """The statements of a file, and the comments after the last of them."""

    statements: tuple[ParsedStatement, ...]
    rest: tuple[Comment, ...]
    source: SourceText


def split(text: str, file: str) -> tuple[ParsedStatement, ...]:
    """The file's statements in order; SqlSyntaxError where PostgreSQL's grammar does not take the text."""
    return parse_file(text, file).statements


def parse_file(text: str, file: str) -> ParsedFile:
    """The file's statements in order with what stands after them; SqlSyntaxError as for `split`."""
    source = SourceText(file, text)
    try:
        tokens = scan(text)
        if any(token.name == "ASCII_92" for token in tokens):
            text = _without_harmless_meta(text, tokens)
            source, tokens = SourceText(file, text), scan(text)
        nodes = parse_sql(text)
    except ParseError as error:
        raise _syntax_error(source, error) from error
    comments = [token for token in tokens if token.name in _COMMENTS]
    words = [token for token in tokens if token.name not in _COMMENTS]
    spans = list(_spans(words))
    assert len(spans) == len(nodes), f"{file}: {len(nodes)} statements, {len(spans)} spans"
    statements = []
    first = 0
    for (start, end), raw in zip(spans, nodes, strict=True):
        leading, first = _take(comments, first, start)
        inner, first = _take(comments, first, end)
        trailing, first = _take_trailing(comments, first, words, source, end)
        statements.append(
            ParsedStatement(
                text=text[start:end],
                location=source.location(start),
                start=start,
                node=raw.stmt,
                source=source,
                leading=tuple(_comment(text, token) for token in leading),
                inner=tuple(_comment(text, token) for token in inner),
                trailing=tuple(_comment(text, token) for token in trailing),
            )
        )
    return ParsedFile(tuple(statements), tuple(_comment(text, token) for token in comments[first:]), source)


def synthetic(text: str, location: Location, source: SourceText) -> ParsedStatement:
    """A statement of ours that a comment at this place asks for."""
    # The parser takes str itself only, no subclass such as Sql.
    (parsed,) = parse_sql(str(text))
    return ParsedStatement(text=text, location=location, start=0, node=parsed.stmt, source=source, synthetic=True)


def word_at(text: str, offset: int) -> str:
    """The last part of the name that starts at the offset, as the server reads it, or nothing."""
    try:
        tokens = scan(text)
    except ParseError:
        return ""
    name = ""
    expected = "name"
    for token in tokens[bisect_left(tokens, offset, key=lambda token: token.start) :]:
        found = text[token.start : token.end + 1]
        if expected == "name":
            name = found[1:-1].replace('""', '"') if found.startswith('"') else found.lower()
        elif found != ".":
            break
        expected = "dot" if expected == "name" else "name"
    return name


def _without_harmless_meta(text: str, tokens: list[Any]) -> str:
    """The text with those lines blanked, not cut, so that offsets stay true."""
    for token, following in pairwise(tokens):
        start, stop = token.start, text.find("\n", token.start)
        stop = len(text) if stop == -1 else stop
        if token.name == "ASCII_92" and text[following.start : following.end + 1] in _HARMLESS_META:
            text = text[:start] + " " * (stop - start) + text[stop:]
    return text


def _spans(words: list[Any]) -> Iterator[tuple[int, int]]:
    """Start and end (excluded) of each statement; semicolons in parentheses or BEGIN ATOMIC .. END cut nothing."""
    depth = 0
    atomic: list[str] = []
    start = end = -1
    previous = ""
    for token in words:
        name = token.name
        if name == "ASCII_59" and depth == 0 and not atomic:
            if start >= 0:
                yield start, end
            start, previous = -1, ""
            continue
        if start < 0:
            start = token.start
        end = token.end + 1
        if name == "ASCII_40":
            depth += 1
        elif name == "ASCII_41":
            depth -= 1
        elif (name == "ATOMIC" and previous == "BEGIN_P") or (name == "CASE" and atomic):
            atomic.append(name)
        elif name == "END_P" and atomic:
            atomic.pop()
        previous = name
    if start >= 0:
        yield start, end


def _take(comments: list[Any], first: int, limit: int) -> tuple[list[Any], int]:
    after = first
    while after < len(comments) and comments[after].start < limit:
        after += 1
    return comments[first:after], after


def _take_trailing(
    comments: list[Any], first: int, words: list[Any], source: SourceText, end: int
) -> tuple[list[Any], int]:
    """Comments on the line where the statement ends, unless another statement follows on that line first."""
    line = source.line(max(end - 1, 0))
    index = bisect_left(words, end, key=lambda token: token.start)
    while index < len(words) and words[index].name == "ASCII_59":
        index += 1
    limit = words[index].start if index < len(words) else len(source.text)
    after = first
    while after < len(comments) and comments[after].start < limit and source.line(comments[after].start) == line:
        after += 1
    return comments[first:after], after


def _comment(text: str, token: Any) -> Comment:
    marked = text[token.start : token.end + 1]
    body = marked[2:-2] if token.name == "C_COMMENT" else marked[2:]
    return Comment(text=body.strip(), start=token.start, end=token.end + 1)


def _syntax_error(source: SourceText, error: ParseError) -> SqlSyntaxError:
    reason = str(error.args[0])
    offset = _error_offset(source.text)
    location = source.location(offset)
    hint = ""
    line_start = offset - location.column + 1
    before = source.text[:offset]
    if source.text[line_start:].lstrip().startswith("\\"):
        reason, hint = "psql meta-commands are not SQL", "Remove the line: pgplumb reads SQL, it does not run psql."
    elif _ends_in_copy(before):
        reason = "data of a COPY .. FROM stdin has no place here"
        hint = "Dump the schema alone: pg_dump --schema-only."
    elif offset >= len(source.text.rstrip()):
        hint = "The last statement is not finished: a parenthesis, a quote or a word is missing."
    return SqlSyntaxError(
        file=source.file,
        line=location.line,
        column=location.column,
        reason=reason,
        excerpt=source.excerpt(location),
        hint=hint,
    )


def _error_offset(text: str) -> int:
    # Letters outside ASCII are letters of names to the scanner, as `_` is; without them characters and bytes are one
    # count, which the parser's own conversion of an error's position is not.
    plain = _NOT_ASCII.sub("_", text)
    for reads in (scan, parse_sql):
        try:
            reads(plain)
        except ParseError as error:
            offset = error.args[1] if len(error.args) > 1 else None
            return len(text.rstrip()) if offset is None else min(int(offset), len(text))
    return 0


def _ends_in_copy(before: str) -> bool:
    """Whether the statement before the error is COPY .. FROM stdin."""
    try:
        nodes = parse_sql(before[: before.rindex(";")]) if ";" in before else ()
    except ParseError:
        return False
    last: Any = nodes[-1].stmt if nodes else None
    return type(last).__name__ == "CopyStmt" and last.filename is None
