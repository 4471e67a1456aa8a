"""The name of a migration: from the message that `make` is given to the part of a file name."""

from __future__ import annotations

import unicodedata

from pgplumb.errors import SlugEmpty

#: Longest slug, in characters and in UTF-8 bytes (a file name holds 255 bytes with version and suffix).
_CHARACTERS = 60
_BYTES = 180


def slug(message: str) -> str:
    """`add waitlist offers` as `add_waitlist_offers`: letters and digits of any script, in lower case.

    Marks over Latin letters are dropped, those of other scripts are kept. Raises SlugEmpty if nothing is left.
    """
    letters: list[str] = []
    for letter in unicodedata.normalize("NFKD", message.casefold()):
        if unicodedata.category(letter).startswith("M"):
            if letters and letters[-1] != "_" and not letters[-1].isascii():
                letters.append(letter)
        elif letter.isalnum():
            letters.append(letter)
        elif letters and letters[-1] != "_":
            letters.append("_")
    words = unicodedata.normalize("NFC", "".join(letters)).strip("_")
    cut = words[:_CHARACTERS].encode()[:_BYTES].decode(errors="ignore")
    if len(cut) < len(words) and "_" in cut:
        # A cut in the middle of a word reads worse than a word less.
        cut = cut.rsplit("_", 1)[0]
    if not cut:
        raise SlugEmpty(text=message)
    return cut
