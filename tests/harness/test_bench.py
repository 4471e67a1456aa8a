"""The bench that laws work with: how its sessions begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.introspect.reader import read
from pgplumb.laws.bench import PROFILES, Bench
from pgplumb.postgres.session import connect

if TYPE_CHECKING:
    from pgplumb.postgres.scratch import Scratch

ZONE = "select setting, source from pg_settings where name = 'TimeZone'"


def test_sessions_ask_for_utc_themselves_wherever_the_server_is(scratch: Scratch) -> None:
    template = scratch.template("in utc", lambda dsn: None)
    with scratch.database(template) as dsn, connect(dsn.with_setting("TimeZone", "Asia/Tokyo")) as session:
        catalog = read(session, own_roles=frozenset())
        assert session.rows(ZONE) == [("Asia/Tokyo", "client")]
    settings = {"harness": {}, "isolation": {}}
    with Bench(
        catalog=catalog, scratch=scratch, template=template, profile=PROFILES["quick"], settings=settings
    ) as bench:
        for opened in (bench.transaction, bench.populated, bench.opened):
            with opened() as session:
                assert session.rows(ZONE) == [("UTC", "client")]
