-- What tickets are called.

create function new_ticket_code() returns text
language sql
volatile
set search_path = pg_catalog, public
return upper(substr(replace(gen_random_uuid()::text, '-', ''), 13));

comment on function new_ticket_code() is 'A random ticket code: 20 hexadecimal digits in capitals, 74 bits of them random.';
