-- catalog: pg_constraint
-- Constraints of tables that the table has of its own: an inherited check or foreign key is its parent's.
select k.oid, 0, n.nspname as schema, k.conname as name, c.relname as "table", '' as signature,
    k.contype as type,
    regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', '') as definition,
    k.convalidated as validated,
    coalesce(i.reloptions, '{}') as options,
    coalesce(s.spcname, '') as tablespace,
    coalesce(x.indisclustered, false) as clustered,
    coalesce(x.indisreplident, false) as replica_identity,
    case when k.contype in ('p', 'u', 'x') then coalesce((
        select format('%I.%I', pn.nspname, p.relname) from pg_inherits h
        join pg_class p on p.oid = h.inhparent join pg_namespace pn on pn.oid = p.relnamespace
        where h.inhrelid = k.conindid), '') else '' end as parent,
    array(select (select a.attname from pg_attribute a where a.attrelid = c.oid and a.attnum = u.attnum)
          from unnest(k.conkey) with ordinality u (attnum, place) order by u.place) as columns,
    case when k.contype = 'f' then format('%I.%I', fn.nspname, f.relname) else '' end as "references"
from pg_constraint k
join pg_class c on c.oid = k.conrelid
join pg_namespace n on n.oid = c.relnamespace
left join pg_index x on x.indexrelid = k.conindid and k.contype in ('p', 'u', 'x')
left join pg_class i on i.oid = x.indexrelid
left join pg_tablespace s on s.oid = i.reltablespace
left join pg_class f on f.oid = k.confrelid and k.contype = 'f'
left join pg_namespace fn on fn.oid = f.relnamespace
where k.contype in ('p', 'u', 'x', 'c', 'f')
    and (k.contype <> 'c' or k.conislocal)
    and (k.contype <> 'f' or k.conparentid = 0)
    and c.relpersistence <> 't' and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
