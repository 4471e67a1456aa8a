"""What a statement defines and what it needs, by name, as far as its text tells: enough to order statements."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from pglast.enums import AlterTableType, ConstrType, ObjectType, RoleSpecType

from pgplumb.syntax.defined import Part, parts
from pgplumb.syntax.tree import ast, nodes, relation, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.syntax.split import ParsedStatement


class Name(NamedTuple):
    """A name in one of the server's namespaces; `schema` is empty where the text leaves it to the search path.

    The space `key` is ours: what a relation gains by later statements and others may stand on (columns, unique keys).
    """

    space: str
    schema: str
    name: str


class Rank(IntEnum):
    """When a statement runs, others that it does not need being equal."""

    SCHEMA = 0
    EXTENSION = 1
    FOUNDATION = 2
    TYPE = 3
    TABLE = 4
    ROUTINE = 5
    AMENDMENT = 6
    VIEW = 7
    ATTACHMENT = 8
    OWNER = 9
    GRANT = 10
    COMMENT = 11
    DEFAULT_PRIVILEGES = 12
    # An event trigger would fire at everything that comes after it.
    EVENT_TRIGGER = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """What the statement defines (objects, and the same as names), what it needs, the roles and tablespaces that it
    names, its rank."""

    parts: tuple[Part, ...]
    provides: frozenset[Name]
    needs: frozenset[Name]
    roles: frozenset[str]
    tablespaces: frozenset[str]
    rank: Rank


_RANKS: dict[type, Rank] = {
    ast.CreateSchemaStmt: Rank.SCHEMA,
    ast.CreateExtensionStmt: Rank.EXTENSION,
    ast.CreatePLangStmt: Rank.FOUNDATION,
    ast.CreateFdwStmt: Rank.FOUNDATION,
    ast.CreateForeignServerStmt: Rank.FOUNDATION,
    ast.CreateUserMappingStmt: Rank.FOUNDATION,
    ast.CreateEnumStmt: Rank.TYPE,
    ast.CreateDomainStmt: Rank.TYPE,
    # Once a table has an array of it, a domain gets no more constraints.
    ast.AlterDomainStmt: Rank.TYPE,
    ast.CompositeTypeStmt: Rank.TYPE,
    ast.CreateRangeStmt: Rank.TYPE,
    ast.CreateSeqStmt: Rank.TYPE,
    ast.CreateStmt: Rank.TABLE,
    ast.CreateForeignTableStmt: Rank.TABLE,
    ast.CreateFunctionStmt: Rank.ROUTINE,
    ast.CreateCastStmt: Rank.ROUTINE,
    ast.CreateOpClassStmt: Rank.ROUTINE,
    ast.CreateOpFamilyStmt: Rank.ROUTINE,
    ast.CreateTransformStmt: Rank.ROUTINE,
    ast.ViewStmt: Rank.VIEW,
    ast.CreateTableAsStmt: Rank.VIEW,
    ast.CreateTrigStmt: Rank.ATTACHMENT,
    ast.CreatePolicyStmt: Rank.ATTACHMENT,
    ast.RuleStmt: Rank.ATTACHMENT,
    ast.CreateStatsStmt: Rank.ATTACHMENT,
    ast.CreateEventTrigStmt: Rank.EVENT_TRIGGER,
    ast.CreatePublicationStmt: Rank.ATTACHMENT,
    ast.CreateSubscriptionStmt: Rank.ATTACHMENT,
    ast.AlterOwnerStmt: Rank.OWNER,
    ast.GrantStmt: Rank.GRANT,
    ast.CommentStmt: Rank.COMMENT,
    ast.SecLabelStmt: Rank.COMMENT,
    ast.AlterDefaultPrivilegesStmt: Rank.DEFAULT_PRIVILEGES,
}

_SPACES = {
    "table": ("relation", "type"),
    "foreign_table": ("relation", "type"),
    "view": ("relation", "type"),
    "materialized_view": ("relation", "type"),
    "composite": ("relation", "type"),
    "sequence": ("relation",),
    "index": ("relation",),
    "enum": ("type",),
    "domain": ("type",),
    "range": ("type",),
    "base_type": ("type",),
    "function": ("routine",),
    "procedure": ("routine",),
    "aggregate": ("routine",),
    "collation": ("collation",),
    "operator": ("operator",),
}

_KEYS = frozenset({ConstrType.CONSTR_PRIMARY, ConstrType.CONSTR_UNIQUE})
_SEQUENCE_CALLS = frozenset({"nextval", "currval", "setval"})


def references(statement: ParsedStatement, schema: str) -> References:
    """Reads the statement's tree; `schema` is where its unqualified names are created."""
    node = statement.node
    defined = parts(statement, schema)
    ids = [part.id for part in defined]
    provides = {Name(space, each.schema, each.name) for each in ids for space in _SPACES.get(each.kind, ())}
    provides.update(_amends(node, schema))
    needs: set[Name] = set()
    roles: set[str] = set()
    tablespaces: set[str] = set()
    for found in nodes(node):
        needs.update(_needs(found))
        if isinstance(found, ast.RoleSpec) and found.roletype == RoleSpecType.ROLESPEC_CSTRING:
            roles.add(found.rolename)
        if (space := _tablespace(found)) is not None:
            tablespaces.add(space)
    here = {name._replace(schema="") for name in provides if name.schema == schema} | provides
    if isinstance(node, ast.ViewStmt | ast.CreateTableAsStmt):
        needs.update(name._replace(space="key") for name in needs - here if name.space == "relation")
    return References(
        parts=defined,
        provides=frozenset(provides),
        needs=frozenset(needs - here),
        roles=frozenset(roles),
        tablespaces=frozenset(tablespaces),
        rank=_rank(node),
    )


def _rank(node: Any) -> Rank:
    match node:
        case ast.DefineStmt():
            routine = node.kind in {ObjectType.OBJECT_AGGREGATE, ObjectType.OBJECT_OPERATOR}
            return Rank.ROUTINE if routine else Rank.FOUNDATION
        case ast.AlterTableStmt() if all(command.subtype == AlterTableType.AT_ChangeOwner for command in node.cmds):
            return Rank.OWNER
        case _:
            return _RANKS.get(type(node), Rank.AMENDMENT)


def _amends(node: Any, schema: str) -> Iterator[Name]:
    """Relations to which the statement adds columns or keys: what stands on those has to wait for it."""
    match node:
        case ast.IndexStmt(unique=True):
            yield Name("key", *relation(node.relation, schema))
        case ast.AlterTableStmt():
            for command in node.cmds:
                added = command.def_
                if isinstance(added, ast.ColumnDef) or (isinstance(added, ast.Constraint) and added.contype in _KEYS):
                    yield Name("key", *relation(node.relation, schema))
        case _:
            return


def _needs(node: Any) -> Iterator[Name]:
    match node:
        case ast.RangeVar():
            yield Name("relation", node.schemaname or "", node.relname)
        case ast.TypeName():
            yield from _type_needs(node)
        case ast.FuncCall():
            yield from _named("routine", node.funcname)
            if words(node.funcname)[-1] in _SEQUENCE_CALLS:
                yield from _quoted_relation(node.args)
        case ast.TypeCast() if words(node.typeName.names)[-1:] == ("regclass",):
            yield from _quoted_relation((node.arg,))
        case ast.Constraint() if node.pktable is not None:
            yield Name("key", node.pktable.schemaname or "", node.pktable.relname)
        case ast.CollateClause():
            yield from _named("collation", node.collname)
        case ast.A_Expr():
            yield from _named("operator", node.name)
        case ast.ObjectWithArgs():
            yield from _named("routine", node.objname)
            yield from _named("operator", node.objname)
        case ast.CreateTrigStmt() | ast.CreateEventTrigStmt():
            yield from _named("routine", node.funcname)
        case ast.DefElem() if isinstance(node.arg, ast.TypeName):
            # CREATE AGGREGATE and CREATE OPERATOR name their functions where the grammar sees a type.
            yield from _named("routine", node.arg.names)
        case _:
            return


def _type_needs(node: Any) -> Iterator[Name]:
    names = words(node.names)
    if node.pct_type:
        yield Name("relation", names[-3] if len(names) > 2 else "", names[-2])
    elif names and names[0] != "pg_catalog":
        yield from _named("type", node.names)


def _named(space: str, names: Any) -> Iterator[Name]:
    parts = words(names)
    if parts and parts[0] != "pg_catalog":
        yield Name(space, parts[-2] if len(parts) > 1 else "", parts[-1])


def _quoted_relation(arguments: Any) -> Iterator[Name]:
    """The relation that a string constant names, as in nextval('app.orders_id_seq')."""
    for argument in (arguments or ())[:1]:
        value = argument.arg if isinstance(argument, ast.TypeCast) else argument
        if isinstance(value, ast.A_Const) and isinstance(value.val, ast.String):
            schema, _, name = value.val.sval.rpartition(".")
            yield Name("relation", schema.strip('"'), name.strip('"'))


def _tablespace(node: Any) -> str | None:
    match node:
        case ast.CreateStmt():
            name = node.tablespacename
        case ast.IndexStmt():
            name = node.tableSpace
        case ast.IntoClause():
            name = node.tableSpaceName
        case ast.Constraint():
            name = node.indexspace
        case ast.AlterTableCmd(subtype=AlterTableType.AT_SetTableSpace):
            name = node.name
        case _:
            name = None
    return name or None
