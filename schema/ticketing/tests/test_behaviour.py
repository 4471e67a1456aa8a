"""What the ticketing schema does when rows change: run by pytest with pgplumb's plugin, on rows that it draws."""

from __future__ import annotations

import pgplumb


@pgplumb.after("insert", "ticket_tiers")
def tier_capacity(new, db):
    """A tier never sells more than its event holds, all tiers together (TK-INV-08)."""
    offered = db.value("select sum(quantity) from ticket_tiers where event_id = %s", [new.event_id])
    assert offered <= db.value("select capacity from events where id = %s", [new.event_id])


@pgplumb.refuses("insert", "ticket_tiers", sqlstate="23514")
def oversold_tier(new):
    """A tier that has sold and reserved more than its quantity."""
    return None not in (new.sold, new.reserved, new.quantity) and new.sold + new.reserved > new.quantity >= 0


@pgplumb.after("update", "events")
def event_is_stamped(old, new):
    """An event tells when it last changed, and never when it was made anew."""
    assert new.updated_at >= old.updated_at or new.updated_at != old.updated_at


@pgplumb.after("insert", "users")
def user_is_logged(new, db):
    """Whoever makes an account leaves a row in the audit log, without the password."""
    before = count(db)
    yield
    assert count(db) == before + 1
    assert "password_hash" not in db.value("select new_data from audit_logs order by id desc limit 1")


@pgplumb.after("insert", "order_items")
def line_total_is_derived(new):
    """quantity times unit_price."""
    assert new.line_total == new.quantity * new.unit_price


@pgplumb.refuses("update", "audit_logs", sqlstate="42501")
def log_stays(old):
    """Whatever was logged."""
    return True


def count(db):
    """The rows in the audit log."""
    return db.value("select count(*) from audit_logs")
