-- pgplumb: migration let_tasks_be_cancelled_and_other_communications_be_noted
-- pgplumb: engine native: migra does not see the text of a comment (comment on enum public.task_status) and 1 more
-- pgplumb: before 1626315dfef2b91bd8544ed47534e68d4ea34e1fe76248c6fcff12149edb8c43
-- pgplumb: after 778e801cd3b48729abba0b78d7470da6f8b7889eaacc28b3506f9c05950879c0
-- pgplumb: hazard data_loss: lost for good: label 'other' of enum public.communication_type
-- pgplumb: hazard data_dependent: column public.communications.type may hold values that are no public.communication_type
-- pgplumb: hazard table_rewrite: table public.communications is written anew, with all its indexes, because the type of column public.communications.type changes from public.communication_type
-- pgplumb: hazard blocks_reads: table public.communications cannot be read or written while it is written anew
-- pgplumb: loses label 'other' of enum public.communication_type

ALTER TYPE public.communication_type RENAME TO communication_type__pgplumb_old;

CREATE TYPE public.communication_type AS ENUM ('email', 'phone', 'meeting');

COMMENT ON TYPE public.communication_type IS 'How a client was spoken with.';

ALTER TABLE public.communications ALTER COLUMN type TYPE public.communication_type USING type::text::public.communication_type;

DROP TYPE public.communication_type__pgplumb_old;
