"""Constraints and indexes of a table as SQLAlchemy has them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pgplumb.generate.shape import foreign_key
from pgplumb.models.code import Code, Group, call, listed, mapping, text, tupled
from pgplumb.syntax.parse import in_parentheses, parse_constraint, parse_statement
from pgplumb.syntax.parts import around_word, between_commas
from pgplumb.syntax.sql import ident
from pgplumb.syntax.tree import ast, words

if TYPE_CHECKING:
    from pgplumb.model.relations import Constraint, Index

_ACTIONS = {"c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT", "r": "RESTRICT"}
_PLAIN_VALUE = re.compile(r"[A-Za-z0-9_.]+\Z")


def sql(expression: str) -> Code:
    """An expression as PostgreSQL prints it, in which SQLAlchemy reads no parameters."""
    return call("_sql", text(expression))


def is_sayable(constraint: Constraint) -> bool:
    """Whether SQLAlchemy can say what the definition says."""
    tree = parse_constraint(constraint.definition)
    lacking = ("is_no_inherit", "without_overlaps", "fk_with_period")
    return not any(getattr(tree, name, False) for name in lacking) and "NOT ENFORCED" not in constraint.definition


def constraint_code(constraint: Constraint, comment: str | None) -> Group:
    """A key, a check, an exclusion or a foreign key whose names have no dots in them."""
    tree = parse_constraint(constraint.definition)
    named = _named(constraint, tree, comment)
    match constraint.type:
        case "p" | "u":
            kind = "sa.PrimaryKeyConstraint" if constraint.type == "p" else "sa.UniqueConstraint"
            included = listed(map(text, words(tree.including))) if tree.including else None
            distinct = "True" if getattr(tree, "nulls_not_distinct", False) else None
            keys = (text(name) for name in words(tree.keys))
            return call(kind, *keys, **named, postgresql_include=included, postgresql_nulls_not_distinct=distinct)
        case "c":
            return call("sa.CheckConstraint", sql(check_of(constraint)), **named)
        case "x":
            return _exclusion(constraint, tree, named)
    key = foreign_key(constraint)
    columns = listed(map(text, key.columns))
    referenced = listed(text(".".join((key.target.schema, key.target.name, name))) for name in key.referenced)
    return foreign_key_code(constraint, columns, referenced, comment)


def _named(constraint: Constraint, tree: Any, comment: str | None) -> dict[str, Code | None]:
    """What all constraints have."""
    return {
        "name": text(constraint.id.name),
        "deferrable": "True" if tree.deferrable else None,
        "initially": text("DEFERRED") if tree.initdeferred else None,
        "comment": None if comment is None else text(comment),
    }


def foreign_key_code(constraint: Constraint, columns: Code, referenced: Code, comment: str | None) -> Group:
    """A foreign key from and to columns that are written so."""
    tree = parse_constraint(constraint.definition)
    return call(
        "sa.ForeignKeyConstraint",
        columns,
        referenced,
        **_named(constraint, tree, comment),
        onupdate=_action(tree.fk_upd_action, ()),
        ondelete=_action(tree.fk_del_action, words(tree.fk_del_set_cols)),
        match=text("FULL") if tree.fk_matchtype == "f" else None,
    )


def has_dots(constraint: Constraint) -> bool:
    """Whether it is a foreign key to what SQLAlchemy cannot name in one text: it splits names at dots."""
    if constraint.type != "f":
        return False
    key = foreign_key(constraint)
    return any("." in name for name in (key.target.schema, key.target.name, *key.referenced))


def check_of(constraint: Constraint) -> str:
    """The expression of a check."""
    return in_parentheses(constraint.definition)


def _action(letter: str, columns: tuple[str, ...]) -> Code | None:
    if letter not in _ACTIONS:
        return None
    return text(_ACTIONS[letter] + (f" ({', '.join(map(ident, columns))})" if columns else ""))


def _exclusion(constraint: Constraint, tree: Any, named: dict[str, Code | None]) -> Group:
    definition = constraint.definition
    pairs = [around_word(each, "WITH") for each in between_commas(in_parentheses(definition))]
    where = around_word(definition, "WHERE")[1]
    return call(
        "pg.ExcludeConstraint",
        *(tupled((sql(element), text(operator))) for element, operator in pairs),
        **named,
        using=text(tree.access_method),
        where=sql(in_parentheses(where)) if where else None,
    )


def index_code(index: Index) -> Group:
    """An index; what is not just a column stands there as the server prints it."""
    tree = parse_statement(index.definition)
    elements = between_commas(in_parentheses(index.definition))
    options = {option.defname: _option(option.arg) for option in tree.options or ()}
    where = around_word(index.definition, "WHERE")[1]
    return call(
        "sa.Index",
        text(index.id.name),
        *(_element(part, written) for part, written in zip(tree.indexParams, elements, strict=True)),
        unique="True" if tree.unique else None,
        postgresql_using=None if tree.accessMethod == "btree" else text(tree.accessMethod),
        postgresql_ops=_opclasses(tree.indexParams),
        postgresql_include=listed(text(part.name) for part in tree.indexIncludingParams)
        if tree.indexIncludingParams
        else None,
        postgresql_nulls_not_distinct="True" if tree.nulls_not_distinct else None,
        postgresql_with=mapping((name, text(value)) for name, value in options.items()) if options else None,
        postgresql_tablespace=text(index.tablespace) if index.tablespace else None,
        postgresql_where=sql(where) if where else None,
    )


def _is_column(part: Any) -> bool:
    ordered = part.ordering.name != "SORTBY_DEFAULT" or part.nulls_ordering.name != "SORTBY_NULLS_DEFAULT"
    return part.name is not None and not part.collation and not part.opclassopts and not ordered


def _element(part: Any, written: str) -> Code:
    return text(part.name) if _is_column(part) else sql(written)


def _opclasses(parts: Any) -> Code | None:
    classes = [(part.name, text(ident(*words(part.opclass)))) for part in parts if part.opclass and _is_column(part)]
    return mapping(classes) if classes else None


def _option(value: Any) -> str:
    match value:
        case ast.String(sval=found) | ast.Float(fval=found):
            found = str(found)
        case ast.Integer(ival=found):
            found = str(found)
        case _:
            found = "true" if value is None else words(value.names)[-1]
    return found if _PLAIN_VALUE.match(found) else "'" + found.replace("'", "''") + "'"
