-- The outbox: each change of an event leaves one row in event_changes, in the order in which changes are committed.

create function take_outbox_turn() returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
    -- TG-INV-11, TG-TRAP-08: a number is taken when a row is written and seen when it is committed. Whoever changes events
    -- therefore waits for those before. Before the statement locks any row, so that nobody waits in a circle.
    perform pg_advisory_xact_lock(hashtextextended('event_changes', 0));
    return null;
end;
$$;

comment on function take_outbox_turn() is
    'Trigger: lets one transaction at a time write to event_changes, until it ends.';
