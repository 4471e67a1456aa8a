"""What else ticketing's specification asks for: migrations, security, retention, the state machines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from pgplumb.errors import MigrationFails
from pgplumb.model.migration import Direction
from tests.systems.databases import migrations
from tests.systems.kit import SCHEMA, refused, started, until_waiting
from tests.systems.ticketing.rows import HASH, add, buy, paid, sale

if TYPE_CHECKING:
    from tests.systems.databases import Systems
    from tests.systems.kit import Place

CHECK, NULL, DENIED = "23514", "23502", "42501"
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def _text(slug: str) -> str:
    return "\n".join(migration.up for migration in migrations("ticketing") if migration.slug == slug)


def _old_sale(place: Place, **tier: Any) -> tuple[Any, Any, Any]:
    """Before the column for the place was renamed: an event, a tier of it, and a buyer."""
    promoter = add(place, "promoters", user_id=add(place, "users"))
    event = place.value(
        """
        insert into events (promoter_id, title, slug, venue, start_time, end_time, capacity, status)
        values (%s, 'Old', 'old', 'Hall', '2999-01-01', '2999-01-02', 50, 'published') returning id
        """,
        [promoter],
    )
    return event, add(place, "ticket_tiers", event_id=event, **tier), add(place, "users")


@pytest.mark.shows("TK-MIG-01")
def test_a_column_comes_nullable_is_filled_and_then_required(systems: Systems) -> None:
    text = _text("add_qr_codes")
    steps = ("ADD COLUMN qr_code text;", "SET qr_code = 'TKT:' || ticket_code", "qr_code SET NOT NULL")
    assert sorted(steps, key=text.index) == list(steps)
    with systems.before("ticketing", "add_qr_codes") as place:
        event, tier, buyer = _old_sale(place)
        items = f'[{{"tier_id": "{tier}", "quantity": 2}}]'
        place.value("select purchase_tickets(%s, %s, %s::jsonb)", [buyer, event, items])
        systems.migrate(place, "ticketing", "add_qr_codes")
        assert place.value("select count(*) from tickets where qr_code = 'TKT:' || ticket_code") == 2
        with refused(NULL):
            place.execute("update tickets set qr_code = null")


@pytest.mark.shows("TK-MIG-02")
def test_a_column_that_goes_is_used_by_nothing(systems: Systems) -> None:
    with systems.before("ticketing", "drop_coupon_codes") as place:
        bodies = "select count(*) from pg_proc where prosrc ~ 'coupon' or pg_get_function_sqlbody(oid) ~ 'coupon'"
        assert place.value(bodies) == 0
        assert place.value("select count(*) from pg_views where schemaname = 'public' and definition ~ 'coupon'") == 0
    queries = "\n".join(path.read_text(encoding="utf-8") for path in (SCHEMA / "ticketing" / "queries").glob("*.sql"))
    assert "coupon" not in queries
    (dropping,) = (each for each in migrations("ticketing") if each.slug == "drop_coupon_codes")
    assert dropping.up_losses, "the migration says what is lost for good"


@pytest.mark.shows("TK-MIG-03")
def test_a_rename_keeps_what_is_there(systems: Systems) -> None:
    with systems.before("ticketing", "rename_venue") as place:
        event, _, _ = _old_sale(place)
        systems.migrate(place, "ticketing", "rename_venue")
        assert place.rows("select id, venue_name from events") == [(event, "Hall")]
        systems.migrate(place, "ticketing", "rename_venue", Direction.DOWN)
        assert place.rows("select id, venue from events") == [(event, "Hall")]


EXPIRING = "let_pending_orders_expire"
REQUIRING = "hold_all_pending_orders_to_their_time"


def _old_orders(place: Place, count: int) -> dict[str, Any]:
    """Pending orders that never expire, as there were some before; the columns of another."""
    promoter = add(place, "promoters", user_id=add(place, "users"))
    order = {"event_id": add(place, "events", promoter_id=promoter), "user_id": add(place, "users")}
    for _ in range(count):
        add(place, "orders", **order)
    return order


@pytest.mark.shows("TK-MIG-05", "TK-TRAP-22")
def test_trap_22(systems: Systems) -> None:
    """A default and an unvalidated check come first: then no old instance of the application gets in between."""
    assert "NOT VALID" in _text(EXPIRING)
    assert "VALIDATE CONSTRAINT" in _text(REQUIRING)
    with systems.before("ticketing", EXPIRING) as place:
        order = _old_orders(place, 3)
        systems.migrate(place, "ticketing", EXPIRING)
        add(place, "orders", **order)
        with refused(CHECK):
            add(place, "orders", **order, expires_at=None)
        with pytest.raises(MigrationFails, match="orders_pending_expires"):
            systems.migrate(place, "ticketing", REQUIRING)
        place.execute("call backfill_order_expiry()")
        systems.migrate(place, "ticketing", REQUIRING)
        assert place.value("select count(*) from orders where expires_at is null") == 0


@pytest.mark.shows("TK-MIG-05", "TK-TRAP-37")
def test_trap_37(systems: Systems) -> None:
    """While the backfill waits for one order, those that it has done are free for everybody."""
    with systems.before("ticketing", EXPIRING) as place:
        _old_orders(place, 6)
        systems.migrate(place, "ticketing", EXPIRING)
        backfill, buyer = place.open(), place.open(settings={"lock_timeout": "1"})
        orders = [row[0] for row in place.rows("select id from orders order by id")]
        with place.session.transaction():
            place.execute("select from orders where id = %s for update", [orders[3]])
            done = started(backfill, "call backfill_order_expiry(2)")
            until_waiting(place, backfill)
            for order in orders[:2]:
                assert buyer.execute("update orders set status = 'cancelled' where id = %s", [order]) == 1
        done.result()
        assert place.value("select count(*) from orders where expires_at is null") == 0


@pytest.mark.shows("TK-TRAP-23")
def test_trap_23(systems: Systems) -> None:
    """The migration takes the view away and brings it back, with its comments and grants."""
    with systems.before("ticketing", "widen_prices") as place:
        told = """
            select c.relacl::text, obj_description(c.oid), count(a.attname)
            from pg_class c join pg_attribute a on a.attrelid = c.oid
            where c.relname = 'active_events_with_availability' group by 1, 2
        """
        before = place.rows(told)
        systems.migrate(place, "ticketing", "widen_prices")
        assert place.rows(told) == before
        add(place, "ticket_tiers", event_id=_old_sale_now(place), price="12345678.90")


def _old_sale_now(place: Place) -> Any:
    return add(place, "events", promoter_id=add(place, "promoters", user_id=add(place, "users")))


@pytest.mark.shows("TK-MIG-04")
def test_an_index_is_built_while_others_write(systems: Systems) -> None:
    (migration,) = (each for each in migrations("ticketing") if each.slug == "find_old_mail")
    assert not migration.up_transactional
    with systems.before("ticketing", "find_old_mail") as place:
        systems.migrate(place, "ticketing", "find_old_mail")
        assert place.value(
            "select indisvalid from pg_index where indexrelid = 'idx_email_notifications_created'::regclass"
        )


@pytest.mark.shows("TK-SEC-01")
def test_a_hash_is_stored_and_only_the_login_reads_it(system: Place) -> None:
    add(system, "users", email="ann@example.com")
    own = system.open("ticket_app")
    with refused(DENIED):
        own.rows("select password_hash from users")
    assert own.rows("select password_hash from login_credentials('ANN@example.com')") == [(HASH,)]
    for role in ("ticket_readonly", "ticket_jobs"):
        with refused(DENIED):
            system.open(role).rows("select * from login_credentials('ann@example.com')")
    assert system.value("select count(*) from audit_logs where new_data ? 'password_hash'") == 0


@pytest.mark.shows("TK-SEC-02")
@pytest.mark.parametrize("given", ["'; drop table users; --", "' or '1'='1", "\\'; select 1", "%s %(x)s $1 :a"])
def test_what_is_given_is_never_taken_for_sql(system: Place, given: str) -> None:
    add(system, "users")
    assert system.rows("select * from login_credentials(%s)", [given]) == []
    assert system.rows("select * from find_ticket(%s)", [given]) == []
    dynamic = "select proname from pg_proc where pronamespace = 'public'::regnamespace and prosrc ~* '\\mexecute\\M'"
    assert system.rows(dynamic) == []


@pytest.mark.shows("TK-SEC-03")
def test_each_role_does_its_part_and_nothing_else(system: Place) -> None:
    at = sale(system)
    order = paid(system, at)
    person = {"app.user_id": str(at.buyer)}
    buyer, reader, jobs = system.open("ticket_app", person), system.open("ticket_readonly"), system.open("ticket_jobs")
    for statement in (
        "update ticket_tiers set sold = 0",
        "insert into orders (user_id) values (null)",
        "update users set role = 'admin'",
        "delete from tickets",
        "select * from audit_logs",
        "select tax_id from promoters",
        "select purge_expired()",
    ):
        with refused(DENIED):
            buyer.execute(statement)
    for statement in ("select ticket_code from tickets", "select email from users", "update events set title = ''"):
        with refused(DENIED):
            reader.execute(statement)
    with refused(DENIED):
        jobs.execute("select purchase_tickets(%s, %s, '[]')", [at.buyer, at.event])
    assert buyer.rows("select id from orders") == [(order,)]
    assert jobs.value("select count(*) from orders") == 1


@pytest.mark.shows("TK-SEC-04")
def test_a_server_without_encryption_is_told_of(system: Place) -> None:
    """The test's own server has none of what is asked of a real one: it is reached by a socket, and gone afterwards."""
    wanted = {"ssl": "off", "archive_mode": "off", "archive_command": "(disabled)"}
    told = {name: setting for name, setting, _ in system.query("settings_to_mend")}
    assert {name: told.get(name) for name in wanted} == wanted
    assert (SCHEMA / "ticketing" / "postgresql.conf").read_text(encoding="utf-8").count("\nssl = on\n") == 1


@pytest.mark.shows("TK-SEC-05")
@pytest.mark.parametrize("key", ["card_number", "pan", "cvc", "cvv"])
def test_a_card_number_has_no_place(system: Place, key: str) -> None:
    at = sale(system)
    order = buy(system, at)
    with refused(CHECK):
        system.execute("select record_payment(%s, 'bank', 'ref', jsonb_build_object(%s::text, '4242'))", [order, key])
    suspicious = "select attname from pg_attribute where attname ~ '(card|cvc|cvv|iban)' and attrelid > 16384"
    assert system.rows(suspicious) == []


@pytest.mark.shows("TK-SEC-06")
def test_permissions_can_be_looked_through(system: Place) -> None:
    granted = system.query("granted_permissions")
    assert {row[0] for row in granted} == {"ticket_admin", "ticket_app", "ticket_jobs", "ticket_readonly"}
    assert not [row for row in granted if row[0] == "ticket_readonly" and row[3] != "SELECT"]
    assert ("ticket_app", "public", "orders", "SELECT", "whole") in granted
    system.execute("grant delete on orders to public")
    assert ("public", "public", "orders", "DELETE", "whole") in system.query("granted_permissions")


@pytest.mark.shows("TK-SEC-07")
def test_people_see_their_own_orders_and_promoters_those_for_their_events(system: Place) -> None:
    first, second = sale(system), sale(system)
    orders = {first: paid(system, first), second: paid(system, second)}
    for at, order in orders.items():
        owner = system.value("select user_id from promoters where id = %s", [at.promoter])
        for person in (at.buyer, owner):
            own = system.open("ticket_app", {"app.user_id": str(person)})
            assert own.rows("select id from orders") == [(order,)]
            assert own.value("select count(*) from tickets") == 1
    assert system.open("ticket_app").rows("select id from orders") == []


@pytest.mark.shows(
    "TK-RET-audit-logs", "TK-RET-email-notifications", "TK-RET-payment-transactions", "TK-RET-soft-deleted"
)
@pytest.mark.parametrize(("days", "left"), [(89, 1), (91, 0)])
def test_what_is_old_enough_goes(system: Place, days: int, left: int) -> None:
    """Ages are measured back from a moment that each has just reached, or not yet."""
    at = sale(system)
    order = paid(system, at)
    add(system, "users", deleted_at=NOW)
    for table, column in (("email_notifications", "created_at"), ("payment_transactions", "created_at")):
        system.execute(f"update {table} set {column} = %s", [NOW])
    system.execute("set session_replication_role = replica")
    system.execute("update audit_logs set occurred_at = %s", [NOW])
    system.execute("reset session_replication_role")
    late = timedelta(days=1 if left == 0 else -1)
    year, years = timedelta(days=365), timedelta(days=7 * 365 + 2)
    for age, asked in (
        (timedelta(days=days), "select count(*) from users where deleted_at = %s"),
        (year + late, "select count(*) from email_notifications where created_at = %s"),
        (years + late, "select count(*) from payment_transactions where created_at = %s"),
        (years + late, "select least(count(*), 1) from audit_logs where occurred_at = %s"),
    ):
        system.execute("select purge_expired(%s)", [NOW + age])
        assert system.value(asked, [NOW]) == left, asked
    assert system.value("select count(*) from orders where id = %s", [order]) == 1


@pytest.mark.shows("TK-RET-active-data")
def test_what_is_in_use_stays_for_good(system: Place) -> None:
    at = sale(system)
    paid(system, at)
    system.execute("select purge_expired(now() + interval '100 years')")
    kept = "select (select count(*) from users), (select count(*) from orders), (select count(*) from tickets)"
    assert system.rows(kept) == [(2, 1, 1)]
