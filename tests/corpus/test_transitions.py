"""Every case of fixtures/transitions is held to the same laws, by each engine that should be able to make it."""

from __future__ import annotations

import os
import tomllib
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pgplumb.differ.choose import plan_between
from pgplumb.differ.compare import compare
from pgplumb.differ.dumps import difference
from pgplumb.differ.engines.reach import out_of_reach
from pgplumb.differ.prove import Claim, describe, prove_rows
from pgplumb.differ.renaming import renaming
from pgplumb.differ.side import Observer
from pgplumb.errors import NotProved
from pgplumb.export.files import desired_files
from pgplumb.generate.fill import Filled
from pgplumb.models.module import module
from pgplumb.postgres import found
from pgplumb.postgres.binaries import installed
from pgplumb.postgres.cache import Cache
from pgplumb.postgres.server import open_scratch
from pgplumb.report.json import plan_json
from pgplumb.source.files import SourceFile
from pgplumb.workflow.plan import PlanOutcome
from pgplumb.workflow.sides import Elaborator
from tests.database.models import imported, left, made
from tests.documents import valid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pgplumb.differ.side import Side
    from pgplumb.model.annotations import Annotations
    from pgplumb.postgres.scratch import Scratch
    from pgplumb.postgres.session import Session

FIXTURES = Path(__file__).parents[2] / "fixtures" / "transitions"
CASES = sorted(path for path in FIXTURES.iterdir() if path.is_dir())
#: The major versions that this machine has programs of, beside the embedded server's.
MAJORS = sorted({binaries.major for binaries in found.local(os.environ)} - {installed().major})
KEYS = {"minimum_version", "migra", "data_dependent_up", "data_dependent_down", "lossy", "roles", "pinned"}


@dataclass(frozen=True)
class Case:
    """A directory's two states on the scratch server."""

    folder: Path
    before: Side
    after: Side
    annotations: Annotations
    elaborator: Elaborator
    expected: dict[str, Any]

    @property
    def observer(self) -> Observer:
        """How its states are looked at."""
        return self.elaborator.observer


def expected(folder: Path) -> dict[str, Any]:
    """What the directory says is special about the case."""
    file = folder / "expect.toml"
    found = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    assert not set(found) - KEYS, f"unknown keys in {file}"
    return found


@pytest.fixture(scope="session")
def local() -> Iterator[Callable[[int], Scratch]]:
    """The server of another major version, which starts when it is first asked for and stays for the session."""
    opened: dict[int, Scratch] = {}
    with ExitStack() as stack:

        def server(major: int) -> Scratch:
            if major not in opened:
                server = open_scratch(f"local:{major}", cache=Cache(None, 0), environment=os.environ)
                opened[major] = stack.enter_context(server)
            return opened[major]

        yield server


@pytest.fixture(scope="session")
def empty(scratch: Scratch) -> Side:
    """A new database, read once for all cases."""
    return _elaborator(scratch).migrations(())


@pytest.fixture(scope="module")
def case(request: pytest.FixtureRequest, scratch: Scratch, empty: Side) -> Iterator[Case]:
    """The case that the tests' parameter names, loaded once for all of them; what is `empty` is not forgotten."""
    with scratch.forgetting():
        yield _loaded(request.param, scratch)


def _loaded(folder: Path, scratch: Scratch) -> Case:
    special = expected(folder)
    if scratch.version < special.get("minimum_version", 0):
        pytest.skip(f"needs PostgreSQL {special['minimum_version'] // 10000}")
    scratch.ensure_roles(special.get("roles", ()))
    built = _elaborator(scratch)
    before = built.files([_file(folder / "before.sql")]).side
    after, script = built.files([_file(folder / "after.sql")])
    return Case(folder, before, after, script.annotations, built, special)


def _elaborator(scratch: Scratch) -> Elaborator:
    observer = Observer(scratch=scratch, own_roles=frozenset({"postgres"}), ignored=lambda _: False)
    return Elaborator(scratch=scratch, cache=Cache(None, 0), observer=observer, roles="managed")


def _file(path: Path) -> SourceFile:
    return SourceFile(path.name, path.read_text(encoding="utf-8"))


def names(folders: list[Path]) -> list[Any]:
    """Pytest parameters with the directory's name as their id."""
    return [pytest.param(folder, id=folder.name) for folder in folders]


@pytest.mark.parametrize("case", names(CASES), indirect=True)
def test_native_engine(case: Case, local: Callable[[int], Scratch], record_property: Any) -> None:
    """Up arrives, down comes back, and the rows of seed.sql are still there; a pinned gap must still be one.

    The same on every other major version of PostgreSQL that this machine has, from the same fingerprints.
    """
    _holds_by_native(case, record_property)
    for major in MAJORS:
        if local(major).version < case.expected.get("minimum_version", 0):
            record_property("too_new_for", major)
            continue
        with local(major).forgetting():
            there = _loaded(case.folder, local(major))
            assert _fingerprints(there) == _fingerprints(case), f"other fingerprints on PostgreSQL {major}"
            _holds_by_native(there, record_property)
        record_property("made_on", major)


def _fingerprints(case: Case) -> tuple[str, str]:
    return case.before.catalog.fingerprint, case.after.catalog.fingerprint


def _holds_by_native(case: Case, record_property: Any) -> None:
    if "pinned" in case.expected:
        record_property("pinned", case.expected["pinned"])
        with pytest.raises(NotProved):
            plan_between(case.before, case.after, observer=case.observer, annotations=case.annotations, engine="native")
        return
    plan = plan_between(case.before, case.after, observer=case.observer, annotations=case.annotations, engine="native")
    assert not plan.is_empty, "the two states do not differ"
    valid(plan_json(PlanOutcome(plan=plan, against="the case's first state")))
    reasons = out_of_reach(plan.changes)
    record_property("passed_over", reasons[0] if reasons else "")
    seed = case.folder / "seed.sql"
    if seed.exists():
        _rows_survive(case, plan, seed.read_text(encoding="utf-8"))


def _rows_survive(case: Case, plan: Any, seed: str) -> None:
    moved = renaming(case.before, case.after, plan.changes, case.annotations.renames, case.observer).moved
    claim = Claim(before=case.before, after=case.after, up=plan.up, down=plan.down, moved=moved)

    def fill(session: Session) -> Filled:
        session.script(seed)
        return Filled(filled=(), unfilled={})

    lossy = tuple(case.expected.get("lossy", ()))
    left: tuple[str, ...] = ()
    refused: list[str] = []
    try:
        proved = prove_rows(claim, case.observer, fill)
        refused = [finding.message for finding in proved.findings if finding.code == "data_dependent"]
    except NotProved as error:
        left = error.left
    assert [line for line in left if not any(name in line for name in lossy)] == []
    if not (case.expected.get("data_dependent_up") or case.expected.get("data_dependent_down")):
        assert refused == []


@pytest.mark.parametrize("case", names([folder for folder in CASES if expected(folder).get("migra")]), indirect=True)
def test_migra_within_its_reach(case: Case) -> None:
    """The changes that migra is trusted with are proved from its statements too, both ways."""
    plan = plan_between(case.before, case.after, observer=case.observer, annotations=case.annotations, engine="migra")
    assert plan.proof is not None
    assert out_of_reach(plan.changes) == ()


@pytest.mark.parametrize("case", names(CASES), indirect=True)
def test_written_as_files_and_loaded_back(case: Case, empty: Side, record_property: Any) -> None:
    """What it ends at is the same again, and is written the same again."""
    # Roles are no part of a database, and are not written.
    side = replace(case.after, catalog=case.after.catalog.with_shared(()))
    if missing := _unsayable(empty, side):
        record_property("not_sayable", missing)
        return
    files = desired_files(empty.catalog, side.catalog, {})
    again = replace(case.elaborator, roles="named").files(files).side if files else empty
    assert [describe(change) for change in compare(again.catalog, side.catalog)] == []
    assert difference(again.dump, side.dump) == ()
    assert desired_files(empty.catalog, again.catalog, {}) == files


def _unsayable(empty: Side, side: Side) -> list[str]:
    """The schemas of a new database that the state lacks: files say what there is."""
    return [id.name for id in empty.catalog.objects if id.kind == "schema" and id not in side.catalog.objects]


@pytest.mark.slow
@pytest.mark.parametrize("case", names(CASES), indirect=True)
def test_create_all_leaves_what_the_header_names(case: Case, empty: Side, tmp_path: Path) -> None:
    """Models of what it ends at make all of that again, but for what their header names."""
    source = case.after.catalog.with_shared(())
    written = module(empty.catalog, source)
    file = tmp_path / "models_of_case.py"
    file.write_text(written.text, encoding="utf-8")
    with imported(file) as classes:
        there = made(classes, case.elaborator).catalog
    assert left(there, source) == set(written.missing)
