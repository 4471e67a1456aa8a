-- pgplumb: migration add_email_notifications
-- pgplumb: engine native: migra does not see a comment (comment on column public.email_notifications.attempts) and 16 more
-- pgplumb: before 5daa334990dae58882e4dc7acb90856e8dee12a378a7ad904fa7edc92ef0d555
-- pgplumb: after b703dadba1b8e235c2e0839d6e261904c0158c7a7481a257115635be2a5fcc6b
-- pgplumb: hazard data_loss: lost for good: rows of table public.email_notifications
-- pgplumb: loses rows of table public.email_notifications

SET LOCAL check_function_bodies = off;

CREATE OR REPLACE FUNCTION public.offer_waitlist(p_event_id uuid, p_tier_id uuid DEFAULT NULL::uuid, p_limit integer DEFAULT 1, p_now timestamp with time zone DEFAULT now())
 RETURNS TABLE(waitlist_id uuid, user_id uuid, email text, first_name text, offer_expires_at timestamp with time zone)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
#variable_conflict use_column
begin
    -- TK-INV-12: an offer that was let pass is over, and its ticket goes to the next.
    update waitlist w
    set status = 'expired'
    where w.id in (
        select o.id
        from waitlist o
        where o.event_id = p_event_id and o.status = 'notified' and o.notification_expires_at <= p_now
        order by o.id
        for update skip locked
    );

    return query
    with chosen as (
        select w.id, u.email::text as address, u.first_name as called
        from waitlist w
        join users u on u.id = w.user_id and u.deleted_at is null
        where w.event_id = p_event_id
            and w.status = 'waiting'
            -- Who waits for any tier takes this one too; without a tier everybody is meant (TK-TRAP-31).
            and (p_tier_id is null or w.tier_id is null or w.tier_id = p_tier_id)
            -- TK-TRAP-30: one offer per person. Of several places the first one counts, and none beside an open offer.
            and not exists (
                select
                from waitlist other
                where other.event_id = w.event_id
                    and other.user_id = w.user_id
                    and other.id <> w.id
                    and (
                        other.status = 'notified'
                        or (
                            other.status = 'waiting'
                            and other.position < w.position
                            and (p_tier_id is null or other.tier_id is null or other.tier_id = p_tier_id)
                        )
                    )
            )
        order by w.position
        limit p_limit
        -- TK-INV-13. Of w alone: a person who edits their profile keeps their place (TK-TRAP-03).
        for update of w skip locked
    ), offered as (
        update waitlist w
        set status = 'notified', notified = true, notified_at = p_now, notification_expires_at = p_now + interval '24 hours'
        from chosen c
        where w.id = c.id
        returning w.id, w.user_id, w.position, c.address, c.called, w.notification_expires_at as until
    )
    select o.id, o.user_id, o.address, o.called, o.until from offered o order by o.position;
end;
$function$;

COMMENT ON FUNCTION public.offer_waitlist(uuid, uuid, integer, timestamp with time zone) IS 'Ends overdue offers of an event and makes new ones, good for 24 hours, to the next persons waiting. Returns them.';

CREATE OR REPLACE FUNCTION public.purge_expired(p_now timestamp with time zone DEFAULT now())
 RETURNS TABLE(what text, affected bigint)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    delete from audit_logs a where a.occurred_at < p_now - interval '7 years';
    what := 'audit_logs deleted';
    get diagnostics affected = row_count;
    return next;

    delete from payment_transactions p where p.created_at < p_now - interval '7 years';
    what := 'payment_transactions deleted';
    get diagnostics affected = row_count;
    return next;

    -- TK-TRAP-17: orders and their payments outlive the account, so the person goes and the row stays.
    update tickets t
    set holder_name = null, holder_email = null
    from orders o
    join users u on u.id = o.user_id
    where o.id = t.order_id
        and u.deleted_at < p_now - interval '90 days'
        and u.anonymised_at is null
        and (t.holder_name is not null or t.holder_email is not null);
    update users u
    set email = 'erased+' || u.id || '@example.invalid',
        password_hash = '$argon2id$erased',
        first_name = null,
        last_name = null,
        phone = null,
        anonymised_at = p_now
    where u.deleted_at < p_now - interval '90 days'
        and u.anonymised_at is null
        and (
            exists (select from orders o where o.user_id = u.id)
            or exists (select from promoters p where p.user_id = u.id)
        );
    what := 'users anonymised';
    get diagnostics affected = row_count;
    return next;

    delete from users u where u.deleted_at < p_now - interval '90 days' and u.anonymised_at is null;
    what := 'users deleted';
    get diagnostics affected = row_count;
    return next;

    -- TK-TRAP-12: an event that was ever ordered for stays, withdrawn.
    delete from events e
    where e.deleted_at < p_now - interval '90 days'
        and not exists (select from orders o where o.event_id = e.id);
    what := 'events deleted';
    get diagnostics affected = row_count;
    return next;
end;
$function$;

COMMENT ON FUNCTION public.purge_expired(timestamp with time zone) IS 'Deletes what was kept long enough at the given moment: log and payments 7 years, closed accounts and withdrawn events 90 days. Returns the counts.';

CREATE OR REPLACE FUNCTION public.record_payment(p_order_id uuid, p_provider text, p_provider_ref text, p_metadata jsonb DEFAULT '{}'::jsonb)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_order orders;
    v_tickets bigint;
    v_items bigint;
    v_payment_id uuid;
begin
    select * into v_order from orders o where o.id = p_order_id for no key update;
    if not found then
        raise no_data_found using message = format('there is no order %s', p_order_id);
    end if;
    perform require_acting_user(v_order.user_id);
    -- The provider may tell twice.
    select p.id into v_payment_id
    from payment_transactions p
    where p.order_id = p_order_id and p.provider = p_provider and p.provider_ref = p_provider_ref and p.type = 'charge';
    if found then
        return v_payment_id;
    end if;
    if v_order.status <> 'pending' then
        raise check_violation using
            message = format('order %s cannot be paid: it is %s', p_order_id, v_order.status);
    end if;
    -- TK-INV-21: nobody pays for tickets that are not there.
    select count(*) into v_tickets from tickets t where t.order_id = p_order_id and t.status in ('valid', 'used');
    select coalesce(sum(i.quantity), 0) into v_items from order_items i where i.order_id = p_order_id;
    if v_tickets <> v_items then
        raise check_violation using
            message = format('order %s has %s tickets for %s ordered', p_order_id, v_tickets, v_items);
    end if;
    update orders set status = 'paid', paid_at = clock_timestamp() where id = p_order_id;
    -- An order of free tickets is paid without a transaction.
    if v_order.total_amount > 0 then
        insert into payment_transactions (order_id, type, provider, provider_ref, status, amount, currency, metadata)
        values (p_order_id, 'charge', p_provider, p_provider_ref, 'succeeded', v_order.total_amount, v_order.currency,
                p_metadata)
        returning id into v_payment_id;
    end if;
    return v_payment_id;
end;
$function$;

DROP TABLE public.email_notifications;
