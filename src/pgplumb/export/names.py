"""File names for objects of any name: safe on every file system, and the same whatever else there is."""

from __future__ import annotations

import re
from hashlib import sha256

from pgplumb.errors import SlugEmpty
from pgplumb.store.slug import slug

_PLAIN = re.compile(r"[a-z0-9_][a-z0-9_$]*\Z")
#: Names of devices on Windows, with any suffix.
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in range(10))}
)
_DIGITS = 8


def file_name(name: str) -> str:
    """The name of a file or folder, without a suffix, for an object.

    A plain name stays as it is. Of any other, such as one with capitals, slashes or dots, the letters and digits stay,
    with the start of the name's digest behind them: two names that differ only in case never share a file, and no name
    changes for what else the schema holds.
    """
    if _PLAIN.match(name) and name not in _DEVICES:
        return name
    try:
        words = slug(name)
    except SlugEmpty:
        words = "unnamed"
    return f"{words}-{sha256(name.encode(errors='surrogatepass')).hexdigest()[:_DIGITS]}"
