"""Judges statements by their syntax tree and the catalog before them: what each risks, and which lock it takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pgplumb.model.plan import Hazard, PlannedStatement
from pgplumb.plan.altering import altering, created_partition, index_build
from pgplumb.plan.costs import scan_blocking_writes
from pgplumb.plan.locks import lock
from pgplumb.plan.losses import lost
from pgplumb.plan.scene import Scene
from pgplumb.plan.subjects import named, subject
from pgplumb.syntax.concurrent import AddsLabel, effect
from pgplumb.syntax.defined import DEFAULT_SCHEMA
from pgplumb.syntax.parse import parse_statement
from pgplumb.syntax.tree import ast, qualified

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pgplumb.model.catalog import Catalog
    from pgplumb.model.ids import ObjectId
    from pgplumb.model.statement import Statement


@dataclass(frozen=True, slots=True)
class Assessed:
    """A statement with its hazards, and what it destroys of what was there before the plan."""

    planned: PlannedStatement
    lost: tuple[str, ...]


def assess_each(statements: Iterable[Statement], before: Catalog) -> Iterator[Assessed]:
    """The statements of one direction of a plan, each judged after those before it.

    A statement without subject gets the one that its text names. Raises SqlSyntaxError.
    """
    scene = Scene(before)
    for statement in statements:
        node = parse_statement(statement.sql)
        yield _judge(statement, node, scene)
        scene.run(node)


def _judge(statement: Statement, node: Any, scene: Scene) -> Assessed:
    gone = tuple(lost(node, scene))
    found = [Hazard("data_loss", f"lost for good: {what}") for what in gone]
    found += _hazards(node, scene)
    if statement.subject is None:
        statement = replace(statement, subject=subject(node))
    planned = PlannedStatement(statement=statement, hazards=tuple(dict.fromkeys(found)), lock=lock(node, scene))
    return Assessed(planned, gone)


def _hazards(node: Any, scene: Scene) -> Iterator[Hazard]:
    match node:
        case ast.AlterTableStmt() if node.objtype.name in {"OBJECT_TABLE", "OBJECT_MATVIEW", "OBJECT_FOREIGN_TABLE"}:
            table = scene.relation(node.relation)
            # ONLY on a partitioned table reaches no rows.
            if table is not None and (node.relation.inh or not scene.is_partitioned(table)):
                for command in node.cmds:
                    yield from altering(command, table, scene)
        case ast.AlterTableStmt() if node.objtype.name == "OBJECT_TYPE":
            yield from _attributes(node, scene)
        case ast.CreateStmt():
            yield from created_partition(node, scene)
        case ast.IndexStmt():
            table = scene.relation(node.relation)
            if table is not None:
                yield from index_build(node, table, scene)
        case ast.AlterEnumStmt() if isinstance(added := effect(node), AddsLabel):
            enum = scene.named(*qualified(node.typeName, DEFAULT_SCHEMA), ("enum",))
            if enum is not None:
                yield Hazard("irreversible", f"label '{added.label}' cannot be removed from {enum} again")
        case ast.AlterDomainStmt():
            yield from _domain(node, scene)
        case ast.AlterExtensionStmt():
            yield Hazard("irreversible", f"extension {node.extname} cannot be brought back to the version before")
        case ast.RefreshMatViewStmt() if (view := scene.relation(node.relation)) is not None and not node.concurrent:
            yield Hazard("blocks_reads", f"{view} cannot be read while it is filled")
        case ast.ReindexStmt() | ast.ClusterStmt() if node.relation is not None:
            yield from _rebuild(node, scene)
        case ast.UpdateStmt() if (table := scene.relation(node.relation)) is not None:
            yield Hazard("table_scan", f"{table} is read in full, and rows of it are changed")
        case _:
            yield from _access(node, scene)


def _rebuild(node: Any, scene: Scene) -> Iterator[Hazard]:
    if any(option.defname == "concurrently" for option in node.params or ()):
        return
    name = node.relation.relname
    yield Hazard("index_build", f"the indexes of {name} are built anew")
    yield Hazard("blocks_reads", f"{name} cannot be read or written meanwhile")


def _attributes(node: Any, scene: Scene) -> Iterator[Hazard]:
    """A composite type in columns cannot change unless CASCADE says so; typed tables are then written anew."""
    if node.cmds[0].behavior.name != "DROP_CASCADE":
        return
    schema, name = node.relation.schemaname or DEFAULT_SCHEMA, node.relation.relname
    composite = scene.named(schema, name, ("composite",))
    for found in scene.dependents(composite) if composite is not None else ():
        if found.id.kind == "table":
            yield Hazard("table_rewrite", f"{found.id} may be written anew, because its type {composite} changes")


def _domain(node: Any, scene: Scene) -> Iterator[Hazard]:
    domain = scene.named(*qualified(node.typeName, DEFAULT_SCHEMA), ("domain",))
    if domain is None or not (node.subtype in {"O", "V"} or (node.subtype == "C" and not node.def_.skip_validation)):
        return
    what = {"O": "be NOT NULL", "V": f"satisfy {node.name}", "C": "satisfy its new check"}[node.subtype]
    columns = [found.id for found in scene.dependents(domain) if found.id.kind == "column"]
    for column in columns:
        yield Hazard("data_dependent", f"values of {column} must {what} of {domain}")
    for table in dict.fromkeys((column.schema, column.table) for column in columns):
        holder = scene.named(*table)
        if holder is not None:
            yield from scan_blocking_writes(holder, f"its values of {domain} must {what}")


def _access(node: Any, scene: Scene) -> Iterator[Hazard]:
    """Who may do what: only where the object was there before, and somebody may rely on it."""
    match node:
        case ast.GrantStmt():
            verb = "granted on" if node.is_grant else "revoked on"
            for target in node.objects or ():
                yield from _changed(named(node.objtype.name, target), f"privileges are {verb}", scene)
        case ast.AlterDefaultPrivilegesStmt():
            yield Hazard("access_change", "the privileges that new objects come with change")
        case ast.AlterRoleStmt():
            yield Hazard("access_change", f"the attributes of the role {node.role.rolename} change")
        case ast.GrantRoleStmt():
            yield Hazard("access_change", "membership in roles changes")
        case ast.CreatePolicyStmt() | ast.AlterPolicyStmt():
            yield from _changed(
                scene.relation(node.table), f"policy {node.policy_name} decides about the rows of", scene
            )
        case ast.DropStmt() if node.removeType.name == "OBJECT_POLICY":
            for target in node.objects:
                table = scene.named(*qualified(target[:-1], DEFAULT_SCHEMA))
                yield from _changed(table, f"policy {target[-1].sval} no longer decides about the rows of", scene)
        case ast.AlterOwnerStmt():
            yield from _changed(named(node.objectType.name, node.object), "another role owns", scene)
        case _:
            return


def _changed(id: ObjectId | None, what: str, scene: Scene) -> Iterator[Hazard]:
    if id is not None and not scene.is_new(id):
        yield Hazard("access_change", f"{what} {id}")
