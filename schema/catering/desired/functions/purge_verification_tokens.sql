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
