-- What the token of a caller says. The API puts it into request.jwt.claims, for one transaction.

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

alter function auth.uid() owner to definer_reader;

revoke execute on function auth.uid() from public;
grant execute on function auth.uid() to anon, authenticated, service_role, definer_reader, definer_writer;
