"""A database that grew by hand is taken over: dumped, joined, edited, planned, made, applied and rolled back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pgplumb.introspect.reader import read
from pgplumb.postgres.session import connect
from tests.cli.live import PAIRS, Keeper, live_database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.model.catalog import Catalog
    from tests.cli.conftest import Pgplumb

GROWN = Path(__file__).parents[2] / "fixtures" / "adoption"
ROLES = (GROWN / "roles.txt").read_text(encoding="utf-8").splitlines()
#: What is part of something else, or said about it.
PARTS = {"column", "default", "attribute", "domain_constraint", "inheritance", "comment", "grant"}

ROWS = """
INSERT INTO publisher (name) VALUES ('Reclam');
INSERT INTO book (title, publisher_id, price, blurb) VALUES ('Faust', 1, 3.20, 'A pact.'), ('Emilia', 1, 2.40, NULL);
INSERT INTO sales.customer (email, name) VALUES ('a@example.org', 'Ada');
INSERT INTO sales."Order" (customer_id, state) VALUES (1000, 'paid');
INSERT INTO stock.shelf VALUES ('A1', '[1,5)');
INSERT INTO stock.movement (at, book_id, shelf, count) VALUES ('2024-05-05', 1, 'A1', 12), ('2023-05-05', 1, 'A1', 3);
INSERT INTO sales."order" VALUES ('two of the usual');
"""


@pytest.fixture(params=PAIRS[:2], ids=[f"{live}-on-{scratch}" for live, scratch in PAIRS[:2]])
def keeper(request: pytest.FixtureRequest, tmp_path: Path, pgplumb: Pgplumb) -> Iterator[Keeper]:
    live, scratch = request.param
    with live_database(live, ROLES) as dsn:
        found = Keeper(tmp_path, dsn, pgplumb)
        found.sql((GROWN / "bookshop.sql").read_text(encoding="utf-8"))
        found.sql(ROWS)
        found.start(scratch)
        yield found


def catalog(keeper: Keeper) -> Catalog:
    """What the live database is now, without pgplumb's own history."""
    with connect(keeper.live) as session:
        return read(session, own_roles=frozenset({"postgres"}), ignored=lambda id: "pgplumb" in {id.schema, id.name})


@pytest.mark.slow
def test_a_bookshop_is_taken_over(keeper: Keeper) -> None:
    grown = catalog(keeper)
    whole = [id for id in grown.objects if id.kind not in PARTS and id != ("schema", "", "public", "", "", None)]
    assert len(whole) >= 60
    assert len({id.kind for id in whole}) >= 30
    assert {id.schema for id in whole} >= {"public", "sales", "stock"}

    # The files. What nobody has edited since `init` makes way for them.
    said = keeper.run("dump").out
    assert "secret_left_out" in said
    assert "Loaded back on PostgreSQL" in said
    files = keeper.files()
    assert "example.sql" not in files
    assert len({path.lower() for path in files}) == len(files)
    assert not any("open-sesame" in text for text in files.values())
    assert files["sales/tables/order_line.sql"].startswith(
        "CREATE TABLE sales.order_line (\n"
        "    order_id bigint NOT NULL,\n"
        "    line integer NOT NULL,\n"
        "    book_id bigint NOT NULL,\n"
        "    count integer DEFAULT 1 NOT NULL,\n"
        "    CONSTRAINT order_line_pkey PRIMARY KEY (order_id, line),\n"
        "    CONSTRAINT order_line_book_id_fkey FOREIGN KEY (book_id) REFERENCES public.book(id),\n"
        "    CONSTRAINT order_line_order_id_fkey FOREIGN KEY (order_id)\n"
        '        REFERENCES sales."Order"(id) ON DELETE CASCADE,\n'
        "    CONSTRAINT positive CHECK ((count > 0))\n"
        ");\n"
    )
    assert "all as they were" in keeper.run("dump").out
    assert keeper.files() == files

    # It joins. Nothing was run, and nothing is left to do.
    keeper.run("plan")
    assert "Recorded as applied" in keeper.run("baseline", "as it was").out
    assert catalog(keeper).fingerprint == grown.fingerprint
    keeper.run("plan")
    keeper.run("drift")
    keeper.run("verify")
    assert "1 applied, 0 pending." in keeper.run("status").out

    # From now on people edit files: a name, a new column, a report; and the old till's table goes at last.
    keeper.edit("public/tables/book.sql", "    blurb text,", "    -- pgplumb: renamed from blurb\n    summary text,")
    keeper.edit("public/tables/book.sql", "COALESCE(blurb,", "COALESCE(summary,")
    keeper.edit("public/tables/publisher.sql", "    country char", "    founded date,\n    country char")
    keeper.edit("sales/types/state.sql", "    'returned'", "    'returned',\n    'lost'")
    (keeper.folder / "desired" / "sales" / "tables" / "order.sql").unlink()
    (keeper.folder / "desired" / "sales" / "views" / "lost.sql").write_text(
        "CREATE VIEW sales.unsent AS SELECT id FROM sales.\"Order\" WHERE state = 'paid';\n"
    )
    said = keeper.run("plan", ends_with=2).out
    assert "drop" in said
    assert "summary" in said
    keeper.run("make", "a year later", ends_with=3)
    keeper.run("make", "a year later", "--allow", "data_loss")
    keeper.run("apply")
    keeper.run("plan")
    keeper.run("drift")
    assert keeper.ask("SELECT title, summary FROM book ORDER BY id") == [("Faust", "A pact."), ("Emilia", None)]
    assert keeper.ask("SELECT count FROM stock.movement ORDER BY count") == [(3,), (12,)]

    # And back again: the schema is what it was on the first day.
    keeper.run("rollback", "--allow", "data_loss")
    assert catalog(keeper).fingerprint == grown.fingerprint
    assert keeper.ask("SELECT title, blurb FROM book ORDER BY id") == [("Faust", "A pact."), ("Emilia", None)]
    assert "1 applied, 1 pending." in keeper.run("status", ends_with=2).out
