-- catalog: pg_language
-- Procedural languages that no extension owns.
select l.oid, 0, '' as schema, l.lanname as name, '' as "table", '' as signature,
    pg_get_userbyid(l.lanowner) as owner, l.lanpltrusted as trusted,
    case when l.lanplcallfoid <> 0 then l.lanplcallfoid::regproc::text else '' end as handler,
    case when l.laninline <> 0 then l.laninline::regproc::text else '' end as inline,
    case when l.lanvalidator <> 0 then l.lanvalidator::regproc::text else '' end as validator
from pg_language l
where l.lanispl
