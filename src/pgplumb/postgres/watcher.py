"""The process that outlives us by a moment: when we are gone, it removes the container that we started.

It runs as a script, without the package around it. Its standard input is a pipe that only its owner writes to:
"removed" says that there is nothing left to do; the end of the file is the owner's end, however it came.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Wait for the end of the owner, then remove every container with the label given."""
    if sys.stdin.readline() == "removed\n":
        return
    from docker.client import DockerClient  # needed only now, and slow to come

    for container in DockerClient.from_env().containers.list(all=True, filters={"label": sys.argv[1]}):
        container.remove(force=True, v=True)


if __name__ == "__main__":
    main()
