"""Connection strings: what is read, what is refused, and that no secret is shown."""

from __future__ import annotations

import pytest
from psycopg.conninfo import conninfo_to_dict

from pgplumb.errors import InvalidDsn
from pgplumb.postgres.dsn import Dsn

SECRET = "p%40ss%2Fw:rd"


def test_url_and_keywords_are_read_alike() -> None:
    url = Dsn.parse("postgresql://app:secret@db.example:5433/shop?sslmode=require")
    keywords = Dsn.parse("host=db.example port=5433 user=app password=secret dbname=shop sslmode=require")
    assert url == keywords


@pytest.mark.parametrize(
    "text",
    [
        f"postgresql://app:{SECRET}@db.example:5433/shop?sslmode=require",
        f"postgresql://app:{SECRET}@db.example/shop",
        "postgresql:///shop?host=%2Frun%2Fpg&user=app",
        "postgresql://app@[::1]:5433/shop",
        "postgresql://app@one:5432,two:5433/shop?target_session_attrs=any",
        "postgresql:///",
        "dbname='it''s \"quoted\" ä' user=\"o\\'neil\"".replace("''", "\\'"),
    ],
)
def test_url_says_what_was_parsed(text: str) -> None:
    dsn = Dsn.parse(text)
    assert conninfo_to_dict(dsn.url) == conninfo_to_dict(dsn.conninfo) == dict(dsn.parameters)


def test_another_database_of_the_same_server() -> None:
    dsn = Dsn.parse("postgresql://app@db.example/shop").with_database("other shop")
    assert dsn.database == "other shop"
    assert dsn.url == "postgresql://app@db.example/other%20shop"


def test_no_secret_is_shown() -> None:
    dsn = Dsn.parse("postgresql://app:hunter2@db.example:5433/shop?sslpassword=hunter2")
    assert "hunter2" not in f"{dsn} {dsn!r}"
    assert str(dsn) == "postgresql://app@db.example:5433/shop"


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://app:hunter2/x@db.example/shop",
        "postgresql://app:hunter2@x@db.example/shop",
        "postgresql://app:12/hunter2@db.example/shop",
        "postgresql://app@db.example:hunter2/shop",
        "postgresql://app:hunter2@db.example/shop?nonsense=1",
        "hunter2",
        "password=hunter2 nonsense",
    ],
)
def test_what_cannot_be_read_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(InvalidDsn) as caught:
        Dsn.parse(text)
    assert "hunter2" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_setting_comes_after_those_that_were_given() -> None:
    dsn = Dsn.parse("postgresql://app@db.example/shop").with_setting("TimeZone", "UTC")
    assert dsn.get("options") == "-c TimeZone=UTC"
    assert dsn.with_setting("jit", "off").get("options") == "-c TimeZone=UTC -c jit=off"
