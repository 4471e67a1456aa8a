"""What it takes to add a constraint to a table that existed before the plan, or to have it hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pgplumb.model.ids import ObjectId
from pgplumb.model.plan import Hazard
from pgplumb.model.relations import Constraint
from pgplumb.plan.costs import scan_blocking_reads, scan_blocking_writes
from pgplumb.syntax.parse import column_names, in_parentheses, parse_expression
from pgplumb.syntax.tree import ast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.plan.scene import Scene

#: Constraints that an index holds up.
KEYS = {
    "CONSTR_PRIMARY": "primary key",
    "CONSTR_UNIQUE": "unique constraint",
    "CONSTR_EXCLUSION": "exclusion constraint",
}


def set_not_null(command: Any, table: ObjectId, scene: Scene) -> Iterator[Hazard]:
    """ALTER COLUMN .. SET NOT NULL."""
    yield from _no_nulls(command.name, table, scene)


def _no_nulls(name: str, table: ObjectId, scene: Scene) -> Iterator[Hazard]:
    if scene.is_not_null(table, name) or _proves_not_null(table, name, scene):
        return
    id = ObjectId("column", table.schema, name, table.name)
    yield Hazard("data_dependent", f"rows of {table} may hold NULL in {id}")
    yield from scan_blocking_reads(table, f"no row may hold NULL in {id}")


def _proves_not_null(table: ObjectId, name: str, scene: Scene) -> bool:
    """Whether a validated check says so already: the server then reads no row (since PostgreSQL 12)."""
    column = ObjectId("column", table.schema, name, table.name)
    checks = [each for each in scene.dependents(column) if isinstance(each, Constraint) and each.type == "c"]
    return any(_says_not_null(parse_expression(in_parentheses(c.definition)), name) for c in checks if c.validated)


def _says_not_null(tree: Any, name: str) -> bool:
    match tree:
        case ast.BoolExpr() if tree.boolop.name == "AND_EXPR":
            return any(_says_not_null(part, name) for part in tree.args)
        case ast.NullTest() if tree.nulltesttype.name == "IS_NOT_NULL":
            return column_names(tree) == {name}
    return False


def add_constraint(command: Any, table: ObjectId, scene: Scene) -> Iterator[Hazard]:
    """ADD CONSTRAINT."""
    yield from added(command.def_, table, scene)


def added(constraint: Any, table: ObjectId, scene: Scene) -> Iterator[Hazard]:
    """A constraint's own syntax tree, whether it stands alone or with a column."""
    kind = constraint.contype.name
    named = constraint.conname or {"CONSTR_CHECK": "the check", "CONSTR_FOREIGN": "the foreign key"}.get(kind, "it")
    if kind in KEYS:
        yield from _key(constraint, table, scene)
    elif constraint.skip_validation or (kind in {"CONSTR_CHECK", "CONSTR_FOREIGN"} and not constraint.is_enforced):
        return
    elif kind == "CONSTR_CHECK":
        yield Hazard("data_dependent", f"rows of {table} may violate {named}")
        yield from scan_blocking_reads(table, f"every row must satisfy {named}")
    elif kind == "CONSTR_NOTNULL":
        yield from _no_nulls(constraint.keys[0].sval, table, scene)
    elif kind == "CONSTR_FOREIGN":
        yield Hazard("data_dependent", f"rows of {table} may refer to rows that are not there ({named})")
        yield from scan_blocking_writes(table, f"every row must satisfy {named}")
        target = scene.relation(constraint.pktable)
        if target is not None and target != table:
            yield Hazard("blocks_writes", f"{target} cannot be written while {named} of {table} is checked")


def _key(constraint: Any, table: ObjectId, scene: Scene) -> Iterator[Hazard]:
    what = f"the {KEYS[constraint.contype.name]} {constraint.conname or ''}".rstrip()
    if constraint.indexname:
        return
    reason = "rows that exclude each other" if constraint.contype.name == "CONSTR_EXCLUSION" else "duplicates"
    yield Hazard("data_dependent", f"{table} may hold {reason} under {what}")
    yield Hazard("index_build", f"the index of {what} on {table} is built")
    yield Hazard("blocks_reads", f"{table} cannot be read or written while the index of {what} is built")
    if constraint.contype.name == "CONSTR_PRIMARY":
        names = [key.sval for key in constraint.keys or ()]
        loose = [name for name in names if not scene.is_not_null(table, name)]
        if loose:
            yield Hazard("table_scan", f"{table} is read in full: no row may hold NULL in {', '.join(loose)}")


def validate(command: Any, table: ObjectId, scene: Scene) -> Iterator[Hazard]:
    """VALIDATE CONSTRAINT."""
    yield Hazard("data_dependent", f"rows of {table} may violate {command.name}, which was not validated so far")
    yield Hazard(
        "table_scan", f"{table} is read in full: every row must satisfy {command.name}; reads and writes go on"
    )


def alter_constraint(command: Any, table: ObjectId, scene: Scene) -> Iterator[Hazard]:
    """ALTER CONSTRAINT; only enforcing it anew looks at rows."""
    if command.def_.alterEnforceability and command.def_.is_enforced:
        yield Hazard(
            "data_dependent", f"rows of {table} may violate {command.def_.conname}, which was not enforced so far"
        )
        yield from scan_blocking_reads(table, f"every row must satisfy {command.def_.conname}")
