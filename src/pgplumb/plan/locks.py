"""The strongest lock that a statement takes on a relation that existed before the plan (manual, 13.3, ALTER TABLE)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Statistics
from pgplumb.syntax.defined import DEFAULT_SCHEMA
from pgplumb.syntax.tree import ast, nodes, qualified, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.plan.scene import Scene

ACCESS_EXCLUSIVE = "ACCESS EXCLUSIVE"
EXCLUSIVE = "EXCLUSIVE"
SHARE_ROW_EXCLUSIVE = "SHARE ROW EXCLUSIVE"
SHARE = "SHARE"
SHARE_UPDATE_EXCLUSIVE = "SHARE UPDATE EXCLUSIVE"
ROW_EXCLUSIVE = "ROW EXCLUSIVE"
ROW_SHARE = "ROW SHARE"
ACCESS_SHARE = "ACCESS SHARE"

#: The locks by their strength; the empty text is for none.
LOCKS = (
    "",
    ACCESS_SHARE,
    ROW_SHARE,
    ROW_EXCLUSIVE,
    SHARE_UPDATE_EXCLUSIVE,
    SHARE,
    SHARE_ROW_EXCLUSIVE,
    EXCLUSIVE,
    ACCESS_EXCLUSIVE,
)

#: AlterTableGetLockLevel in tablecmds.c; what is not named here takes ACCESS EXCLUSIVE.
_ALTER_TABLE = {
    "AT_SetStatistics": SHARE_UPDATE_EXCLUSIVE,
    "AT_SetOptions": SHARE_UPDATE_EXCLUSIVE,
    "AT_ResetOptions": SHARE_UPDATE_EXCLUSIVE,
    "AT_ClusterOn": SHARE_UPDATE_EXCLUSIVE,
    "AT_DropCluster": SHARE_UPDATE_EXCLUSIVE,
    "AT_ValidateConstraint": SHARE_UPDATE_EXCLUSIVE,
    "AT_AttachPartition": SHARE_UPDATE_EXCLUSIVE,
    "AT_DetachPartitionFinalize": SHARE_UPDATE_EXCLUSIVE,
    "AT_EnableTrig": SHARE_ROW_EXCLUSIVE,
    "AT_EnableAlwaysTrig": SHARE_ROW_EXCLUSIVE,
    "AT_EnableReplicaTrig": SHARE_ROW_EXCLUSIVE,
    "AT_EnableTrigAll": SHARE_ROW_EXCLUSIVE,
    "AT_EnableTrigUser": SHARE_ROW_EXCLUSIVE,
    "AT_DisableTrig": SHARE_ROW_EXCLUSIVE,
    "AT_DisableTrigAll": SHARE_ROW_EXCLUSIVE,
    "AT_DisableTrigUser": SHARE_ROW_EXCLUSIVE,
}
_STRONG_OPTIONS = frozenset({"user_catalog_table", "security_barrier", "security_invoker", "check_option", "buffering"})

_RELATION_DROPS = frozenset(
    {"OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_SEQUENCE", "OBJECT_FOREIGN_TABLE"}
)
_PART_DROPS = frozenset({"OBJECT_TRIGGER", "OBJECT_POLICY", "OBJECT_RULE"})
_COMMENTED = _RELATION_DROPS | {"OBJECT_COLUMN"}


def lock(node: Any, scene: Scene) -> str:
    """The lock in the manual's words, or an empty text."""
    return max(_locks(node, scene), key=LOCKS.index, default="")


def _locks(node: Any, scene: Scene) -> Iterator[str]:
    """One for each relation, not those that the plan made itself."""
    match node:
        case ast.AlterTableStmt():
            yield from _alter_table(node, scene)
        case ast.CreateStmt():
            yield from _create_table(node, scene)
        case ast.DropStmt():
            yield from _drop(node, scene)
        case ast.RenameStmt():
            yield from _rename(node, scene)
        case ast.CommentStmt():
            yield from _comment(node, scene)
        case ast.AlterDomainStmt() if _scans_domain(node):
            id = scene.named(*qualified(node.typeName, DEFAULT_SCHEMA), ("domain",))
            yield SHARE if id is not None and _used(id, scene) else ""
        case ast.ReindexStmt() if node.relation is not None:
            concurrent = any(option.defname == "concurrently" for option in node.params or ())
            yield SHARE_UPDATE_EXCLUSIVE if concurrent else ACCESS_EXCLUSIVE
        case _:
            for range_var, level in _simple(node):
                if scene.relation(range_var) is not None:
                    yield level


def _simple(node: Any) -> Iterator[tuple[Any, str]]:
    """Statements about one relation, and what they take on it."""
    match node:
        case ast.IndexStmt():
            yield node.relation, SHARE_UPDATE_EXCLUSIVE if node.concurrent else SHARE
        case ast.CreateTrigStmt():
            yield node.relation, SHARE_ROW_EXCLUSIVE
            if node.constrrel is not None:
                yield node.constrrel, SHARE_ROW_EXCLUSIVE
        case ast.CreatePolicyStmt() | ast.AlterPolicyStmt():
            yield node.table, ACCESS_EXCLUSIVE
        case ast.RuleStmt():
            yield node.relation, ACCESS_EXCLUSIVE
        case ast.ViewStmt():
            yield node.view, ACCESS_EXCLUSIVE
        case ast.AlterSeqStmt():
            yield node.sequence, SHARE_ROW_EXCLUSIVE
        case ast.CreateStatsStmt():
            for source in node.relations:
                yield source, SHARE_UPDATE_EXCLUSIVE
        case ast.RefreshMatViewStmt():
            yield node.relation, EXCLUSIVE if node.concurrent else ACCESS_EXCLUSIVE
        case ast.AlterObjectSchemaStmt() | ast.ClusterStmt() if node.relation is not None:
            yield node.relation, ACCESS_EXCLUSIVE
        case ast.TruncateStmt():
            for target in node.relations:
                yield target, ACCESS_EXCLUSIVE
        case ast.UpdateStmt() | ast.InsertStmt() | ast.DeleteStmt():
            yield node.relation, ROW_EXCLUSIVE
        case ast.VacuumStmt():
            full = any(option.defname == "full" for option in node.options or ())
            for target in node.rels or ():
                yield target.relation, ACCESS_EXCLUSIVE if full else SHARE_UPDATE_EXCLUSIVE
        case _:
            return


def command_lock(command: Any) -> str:
    """What one subcommand of ALTER TABLE takes on its table."""
    kind = command.subtype.name
    if kind == "AT_AddConstraint" and command.def_.contype.name == "CONSTR_FOREIGN":
        return SHARE_ROW_EXCLUSIVE
    if kind in {"AT_SetRelOptions", "AT_ResetRelOptions"}:
        strong = any(option.defname in _STRONG_OPTIONS for option in command.def_ or ())
        return ACCESS_EXCLUSIVE if strong else SHARE_UPDATE_EXCLUSIVE
    if kind == "AT_DetachPartition" and command.def_.concurrent:
        return SHARE_UPDATE_EXCLUSIVE
    return _ALTER_TABLE.get(kind, ACCESS_EXCLUSIVE)


def _alter_table(node: Any, scene: Scene) -> Iterator[str]:
    if node.objtype.name == "OBJECT_TYPE":
        return
    if node.objtype.name == "OBJECT_INDEX":
        attaching = any(command.subtype.name == "AT_AttachPartition" for command in node.cmds)
        yield ACCESS_EXCLUSIVE if attaching else SHARE_UPDATE_EXCLUSIVE
        return
    if scene.relation(node.relation) is not None:
        yield max((command_lock(command) for command in node.cmds), key=LOCKS.index)
    for command in node.cmds:
        if command.subtype.name in {"AT_AttachPartition", "AT_DetachPartition"}:
            if scene.relation(command.def_.name) is not None:
                yield SHARE_UPDATE_EXCLUSIVE if command.def_.concurrent else ACCESS_EXCLUSIVE
            parent = scene.relation(node.relation)
            if parent is not None and any(scene.default_partitions(parent)):
                yield ACCESS_EXCLUSIVE
        elif command.subtype.name == "AT_DropConstraint":
            yield from _referenced(node.relation, command.name, scene)
    yield from _references(node, scene)


def _create_table(node: Any, scene: Scene) -> Iterator[str]:
    for parent in node.inhRelations or ():
        if scene.relation(parent) is not None:
            yield ACCESS_EXCLUSIVE if node.partbound is not None else SHARE_UPDATE_EXCLUSIVE
    yield from _references(node, scene)


def _references(node: Any, scene: Scene) -> Iterator[str]:
    """A foreign key puts triggers on the table that it refers to."""
    for found in nodes(node):
        target = found.pktable if isinstance(found, ast.Constraint) else None
        if target is not None and scene.relation(target) is not None:
            yield SHARE_ROW_EXCLUSIVE


def _referenced(range_var: Any, constraint: str, scene: Scene) -> Iterator[str]:
    table = scene.relation(range_var)
    found: Any = scene.before.get(ObjectId("constraint", table.schema, constraint, table.name)) if table else None
    if found is not None and found.type == "f":
        yield ACCESS_EXCLUSIVE


def _drop(node: Any, scene: Scene) -> Iterator[str]:
    kind = node.removeType.name
    for target in node.objects:
        if kind in _RELATION_DROPS:
            name = qualified(target, DEFAULT_SCHEMA)
        elif kind in _PART_DROPS:
            name = qualified(target[:-1], DEFAULT_SCHEMA)
        elif kind == "OBJECT_INDEX":
            if scene.index(*qualified(target, DEFAULT_SCHEMA)) is not None:
                yield SHARE_UPDATE_EXCLUSIVE if node.concurrent else ACCESS_EXCLUSIVE
            continue
        elif kind == "OBJECT_STATISTIC_EXT":
            found = scene.before.get(ObjectId("statistics", *qualified(target, DEFAULT_SCHEMA)))
            if isinstance(found, Statistics):
                yield SHARE_UPDATE_EXCLUSIVE
            continue
        else:
            continue
        if scene.named(*name) is not None:
            yield ACCESS_EXCLUSIVE


def _rename(node: Any, scene: Scene) -> Iterator[str]:
    if node.renameType.name == "OBJECT_INDEX":
        yield SHARE_UPDATE_EXCLUSIVE
    elif node.relation is not None and scene.relation(node.relation) is not None:
        yield ACCESS_EXCLUSIVE


def _comment(node: Any, scene: Scene) -> Iterator[str]:
    if node.objtype.name not in _COMMENTED:
        return
    names = words(node.object)
    names = names[:-1] if node.objtype.name == "OBJECT_COLUMN" else names
    schema, name = (DEFAULT_SCHEMA, *names)[-2:]
    if scene.named(schema, name) is not None:
        yield SHARE_UPDATE_EXCLUSIVE


def _scans_domain(node: Any) -> bool:
    if node.subtype == "C":
        return not node.def_.skip_validation
    return node.subtype in {"O", "V"}


def _used(domain: ObjectId, scene: Scene) -> bool:
    return any(found.id.kind == "column" for found in scene.dependents(domain))
