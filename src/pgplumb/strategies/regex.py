"""Patterns of LIKE, SIMILAR TO and advanced regular expressions as regular expressions of Python."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pgplumb.strategies.unsolved import Fails, Unsolved

_CLASSES = {
    "alpha": "a-zA-Z",
    "digit": "0-9",
    "alnum": "a-zA-Z0-9",
    "lower": "a-z",
    "upper": "A-Z",
    "space": " \\t\\n\\r\\f\\v",
    "blank": " \\t",
    "punct": "!-/:-@\\[-`{-~",
    "xdigit": "0-9a-fA-F",
    "print": " -~",
    "graph": "!-~",
    "cntrl": "\\x01-\\x1f\\x7f",
    "word": "a-zA-Z0-9_",
}
_SHORT = {"d": "digit", "s": "space", "w": "word"}
_CONTROLS = {"n": "\\n", "t": "\\t", "r": "\\r", "f": "\\f", "v": "\\v", "a": "\\x07", "e": "\\x1b"}
_ANCHORS = {"A": "\\A", "Z": "\\Z", "y": "\\b", "Y": "\\B", "m": "\\b(?=\\w)", "M": "\\b(?<=\\w)"}
_MOST = 255


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression of Python; `ascii_only` where what lies outside ASCII depends on the server's locale."""

    text: str
    flags: int
    ascii_only: bool
    #: Whether it is one letter or class with at most a quantifier: then all engines find the same match, too.
    simple: bool

    @property
    def compiled(self) -> re.Pattern[str]:
        """The compiled expression; Python keeps those that were used."""
        return re.compile(self.text, self.flags)

    def matches(self, value: str) -> bool:
        """Whether it matches anywhere in the text."""
        if self.ascii_only and not value.isascii():
            raise Unsolved("character classes outside ASCII depend on the locale")
        return self.compiled.search(value) is not None


@lru_cache(maxsize=1024)
def like(pattern: str) -> re.Pattern[str]:
    """A pattern of LIKE, with the backslash as its escape."""
    found, rest = "", iter(pattern)
    for letter in rest:
        if letter == "\\":
            following = next(rest, None)
            if following is None:
                raise Fails("LIKE pattern must not end with escape character")
            found += re.escape(following)
        else:
            found += {"%": ".*", "_": "."}.get(letter) or re.escape(letter)
    return re.compile(found, re.DOTALL)


def similar(pattern: str, escape: str) -> str:
    """A pattern of SIMILAR TO as an advanced regular expression (regexp.c, similar_escape_internal)."""
    found, inside, rest = "", False, iter(pattern)
    for letter in rest:
        if letter == escape:
            following = next(rest, "")
            if following == '"':
                raise Unsolved("SIMILAR TO with separators")
            found += "\\" + following
        elif inside:
            found += "\\\\" if letter == "\\" else letter
            inside = letter != "]"
        elif letter == "[":
            found, inside = found + letter, True
        elif letter in "%_(":
            found += {"%": ".*", "_": ".", "(": "(?:"}[letter]
        else:
            found += "\\" + letter if letter in "\\.^$" else letter
    return f"^(?:{found})$"


def simple(pattern: str, value: str) -> re.Pattern[str]:
    """The expression compiled, where it is so simple that what it matches in the text is beyond doubt."""
    found = translate(pattern)
    if not found.simple or (found.ascii_only and not value.isascii()):
        raise Unsolved("parts of a text by a regular expression that could match in several ways")
    return found.compiled


@lru_cache(maxsize=1024)
def translate(pattern: str) -> Pattern:
    """An advanced regular expression (manual: Regular Expression Details); raises Unsolved for what Python lacks."""
    return _Translator(pattern).whole()


class _Translator:
    """Reads the expression from left to right, and writes Python's as it goes."""

    def __init__(self, pattern: str) -> None:
        self.text = pattern
        self.at = 0
        self.flags = re.DOTALL
        self.by_locale = False
        self.atoms = 0
        self.branches = 1

    def whole(self) -> Pattern:
        self._options()
        written = self._alternatives()
        if self.at < len(self.text):
            raise Unsolved("an unbalanced regular expression")
        is_simple = self.atoms == 1 and self.branches == 1
        try:
            re.compile(written, self.flags | re.ASCII)
        except re.error as error:
            raise Unsolved(f"a regular expression: {error}") from None
        return Pattern(written, self.flags | re.ASCII, self.by_locale, is_simple)

    def _options(self) -> None:
        if self.text.startswith("***"):
            raise Unsolved("a regular expression that begins with a director")
        # Ours says that case does not count, and one of the expression's own may follow.
        while self.text.startswith("(?", self.at) and self.text[self.at + 2 : self.at + 3].isalpha():
            letters, end = self.text[self.at + 2 :].partition(")")[:2]
            if not end or letters.strip("i"):
                raise Unsolved(f"regular expression options {letters}")
            self.flags |= re.IGNORECASE
            self.by_locale = True
            self.at += len(letters) + 3

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _take(self) -> str:
        if self.at >= len(self.text):
            raise Unsolved("an unfinished regular expression")
        self.at += 1
        return self.text[self.at - 1]

    def _alternatives(self) -> str:
        branches = [self._branch()]
        while self._peek() == "|":
            self._take()
            self.branches += 1
            branches.append(self._branch())
        return "|".join(branches)

    def _branch(self) -> str:
        parts = []
        while self._peek() not in {"", "|", ")"}:
            atom = self._atom()
            parts.append(atom + self._quantifier())
        return "".join(parts)

    def _quantifier(self) -> str:
        letter = self._peek()
        if letter and letter in "*+?":
            found = self._take()
        elif letter == "{" and self.text[self.at + 1 : self.at + 2].isdigit():
            end = self.text.find("}", self.at)
            found = self.text[self.at : end + 1]
            if end < 0 or any(int(each) > _MOST for each in found[1:-1].split(",") if each.isdigit()):
                raise Unsolved("a bound in a regular expression")
            self.at = end + 1
        else:
            return ""
        if self._peek() == "?":
            # Lazy or not, it matches the same texts.
            self._take()
            self.branches += 1
        if self._peek() and self._peek() in "*+?":
            raise Unsolved("a quantifier upon a quantifier in a regular expression")
        return found

    def _atom(self) -> str:
        letter = self._take()
        match letter:
            case "(":
                return self._group()
            case "[":
                self.atoms += 1
                return self._bracket()
            case ".":
                self.atoms += 1
                return "."
            case "^":
                self.atoms += 2
                return "\\A"
            case "$":
                self.atoms += 2
                return "\\Z"
            case "\\":
                self.atoms += 1
                return self._escape()
            case "*" | "+" | "?":
                raise Unsolved("a regular expression that begins with a quantifier")
        self.atoms += 1
        self._see(letter)
        return re.escape(letter)

    def _see(self, letter: str) -> None:
        if not letter.isascii() and self.flags & re.IGNORECASE:
            raise Unsolved("the case of letters outside ASCII")

    def _group(self) -> str:
        opening = "(?:"
        self.atoms += 2
        if self._peek() == "?":
            kind = self.text[self.at : self.at + 2]
            if kind not in {"?:", "?=", "?!"}:
                raise Unsolved(f"a group of the kind ({kind} in a regular expression")
            opening = f"({kind}"
            self.at += 2
        inside = self._alternatives()
        if self._take() != ")":
            raise Unsolved("an unbalanced regular expression")
        return f"{opening}{inside})"

    def _escape(self) -> str:
        letter = self._take()
        if letter in _ANCHORS:
            self.atoms += 2
            self.by_locale = self.by_locale or letter not in "AZ"
            return _ANCHORS[letter]
        if letter in _SHORT:
            self.by_locale = True
            return f"[{_CLASSES[_SHORT[letter]]}]"
        if letter.lower() in _SHORT:
            self.by_locale = True
            return f"[^{_CLASSES[_SHORT[letter.lower()]]}]"
        return self._letter(letter)

    def _letter(self, letter: str) -> str:
        """The letter that an escape stands for."""
        if letter in _CONTROLS:
            return _CONTROLS[letter]
        if letter.isalnum():
            raise Unsolved(f"\\{letter} in a regular expression")
        return re.escape(letter)

    def _bracket(self) -> str:
        opening = "["
        if self._peek() == "^":
            opening += self._take()
        items = ""
        first = True
        while first or self._peek() != "]":
            items += self._bracket_item(first)
            first = False
        self._take()
        return f"{opening}{items}]"

    def _bracket_item(self, first: bool) -> str:
        letter = self._take()
        if letter == "[" and self._peek() and self._peek() in ":.=":
            return self._named_class()
        if letter == "\\":
            letter = self._take()
            if letter in _SHORT:
                self.by_locale = True
                return _CLASSES[_SHORT[letter]]
            low = self._letter(letter)
        else:
            if letter == "-" and not first and self._peek() != "]":
                raise Unsolved("a hyphen within a bracket expression")
            self._see(letter)
            low = re.escape(letter)
        if self._peek() == "-" and self.text[self.at + 1 : self.at + 2] not in {"]", ""}:
            self._take()
            return f"{low}-{self._range_end(letter)}"
        return low

    def _range_end(self, low: str) -> str:
        high = self._take()
        if high == "\\":
            return self._letter(self._take())
        if high == "[" and self._peek() and self._peek() in ":.=":
            raise Unsolved("a class as the end of a range")
        if not (low.isascii() and high.isascii()) or low > high:
            raise Unsolved("a range of letters outside ASCII")
        return re.escape(high)

    def _named_class(self) -> str:
        kind = self._take()
        end = self.text.find(f"{kind}]", self.at)
        name = self.text[self.at : end]
        if kind != ":" or end < 0 or name not in _CLASSES:
            raise Unsolved(f"[{kind}{name}{kind}] in a regular expression")
        self.at = end + 2
        self.by_locale = True
        return _CLASSES[name]
