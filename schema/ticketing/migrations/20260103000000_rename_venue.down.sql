-- pgplumb: migration rename_venue
-- pgplumb: engine native: migra knows no renames and no backfills
-- pgplumb: before 08e431ac42c7e754f8e6da8dccd9b4dd7b2f7f485b10009133515c3b4e3212bb
-- pgplumb: after a4f8b5d86e2d56618fbac5075cfa327d473d396b5968574dfd1f65beeb299558

ALTER TABLE public.events RENAME COLUMN venue_name TO venue;

ALTER TABLE public.events RENAME CONSTRAINT events_venue_name_not_null TO events_venue_not_null;

CREATE OR REPLACE FUNCTION public.find_ticket(p_ticket_code text)
 RETURNS TABLE(ticket_id uuid, event_title text, venue_name text, start_time timestamp with time zone, tier_name text, status text)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public'
BEGIN ATOMIC
 SELECT k.id,
     e.title,
     e.venue,
     e.start_time,
     t.name,
     k.status
    FROM ((public.tickets k
      JOIN public.ticket_tiers t ON ((t.id = k.tier_id)))
      JOIN public.events e ON ((e.id = k.event_id)))
   WHERE (k.ticket_code = upper(find_ticket.p_ticket_code));
END;
