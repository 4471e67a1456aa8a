-- catalog: pg_foreign_data_wrapper
-- when: select from pg_foreign_data_wrapper where oid >= 16384
-- Foreign-data wrappers, secrets in their options hidden.
select w.oid, 0, '' as schema, w.fdwname as name, '' as "table", '' as signature,
    pg_get_userbyid(w.fdwowner) as owner,
    case when w.fdwhandler <> 0 then w.fdwhandler::regproc::text else '' end as handler,
    case when w.fdwvalidator <> 0 then w.fdwvalidator::regproc::text else '' end as validator,
    array(select case when split_part(o, '=', 1) ~* '(password|passwd|passphrase|secret|token|private_key)$' and o !~ '=hidden:[0-9a-f]{16}$'
        then split_part(o, '=', 1) || '=hidden:' || left(encode(sha256(convert_to(o, 'UTF8')), 'hex'), 16) else o end from unnest(w.fdwoptions) o order by 1) as options
from pg_foreign_data_wrapper w
