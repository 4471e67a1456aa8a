-- catalog: pg_subscription
-- reads: pg_subscription.subconninfo
-- Subscriptions of this database, passwords masked.
select s.oid, 0, '' as schema, s.subname as name, '' as "table", '' as signature,
    pg_get_userbyid(s.subowner) as owner,
    regexp_replace(regexp_replace(s.subconninfo, '(password\s*=\s*)(''(\\.|[^''])*''|[^\s'']+)', '\1********', 'gi'),
        '(://[^:/@]*:)[^@]*@', '\1********@') as connection,
    s.subpublications as publications,
    array_remove(array[
        'slot_name=' || coalesce(quote_literal(s.subslotname), 'NONE'),
        'synchronous_commit=' || s.subsynccommit,
        'binary=' || s.subbinary,
        'streaming=' || case s.substream::text when 't' then 'on' when 'p' then 'parallel' when 'true' then 'on' else 'off' end,
        'two_phase=' || (s.subtwophasestate <> 'd'), -- since 15
        'disable_on_error=' || s.subdisableonerr, -- since 15
        'password_required=' || s.subpasswordrequired, -- since 16
        'run_as_owner=' || s.subrunasowner, -- since 16
        'origin=' || s.suborigin, -- since 16
        'failover=' || s.subfailover, -- since 17
        null
    ], null) as options
from pg_subscription s
where s.subdbid = (select oid from pg_database where datname = current_database())
