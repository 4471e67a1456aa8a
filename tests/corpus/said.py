"""Writes what is said about the objects of drawn schemas: grants, owners, default privileges and comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.corpus.drawing import of_table

if TYPE_CHECKING:
    from tests.corpus.drawing import Drawn, Numbers

#: What may be granted of a kind, and how GRANT calls it.
_RIGHTS = {
    "schema": ("usage", "usage, create"),
    "sequence": ("usage", "select, update"),
    "function": ("execute",),
    "procedure": ("execute",),
    "type": ("usage",),
    "domain": ("usage",),
    "language": ("usage",),
    "foreign data wrapper": ("usage",),
    "foreign server": ("usage",),
}

#: The kinds whose objects may come to be another's; a view's owner must be able to read what it reads.
_OWNED = ("table", "function", "sequence", "domain", "type", "schema", "collation", "procedure")


@of_table
def grant(name: str, numbers: Numbers, drawn: Drawn, table: str, column: str) -> str:
    """Of a table or its columns."""
    what = numbers.one(("select", "all", f"select ({column})", "insert, update (key)"))
    return f"grant {what} on {table} to drawn_reader{numbers.maybe(' with grant option')};"


def right(name: str, numbers: Numbers, drawn: Drawn) -> str:
    """Of anything else; or of what PUBLIC has of itself, taken away."""
    kinds = sorted(_RIGHTS.keys() & drawn.said.keys())
    if not kinds:
        return ""
    kind = numbers.one(kinds)
    what, which = numbers.one(_RIGHTS[kind]), numbers.one(drawn.said[kind])
    if kind in ("function", "procedure", "type", "domain") and numbers.below(2):
        return f"revoke all on {kind} {which} from public;"
    return f"grant {what} on {kind} {which} to drawn_reader{numbers.maybe(' with grant option')};"


def owner(name: str, numbers: Numbers, drawn: Drawn) -> str:
    kinds = sorted(set(_OWNED) & drawn.said.keys())
    if not kinds:
        return ""
    kind = numbers.one(kinds)
    return f"alter {kind} {numbers.one(drawn.said[kind])} owner to drawn_owner;"


def default_privileges(name: str, numbers: Numbers, drawn: Drawn) -> str:
    """Of the role that makes everything, or of another, which some of it comes to belong to."""
    whose = numbers.maybe(" for role drawn_owner")
    if not numbers.below(4):
        return f"alter default privileges{whose} revoke all on {numbers.one(('functions', 'types'))} from public;"
    what = numbers.one(("select on tables", "all on tables", "usage on sequences", "execute on functions",
                        "usage on types"))  # fmt: skip
    where = numbers.one([f" in schema {schema}" for schema in drawn.schemas] + [""])
    option = numbers.maybe(" with grant option")
    return f"alter default privileges{whose}{where} grant {what} to drawn_reader{option};"


def comment(name: str, numbers: Numbers, drawn: Drawn) -> str:
    kinds = sorted(drawn.said)
    if not kinds:
        return ""
    kind = numbers.one(kinds)
    # COMMENT calls these two by other names than GRANT does.
    called = {"foreign server": "server"}.get(kind, kind)
    return f"comment on {called} {numbers.one(drawn.said[kind])} is 'said {numbers.below(3)}';"
