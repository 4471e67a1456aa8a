-- pgplumb: migration say_why_events_are_archived
-- pgplumb: engine native: migra does not see a comment (comment on enum public.archive_reason) and 3 more
-- pgplumb: before 7f9ae7bf75f28f03c9ad99c329ba56c26e84bacf1567e8b9bed7a904fafd7fca
-- pgplumb: after 09819e6002485cb6f145f61fc79d25a84bd72c2e09474474ff51154e58512143
-- pgplumb: hazard data_loss: lost for good: column public.events.archive_reason
-- pgplumb: loses column public.events.archive_reason

ALTER TABLE public.events DROP CONSTRAINT events_archive_reason_told;

ALTER TABLE public.events DROP CONSTRAINT events_cancelled_in_time;

DROP TRIGGER events_forget_archive_reason ON public.events;

DROP FUNCTION public.forget_archive_reason();

COMMENT ON TABLE public.events IS 'One row per event. One that will not take place is archived; deleting is for rows that nothing but their own log refers to.';

ALTER TABLE public.events DROP COLUMN archive_reason;

DROP TYPE public.archive_reason;
