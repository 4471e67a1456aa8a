"""The models of every system: what its schema says, accepted by the type checker, and complete but for their header."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pgplumb.cli.main import run
from pgplumb.postgres.cache import Cache
from pgplumb.source.models import metadata_file
from pgplumb.workflow.elaborate import elaborator
from pgplumb.workflow.ends import desired
from pgplumb.workflow.models import models_of_desired
from pgplumb.workflow.project import Project, load_config
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
def project(system: Path, scratch: Scratch) -> Project:
    """The system's project, without a live database."""
    return Project(config=load_config(system, environment={}), scratch=scratch, cache=Cache(None, 0))


def test_ticketing_has_models() -> None:
    assert "ticketing" in {path.name for path in SYSTEMS}


def test_the_file_is_what_the_schema_says(system: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(system), "models", "--out", "models.py", "--check"]) == 0, capsys.readouterr()


def test_create_all_leaves_what_the_header_names(system: Path, project: Project) -> None:
    """And the module as a desired schema is what create_all makes of it."""
    written = models_of_desired(project).module
    built = elaborator(project, None)
    # Roles are no part of a database.
    source = desired(project, built).side.catalog.with_shared(())
    file = system / "models.py"
    with imported(file) as found:
        there = made(found, built).catalog
        again = built.files([metadata_file("models", found.metadata)]).side
    assert left(there, source) == set(written.missing)
    assert again.catalog.with_shared(()).fingerprint == there.with_shared(()).fingerprint


@pytest.mark.slow
def test_the_type_checker_accepts_them(system: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", str(system / "models.py")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout
