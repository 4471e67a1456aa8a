-- SE-Q-01, SE-Q-02: what can still be bought.

-- name: free_seats_of_section :many
-- Neither sold nor held (SE-TRAP-42), rows and numbers as people count them: 2 before 10, Z before AA (SE-TRAP-31).
select f.seat_id as id, f.row_label, f.number_label, f.x_position, f.y_position, f.is_accessible
from free_seats f
where f.section_id = :section_id and f.event_id = :event_id
order by char_length(f.row_label), f.row_label, f.seat_number_sort nulls first, f.number_label;

-- name: general_admission_availability :many
-- As of now; who is inside counts (SE-TRAP-08), and so does what the event takes of the section (SE-TRAP-09).
-- For staff and jobs: buyers see no tickets but their own, and ask the query below.
select s.id as section_id, s.name, coalesce(e.custom_capacity, s.capacity) as total, t.sold,
    coalesce(e.custom_capacity, s.capacity) - t.sold as available
from event_sections e
join events v on v.id = e.event_id and not v.deleted
join venues p on p.id = e.venue_id and not p.deleted
join sections s on s.id = e.section_id and not s.deleted
cross join lateral (
    select count(*) as sold
    from tickets t
    where t.event_id = e.event_id and t.section_id = e.section_id and t.status in ('VALID', 'USED')
) t
where e.section_id = :section_id and e.event_id = :event_id and e.is_active and s.type = 'GENERAL';

-- name: general_admission_availability_as_refreshed :many
-- For everybody, and for events that many ask about.
select a.section_id, a.section_name as name, a.effective_capacity as total, a.sold, a.available
from organization_section_availability a
where a.section_id = :section_id and a.event_id = :event_id;
