-- Keeps the sales figures fresh.

-- A procedure of the owner's: before PostgreSQL 17 only the owner may refresh.
create procedure refresh_event_sales_summary()
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    -- TK-TRAP-18: a view that was never filled cannot be refreshed beside its readers.
    if (select c.relispopulated from pg_class c where c.oid = 'public.event_sales_summary'::regclass) then
        refresh materialized view concurrently event_sales_summary;
    else
        refresh materialized view event_sales_summary;
    end if;
end;
$$;

comment on procedure refresh_event_sales_summary() is
    'Brings event_sales_summary up to date beside its readers. Call it every 15 minutes during events, hourly otherwise.';

revoke all on procedure refresh_event_sales_summary() from public;
grant execute on procedure refresh_event_sales_summary() to ticket_jobs, ticket_admin;
