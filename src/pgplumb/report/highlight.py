"""SQL in colour, in the colours of the reader's own terminal."""

from __future__ import annotations

from rich.text import Text


def plain_sql(sql: str) -> Text:
    """SQL as it is."""
    return Text(sql)


def coloured_sql(sql: str) -> Text:
    """SQL with keywords, texts and comments told apart."""
    # Imported here: the highlighter takes as long to import as everything else that prints.
    from rich.syntax import Syntax

    text = Syntax("", "postgresql", theme="ansi_dark", background_color="default").highlight(sql)
    # The highlighter ends every text with a line end of its own.
    text.rstrip()
    return text
