"""Reads `-- pgplumb:` comments: which directive each holds, and which object it stands beside."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import SequenceMatcher, get_close_matches
from typing import TYPE_CHECKING

from pglast.parser import ParseError, parse_sql, scan

from pgplumb.errors import AnnotationError
from pgplumb.model.annotations import Annotations
from pgplumb.syntax.beside import Nothing, beside
from pgplumb.syntax.defined import parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pgplumb.model.ids import ObjectId
    from pgplumb.model.location import Location
    from pgplumb.syntax.split import Comment, ParsedFile, ParsedStatement
    from pgplumb.syntax.text import SourceText

_MARK = "pgplumb"
_RENAMED = "renamed from"
_BACKFILL = "backfill"
REQUIRES = "requires extension"
_DIRECTIVES = {_RENAMED: "OLD_NAME", _BACKFILL: "EXPRESSION", REQUIRES: "NAME"}

_PLACE = "Write it above the object's statement, or above or at the end of its own line within the statement."

_NEVER_RENAMED = frozenset({"extension", "operator", "publication", "event_trigger"})


@dataclass(frozen=True, slots=True)
class Directive:
    """A comment that speaks to pgplumb."""

    name: str
    argument: str
    comment: Comment
    source: SourceText

    def error(self, reason: str, hint: str = "") -> AnnotationError:
        return _error(self.source, self.comment, reason, hint)


@dataclass(slots=True)
class _Found:
    renames: dict[ObjectId, str] = field(default_factory=dict)
    backfills: dict[ObjectId, str] = field(default_factory=dict)
    requires: dict[str, Location] = field(default_factory=dict)


def read_annotations(files: Iterable[tuple[ParsedFile, Sequence[str]]]) -> Annotations:
    """The annotations of all files, each given with the schema in which each of its statements creates.

    AnnotationError for an unknown directive, one that stands beside nothing it can apply to, or one said twice.
    """
    found = _Found()
    for parsed, schemas in files:
        for statement, schema in zip(parsed.statements, schemas, strict=True):
            for comment in (*statement.leading, *statement.inner, *statement.trailing):
                for directive in directives(comment, parsed.source):
                    _apply(directive, statement, schema, found)
        for comment in parsed.rest:
            for directive in directives(comment, parsed.source):
                if directive.name != REQUIRES:
                    raise directive.error(f"`{directive.name}` stands beside nothing: no statement follows", _PLACE)
                _require(directive, found)
    return Annotations(found.renames, found.backfills, found.requires)


def directives(comment: Comment, source: SourceText) -> Iterator[Directive]:
    """What a comment says to pgplumb, if anything; AnnotationError where it is no directive that is known."""
    mark, colon, rest = comment.text.partition(":")
    mark, rest = mark.strip(), " ".join(rest.split())
    if not colon or not mark or " " in mark:
        return
    name = next((name for name in _DIRECTIVES if (rest + " ").startswith(name + " ")), "")
    if mark != _MARK:
        # A mistyped mark would make a declared rename a drop and an add, in silence.
        if name and SequenceMatcher(None, mark.lower(), _MARK).ratio() > 0.7:
            raise _error(source, comment, f'"{mark}:" is not a mark of pgplumb', f"Did you mean `-- {_MARK}: {rest}`?")
        return
    argument = rest.removeprefix(name).strip()
    if not name:
        words = " ".join(rest.split()[:2])
        close = get_close_matches(words, _DIRECTIVES, 1, 0.6) or get_close_matches(
            words.split(" ")[0], _DIRECTIVES, 1, 0.5
        )
        meant = f"Did you mean `{close[0]} {_DIRECTIVES[close[0]]}`? " if close else ""
        known = ", ".join(f"`{each} {value}`" for each, value in _DIRECTIVES.items())
        raise _error(source, comment, f'unknown directive "{words}"', f"{meant}Known: {known}.")
    if not argument:
        raise _error(source, comment, f"`{name}` lacks its {_DIRECTIVES[name]}", f"Write `{name} {_DIRECTIVES[name]}`.")
    yield Directive(name, argument, comment, source)


def _apply(directive: Directive, statement: ParsedStatement, schema: str, found: _Found) -> None:
    if directive.name == REQUIRES:
        _require(directive, found)
        return
    try:
        subject = beside(directive.comment, statement, parts(statement, schema))
    except Nothing as reason:
        raise directive.error(
            f"`{directive.name}` {reason}",
            _PLACE,
        ) from None
    if directive.name == _RENAMED:
        if subject.kind in _NEVER_RENAMED:
            raise directive.error(f"{subject} cannot be renamed")
        old = _old_name(directive, subject)
        if found.renames.setdefault(subject, old) != old:
            raise directive.error(f'{subject} is already declared as renamed from "{found.renames[subject]}"')
    else:
        if subject.kind != "column":
            raise directive.error(
                f"`backfill` fills a column, and stands beside {subject}",
                "Write it above the column's line, or at its end.",
            )
        _check_expression(directive)
        if found.backfills.setdefault(subject, directive.argument) != directive.argument:
            raise directive.error(f"{subject} has a backfill already: {found.backfills[subject]}")


def extension_name(directive: Directive) -> str:
    """What `requires extension` names; AnnotationError where it is no name."""
    names = _names(directive)
    if len(names) != 1:
        raise directive.error(f'"{directive.argument}" is not the name of an extension')
    return names[0]


def _require(directive: Directive, found: _Found) -> None:
    found.requires.setdefault(extension_name(directive), directive.source.location(directive.comment.start))


def _old_name(directive: Directive, subject: ObjectId) -> str:
    # A label is a text, and may be written as one.
    quoted = subject.kind == "label" and directive.argument.startswith("'") and directive.argument.endswith("'")
    names = [directive.argument[1:-1].replace("''", "'")] if quoted else _names(directive)
    *owner, old = names
    expected = [part for part in (subject.schema, subject.table) if part]
    if owner and owner != expected[len(expected) - len(owner) :]:
        raise directive.error(
            f"{subject} cannot be renamed from {directive.argument}: a rename changes the last part of the name only",
            "Write the old name alone.",
        )
    if old == subject.name:
        raise directive.error(f'{subject} is declared as renamed from its own name "{old}"')
    return old


def _names(directive: Directive) -> list[str]:
    """The parts of a name as the server reads them: folded to lower case unless quoted."""
    text = directive.argument
    try:
        tokens = scan(text)
    except ParseError:
        tokens = []
    texts = [text[token.start : token.end + 1] for token in tokens]
    names, dots = texts[::2], texts[1::2]
    if not texts or len(texts) % 2 == 0 or any(dot != "." for dot in dots) or not all(map(_is_name, names)):
        raise directive.error(
            f'"{text}" is not a name',
            'Write one name, in double quotes where it is not plain lower case: `renamed from "Old Name"`.',
        )
    return [name[1:-1].replace('""', '"') if name.startswith('"') else name.lower() for name in names]


def _is_name(text: str) -> bool:
    return text.startswith('"') or text.replace("$", "_").isidentifier()


def _check_expression(directive: Directive) -> None:
    try:
        trees = parse_sql(f"SELECT ({directive.argument}\n)")
    except ParseError as error:
        raise directive.error(f"the backfill is not an expression: {error.args[0]}") from error
    if len(trees) != 1:
        raise directive.error("the backfill is not one expression")


def _error(source: SourceText, comment: Comment, reason: str, hint: str) -> AnnotationError:
    location = source.location(comment.start)
    return AnnotationError(
        file=location.file,
        line=location.line,
        column=location.column,
        reason=reason,
        excerpt=source.excerpt(location),
        hint=hint,
    )
