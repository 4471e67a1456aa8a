"""Runs a command with containers at hand where there is no Docker: an image of Debian's PostgreSQL, served by podman.

    python tools/podman_server.py FOLDER -- pytest tests/database/test_servers_container.py
    python tools/podman_server.py --check

The image is made from Debian's packages, so that no image registry is needed; the folder keeps it for the next run.
`--check` says what this machine lacks, with status 69. Root on Debian 12 only.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

RELEASE, MAJOR = "bookworm", "15"
IMAGE = f"localhost/postgres:{MAJOR}"
#: Programs that must be there, and Debian's packages of them.
PROGRAMS = ("podman", "runc", "iptables", "debootstrap")
PACKAGES = "podman runc netavark iptables debootstrap"
ENTRYPOINT = Path(__file__).parent / "image" / "entrypoint"
#: What nobody reads in a container; a source of packages may also name a mirror that is nobody else's business.
LEFT_OUT = (
    "./proc/*",
    "./sys/*",
    "./etc/apt/sources.list*",
    "./var/cache/apt/*",
    "./var/lib/apt/lists/*",
    "./var/log/*",
    "./usr/share/doc/*",
    "./usr/share/man/*",
    "./usr/share/locale/*",
)
#: EX_UNAVAILABLE of sysexits.h.
UNAVAILABLE = 69
#: Seconds that the service gets to open its socket.
PATIENCE = 20


def lacking() -> str:
    """Why this machine cannot do it, or an empty text."""
    release = Path("/etc/os-release")
    if not release.exists() or f"VERSION_CODENAME={RELEASE}" not in release.read_text().split():
        return f"this is not Debian {RELEASE}"
    if os.geteuid() != 0:
        return "only root can build the image"
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing:
        return f"{', '.join(missing)} missing (apt-get install --no-install-recommends {PACKAGES})"
    return ""


def root_file_system(folder: Path) -> Path:
    """A minimal Debian with PostgreSQL, made once."""
    ready, staging = folder / "debian", folder / "debian.partial"
    if ready.exists():
        return ready
    shutil.rmtree(staging, ignore_errors=True)
    wanted = ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages", f"Codename: {RELEASE}"]
    mirrors = subprocess.run(wanted, check=True, capture_output=True, text=True).stdout.split()
    command = ["debootstrap", "--variant=minbase", f"--include=postgresql-{MAJOR}", RELEASE, str(staging), mirrors[0]]
    with (folder / "debootstrap.log").open("wb") as log:
        subprocess.run(command, check=True, stdout=log, stderr=log)
    # The package makes a cluster at once; each container makes its own.
    shutil.rmtree(staging / "var/lib/postgresql" / MAJOR, ignore_errors=True)
    shutil.rmtree(staging / "etc/postgresql" / MAJOR, ignore_errors=True)
    shutil.copy(ENTRYPOINT, staging / "usr/local/bin/entrypoint")
    staging.rename(ready)
    return ready


def make_image(folder: Path, podman: list[str], environment: dict[str, str]) -> None:
    """Turn the file system into an image that takes the variables of the official one; made once."""
    asked = subprocess.run([*podman, "image", "exists", IMAGE], env=environment, check=False)
    if asked.returncode == 0:
        return
    changes = (
        'ENTRYPOINT ["/usr/local/bin/entrypoint"]',
        'CMD ["postgres"]',
        f"ENV PATH=/usr/lib/postgresql/{MAJOR}/bin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "ENV PGDATA=/var/lib/postgresql/data LANG=C.UTF-8",
        "EXPOSE 5432",
        "STOPSIGNAL SIGINT",
    )
    options = [word for change in changes for word in ("--change", change)]
    without = [f"--exclude={pattern}" for pattern in LEFT_OUT]
    tar = ["tar", "-C", str(root_file_system(folder)), "--numeric-owner", *without, "-cf", "-", "."]
    with subprocess.Popen(tar, stdout=subprocess.PIPE) as packed:
        command = [*podman, "import", "--quiet", *options, "-", IMAGE]
        subprocess.run(command, check=True, stdin=packed.stdout, stdout=subprocess.DEVNULL, env=environment)


@contextmanager
def service(folder: Path) -> Iterator[dict[str, str]]:
    """The environment in which testcontainers finds the service; it ends with the block, and its containers too."""
    # A container may not raise the limits of the shell that it comes from, which podman's defaults would.
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    settings = folder / "containers.conf"
    settings.write_text(
        f'[containers]\ndefault_ulimits = ["nofile={files}:{files}", "nproc=32768:32768"]\n'
        '[engine]\nruntime = "runc"\ncgroup_manager = "cgroupfs"\nevents_logger = "file"\n'
    )
    environment = os.environ | {"CONTAINERS_CONF": str(settings)}
    podman = ["podman", "--root", str(folder / "storage"), "--runroot", str(folder / "run")]
    make_image(folder, podman, environment)
    socket = folder / "podman.sock"
    socket.unlink(missing_ok=True)
    with (folder / "service.log").open("wb") as log:
        command = [*podman, "system", "service", "--time=0", f"unix://{socket}"]
        running = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
    try:
        give_up = time.monotonic() + PATIENCE
        while not socket.exists():
            if running.poll() is not None or time.monotonic() > give_up:
                raise SystemExit((folder / "service.log").read_text() or "podman's service does not start")
            time.sleep(0.05)
        yield {
            "DOCKER_HOST": f"unix://{socket}",
            "TESTCONTAINERS_RYUK_DISABLED": "true",
            "TESTCONTAINERS_CONNECTION_MODE": "docker_host",
            "PGPLUMB_TEST_IMAGE": IMAGE,
        }
    finally:
        subprocess.run([*podman, "rm", "--all", "--force", "--time=0"], env=environment, check=False)
        running.terminate()
        running.wait()
        # Its store stays mounted on itself, and a folder that holds a mount cannot be removed.
        store = folder / "storage" / "overlay"
        if store.is_mount():
            subprocess.run(["umount", str(store)], check=False)


def main() -> int:
    """The status of the command."""
    if reason := lacking():
        print(f"No containers: {reason}.", file=sys.stderr)
        return UNAVAILABLE
    match sys.argv[1:]:
        case ["--check"]:
            return 0
        case [folder, "--", *command] if command:
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # not without cleaning up
            home = Path(folder).resolve()
            home.mkdir(parents=True, exist_ok=True)
            with service(home) as environment:
                print(json.dumps(environment), file=sys.stderr)
                return subprocess.run(command, env=os.environ | environment, check=False).returncode
    print("usage: podman_server.py --check | FOLDER -- COMMAND ...", file=sys.stderr)
    return 64


if __name__ == "__main__":
    sys.exit(main())
