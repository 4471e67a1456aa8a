-- catalog: pg_user_mapping
-- when: select from pg_foreign_server where oid >= 16384
-- User mappings, secrets in their options hidden; who may not see the options sees none.
select m.umid, 0, '' as schema, case when m.umuser = 0 then '' else m.usename end as name, '' as "table", m.srvname as signature,
    array(select case when split_part(o, '=', 1) ~* '(password|passwd|passphrase|secret|token|private_key)$' and o !~ '=hidden:[0-9a-f]{16}$'
        then split_part(o, '=', 1) || '=hidden:' || left(encode(sha256(convert_to(o, 'UTF8')), 'hex'), 16) else o end from unnest(m.umoptions) o order by 1) as options
from pg_user_mappings m
