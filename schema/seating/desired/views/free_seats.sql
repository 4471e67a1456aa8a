-- What buyers can choose from.

-- As its owner, because a buyer may not see whose tickets and holds take the other seats; with the organisation within.
-- Whoever names none finds no seat free, rather than all.
create view free_seats with (security_barrier = true) as
select
    e.event_id,
    e.section_id,
    s.id as seat_id,
    s.row_label,
    s.number_label,
    s.seat_number_sort,
    s.x_position,
    s.y_position,
    s.is_accessible
from event_sections e
join events v on v.id = e.event_id and v.status = 'PUBLISHED' and not v.deleted
join venues p on p.id = e.venue_id and not p.deleted
join organizations o on o.id = e.organization_id and o.status = 'ACTIVE' and not o.deleted
join sections c on c.id = e.section_id and not c.deleted
join seats s on s.section_id = e.section_id and s.deleted = false
where e.organization_id = current_org_id()
    and e.is_active
    -- Words and not parameters, so that every plan can use the partial index (SE-TRAP-38).
    and not exists (
        select from tickets t where t.event_id = e.event_id and t.seat_id = s.id and t.status in ('VALID', 'USED')
    )
    -- SE-TRAP-42
    and not exists (
        select from seat_holds h where h.event_id = e.event_id and h.seat_id = s.id and h.expires_at > now()
    );

grant select on free_seats to seat_app, seat_staff;

comment on view free_seats is
    'One row per live seat of app.org_id that can be bought for a published event: neither sold nor held, in a section that is open.';
comment on column free_seats.event_id is 'The event.';
comment on column free_seats.section_id is 'The section.';
comment on column free_seats.seat_id is 'The seat.';
comment on column free_seats.row_label is 'Row as printed.';
comment on column free_seats.number_label is 'Number within the row as printed.';
comment on column free_seats.seat_number_sort is 'The digits of number_label as a number; null where there are none.';
comment on column free_seats.x_position is 'Place on the plan, from its left edge.';
comment on column free_seats.y_position is 'Place on the plan, from its upper edge.';
comment on column free_seats.is_accessible is 'Whether a wheelchair can get there.';
