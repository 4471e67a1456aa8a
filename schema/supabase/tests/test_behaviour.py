"""What the documents of tenants do when rows change: run by pytest with pgplumb's plugin, on rows that it draws."""

from __future__ import annotations

import pgplumb


@pgplumb.after("insert", "app.tenants")
def creator_is_owner(new, db):
    """Whoever creates a tenant is its owner (SB-INV-08)."""
    owners = "select user_id from app.memberships where tenant_id = %s and role = 'owner'"
    assert db.rows(owners, [new.id]) == [(new.created_by,)]


@pgplumb.after("insert", "app.documents")
def document_is_told_of(new, db):
    """An event, an entry in the log and one in the outbox for each new document (SB-INV-09, SB-INV-11, SB-INV-12)."""
    assert db.value("select count(*) from app.event_store where aggregate_id = %s", [new.id]) == 1
    assert db.value("select count(*) from app.realtime_outbox where ref_id = %s", [new.id]) == 1
    logged = "select new_row from audit.audit_log where table_name = 'documents' and row_id = %s"
    assert not {"title", "body", "search"} & set(db.value(logged, [str(new.id)]))


@pgplumb.after("insert", "app.documents")
def document_is_what_its_events_say(new, db):
    """SB-INV-11."""
    now = "select to_jsonb(d) - 'search' from app.documents d where d.id = %s"
    assert db.value("select app.rebuild(%s)", [new.id]) == db.value(now, [new.id])


@pgplumb.refuses("update", "audit.audit_log", sqlstate="42501")
def log_stays(old):
    """Whatever was logged."""
    return True


@pgplumb.refuses("update", "app.event_store", sqlstate="42501")
def events_stay(old):
    """Whatever happened."""
    return True
