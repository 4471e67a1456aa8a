"""Finding and reading the files of a desired schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pgplumb.errors import SourceFolderEmpty, SourceFolderMissing, SourceNotUtf8, SourceUnreadable
from pgplumb.source.files import SourceFile, digest, read_folder

if TYPE_CHECKING:
    from pathlib import Path


def test_files_are_read_sorted_at_any_depth(tmp_path: Path) -> None:
    folder = tmp_path / "desired"
    for name, text in {"b.sql": "b", "a/z.sql": "\ufeffz", "a.txt": "no", ".#b.sql": "no", ".git/c.sql": "no"}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    assert read_folder(folder) == (SourceFile("desired/a/z.sql", "z"), SourceFile("desired/b.sql", "b"))


def test_digests_tell_names_texts_and_versions_apart() -> None:
    files = [SourceFile("a", "b"), SourceFile("c", "d")]
    same = digest(files, version=180006)
    assert same == digest(list(files), version=180006)
    others = [[SourceFile("ab", ""), SourceFile("c", "d")], files[::-1], files[:1]]
    assert len({same, digest(files, version=170000), *(digest(other, version=180006) for other in others)}) == 5


def test_what_cannot_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "desired"
    with pytest.raises(SourceFolderMissing, match="There is no folder"):
        read_folder(folder)
    folder.mkdir()
    with pytest.raises(SourceFolderEmpty, match=r"holds no \.sql file"):
        read_folder(folder)
    (folder / "a.sql").write_bytes(b"-- x\nSELECT '\xe9'")
    with pytest.raises(SourceNotUtf8, match=r"a\.sql is not UTF-8: byte 13 \(line 2\)"):
        read_folder(folder)
    (folder / "a.sql").write_bytes(b"-- x\n\0")
    with pytest.raises(SourceUnreadable, match="line 2 holds a NUL byte"):
        read_folder(folder)
