-- The two times of an event: since when something is so, and since when we know.

-- Security definer: the history is written by these functions, and by nobody else.
create function record_event_version(
    p_event_id uuid, p_snapshot jsonb, p_valid tstzrange default null, p_changed_by text default null
) returns void
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
declare
    v_now timestamptz;
    v_valid tstzrange;
    v_closed record;
begin
    perform pg_advisory_xact_lock(hashtextextended('event_history ' || p_event_id::text, 0));
    -- Later than all that is known, however fast changes follow each other and wherever the clock is set.
    select greatest(clock_timestamp(), max(lower(h.system_period)) + interval '1 microsecond')
    into v_now
    from event_history h
    where h.event_id = p_event_id;
    v_valid := coalesce(p_valid, tstzrange(v_now, null));
    for v_closed in
        update event_history h
        set system_period = tstzrange(lower(h.system_period), v_now)
        where h.event_id = p_event_id and upper_inf(h.system_period) and h.valid_period && v_valid
        returning h.valid_period, h.snapshot, h.changed_by
    loop
        -- What was so before and after stays known.
        insert into event_history (event_id, valid_period, system_period, snapshot, changed_by)
        select p_event_id, r.period, tstzrange(v_now, null), v_closed.snapshot, v_closed.changed_by
        from unnest(tstzmultirange(v_closed.valid_period) - tstzmultirange(v_valid)) as r (period);
    end loop;
    if p_snapshot is not null then
        insert into event_history (event_id, valid_period, system_period, snapshot, changed_by)
        values (
            p_event_id, v_valid, tstzrange(v_now, null), p_snapshot,
            coalesce(p_changed_by, nullif(current_setting('sel.actor', true), ''), session_user)
        );
    end if;
end;
$$;

comment on function record_event_version(uuid, jsonb, tstzrange, text) is
    'Records from now on that an event was as in the snapshot during a period (null: from now on); a snapshot of null: that there was none. What was known before stays, as known until now.';

create function log_event_history() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
declare
    v_event record;
begin
    if tg_table_name = 'events' and tg_op = 'DELETE' then
        perform record_event_version(old.id, null);
        return null;
    end if;
    if tg_op = 'UPDATE' and to_jsonb(new) - 'updated_at' = to_jsonb(old) - 'updated_at' then
        return null;
    end if;
    -- Argument: the column that holds the event's key.
    for v_event in
        select e.id, to_jsonb(e) || event_parts(e.id) as snapshot
        from events e
        where e.id in (
            (case when tg_op <> 'INSERT' then to_jsonb(old) ->> tg_argv[0] end)::uuid,
            (case when tg_op <> 'DELETE' then to_jsonb(new) ->> tg_argv[0] end)::uuid
        )
        order by e.id
    loop
        perform record_event_version(v_event.id, v_event.snapshot);
    end loop;
    return null;
end;
$$;

comment on function log_event_history() is
    'Trigger: records in event_history how an event is after a change of it or of its parts. Argument: the column that holds the event''s key.';

create function guard_event_history() returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
    -- Knowledge ends; it is never changed afterwards.
    if to_jsonb(new) - 'system_period' <> to_jsonb(old) - 'system_period'
        or not upper_inf(old.system_period)
        or upper_inf(new.system_period)
        or lower(new.system_period) is distinct from lower(old.system_period)
    then
        raise insufficient_privilege using
            message = format('row %s of event_history can only be closed, once', old.history_id),
            table = tg_table_name;
    end if;
    return new;
end;
$$;

comment on function guard_event_history() is
    'Trigger: refuses (42501) every change of event_history but the end of an open system_period.';

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

revoke all on function record_event_version(uuid, jsonb, tstzrange, text) from public;
grant execute on function record_event_version(uuid, jsonb, tstzrange, text) to sel_app;
