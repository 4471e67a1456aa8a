"""Writes the pages of the laws from their docstrings; with --check only compares."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from pgplumb.laws.law import Law, registered

PAGE = Path(__file__).resolve().parents[1] / "docs" / "laws.md"
HEAD = """\
# Laws

What `pytest --pgplumb FOLDER` holds a schema to, by the folders of `pgplumb.laws`. Written from the docstrings by
`python tools/laws.py`. An exception from a law is declared in `pgplumb.toml`, with its reason:

```toml
[harness]
allow = [{ law = "nullable_unique", object = "public.seats.*", reason = "empty seats may repeat" }]
```
"""


def pages() -> str:
    """Every page, by folder and code, after a table of contents."""
    folders: dict[str, list[Law]] = {}
    for law in registered().values():
        folders.setdefault(type(law).__module__.split(".")[2], []).append(law)
    contents, texts = [], []
    for folder, laws in sorted(folders.items()):
        links = ", ".join(f"[`{law.code}`](#{law.code})" for law in laws)
        contents.append(f"- {folder}: {links}")
        texts.append(f"## {folder.capitalize()}")
        texts += [f"### {law.code}\n\n{_linked(law.page)}" for law in laws]
    return "\n\n".join([HEAD.rstrip(), "\n".join(contents), *texts]) + "\n"


def _linked(page: str) -> str:
    """The page, with addresses in angle brackets so that Markdown makes them links."""
    return re.sub(r"https://[^\s)]+", lambda found: f"<{found.group()}>", page)


def main() -> int:
    """Write the pages; with --check, tell whether they are what would be written."""
    if sys.argv[1:] == ["--check"]:
        current = PAGE.read_text(encoding="utf-8") == pages()
        print("the pages of the laws are", "up to date" if current else "out of date: run `nox -s picture`")
        return 0 if current else 1
    PAGE.write_text(pages(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
