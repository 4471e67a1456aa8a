"""Objects of every kind, made without their constructor."""

from __future__ import annotations

import pytest

from pgplumb.model.ids import ObjectId
from pgplumb.model.kinds import KINDS
from pgplumb.model.objects import Object, array_fields, attributes, maker


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_made_object_is_what_the_constructor_makes(kind: type[Object]) -> None:
    id = ObjectId(kind.kind, "public", "t")
    values = {name: [f"value of {name}"] for name in attributes(kind)}
    arrays = {name: tuple(value) if name in array_fields(kind) else value for name, value in values.items()}
    made, constructed = maker(kind)(id, values.values()), kind(id, **arrays)
    assert made == constructed
    assert repr(made) == repr(constructed)


@pytest.mark.parametrize("change", [["one too many"], None])
def test_values_have_to_be_as_many_as_attributes(change: list[str] | None) -> None:
    kind = KINDS["comment"]
    values = [*attributes(kind), *change] if change else []
    with pytest.raises(ValueError, match="zip"):
        maker(kind)(ObjectId(kind.kind), values)
