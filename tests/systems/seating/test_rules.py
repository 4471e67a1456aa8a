"""What else seating's specification asks for: migrations, security, the state machines."""

from __future__ import annotations

import re
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from pgplumb.errors import DatabaseError
from pgplumb.introspect.reader import read
from pgplumb.model.migration import Direction
from pgplumb.postgres.session import connect
from tests.systems.databases import migrations
from tests.systems.kit import SCHEMA, refused, started, together, until_waiting
from tests.systems.programs import backup, contents, restore, restored_script
from tests.systems.seating.rows import add, buy, buyer, house, order, order_of, pay, staff

if TYPE_CHECKING:
    from tests.systems.databases import Systems
    from tests.systems.kit import Place

CHECK, DENIED = "23514", "42501"
SEATING = "seating"
ROLES = ("seat_app", "seat_staff", "seat_jobs")


def _text(slug: str) -> str:
    return "\n".join(migration.up for migration in migrations(SEATING) if migration.slug == slug)


@pytest.mark.shows("SE-MIG-01", "SE-TRAP-18")
def test_a_column_is_deprecated_by_a_rename_and_comes_back(systems: Systems) -> None:
    assert "DROP COLUMN" not in "".join(migration.up for migration in migrations(SEATING))
    slug = "deprecate_phone_numbers"
    with systems.before(SEATING, slug) as place:
        user = add(place, "users", phone_number="555 1234")
        systems.migrate(place, SEATING, slug)
        told = "select col_description('users'::regclass, attnum) from pg_attribute where attname = %s"
        assert place.value(told, ["phone_number_deprecated"]).startswith("Deprecated 2026-01-15, remove in v3.0")
        place.execute("update users set phone_number_deprecated = '555 9876' where id = %s", [user])
        systems.migrate(place, SEATING, slug, Direction.DOWN)
        assert place.value("select phone_number from users") == "555 9876"


@pytest.mark.shows("SE-MIG-02", "SE-TRAP-17", "SE-TRAP-19")
def test_a_column_comes_nullable_is_filled_and_then_required(systems: Systems) -> None:
    first, second = "note_the_price_of_tickets", "require_the_price_of_tickets"
    assert "NOT NULL" not in _text(first).split("CREATE OR REPLACE")[0]
    assert _text(second).index("SET price_snapshot") < _text(second).index("SET NOT NULL")
    with systems.before(SEATING, first) as place:
        at = house(place)
        buy(place, at, seats=at.seats, floor=2)
        systems.migrate(place, SEATING, first)
        assert place.value("select count(*) from tickets where price_snapshot is null") == 5
        systems.migrate(place, SEATING, second)
        assert place.value("select count(*) from tickets where price_snapshot = 10") == 5
        required = "select attnotnull from pg_attribute where attrelid = 'tickets'::regclass and attname = %s"
        assert place.value(required, ["price_snapshot"]) is True


@pytest.mark.shows("SE-MIG-03", "SE-MIG-07", "SE-TRAP-20")
def test_only_what_cannot_run_in_a_transaction_runs_outside(systems: Systems) -> None:
    outside = [each for each in migrations(SEATING) if "pgplumb: transaction none" in each.up]
    assert [each.slug for each in outside] == ["page_through_order_histories"]
    assert all(("CONCURRENTLY" in each.up) == (each in outside) for each in migrations(SEATING))
    with systems.before(SEATING, outside[0].slug) as place:
        at = house(place)
        other = place.open()
        with other.transaction():
            add(other, "orders", user_id=at.buyer, **at.own)
            building = started(place.session, "create index concurrently idx_other on orders (created_at)")
            until_waiting(place, place.session)
            writer = place.open(settings={"lock_timeout": "300ms"})
            assert add(writer, "orders", user_id=at.buyer, **at.own), "orders come in while it is built"
        assert building.result() == []
        systems.migrate(place, SEATING, outside[0].slug)
        valid = "select indisvalid from pg_index where indexrelid = 'idx_orders_user_history'::regclass"
        assert place.value(valid) is True


KEPT = {
    "venues": "id, organization_id, name, timezone",
    "sections": "id, venue_id, name, type, capacity",
    "tickets": "id, order_id, seat_id, status, qr_code_hash",
    "orders": "id, user_id, status, total_amount, platform_fee, net_amount, created_at",
    "ticket_validations": "id, ticket_id, result, validated_at",
}


@pytest.mark.shows("SE-MIG-04")
def test_what_is_kept_is_the_same_after_all_migrations(systems: Systems) -> None:
    def sums(place: Place) -> dict[str, Any]:
        return {
            table: place.rows(
                f"select count(*), md5(string_agg(t::text, '|' order by t.id)) from (select {columns} from {table}) t"
            )
            for table, columns in KEPT.items()
        }

    later = [each.slug for each in migrations(SEATING)][2:]
    with systems.before(SEATING, later[0]) as place:
        at = house(place)
        buy(place, at, seats=at.seats[:2], floor=1)
        order(place.session, at, seats=at.seats[2:])
        before = sums(place)
        for slug in later:
            systems.migrate(place, SEATING, slug)
        assert sums(place) == before
        for slug in reversed(later):
            systems.migrate(place, SEATING, slug, Direction.DOWN)
        assert sums(place) == before


@pytest.mark.shows("SE-MIG-05")
def test_every_migration_has_its_way_back() -> None:
    assert len(migrations(SEATING)) >= 8
    assert all(migration.down for migration in migrations(SEATING))


@pytest.mark.shows("SE-MIG-06")
@pytest.mark.parametrize("slug", ["put_sections_in_order", "rename_seat_locks_to_holds", "audit_ddl"])
def test_up_down_and_up_again_is_up(systems: Systems, slug: str) -> None:
    with systems.before(SEATING, slug) as place:
        catalogs = []
        for direction in (Direction.UP, Direction.DOWN, Direction.UP):
            systems.migrate(place, SEATING, slug, direction)
            catalogs.append(read(place.session, own_roles=frozenset()))
        assert catalogs[0].fingerprint == catalogs[2].fingerprint != catalogs[1].fingerprint


@pytest.mark.shows("SE-SEC-01")
def test_telephone_numbers_are_encrypted(whole: Place) -> None:
    user = add(whole, "users")
    whole.execute("select set_phone_number(%s, '555 1234', 'key')", [user])
    assert b"555" not in bytes(whole.value("select phone_number_encrypted from users"))
    assert whole.value("select phone_number_of(%s, 'key')", [user]) == "555 1234"
    with refused("39000"):
        whole.value("select phone_number_of(%s, 'another')", [user])


@pytest.mark.shows("SE-SEC-02")
def test_every_tenant_table_is_forced_to_its_policies(system: Place) -> None:
    rows = "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and not {}"
    assert system.rows(rows.format("(relrowsecurity and relforcerowsecurity)")) == [("ddl_audit_log",)]
    at = house(system)
    for role in ROLES[:2]:
        for settings in ({}, {"app.org_id": "", "app.user_id": ""}):
            by = system.open(role, settings)
            assert by.value("select count(*) from venues") == 0, "who says nothing sees nothing"
    assert buyer(system, at).value("select count(*) from venues") == 1
    assert staff(system, at, add(system, "users")).value("select count(*) from venues") == 0, "no member"


@pytest.mark.shows("SE-SEC-02", "SE-SEC-04")
def test_staff_reads_and_managers_write(system: Place) -> None:
    at = house(system)
    renaming = "update venues set name = 'Other'"
    assert staff(system, at, at.staff).execute(renaming) == 0
    assert staff(system, at).execute(renaming) == 1
    with refused(DENIED):
        staff(system, at, at.staff).execute("select refund_order(%s)", [at.event])
    for statement in ("delete from venues", "update tickets set status = 'USED'", "select password_hash from users"):
        with refused(DENIED):
            staff(system, at).execute(statement)


@pytest.mark.shows("SE-SEC-04")
def test_roles_have_no_more_than_they_need(system: Place) -> None:
    more = "rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolcanlogin"
    told = system.rows(f"select rolname, {more} from pg_roles where rolname = any (%s) order by 1", [list(ROLES)])
    assert told == [(role, False) for role in sorted(ROLES)]
    for role in ROLES:
        with refused(DENIED):
            system.open(role).execute("create table mine ()")


@pytest.mark.shows("SE-SEC-03")
def test_a_server_without_encryption_is_told_of(system: Place) -> None:
    """The test's own server is reached by a socket, and has none."""
    assert system.query("settings_to_mend") == [("ssl", "off", "on")]


@pytest.mark.shows("SE-SEC-06")
def test_a_backup_can_be_restored(seeded: Place, systems: Systems) -> None:
    """The log of the schema tells of the restore as well, which refreshes what is materialised."""
    saved, before = backup(seeded.dsn), contents(seeded.session)
    with systems.scratch.database() as dsn, connect(dsn) as restored:
        restore(saved, dsn)
        after = contents(restored)
    assert set(after.pop("public.ddl_audit_log")) > set(before.pop("public.ddl_audit_log"))
    assert after == before


@pytest.mark.shows("SE-TRAP-35")
def test_a_moment_is_no_choice_of_pg_restore(seeded: Place) -> None:
    """-t takes a table by its name, and there is none of that name; a moment is chosen where WAL is replayed."""
    saved = backup(seeded.dsn)
    assert "CREATE TABLE" not in restored_script(saved, "-t", "2026-01-15 14:30:00")
    assert "CREATE TABLE public.venues" in restored_script(saved, "-t", "venues")
    assert seeded.value("select context from pg_settings where name = 'recovery_target_time'") == "postmaster"


@pytest.mark.shows("SE-SEC-07")
def test_a_password_that_does_not_end_is_told_of(system: Place) -> None:
    system.execute("begin")
    for name, until in (("never", "infinity"), ("soon", "2 days"), ("later", "60 days")):
        moment = until if until == "infinity" else system.value("select (now() + %s::interval)::text", [until])
        system.script(f"create role gate_{name} login valid until '{moment}'; grant seat_staff to gate_{name}")
    system.script("create role gate_nobody login; create role gate_unset login in role seat_app")
    told = [row[0] for row in system.query("passwords_to_change", days=30)]
    assert [name for name in told if name.startswith("gate_")] == ["gate_never", "gate_soon", "gate_unset"]
    system.execute("rollback")


@pytest.mark.shows("SE-SEC-08")
def test_no_file_holds_a_password() -> None:
    texts = {
        path: path.read_text(encoding="utf-8")
        for path in (SCHEMA / SEATING).rglob("*")
        if path.suffix in {".sql", ".toml", ".md", ".py"}
    }
    assert len(texts) > 30
    found = re.compile(r"\w+://[^\s:/@]+:[^\s@]+@|password\s*=\s*'|\bPASSWORD\s+'", re.IGNORECASE)
    assert [path.name for path, text in texts.items() if found.search(text)] == []


STATES = {
    "orders": ("PENDING", "PAID", "FAILED", "CANCELLED", "REFUNDED", "EXPIRED"),
    "tickets": ("VALID", "USED", "CANCELLED", "REFUNDED"),
    "events": ("DRAFT", "PUBLISHED", "COMPLETED", "CANCELLED"),
}
ALLOWED = {
    "orders": {"PENDING>PAID", "PENDING>FAILED", "PENDING>CANCELLED", "PENDING>EXPIRED", "PAID>REFUNDED"},
    "tickets": {"VALID>USED", "VALID>CANCELLED", "VALID>REFUNDED"},
    "events": {"DRAFT>PUBLISHED", "DRAFT>CANCELLED", "PUBLISHED>COMPLETED", "PUBLISHED>CANCELLED"},
}


@pytest.mark.shows("SE-STATE-order", "SE-STATE-ticket", "SE-STATE-event")
@pytest.mark.parametrize("table", STATES)
def test_states_follow_each_other_as_they_may(system: Place, table: str) -> None:
    # The guard alone: what else the change of a state needs is shown elsewhere.
    definition = system.value(
        "select pg_get_triggerdef(oid) from pg_trigger where tgrelid = %s::regclass and tgname like %s",
        [table, "%status_guard"],
    )
    call = definition[definition.index("EXECUTE") :]
    system.script(f"""
        create table trial (id int default 1, status text);
        create trigger trial before update on trial
            for each row when (old.status is distinct from new.status) {call};
    """)
    found = set()
    for before, after in permutations(STATES[table], 2):
        system.execute("delete from trial")
        system.execute("insert into trial (status) values (%s)", [before])
        (told,) = together(lambda after=after: system.execute("update trial set status = %s", [after]))
        if not isinstance(told, DatabaseError):
            found.add(f"{before}>{after}")
    assert found == ALLOWED[table]


@pytest.mark.shows("SE-STATE-order")
def test_an_order_goes_its_way(system: Place) -> None:
    at = house(system)
    state = "select status from orders where id = %s"
    failed = order(system.session, at, seats=at.seats[:1])
    system.execute("select fail_order(%s)", [failed])
    assert system.value(state, [failed]) == "FAILED"
    assert system.value("select count(*) from seat_holds") == 0
    late = order(system.session, at, seats=at.seats[:1])
    assert system.value("select expire_orders(now() + interval '1 hour')") == 1
    assert system.value(state, [late]) == "EXPIRED"
    given_up = order(system.session, at, seats=at.seats[:1])
    buyer(system, at).execute("select cancel_order(%s)", [given_up])
    paid = order(system.session, at, seats=at.seats[:1], floor=1)
    with refused(CHECK):
        system.rows("select * from confirm_order(%s)", [paid])
    assert len(pay(system.session, paid)) == 2
    assert system.rows("select * from confirm_order(%s)", [paid]) == [], "told twice"
    assert staff(system, at).value("select refund_order(%s)", [paid]) == 2
    assert system.rows("select distinct status from tickets") == [("REFUNDED",)]
    assert system.value("select status from payment_intents") == "SUCCEEDED"
    with refused(CHECK):
        system.execute("select fail_order(%s)", [paid])
    again = order_of(system, buy(system, at, seats=at.seats[:1])[0][0])
    assert system.value(state, [again]) == "PAID", "the seat is free again"
