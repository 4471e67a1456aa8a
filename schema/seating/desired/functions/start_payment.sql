create function start_payment(
    p_order_id uuid, p_stripe_payment_intent_id text, p_hold interval default '15 minutes'
) returns uuid
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
declare
    v_intent_id uuid;
begin
    perform require_own_order(p_order_id);
    perform require_pending(p_order_id);
    -- The places are the order's until the payment is through, or it is told now that they are not (SE-INV-14).
    update orders o set expires_at = greatest(o.expires_at, clock_timestamp() + p_hold) where o.id = p_order_id;
    perform claim_places(p_order_id);
    update payment_intents p set status = 'CANCELLED' where p.order_id = p_order_id and p.status = 'REQUIRES_PAYMENT';
    insert into payment_intents (order_id, stripe_payment_intent_id, amount, currency)
    select o.id, p_stripe_payment_intent_id, o.total_amount, o.currency
    from orders o
    where o.id = p_order_id
    returning id into v_intent_id;
    return v_intent_id;
end;
$$;

comment on function start_payment(uuid, text, interval) is
    'Claims the places of one''s own pending order once more, for so long, and notes the payment intent that may now be paid. An earlier open one is cancelled.';

revoke all on function start_payment(uuid, text, interval) from public;
grant execute on function start_payment(uuid, text, interval) to seat_app;
