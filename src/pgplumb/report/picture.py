"""A plan as a picture of a terminal, for the README: the same text gives the same bytes."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from rich.console import Console
from rich.terminal_theme import MONOKAI

if TYPE_CHECKING:
    from rich.text import Text

#: As wide as a README shows without making it smaller.
_WIDTH = 112

_FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def svg(text: Text, *, title: str) -> str:
    """The text as an SVG image with the given title."""
    console = Console(
        record=True, width=_WIDTH, file=io.StringIO(), force_terminal=True, color_system="standard", _environ={}
    )
    console.print(text, end="", highlight=False)
    image = console.export_svg(title=title, theme=MONOKAI, unique_id="pgplumb")
    # Whoever looks at the picture is not to ask a third party for a font; each text says how wide it is.
    return _FONT.sub("", image)
