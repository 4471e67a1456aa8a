"""Texts that match a regular expression of PostgreSQL's, for the forms that stand in checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

_LOWER, _UPPER, _DIGITS = "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
_ALL = _LOWER + _UPPER + _DIGITS + " !#$%&'()*+,-./:;<=>?@[]^_{|}~"
_CLASSES = {
    "alpha": _LOWER + _UPPER,
    "digit": _DIGITS,
    "alnum": _LOWER + _UPPER + _DIGITS,
    "lower": _LOWER,
    "upper": _UPPER,
    "space": " \t",
    "punct": "!#$%&*+,-./:;?@_",
    "xdigit": _DIGITS + "abcdef",
    "word": _LOWER + _UPPER + _DIGITS + "_",
    "print": _ALL,
    "graph": _ALL.replace(" ", ""),
    "blank": " ",
}
_ESCAPES = {"d": "digit", "w": "word", "s": "space"}
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r"}
_MORE = 3


class NotSupported(Exception):
    """The expression uses what is not read here: look-around, back references."""


def sample(pattern: str, random: Random) -> str:
    """A text that the expression is meant to match, wherever it is anchored; raises NotSupported."""
    return _Sampler(pattern, random).whole()


class _Sampler:
    """Reads the expression from left to right, and writes a text as it goes."""

    def __init__(self, pattern: str, random: Random) -> None:
        self.text = pattern
        self.at = 0
        self.random = random
        #: The letters of each class by where it begins, and where it ends: one that is repeated is read again.
        self._classes: dict[int, tuple[str, int]] = {}

    def whole(self) -> str:
        found = self._alternatives()
        if self.at < len(self.text):
            raise NotSupported(self.text[self.at :])
        return found

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _take(self) -> str:
        if self.at >= len(self.text):
            raise NotSupported("unfinished expression")
        self.at += 1
        return self.text[self.at - 1]

    def _alternatives(self) -> str:
        branches = [self._branch()]
        while self._peek() == "|":
            self._take()
            branches.append(self._branch())
        return self.random.choice(branches)

    def _branch(self) -> str:
        parts = []
        while self._peek() not in {"", "|", ")"}:
            parts.append(self._piece())
        return "".join(parts)

    def _piece(self) -> str:
        start = self.at
        first = self._atom()
        end = self.at
        low, high = self._bounds()
        count = self.random.randint(low, high)
        parts = [first] if count else []
        after = self.at
        for _ in range(count - 1):
            self.at = start
            parts.append(self._atom())
        self.at = after if self.at != after else self.at
        assert end <= after
        return "".join(parts)

    def _bounds(self) -> tuple[int, int]:
        low, high = 1, 1
        match self._peek():
            case "*":
                low, high = 0, _MORE
            case "+":
                low, high = 1, 1 + _MORE
            case "?":
                low, high = 0, 1
            case "{":
                return self._counted()
            case _:
                return low, high
        self._take()
        self._skip_lazy()
        return low, high

    def _counted(self) -> tuple[int, int]:
        self._take()
        inside = ""
        while self._peek() != "}":
            inside += self._take()
        self._take()
        self._skip_lazy()
        low, comma, high = inside.partition(",")
        if not low.isdigit() or (high and not high.isdigit()):
            raise NotSupported(inside)
        if not comma:
            return int(low), int(low)
        return int(low), min(int(high), int(low) + _MORE) if high else int(low) + _MORE

    def _skip_lazy(self) -> None:
        if self._peek() == "?":
            self._take()

    def _atom(self) -> str:
        letter = self._take()
        match letter:
            case "^" | "$":
                return ""
            case ".":
                return self.random.choice(_LOWER)
            case "[":
                return self.random.choice(self._bracket())
            case "(":
                return self._group()
            case "\\":
                return self._escape()
        return letter

    def _group(self) -> str:
        if self._peek() == "?":
            self._take()
            if self._take() != ":":
                raise NotSupported("look-around")
        found = self._alternatives()
        if self._take() != ")":
            raise NotSupported("unfinished group")
        return found

    def _escape(self) -> str:
        letter = self._take()
        if letter in _ESCAPES:
            return self.random.choice(_CLASSES[_ESCAPES[letter]])
        if letter.lower() in _ESCAPES:
            return self.random.choice([each for each in _ALL if each not in _CLASSES[_ESCAPES[letter.lower()]]])
        if letter in {"A", "Z", "m", "M", "y", "b"}:
            return ""
        if letter.isalnum() and letter not in _CONTROLS:
            raise NotSupported(f"\\{letter}")
        return _CONTROLS.get(letter, letter)

    def _bracket(self) -> str:
        start = self.at
        if start not in self._classes:
            self._classes[start] = (self._letters(), self.at)
        letters, self.at = self._classes[start]
        return letters

    def _letters(self) -> str:
        negated = self._peek() == "^"
        if negated:
            self._take()
        letters = ""
        while self._peek() != "]" or not letters:
            letters += self._bracket_item(letters)
        self._take()
        chosen = "".join(each for each in _ALL if each not in letters) if negated else letters
        if not chosen:
            raise NotSupported("empty class")
        return chosen

    def _bracket_item(self, before: str) -> str:
        letter = self._take()
        if letter == "[" and self._peek() == ":":
            end = self.text.find(":]", self.at)
            name = self.text[self.at + 1 : end]
            if end < 0 or name not in _CLASSES:
                raise NotSupported(name)
            self.at = end + 2
            return _CLASSES[name]
        if letter == "\\":
            letter = self._take()
            if letter in _ESCAPES:
                return _CLASSES[_ESCAPES[letter]]
            return _CONTROLS.get(letter, letter)
        if letter == "-" and before and self._peek() != "]":
            last = self._take()
            return "".join(map(chr, range(ord(before[-1]) + 1, ord(last) + 1)))
        return letter
