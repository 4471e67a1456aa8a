-- catalog: pg_ts_config
-- when: select from pg_ts_config where oid >= 16384
-- Text search configurations, with the dictionaries of each kind of token.
select c.oid, 0, n.nspname as schema, c.cfgname as name, '' as "table", '' as signature,
    pg_get_userbyid(c.cfgowner) as owner,
    format('%I.%I', pn.nspname, p.prsname) as parser,
    array(
        select (select quote_ident(t.alias) from ts_token_type(c.cfgparser) t where t.tokid = m.maptokentype) || '='
            || string_agg(format('%I.%I', dn.nspname, d.dictname), ', ' order by m.mapseqno)
        from pg_ts_config_map m
        join pg_ts_dict d on d.oid = m.mapdict
        join pg_namespace dn on dn.oid = d.dictnamespace
        where m.mapcfg = c.oid group by m.maptokentype order by 1
    ) as mappings
from pg_ts_config c
join pg_namespace n on n.oid = c.cfgnamespace
join pg_ts_parser p on p.oid = c.cfgparser
join pg_namespace pn on pn.oid = p.prsnamespace
where n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
