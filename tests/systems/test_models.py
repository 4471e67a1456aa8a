"""The models of every system: what its schema says, accepted by the type checker, and complete but for their header."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pgplumb.cli.main import run
from pgplumb.differ.side import Observer
from pgplumb.models.module import module
from pgplumb.postgres.cache import Cache
from pgplumb.source.files import read_folder
from pgplumb.source.models import metadata_file
from pgplumb.workflow.sides import Elaborator
from tests.database.models import imported, left, made

if TYPE_CHECKING:
    from pgplumb.postgres.scratch import Scratch

SYSTEMS = sorted(path.parent for path in (Path(__file__).parents[2] / "schema").glob("*/models.py"))


@pytest.fixture(params=SYSTEMS, ids=[path.name for path in SYSTEMS])
def system(request: pytest.FixtureRequest) -> Path:
    """The folder of a system."""
    folder: Path = request.param
    return folder


@pytest.fixture
def elaborator(scratch: Scratch) -> Elaborator:
    """What reads schemas on the scratch server."""
    observer = Observer(scratch=scratch, own_roles=frozenset({"postgres"}), ignored=lambda _: False)
    return Elaborator(scratch=scratch, cache=Cache(None, 0), observer=observer)


def test_ticketing_has_models() -> None:
    assert "ticketing" in {path.name for path in SYSTEMS}


def test_the_file_is_what_the_schema_says(system: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(system), "models", "--out", "models.py", "--check"]) == 0, capsys.readouterr()


def test_create_all_leaves_what_the_header_names(system: Path, elaborator: Elaborator) -> None:
    """And the module as a desired schema is what create_all makes of it."""
    source, outline = elaborator.files(read_folder(system / "desired"))
    written = module(elaborator.migrations(()).catalog, source.catalog, lacking=outline.left_out)
    assert (system / "models.py").read_text(encoding="utf-8") == written.text
    with imported(system / "models.py") as found:
        there = made(found, elaborator).catalog
        again, _ = elaborator.files([metadata_file("models", found.metadata)])
    assert left(there, source.catalog) == set(written.missing)
    assert again.catalog.fingerprint == there.fingerprint


@pytest.mark.slow
def test_the_type_checker_accepts_them(system: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", str(system / "models.py")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout
