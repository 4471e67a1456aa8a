create function cancel_order(p_order_id uuid) returns void
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    perform require_own_order(p_order_id);
    perform require_pending(p_order_id);
    update payment_intents p set status = 'CANCELLED' where p.order_id = p_order_id and p.status = 'REQUIRES_PAYMENT';
    update orders o set status = 'CANCELLED' where o.id = p_order_id;
end;
$$;

comment on function cancel_order(uuid) is 'Cancels one''s own pending order; its places are free again.';

revoke all on function cancel_order(uuid) from public;
grant execute on function cancel_order(uuid) to seat_app;
