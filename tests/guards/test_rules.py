"""Every finding that the code makes has a rule, so that no format meets a code that it does not know."""

from __future__ import annotations

import ast
from typing import get_args

from pgplumb.model.plan import HazardCode
from pgplumb.report.rules import RULES
from tests.guards.sources import Module, modules


def _codes(module: Module) -> set[str]:
    """The codes that a module gives to findings; a name stands for a constant of the module."""
    constants: dict[str, object] = {}
    for node in module.tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=value)):
                constants[name] = value
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                for target, value in zip(names, values, strict=True):
                    if isinstance(target, ast.Name) and isinstance(value, ast.Constant):
                        constants[target.id] = value.value
    found = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Finding":
            (code,) = [keyword.value for keyword in node.keywords if keyword.arg == "code"]
            found.add(code.value if isinstance(code, ast.Constant) else constants[ast.unparse(code)])
    return {str(code) for code in found}


def test_every_finding_has_a_rule() -> None:
    made = {code for module in modules() for code in _codes(module)}
    assert {"unmodelled", "undeclared_rename", "migration_law"} <= made
    assert made - RULES.keys() == set(), "pgplumb.report.rules does not know these"


def test_every_rule_is_of_something() -> None:
    made = {code for module in modules() for code in _codes(module)}
    assert RULES.keys() - made - set(get_args(HazardCode)) == {"drift"}


def test_a_rule_says_what_to_do() -> None:
    assert [rule.id for rule in RULES.values() if not (rule.title and rule.help.endswith("."))] == []
