-- Security definer: policies of one table that read another under its own policies would go in circles.
create function current_promoter_id() returns uuid
language sql
stable
security definer
set search_path = pg_catalog, public
as $$
    select p.id from promoters p where p.user_id = current_app_user_id();
$$;

comment on function current_promoter_id() is 'Promoter behind the account that the application acts for; null: none.';
