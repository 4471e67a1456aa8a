-- pgplumb: migration rename_venue_to_location
-- pgplumb: engine native: migra knows no renames and no backfills
-- pgplumb: before 1411bc04751dd2b49e80b61d509263a9ec45218a6d57431579b5919d9764dec3
-- pgplumb: after 778e801cd3b48729abba0b78d7470da6f8b7889eaacc28b3506f9c05950879c0

ALTER TABLE public.events RENAME COLUMN venue TO location;

DROP VIEW public.upcoming_events;

CREATE VIEW public.upcoming_events AS
 SELECT e.id AS event_id,
    e.name AS event_name,
    e.event_date,
    e.start_time,
    e.end_time,
    e.location,
    e.estimated_attendees,
    e.status,
    e.client_id,
    c.company_name,
    c.contact_name,
    c.email AS client_email,
    c.phone AS client_phone
   FROM (public.events e
     JOIN public.clients c ON ((c.id = e.client_id)))
  WHERE ((NOT e.is_archived) AND (e.event_date >= now()));

COMMENT ON COLUMN public.upcoming_events.client_email IS 'Address of that person.';

COMMENT ON COLUMN public.upcoming_events.client_id IS 'Who asked for it.';

COMMENT ON COLUMN public.upcoming_events.client_phone IS 'Number of that person; null where not known.';

COMMENT ON COLUMN public.upcoming_events.company_name IS 'Name of that client.';

COMMENT ON COLUMN public.upcoming_events.contact_name IS 'Whom to speak with there.';

COMMENT ON COLUMN public.upcoming_events.end_time IS 'When it ends; null while not settled.';

COMMENT ON COLUMN public.upcoming_events.estimated_attendees IS 'How many people are expected; null while not known.';

COMMENT ON COLUMN public.upcoming_events.event_date IS 'The moment for which it is planned.';

COMMENT ON COLUMN public.upcoming_events.event_id IS 'The event.';

COMMENT ON COLUMN public.upcoming_events.event_name IS 'What it is called.';

COMMENT ON COLUMN public.upcoming_events.location IS 'Where it takes place; null while not settled.';

COMMENT ON COLUMN public.upcoming_events.start_time IS 'When it begins; null while not settled.';

COMMENT ON COLUMN public.upcoming_events.status IS 'How far it is.';

COMMENT ON VIEW public.upcoming_events IS 'One row per event to come that is not archived, with whom to call about it.';

GRANT SELECT ON TABLE public.upcoming_events TO catering_app;

GRANT SELECT ON TABLE public.upcoming_events TO catering_readonly;

GRANT SELECT ON TABLE public.upcoming_events TO catering_scheduler;
