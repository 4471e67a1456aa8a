"""Runs the README's two commands as a newcomer does: in a new clone, in a private folder, as each kind of user."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
#: How both commands begin, each on a line of its own.
COMMAND = re.compile(r"^python3 -m venv .*$", re.MULTILINE)


def commands() -> list[str]:
    """The README's commands."""
    return COMMAND.findall((ROOT / "README.md").read_text(encoding="utf-8"))


def run_all(home: Path, identity: dict[str, Any]) -> int:
    """Run both commands in the clone below a folder that nobody else can enter; the highest exit status."""
    kept = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_", "HTTP", "LANG"))}
    # An ordinary user cannot run the programs below root's home.
    path = "/usr/local/bin:/usr/bin:/bin" if identity else os.environ["PATH"]
    surroundings = kept | {"HOME": str(home), "PATH": path}
    told = []
    for command in commands():
        print(f"$ {command}", flush=True)
        found = subprocess.run(["bash", "-c", command], cwd=home / "pgplumb", env=surroundings, check=False, **identity)
        print(f"(exit status {found.returncode})", flush=True)
        told.append(found.returncode)
    return max(told)


def newcomer(identity: dict[str, Any], uid: int, gid: int) -> int:
    """Clone what is committed, and run the commands as this user."""
    home = Path(tempfile.mkdtemp(prefix="pgplumb-fresh-"))
    try:
        subprocess.run(["git", "clone", "-q", str(ROOT), str(home / "pgplumb")], check=True)
        for path in (home, *home.rglob("*")):
            os.chown(path, uid, gid, follow_symlinks=False)
        return run_all(home, identity)
    finally:
        shutil.rmtree(home)


def main() -> int:
    """As ourselves; root then as the user nobody too."""
    print("as ourselves", flush=True)
    told = newcomer({}, os.geteuid(), os.getegid())
    if os.geteuid() == 0:
        other = pwd.getpwnam("nobody")
        print("as an ordinary user", flush=True)
        identity = {"user": other.pw_uid, "group": other.pw_gid, "extra_groups": []}
        told = max(told, newcomer(identity, other.pw_uid, other.pw_gid))
    return told


if __name__ == "__main__":
    sys.exit(main())
