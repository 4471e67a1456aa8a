-- pgplumb: migration add_event_series
-- pgplumb: engine native: migra does not see a comment (comment on column public.event_series.created_at) and 12 more
-- pgplumb: before 7a5a10b73b4e6b71aaf29a61d4793c8a546d64c0add997b9118a2d83f1d28c30
-- pgplumb: after b59acc73133c78075d699d86a8cdc958f45f01434042c215b5a6ae4b97c86f09
-- pgplumb: hazard data_dependent: rows of table public.events may refer to rows that are not there (events_series_id_fkey)
-- pgplumb: hazard table_scan: table public.events is read in full: every row must satisfy events_series_id_fkey
-- pgplumb: hazard blocks_writes: table public.events cannot be written while it is read in full
-- pgplumb: hazard index_build: index public.events.idx_events_series is built
-- pgplumb: hazard blocks_writes: table public.events cannot be written while index public.events.idx_events_series is built

CREATE TABLE public.event_series (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    recurrence_rule text,
    default_start_time time without time zone,
    series_start_date date,
    series_end_date date,
    expanded_until timestamp with time zone,
    default_venue_id uuid,
    organizer_id uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT event_series_pkey PRIMARY KEY (id),
    CONSTRAINT event_series_ends_after_start CHECK (((series_start_date IS NULL) OR (series_end_date IS NULL) OR (series_end_date >= series_start_date))),
    CONSTRAINT event_series_name_not_blank CHECK ((name ~ '[^[:space:]]'::text)),
    CONSTRAINT event_series_recurrence_rule_shape CHECK ((recurrence_rule ~ '^FREQ=(DAILY|WEEKLY|MONTHLY)(;INTERVAL=[1-9][0-9]?)?(;BYDAY=(MO|TU|WE|TH|FR|SA|SU)(,(MO|TU|WE|TH|FR|SA|SU))*)?(;BYMONTHDAY=([1-9]|[12][0-9]|3[01]))?(;UNTIL=20[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8]))?(;COUNT=[1-9][0-9]{0,3})?$'::text))
);

ALTER TABLE public.event_series ADD CONSTRAINT event_series_default_venue_id_fkey FOREIGN KEY (default_venue_id) REFERENCES public.places(id);

ALTER TABLE public.event_series ADD CONSTRAINT event_series_organizer_id_fkey FOREIGN KEY (organizer_id) REFERENCES public.organizations(id);

CREATE INDEX idx_event_series_organizer ON public.event_series USING btree (organizer_id);

CREATE INDEX idx_event_series_venue ON public.event_series USING btree (default_venue_id);

CREATE TRIGGER event_series_set_updated_at BEFORE UPDATE ON public.event_series FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON COLUMN public.event_series.created_at IS 'When the row was made (schema:dateCreated).';

COMMENT ON COLUMN public.event_series.default_start_time IS 'Local time at which it begins; null where it varies (schema:startTime).';

COMMENT ON COLUMN public.event_series.default_venue_id IS 'Where its occurrences take place; null: where their event does (schema:location).';

COMMENT ON COLUMN public.event_series.expanded_until IS 'Up to when occurrences were made; null before the first time (sel:expandedUntil).';

COMMENT ON COLUMN public.event_series.id IS 'Key of the series (schema:identifier).';

COMMENT ON COLUMN public.event_series.name IS 'Name (schema:name).';

COMMENT ON COLUMN public.event_series.organizer_id IS 'Who organises it; null where not known (schema:organizer).';

COMMENT ON COLUMN public.event_series.recurrence_rule IS 'Rule of RFC 5545, parts in the order FREQ (DAILY, WEEKLY, MONTHLY), INTERVAL, BYDAY, BYMONTHDAY, UNTIL (a date), COUNT; null where dates are made by hand (schema:eventSchedule).';

COMMENT ON COLUMN public.event_series.series_end_date IS 'Last local date; null where it goes on (schema:endDate).';

COMMENT ON COLUMN public.event_series.series_start_date IS 'Local date from which the rule is counted; null where there is no rule (schema:startDate).';

COMMENT ON COLUMN public.event_series.updated_at IS 'When the row last changed (schema:dateModified).';

COMMENT ON TABLE public.event_series IS 'One row per series (schema:EventSeries). Its events'' occurrences are made by hand.';

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.event_series TO sel_app;

GRANT SELECT ON TABLE public.event_series TO sel_readonly;

ALTER TABLE public.events ADD COLUMN series_id uuid;

ALTER TABLE public.events ADD CONSTRAINT events_series_id_fkey FOREIGN KEY (series_id) REFERENCES public.event_series(id);

CREATE INDEX idx_events_series ON public.events USING btree (series_id);

COMMENT ON COLUMN public.events.series_id IS 'Series that it belongs to; null where it stands alone (schema:superEvent).';
