"""How a database enforces an invariant: told from the statements that take the enforcement away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pgplumb.syntax.split import split
from tests.systems.kit import REMOVALS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.systems.register import Register

_OBJECTS = {
    "OBJECT_TRIGGER": "trigger",
    "OBJECT_INDEX": "unique index",
    "OBJECT_POLICY": "policy",
    "OBJECT_RULE": "rule",
    "OBJECT_FUNCTION": "function",
}
_COMMANDS = {
    "AT_DropConstraint": "constraint",
    "AT_DropNotNull": "not null of",
    "AT_DropExpression": "generated column",
    "AT_DropIdentity": "identity of",
    "AT_ColumnDefault": "default of",
    "AT_AlterColumnType": "type of",
    "AT_DisableTrig": "trigger",
    "AT_DropColumn": "column",
}
_TABLE_COMMANDS = {
    "AT_DisableRowSecurity": "row security",
    "AT_NoForceRowSecurity": "forced row security",
    "AT_SetRelOptions": "options",
    "AT_ResetRelOptions": "options",
}
#: What a removal puts in the place of what it takes.
_IN_PLACE = {"AT_AddConstraint", "IndexStmt", "CreateTrigStmt"}


def how(register: Register, id: str) -> str:
    """Such as "constraint `tiers_capacity` of `tiers`, function `buy`", in Markdown; a sentence of the register's if
    there is one.

    LookupError for a removal that has a statement which this does not know.
    """
    if id in register.how:
        return register.how[id]
    path = REMOVALS / id / "removal.sql"
    parts = [part for each in split(path.read_text(encoding="utf-8"), str(path)) for part in _parts(each.node)]
    return ", ".join(dict.fromkeys(parts))


def _parts(node: Any) -> Iterator[str]:
    match type(node).__name__:
        case "AlterTableStmt":
            for command in node.cmds:
                if command.subtype.name not in _IN_PLACE:
                    yield _altered(command, node.relation.relname)
        case "AlterDomainStmt" if node.subtype in ("X", "O"):
            yield f"constraint {_code(node.name)} of domain {_code(node.typeName[-1].sval)}"
        case "DropStmt" if node.removeType.name in _OBJECTS:
            for named in node.objects:
                yield _dropped(_OBJECTS[node.removeType.name], named)
        case "CreateFunctionStmt":
            kind = "procedure" if node.is_procedure else "function"
            yield f"{kind} {_code(node.funcname[-1].sval)}"
        case "CreatePolicyStmt" | "AlterPolicyStmt":
            yield f"policy {_code(node.policy_name)} of {_code(node.table.relname)}"
        case "AlterFunctionStmt":
            yield f"function {_code(node.func.objname[-1].sval)}"
        case "AlterEnumStmt":
            yield f"type {_code(node.typeName[-1].sval)}"
        # A function whose text is replaced in part.
        case "DoStmt":
            names = re.findall(r"pg_get_functiondef\('([\w.]+)", node.args[0].arg.sval)
            yield from (f"function {_code(name)}" for name in names)
        case "ViewStmt":
            yield f"view {_code(node.view.relname)}"
        case "GrantStmt" if node.objtype.name == "OBJECT_TABLE":
            yield from (f"grants on {_code(each.relname)}" for each in node.objects)
        case "GrantStmt":
            yield from (f"grants on {_code(each.objname[-1].sval)}" for each in node.objects)
        case put if put in _IN_PLACE:
            return
        case other:
            raise LookupError(f"no words for {other}: write the sentence under [how] in spec.toml")


def _altered(command: Any, table: str) -> str:
    kind = command.subtype.name
    if kind in _TABLE_COMMANDS:
        return f"{_TABLE_COMMANDS[kind]} of {_code(table)}"
    if kind not in _COMMANDS:
        raise LookupError(f"no words for {kind}: write the sentence under [how] in spec.toml")
    return f"{_COMMANDS[kind]} {_code(command.name)} of {_code(table)}"


def _dropped(kind: str, named: Any) -> str:
    if kind == "function":
        return f"{kind} {_code(named.objname[-1].sval)}"
    if kind == "unique index":
        return f"{kind} {_code(named[-1].sval)}"
    return f"{kind} {_code(named[-1].sval)} of {_code(named[-2].sval)}"


def _code(name: str) -> str:
    """A name as code in a cell of a table, whatever it holds."""
    return f"`{escaped(name)}`"


def escaped(text: str) -> str:
    """Text for a cell of a table in Markdown: on one line, no bar ends the cell, and no backtick the code."""
    return " ".join(text.split()).replace("`", "'").replace("|", "\\|")
