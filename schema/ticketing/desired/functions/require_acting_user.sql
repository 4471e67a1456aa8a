create function require_acting_user(p_user_id uuid) returns void
language plpgsql
stable
set search_path = pg_catalog, public
as $$
declare
    -- Not current_user, which is the owner within a security definer function.
    v_caller constant name := coalesce(nullif(current_setting('role'), 'none'), session_user);
begin
    if current_app_user_id() is null and (
        not pg_has_role(v_caller, 'ticket_app', 'member')
        or (select r.rolsuper from pg_roles r where r.rolname = v_caller)
    ) then
        return;
    end if;
    if current_app_user_id() is distinct from p_user_id then
        raise insufficient_privilege using
            message = format('user %s is not the one that this session acts for', p_user_id),
            hint = 'Set app.user_id in the transaction.';
    end if;
end;
$$;

comment on function require_acting_user(uuid) is
    'Refuses (42501) to act for anybody but app.user_id; jobs and administrators, who set none, act for everybody.';
