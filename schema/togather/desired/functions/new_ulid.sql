-- Public keys.

create function new_ulid() returns ulid
language sql
volatile
parallel safe
set search_path = pg_catalog, public
begin atomic
    with made as materialized (
        select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as milliseconds,
            sha256(uuid_send(gen_random_uuid())) as noise
    ), digits as (
        select d.place, ((m.milliseconds >> (45 - 5 * d.place)) & 31)::integer as digit
        from made m, generate_series(0, 9) as d (place)
        union all
        select 10 + d.place, get_byte(m.noise, d.place) & 31
        from made m, generate_series(0, 15) as d (place)
    )
    select string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + digit, 1), '' order by place)::ulid
    from digits;
end;

comment on function new_ulid() is 'A fresh ULID: the time in milliseconds, then 80 random bits.';
