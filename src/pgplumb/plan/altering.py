"""What each subcommand of ALTER TABLE does to a table that existed before the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pgplumb.model.ids import ObjectId
from pgplumb.model.plan import Hazard
from pgplumb.model.relations import Constraint
from pgplumb.plan.retyping import form, is_constrained, rebuilt_indexes, retyping
from pgplumb.plan.volatility import is_volatile
from pgplumb.syntax.parse import column_names, in_parentheses, parse_expression
from pgplumb.syntax.tree import ast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pgplumb.model.relations import Column
    from pgplumb.plan.scene import Scene

    Judge = Callable[[Any, ObjectId, Scene], Iterator[Hazard]]

_KEYS = {
    "CONSTR_PRIMARY": "primary key",
    "CONSTR_UNIQUE": "unique constraint",
    "CONSTR_EXCLUSION": "exclusion constraint",
}


def altering(command: Any, table: ObjectId, scene: Scene) -> Iterator[Hazard]:
    """The hazards of one subcommand, but for what is lost."""
    judge = _JUDGES.get(command.subtype.name)
    if judge is not None:
        yield from judge(command, table, scene)


def rewrite(table: ObjectId, why: str) -> Iterator[Hazard]:
    """A rewrite always runs under ACCESS EXCLUSIVE."""
    yield Hazard("table_rewrite", f"{table} is written anew, with all its indexes, because {why}")
    yield Hazard("blocks_reads", f"{table} cannot be read or written while it is written anew")


def scan_blocking_reads(table: ObjectId, why: str) -> Iterator[Hazard]:
    """A scan under ACCESS EXCLUSIVE."""
    yield Hazard("table_scan", f"{table} is read in full: {why}")
    yield Hazard("blocks_reads", f"{table} cannot be read or written while it is read in full")


def scan_blocking_writes(table: ObjectId, why: str) -> Iterator[Hazard]:
    """A scan under SHARE or SHARE ROW EXCLUSIVE."""
    yield Hazard("table_scan", f"{table} is read in full: {why}")
    yield Hazard("blocks_writes", f"{table} cannot be written while it is read in full")


def _add_column(command: Any, table: ObjectId, scene: Scene) -> Iterator[Hazard]:
    definition = command.def_
    column = ObjectId("column", table.schema, definition.colname, table.name)
    given = {constraint.contype.name: constraint for constraint in definition.constraints or ()}
    default, generated = given.get("CONSTR_DEFAULT"), given.get("CONSTR_GENERATED")
    virtual = generated is not None and generated.generated_kind == "v"
    if generated is not None and not virtual:
        yield from rewrite(table, f"{column} is generated and stored")
    elif "CONSTR_IDENTITY" in given:
        yield from rewrite(table, f"{column} is numbered for every row")
    elif default is not None and is_volatile(default.raw_expr, scene):
        yield from rewrite(table, f"the default of {column} is computed for every row")
    elif is_constrained(form(definition.typeName), scene):
        yield from rewrite(table, f"the type of {column} is a domain that checks its values")
    filled = default is not None or generated is not None or "CONSTR_IDENTITY" in given
    if "CONSTR_NOTNULL" in given and not filled:
        yield Hazard(
            "data_dependent", f"{column} is NOT NULL and has no default: it cannot be added where {table} has rows"
        )
    if virtual and "CONSTR_NOTNULL" in given:
        yield from scan_blocking_reads(table, f"no row may give NULL for {column}")
        yield Hazard("data_dependent", f"rows of {table} may give NULL for {column}")
    for constraint in definition.constraints or ():
        if constraint.contype.name in _KEYS or (
            filled and constraint.contype.name in {"CONSTR_CHECK", "CONSTR_FOREIGN"}
        ):
            yield from _constraint(constraint, table, scene)


def _retype(command: Any, table: ObjectId, scene: Scene) -> Iterator[Hazard]:
    id = ObjectId("column", table.schema, command.name, table.name)
    column = scene.column(table, command.name)
    if column is None:
        yield from rewrite(table, f"the type of {id} changes")
        return
    found = retyping(column, command, scene)
    if found.refuses:
        yield Hazard("data_dependent", f"{id} may hold {found.refuses}")
    if found.rewrites:
        yield from rewrite(table, f"the type of {id} changes from {column.type}")
        return
    if checks := _checks(column, scene):
        yield from scan_blocking_reads(table, f"{' and '.join(checks)} is checked again after the change of type")
    if indexes := rebuilt_indexes(column, command, scene):
        yield Hazard("index_build", f"{' and '.join(indexes)} is built anew after the change of type")
        yield Hazard("blocks_reads", f"{table} cannot be read or written while its indexes are built anew")


def _checks(column: Column, scene: Scene) -> tuple[str, ...]:
    return tuple(
        str(found.id)
        for found in scene.dependents(column.id)
        if isinstance(found, Constraint) and found.type == "c" and found.validated
    )


def _set_not_null(command: Any, table: ObjectId, scene: Scene) -> Iterator[Hazard]:
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


def _add_constraint(command: Any, table: ObjectId, scene: Scene) -> Iterator[Hazard]:
    yield from _constraint(command.def_, table, scene)


def _constraint(constraint: Any, table: ObjectId, scene: Scene) -> Iterator[Hazard]:
    kind = constraint.contype.name
    named = constraint.conname or {"CONSTR_CHECK": "the check", "CONSTR_FOREIGN": "the foreign key"}.get(kind, "it")
    if kind in _KEYS:
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
    what = f"the {_KEYS[constraint.contype.name]} {constraint.conname or ''}".rstrip()
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


def _validate(command: Any, table: ObjectId, scene: Scene) -> Iterator[Hazard]:
    yield Hazard("data_dependent", f"rows of {table} may violate {command.name}, which was not validated so far")
    yield Hazard(
        "table_scan", f"{table} is read in full: every row must satisfy {command.name}; reads and writes go on"
    )


def _alter_constraint(command: Any, table: ObjectId, scene: Scene) -> Iterator[Hazard]:
    if command.def_.alterEnforceability and command.def_.is_enforced:
        yield Hazard(
            "data_dependent", f"rows of {table} may violate {command.def_.conname}, which was not enforced so far"
        )
        yield from scan_blocking_reads(table, f"every row must satisfy {command.def_.conname}")


def _set_expression(command: Any, table: ObjectId, scene: Scene) -> Iterator[Hazard]:
    column = scene.column(table, command.name)
    id = ObjectId("column", table.schema, command.name, table.name)
    if column is None or column.generated == "s":
        yield from rewrite(table, f"{id} is computed anew for every row")


def _storage(command: Any, table: ObjectId, scene: Scene) -> Iterator[Hazard]:
    if not scene.is_partitioned(table):
        yield from rewrite(table, _STORAGE[command.subtype.name])


def _persistence(command: Any, table: ObjectId, scene: Scene) -> Iterator[Hazard]:
    wanted = command.subtype.name == "AT_SetUnLogged"
    if getattr(scene.before.get(table), "unlogged", None) != wanted:
        yield from rewrite(table, "it becomes unlogged" if wanted else "it becomes logged")
        if wanted:
            yield Hazard("data_dependent", f"{table} is emptied after a crash, and replicas do not have it")


def _attach(command: Any, table: ObjectId, scene: Scene) -> Iterator[Hazard]:
    child = scene.relation(command.def_.name)
    if child is not None:
        yield Hazard("data_dependent", f"rows of {child} may lie outside its bounds in {table}")
        yield from scan_blocking_reads(child, f"every row must lie within its bounds in {table}")
    for default in scene.default_partitions(table):
        yield from scan_blocking_reads(default, f"no row may belong to the partition that {table} gains")


def created_partition(node: Any, scene: Scene) -> Iterator[Hazard]:
    """CREATE TABLE .. PARTITION OF a table with a default partition reads the latter."""
    for parent in node.inhRelations or () if node.partbound is not None else ():
        table = scene.relation(parent)
        for default in scene.default_partitions(table) if table is not None else ():
            yield from scan_blocking_reads(default, f"no row may belong to the partition that {table} gains")


def _access(command: Any, table: ObjectId, scene: Scene) -> Iterator[Hazard]:
    yield Hazard("access_change", f"{_ACCESS[command.subtype.name]} {table}")


def index_build(node: Any, table: ObjectId, scene: Scene) -> Iterator[Hazard]:
    """CREATE INDEX on a table that existed before the plan."""
    index = ObjectId("index", table.schema, node.idxname or "", table.name)
    if node.unique:
        yield Hazard("data_dependent", f"{table} may hold duplicates under the unique {index}")
    only = isinstance(node.relation, ast.RangeVar) and not node.relation.inh and scene.is_partitioned(table)
    if only:
        return
    if node.concurrent:
        yield Hazard("index_build", f"{index} is built; reads and writes go on")
        return
    yield Hazard("index_build", f"{index} is built")
    yield Hazard("blocks_writes", f"{table} cannot be written while {index} is built")


_STORAGE = {
    "AT_SetAccessMethod": "its access method changes",
    "AT_SetTableSpace": "it moves to another tablespace",
}
_ACCESS = {
    "AT_EnableRowSecurity": "row level security is enabled on",
    "AT_DisableRowSecurity": "row level security is disabled on",
    "AT_ForceRowSecurity": "row level security is forced on the owner of",
    "AT_NoForceRowSecurity": "row level security no longer holds for the owner of",
    "AT_ChangeOwner": "another role owns",
}

_JUDGES: dict[str, Judge] = {
    "AT_AddColumn": _add_column,
    "AT_AlterColumnType": _retype,
    "AT_SetNotNull": _set_not_null,
    "AT_AddConstraint": _add_constraint,
    "AT_ValidateConstraint": _validate,
    "AT_AlterConstraint": _alter_constraint,
    "AT_SetExpression": _set_expression,
    "AT_SetAccessMethod": _storage,
    "AT_SetTableSpace": _storage,
    "AT_SetLogged": _persistence,
    "AT_SetUnLogged": _persistence,
    "AT_AttachPartition": _attach,
    **dict.fromkeys(_ACCESS, _access),
}
