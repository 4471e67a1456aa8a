"""Any schema leads to any other and back: two are drawn, and the plan between them is proved on a real server."""

from __future__ import annotations

import os
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, note, settings

from pgplumb.differ.choose import plan_between
from pgplumb.differ.side import Observer
from pgplumb.model.annotations import Annotations
from pgplumb.model.kinds import KINDS
from pgplumb.postgres.cache import Cache
from pgplumb.source.files import SourceFile
from pgplumb.workflow.sides import Elaborator
from tests.corpus.drawing import Drawn
from tests.corpus.drawn import NUMBERS, PLACES, pairs, written

if TYPE_CHECKING:
    from pgplumb.postgres.scratch import Scratch


#: How many pairs are drawn. The usual number are the same ones in each run, without partitions and parents of tables;
#: more are new ones, and have those too (`nox -s drawn`).
USUAL = 50
EXAMPLES = int(os.environ.get("PGPLUMB_DRAWN", USUAL))

#: Roles are the server's, and managed where the configuration says so: transitions hold them.
NOT_DRAWN = {"role", "role_setting", "membership"}

#: How many schemas are drawn until every kind was among them.
ENOUGH = 200


@pytest.mark.slow
@settings(
    max_examples=EXAMPLES,
    derandomize=EXAMPLES == USUAL,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(pair=pairs(trees=EXAMPLES != USUAL))
def test_any_schema_leads_to_any_other_and_back(scratch: Scratch, pair: tuple[str, str]) -> None:
    """What fails is shrunk, and printed as the two files of a case for fixtures/transitions."""
    before, after = pair
    note(f"-- before.sql\n{before}\n-- after.sql\n{after}")
    observer, built = _on(scratch)
    with scratch.forgetting():
        one = built.files([SourceFile("before.sql", before)]).side
        other = built.files([SourceFile("after.sql", after)]).side
        plan = plan_between(one, other, observer=observer, annotations=Annotations(), engine="native")
    assert plan.is_empty or plan.proof is not None


@pytest.mark.slow
def test_every_kind_is_drawn(scratch: Scratch) -> None:
    """Schemas that hold all there is a place for, one after the other, have objects of every kind among them."""
    _, built = _on(scratch)
    lacking = KINDS.keys() - NOT_DRAWN
    for seed in range(ENOUGH):
        numbers = Random(seed)
        drawing = {place: tuple(numbers.choices(range(12), k=NUMBERS)) for place in PLACES}
        text = written(drawing, Drawn(trees=True))
        with scratch.forgetting():
            found = built.files([SourceFile("drawn.sql", text)]).side.catalog
        lacking -= {id.kind for id in found.objects}
        if not lacking:
            return
    pytest.fail(f"no {' and no '.join(sorted(lacking))} in {ENOUGH} schemas")


def _on(scratch: Scratch) -> tuple[Observer, Elaborator]:
    """What looks at schemas on a server that has the roles which they name, and what loads them there."""
    scratch.ensure_roles(("drawn_owner", "drawn_reader"))
    observer = Observer(scratch=scratch, own_roles=frozenset({"postgres"}), ignored=lambda _: False)
    return observer, Elaborator(scratch=scratch, cache=Cache(None, 0), observer=observer)
