"""What each subcommand of ALTER TABLE does to a table that existed before the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pgplumb.model.ids import ObjectId
from pgplumb.model.plan import Hazard
from pgplumb.model.relations import Constraint
from pgplumb.plan.constraining import KEYS, add_constraint, added, alter_constraint, set_not_null, validate
from pgplumb.plan.costs import rewrite, scan_blocking_reads
from pgplumb.plan.retyping import form, is_constrained, rebuilt_indexes, retyping
from pgplumb.plan.volatility import is_volatile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pgplumb.model.relations import Column
    from pgplumb.plan.scene import Scene

    Judge = Callable[[Any, ObjectId, Scene], Iterator[Hazard]]


def altering(command: Any, table: ObjectId, scene: Scene) -> Iterator[Hazard]:
    """The hazards of one subcommand, but for what is lost."""
    judge = _JUDGES.get(command.subtype.name)
    if judge is not None:
        yield from judge(command, table, scene)


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
        if constraint.contype.name in KEYS or (
            filled and constraint.contype.name in {"CONSTR_CHECK", "CONSTR_FOREIGN"}
        ):
            yield from added(constraint, table, scene)


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
    if not node.relation.inh and scene.is_partitioned(table):
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
    "AT_SetNotNull": set_not_null,
    "AT_AddConstraint": add_constraint,
    "AT_ValidateConstraint": validate,
    "AT_AlterConstraint": alter_constraint,
    "AT_SetExpression": _set_expression,
    "AT_SetAccessMethod": _storage,
    "AT_SetTableSpace": _storage,
    "AT_SetLogged": _persistence,
    "AT_SetUnLogged": _persistence,
    "AT_AttachPartition": _attach,
    **dict.fromkeys(_ACCESS, _access),
}
