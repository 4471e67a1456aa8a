"""What the intent means in a catalog: which tables hold tenants' rows, and how to ask whose a row is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.errors import ConfigError, SqlSyntaxError
from pgplumb.generate.shape import shape_of
from pgplumb.laws.facts import once
from pgplumb.laws.isolation.intent import Intent, Users, read_intent
from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Constraint, Table
from pgplumb.syntax.parse import column_names, parse_expression
from pgplumb.syntax.sql import Sql, ident, join, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pgplumb.generate.shape import ForeignKey, Shape
    from pgplumb.laws.bench import Bench
    from pgplumb.model.catalog import Catalog

#: Columns in which people's tables name the user, where the intent leaves it to be found.
_USER_COLUMN = "user_id"


@dataclass(frozen=True, slots=True)
class Path:
    """From a table over foreign keys to the column that says whose the row is."""

    hops: tuple[ForeignKey, ...]
    column: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """A table whose rows belong to tenants. `shared` and `deleted` are conditions on its columns, if it has them."""

    id: ObjectId
    paths: tuple[Path, ...]
    shared: Sql | None
    deleted: Sql | None

    @property
    def column(self) -> str:
        """The column with the tenant; empty where only other tables tell."""
        return next((path.column for path in self.paths if not path.hops), "")

    def owners(self, alias: str) -> Sql:
        """An array of texts: the tenants that the row belongs to."""
        found = [sql("{}::text", _follow(path, alias)) for path in self.paths]
        return sql("array_remove(array[{}], null)", join(", ", found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenancy:
    """The intent, and the tables that it speaks of. `key` is the column of the tenants' table that tells them apart."""

    intent: Intent
    table: ObjectId
    key: str
    owned: Mapping[ObjectId, Owned]
    #: By table the condition for rows that are marked as deleted, for tables of no tenant too.
    deleted: Mapping[ObjectId, Sql]
    users: Users | None
    users_table: ObjectId | None


@once
def tenancy_of(bench: Bench) -> Tenancy | None:
    """The bench's tenancy; None where nothing is declared. Raises ConfigError for names that are not there."""
    intent = read_intent(bench.settings["isolation"])
    if intent is None:
        return None
    catalog = bench.catalog
    table = _named(catalog, intent.table, "tenant.table")
    shapes = {found.id: shape_of(found.id, catalog) for found in catalog.of(Table)}
    key = _key(table, intent.column, shapes, catalog)
    via = {_named(catalog, name, "tenant.via"): paths for name, paths in intent.via.items()}
    paths: dict[ObjectId, tuple[Path, ...]] = {}
    for id, shape in shapes.items():
        if id in via:
            paths[id] = tuple(_path(text, shape, shapes) for text in via[id])
        elif shape.column(intent.column):
            paths[id] = (Path((), intent.column),)
        elif id == table:
            paths[id] = (Path((), key),)
    if len(paths) == 1 and table in paths and not via and not shapes[table].column(intent.column):
        reason = f'tenant.column: no table has a column "{intent.column}", and tenant.via names none.'
        raise ConfigError(file="[isolation]", reason=reason)
    shared, gone = _by_table(intent.shared, "shared", catalog), _by_table(intent.deleted, "deleted", catalog)
    deleted = {
        id: found
        for id, shape in shapes.items()
        if (found := _own(gone, id, "deleted") or _condition(shape, gone[None], "deleted"))
    }
    owned = {
        id: Owned(
            id=id,
            paths=found,
            shared=_own(shared, id, "shared") or _condition(shapes[id], shared[None], "shared"),
            deleted=deleted.get(id),
        )
        for id, found in paths.items()
    }
    users = intent.users or _find_users(owned, shapes, catalog)
    where = _named(catalog, users.table, "user.table") if users else None
    if users and where and (missing := [c for c in (users.column, users.tenant) if not shapes[where].column(c)]):
        raise ConfigError(file="[isolation]", reason=f'user: {users.table} has no column "{missing[0]}".')
    return Tenancy(intent=intent, table=table, key=key, owned=owned, deleted=deleted, users=users, users_table=where)


def _key(table: ObjectId, column: str, shapes: Mapping[ObjectId, Shape], catalog: Catalog) -> str:
    """What the tenant columns refer to, else the primary key."""
    for shape in shapes.values():
        for key in shape.keys:
            if key.target == table and key.columns == (column,):
                return key.referenced[0]
    for child in catalog.children(table):
        if isinstance(child, Constraint) and child.type == "p" and len(child.columns) == 1:
            return child.columns[0]
    raise ConfigError(
        file="[isolation]",
        reason=f"tenant.table: {table.name} has no primary key of one column, and nothing refers to it.",
    )


def _named(catalog: Catalog, name: str, key: str) -> ObjectId:
    schema, _, table = name.rpartition(".")
    found = [id for id in catalog.named(table) if id.kind == "table" and schema in {"", id.schema}]
    if len(found) != 1 and ObjectId("table", "public", table) in found:
        return ObjectId("table", "public", table)
    if len(found) != 1:
        what = f"several tables {name}: name one with its schema" if found else f'no table "{name}"'
        raise ConfigError(file="[isolation]", reason=f"{key}: there is {what}.")
    return found[0]


def _path(text: str, shape: Shape, shapes: Mapping[ObjectId, Shape]) -> Path:
    """`orders.tenant_id`: over the foreign key to orders (or of that column), then its column."""
    *steps, column = text.split(".")
    hops = []
    for step in steps:
        keys = [key for key in shape.keys if key.columns == (step,)]
        keys = keys or [key for key in shape.keys if key.target.name == step]
        if len(keys) != 1:
            count = "several foreign keys" if keys else "no foreign key"
            reason = f'tenant.via: "{text}": {shape.id.name} has {count} to {step}. Name a table or one key\'s column.'
            raise ConfigError(file="[isolation]", reason=reason)
        hops.append(keys[0])
        if keys[0].target not in shapes:
            raise ConfigError(file="[isolation]", reason=f'tenant.via: "{text}": {step} is no table of this schema.')
        shape = shapes[keys[0].target]
    if not shape.column(column):
        raise ConfigError(file="[isolation]", reason=f'tenant.via: "{text}": {shape.id.name} has no column "{column}".')
    return Path(tuple(hops), column)


def _by_table(given: Mapping[str, str], key: str, catalog: Catalog) -> Mapping[ObjectId | None, str]:
    """Conditions by table; that of None is for all others."""
    found: dict[ObjectId | None, str] = {None: given.get("", "")}
    return found | {_named(catalog, name, key): text for name, text in given.items() if name}


def _own(given: Mapping[ObjectId | None, str], id: ObjectId, key: str) -> Sql | None:
    """The condition that the table has for itself."""
    if id not in given:
        return None
    _names(given[id], key)
    return raw(given[id])


def _condition(shape: Shape, text: str, key: str) -> Sql | None:
    """The condition for all tables, where this one has every column in it."""
    return raw(text) if text and all(shape.column(name) for name in _names(text, key)) else None


def _names(text: str, key: str) -> frozenset[str]:
    try:
        return condition_columns(text)
    except SqlSyntaxError as error:
        raise ConfigError(file="[isolation]", reason=f"{key}: {text} is no condition in SQL.") from error


def condition_columns(text: str) -> frozenset[str]:
    """The columns in a condition."""
    return frozenset(column_names(parse_expression(text)))


def _find_users(owned: Mapping[ObjectId, Owned], shapes: Mapping[ObjectId, Shape], catalog: Catalog) -> Users | None:
    """A table of memberships with `user_id`, else a table `users` with one key; both have the tenant's column."""
    for id, found in owned.items():
        if "member" in id.name and found.column and shapes[id].column(_USER_COLUMN):
            return Users(table=f"{id.schema}.{id.name}", column=_USER_COLUMN, tenant=found.column)
    for id, found in owned.items():
        if id.name == "users" and found.column:
            for child in catalog.children(id):
                if isinstance(child, Constraint) and child.type == "p" and len(child.columns) == 1:
                    return Users(table=f"{id.schema}.{id.name}", column=child.columns[0], tenant=found.column)
    return None


def _follow(path: Path, alias: str) -> Sql:
    """The value at the path's end, for the row that the alias stands for."""
    if not path.hops:
        return ident(alias, path.column)
    hop, inner = path.hops[0], f"{alias}_"
    on = [
        sql("{} = {}", ident(inner, there), ident(alias, here))
        for here, there in zip(hop.columns, hop.referenced, strict=True)
    ]
    rest = _follow(Path(path.hops[1:], path.column), inner)
    target = ident(hop.target.schema, hop.target.name)
    return sql("(select {} from {} as {} where {})", rest, target, ident(inner), join(" and ", on))


def outside(bench: Bench) -> Iterator[ObjectId]:
    """Tables with row security that are no tenant's as far as is declared."""
    tenancy = tenancy_of(bench)
    for table in bench.catalog.of(Table):
        if table.row_security and (tenancy is None or table.id not in tenancy.owned):
            yield table.id
