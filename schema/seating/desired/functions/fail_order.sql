create function fail_order(p_order_id uuid) returns void
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    perform require_pending(p_order_id);
    update payment_intents p set status = 'FAILED' where p.order_id = p_order_id and p.status = 'REQUIRES_PAYMENT';
    update orders o set status = 'FAILED' where o.id = p_order_id;
end;
$$;

comment on function fail_order(uuid) is 'Marks a pending order as failed; its places are free again.';

revoke all on function fail_order(uuid) from public;
grant execute on function fail_order(uuid) to seat_jobs;
