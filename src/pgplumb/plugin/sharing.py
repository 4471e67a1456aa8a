"""How pytest-xdist shares a schema's items between workers: what goes by the same rows goes to the same worker."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xdist.scheduler import LoadScopeScheduling

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest
    from xdist.remote import Producer

#: `ticketing::public.orders::check::orders_total_not_negative[rejects]`: the project, what it is about, the law.
_ITEM = re.compile(r"(?P<project>[^:]+)::(?P<about>.+)\[(?P<law>\w+)\]\Z")
#: What one audit of row security tells of all tables.
_TOGETHER = re.compile(r"tenant_\w+\Z")
_MIGRATIONS = "migrations::"


class BySubject(LoadScopeScheduling):
    """A table with its constraints, columns and triggers, a migration, and all of row security are one load each."""

    def __init__(self, config: pytest.Config, log: Producer, projects: Sequence[str]) -> None:
        super().__init__(config, log)
        self._projects = frozenset(projects)

    def _split_scope(self, nodeid: str) -> str:
        """What an item shares a worker by; that of an item of somebody else's is its own."""
        found = _ITEM.match(nodeid)
        if found is None or found["project"] not in self._projects:
            return nodeid
        return f"{found['project']}::{_load(found['about'], found['law'])}"


def _load(about: str, law: str) -> str:
    if _TOGETHER.match(law):
        return "row security"
    return about if about.startswith(_MIGRATIONS) else about.split("::")[0]
