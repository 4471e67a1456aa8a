"""SQLModel metadata as a source of statements, and what a wrong reference says."""

from __future__ import annotations

import sys
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from pgplumb.errors import ModelsError
from pgplumb.source.models import read_models
from pgplumb.source.read import read_project
from pgplumb.syntax.split import split

if TYPE_CHECKING:
    from pathlib import Path

MODELS = """
    from enum import Enum
    from sqlalchemy import CheckConstraint, MetaData
    from sqlmodel import Field, SQLModel

    class Base(SQLModel):
        metadata = MetaData()

    class Colour(Enum):
        red = "red"

    class Team(Base, table=True):
        __table_args__ = (CheckConstraint("name LIKE 'a%'"), {"schema": "app"})
        id: int | None = Field(default=None, primary_key=True)
        name: str = Field(index=True)
        colour: Colour

    class Hero(Base, table=True):
        id: int | None = Field(default=None, primary_key=True)
        team_id: int = Field(foreign_key="app.team.id")

    empty = MetaData()
"""


def write(folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.py").write_text(dedent(text), encoding="utf-8")


def test_statements_of_metadata(tmp_path: Path) -> None:
    write(tmp_path, "pgplumb_heroes", MODELS)
    path = list(sys.path)
    file = read_models("pgplumb_heroes:Base.metadata", tmp_path)
    assert sys.path == path
    assert file.path == "pgplumb_heroes:Base.metadata"
    titles = [" ".join(statement.text.split()[:3]) for statement in split(*reversed(file))]
    assert titles == [
        "CREATE SCHEMA IF",
        "CREATE TYPE app.colour" if "CREATE TYPE app.colour" in file.text else "CREATE TYPE colour",
        "CREATE TABLE app.team",
        "CREATE INDEX ix_app_team_name",
        "CREATE TABLE hero",
    ]
    assert "name LIKE 'a%')" in file.text


def test_models_stand_beside_files_or_alone(tmp_path: Path) -> None:
    write(tmp_path, "pgplumb_both", MODELS)
    folder = tmp_path / "desired"
    alone = read_project(folder, models="pgplumb_both:Base.metadata", root=tmp_path)
    assert [file.path for file in alone] == ["pgplumb_both:Base.metadata"]
    folder.mkdir()
    (folder / "a.sql").write_text("CREATE TABLE a ();", encoding="utf-8")
    both = read_project(folder, models="pgplumb_both:Base.metadata", root=tmp_path)
    assert [file.path for file in both] == ["desired/a.sql", "pgplumb_both:Base.metadata"]
    assert read_project(folder, models=None, root=tmp_path) == both[:1]


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("pgplumb_no_module.models:metadata", "there is no module pgplumb_no_module"),
        ("pgplumb_wrong:SQLModel.metadata", "pgplumb_wrong failed: ZeroDivisionError: division by zero"),
        ("pgplumb_imports:metadata", "pgplumb_imports failed: ModuleNotFoundError: No module named 'pgplumb_no_such'"),
        ("pgplumb_right:nothing", "pgplumb_right has no nothing"),
        ("pgplumb_right:Base.nothing", "pgplumb_right.Base has no nothing"),
        ("pgplumb_right:Base", "Base is a SQLModelMetaclass, not MetaData"),
        ("pgplumb_right:empty", "it holds no tables"),
    ],
)
def test_wrong_references(tmp_path: Path, reference: str, words: str) -> None:
    write(tmp_path, "pgplumb_wrong", "1 / 0")
    write(tmp_path, "pgplumb_imports", "import pgplumb_no_such")
    write(tmp_path, "pgplumb_right", MODELS)
    with pytest.raises(ModelsError) as raised:
        read_models(reference, tmp_path)
    assert words in raised.value.message
    assert raised.value.message.startswith(f'models = "{reference}" cannot be used: ')
