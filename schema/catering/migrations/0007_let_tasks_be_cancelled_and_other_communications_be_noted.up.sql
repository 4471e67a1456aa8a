-- pgplumb: migration let_tasks_be_cancelled_and_other_communications_be_noted
-- pgplumb: engine native: migra does not see the text of a comment (comment on enum public.task_status) and 1 more
-- pgplumb: before 778e801cd3b48729abba0b78d7470da6f8b7889eaacc28b3506f9c05950879c0
-- pgplumb: after 1626315dfef2b91bd8544ed47534e68d4ea34e1fe76248c6fcff12149edb8c43
-- pgplumb: hazard irreversible: label 'other' cannot be removed from enum public.communication_type again

ALTER TYPE public.communication_type ADD VALUE 'other';
