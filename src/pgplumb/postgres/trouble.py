"""Tells when the scratch server itself is why something failed, so that nobody looks for the mistake in their files."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from pgplumb.errors import ConnectionFailed, DatabaseError, PgplumbError, ScratchFull, ScratchGone, ScratchUnreachable
from pgplumb.postgres.dsn import Dsn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.postgres.server import Server

#: What the system says where a disk is full; servers that we start speak English.
NO_ROOM = os.strerror(errno.ENOSPC)
#: SQLSTATE disk_full.
DISK_FULL = "53100"
#: Seconds that a server gets to end once it has let a connection go: what it says then is the better reason.
PATIENCE = 2


def trouble(error: PgplumbError, server: Server) -> PgplumbError | None:
    """The error that says so where the server has no room left or has gone; None where it is not to blame."""
    ours = [each for each in _causes(error) if isinstance(each, PgplumbError) and _is_about(each, server)]
    for each in ours:
        if isinstance(each, DatabaseError) and each.sqlstate == DISK_FULL:
            return ScratchFull(server=server.label, place=server.place, reason=each.primary)
    lost = next((each for each in ours if isinstance(each, ConnectionFailed)), None)
    if isinstance(lost, ScratchUnreachable):
        return None
    reason = server.obituary(patience=PATIENCE if lost else 0) or (lost.reason if lost else "")
    if NO_ROOM in reason:
        return ScratchFull(server=server.label, place=server.place, reason=reason)
    return ScratchGone(server=server.label, reason=reason) if reason else None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error, its cause, and so on."""
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__


def _is_about(error: PgplumbError, server: Server) -> bool:
    dsn = error.data.get("dsn")
    return isinstance(dsn, Dsn) and server.owns(dsn)
