"""Writes the README's table of settings from the configuration's own table; with --check only compares."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from pgplumb.config.keys import KEYS, toml

README = Path(__file__).resolve().parents[1] / "README.md"
PLACE = re.compile(r"(?<=<!-- settings -->\n).*?(?=<!-- /settings -->)", re.DOTALL)


def table() -> str:
    """The table, a row for each key."""
    rows = ["| key | default | what for |", "|---|---|---|"]
    for key in KEYS:
        default = "" if key.default in (None, ()) else f"`{toml(key.default)}`"
        example = f" Such as `{toml(key.example)}`." if key.example is not None else ""
        rows.append(f"| `{key.name}` | {default} | {key.purpose}{example} |")
    return "\n".join(rows) + "\n"


def main() -> int:
    """Put the table where it belongs; with --check, tell whether it stands there."""
    text = README.read_text(encoding="utf-8")
    wanted = PLACE.sub(lambda _: table(), text)
    if sys.argv[1:] == ["--check"]:
        print("the table of settings is", "up to date" if text == wanted else "out of date: run `nox -s picture`")
        return 0 if text == wanted else 1
    README.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
