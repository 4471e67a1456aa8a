"""The container service of this machine: how to reach it, and which images of PostgreSQL it has."""

from __future__ import annotations

import re
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

from docker.errors import DockerException
from testcontainers.core.docker_client import DockerClient, get_docker_host

from pgplumb.errors import ContainersMissing

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Where the service listens if nothing says otherwise.
DEFAULT = "unix:///var/run/docker.sock"
#: Names of images whose tag begins with PostgreSQL's major version: the official one, and those built on it.
_OF_POSTGRES = re.compile(r"(?:.*/)?(?:postgres|postgis):(\d+)\b.*")


@contextmanager
def service() -> Iterator[DockerClient]:
    """A connection to the service that Docker's own variables and contexts name; raises ContainersMissing."""
    _look_for_socket(get_docker_host() or DEFAULT)
    try:
        reached = DockerClient()
    except DockerException as error:
        raise ContainersMissing(reason=one_line(error)) from error
    try:
        yield reached
    finally:
        reached.client.close()


def present() -> tuple[tuple[str, int], ...]:
    """The images that can be started without pulling, each with its major version; none where there is no service."""
    try:
        with service() as reached:
            names = sorted(name for image in reached.client.images.list() for name in image.tags)
    except (ContainersMissing, DockerException):
        return ()
    return tuple((name, int(found[1])) for name in names if (found := _OF_POSTGRES.fullmatch(name)))


def _look_for_socket(address: str) -> None:
    """Find out beforehand what is the most usual reason: where nobody listens, Docker's client says so in riddles."""
    scheme, _, path = address.partition("://")
    if scheme != "unix":
        return
    with socket.socket(socket.AF_UNIX) as tried:
        try:
            tried.connect(path)
        except OSError as error:
            raise ContainersMissing(reason=f"{address} does not answer ({error.strerror})") from error


def one_line(error: Exception) -> str:
    """What an error of the service says, on one line."""
    return " ".join(str(error).split())
