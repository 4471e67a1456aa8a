"""Policies as lints read them: for whom, of which command, and whether a condition is always true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.isolation.reach import Access, Reach, reaches
from pgplumb.model.relations import Policy, Table
from pgplumb.syntax.parse import parse_expression
from pgplumb.syntax.tree import ast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId

COMMANDS = ("select", "insert", "update", "delete")


def policies(table: ObjectId, bench: Bench) -> list[Policy]:
    """The table's policies."""
    return [child for child in bench.catalog.children(table) if isinstance(child, Policy)]


def reached(table: ObjectId, bench: Bench) -> list[tuple[Reach, Access]]:
    """Who may do anything with the relation, its owner and roles that bypass row security left aside."""
    found = [(reach, reach.relations[table]) for reach in reaches(bench) if table in reach.relations]
    return [(reach, access) for reach, access in found if access.any and not reach.powers]


def tables(bench: Bench) -> Iterator[Table]:
    """The tables that somebody may do something with."""
    return (table for table in bench.catalog.of(Table) if reached(table.id, bench))


def may(access: Access, command: str) -> bool:
    """Whether the command is granted, of any column."""
    return bool(getattr(access, command))


def applies(policy: Policy, command: str, role: str) -> bool:
    """Whether the policy is asked when the role runs the command; memberships of roles are left aside."""
    return policy.command in {"all", command} and (not policy.roles or role in policy.roles)


def restricted(table: ObjectId, command: str, role: str, bench: Bench) -> bool:
    """Whether a restrictive policy is asked as well that is not always true."""
    return any(
        not policy.permissive and applies(policy, command, role) and not always(policy.using or policy.check)
        for policy in policies(table, bench)
    )


def always(condition: str) -> bool:
    """Whether the condition is the constant true, or compares constants that are equal; an empty one is none."""
    if not condition:
        return False
    node = parse_expression(condition)
    if isinstance(node, ast.A_Const):
        return isinstance(node.val, ast.Boolean) and bool(node.val.boolval)
    if isinstance(node, ast.A_Expr) and node.name and node.name[0].sval == "=":
        left, right = node.lexpr, node.rexpr
        return isinstance(left, ast.A_Const) and isinstance(right, ast.A_Const) and left.val == right.val
    return False
