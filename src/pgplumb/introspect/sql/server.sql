-- catalog: pg_foreign_server
-- when: select from pg_foreign_server where oid >= 16384
-- Foreign servers, secrets in their options hidden.
select s.oid, 0, '' as schema, s.srvname as name, '' as "table", '' as signature,
    pg_get_userbyid(s.srvowner) as owner,
    w.fdwname as wrapper, coalesce(s.srvtype, '') as type, coalesce(s.srvversion, '') as version,
    array(select case when split_part(o, '=', 1) ~* '(password|passwd|passphrase|secret|token|private_key)$' and o !~ '=hidden:[0-9a-f]{16}$'
        then split_part(o, '=', 1) || '=hidden:' || left(encode(sha256(convert_to(o, 'UTF8')), 'hex'), 16) else o end from unnest(s.srvoptions) o order by 1) as options
from pg_foreign_server s
join pg_foreign_data_wrapper w on w.oid = s.srvfdw
