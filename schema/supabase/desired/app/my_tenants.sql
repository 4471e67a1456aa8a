-- What is asked for often. Each runs with its caller's rights and policies (SB-INV-14, SB-TRAP-15).

create view app.my_tenants with (security_invoker = true) as
select t.id as tenant_id, t.name, t.slug, t.plan, t.status, m.role, m.created_at as member_since
from app.tenants t
join app.memberships m on m.tenant_id = t.id and m.user_id = (select auth.uid());

comment on view app.my_tenants is 'The caller''s tenants, with what the caller is in each.';
comment on column app.my_tenants.tenant_id is 'Key of the tenant.';
comment on column app.my_tenants.name is 'What people call it.';
comment on column app.my_tenants.slug is 'Its name in addresses.';
comment on column app.my_tenants.plan is 'What it pays for: free or pro.';
comment on column app.my_tenants.status is 'active or suspended.';
comment on column app.my_tenants.role is 'What the caller is in it.';
comment on column app.my_tenants.member_since is 'Since when.';

grant select on app.my_tenants to authenticated, service_role;
