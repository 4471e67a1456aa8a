-- catalog: pg_class
-- Columns of tables and foreign tables; a default is kept apart, an identity column's sequence is part of it.
-- From 17 on a partition's identity columns are those of the partitioned table, and use its sequence.
select c.oid, a.attnum, n.nspname as schema, a.attname as name, c.relname as "table", '' as signature,
    format_type(a.atttypid, a.atttypmod) as type,
    case when a.attcollation <> t.typcollation
        then (select quote_ident(cn.nspname) || '.' || quote_ident(co.collname)
              from pg_collation co join pg_namespace cn on cn.oid = co.collnamespace where co.oid = a.attcollation)
        else '' end as collation,
    a.attnotnull as not_null,
    coalesce(nullif(nn.conname, c.relname || '_' || a.attname || '_not_null'), '') as not_null_name, -- since 18
    '' as not_null_name, -- before 18
    coalesce(nn.convalidated, true) as not_null_valid, -- since 18
    true as not_null_valid, -- before 18
    coalesce(nn.connoinherit, false) as not_null_no_inherit, -- since 18
    false as not_null_no_inherit, -- before 18
    case when c.relispartition then '' else a.attidentity end as identity, -- since 17
    a.attidentity as identity, -- before 17
    case when a.attidentity <> ''
        and not c.relispartition -- since 17
    then (
        select array[
            coalesce(nullif(format('%I.%I', sn.nspname, sc.relname),
                            format('%I.%I', n.nspname, c.relname || '_' || a.attname || '_seq')), ''),
            s.seqstart::text, s.seqincrement::text, s.seqmin::text, s.seqmax::text, s.seqcache::text, s.seqcycle::text]
        from pg_depend d
        join pg_sequence s on s.seqrelid = d.objid
        join pg_class sc on sc.oid = s.seqrelid
        join pg_namespace sn on sn.oid = sc.relnamespace
        where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass
            and d.refobjid = c.oid and d.refobjsubid = a.attnum and d.deptype = 'i')
        else '{}' end as identity_options,
    a.attgenerated as generated,
    case when a.attgenerated <> '' then pg_get_expr(e.adbin, e.adrelid) else '' end as expression,
    case when a.attstorage <> t.typstorage
        then case a.attstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end
        else '' end as storage,
    case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' else '' end as compression,
    coalesce(a.attstattarget, -1) as statistics,
    coalesce(a.attoptions, '{}') as options,
    coalesce(a.attfdwoptions, '{}') as foreign_options,
    not a.attislocal as inherited,
    a.attnum as position,
    case t.typstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end as usual_storage,
    case when c.relispartition or a.attinhcount = 0 then '' when a.attislocal then 'both' else 'parent' end as origin,
    case when a.attidentity <> ''
        and not c.relispartition -- since 17
    then coalesce((
        select case sc.relpersistence when 'u' then 'unlogged' else 'logged' end
        from pg_depend d
        join pg_class sc on sc.oid = d.objid and sc.relkind = 'S' and sc.relpersistence <> c.relpersistence
        where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass
            and d.refobjid = c.oid and d.refobjsubid = a.attnum and d.deptype = 'i'
            and current_setting('server_version_num')::integer >= 150000), '')
        else '' end as identity_persistence,
    case when c.relispartition or coalesce(nn.coninhcount, 0) = 0 then '' when nn.conislocal then 'both' else 'parent' end as not_null_origin -- since 18
    '' as not_null_origin -- before 18
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
join pg_type t on t.oid = a.atttypid
left join pg_attrdef e on e.adrelid = c.oid and e.adnum = a.attnum and a.attgenerated <> ''
left join pg_constraint nn on nn.conrelid = c.oid and nn.contype = 'n' and nn.conkey[1] = a.attnum -- since 18
where c.relkind in ('r', 'p', 'f') and c.relpersistence <> 't'
    and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
