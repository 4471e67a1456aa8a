-- Links that log a client in, once.

create function use_verification_token(p_identifier text, p_token text) returns boolean
language plpgsql
set search_path = pg_catalog, public
as $$
begin
    -- CA-INV-16: of two who use it at once the second waits for the row, and finds it gone.
    delete from verification_tokens t
    where lower(t.identifier) = lower(p_identifier) and t.token = p_token and t.expires > clock_timestamp();
    return found;
end;
$$;

comment on function use_verification_token(text, text) is
    'Whether the token is good for that address, in any case of its letters. A good one is used up; an expired one stays until it is purged.';

create function purge_verification_tokens() returns integer
language plpgsql
set search_path = pg_catalog, public
as $$
declare
    v_purged integer;
begin
    delete from verification_tokens t where t.expires <= clock_timestamp();
    get diagnostics v_purged = row_count;
    return v_purged;
end;
$$;

comment on function purge_verification_tokens() is 'Deletes the tokens that have expired; returns how many.';
