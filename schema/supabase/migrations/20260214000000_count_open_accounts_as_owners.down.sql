-- pgplumb: migration count_open_accounts_as_owners
-- pgplumb: engine native: migra does not see the text of a comment (comment on column auth.users.deleted_at) and 13 more
-- pgplumb: before d8d630785eef6e83d749e39851853d86d26a82f4b7ee6e532f43d15ce202e60f
-- pgplumb: after 7583ecbdd8cf84ff7ef244cefde9eeef271d78195b021ae28692b16125224c0e
-- pgplumb: hazard access_change: policy users_definer_lock no longer decides about the rows of table auth.users
-- pgplumb: hazard access_change: privileges are revoked on table auth.users

SET LOCAL check_function_bodies = off;

DROP TRIGGER memberships_keep_owner_on_delete ON app.memberships;

DROP TRIGGER memberships_keep_owner_on_update ON app.memberships;

DROP TRIGGER tenants_keep_owner ON app.tenants;

DROP TRIGGER users_keep_owners ON auth.users;

DROP POLICY users_definer_lock ON auth.users;

REVOKE ALL (id) ON TABLE auth.users FROM definer_writer;

DROP FUNCTION private.begin_with_owner();

DROP FUNCTION private.keep_owners_of_account();

DROP FUNCTION private.open_owners(uuid);

DROP FUNCTION private.require_any_owner(uuid);

DROP FUNCTION private.require_owner(uuid);

CREATE OR REPLACE FUNCTION private.keep_owner()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_tenant_id constant uuid := (to_jsonb(coalesce(old, new)) ->> tg_argv[0])::uuid;
begin
    update app.tenants t set updated_at = t.updated_at where t.id = v_tenant_id;
    if found and not exists (
        select from app.memberships m where m.tenant_id = v_tenant_id and m.role = 'owner'
    ) then
        raise check_violation using
            message = format('tenant %s would be without an owner', v_tenant_id),
            hint = 'Make another member its owner first.';
    end if;
    return null;
end;
$function$;

COMMENT ON FUNCTION private.keep_owner() IS 'Constraint trigger: refuses (23514) that a tenant, named by the column in the argument, is left without an owner.';

CREATE CONSTRAINT TRIGGER memberships_keep_owner_on_delete AFTER DELETE ON app.memberships DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((old.role = 'owner'::text)) EXECUTE FUNCTION private.keep_owner('tenant_id');

CREATE CONSTRAINT TRIGGER memberships_keep_owner_on_update AFTER UPDATE ON app.memberships DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((old.role = 'owner'::text) AND (new.role <> 'owner'::text))) EXECUTE FUNCTION private.keep_owner('tenant_id');

CREATE CONSTRAINT TRIGGER tenants_keep_owner AFTER INSERT ON app.tenants DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION private.keep_owner('id');

COMMENT ON COLUMN auth.users.deleted_at IS 'When the account was closed; null while it is live.';

COMMENT ON COLUMN auth.users.is_suspended IS 'Whether the account is shut out; its tokens then name nobody.';
