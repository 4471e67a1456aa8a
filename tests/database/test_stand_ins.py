"""Stand-ins for extensions that the embedded server lacks: like the real ones as far as they go, and loud beyond."""

from __future__ import annotations

import os
import uuid
from typing import TYPE_CHECKING, Any

import pytest

from pgplumb.errors import DatabaseError
from pgplumb.postgres import found
from pgplumb.postgres.cache import Cache
from pgplumb.postgres.server import open_scratch
from pgplumb.postgres.session import Session, connect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.scratch import Scratch

BOTH = """CREATE EXTENSION "uuid-ossp"; CREATE EXTENSION pgcrypto VERSION '1.3'"""
#: What others see of an extension: its version, its comment, and each function as far as its body is no part of it.
MEMBERS = """
SELECT e.extname, e.extversion, e.extrelocatable, obj_description(e.oid, 'pg_extension'), p.proname,
       pg_get_function_arguments(p.oid), pg_get_function_result(p.oid), p.provolatile, p.proisstrict, p.proparallel,
       p.proretset, p.prosecdef, p.proleakproof
FROM pg_extension e
JOIN pg_depend d ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid AND d.deptype = 'e'
LEFT JOIN pg_proc p ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid
WHERE e.extname <> 'plpgsql'
ORDER BY e.extname, p.proname, 6
"""
#: Expressions that have the same value on every server.
VALUES = [
    *(f"encode(digest('Grüße', '{name}'), 'hex')" for name in ("md5", "sha224", "SHA256", "sha384", "sha512")),
    r"encode(digest('\x00ff'::bytea, 'sha256'), 'hex')",
    *(f"encode(hmac('what do ya want for nothing?', 'Jefe', '{name}'), 'hex')" for name in ("md5", "sha256", "sha512")),
    "encode(hmac('data', repeat('a long key', 20), 'sha224'), 'hex')",
    "encode(hmac('', '', 'sha384'), 'hex')",
    "uuid_generate_v3(uuid_ns_dns(), 'www.example.com')",
    "uuid_generate_v3(uuid_ns_url(), 'http://example.com/ä')",
    "ARRAY[uuid_nil(), uuid_ns_dns(), uuid_ns_url(), uuid_ns_oid(), uuid_ns_x500()]",
    "length(gen_random_bytes(1)) + length(gen_random_bytes(1024))",
    "digest(NULL::text, 'md5')",
]


def standing_in(scratch: Scratch, dsn: Dsn) -> tuple[str, ...]:
    """The extensions in a database that are not the real ones."""
    with connect(dsn) as session:
        there = {row[0] for row in session.rows("SELECT extname FROM pg_extension")}
    return tuple(sorted(there & scratch.offered_stand_ins))


@pytest.fixture
def with_both(session: Session) -> Session:
    session.script(BOTH)
    return session


@pytest.fixture(scope="module")
def real() -> Iterator[Session]:
    """A session on a server that has the real extensions."""
    if not found.local(os.environ):
        pytest.skip("this machine has no local server with the real extensions (on Debian: postgresql-15)")
    with (
        open_scratch("local", cache=Cache(None, 0), environment=os.environ) as scratch,
        scratch.database() as dsn,
        connect(dsn) as session,
    ):
        session.script(BOTH)
        assert standing_in(scratch, dsn) == ()
        yield session


def test_they_are_known_by_name(scratch: Scratch, database: Dsn, session: Session) -> None:
    assert standing_in(scratch, database) == ()
    session.execute("CREATE EXTENSION citext")
    session.execute('CREATE EXTENSION "uuid-ossp"')
    assert standing_in(scratch, database) == ("uuid-ossp",)
    session.execute("CREATE EXTENSION pgcrypto")
    assert standing_in(scratch, database) == ("pgcrypto", "uuid-ossp")


def test_they_look_like_the_real_ones(with_both: Session, real: Session) -> None:
    stand_ins, originals = with_both.rows(MEMBERS), real.rows(MEMBERS)
    assert len(originals) > 40
    assert stand_ins == originals


@pytest.mark.parametrize("expression", VALUES)
def test_they_compute_what_the_real_ones_do(expression: str, with_both: Session, real: Session) -> None:
    assert with_both.value(f"SELECT {expression}") == real.value(f"SELECT {expression}")


def test_known_values(with_both: Session) -> None:
    """RFC 2202 and RFC 4231, second test of each; Python's own uuid."""
    value = with_both.value
    message = "'what do ya want for nothing?', 'Jefe'"
    assert value(f"SELECT encode(hmac({message}, 'md5'), 'hex')") == "750c783e6ab0b503eaa86e310a5db738"
    sha256 = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert value(f"SELECT encode(hmac({message}, 'sha256'), 'hex')") == sha256
    assert value("SELECT uuid_generate_v3(uuid_ns_url(), 'ä')") == uuid.uuid3(uuid.NAMESPACE_URL, "ä")


def test_new_identifiers_are_of_their_kind_and_differ(with_both: Session) -> None:
    made: list[Any] = []
    for function, version in (("v1", 1), ("v1mc", 1), ("v4", 4)):
        new = [with_both.value(f"SELECT uuid_generate_{function}()") for _ in range(50)]
        assert {(each.version, each.variant) for each in new} == {(version, uuid.RFC_4122)}
        made += new
    assert len(set(made)) == len(made)
    seconds = (made[0].time - 0x01B21DD213814000) / 1e7
    assert abs(seconds - float(with_both.value("SELECT extract(epoch FROM clock_timestamp())"))) < 60


@pytest.mark.parametrize(
    "expression",
    [
        "uuid_generate_v5(uuid_ns_dns(), 'a')",
        "digest('a', 'sha1')",
        "crypt('secret', 'salt')",
        "gen_salt('bf', 8)",
        "pgp_sym_encrypt('a', 'b')",
        "pgp_sym_decrypt('a'::bytea, 'b')",
        "armor('a'::bytea)",
    ],
)
def test_what_they_cannot_do_names_a_server_that_can(expression: str, with_both: Session) -> None:
    with pytest.raises(DatabaseError, match=r'the stand-in for .* has no .* server = "local" .* "container:') as caught:
        with_both.value(f"SELECT {expression}")
    assert caught.value.data["sqlstate"] == "0A000"


def test_random_bytes_keep_the_real_limits(with_both: Session) -> None:
    for length in (0, 1025):
        with pytest.raises(DatabaseError, match="Length not in range"):
            with_both.value("SELECT gen_random_bytes(%s)", [length])


def test_the_newest_version_is_the_default(session: Session) -> None:
    session.execute("CREATE EXTENSION pgcrypto")
    assert session.value("SELECT extversion FROM pg_extension WHERE extname = 'pgcrypto'") == "1.4"
    assert session.value("SELECT fips_mode()") is False


def test_they_work_in_any_schema_and_in_schemas(session: Session) -> None:
    session.script("CREATE SCHEMA lib; CREATE SCHEMA other; CREATE EXTENSION pgcrypto SCHEMA lib")
    session.script("""
        CREATE TABLE t (id uuid DEFAULT lib.gen_random_uuid(), a text,
                        hash bytea GENERATED ALWAYS AS (lib.digest(a, 'sha256')) STORED);
        CREATE INDEX ON t (lib.hmac(a, 'key', 'md5'));
        INSERT INTO t (a) VALUES ('x');
        ALTER EXTENSION pgcrypto SET SCHEMA other;
        INSERT INTO t (a) VALUES ('y');
    """)
    assert session.value("SELECT count(DISTINCT hash) FROM t") == 2


def test_a_dump_with_them_comes_back(scratch: Scratch, database: Dsn, session: Session) -> None:
    session.script('CREATE EXTENSION "uuid-ossp"; CREATE TABLE t (id uuid DEFAULT uuid_generate_v1())')
    text = scratch.dump(database)
    assert "uuid_generate_v1" in text
    with scratch.database() as copy:
        scratch.restore(text, copy)
        assert scratch.dump(copy) == text
        assert standing_in(scratch, copy) == ("uuid-ossp",)


def test_they_are_there_in_a_kept_template(tmp_path: Path) -> None:
    def build(dsn: Dsn) -> None:
        with connect(dsn) as session:
            session.script(BOTH)

    for _ in range(2):
        with (
            open_scratch("embedded", cache=Cache(tmp_path / "cache", 10**6), environment=os.environ) as scratch,
            scratch.database(scratch.template("a", build)) as dsn,
            connect(dsn) as session,
        ):
            assert session.value("SELECT uuid_nil()") == uuid.UUID(int=0)
            session.execute("ALTER EXTENSION pgcrypto UPDATE")
            assert standing_in(scratch, dsn) == ("pgcrypto", "uuid-ossp")
