"""Which part of a file each `-- pgplumb: requires extension` is about: one statement, or the whole file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.syntax.annotations import REQUIRES, directives, extension_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pgplumb.model.location import Location
    from pgplumb.syntax.split import Comment, ParsedFile, ParsedStatement

_BLANK_LINE = re.compile(r"\n[ \t]*\r?\n")

_WHERE = (
    "Write it directly above the statement that needs the extension; or, for a whole file, at its head, with a blank"
    " line below."
)


@dataclass(frozen=True, slots=True)
class Requirement:
    """An extension, and where it is asked for."""

    extension: str
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirements:
    """What a whole file needs, and what each of its statements needs beyond that, in their order."""

    file: tuple[Requirement, ...]
    statements: tuple[tuple[Requirement, ...], ...]


def read_requirements(parsed: ParsedFile) -> Requirements:
    """The extensions that a file and its statements need.

    A directive above the first statement, with a blank line between, is about the file; one that touches a statement,
    or stands within or behind it, about that statement. AnnotationError for one that could mean either.
    """
    whole: list[Requirement] = []
    found: list[tuple[Requirement, ...]] = []
    for index, statement in enumerate(parsed.statements):
        own = list(_required((*statement.inner, *statement.trailing), parsed))
        for comment in statement.leading:
            required = list(_required((comment,), parsed))
            if required and not _touches(comment, statement):
                if index:
                    raise _unclear(comment, parsed)
                whole += required
            else:
                own += required
        found.append(tuple(own))
    for comment in parsed.rest:
        required = list(_required((comment,), parsed))
        if required and parsed.statements:
            raise _unclear(comment, parsed)
        whole += required
    return Requirements(file=tuple(whole), statements=tuple(found))


def _required(comments: Iterable[Comment], parsed: ParsedFile) -> Iterator[Requirement]:
    for comment in comments:
        for directive in directives(comment, parsed.source):
            if directive.name == REQUIRES:
                yield Requirement(extension_name(directive), parsed.source.location(comment.start))


def _touches(comment: Comment, statement: ParsedStatement) -> bool:
    return _BLANK_LINE.search(statement.source.text, comment.end - 1, statement.start) is None


def _unclear(comment: Comment, parsed: ParsedFile) -> Exception:
    (directive,) = directives(comment, parsed.source)
    return directive.error(f"`{REQUIRES}` stands apart from every statement, and not at the head of the file", _WHERE)
