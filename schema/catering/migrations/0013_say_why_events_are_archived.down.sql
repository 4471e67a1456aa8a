-- pgplumb: migration say_why_events_are_archived
-- pgplumb: engine native: migra does not see a comment (comment on enum public.archive_reason) and 3 more
-- pgplumb: before a8724247a06c387fae86cc07ec41e56824e564314522565baf5ef5797ee62ca8
-- pgplumb: after 3fc9f4d449b58961832d6ce585575610a14863ddb29a26edd7abde191408fb6f
-- pgplumb: hazard data_loss: lost for good: column public.events.archive_reason
-- pgplumb: loses column public.events.archive_reason

ALTER TABLE public.events DROP CONSTRAINT events_archive_reason_told;

ALTER TABLE public.events DROP CONSTRAINT events_cancelled_in_time;

DROP TRIGGER events_forget_archive_reason ON public.events;

DROP FUNCTION public.forget_archive_reason();

COMMENT ON TABLE public.events IS 'One row per event. One that will not take place is archived; deleting is for rows that nothing but their own log refers to.';

ALTER TABLE public.events DROP COLUMN archive_reason;

DROP TYPE public.archive_reason;
