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
