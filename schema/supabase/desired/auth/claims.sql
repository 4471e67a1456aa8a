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

create function auth.role() returns text
language sql
stable
set search_path = ''
return coalesce(auth.jwt() ->> 'role', 'anon');

comment on function auth.role() is 'The role that the token gives its bearer; anon where it says none.';

-- A sub in the form of a uuid is an account's key; any other is a provider's, found among the identities (SB-TRAP-01).
-- Neither can stand for the other, for identities take none in that form.
create function auth.uid() returns uuid
language sql
stable
security definer
set search_path = ''
as $$
    with claim as (
        select c.claims ->> 'sub' as sub, coalesce(c.claims ->> 'provider', 'firebase') as provider
        from (select auth.jwt() as claims) c
    )
    select u.id
    from claim
    join auth.users u on u.id = case
        when claim.sub ~* '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' then claim.sub::uuid
        else (
            select i.user_id from auth.identities i
            where i.provider = claim.provider and i.provider_uid = claim.sub
        )
    end
    where u.deleted_at is null and not u.is_suspended;
$$;

comment on function auth.uid() is 'The account that the token names; null where it names none, or one that is deleted or suspended.';

-- SB-INV-05: for this transaction and no longer (SB-TRAP-04). Called before SET LOCAL ROLE, which takes the right to call it away.
create function auth.begin_request(p_claims text, p_request_id text default '', p_trace_id text default '') returns void
language plpgsql
set search_path = ''
as $$
begin
    perform set_config('request.jwt.claims', coalesce(p_claims, ''), true);
    perform set_config('request.id', coalesce(p_request_id, ''), true);
    perform set_config('request.trace_id', coalesce(p_trace_id, ''), true);
end;
$$;

comment on function auth.begin_request(text, text, text) is
    'Says for whom this transaction acts: claims that the API has verified, as JSON, and the numbers of the request and its trace.';

alter function auth.uid() owner to definer_reader;

revoke execute on function auth.jwt() from public;
revoke execute on function auth.role() from public;
revoke execute on function auth.uid() from public;
revoke execute on function auth.begin_request(text, text, text) from public;

grant execute on function auth.jwt() to anon, authenticated, service_role, definer_reader, definer_writer;
grant execute on function auth.role() to anon, authenticated, service_role, definer_reader, definer_writer;
grant execute on function auth.uid() to anon, authenticated, service_role, definer_reader, definer_writer;
grant execute on function auth.begin_request(text, text, text) to authenticator, service_role;
