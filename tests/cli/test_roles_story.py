"""Roles that the files create: made, changed and found changed on a live server, and never dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pgplumb.postgres.session import connect
from tests.cli.live import PAIRS, Keeper, live_database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.conftest import Pgplumb

ROLES = """
CREATE ROLE shop_reader;
CREATE ROLE shop_app LOGIN CONNECTION LIMIT 5;
COMMENT ON ROLE shop_app IS 'the web shop';
GRANT shop_reader TO shop_app;
ALTER ROLE shop_app SET search_path = shop, public;
CREATE TABLE orders (id integer PRIMARY KEY);
GRANT SELECT ON orders TO shop_reader;
"""


@pytest.fixture(params=PAIRS[:2], ids=[f"{live}-on-{scratch}" for live, scratch in PAIRS[:2]])
def keeper(request: pytest.FixtureRequest, tmp_path: Path, pgplumb: Pgplumb) -> Iterator[Keeper]:
    live, scratch = request.param
    with live_database(live) as dsn:
        found = Keeper(tmp_path, dsn, pgplumb)
        found.start(scratch)
        yield found


def write(keeper: Keeper, text: str) -> None:
    (keeper.folder / "desired" / "example.sql").unlink(missing_ok=True)
    (keeper.folder / "desired" / "shop.sql").write_text(text, encoding="utf-8")


def manage(keeper: Keeper) -> None:
    settings = keeper.folder / "pgplumb.toml"
    settings.write_text("roles = true\n" + settings.read_text(encoding="utf-8"), encoding="utf-8")


def roles(keeper: Keeper) -> list[tuple[object, ...]]:
    query = """
        select rolname, rolcanlogin, rolconnlimit, array(
            select g.rolname::text from pg_auth_members m join pg_roles g on g.oid = m.roleid where m.member = r.oid
            order by 1)
        from pg_roles r where rolname like 'shop%' order by rolname
    """
    with connect(keeper.live) as session:
        return session.rows(query)


@pytest.mark.slow
def test_the_roles_of_a_shop(keeper: Keeper) -> None:
    manage(keeper)
    write(keeper, ROLES)
    planned = keeper.run("plan", ends_with=2).out
    assert "shop_app" in planned
    assert "Roles that the server lacks" not in planned
    keeper.run("make", "shop roles")
    assert roles(keeper) == []
    keeper.run("apply")
    assert roles(keeper) == [("shop_app", True, 5, ["shop_reader"]), ("shop_reader", False, -1, [])]
    for command in ("plan", "verify", "drift"):
        keeper.run(command)

    # Roles of others, and what they are members of, are nobody's business.
    keeper.sql("CREATE ROLE shopkeeper SUPERUSER; GRANT shop_reader TO shopkeeper")
    for command in ("plan", "drift"):
        keeper.run(command)
    keeper.sql("ALTER ROLE shop_app CREATEDB; GRANT pg_monitor TO shop_app")
    drifted = keeper.run("drift", ends_with=2).out
    assert "pg_monitor" in drifted
    assert "shopkeeper" not in drifted
    assert "NOCREATEDB" in keeper.run("plan", "--format", "sql", ends_with=2).out
    keeper.sql("ALTER ROLE shop_app NOCREATEDB; REVOKE pg_monitor FROM shop_app")
    keeper.run("drift")

    # One changes, one leaves the files.
    write(keeper, "CREATE ROLE shop_app NOLOGIN; CREATE TABLE orders (id integer PRIMARY KEY);")
    made = keeper.run("make", "fewer roles")
    assert 'no file creates the role "shop_reader" any more' in made.out + keeper.run("plan", ends_with=2).out
    keeper.run("apply")
    assert roles(keeper)[0] == ("shop_app", False, -1, [])
    assert "shop_reader" in {row[0] for row in roles(keeper)}
    for command in ("plan", "verify", "drift"):
        keeper.run(command)

    keeper.run("rollback")
    assert roles(keeper)[0] == ("shop_app", True, 5, ["shop_reader"])
    keeper.run("rollback", "--allow", "data_loss")
    assert {row[0] for row in roles(keeper)} >= {"shop_app", "shop_reader"}
    keeper.run("apply")
    keeper.run("drift")


def test_a_password_is_refused_and_not_shown(keeper: Keeper) -> None:
    manage(keeper)
    write(keeper, "CREATE ROLE shop_app LOGIN PASSWORD 'open-sesame';\n")
    said = keeper.run("plan", ends_with=1)
    assert "shop.sql:1:1: a password has no place in a file" in said.err
    assert "open-sesame" not in said.out + said.err


def test_roles_are_left_alone_by_default(keeper: Keeper) -> None:
    write(keeper, ROLES)
    assert "set `roles = true`" in keeper.run("plan", ends_with=1).err
    write(keeper, "CREATE ROLE shop_app LOGIN; CREATE TABLE orders (id integer); GRANT SELECT ON orders TO shop_app;")
    assert "Roles that the server lacks: shop_app" in keeper.run("plan", ends_with=2).out
