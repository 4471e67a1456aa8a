-- catalog: pg_class
-- when: select from pg_foreign_table where ftrelid >= 16384
-- Foreign tables, secrets in their options hidden.
select c.oid, 0, n.nspname as schema, c.relname as name, '' as "table", '' as signature,
    pg_get_userbyid(c.relowner) as owner, s.srvname as server,
    array(select case when split_part(o, '=', 1) ~* '(password|passwd|passphrase|secret|token|private_key)$' and o !~ '=hidden:[0-9a-f]{16}$'
        then split_part(o, '=', 1) || '=hidden:' || left(encode(sha256(convert_to(o, 'UTF8')), 'hex'), 16) else o end from unnest(f.ftoptions) o order by 1) as options
from pg_foreign_table f
join pg_class c on c.oid = f.ftrelid
join pg_namespace n on n.oid = c.relnamespace
join pg_foreign_server s on s.oid = f.ftserver
where n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
