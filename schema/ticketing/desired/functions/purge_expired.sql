-- Retention: what goes, and when.

create function purge_expired(p_now timestamptz default now()) returns table (what text, affected bigint)
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    delete from email_notifications e where e.created_at < p_now - interval '1 year';
    what := 'email_notifications deleted';
    get diagnostics affected = row_count;
    return next;

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
$$;

comment on function purge_expired(timestamptz) is
    'Deletes what was kept long enough at the given moment: mail 1 year, log and payments 7 years, closed accounts and withdrawn events 90 days. Returns the counts.';

revoke all on function purge_expired(timestamptz) from public;
grant execute on function purge_expired(timestamptz) to ticket_jobs, ticket_admin;
