-- pgplumb: migration rename_seat_locks_to_holds
-- pgplumb: engine native: migra knows no renames and no backfills
-- pgplumb: before 2bcda9865dbc7372950b2fc05b7b693f6dde6af674be1015f31f858b12c75de8
-- pgplumb: after 30714b611bc8db61ade7278a9ae694fe41cde220d95df00d219bf1fb0fb576fb
-- pgplumb: hazard access_change: policy seat_locks_jobs no longer decides about the rows of table public.seat_locks
-- pgplumb: hazard access_change: policy seat_locks_own no longer decides about the rows of table public.seat_locks
-- pgplumb: hazard access_change: policy seat_locks_staff no longer decides about the rows of table public.seat_locks
-- pgplumb: hazard index_build: index public.seat_locks.idx_seat_holds_order is built
-- pgplumb: hazard blocks_writes: table public.seat_locks cannot be written while index public.seat_locks.idx_seat_holds_order is built
-- pgplumb: hazard index_build: index public.seat_locks.idx_seat_holds_seat is built
-- pgplumb: hazard blocks_writes: table public.seat_locks cannot be written while index public.seat_locks.idx_seat_holds_seat is built
-- pgplumb: hazard index_build: index public.seat_locks.idx_seat_holds_section is built
-- pgplumb: hazard blocks_writes: table public.seat_locks cannot be written while index public.seat_locks.idx_seat_holds_section is built
-- pgplumb: hazard access_change: policy seat_holds_jobs decides about the rows of table public.seat_locks
-- pgplumb: hazard access_change: policy seat_holds_own decides about the rows of table public.seat_locks
-- pgplumb: hazard access_change: policy seat_holds_staff decides about the rows of table public.seat_locks

SET LOCAL check_function_bodies = off;

ALTER TABLE public.seat_locks RENAME TO seat_holds;

ALTER TABLE public.seat_holds RENAME CONSTRAINT seat_locks_event_id_seat_id_key TO seat_holds_event_id_seat_id_key;

ALTER TABLE public.seat_holds RENAME CONSTRAINT seat_locks_event_section_fkey TO seat_holds_event_section_fkey;

ALTER TABLE public.seat_holds RENAME CONSTRAINT seat_locks_order_fkey TO seat_holds_order_fkey;

ALTER TABLE public.seat_holds RENAME CONSTRAINT seat_locks_pkey TO seat_holds_pkey;

ALTER TABLE public.seat_holds RENAME CONSTRAINT seat_locks_seat_fkey TO seat_holds_seat_fkey;

ALTER TABLE public.seat_holds RENAME CONSTRAINT seat_locks_updated_after_created TO seat_holds_updated_after_created;

DROP INDEX public.idx_seat_locks_order;

DROP INDEX public.idx_seat_locks_seat;

DROP INDEX public.idx_seat_locks_section;

DROP TRIGGER seat_locks_forbid_created_at_change ON public.seat_holds;

DROP TRIGGER seat_locks_need_free_seat ON public.seat_holds;

DROP TRIGGER seat_locks_set_updated_at ON public.seat_holds;

DROP POLICY seat_locks_jobs ON public.seat_holds;

DROP POLICY seat_locks_own ON public.seat_holds;

DROP POLICY seat_locks_staff ON public.seat_holds;

CREATE OR REPLACE FUNCTION public.claim_places(p_order_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_order orders;
    v_place record;
    v_item record;
    v_taken bigint;
begin
    select * into v_order from orders o where o.id = p_order_id;
    -- Tiers of which there are only so many, one order after the other.
    perform from ticket_tiers t
    where t.quantity is not null and t.id in (select i.ticket_tier_id from order_items i where i.order_id = p_order_id)
    order by t.id
    for no key update;
    for v_place in
        select t.id, t.quantity, count(*) as wanted
        from order_items i
        join ticket_tiers t on t.id = i.ticket_tier_id
        where i.order_id = p_order_id and t.quantity is not null
        group by t.id, t.quantity
        order by t.id
    loop
        select count(*) into v_taken from tickets t where t.ticket_tier_id = v_place.id and t.status in ('VALID', 'USED');
        select v_taken + count(*) into v_taken
        from order_items i
        join orders o on o.id = i.order_id
        where i.ticket_tier_id = v_place.id and o.id <> p_order_id
            and o.status = 'PENDING' and o.expires_at > clock_timestamp();
        if v_taken + v_place.wanted > v_place.quantity then
            raise check_violation using
                message = format('tier %s has %s tickets left, and %s are wanted',
                                 v_place.id, greatest(v_place.quantity - v_taken, 0), v_place.wanted);
        end if;
    end loop;
    -- Everybody locks sections in one order, and before any seat.
    perform from event_sections e
    where e.event_id = v_order.event_id
        and e.section_id in (select i.section_id from order_items i where i.order_id = p_order_id and i.seat_id is null)
    order by e.section_id
    for no key update;
    for v_place in
        select i.section_id, coalesce(e.custom_capacity, s.capacity) as capacity, count(*) as wanted
        from order_items i
        join event_sections e on e.event_id = i.event_id and e.section_id = i.section_id
        join sections s on s.id = i.section_id
        where i.order_id = p_order_id and i.seat_id is null
        group by i.section_id, e.custom_capacity, s.capacity
        order by i.section_id
    loop
        select count(*) into v_taken
        from tickets t
        where t.event_id = v_order.event_id and t.section_id = v_place.section_id and t.status in ('VALID', 'USED');
        select v_taken + count(*) into v_taken
        from order_items i
        join orders o on o.id = i.order_id
        where i.event_id = v_order.event_id and i.section_id = v_place.section_id and o.id <> p_order_id
            and o.status = 'PENDING' and o.expires_at > clock_timestamp();
        if v_taken + v_place.wanted > v_place.capacity then
            raise check_violation using
                message = format('section %s has %s places left, and %s are wanted',
                                 v_place.section_id, greatest(v_place.capacity - v_taken, 0), v_place.wanted);
        end if;
    end loop;
    for v_item in
        select i.seat_id, i.section_id from order_items i
        where i.order_id = p_order_id and i.seat_id is not null
        order by i.seat_id
    loop
        -- SE-INV-14: in one statement a hold is free, stale or one's own, or somebody else's.
        insert into seat_holds (organization_id, event_id, section_id, seat_id, order_id, expires_at)
        values (v_order.organization_id, v_order.event_id, v_item.section_id, v_item.seat_id, p_order_id, v_order.expires_at)
        on conflict (event_id, seat_id) do update set order_id = excluded.order_id, expires_at = excluded.expires_at
        where seat_holds.expires_at <= clock_timestamp() or seat_holds.order_id = excluded.order_id;
        if not found then
            raise unique_violation using
                message = format('seat %s is held for another order', v_item.seat_id),
                table = 'seat_holds',
                constraint = 'seat_holds_event_id_seat_id_key';
        end if;
    end loop;
end;
$function$;

CREATE OR REPLACE FUNCTION public.release_holds()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    delete from seat_holds h where h.order_id = new.id;
    return null;
end;
$function$;

CREATE OR REPLACE FUNCTION public.ticket_respects_holds()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    perform from seats s where s.id = new.seat_id for no key update;
    perform from seat_holds h
    where h.event_id = new.event_id and h.seat_id = new.seat_id
        and h.order_id <> new.order_id and h.expires_at > clock_timestamp();
    if found then
        raise unique_violation using
            message = format('seat %s is held for another order', new.seat_id),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return new;
end;
$function$;

DO $$
BEGIN
    -- Servers before 18 keep no constraint for NOT NULL.
    IF current_setting('server_version_num')::integer >= 180000 THEN
        ALTER TABLE public.seat_holds RENAME CONSTRAINT seat_locks_created_at_not_null TO seat_holds_created_at_not_null;
    END IF;
END
$$;

DO $$
BEGIN
    -- Servers before 18 keep no constraint for NOT NULL.
    IF current_setting('server_version_num')::integer >= 180000 THEN
        ALTER TABLE public.seat_holds RENAME CONSTRAINT seat_locks_event_id_not_null TO seat_holds_event_id_not_null;
    END IF;
END
$$;

DO $$
BEGIN
    -- Servers before 18 keep no constraint for NOT NULL.
    IF current_setting('server_version_num')::integer >= 180000 THEN
        ALTER TABLE public.seat_holds RENAME CONSTRAINT seat_locks_expires_at_not_null TO seat_holds_expires_at_not_null;
    END IF;
END
$$;

DO $$
BEGIN
    -- Servers before 18 keep no constraint for NOT NULL.
    IF current_setting('server_version_num')::integer >= 180000 THEN
        ALTER TABLE public.seat_holds RENAME CONSTRAINT seat_locks_id_not_null TO seat_holds_id_not_null;
    END IF;
END
$$;

DO $$
BEGIN
    -- Servers before 18 keep no constraint for NOT NULL.
    IF current_setting('server_version_num')::integer >= 180000 THEN
        ALTER TABLE public.seat_holds RENAME CONSTRAINT seat_locks_order_id_not_null TO seat_holds_order_id_not_null;
    END IF;
END
$$;

DO $$
BEGIN
    -- Servers before 18 keep no constraint for NOT NULL.
    IF current_setting('server_version_num')::integer >= 180000 THEN
        ALTER TABLE public.seat_holds RENAME CONSTRAINT seat_locks_organization_id_not_null TO seat_holds_organization_id_not_null;
    END IF;
END
$$;

DO $$
BEGIN
    -- Servers before 18 keep no constraint for NOT NULL.
    IF current_setting('server_version_num')::integer >= 180000 THEN
        ALTER TABLE public.seat_holds RENAME CONSTRAINT seat_locks_seat_id_not_null TO seat_holds_seat_id_not_null;
    END IF;
END
$$;

DO $$
BEGIN
    -- Servers before 18 keep no constraint for NOT NULL.
    IF current_setting('server_version_num')::integer >= 180000 THEN
        ALTER TABLE public.seat_holds RENAME CONSTRAINT seat_locks_section_id_not_null TO seat_holds_section_id_not_null;
    END IF;
END
$$;

DO $$
BEGIN
    -- Servers before 18 keep no constraint for NOT NULL.
    IF current_setting('server_version_num')::integer >= 180000 THEN
        ALTER TABLE public.seat_holds RENAME CONSTRAINT seat_locks_updated_at_not_null TO seat_holds_updated_at_not_null;
    END IF;
END
$$;

CREATE INDEX idx_seat_holds_order ON public.seat_holds USING btree (order_id);

CREATE INDEX idx_seat_holds_seat ON public.seat_holds USING btree (seat_id);

CREATE INDEX idx_seat_holds_section ON public.seat_holds USING btree (event_id, section_id);

CREATE TRIGGER seat_holds_forbid_created_at_change BEFORE UPDATE ON public.seat_holds FOR EACH ROW WHEN ((old.created_at IS DISTINCT FROM new.created_at)) EXECUTE FUNCTION public.forbid_created_at_change();

CREATE TRIGGER seat_holds_need_free_seat BEFORE INSERT OR UPDATE OF event_id, seat_id, order_id ON public.seat_holds FOR EACH ROW EXECUTE FUNCTION public.hold_needs_free_seat();

CREATE TRIGGER seat_holds_set_updated_at BEFORE UPDATE ON public.seat_holds FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE POLICY seat_holds_jobs ON public.seat_holds TO seat_jobs USING (true) WITH CHECK (true);

CREATE POLICY seat_holds_own ON public.seat_holds FOR SELECT TO seat_app USING (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND (order_id IN ( SELECT o.id
   FROM public.orders o))));

CREATE POLICY seat_holds_staff ON public.seat_holds FOR SELECT TO seat_staff USING (((organization_id = ( SELECT public.current_org_id() AS current_org_id)) AND ( SELECT public.is_staff() AS is_staff)));
