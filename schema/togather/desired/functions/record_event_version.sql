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

revoke all on function record_event_version(uuid, jsonb, tstzrange, text) from public;
grant execute on function record_event_version(uuid, jsonb, tstzrange, text) to sel_app;
