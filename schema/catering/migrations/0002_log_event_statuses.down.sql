-- pgplumb: migration log_event_statuses
-- pgplumb: engine native: migra does not see a comment (comment on column public.event_status_log.changed_at) and 40 more
-- pgplumb: before 58c450c9271fc1cd83d8ecee52bdc1f93ea5aa8587bdaf8ef4350da84903d429
-- pgplumb: after 46f0c184ec8c96e4fb5547947a955131862686f66a2d9347ffc30f1bacd6a2e8
-- pgplumb: hazard data_loss: lost for good: rows of table public.event_status_log
-- pgplumb: loses rows of table public.event_status_log

DROP VIEW public.event_status_timeline;

DROP VIEW public.upcoming_events;

DROP TRIGGER events_log_first_status ON public.events;

DROP TRIGGER events_log_status ON public.events;

DROP FUNCTION public.log_event_status_change();

DROP TABLE public.event_status_log;

DROP FUNCTION public.refuse_change();

DROP FUNCTION public.refuse_delete_before_event();
