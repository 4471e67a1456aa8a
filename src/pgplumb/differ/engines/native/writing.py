"""Phrases that several rules write: names, owners, options, casts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pgplumb.differ.engines.native.rule import Step
from pgplumb.model.ids import ObjectId
from pgplumb.model.trees import links_to_heirs
from pgplumb.model.types import Domain
from pgplumb.syntax.sql import Sql, ident, join, literal, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pgplumb.differ.engines.native.rule import Context
    from pgplumb.model.catalog import Catalog
    from pgplumb.model.statement import Guard, Operation

_NOUNS = {
    "materialized_view": "MATERIALIZED VIEW",
    "foreign_table": "FOREIGN TABLE",
    "foreign_data_wrapper": "FOREIGN DATA WRAPPER",
    "event_trigger": "EVENT TRIGGER",
    "enum": "TYPE",
    "composite": "TYPE",
    "range": "TYPE",
    "base_type": "TYPE",
    "attribute": "COLUMN",
    "domain_constraint": "CONSTRAINT",
    "text_search_configuration": "TEXT SEARCH CONFIGURATION",
    "text_search_dictionary": "TEXT SEARCH DICTIONARY",
    "text_search_parser": "TEXT SEARCH PARSER",
    "text_search_template": "TEXT SEARCH TEMPLATE",
    "operator_class": "OPERATOR CLASS",
    "operator_family": "OPERATOR FAMILY",
    "user_mapping": "USER MAPPING",
    "access_method": "ACCESS METHOD",
}
_TYPMOD = re.compile(r"\(\d+(?:,-?\d+)?\)")
_STRINGS = frozenset({"text", "character varying", "character", "name"})
_PLAIN_OPTION = re.compile(r"[A-Za-z0-9_.-]+\Z")


def step(text: Sql, operation: Operation = "alter", guard: Guard | None = None) -> Step:
    """One statement of a rule."""
    return Step(sql=text, operation=operation, guard=guard)


def noun(kind: str) -> Sql:
    """The kind as ALTER, COMMENT and DROP write it."""
    return raw(_NOUNS.get(kind, kind.upper()))


def name(id: ObjectId) -> Sql:
    """The object's qualified name, with the types that tell overloaded ones apart."""
    if id.kind in {"function", "procedure", "aggregate"}:
        return sql("{}({})", ident(id.schema, id.name), raw(id.signature or "*" * (id.kind == "aggregate")))
    if id.kind in {"operator_class", "operator_family"}:
        return sql("{} USING {}", ident(id.schema, id.name), ident(id.signature))
    if id.kind == "operator":
        return sql("{}.{} ({})", ident(id.schema), raw(id.name), raw(id.signature))
    if id.kind in {"column", "attribute"}:
        return ident(id.schema, id.table, id.name)
    if id.kind == "domain_constraint":
        return sql("{} ON DOMAIN {}", ident(id.name), table(id))
    if id.kind in {"constraint", "trigger", "policy", "rule"}:
        return sql("{} ON {}", ident(id.name), table(id))
    if id.kind == "transform":
        return raw(id.signature)
    if id.kind == "cast":
        return sql("({})", raw(id.signature))
    return ident(id.schema, id.name)


def address(id: ObjectId) -> Sql:
    """The object as COMMENT ON takes it: its kind and its name."""
    return sql("{} {}", noun(id.kind), name(id))


def table(id: ObjectId) -> Sql:
    """The relation or type that the object hangs on."""
    return ident(id.schema, id.table)


def role(owner: str) -> Sql:
    """A role as OWNER TO takes it; empty is the one that runs the plan."""
    return ident(owner) if owner else raw("CURRENT_USER")


def owner_step(found: Any) -> Step:
    """Hand the object to its owner."""
    return step(sql("ALTER {} OWNER TO {}", address(found.id), role(found.owner)))


def finishing(found: Any, context: Context) -> Iterator[Step]:
    """What follows any CREATE: the owner, and taking back what default privileges granted by themselves."""
    if found.owner:
        yield owner_step(found)
    from pgplumb.differ.engines.native.privileges import unwanted

    yield from unwanted(found.id, context)


def option_list(options: Iterable[str]) -> Sql:
    """Storage parameters `name=value` as WITH and SET take them."""
    return join(", ", (_option(*option.partition("=")[::2]) for option in options))


def _option(key: str, value: str) -> Sql:
    shown = raw(value) if _PLAIN_OPTION.match(value) else literal(value)
    return sql("{} = {}", raw(key), shown) if value else raw(key)


def _option_changes(before: list[str], after: list[str]) -> tuple[list[str], list[str]]:
    """The names to reset and the options to set, so that they stand in the order of `after`.

    The server keeps them in the order in which they were set, and so does a dump.
    """
    kept = [option for option in before if option in after]
    fresh = [option for option in after if option not in before]
    if kept + fresh != after:
        same = 0
        while same < len(kept) and kept[same] == after[same]:
            same += 1
        kept, fresh = kept[:same], after[same:]
    changed = {option.partition("=")[0] for option in fresh if option not in before}
    names = [option.partition("=")[0] for option in before if option not in kept]
    return [each for each in names if each not in changed], fresh


def option_steps(target: Sql, before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[Step]:
    """Set and reset the storage parameters that differ; `target` is `TABLE t`, `VIEW v` or the like."""
    gone: list[str] = []
    fresh: list[str] = []
    for toast in (False, True):
        old, new = ([each for each in given if each.startswith("toast.") is toast] for given in (before, after))
        lost, added = _option_changes(old, new)
        gone, fresh = gone + lost, fresh + added
    if gone:
        yield step(sql("ALTER {} RESET ({})", target, join(", ", map(raw, gone))))
    if fresh:
        yield step(sql("ALTER {} SET ({})", target, option_list(fresh)))


def foreign_options(options: Iterable[str]) -> Sql:
    """Options `name=value` of foreign-data objects as OPTIONS takes them."""
    pairs = (option.partition("=") for option in options)
    return join(", ", (sql("{} {}", ident(key), literal(value)) for key, _, value in pairs))


def foreign_option_changes(before: tuple[str, ...], after: tuple[str, ...]) -> Sql:
    """The ADD, SET and DROP that lead from one list of options to another."""
    old = dict(option.split("=", 1) for option in before)
    new = dict(option.split("=", 1) for option in after)
    parts = [sql("DROP {}", ident(key)) for key in old if key not in new]
    parts += [
        sql("SET {} {}", ident(key), literal(value)) for key, value in new.items() if old.get(key, value) != value
    ]
    parts += [sql("ADD {} {}", ident(key), literal(value)) for key, value in new.items() if key not in old]
    return join(", ", parts)


def has_children(id: ObjectId, *catalogs: Catalog) -> bool:
    """Whether tables inherit from this one, as partitions or otherwise."""
    return any(True for catalog in catalogs for _ in links_to_heirs(id, catalog))


def only(id: ObjectId, context: Context) -> Sql:
    """The table's name, with ONLY where the statement must not reach the tables below it."""
    prefix = raw("ONLY ") if has_children(id, context.before, context.after) else raw("")
    return sql("{}{}", prefix, ident(id.schema, id.name))


def converted(column: str, before: str, after: str, context: Context) -> Sql:
    """The expression that takes a column's values from one type to another; the column where the server needs none.

    The server converts by itself along assignment casts, and anything to a string type (pg_cast, CREATE CAST).
    """
    source, target = _base(before, context.before), _base(after, context.after)
    if source == target:
        return ident(column)
    if source.endswith("[]") and target.endswith("[]"):
        source, target = source[:-2], target[:-2]
    gone = ObjectId("cast", signature=f"{source} AS {target}") in context.dropped
    cast = None if gone else context.before.casts.get((source, target))
    if cast in {"a", "i"} or (target in _STRINGS and not source.endswith("[]")):
        return ident(column)
    if cast == "e" or source in _STRINGS:
        return sql("{}::{}", ident(column), raw(after))
    return sql("{}::text::{}", ident(column), raw(after))


def _base(type: str, catalog: Catalog) -> str:
    """A type without its length, and a domain as the type beneath it."""
    plain = _TYPMOD.sub("", type)
    for domain in catalog.of(Domain) if "." in plain else ():
        if ident(domain.id.schema, domain.id.name) == plain:
            return _base(domain.type, catalog)
    return plain
