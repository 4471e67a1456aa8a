-- catalog: pg_class
-- Indexes that no constraint owns; one whose concurrent build failed is left out.
select c.oid, 0, n.nspname as schema, c.relname as name, t.relname as "table", '' as signature,
    pg_get_indexdef(c.oid) as definition,
    coalesce(s.spcname, '') as tablespace,
    x.indisclustered as clustered,
    x.indisreplident as replica_identity,
    coalesce((
        select format('%I.%I', pn.nspname, p.relname) from pg_inherits h
        join pg_class p on p.oid = h.inhparent join pg_namespace pn on pn.oid = p.relnamespace
        where h.inhrelid = c.oid), '') as parent,
    case when x.indexprs is null then '{}' -- only an expression has a target of its own
        else array(select a.attnum || '=' || a.attstattarget from pg_attribute a
                   where a.attrelid = c.oid and a.attstattarget >= 0 order by a.attnum) end as statistics,
    x.indisunique as "unique"
from pg_index x
join pg_class c on c.oid = x.indexrelid
join pg_class t on t.oid = x.indrelid
join pg_namespace n on n.oid = c.relnamespace
left join pg_tablespace s on s.oid = c.reltablespace
where not exists (select from pg_constraint k where k.conindid = x.indexrelid and k.contype in ('p', 'u', 'x'))
    and (x.indisvalid or c.relkind = 'I')
    and t.relkind in ('r', 'p', 'm') and c.relpersistence <> 't'
    and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
