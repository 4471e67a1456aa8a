"""From the privileges that a grantee has to those it should have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pgplumb.differ.engines.native import writing
from pgplumb.differ.engines.native.identity import sequence_id
from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Column
from pgplumb.syntax.sql import Sql, ident, join, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.differ.engines.native.rule import Context, Step

_LETTERS = {
    "table": "r", "view": "r", "materialized_view": "r", "foreign_table": "r", "sequence": "S", "function": "f",
    "procedure": "f", "aggregate": "f", "enum": "T", "domain": "T", "composite": "T", "range": "T", "schema": "n",
}  # fmt: skip
_OF_TABLES = frozenset(
    {"DELETE", "INSERT", "MAINTAIN", "REFERENCES", "SELECT", "TRIGGER", "TRUNCATE", "UPDATE"}
)  # fmt: skip
_DEFAULTS = {"r": "TABLES", "S": "SEQUENCES", "f": "FUNCTIONS", "T": "TYPES", "n": "SCHEMAS", "L": "LARGE OBJECTS"}
"""The classes of objects that default privileges know (pg_default_acl.defaclobjtype)."""

_PUBLIC = {"f": ("EXECUTE",), "T": ("USAGE",), "l": ("USAGE",)}
"""What PUBLIC may do with new objects (acldefault)."""

_CLASSES = {
    "view": "TABLE", "materialized_view": "TABLE", "foreign_table": "TABLE", "aggregate": "FUNCTION",
    "enum": "TYPE", "composite": "TYPE", "range": "TYPE", "server": "FOREIGN SERVER",
    "foreign_data_wrapper": "FOREIGN DATA WRAPPER",
}  # fmt: skip


def default(letter: str, grantee: str) -> tuple[str, ...]:
    """What a grantee may do with an object of this class when nobody has granted anything."""
    return ("ALL",) if grantee == "@owner" else _PUBLIC.get(letter, ()) if grantee == "" else ()


def for_target(target: ObjectId, grantee: str) -> tuple[str, ...]:
    """The built-in default for an object; a column has none of its own."""
    if target.kind == "column":
        return ()
    return default("l" if target.kind == "language" else _LETTERS.get(target.kind, ""), grantee)


def initial(target: ObjectId, context: Context) -> dict[str, tuple[str, ...]]:
    """What default privileges grant by themselves when the object is created, by grantee; nothing if it is not."""
    letter, maker = _LETTERS.get(target.kind, ""), _maker(target, context)
    found: dict[str, tuple[str, ...]] = {}
    for schema in ("", target.schema) if letter and maker is not None else ():
        for privilege in context.default_privileges:
            id = privilege.id
            if (id.schema, id.table, id.signature) == (schema, maker, letter):
                found[id.name] = tuple(sorted({*found.get(id.name, ()), *privilege.privileges}))
    return found


def _maker(target: ObjectId, context: Context) -> str | None:
    """Whose default privileges a new object gets: those of the role that runs the plan, which is empty. The sequence of
    an identity that comes to a table belongs to the table's owner from the start."""
    if not (target.kind == "sequence" and target.table):
        return "" if target in context.created else None
    holder = ObjectId("table", target.schema, target.table)
    for column in context.after.children(holder):
        if isinstance(column, Column) and column.identity and sequence_id(column) == target:
            old = context.before.get(column.id)
            if isinstance(old, Column) and old.identity and column.id not in context.created:
                return None
            table: Any = context.after.objects[holder]
            return "" if column.id in context.written else str(table.owner)
    return None


def unwanted(target: ObjectId, context: Context) -> Iterator[Step]:
    """Take back from a new object what default privileges gave to grantees that it names nowhere."""
    for grantee, held in sorted(initial(target, context).items()):
        id = ObjectId("grant", target.schema, grantee, target.table or target.name, target=target)
        if id not in context.after.objects:
            yield from change(target, grantee, held, for_target(target, grantee), context)


def change(
    target: ObjectId, grantee: str, held: tuple[str, ...], wanted: tuple[str, ...], context: Context
) -> Iterator[Step]:
    """Statements that lead from what a grantee holds to what it should hold."""
    found: Any = context.after.get(target) or context.before.get(target)
    owner = getattr(found, "owner", "")
    who = writing.role(owner) if grantee == "@owner" else ident(grantee) if grantee else raw("PUBLIC")
    for text in difference(held, wanted):
        preposition = "FROM" if text.startswith("REVOKE") else "TO"
        suffix = raw(" WITH GRANT OPTION") if text.endswith("*") else raw("")
        phrase = _columns(raw(text.rstrip("*")), target)
        yield writing.step(sql("{} ON {} {} {}{}", phrase, _target(target), raw(preposition), who, suffix), "grant")


def base(id: ObjectId) -> tuple[str, ...]:
    """What default privileges start from: those of one schema add to the built-in ones."""
    return () if id.schema else default(id.signature, id.name)


def change_default(id: ObjectId, held: tuple[str, ...], wanted: tuple[str, ...]) -> Iterator[Step]:
    """Statements that lead default privileges from what they are to what they should be."""
    whose = sql(" FOR ROLE {}", ident(id.table)) if id.table else raw("")
    where = sql(" IN SCHEMA {}", ident(id.schema)) if id.schema else raw("")
    owner = ident(id.table) if id.table else raw("CURRENT_USER")
    who = {"": raw("PUBLIC"), "@owner": owner}.get(id.name, ident(id.name))
    for text in difference(held, wanted):
        phrase = raw(text.rstrip("*"))
        preposition = raw("FROM" if text.startswith("REVOKE") else "TO")
        option = raw(" WITH GRANT OPTION" if text.endswith("*") else "")
        action = sql("{} ON {} {} {}{}", phrase, raw(_DEFAULTS[id.signature]), preposition, who, option)
        yield writing.step(sql("ALTER DEFAULT PRIVILEGES{}{} {}", whose, where, action), "grant")


def difference(held: tuple[str, ...], wanted: tuple[str, ...]) -> Iterator[str]:
    """Phrases `GRANT a, b`, `GRANT a*` (with grant option) and `REVOKE a` that lead from one set to the other."""
    if held == wanted:
        return
    old, new = set(held), set(wanted)
    mixed = ("ALL" in old or "ALL*" in old) and bool(new)
    lost = old - new - {privilege.rstrip("*") for privilege in new}
    if new & {"ALL", "ALL*"}:
        lost = {privilege for privilege in lost if privilege.endswith("*") and "ALL" in new}
    demoted = {privilege for privilege in lost if privilege.endswith("*") and new & {privilege[:-1], "ALL"}}
    if old == {"ALL"} and "MAINTAIN" in new <= _OF_TABLES:
        # Told by what is missing: a server before 17 knows no MAINTAIN.
        yield "REVOKE " + ", ".join(sorted(_OF_TABLES - new))
        return
    if not new or (mixed and lost - demoted):
        yield "REVOKE ALL"
        old = set()
    elif gone := sorted({privilege.rstrip("*") for privilege in lost - demoted}):
        yield "REVOKE " + ", ".join(gone)
    if old and demoted:
        yield "REVOKE GRANT OPTION FOR " + ", ".join(sorted(privilege[:-1] for privilege in demoted))
    kept = old | {privilege[:-1] for privilege in demoted} if old else set()
    plain = sorted(privilege for privilege in new - kept if not privilege.endswith("*"))
    with_option = sorted(privilege[:-1] for privilege in new - old if privilege.endswith("*"))
    if plain:
        yield "GRANT " + ", ".join(plain)
    if with_option:
        yield "GRANT " + ", ".join(with_option) + "*"


def _columns(phrase: Sql, target: ObjectId) -> Sql:
    if target.kind != "column":
        return phrase
    verb, _, privileges = phrase.partition(" ")
    if privileges.startswith("GRANT OPTION FOR "):
        verb, privileges = verb + " GRANT OPTION FOR", privileges.removeprefix("GRANT OPTION FOR ")
    each = (sql("{} ({})", raw(privilege), ident(target.name)) for privilege in privileges.split(", "))
    return sql("{} {}", raw(verb), join(", ", each))


def _target(target: ObjectId) -> Sql:
    if target.kind == "column":
        return sql("TABLE {}", ident(target.schema, target.table))
    kind = raw(_CLASSES[target.kind]) if target.kind in _CLASSES else writing.noun(target.kind)
    return sql("{} {}", kind, writing.name(target))
