"""What the schema of togather does when rows change: run by pytest with pgplumb's plugin, on rows that it draws."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pgplumb


@pgplumb.after("insert", "events")
def a_new_event_is_told(new, db):
    """One row in the outbox, with the event as it is now (TG-INV-10)."""
    told = db.rows(
        "select action, changed_fields, snapshot ->> 'ulid' from event_changes where event_id = %s", [new.id]
    )
    assert told == [("create", None, new.ulid)]


@pgplumb.after("delete", "events")
def an_event_that_goes_leaves_a_tombstone(old, db):
    """With what others know it by (TG-INV-14)."""
    left = "select snapshot ->> 'ulid', snapshot ->> 'federation_uri' from event_changes where event_id = %s and purged"
    assert db.rows(left, [old.id]) == [(old.ulid, old.federation_uri)]


@pgplumb.after("insert", "events")
def a_new_event_is_remembered(new, db):
    """From now on, without an end, and by somebody (TG-RULE-04)."""
    known = db.rows(
        "select upper_inf(valid_period), upper_inf(system_period), changed_by is not null"
        " from event_history where event_id = %s",
        [new.id],
    )
    assert known == [(True, True, True)]


@pgplumb.refuses("insert", "events", sqlstate="23514")
def an_event_that_is_nowhere(new):
    """Without a venue and an address (TG-INV-01)."""
    return new.primary_venue_id is None and new.virtual_url is None


@pgplumb.refuses("insert", "events", sqlstate="23514")
def text_that_is_given_away_in_half(new):
    """CC0 by one column and not by the other (TG-TRAP-46)."""
    free = "https://creativecommons.org/publicdomain/zero/1.0/"
    return None not in (new.license_status, new.license_url) and (new.license_status == "cc0") != (
        new.license_url == free
    )


@pgplumb.after("insert", "event_occurrences")
def local_time_is_that_of_the_place(new):
    """Whatever the session's zone is (TG-INV-05). Of other centuries Python and PostgreSQL know different clocks."""
    if 1970 < new.start_time.year < 2037:
        local = new.start_time.astimezone(ZoneInfo(new.timezone))
        assert (new.local_start_date, new.local_start_time) == (local.date(), local.time())


@pgplumb.after("insert", "event_occurrences")
def a_new_date_is_told(new, db):
    """As a change of the event (TG-TRAP-07)."""
    told = "select action, changed_fields from event_changes where event_id = %s order by id desc limit 1"
    assert db.rows(told, [new.event_id]) == [("update", ["occurrences"])]


@pgplumb.after("insert", "event_performers")
def a_new_performer_is_told(new, db):
    """As a change of the event."""
    told = "select action, changed_fields from event_changes where event_id = %s order by id desc limit 1"
    assert db.rows(told, [new.event_id]) == [("update", ["performers"])]


@pgplumb.refuses("update", "field_provenance", sqlstate="42501")
def what_was_said_stays_said(old):
    """Whatever it was."""
    return True


@pgplumb.refuses("update", "event_sources", sqlstate="42501")
def what_was_received_stays_as_it_was(old):
    """Whatever it was."""
    return True


@pgplumb.after("insert", "event_sources")
def nothing_of_others_is_given_away(new, db):
    """An event follows its source (TG-TRAP-46)."""
    licences = "select e.license_status, s.license from events e, sources s where e.id = %s and s.id = %s"
    ((mine, theirs),) = db.rows(licences, [new.event_id, new.source_id])
    assert mine != "cc0" or theirs == "cc0"


@pgplumb.after("update", "places")
def a_place_is_stamped_when_it_changes(old, new):
    """And not when it does not."""
    changed = {name for name in new if new[name] != old[name]} - {"updated_at"}
    assert changed or new.updated_at == old.updated_at
