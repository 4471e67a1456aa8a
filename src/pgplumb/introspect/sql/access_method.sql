-- catalog: pg_am
-- when: select from pg_am where oid >= 16384
-- Access methods of the user's.
select a.oid, 0, '' as schema, a.amname as name, '' as "table", '' as signature,
    case a.amtype when 't' then 'TABLE' else 'INDEX' end as type, a.amhandler::regproc::text as handler
from pg_am a
where a.oid >= 16384
