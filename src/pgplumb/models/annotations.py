"""What is known of values, as the annotation of a field: pydantic's and annotated_types' constraints."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pgplumb.models.code import text
from pgplumb.models.facts import Among, Bound, Document, Shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pgplumb.models.facts import Fact


def nullable(annotation: str) -> str:
    """The annotation of what may be NULL."""
    return annotation if annotation == "Any" else f"{annotation} | None"


def annotated(annotation: str, found: Iterable[Fact], *, labels: Mapping[str, str] | None = None) -> str:
    """The annotation with what is known of its values; `labels` are an enum's members by label."""
    listed = list(found)
    among = [set(each.values) for each in listed if isinstance(each, Among)]
    if among:
        first = next(each for each in listed if isinstance(each, Among))
        kept = [value for value in first.values if all(value in each for each in among)]
        if labels is not None:
            kept = [value for value in kept if value in labels]
        if kept:
            return f"Literal[{', '.join(_literal(value, labels) for value in kept)}]"
    annotation = next((each.annotation for each in listed if isinstance(each, Document)), annotation)
    marks = [*_bounds(listed), *_shapes(listed)]
    return f"Annotated[{', '.join((annotation, *marks))}]" if marks else annotation


def _literal(value: Any, labels: Mapping[str, str] | None) -> str:
    if labels is not None:
        return labels[value]
    return text(value) if isinstance(value, str) else str(value)


def _bounds(found: Iterable[Fact]) -> Iterator[str]:
    """Of several bounds of one kind the tightest."""
    kept: dict[str, Any] = {}
    for each in found:
        if isinstance(each, Bound):
            tighter = max if each.name in {"Ge", "Gt", "MinLen"} else min
            kept[each.name] = tighter(kept.get(each.name, each.value), each.value)
    for name in ("Ge", "Gt", "Le", "Lt", "MinLen", "MaxLen"):
        if name in kept:
            yield f"{name}({_value(kept[name])})"


def _value(value: int | Decimal | date) -> str:
    match value:
        case Decimal():
            return str(int(value)) if value == value.to_integral_value() else f"Decimal({text(format(value, 'f'))})"
        case date():
            return f"datetime.date({value.year}, {value.month}, {value.day})"
    return str(value)


def _shapes(found: Iterable[Fact]) -> Iterator[str]:
    patterns = dict.fromkeys(each.pattern for each in found if isinstance(each, Shape))
    yield from (f"StringConstraints(pattern={text(pattern)})" for pattern in patterns)
