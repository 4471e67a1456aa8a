"""The container service of this machine: how to reach it, and which images of PostgreSQL it has."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from docker.errors import DockerException
from testcontainers.core.docker_client import DockerClient

from pgplumb.errors import ContainersMissing

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Names of images whose tag begins with PostgreSQL's major version: the official one, and those built on it.
_OF_POSTGRES = re.compile(r"(?:.*/)?(?:postgres|postgis):(\d+)\b.*")


@contextmanager
def service() -> Iterator[DockerClient]:
    """A connection to the service that Docker's own variables and contexts name; raises ContainersMissing."""
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


def one_line(error: Exception) -> str:
    """What an error of the service says, on one line."""
    return " ".join(str(error).split())
