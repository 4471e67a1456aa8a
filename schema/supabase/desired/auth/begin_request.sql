-- What the token of a caller says. The API puts it into request.jwt.claims, for one transaction.

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

revoke execute on function auth.begin_request(text, text, text) from public;
grant execute on function auth.begin_request(text, text, text) to authenticator, service_role;
