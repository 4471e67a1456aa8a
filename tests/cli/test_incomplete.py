"""A scratch server that lacks an extension: what needs it is left out and told, and nothing is dropped for it."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from pgplumb.postgres.cache import Cache
from pgplumb.postgres.server import available, open_scratch
from pgplumb.postgres.session import connect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.scratch import Scratch
    from tests.cli.conftest import Pgplumb, Ran

SHOP = "create table seat (id integer primary key);\n"
DOCUMENTS = """\
-- pgplumb: requires extension xml2

create table document (id integer, body text);
create view title as select xpath_string(body, '/title') as title from document;
"""
LEFT_OUT = "Left out, for the scratch server lacks the extension xml2: extension xml2, table public.document"


@dataclass(frozen=True, slots=True)
class Shop:
    """A project whose documents need an extension that the embedded server lacks; `large` names one that has it."""

    folder: Path
    small: str
    large: str
    pgplumb: Pgplumb

    def write(self, name: str, text: str) -> None:
        (self.folder / "desired" / name).write_text(text)

    def run(self, *arguments: str, large: bool = False) -> Ran:
        server = self.large if large else self.small
        return self.pgplumb("-C", str(self.folder), *arguments, "--server", server)

    def migrations(self) -> list[Path]:
        return sorted((self.folder / "migrations").glob("*.sql"))


@pytest.fixture(scope="module")
def large() -> Iterator[Scratch]:
    for offer in available(os.environ):
        if offer.spec.startswith("local:"):
            with open_scratch(offer.spec, cache=Cache(None, 0), environment=os.environ) as opened:
                if "xml2" in opened.offered:
                    yield opened
                    return
    pytest.skip("this machine has no server with the extension xml2 (on Debian: apt-get install postgresql-15)")


@pytest.fixture
def shop(tmp_path: Path, scratch: Scratch, large: Scratch, pgplumb: Pgplumb) -> Shop:
    """The project; its documents ask for the extension in the head of their file."""
    assert "xml2" not in scratch.offered
    (tmp_path / "desired").mkdir()
    (tmp_path / "pgplumb.toml").write_text("")
    with scratch.database() as small, large.database() as other:
        servers = [dsn.with_database("postgres").url for dsn in (small, other)]
    found = Shop(tmp_path, *servers, pgplumb)
    found.write("shop.sql", SHOP)
    found.write("documents.sql", DOCUMENTS)
    return found


def test_a_plan_shows_what_is_left_out(shop: Shop) -> None:
    shown = shop.run("plan")
    assert (shown.status, shown.err) == (2, "")
    assert "desired/documents.sql:1:1" in shown.out
    assert LEFT_OUT in shown.out
    assert 'server = "local:' in shown.out
    assert "create table public.document" not in shown.out.lower()
    assert "1 to add" in shown.out
    found = json.loads(shop.run("plan", "--format", "json").out)
    (finding,) = [each for each in found["findings"] if each["code"] == "incomplete"]
    assert (finding["location"]["file"], finding["location"]["line"]) == ("desired/documents.sql", 1)
    assert "xml2" in shop.run("plan", "--format", "markdown").out


def test_a_statement_alone_may_be_left_out(shop: Shop) -> None:
    view = DOCUMENTS.split("\n\n")[1].replace("create view", "-- pgplumb: requires extension xml2\ncreate view")
    shop.write("documents.sql", view)
    shown = shop.run("plan")
    assert shown.status == 2, shown.err
    assert "desired/documents.sql:2:1" in shown.out
    assert "extension xml2, view public.title" in shown.out
    assert "table public.document" in shown.out


def test_no_migration_is_made(shop: Shop) -> None:
    refused = shop.run("make", "first")
    assert (refused.status, refused.out, shop.migrations()) == (3, "", [])
    assert "desired/documents.sql:1:1: xml2 (extension xml2, table public.document, " in refused.err
    assert "A migration is never written from an incomplete schema." in refused.err


def test_what_hangs_on_it_is_told(shop: Shop) -> None:
    shop.write("shop.sql", f"{SHOP}create view one as select id from document;\n")
    refused = shop.run("plan")
    assert refused.status == 1
    assert 'desired/shop.sql:2:35: relation "document" does not exist' in refused.err
    assert "It is left out with all that requires the extension xml2 (desired/documents.sql:1:1)" in refused.err


def test_nothing_is_dropped_because_the_server_was_too_small(shop: Shop, database: Dsn) -> None:
    with connect(database) as session:
        session.script("create table document (id integer, body text); create table other ();")
    refused = shop.run("plan", "--url", database.url)
    assert (refused.status, refused.out) == (3, "")
    assert f"{database} has column public.document.body, " in refused.err
    with connect(database) as session:
        session.script("drop table document")
    shown = shop.run("plan", "--url", database.url)
    assert shown.status == 2, shown.err
    with connect(database) as session:
        session.script("drop table other; create table seat (id integer primary key)")
    shown = shop.run("plan", "--url", database.url)
    assert "Nothing to change but for what is left out." in shown.out
    assert shown.status == 2


def test_whoever_needs_the_extension_is_refused_on_the_small_server(shop: Shop, large: Scratch) -> None:
    with large.database() as live:
        assert shop.run("make", "first", large=True).status == 0
        assert shop.pgplumb("-C", str(shop.folder), "apply", "--url", live.url).status == 0
        assert shop.run("plan", "--url", live.url, large=True).status == 0
        for command in (["plan"], ["make", "next"], ["drift"]):
            refused = shop.run(*command, "--url", live.url)
            assert (refused.status, refused.out) == (3, ""), refused.err
            assert "xml2" in refused.err
            assert 'server = "local:' in refused.err
        for command in (["plan"], ["make", "next"]):
            refused = shop.run(*command)
            assert (refused.status, refused.out) == (3, ""), refused.err
            assert "first.up.sql:" in refused.err
            assert " needs the extension xml2, which the scratch server, " in refused.err
        assert len(shop.migrations()) == 2
    verified = shop.pgplumb("-C", str(shop.folder), "verify", "--server", shop.small)
    assert verified.status == 3, verified.err
