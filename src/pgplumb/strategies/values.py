"""Values of any type of a catalog: built-in ones, and what the schema makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from pgplumb.generate.candidates import kind_of, type_id
from pgplumb.model.types import Attribute, Composite, Range as RangeType
from pgplumb.strategies import ranges
from pgplumb.strategies.literals import row_text
from pgplumb.strategies.named import enum_labels
from pgplumb.strategies.plain import Text
from pgplumb.strategies.registry import registered
from pgplumb.strategies.scalars import scalar
from pgplumb.strategies.unsolved import UnknownType

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from pgplumb.generate.candidates import Kind
    from pgplumb.model.catalog import Catalog

_SHORT = 3


def values(kind: Kind, catalog: Catalog) -> SearchStrategy[Any]:
    """Values of a type that its domains let through, never None: whether a column may be NULL is its own affair.

    What was given to `register_type` for the type or one of its domains is used instead. Raises UnknownType for a type
    that an extension brought and for which nothing is registered.
    """
    if (given := registered_for(kind)) is not None:
        return given
    if not kind.checks:
        return unchecked(kind, catalog)
    # The solver draws from the unchecked values, so it stands above them.
    from pgplumb.strategies.solve import solve_domain

    return solve_domain(kind, catalog)


def registered_for(kind: Kind) -> SearchStrategy[Any] | None:
    """What was given to `register_type` for the type or one of its domains."""
    for name in (*kind.domains, kind.base):
        if (given := registered(name, array=kind.array and name == kind.base)) is not None:
            return given
    return None


def unchecked(kind: Kind, catalog: Catalog) -> SearchStrategy[Any]:
    """Values of the type beneath the domains, whatever their checks say."""
    if not kind.array:
        return _element(kind, catalog)
    element = element_kind(kind, catalog)
    inner = values(element, catalog)
    each = inner if element.not_null else inner | st.none()
    return st.lists(each, max_size=_SHORT) | _tables(inner)


def element_kind(kind: Kind, catalog: Catalog) -> Kind:
    """The kind of an array's elements; they may be of a domain."""
    return kind_of(kind.printed.removesuffix("[]"), catalog)


def _tables(inner: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """Arrays of two dimensions; their rows are of one length."""
    pair = st.lists(inner, min_size=2, max_size=2)
    return st.lists(pair, min_size=1, max_size=2)


def _element(kind: Kind, catalog: Catalog) -> SearchStrategy[Any]:
    # A strategy has no truth value, so `or` would not do.
    if (known := scalar(kind.base, kind.modifiers, catalog.server_version)) is not None:
        return known
    for found in (ranges.built_in(kind.base), _made(kind.base, catalog)):
        if found is not None:
            return found
    raise UnknownType(kind.base)


def _made(base: str, catalog: Catalog) -> SearchStrategy[Any] | None:
    """Values of a type that the schema defines."""
    if labels := enum_labels(base, catalog):
        return st.sampled_from(labels)
    found = catalog.get(type_id("range", base))
    if isinstance(found, RangeType):
        return ranges.ranges(values(kind_of(found.subtype, catalog), catalog))
    for each in catalog.of(RangeType):
        if base == kind_of(each.multirange, catalog).base:
            return ranges.multiranges(ranges.ranges(values(kind_of(each.subtype, catalog), catalog)))
    composite = catalog.get(type_id("composite", base))
    return _rows(composite, catalog) if isinstance(composite, Composite) else None


def _rows(composite: Composite, catalog: Catalog) -> SearchStrategy[Text]:
    types = {c.id.name: c.type for c in catalog.children(composite.id) if isinstance(c, Attribute)}
    kinds = [kind_of(types[name], catalog) for name in composite.order]
    parts = [values(kind, catalog) if kind.not_null else values(kind, catalog) | st.none() for kind in kinds]
    bases = [kind.base for kind in kinds]
    return st.tuples(*parts).map(lambda row: Text(row_text(row, bases)))
