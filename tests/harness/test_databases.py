"""Databases drawn from a catalog alone: the server accepts them, or refuses the one row that it should."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

import pgplumb
from pgplumb.errors import DatabaseError
from pgplumb.introspect.reader import read
from pgplumb.model.ids import ObjectId
from pgplumb.strategies.tables import World

if TYPE_CHECKING:
    from pgplumb.model.catalog import Catalog
    from pgplumb.postgres.session import Session

SCHEMA = """
create type colour as enum ('red', 'green', 'blue');
create domain percent as integer check (value between 0 and 100);
create table teams (
    id integer generated always as identity primary key,
    captain integer not null,
    name varchar(12) not null unique check (length(name) > 2),
    parent integer references teams,
    share percent not null
);
create table players (
    id integer primary key,
    team integer not null references teams deferrable initially deferred,
    shirt integer not null check (shirt between 1 and 99),
    colour colour,
    born date not null,
    joined date not null check (joined > born),
    unique (team, shirt),
    unique (id, team)
);
alter table teams add constraint teams_captain_fkey foreign key (captain) references players deferrable;
create table matches (
    home integer references teams,
    away integer references teams,
    during tstzrange not null,
    best integer,
    best_team integer,
    primary key (home, away),
    check (home <> away),
    foreign key (best, best_team) references players (id, team),
    exclude using gist (during with &&)
);
create table results (
    day date not null,
    home integer not null,
    away integer not null,
    goals integer[] not null check (cardinality(goals) = 2),
    total integer generated always as (goals[1] + goals[2]) stored,
    foreign key (home, away) references matches on delete cascade
) partition by range (day);
create table results_2025 partition of results for values from ('2025-01-01') to ('2026-01-01');
"""
CONSTRAINTS = {
    "players.players_shirt_check": "23514",
    "players.joined": "23502",
    "players.players_team_shirt_key": "23505",
    "players.players_team_fkey": "23503",
    "teams.teams_name_check": "23514",
    "matches.matches_during_excl": "23P01",
    "matches.matches_pkey": "23505",
}
#: Whether ranges overlap is told by the server alone.
OVERLAPS = "matches_during_excl"
#: Without shrinking: a database that fails is told as it is drawn.
FEW = settings(
    max_examples=15,
    database=None,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def schema(session: Session) -> Catalog:
    """The catalog of the schema, in the session's database."""
    session.script(SCHEMA)
    return read(session, own_roles=frozenset({session.value("select current_user")}))


def insert(session: Session, database: pgplumb.Database) -> DatabaseError | None:
    """Insert all rows, look at deferred constraints, and undo it."""
    session.execute("BEGIN")
    try:
        session.execute("SET CONSTRAINTS ALL DEFERRED")
        for row in database.rows:
            session.execute(row.insert())
        session.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except DatabaseError as error:
        return error
    finally:
        session.execute("ROLLBACK")
    return None


def test_whole_databases_are_accepted(session: Session, schema: Catalog) -> None:
    seen: dict[str, int] = {}

    @FEW
    @given(pgplumb.database(schema, max_rows=2))
    def check(database: pgplumb.Database) -> None:
        refused = insert(session, database)
        assert refused is None or refused.constraint == OVERLAPS, refused
        for row in database.rows:
            seen[row.table.name] = seen.get(row.table.name, 0) + 1

    check()
    assert seen.keys() == {"teams", "players", "matches", "results_2025"}


@pytest.mark.parametrize(("constraint", "sqlstate"), CONSTRAINTS.items())
def test_exactly_one_constraint_is_broken(session: Session, schema: Catalog, constraint: str, sqlstate: str) -> None:
    name = constraint.partition(".")[2]
    seen: Counter[bool] = Counter()

    @FEW
    @given(pgplumb.violating(schema, constraint))
    def check(database: pgplumb.Database) -> None:
        refused = insert(session, database)
        assert refused is not None, database
        hit = (refused.sqlstate, name) in {(sqlstate, refused.constraint), (sqlstate, refused.column)}
        assert hit or refused.constraint == OVERLAPS, refused
        seen[hit] += 1

    check()
    assert seen[True] > seen[False]


def test_a_key_is_broken_and_a_wider_one_is_kept(schema: Catalog) -> None:
    @FEW
    @given(pgplumb.violating(schema, "players.players_pkey"))
    def check(database: pgplumb.Database) -> None:
        *others, last = database["players"]
        assert last["id"] in {row["id"] for row in others}
        assert (last["id"], last["team"]) not in {(row["id"], row["team"]) for row in others}

    check()


def test_columns_and_types_can_be_given_strategies(session: Session, schema: Catalog) -> None:
    numbers = st.sampled_from([7, 8])
    pgplumb.register_type("percent", st.just(42))
    try:

        @FEW
        @given(pgplumb.rows(schema, "players", overrides={"players.shirt": numbers}))
        def check(database: pgplumb.Database) -> None:
            assert insert(session, database) is None
            assert {row["shirt"] for row in database["players"]} <= {7, 8}
            assert {row["share"] for row in database["teams"]} <= {42}

        check()
    finally:
        pgplumb.forget_type("percent")


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda schema: pgplumb.rows(schema, "player"), "there is no table player"),
        (lambda schema: pgplumb.rows(schema, "teams", overrides={"teams.nam": st.none()}), "no column nam"),
        (lambda schema: pgplumb.violating(schema, "teams.nothing"), "there is no constraint teams.nothing"),
    ],
)
def test_what_is_not_there_is_named(schema: Catalog, call: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        call(schema)  # type: ignore[operator]


def test_columns_that_a_sequence_numbers_are_known(session: Session) -> None:
    session.script("create table t (a int generated always as identity, b serial, c int default 1)")
    world = World(catalog=read(session, own_roles=frozenset()))
    assert world.tables[ObjectId("table", "public", "t")].numbered == {"a", "b"}
