-- when: select from pg_inherits where inhrelid >= 16384
-- Parents of tables in their order (those that left have left gaps in inhseqno), with the bounds of partitions.
select 0, 0, n.nspname as schema, quote_ident(pn.nspname) || '.' || quote_ident(p.relname) as name, c.relname as "table",
    '' as signature,
    pn.nspname as parent_schema, p.relname as parent_table,
    coalesce(pg_get_expr(c.relpartbound, c.oid), '') as bound,
    rank() over (partition by i.inhrelid order by i.inhseqno)::integer as position,
    array(select k.conname::text from pg_constraint k
          join pg_constraint a on a.conrelid = i.inhparent and a.conname = k.conname and a.contype = 'c'
          where k.conrelid = c.oid and k.contype = 'c' and k.convalidated and not a.convalidated and c.relispartition
          order by k.conname) as validated
from pg_inherits i
join pg_class c on c.oid = i.inhrelid
join pg_namespace n on n.oid = c.relnamespace
join pg_class p on p.oid = i.inhparent
join pg_namespace pn on pn.oid = p.relnamespace
where c.relkind in ('r', 'p', 'f') and n.nspname !~ '^pg_'
