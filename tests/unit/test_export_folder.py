"""Files into a folder: all or none, nothing written over, nothing lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pgplumb.export.folder import in_the_way, set_aside, write
from pgplumb.source.files import SourceFile

if TYPE_CHECKING:
    from pathlib import Path

FILES = (SourceFile("public/tables/a.sql", "a\n"), SourceFile("public/tables/b.sql", "b\n"), SourceFile("c.sql", "c\n"))


def contents(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_written_once_and_then_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "desired"
    assert len(write(folder, FILES)) == 3
    assert in_the_way(folder, FILES) == ()
    assert write(folder, FILES) == ()
    assert contents(folder) == {file.path: file.text for file in FILES}


def test_what_differs_or_is_too_much_is_in_the_way(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    (tmp_path / "c.sql").write_text("mine\n")
    (tmp_path / "more.sql").write_text("mine\n")
    (tmp_path / ".backup.sql").write_text("an editor's\n")
    (tmp_path / "notes.md").write_text("notes\n")
    assert [path.name for path in in_the_way(tmp_path, FILES)] == ["c.sql", "more.sql"]


def test_nothing_stays_of_what_could_not_be_written_whole(tmp_path: Path) -> None:
    (tmp_path / "public").write_text("a file where a folder belongs\n")
    files = (SourceFile("a/b/c.sql", "x\n"), *FILES)
    with pytest.raises(OSError, match="Not a directory"):
        write(tmp_path, files)
    assert contents(tmp_path) == {"public": "a file where a folder belongs\n"}
    assert not (tmp_path / "a").exists()


def test_set_aside_as_they_lay_and_under_a_name_that_is_free(tmp_path: Path) -> None:
    folder = tmp_path / "desired"
    for number, name in enumerate(("desired.before", "desired.before-2"), start=1):
        mine = folder / "own" / "deep.sql"
        mine.parent.mkdir(parents=True)
        mine.write_text(f"{number}\n")
        with set_aside(folder, (mine,)) as aside:
            assert aside == tmp_path / name
            assert not (folder / "own").exists()
        assert contents(aside) == {"own/deep.sql": f"{number}\n"}


def test_set_aside_comes_back_where_what_follows_fails(tmp_path: Path) -> None:
    folder = tmp_path / "desired"
    mine = folder / "own" / "deep.sql"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine\n")
    with pytest.raises(KeyboardInterrupt), set_aside(folder, (mine,)):
        raise KeyboardInterrupt
    assert contents(tmp_path) == {"desired/own/deep.sql": "mine\n"}
    assert not (tmp_path / "desired.before").exists()
