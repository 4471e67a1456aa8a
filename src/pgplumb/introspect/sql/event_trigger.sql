-- catalog: pg_event_trigger
-- when: select from pg_event_trigger where oid >= 16384
-- Event triggers.
select e.oid, 0, '' as schema, e.evtname as name, '' as "table", '' as signature,
    pg_get_userbyid(e.evtowner) as owner, e.evtevent as event, e.evtfoid::regproc::text as function,
    coalesce(e.evttags, '{}') as tags, e.evtenabled as enabled
from pg_event_trigger e
