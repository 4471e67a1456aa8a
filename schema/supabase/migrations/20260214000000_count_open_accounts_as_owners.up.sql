-- pgplumb: migration count_open_accounts_as_owners
-- pgplumb: engine native: migra does not see the text of a comment (comment on column auth.users.deleted_at) and 13 more
-- pgplumb: before 7583ecbdd8cf84ff7ef244cefde9eeef271d78195b021ae28692b16125224c0e
-- pgplumb: after d8d630785eef6e83d749e39851853d86d26a82f4b7ee6e532f43d15ce202e60f
-- pgplumb: hazard access_change: policy users_definer_lock decides about the rows of table auth.users
-- pgplumb: hazard access_change: privileges are granted on table auth.users

SET LOCAL check_function_bodies = off;

DROP TRIGGER memberships_keep_owner_on_delete ON app.memberships;

DROP TRIGGER memberships_keep_owner_on_update ON app.memberships;

DROP TRIGGER tenants_keep_owner ON app.tenants;

CREATE OR REPLACE FUNCTION private.open_owners(p_tenant_id uuid)
 RETURNS TABLE(user_id uuid)
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
    select u.id
    from app.memberships m
    join auth.users u on u.id = m.user_id
    where m.tenant_id = p_tenant_id and m.role = 'owner' and u.deleted_at is null and not u.is_suspended;
$function$;

ALTER FUNCTION private.open_owners(uuid) OWNER TO definer_writer;

COMMENT ON FUNCTION private.open_owners(uuid) IS 'The owners of a tenant whose accounts are open. For functions that see all memberships.';

REVOKE ALL ON FUNCTION private.open_owners(uuid) FROM PUBLIC;

CREATE OR REPLACE FUNCTION private.require_any_owner(p_tenant_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    update app.tenants t set updated_at = t.updated_at where t.id = p_tenant_id;
    if found and not exists (
        select from app.memberships m where m.tenant_id = p_tenant_id and m.role = 'owner'
    ) then
        raise check_violation using
            message = format('tenant %s would be without an owner', p_tenant_id),
            hint = 'Make another member its owner first.';
    end if;
end;
$function$;

ALTER FUNCTION private.require_any_owner(uuid) OWNER TO definer_writer;

CREATE OR REPLACE FUNCTION private.begin_with_owner()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform private.require_any_owner(new.id);
    return null;
end;
$function$;

ALTER FUNCTION private.begin_with_owner() OWNER TO definer_writer;

COMMENT ON FUNCTION private.begin_with_owner() IS 'Constraint trigger: refuses (23514) a new tenant without an owner.';

REVOKE ALL ON FUNCTION private.begin_with_owner() FROM PUBLIC;

COMMENT ON FUNCTION private.require_any_owner(uuid) IS 'Refuses (23514) a tenant without an owner, be their account open or not; one that is not there any more needs none.';

REVOKE ALL ON FUNCTION private.require_any_owner(uuid) FROM PUBLIC;

CREATE OR REPLACE FUNCTION private.require_owner(p_tenant_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    perform from private.open_owners(p_tenant_id) o
    join auth.users u on u.id = o.user_id
    order by u.id
    for share of u;
    update app.tenants t set updated_at = t.updated_at where t.id = p_tenant_id;
    if found and not exists (select from private.open_owners(p_tenant_id)) then
        raise check_violation using
            message = format('tenant %s would be without an owner', p_tenant_id),
            hint = 'Make another member its owner first.';
    end if;
end;
$function$;

ALTER FUNCTION private.require_owner(uuid) OWNER TO definer_writer;

CREATE OR REPLACE FUNCTION private.keep_owner()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    if exists (select from auth.users u where u.id = old.user_id and u.deleted_at is null and not u.is_suspended) then
        perform private.require_owner(old.tenant_id);
    else
        -- Who was shut out, or is erased, leaves as many open accounts as there were.
        perform private.require_any_owner(old.tenant_id);
    end if;
    return null;
end;
$function$;

COMMENT ON FUNCTION private.keep_owner() IS 'Constraint trigger: refuses (23514) that a tenant loses its last owner, or the last one whose account is open.';

CREATE OR REPLACE FUNCTION private.keep_owners_of_account()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    if old.is_suspended or old.deleted_at is not null or not (new.is_suspended or new.deleted_at is not null) then
        return null;
    end if;
    -- In the order of their keys, so that whoever else goes through several of them does not wait crosswise.
    perform private.require_owner(o.tenant_id)
    from (
        select m.tenant_id
        from app.memberships m
        join app.tenants t on t.id = m.tenant_id and t.deleted_at is null
        where m.user_id = new.id and m.role = 'owner'
        order by m.tenant_id
    ) o;
    return null;
end;
$function$;

ALTER FUNCTION private.keep_owners_of_account() OWNER TO definer_writer;

COMMENT ON FUNCTION private.keep_owners_of_account() IS 'Constraint trigger: refuses (23514) that the last owner of a tenant that is not closed is suspended, or closes their account.';

REVOKE ALL ON FUNCTION private.keep_owners_of_account() FROM PUBLIC;

COMMENT ON FUNCTION private.require_owner(uuid) IS 'Refuses (23514) a tenant that no open account owns; one that is not there any more needs none.';

REVOKE ALL ON FUNCTION private.require_owner(uuid) FROM PUBLIC;

CREATE CONSTRAINT TRIGGER memberships_keep_owner_on_delete AFTER DELETE ON app.memberships DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((old.role = 'owner'::text)) EXECUTE FUNCTION private.keep_owner();

CREATE CONSTRAINT TRIGGER memberships_keep_owner_on_update AFTER UPDATE ON app.memberships DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((old.role = 'owner'::text) AND (new.role <> 'owner'::text))) EXECUTE FUNCTION private.keep_owner();

CREATE CONSTRAINT TRIGGER tenants_keep_owner AFTER INSERT ON app.tenants DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION private.begin_with_owner();

COMMENT ON COLUMN auth.users.deleted_at IS 'When the account was closed; null while it is live, as that of the last owner of a tenant is.';

COMMENT ON COLUMN auth.users.is_suspended IS 'Whether the account is shut out; its tokens then name nobody. Never that of the last owner of a tenant.';

CREATE CONSTRAINT TRIGGER users_keep_owners AFTER UPDATE ON auth.users DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((old.is_suspended IS DISTINCT FROM new.is_suspended) OR (old.deleted_at IS DISTINCT FROM new.deleted_at))) EXECUTE FUNCTION private.keep_owners_of_account();

CREATE POLICY users_definer_lock ON auth.users FOR UPDATE TO definer_writer USING (true) WITH CHECK (false);

GRANT UPDATE (id) ON TABLE auth.users TO definer_writer;
