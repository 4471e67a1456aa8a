-- pgplumb: migration tell_tickets_of_other_events
-- pgplumb: engine native: migra does not see the text of a comment (comment on column public.ticket_validations.result) and 1 more
-- pgplumb: before 30714b611bc8db61ade7278a9ae694fe41cde220d95df00d219bf1fb0fb576fb
-- pgplumb: after 35b2fe151f621fcd8a23c5648b8d5944b30e8911db9e062367cbca29d6126157
-- pgplumb: hazard data_dependent: rows of table public.ticket_validations may violate ticket_validations_result_known
-- pgplumb: hazard table_scan: table public.ticket_validations is read in full: every row must satisfy ticket_validations_result_known
-- pgplumb: hazard blocks_reads: table public.ticket_validations cannot be read or written while it is read in full

SET LOCAL check_function_bodies = off;

ALTER TABLE public.ticket_validations DROP CONSTRAINT ticket_validations_result_known;

CREATE OR REPLACE FUNCTION public.validate_ticket(p_qr_code_hash text, p_event_id uuid, p_staff_id uuid, p_device_id text DEFAULT NULL::text)
 RETURNS TABLE(result text, ticket_id uuid, ticket_status text, scanned_at timestamp with time zone, event_title text, start_time timestamp with time zone, attendee text, row_label text, number_label text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_ticket tickets;
begin
    if p_staff_id is distinct from current_app_user_id() or not is_staff() then
        raise insufficient_privilege using
            message = 'tickets are validated by the organisation''s staff',
            hint = 'Set app.org_id and app.user_id in the transaction.';
    end if;
    select e.title, e.start_time into event_title, start_time
    from events e
    join venues v on v.id = e.venue_id
    where e.id = p_event_id and e.organization_id = current_org_id() and not e.deleted and not v.deleted;
    if not found then
        raise no_data_found using message = format('there is no event %s', p_event_id);
    end if;
    -- The ticket's row alone is locked (SE-INV-12, SE-TRAP-11); who waited sees what the other scan left (SE-INV-11).
    select * into v_ticket
    from tickets t
    where t.qr_code_hash = p_qr_code_hash and t.organization_id = current_org_id()
    for no key update of t;
    result := case
        when v_ticket.id is null then 'INVALID'
        when v_ticket.event_id <> p_event_id then 'WRONG_EVENT'
        when v_ticket.status = 'USED' then 'ALREADY_USED'
        when v_ticket.status = 'VALID' then 'ACCEPTED'
        else 'INVALID'
    end;
    if result = 'ACCEPTED' then
        update tickets t set status = 'USED', scanned_at = clock_timestamp(), scanned_by = p_staff_id
        where t.id = v_ticket.id
        returning t.* into v_ticket;
    end if;
    -- Nothing is raised: the log of a refused scan is to stay (SE-INV-22).
    insert into ticket_validations (organization_id, ticket_id, event_id, qr_code_hash, validated_by, device_id, result)
    values (current_org_id(), v_ticket.id, p_event_id, left(p_qr_code_hash, 200), p_staff_id, p_device_id, result);
    ticket_id := v_ticket.id;
    ticket_status := v_ticket.status;
    scanned_at := v_ticket.scanned_at;
    select u.full_name into attendee from orders o join users u on u.id = o.user_id where o.id = v_ticket.order_id;
    select s.row_label, s.number_label into row_label, number_label from seats s where s.id = v_ticket.seat_id;
    return next;
end;
$function$;

COMMENT ON FUNCTION public.validate_ticket(text, uuid, uuid, text) IS 'Lets the holder of a valid ticket in, once, at the event of the gate. Always returns one row: ACCEPTED, ALREADY_USED, INVALID or WRONG_EVENT with what is known of the ticket; each call is logged.';

COMMENT ON COLUMN public.ticket_validations.result IS 'ACCEPTED, ALREADY_USED, WRONG_EVENT or INVALID (unknown, cancelled or refunded).';

ALTER TABLE public.ticket_validations ADD CONSTRAINT ticket_validations_result_known CHECK ((result = ANY (ARRAY['ACCEPTED'::text, 'ALREADY_USED'::text, 'INVALID'::text, 'WRONG_EVENT'::text])));
