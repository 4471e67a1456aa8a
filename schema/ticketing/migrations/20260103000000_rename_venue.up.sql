-- pgplumb: migration rename_venue
-- pgplumb: engine native: migra knows no renames and no backfills
-- pgplumb: before d55fc14b6cea528cbddc6f3af88e901df9ac4a049550defb48c2719f94018f58
-- pgplumb: after 161829da3a5c8303e7d4f01e626f5d30f9ffe509d139f6e998407d39f6c32d09

ALTER TABLE public.events RENAME COLUMN venue TO venue_name;

DO $$
BEGIN
    -- Servers before 18 keep no constraint for NOT NULL.
    IF current_setting('server_version_num')::integer >= 180000 THEN
        ALTER TABLE public.events RENAME CONSTRAINT events_venue_not_null TO events_venue_name_not_null;
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION public.find_ticket(p_ticket_code text)
 RETURNS TABLE(ticket_id uuid, event_title text, venue_name text, start_time timestamp with time zone, tier_name text, status text)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public'
BEGIN ATOMIC
 SELECT k.id,
     e.title,
     e.venue_name,
     e.start_time,
     t.name,
     k.status
    FROM ((public.tickets k
      JOIN public.ticket_tiers t ON ((t.id = k.tier_id)))
      JOIN public.events e ON ((e.id = k.event_id)))
   WHERE (k.ticket_code = upper(find_ticket.p_ticket_code));
END;
