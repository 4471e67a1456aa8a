"""What the catering schema does when rows change: run by pytest with pgplumb's plugin, on rows that it draws."""

from __future__ import annotations

import pgplumb


@pgplumb.after("insert", "events")
def first_status_is_logged(new, db):
    """An event that is made leaves one row in the log, with no status before (CA-INV-05)."""
    logged = db.rows("select old_status, new_status::text from event_status_log where event_id = %s", [new.id])
    assert [(before, str(after)) for before, after in logged] == [(None, str(new.status))]


@pgplumb.after("update", "events")
def event_is_stamped(old, new):
    """updated_at goes forward, created_at stays (CA-INV-11)."""
    assert new.updated_at > old.updated_at
    assert new.created_at == old.created_at


@pgplumb.after("insert", "resource_schedule")
def booking_knows_its_type(new, db):
    """The type is the resource's, whatever was given (CA-TRAP-07)."""
    assert str(new.resource_type) == db.value("select type::text from resources where id = %s", [new.resource_id])


@pgplumb.after("insert", "resource_schedule")
def live_booking_is_for_a_live_event(new, db):
    """What is archived holds nothing (CA-INV-07)."""
    archived = db.value("select is_archived from events where id = %s", [new.event_id])
    assert new.is_released or not archived


@pgplumb.refuses("update", "portal_access_log", sqlstate="42501")
def portal_log_stays(old):
    """Whatever was logged (CA-INV-14)."""
    return True


@pgplumb.refuses("delete", "event_status_log", sqlstate="42501")
def status_log_stays(old):
    """Whatever was logged, while its event is there (CA-INV-14)."""
    return True
