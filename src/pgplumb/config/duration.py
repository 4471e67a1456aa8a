"""Durations as the settings write them: a number and a unit, as in PostgreSQL's own settings."""

from __future__ import annotations

import re

_DURATION = re.compile(r"(?P<number>\d+(?:\.\d+)?) ?(?P<unit>us|ms|s|min|h|d)?")

#: A number without a unit counts milliseconds, as for PostgreSQL's lock_timeout.
_SECONDS = {"us": 1e-6, "ms": 0.001, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0, None: 0.001}


def seconds(text: str) -> float | None:
    """How long that is, in seconds; None for what is no duration."""
    found = _DURATION.fullmatch(text.strip())
    return None if found is None else float(found["number"]) * _SECONDS[found["unit"]]
