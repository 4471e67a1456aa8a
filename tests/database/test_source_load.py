"""Loading files into a real server: order, roles, settings, and where a mistake is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pgplumb.errors import SourceError
from pgplumb.model.ids import ObjectId
from pgplumb.postgres.session import connect
from pgplumb.source.files import SourceFile
from pgplumb.source.load import load

if TYPE_CHECKING:
    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.scratch import Scratch
    from pgplumb.source.script import Script

#: Every statement stands before what it needs.
BACKWARDS = (
    """
    GRANT SELECT ON app.report TO reader;
    COMMENT ON VIEW app.report IS 'x';
    ALTER TABLE app.orders OWNER TO owner;
    CREATE POLICY mine ON app.orders TO reader USING (app.visible(id));
    CREATE TRIGGER touch BEFORE UPDATE ON app.orders FOR EACH ROW EXECUTE FUNCTION app.touch();
    CREATE MATERIALIZED VIEW app.totals AS SELECT * FROM app.report;
    CREATE UNIQUE INDEX ON app.totals (id);
    CREATE VIEW app.report AS SELECT id, status, count(*) FROM app.orders GROUP BY id;
    """,
    """
    CREATE FUNCTION app.visible(bigint) RETURNS boolean LANGUAGE sql AS 'SELECT EXISTS (SELECT FROM app.later)';
    CREATE FUNCTION app.latest() RETURNS SETOF app.report BEGIN ATOMIC SELECT * FROM app.report; END;
    CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
    ALTER TABLE app.orders ADD PRIMARY KEY (id);
    CREATE TABLE app.items (
        order_id bigint REFERENCES app.orders, code text DEFAULT app.next_code(), kind app.kind, size app.size
    );
    CREATE FUNCTION app.next_code() RETURNS text LANGUAGE sql AS $$ SELECT nextval('app.codes')::text $$;
    CREATE TABLE app.archive PARTITION OF app.events FOR VALUES IN ('old');
    CREATE TABLE app.events (at date, stage text) PARTITION BY LIST (stage);
    """,
    """
    CREATE TABLE app.orders (id bigint DEFAULT nextval('app.codes'), status app.status, self app.owner_name);
    ALTER SEQUENCE app.codes OWNED BY app.orders.id;
    CREATE SEQUENCE app.codes;
    CREATE DOMAIN app.owner_name AS app.short CHECK (VALUE <> '');
    CREATE DOMAIN app.short AS varchar(9);
    CREATE TYPE app.size AS (width app.short);
    CREATE TYPE app.status AS ENUM ('new');
    CREATE TYPE app.kind AS ENUM ('a');
    CREATE TABLE app.later (id int);
    CREATE ROLE reader LOGIN;
    CREATE SCHEMA app AUTHORIZATION owner;
    """,
)


def loaded(dsn: Dsn, scratch: Scratch, *texts: str) -> Script:
    return load([SourceFile(f"{number}.sql", text) for number, text in enumerate(texts, 1)], dsn, scratch)


def test_forward_references_between_files_and_within(database: Dsn, scratch: Scratch) -> None:
    script = loaded(database, scratch, *BACKWARDS)
    assert script.roles == ("owner", "reader")
    with connect(database) as session:
        assert (
            session.value("SELECT count(*) FROM pg_class WHERE relnamespace = 'app'::regnamespace AND relkind = 'r'")
            == 4
        )
        assert session.value("SELECT rolcanlogin FROM pg_roles WHERE rolname = 'reader'") is False
    assert script.locate(ObjectId("column", "app", "code", "items")) == ("2.sql", 7, 48)
    assert script.locate(ObjectId("default", "app", "code", "items")) == ("2.sql", 7, 48)
    assert script.locate(ObjectId("function", "app", "visible", "", "bigint")) == ("2.sql", 2, 5)
    assert script.locate(ObjectId("constraint", "app", "items_order_id_fkey", "items")) == ("2.sql", 6, 5)
    assert script.locate(ObjectId("comment", target=ObjectId("view", "app", "report"))) == ("1.sql", 9, 5)
    assert script.locate(ObjectId("table", "app", "none")) is None


def test_the_order_needs_no_second_attempt(database: Dsn, scratch: Scratch) -> None:
    script = loaded(database, scratch, *BACKWARDS)
    scratch.ensure_roles(script.roles)
    with scratch.database() as other, connect(other) as session:
        session.script("SET check_function_bodies = off")
        for placed in script.statements:
            session.script(placed.statement.text)


def test_each_file_has_its_own_search_path(database: Dsn, scratch: Scratch) -> None:
    loaded(
        database,
        scratch,
        "SET search_path = app, public;\nCREATE VIEW v AS SELECT * FROM t;\nCREATE TABLE t (a kind);",
        "CREATE TABLE t (b int); CREATE TYPE kind AS ENUM ('x'); CREATE SCHEMA app;",
        'SET search_path = "$user", nowhere;\nRESET search_path;\nCREATE TABLE w (a int);',
        "SELECT pg_catalog.set_config('search_path', '', false);\nSET xmloption = content;\nCREATE TABLE public.u ();",
    )
    with connect(database) as session:
        assert session.value("SELECT 'app.v'::regclass::text") == "app.v"
        assert session.value("SELECT count(*) FROM information_schema.columns WHERE table_name = 't'") == 2


def test_what_pg_dump_wrote_is_a_desired_schema(database: Dsn, scratch: Scratch) -> None:
    loaded(database, scratch, *BACKWARDS)
    dump = scratch.dump(database)
    with scratch.database() as other:
        loaded(other, scratch, dump)
        again = scratch.dump(other)
    # The two \\restrict lines hold a random key.
    assert [line for line in again.splitlines() if "restrict" not in line] == [
        line for line in dump.splitlines() if "restrict" not in line
    ]


def test_extensions_that_a_comment_requires(database: Dsn, scratch: Scratch) -> None:
    text = "-- pgplumb: requires extension citext\nCREATE TABLE t (a citext CHECK (a LIKE '%s{}'));"
    loaded(database, scratch, text, "-- pgplumb: requires extension ltree", "CREATE EXTENSION ltree")
    with pytest.raises(SourceError) as raised:
        loaded(database, scratch, "\n-- pgplumb: requires extension no_such\nCREATE TABLE u ();")
    assert raised.value.message.startswith('1.sql:2:1: extension "no_such" is not available')
    assert "name a server that has the extension" in raised.value.message


def test_event_triggers_do_not_fire_while_loading(database: Dsn, scratch: Scratch) -> None:
    loaded(
        database,
        scratch,
        "CREATE EVENT TRIGGER no ON ddl_command_start EXECUTE FUNCTION no();\nCREATE TABLE t ();\n"
        "CREATE FUNCTION no() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;\n"
        "COMMENT ON TABLE t IS 'x';",
    )


def test_added_columns_keep_the_order_of_the_files(database: Dsn, scratch: Scratch) -> None:
    loaded(database, scratch, "ALTER TABLE t ADD b int;\nALTER TABLE t ADD a int;", "CREATE TABLE t (c int);")
    with connect(database) as session:
        rows = session.rows(
            "SELECT attname FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0 ORDER BY attnum"
        )
    assert [name for (name,) in rows] == ["c", "b", "a"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "CREATE TABLE users (id int);\n\nCREATE VIEW é AS\n\tSELECT 'é', * FROM usrs;",
            (
                '1.sql:4:21: relation "usrs" does not exist\n'
                "    4 | \tSELECT 'é', * FROM usrs;\n"
                "      | \t                   ^\n"
                'Did you mean "users"?'
            ),
        ),
        (
            "CREATE TABLE a (id integr);\nCREATE VIEW b AS SELECT * FROM a;",
            (
                '1.sql:1:20: type "integr" does not exist\n'
                "    1 | CREATE TABLE a (id integr);\n"
                "      |                    ^\n"
                'Did you mean "integer"?'
            ),
        ),
        (
            "CREATE VIEW b AS SELECT * FROM a;\nCREATE TABLE a (id integr);",
            (
                '1.sql:2:20: type "integr" does not exist\n'
                "    2 | CREATE TABLE a (id integr);\n"
                "      |                    ^\n"
                'Did you mean "integer"?'
            ),
        ),
        (
            "CREATE TABLE t (total int);\nCREATE INDEX ON t (lower(totl));",
            (
                '1.sql:2:26: column "totl" does not exist\n'
                "    2 | CREATE INDEX ON t (lower(totl));\n"
                "      |                          ^\n"
                'Hint: Perhaps you meant to reference the column "t.total".'
            ),
        ),
        (
            "CREATE TABLE a (b int REFERENCES b);\nCREATE TABLE b (a int REFERENCES a);",
            (
                '1.sql:1:34: relation "b" does not exist\n'
                "    1 | CREATE TABLE a (b int REFERENCES b);\n"
                "      |                                  ^\n"
                "These statements need each other: 1.sql:1:1, 1.sql:2:1. "
                "Move one of the references to an ALTER TABLE .. ADD."
            ),
        ),
        (
            "CREATE TABLE a (id int);\nCREATE TABLE IF NOT EXISTS a (id int);",
            (
                "1.sql:2:1: table public.a is defined twice, first by the statement at 1.sql:1:1\n"
                "    2 | CREATE TABLE IF NOT EXISTS a (id int);\n"
                "      | ^\n"
                "Keep one of the two."
            ),
        ),
        (
            "CREATE TABLE a (id int PRIMARY KEY, PRIMARY KEY (id));",
            (
                '1.sql:1:37: multiple primary keys for table "a" are not allowed\n'
                "    1 | CREATE TABLE a (id int PRIMARY KEY, PRIMARY KEY (id));\n"
                "      |                                     ^"
            ),
        ),
    ],
)
def test_mistakes_are_shown_in_their_place(database: Dsn, scratch: Scratch, text: str, message: str) -> None:
    with pytest.raises(SourceError) as raised:
        loaded(database, scratch, text)
    assert raised.value.message == message


def test_many_statements_with_one_mistake_far_down(database: Dsn, scratch: Scratch) -> None:
    tables = [f"CREATE TABLE t{number} (id int);" for number in range(250)]
    tables[240] = "CREATE TABLE t240 (id nonsense);"
    with pytest.raises(SourceError, match=r"1\.sql:241:23: type \"nonsense\" does not exist"):
        loaded(database, scratch, "\n".join(tables))
