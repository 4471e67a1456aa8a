-- pgplumb: migration say_why_events_are_archived
-- pgplumb: engine native: migra does not see a comment (comment on enum public.archive_reason) and 3 more
-- pgplumb: before 3fc9f4d449b58961832d6ce585575610a14863ddb29a26edd7abde191408fb6f
-- pgplumb: after a8724247a06c387fae86cc07ec41e56824e564314522565baf5ef5797ee62ca8
-- pgplumb: hazard data_dependent: rows of table public.events may violate events_archive_reason_told
-- pgplumb: hazard table_scan: table public.events is read in full: every row must satisfy events_archive_reason_told
-- pgplumb: hazard blocks_reads: table public.events cannot be read or written while it is read in full
-- pgplumb: hazard data_dependent: rows of table public.events may violate events_cancelled_in_time
-- pgplumb: hazard table_scan: table public.events is read in full: every row must satisfy events_cancelled_in_time

SET LOCAL check_function_bodies = off;

CREATE TYPE public.archive_reason AS ENUM ('cancelled', 'finished', 'mistake');

COMMENT ON TYPE public.archive_reason IS 'Why an event was put away. cancelled: it will not take place; finished: nothing is left to do; mistake: it should not have been entered.';

CREATE OR REPLACE FUNCTION public.forget_archive_reason()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    new.archive_reason := null;
    return new;
end;
$function$;

COMMENT ON FUNCTION public.forget_archive_reason() IS 'Trigger, for events that are taken back: clears archive_reason.';

COMMENT ON TABLE public.events IS 'One row per event. One that will not take place is archived as cancelled; deleting is for rows that nothing but their own log refers to.';

ALTER TABLE public.events ADD COLUMN archive_reason public.archive_reason;

ALTER TABLE public.events ADD CONSTRAINT events_archive_reason_told CHECK ((is_archived OR (archive_reason IS NULL)));

ALTER TABLE public.events ADD CONSTRAINT events_cancelled_in_time CHECK (((archive_reason IS DISTINCT FROM 'cancelled'::public.archive_reason) OR (status = ANY (ARRAY['inquiry'::public.event_status, 'planning'::public.event_status, 'preparation'::public.event_status]))));

CREATE TRIGGER events_forget_archive_reason BEFORE UPDATE ON public.events FOR EACH ROW WHEN ((old.is_archived AND (NOT new.is_archived))) EXECUTE FUNCTION public.forget_archive_reason();

COMMENT ON COLUMN public.events.archive_reason IS 'Why it was put away; null while it is not, and where nothing was said.';
