"""Statements about roles: which they are, whom they concern, and which have no place in a desired schema."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pglast.enums import ObjectType, RoleSpecType

from pgplumb.syntax.refuse import Refusal, refuse, refused
from pgplumb.syntax.tree import ast, nodes

if TYPE_CHECKING:
    from pgplumb.syntax.split import ParsedStatement

_PASSWORD = Refusal(
    "a password has no place in a file",
    "Remove it, and set it by hand on each server (in psql: \\password).",
    is_secret=True,
)
_REVOKED = Refusal(
    "REVOKE of a membership has no place in a desired schema: what is not in the files does not exist",
    "Remove the GRANT instead; `pgplumb make` writes the REVOKE.",
)
_ELSEWHERE = Refusal(
    "ALTER ROLE .. IN DATABASE and ALTER ROLE ALL name what is not one role's on every database",
    "Write ALTER ROLE with the role's name alone, or set it by hand.",
)
_GRANTED_BY = Refusal(
    "GRANTED BY makes a membership depend on who is there",
    "Remove it: the role that applies migrations grants.",
)
_CREATED_IF_MISSING = re.compile(r'\bCREATE ROLE ("(?:[^"]|"")+"|\w+)')


def is_about_roles(node: Any) -> bool:
    """Whether the statement changes roles alone; also the block that makes one where it is missing."""
    match node:
        case ast.CreateRoleStmt() | ast.AlterRoleStmt() | ast.AlterRoleSetStmt() | ast.GrantRoleStmt():
            return True
        case ast.CommentStmt(objtype=ObjectType.OBJECT_ROLE):
            return True
        case ast.DoStmt():
            return bool(created_roles(node))
        case _:
            return False


def created_roles(node: Any) -> frozenset[str]:
    """The roles that the statement creates, always or where they are missing."""
    match node:
        case ast.CreateRoleStmt():
            return frozenset({str(node.role)})
        case ast.DoStmt():
            body = next((each.arg.sval for each in node.args if each.defname == "as"), "")
            return frozenset(map(_plain, _CREATED_IF_MISSING.findall(body)))
        case _:
            return frozenset()


def named_roles(node: Any) -> frozenset[str]:
    """The roles that a statement about roles names, but for those that it creates."""
    found = {
        each.rolename
        for each in nodes(node)
        if isinstance(each, ast.RoleSpec) and each.roletype == RoleSpecType.ROLESPEC_CSTRING
    }
    if isinstance(node, ast.GrantRoleStmt):
        found.update(each.priv_name for each in node.granted_roles)
    if isinstance(node, ast.CommentStmt):
        found.add(node.object.sval)
    return frozenset(found)


def changed_roles(node: Any) -> frozenset[str]:
    """The roles that a statement about roles changes: those of memberships are the members."""
    match node:
        case ast.AlterRoleStmt() | ast.AlterRoleSetStmt():
            return frozenset({node.role.rolename} if node.role is not None and node.role.rolename else ())
        case ast.GrantRoleStmt():
            return frozenset(each.rolename for each in node.grantee_roles if each.rolename)
        case ast.CommentStmt():
            return named_roles(node)
        case _:
            return frozenset()


def place(node: Any) -> int:
    """When it runs among others: what a member inherits by itself hangs on its attributes."""
    match node:
        case ast.CreateRoleStmt() | ast.DoStmt():
            return 0
        case ast.AlterRoleStmt():
            return 1
        case _:
            return 2


def refuse_but_roles(statement: ParsedStatement) -> None:
    """As `refuse`, where roles are managed: what says how they are is let through."""
    node = statement.node
    if isinstance(node, ast.DoStmt) or not is_about_roles(node):
        refuse(statement)
    elif (found := _refusal(node)) is not None:
        raise refused(statement, found)


def refuse_unknown(statement: ParsedStatement, role: str) -> None:
    """Raises RefusedStatement: the statement changes a role that no file creates."""
    reason = f'no file creates the role "{role}", and roles that are not the project\'s own are never changed'
    raise refused(statement, Refusal(reason, "Write CREATE ROLE for it, or leave it to whoever made it."))


def _refusal(node: Any) -> Refusal | None:
    match node:
        case ast.CreateRoleStmt() | ast.AlterRoleStmt() if any(
            option.defname == "password" and option.arg is not None for option in node.options or ()
        ):
            return _PASSWORD
        case ast.AlterRoleStmt(action=-1):
            return _REVOKED
        case ast.AlterRoleSetStmt() if node.database or node.role is None:
            return _ELSEWHERE
        case ast.GrantRoleStmt(is_grant=False):
            return _REVOKED
        case ast.GrantRoleStmt() if node.grantor is not None:
            return _GRANTED_BY
        case _:
            return None


def _plain(name: str) -> str:
    return name[1:-1].replace('""', '"') if name.startswith('"') else name
