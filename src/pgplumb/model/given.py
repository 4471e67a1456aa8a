"""The names that the server gives to what was made without one, and those that we give to what stays for a while."""

from __future__ import annotations

import hashlib

#: How many bytes a name may have (NAMEDATALEN - 1).
LONGEST_NAME = 63


def given_name(*parts: str, label: str) -> str:
    """The parts and the label with `_` between them; the longest part of what is too long is cut (makeObjectName).

    Where the name is taken, the server gives another one (ChooseConstraintName).
    """
    cut = [part.encode() for part in parts]
    while sum(map(len, cut)) + len(cut) + len(label) > LONGEST_NAME:
        # Of two that are as long the second is cut.
        longest = max(range(len(cut)), key=lambda place: (len(cut[place]), place))
        cut[longest] = cut[longest][:-1]
    return "_".join([*(part.decode(errors="ignore") for part in cut), label])


def temporary_name(name: str, label: str) -> str:
    """The name with the label behind it; what is too long is cut, and a sum of the whole tells it from its like."""
    end = f"__pgplumb_{label}"
    if len((name + end).encode()) <= LONGEST_NAME:
        return name + end
    end = f"_{hashlib.sha256(name.encode()).hexdigest()[:8]}{end}"
    return name.encode()[: LONGEST_NAME - len(end)].decode(errors="ignore") + end
