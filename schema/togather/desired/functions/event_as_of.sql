create function event_as_of(p_event_id uuid, p_valid_at timestamptz, p_known_at timestamptz default now()) returns jsonb
language sql
stable
set search_path = pg_catalog, public
begin atomic
    -- TG-INV-19: the exclusion constraint leaves at most one row.
    select h.snapshot
    from event_history h
    where h.event_id = p_event_id and h.valid_period @> p_valid_at and h.system_period @> p_known_at;
end;

comment on function event_as_of(uuid, timestamptz, timestamptz) is
    'How an event was at one moment, as far as was known at another; null where nothing was known of it.';
