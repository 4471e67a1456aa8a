-- catalog: pg_class
-- when: select from pg_sequence where seqrelid >= 16384
-- Sequences, identity columns' aside.
select c.oid, 0, n.nspname as schema, c.relname as name, '' as "table", '' as signature,
    pg_get_userbyid(c.relowner) as owner,
    format_type(s.seqtypid, null) as type,
    s.seqstart as start, s.seqincrement as increment, s.seqmin as minimum, s.seqmax as maximum, s.seqcache as cache,
    s.seqcycle as cycle,
    c.relpersistence = 'u' as unlogged,
    coalesce((
        select format('%I.%I.%I', tn.nspname, t.relname, a.attname)
        from pg_depend d
        join pg_class t on t.oid = d.refobjid
        join pg_namespace tn on tn.oid = t.relnamespace
        join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
        where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.refclassid = 'pg_class'::regclass
            and d.deptype = 'a'), '') as owned_by
from pg_sequence s
join pg_class c on c.oid = s.seqrelid
join pg_namespace n on n.oid = c.relnamespace
where c.relpersistence <> 't' and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
    and not exists (select from pg_depend d
                    where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'i')
