"""Which objects a statement's text defines, by id, and where in the file each of them starts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pglast.enums import ObjectType, VariableSetKind
from pglast.parser import scan

from pgplumb.model.ids import ObjectId
from pgplumb.syntax.tree import ast, qualified, relation, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pgplumb.syntax.split import ParsedStatement

DEFAULT_SCHEMA = "public"

_DEFINED_KINDS = {
    ObjectType.OBJECT_AGGREGATE: "aggregate",
    ObjectType.OBJECT_COLLATION: "collation",
    ObjectType.OBJECT_OPERATOR: "operator",
    ObjectType.OBJECT_TYPE: "base_type",
    ObjectType.OBJECT_TSCONFIGURATION: "text_search_configuration",
    ObjectType.OBJECT_TSDICTIONARY: "text_search_dictionary",
    ObjectType.OBJECT_TSPARSER: "text_search_parser",
    ObjectType.OBJECT_TSTEMPLATE: "text_search_template",
}


class Part(NamedTuple):
    """One object and the offset in the file, in characters, at which its definition starts.

    Routines, operators and aggregates stand without a signature: the types' printed names are known to the server only.
    """

    id: ObjectId
    start: int


def parts(statement: ParsedStatement, schema: str) -> tuple[Part, ...]:
    """The statement's objects, the outermost first; `schema` is where unqualified names are created."""
    found = tuple(_parts(statement.node, statement.start, schema))
    if isinstance(statement.node, ast.CreateEnumStmt):
        return (*found, *_labels(statement, found[0].id))
    return found


def defined(node: Any, schema: str) -> tuple[ObjectId, ...]:
    """The objects that a statement's syntax tree defines, the outermost first."""
    return tuple(part.id for part in _parts(node, 0, schema))


def _parts(node: Any, start: int, schema: str) -> Iterator[Part]:
    match node:
        case ast.CreateForeignTableStmt():
            yield from _table(node.base, "foreign_table", start, schema)
        case ast.CreateStmt():
            yield from _table(node, "table", start, schema)
        case ast.AlterTableStmt():
            yield from _alter_table(node, schema)
        case ast.CompositeTypeStmt():
            yield Part(ObjectId("composite", *relation(node.typevar, schema)), start)
            owner, name = relation(node.typevar, schema)
            for column in node.coldeflist or ():
                yield Part(ObjectId("attribute", owner, column.colname, name), column.location)
        case ast.CreateDomainStmt():
            owner, name = qualified(node.domainname, schema)
            yield Part(ObjectId("domain", owner, name), start)
            for constraint in node.constraints or ():
                if constraint.conname:
                    yield Part(ObjectId("domain_constraint", owner, constraint.conname, name), constraint.location)
        case _:
            found = _single(node, schema)
            if found is not None:
                yield Part(found, start)


def _single(node: Any, schema: str) -> ObjectId | None:
    """The one object of statements that define one."""
    match node:
        case ast.ViewStmt():
            found = ObjectId("view", *relation(node.view, schema))
        case ast.CreateTableAsStmt():
            found = ObjectId("materialized_view", *relation(node.into.rel, schema))
        case ast.CreateSeqStmt():
            found = ObjectId("sequence", *relation(node.sequence, schema))
        case ast.CreateEnumStmt():
            found = ObjectId("enum", *qualified(node.typeName, schema))
        case ast.CreateRangeStmt():
            found = ObjectId("range", *qualified(node.typeName, schema))
        case ast.CreateFunctionStmt():
            kind = "procedure" if node.is_procedure else "function"
            found = ObjectId(kind, *qualified(node.funcname, schema))
        case ast.DefineStmt(kind=ObjectType.OBJECT_TYPE, definition=None):
            # A shell, for the functions that the type is then defined by (CREATE TYPE).
            return None
        case ast.DefineStmt() if node.kind in _DEFINED_KINDS:
            found = ObjectId(_DEFINED_KINDS[node.kind], *qualified(node.defnames, schema))
        case ast.CreateStatsStmt() if node.defnames:
            found = ObjectId("statistics", *qualified(node.defnames, schema))
        case ast.CreateSchemaStmt() if node.schemaname or node.authrole.rolename:
            found = ObjectId("schema", name=node.schemaname or node.authrole.rolename)
        case ast.CreateExtensionStmt():
            found = ObjectId("extension", name=node.extname)
        case ast.CreateEventTrigStmt():
            found = ObjectId("event_trigger", name=node.trigname)
        case ast.CreatePublicationStmt():
            found = ObjectId("publication", name=node.pubname)
        case ast.IndexStmt() if node.idxname:
            return _on(node.relation, "index", node.idxname, schema)
        case ast.CreateTrigStmt():
            return _on(node.relation, "trigger", node.trigname, schema)
        case ast.CreatePolicyStmt():
            return _on(node.table, "policy", node.policy_name, schema)
        case ast.RuleStmt():
            return _on(node.relation, "rule", node.rulename, schema)
        case _:
            return None
    return found


def _labels(statement: ParsedStatement, enum: ObjectId) -> Iterator[Part]:
    """An enum's labels: kind `label`, the table being the enum. The tree does not say where they stand."""
    constants = (token for token in scan(statement.text) if token.name == "SCONST")
    for label, token in zip(words(statement.node.vals), constants, strict=True):
        yield Part(ObjectId("label", enum.schema, label, enum.name), statement.start + token.start)


def _on(range_var: Any, kind: str, name: str, schema: str) -> ObjectId:
    owner, table = relation(range_var, schema)
    return ObjectId(kind, owner, name, table)


def _table(node: Any, kind: str, start: int, schema: str) -> Iterator[Part]:
    owner, table = relation(node.relation, schema)
    yield Part(ObjectId(kind, owner, table), start)
    for element in node.tableElts or ():
        match element:
            case ast.ColumnDef():
                yield Part(ObjectId("column", owner, element.colname, table), element.location)
                for constraint in element.constraints or ():
                    if constraint.conname:
                        yield Part(ObjectId("constraint", owner, constraint.conname, table), constraint.location)
            case ast.Constraint() if element.conname:
                yield Part(ObjectId("constraint", owner, element.conname, table), element.location)
            case _:
                continue


def _alter_table(node: Any, schema: str) -> Iterator[Part]:
    owner, table = relation(node.relation, schema)
    for command in node.cmds or ():
        match command.def_:
            case ast.ColumnDef() as column if column.colname:
                kind = "attribute" if node.objtype == ObjectType.OBJECT_TYPE else "column"
                yield Part(ObjectId(kind, owner, column.colname, table), column.location)
            case ast.Constraint() as constraint if constraint.conname:
                yield Part(ObjectId("constraint", owner, constraint.conname, table), constraint.location)
            case _:
                continue


def search_paths(statements: Iterable[ParsedStatement]) -> tuple[tuple[str, ...], ...]:
    """The search path under which each statement of a file stands: `public` until the file sets another."""
    found = []
    path: tuple[str, ...] = (DEFAULT_SCHEMA,)
    for statement in statements:
        changed = set_search_path(statement.node)
        path = path if changed is None else changed
        found.append(path)
    return tuple(found)


def set_search_path(node: Any) -> tuple[str, ...] | None:
    """The schemas that the statement puts on the search path, if that is what it does (SET; pg_dump's set_config)."""
    values: list[str] | None
    match node:
        case ast.VariableSetStmt(name="search_path") if node.kind != VariableSetKind.VAR_SET_VALUE:
            values = [DEFAULT_SCHEMA]
        case ast.VariableSetStmt(name="search_path"):
            values = [argument.val.sval for argument in node.args or () if _is_text(argument)]
        case ast.SelectStmt():
            values = _set_config(node)
        case _:
            values = None
    return None if values is None else tuple(value for value in values if value and value != "$user")


def _set_config(node: Any) -> list[str] | None:
    """The value of SELECT pg_catalog.set_config('search_path', value, false)."""
    if len(node.targetList or ()) != 1 or not isinstance(node.targetList[0].val, ast.FuncCall):
        return None
    call = node.targetList[0].val
    given = [argument.val.sval for argument in call.args or () if _is_text(argument)]
    if words(call.funcname)[-1] != "set_config" or len(given) < 2 or given[0] != "search_path":
        return None
    return [part.strip().strip('"') for part in given[1].split(",")]


def _is_text(argument: Any) -> bool:
    return isinstance(argument, ast.A_Const) and isinstance(argument.val, ast.String)
