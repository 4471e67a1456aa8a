"""Python names for objects of any name: identifiers, no keywords, nothing that means something else in their place."""

from __future__ import annotations

import keyword
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping
    from typing import TypeVar

    K = TypeVar("K", bound=Hashable)

_OF_CLASSES = (
    "Annotated Any Decimal Domain DomainArray DomainOfArray Field Ge Gt IPv4Address IPv4Interface IPv4Network"
    " IPv6Address IPv6Interface IPv6Network Le Literal Lt MaxLen MinLen MultiRange Optional Raw Relationship"
    " StringConstraints UUID bool bytes datetime float int list pg sa str"
)
_OF_MODULE = (
    "SQLModel StrEnum TableModel TypeAlias TypeError UserDefinedType ViewModel attrgetter metadata object registry"
    " views"
)
_OF_SQLMODEL = (
    "construct copy dict from_orm json metadata model_computed_fields model_config model_construct model_copy"
    " model_dump model_dump_json model_extra model_fields model_fields_set model_json_schema"
    " model_parametrized_name model_post_init model_rebuild model_validate model_validate_json"
    " model_validate_strings parse_file parse_obj parse_raw registry schema schema_json update_forward_refs"
    " sqlmodel_update validate"
)
#: What a module of models imports or defines for itself.
MODULE = frozenset((*_OF_CLASSES.split(), *_OF_MODULE.split()))
#: What no column may be called: a class reads these names, or has them from SQLModel.
TAKEN = frozenset((*_OF_CLASSES.split(), *_OF_SQLMODEL.split()))


def attribute(name: str) -> str:
    """A name as an attribute's: a leading underscore would make it private."""
    return _identifier(name, "column").lstrip("_") or "column"


def class_name(name: str) -> str:
    """A name as a class's, in CapWords."""
    words = _identifier(name, "T").split("_")
    return "".join(word[:1].upper() + word[1:] for word in words) or "T"


def member(label: str) -> str:
    """A label as the name of an enum's member."""
    return _identifier(label.upper(), "V").strip("_") or "EMPTY"


def constant(name: str) -> str:
    """A name as a constant's of the module."""
    return _identifier(name.upper(), "T").strip("_") or "T"


def _identifier(name: str, before_digits: str) -> str:
    kept = "".join(letter if f"a{letter}".isidentifier() else "_" for letter in name)
    return kept if kept.strip("_")[:1].isidentifier() or not kept.strip("_") else f"{before_digits}_{kept.lstrip('_')}"


def assigned(wanted: Mapping[K, str], taken: Iterable[str] = ()) -> dict[K, str]:
    """The names by key, each of them once, with a digit behind it where another has it already.

    Of two that want the same, the first has it. Names that stand in the way get an underscore.
    """
    used = set(taken)
    found: dict[K, str] = {}
    for key, name in wanted.items():
        found[key] = _free(name, used)
        used.add(found[key])
    return found


def exact_first(names: Iterable[str], make: Callable[[str], str]) -> dict[str, str]:
    """What `make` makes of the names; those come first that it leaves as they are, and so keep their own."""
    made = {name: make(name) for name in names}
    return dict(sorted(made.items(), key=lambda each: each[0] != each[1]))


def _free(name: str, used: set[str]) -> str:
    if name not in used and not keyword.iskeyword(name):
        return name
    if f"{name}_" not in used:
        return f"{name}_"
    count = 2
    while f"{name}_{count}" in used:
        count += 1
    return f"{name}_{count}"
