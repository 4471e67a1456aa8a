-- pgplumb: migration shut_out_suspended_accounts
-- pgplumb: engine native: migra does not see the text of a comment (comment on function auth.uid())
-- pgplumb: before dba799a7607bd9ff72ab2305a493a4581af7dd7e05ae42aa4302c039c7261be0
-- pgplumb: after 1f3c6d346c4f6b0766531bb1bf0d9d2c175d9dcd313a5107b64c5621644bd294

SET LOCAL check_function_bodies = off;

CREATE OR REPLACE FUNCTION auth.uid()
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
    where u.deleted_at is null;
$function$;

COMMENT ON FUNCTION auth.uid() IS 'The account that the token names; null where it names none, or one that is deleted.';
