"""Breaks statements over lines for people to read; between tokens alone, so that nothing else changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pglast.parser import scan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Longest line, in characters, that is left as it is.
WIDTH = 100

_INDENT = "    "
_OPEN, _CLOSE, _COMMA = "ASCII_40", "ASCII_41", "ASCII_44"
#: Words between CREATE and the kind of object.
_BETWEEN = frozenset({"CREATE", "OR", "REPLACE", "UNIQUE", "CONSTRAINT", "UNLOGGED", "FOREIGN", "EVENT"})


class _Style(NamedTuple):
    """Before which words a line begins: `always`, and `when_long`, one group after the other, until all lines fit.

    `clauses` are the items of a list in parentheses, each laid out by itself; `listed` puts each on its own line.
    """

    always: frozenset[str] = frozenset()
    when_long: tuple[frozenset[str], ...] = ()
    clauses: bool = False
    listed: str = ""


#: Words that begin a line each time that they come, and not only the first time.
_REPEATED = frozenset({"CONSTRAINT"})
_KEY = (frozenset({"REFERENCES"}), frozenset({"CHECK"}))
_STYLES: dict[str, _Style] = {
    "TABLE": _Style(when_long=_KEY, clauses=True),
    "TRIGGER": _Style(
        always=frozenset({"BEFORE", "AFTER", "INSTEAD", "FOR"}),
        when_long=(frozenset({"WHEN", "EXECUTE"}), frozenset({"REFERENCING"})),
    ),
    "POLICY": _Style(when_long=(frozenset({"USING", "WITH"}), frozenset({"AS", "FOR"}))),
    "INDEX": _Style(when_long=(frozenset({"WHERE"}), frozenset({"USING", "INCLUDE", "WITH"}))),
    "STATISTICS": _Style(when_long=(frozenset({"ON", "FROM"}),)),
    "DOMAIN": _Style(when_long=(frozenset({"CONSTRAINT"}), frozenset({"CHECK"}))),
    "TYPE": _Style(listed="always"),
    "AGGREGATE": _Style(listed="when long"),
    "OPERATOR": _Style(listed="when long"),
    "SERVER": _Style(when_long=(frozenset({"FOREIGN", "OPTIONS"}),)),
    "USER": _Style(when_long=(frozenset({"OPTIONS"}),)),
    "WRAPPER": _Style(when_long=(frozenset({"HANDLER", "VALIDATOR", "OPTIONS"}),)),
    "SUBSCRIPTION": _Style(when_long=(frozenset({"CONNECTION", "PUBLICATION", "WITH"}),)),
    "SEQUENCE": _Style(when_long=(frozenset({"START", "INCREMENT", "MINVALUE", "MAXVALUE", "CACHE", "OWNED"}),)),
}


def laid_out(text: str) -> str:
    """The statement with its clauses on lines of their own, where its kind or its length asks for it.

    Bodies of routines and queries stay as the server prints them.
    """
    tokens = scan(str(text))
    if not tokens:
        return text
    names = [token.name for token in tokens]
    if names[0] == "COMMENT":
        return _broken_before_text(text, tokens)
    if names[:2] == ["ALTER", "TEXT_P"]:
        return _Layout(text, tokens, _Style(when_long=(frozenset({"ADD", "WITH"}),))).done()
    if names[:2] == ["ALTER", "TABLE"]:
        return _Layout(text, tokens, _Style(when_long=_KEY)).done()
    if names[0] != "CREATE":
        return text
    kind = next((name.removesuffix("_P") for name in names if name not in _BETWEEN), "")
    if kind == "DATA_P":
        kind = "WRAPPER"
    style = _STYLES.get(kind)
    return text if style is None else _Layout(text, tokens, style).done()


class _Layout:
    """One statement, and the places where its lines are broken so far."""

    def __init__(self, text: str, tokens: Sequence[Any], style: _Style) -> None:
        self.text = text
        self.tokens = tokens
        self.style = style
        self.depths = list(_depths(tokens))
        #: Index of a token to the indent of the line that begins with it.
        self.cuts: dict[int, str] = {}

    def done(self) -> str:
        if self.style.listed and (self.style.listed == "always" or len(self.text) > WIDTH):
            self._list()
        if self.style.clauses:
            for first, last in self._clauses():
                self._break(first, last, depth=1, indent=_INDENT * 2)
        self._break(0, len(self.tokens), depth=0, indent=_INDENT)
        return self._written(0, len(self.tokens))

    def _break(self, first: int, last: int, *, depth: int, indent: str) -> None:
        seen: set[str] = set()
        for group in (self.style.always, *self.style.when_long):
            if group is not self.style.always and self._fits(first, last):
                return
            for place in range(first + 1, last):
                name = self.tokens[place].name.removesuffix("_P").removesuffix("_LA")
                if self.depths[place] == depth and name in group - seen:
                    seen |= {name} - _REPEATED
                    self.cuts[place] = indent

    def _fits(self, first: int, last: int) -> bool:
        return all(len(line) <= WIDTH for line in self._written(first, last).split("\n"))

    def _list(self) -> None:
        """Each item of the first list in parentheses on a line of its own."""
        first = next((place for place, token in enumerate(self.tokens) if token.name == _OPEN), None)
        if first is None or self.tokens[first + 1].name == _CLOSE:
            return
        for place in range(first, len(self.tokens)):
            name = self.tokens[place].name
            if self.depths[place] == 0 and name == _CLOSE:
                self.cuts[place] = ""
                return
            if place == first or (self.depths[place] == 1 and name == _COMMA):
                self.cuts[place + 1] = _INDENT

    def _clauses(self) -> Iterator[tuple[int, int]]:
        """The items of the first list in parentheses, as the tokens from which and up to which they reach."""
        first = next((place for place, token in enumerate(self.tokens) if token.name == _OPEN), None)
        if first is None:
            return
        start = first + 1
        for place in range(start, len(self.tokens)):
            name = self.tokens[place].name
            closes = self.depths[place] == 0 and name == _CLOSE
            if closes or (self.depths[place] == 1 and name == _COMMA):
                yield start, place
                start = place + 1
            if closes:
                return

    def _written(self, first: int, last: int) -> str:
        """The text from one token to another, from the start of the line that the first one stands on."""
        begin = self.text.rfind("\n", 0, self.tokens[first].start) + 1
        parts: list[str] = []
        for place in range(first, last):
            if place in self.cuts:
                parts.append(self.text[begin : self.tokens[place].start].rstrip(" "))
                parts.append("\n" + self.cuts[place])
                begin = self.tokens[place].start
        end = self.tokens[last - 1].end + 1 if last < len(self.tokens) else len(self.text)
        return "".join((*parts, self.text[begin:end]))


def _depths(tokens: Sequence[Any]) -> Iterator[int]:
    """How many parentheses are open around each token; an opening and its closing one stand outside."""
    depth = 0
    for token in tokens:
        depth -= token.name == _CLOSE
        yield depth
        depth += token.name == _OPEN


def _broken_before_text(text: str, tokens: Sequence[Any]) -> str:
    """A long COMMENT has its text on a line of its own."""
    longest = max(len(line) for line in text.split("\n"))
    start = tokens[-1].start
    return text if longest <= WIDTH else f"{text[:start].rstrip(' ')}\n{_INDENT}{text[start:]}"
