"""Views through which a table is written: its columns by the view's, and what the conditions on the way speak of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.model.general import Grant
from pgplumb.model.relations import Column, Table, View
from pgplumb.syntax.parse import column_names, parse_statement
from pgplumb.syntax.sql import ident, literal, sql
from pgplumb.syntax.tree import ast, nodes, words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId

_WRITES = frozenset({"INSERT", "UPDATE", "ALL"})
#: Bits of INSERT (8) and UPDATE (4).
_UPDATABLE = "select pg_relation_is_updatable({}::regclass, true) & 12"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The table beneath a view, its columns by those of the view, and all that the conditions in between mention.

    `asked` are columns of the table, `constants` the texts of constants.
    """

    table: ObjectId
    columns: Mapping[str, str]
    asked: frozenset[str]
    constants: frozenset[str]


def written(view: ObjectId, bench: Bench) -> Written | None:
    """What writing through the view writes to; None where it is not over one table, row by row."""
    found = bench.catalog.get(view)
    if isinstance(found, Table):
        names = {child.id.name for child in bench.catalog.children(view) if isinstance(child, Column)}
        return Written(table=view, columns={name: name for name in names}, asked=frozenset(), constants=frozenset())
    if not isinstance(found, View):
        return None
    select = parse_statement(found.definition)
    sources = tuple(select.fromClause or ())
    beneath = _source(view, sources[0], bench) if len(sources) == 1 and isinstance(sources[0], ast.RangeVar) else None
    below = written(beneath, bench) if beneath else None
    if below is None:
        return None
    where = select.whereClause
    asked = column_names(where) if where else frozenset[str]()
    return Written(
        table=below.table,
        columns={
            target.name or words(target.val.fields)[-1]: below.columns[words(target.val.fields)[-1]]
            for target in select.targetList
            if isinstance(target.val, ast.ColumnRef) and words(target.val.fields)[-1] in below.columns
        },
        asked=below.asked | {below.columns[name] for name in asked if name in below.columns},
        constants=below.constants | _constants(where),
    )


def _source(view: ObjectId, source: Any, bench: Bench) -> ObjectId | None:
    """The relation that the view reads: a name without schema is one of those that it depends on."""
    needed = {edge.referenced for edge in bench.catalog.requires(view)}
    needed |= {parent for id in tuple(needed) if (parent := bench.catalog.parent(id))}
    named = [id for id in sorted(needed) if id.kind in {"table", "view"} and id.name == source.relname]
    return next((id for id in named if source.schemaname in {None, "", id.schema}), None)


def _constants(where: Any) -> frozenset[str]:
    """Constants in a condition, and the numbers beside them."""
    found: set[str] = set()
    for node in nodes(where) if where else ():
        match node:
            case ast.A_Const(val=ast.String(sval=text)) | ast.A_Const(val=ast.Float(fval=text)):
                found.add(text)
            case ast.A_Const(val=ast.Integer(ival=number)):
                found |= {str(number - 1), str(number), str(number + 1)}
    return frozenset(found)


def is_updatable(view: ObjectId, bench: Bench) -> bool:
    """Whether the server writes through it by itself, or by triggers of views beneath."""
    with bench.transaction() as session:
        return bool(session.value(sql(_UPDATABLE, literal(ident(view.schema, view.name)))))


def has_check_option(view: View) -> bool:
    """Whether it was created WITH CHECK OPTION."""
    return any(option.startswith("check_option=") for option in view.options)


def is_granted(view: ObjectId, bench: Bench) -> bool:
    """Whether somebody other than its owner may INSERT or UPDATE through it."""
    grants = [child for child in bench.catalog.children(view) if isinstance(child, Grant)]
    return any(
        privilege.removesuffix("*") in _WRITES
        for grant in grants
        if grant.id.name != "@owner"
        for privilege in grant.privileges
    )
