-- The one way to a password hash.

-- Security definer: nobody is logged in yet, and the application may not read hashes otherwise.
create function login_credentials(p_email text) returns table (user_id uuid, password_hash text)
language sql
stable
security definer
set search_path = pg_catalog, public
as $$
    select u.id, u.password_hash from users u where lower(u.email) = lower(p_email) and u.deleted_at is null;
$$;

comment on function login_credentials(text) is 'Account and hash of a live e-mail address, for the application to compare.';

revoke all on function login_credentials(text) from public;
grant execute on function login_credentials(text) to ticket_app;
