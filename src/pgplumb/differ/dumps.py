"""pg_dump's text as a set of statements that can be compared: the observer that shares no code with our reader."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOISE = re.compile(r"(?m)^(?:--.*|\\(?:un)?restrict .*|SET .*;|SELECT pg_catalog\.set_config\(.*\);)$")
#: The name of a NOT NULL constraint, which only servers from 18 on have.
_NOT_NULL = re.compile(r'(?<= )CONSTRAINT (?:"(?:[^"]|"")+"|\w+) NOT NULL\b')
#: A privilege of servers from 17 on.
_MAINTAIN = re.compile(r"(?m)(?<=^GRANT )MAINTAIN,|(?<=^GRANT )([A-Z,]+),MAINTAIN(?=[, ])")
_TABLE = re.compile(r"CREATE (?:UNLOGGED |FOREIGN )?TABLE|CREATE TYPE .* AS \($", re.MULTILINE)
# A name may hold line ends.
_OWNER = re.compile(r'^ALTER .* OWNER TO "(?P<role>(?:[^"]|"")+)";$', re.DOTALL)


def normalised(dump: str, *, own_roles: frozenset[str], target: int | None = None) -> tuple[str, ...]:
    """The dump's statements, sorted; the order of columns does not count, nor who owns what the migrating role owns.

    What a server of the major version `target` has no notion of is left out.

    Statements are told apart by the blank lines that pg_dump puts between them; a function whose body holds blank
    lines falls into pieces, on both sides alike.
    """
    text = _NOISE.sub("", dump)
    if target is not None and target < 18:
        text = _NOT_NULL.sub("NOT NULL", text)
    if target is not None and target < 17:
        text = _MAINTAIN.sub(r"\1", text)
    blocks = re.split(r"\n\n+", text)
    return tuple(sorted(line for block in blocks if block.strip() for line in _statements(block.strip(), own_roles)))


_OPTIONS = re.compile(r"(?<=\bWITH \()[^()]*(?=\))")
_STATISTICS = re.compile(r'(?<= ON )(?P<items>.*)(?= FROM ")')


def _unordered(block: str) -> str:
    """Lists whose order says nothing: storage parameters, the columns of a statistics object."""
    block = _OPTIONS.sub(lambda found: ", ".join(sorted(found[0].split(", "))), block)
    if block.startswith("CREATE STATISTICS"):
        block = _STATISTICS.sub(lambda found: ", ".join(sorted(found["items"].split(", "))), block)
    return block


_FOREIGN = re.compile(r"(?:CREATE|ALTER) (?:USER MAPPING|SERVER|FOREIGN DATA WRAPPER|FOREIGN TABLE) ")
# As the reader's queries tell secrets by the ends of their names.
_SECRET = re.compile(
    r"""(?P<name>"[^"]*(?:password|passwd|passphrase|secret|token|private_key)") (?P<value>E?'(?:[^']|'')*')""",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"'hidden:[0-9a-f]{16}'")


def _without_secrets(block: str) -> str:
    """Passwords as the reader shows them: a dump is compared, and what differs is printed."""
    return _SECRET.sub(_hidden, block) if _FOREIGN.match(block) else block


def _hidden(found: re.Match[str]) -> str:
    name, value = found["name"], found["value"]
    if _HIDDEN.fullmatch(value):
        return found[0]
    plain = value.removeprefix("E")[1:-1].replace("''", "'")
    plain = plain.replace("\\\\", "\\") if value.startswith("E") else plain
    return f"{name} 'hidden:{sha256(f'{name[1:-1]}={plain}'.encode()).hexdigest()[:16]}'"


def _statements(block: str, own_roles: frozenset[str]) -> Iterator[str]:
    block = _without_secrets(_unordered(block))
    if _TABLE.match(block):
        head, *columns = (line.strip().rstrip(",") for line in block.split("\n"))
        yield "\n".join([head, *sorted(columns)])
    elif block.startswith(("GRANT", "REVOKE")):
        yield from block.split("\n")
    elif not ((owner := _OWNER.match(block)) and owner["role"].replace('""', '"') in own_roles):
        yield block


def difference(got: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[str, ...]:
    """What one dump lacks of the other and has beyond it, a line a statement, `-` for lacking and `+` for too much."""
    there, asked = set(got), set(wanted)
    missing = [f"- {text}" for text in wanted if text not in there]
    extra = [f"+ {text}" for text in got if text not in asked]
    return tuple(missing + extra)
