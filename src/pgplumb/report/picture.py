"""A plan as a picture of a terminal, for the README: the same text gives the same bytes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.console import Console

if TYPE_CHECKING:
    from rich.text import Text

#: As wide as a README shows without making it smaller.
_WIDTH = 100


def svg(text: Text, *, title: str) -> str:
    """The text as an SVG image with the given title."""
    console = Console(
        record=True, width=_WIDTH, file=io.StringIO(), force_terminal=True, color_system="standard", _environ={}
    )
    console.print(text, end="", highlight=False)
    return console.export_svg(title=title, unique_id="pgplumb")
