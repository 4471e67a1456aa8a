-- On whose behalf the session acts, and what that person may touch.

-- The application says `set local app.user_id = '...'` in each transaction; empty and missing both mean nobody.
create function current_app_user_id() returns uuid
language sql
stable
parallel safe
set search_path = pg_catalog, public
return nullif(current_setting('app.user_id', true), '')::uuid;

comment on function current_app_user_id() is 'Account that the application acts for (setting app.user_id); null: none.';

-- Security definer, here and below: policies of one table that read another under its own policies would go in circles.
create function current_promoter_id() returns uuid
language sql
stable
security definer
set search_path = pg_catalog, public
as $$
    select p.id from promoters p where p.user_id = current_app_user_id();
$$;

comment on function current_promoter_id() is 'Promoter behind the account that the application acts for; null: none.';

create function is_promoter_of(p_event_id uuid) returns boolean
language sql
stable
security definer
set search_path = pg_catalog, public
as $$
    select exists (select from events e where e.id = p_event_id and e.promoter_id = current_promoter_id());
$$;

comment on function is_promoter_of(uuid) is 'Whether the account that the application acts for publishes the event.';

create function has_order_for(p_event_id uuid) returns boolean
language sql
stable
security definer
set search_path = pg_catalog, public
as $$
    select exists (select from orders o where o.event_id = p_event_id and o.user_id = current_app_user_id());
$$;

comment on function has_order_for(uuid) is 'Whether the account that the application acts for ever ordered for the event.';

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
