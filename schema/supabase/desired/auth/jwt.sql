-- What the token of a caller says. The API puts it into request.jwt.claims, for one transaction.

-- Whatever stands there, garbage or nothing, must not fail: every policy comes by here (SB-INV-04, SB-TRAP-02, SB-TRAP-03).
-- An exception handler and not pg_input_is_valid(), which PostgreSQL 15 lacks (SB-TRAP-40).
create function auth.jwt() returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    v_claims jsonb;
begin
    v_claims := nullif(current_setting('request.jwt.claims', true), '')::jsonb;
    return case when jsonb_typeof(v_claims) = 'object' then v_claims end;
exception
    when others then
        return null;
end;
$$;

comment on function auth.jwt() is 'The claims of the caller''s token, an object; null where there are none or they are garbage.';

revoke execute on function auth.jwt() from public;
grant execute on function auth.jwt() to anon, authenticated, service_role, definer_reader, definer_writer;
