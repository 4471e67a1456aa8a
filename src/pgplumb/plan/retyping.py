"""What changing a column's type costs: which changes PostgreSQL makes in the catalog alone, and which lose or refuse
values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pgplumb.model.ids import ObjectId
from pgplumb.model.keys import INDEXED
from pgplumb.model.relations import Constraint, Index
from pgplumb.model.types import Domain, Enum
from pgplumb.plan.scene import Scene
from pgplumb.syntax.defined import DEFAULT_SCHEMA
from pgplumb.syntax.parse import column_names, parse_statement, parse_type
from pgplumb.syntax.tree import ast, words

if TYPE_CHECKING:
    from pgplumb.model.relations import Column

_STRINGS = frozenset({"text", "varchar"})
_TIMES = frozenset({"timestamp", "timestamptz", "time", "timetz", "interval"})
_INTEGERS = {"int2": 1, "int4": 2, "int8": 3}
_SPELLED = {"int2": "smallint", "int4": "integer", "int8": "bigint"}
_FLOATS = {"float4": 1, "float8": 2}
_NUMBERS = frozenset({*_INTEGERS, *_FLOATS, "numeric"})
_SAFE = frozenset(
    {
        ("date", "timestamp"),
        ("date", "timestamptz"),
        ("timestamp", "timestamptz"),
        ("timestamptz", "timestamp"),
        ("json", "jsonb"),
        ("jsonb", "json"),
        ("time", "interval"),
        ("cidr", "inet"),
        ("bit", "varbit"),
    }
)
_LOSSY = {
    ("timestamp", "date"): "times of day",
    ("timestamptz", "date"): "times of day",
    ("timestamp", "time"): "dates",
    ("timestamptz", "time"): "dates",
    ("timestamptz", "timetz"): "dates",
    ("inet", "cidr"): "host bits",
}


@dataclass(frozen=True, slots=True)
class Form:
    """A type without spelling: `numeric` with its modifiers (10, 2), arrays told apart."""

    name: tuple[str, ...]
    modifiers: tuple[int, ...] = ()
    array: bool = False

    @property
    def plain(self) -> str:
        """The name of a type of pg_catalog, else an empty text."""
        return self.name[0] if len(self.name) == 1 else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retyping:
    """`refuses` and `loses` say which values do not fit or are cut, and are empty where all fit."""

    rewrites: bool
    refuses: str = ""
    loses: str = ""


def form(type_name: Any) -> Form:
    """The form of a TypeName."""
    names = words(type_name.names)
    names = names[1:] if len(names) > 1 and names[0] == "pg_catalog" else names
    given = [getattr(getattr(node, "val", None), "ival", None) for node in type_name.typmods or ()]
    modifiers = tuple(int(value or 0) for value in given)
    return Form(names, modifiers, bool(type_name.arrayBounds))


def retyping(column: Column, command: Any, scene: Scene) -> Retyping:
    """What ALTER COLUMN .. TYPE does with the values of a column that was there before the plan."""
    # The type that the column had is what its name meant before the plan, which may have given the name to another.
    source = _base(form(parse_type(column.type)), Scene(scene.before))
    target = _base(form(command.def_.typeName), scene)
    checked = is_constrained(form(command.def_.typeName), scene) and column.type != _printed(command.def_.typeName)
    if command.def_.raw_default is not None and not _is_cast_of(command.def_.raw_default, command.name, command):
        return _computed(source, target, scene)
    if source == target:
        return Retyping(rewrites=checked, refuses="values that the domain refuses" if checked else "")
    found = _elements(source, target, scene)
    if checked:
        return Retyping(rewrites=True, refuses="values that the domain refuses", loses=found.loses)
    return found


def is_constrained(type: Form, scene: Scene) -> bool:
    """Whether it is a domain that checks values."""
    schema, name = (DEFAULT_SCHEMA, *type.name)[-2:]
    if type.array or ObjectId("domain", schema, name) in scene.checked:
        return not type.array
    domain = _domain(type, scene)
    if domain is None:
        return False
    checks = any(child.id.kind == "domain_constraint" for child in scene.before.children(domain.id))
    return domain.not_null or checks or is_constrained(form(parse_type(domain.type)), scene)


def rebuilt_indexes(column: Column, command: Any, scene: Scene) -> tuple[str, ...]:
    """Indexes that are built anew although the table is not rewritten: their order or their expression changes."""
    dependents = list(scene.dependents(column.id))
    if command.def_.collClause is not None and _collation(command.def_.collClause) != column.collation:
        return tuple(str(found.id) for found in dependents if _is_index(found))
    if form(parse_type(column.type)) == form(command.def_.typeName):
        return ()
    return tuple(str(found.id) for found in dependents if isinstance(found, Index) and _computes(found))


def _is_index(found: Any) -> bool:
    return isinstance(found, Index) or (isinstance(found, Constraint) and found.type in INDEXED)


def _collation(clause: Any) -> str:
    names = words(clause.collname)
    return f'{names[0]}."{names[1]}"' if len(names) > 1 else names[0]


def _computes(index: Index) -> bool:
    node = parse_statement(index.definition)
    return node.whereClause is not None or any(part.name is None for part in node.indexParams)


def _printed(type_name: Any) -> str:
    return ".".join(form(type_name).name)


def _is_cast_of(expression: Any, column: str, command: Any) -> bool:
    """Whether USING says no more than the conversion that happens without it."""
    target = form(command.def_.typeName)
    while isinstance(expression, ast.TypeCast) and form(expression.typeName) == target:
        expression = expression.arg
    return isinstance(expression, ast.ColumnRef) and column_names(expression) == {column}


def _domain(type: Form, scene: Scene) -> Domain | None:
    schema, name = (DEFAULT_SCHEMA, *type.name)[-2:]
    id = scene.named(schema, name, ("domain",))
    found = scene.before.get(id) if id is not None else None
    return found if isinstance(found, Domain) else None


def _base(type: Form, scene: Scene) -> Form:
    domain = _domain(type, scene)
    if domain is None or type.array:
        return type
    return _base(form(parse_type(domain.type)), scene)


def _computed(source: Form, target: Form, scene: Scene) -> Retyping:
    return Retyping(rewrites=True, refuses=_uncast(source, target, scene))


def _elements(source: Form, target: Form, scene: Scene) -> Retyping:
    found = _between(source, target, scene)
    if source.array or target.array:
        return Retyping(rewrites=True, refuses=found.refuses, loses=found.loses)
    return found


def _between(source: Form, target: Form, scene: Scene) -> Retyping:
    pair = (source.plain, target.plain)
    if set(pair) <= _STRINGS or pair == ("varbit", "varbit"):
        return _length(source, target)
    if pair == ("bpchar", "bpchar"):
        cut = source.modifiers > target.modifiers
        return Retyping(rewrites=True, refuses=f"values longer than {target.modifiers[0]}" if cut else "")
    if pair == ("cidr", "inet"):
        return Retyping(rewrites=False)
    if pair == ("numeric", "numeric"):
        return _numeric(source, target)
    if source.plain == target.plain and source.plain in _TIMES:
        narrower = bool(target.modifiers) and (source.modifiers or (6,)) > target.modifiers
        return Retyping(rewrites=narrower, loses="fractions of a second" if narrower else "")
    if source.plain in _NUMBERS and target.plain in _NUMBERS:
        return _number(source, target)
    return Retyping(rewrites=True, refuses=_uncast(source, target, scene), loses=_LOSSY.get(pair, ""))


def _length(source: Form, target: Form) -> Retyping:
    if not target.modifiers or (source.modifiers and source.modifiers <= target.modifiers):
        return Retyping(rewrites=False)
    return Retyping(rewrites=True, refuses=f"values longer than {target.modifiers[0]}")


def _numeric(source: Form, target: Form) -> Retyping:
    if not target.modifiers:
        return Retyping(rewrites=False)
    precision, scale = (*target.modifiers, 0)[:2]
    if not source.modifiers:
        return Retyping(rewrites=True, refuses=f"numbers that do not fit {precision} digits", loses="decimal places")
    old_precision, old_scale = (*source.modifiers, 0)[:2]
    return Retyping(
        rewrites=scale != old_scale or precision < old_precision,
        refuses=f"numbers that do not fit {precision} digits" if precision - scale < old_precision - old_scale else "",
        loses="decimal places" if scale < old_scale else "",
    )


def _number(source: Form, target: Form) -> Retyping:
    old, new = source.plain, target.plain
    if old in _INTEGERS and new in _INTEGERS:
        fits = _INTEGERS[old] <= _INTEGERS[new]
        return Retyping(rewrites=True, refuses="" if fits else f"numbers out of the range of {_SPELLED[new]}")
    if old in _FLOATS and new in _FLOATS:
        return Retyping(rewrites=True, loses="digits" if _FLOATS[old] > _FLOATS[new] else "")
    if new in _INTEGERS:
        return Retyping(rewrites=True, refuses=f"numbers out of the range of {_SPELLED[new]}", loses="fractions")
    if new in _FLOATS:
        exact = old in {"int2", "int4"} and new == "float8"
        return Retyping(rewrites=True, loses="" if exact or old == "int2" else "digits")
    return Retyping(rewrites=True, refuses="numbers that do not fit" if target.modifiers else "")


def _uncast(source: Form, target: Form, scene: Scene) -> str:
    """Which values the cast may refuse, where one to the other is not always possible."""
    if (source.plain, target.plain) in _SAFE:
        return ""
    if target.plain in _STRINGS:
        return f"values longer than {target.modifiers[0]}" if target.modifiers else ""
    labels, kept = _labels(source, Scene(scene.before)), _labels(target, scene)
    if labels is not None and kept is not None and labels <= kept:
        return ""
    return f"values that are no {_SPELLED.get(target.plain, '.'.join(target.name))}"


def _labels(type: Form, scene: Scene) -> frozenset[str] | None:
    schema, name = (DEFAULT_SCHEMA, *type.name)[-2:]
    made = ObjectId("enum", schema, name)
    if made in scene.created:
        return scene.labels.get(made)
    id = scene.named(schema, name, ("enum",))
    found = scene.before.get(id) if id is not None else None
    return frozenset(found.labels) if isinstance(found, Enum) else None
