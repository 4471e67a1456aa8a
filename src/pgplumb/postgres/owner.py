"""Whose a container is: marked by labels while we live, removed when we are gone."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from docker.errors import APIError, NotFound

from pgplumb.postgres import watcher
from pgplumb.postgres.folders import claim, sweep

if TYPE_CHECKING:
    from docker.models.containers import Container
    from testcontainers.core.docker_client import DockerClient

#: The label that names the owner's claim, a folder for temporary files that is locked while the owner lives.
CLAIM_LABEL = "pgplumb.claim"
#: The label that tells where that folder is: what belongs to another machine or file system is not ours to judge.
PLACE_LABEL = "pgplumb.place"
#: States of a container in which no server runs that anybody could still use.
ENDED = ("exited", "dead")


class Owner:
    """This run, as one that containers belong to."""

    def __init__(self) -> None:
        prefix = f"pgplumb-container-{os.geteuid()}-"
        parent = Path(tempfile.gettempdir())
        sweep(parent, prefix, [os.geteuid()])
        self._claim = claim(parent, prefix)
        self.labels = {CLAIM_LABEL: self._claim.folder.name, PLACE_LABEL: _place(parent)}
        # A session of its own spares it the Ctrl-C that is meant for us.
        self._watcher = subprocess.Popen(
            [sys.executable, watcher.__file__, f"{CLAIM_LABEL}={self._claim.folder.name}"],
            stdin=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def end(self) -> None:
        """Give the claim up, once the containers are removed."""
        with suppress(BrokenPipeError):
            self._watcher.communicate(b"removed\n")
        shutil.rmtree(self._claim.folder, ignore_errors=True)
        self._claim.release()


def remove(container: Container) -> None:
    """Remove a container with its volumes; another run or the service itself may be faster."""
    try:
        container.remove(force=True, v=True)
    except NotFound:
        pass
    except APIError as error:
        if error.status_code != 409:  # its removal is under way
            raise


def remove_orphans(service: DockerClient) -> None:
    """Remove the containers of runs that were killed, together with those that watched over them."""
    parent = Path(tempfile.gettempdir())
    for container in service.client.containers.list(all=True, filters={"label": CLAIM_LABEL}, ignore_removed=True):
        here = container.labels.get(PLACE_LABEL) == _place(parent)
        gone = here and not (parent / container.labels[CLAIM_LABEL]).exists()
        if gone or (not here and container.status in ENDED):
            remove(container)


def _place(parent: Path) -> str:
    """Tell this folder from folders of the same name on other machines and in other containers."""
    status = parent.stat()
    return sha256(repr((platform.node(), status.st_dev, status.st_ino)).encode()).hexdigest()[:16]
