-- What is asked for often. Each runs with its caller's rights and policies (SB-INV-14, SB-TRAP-15).

create view app.tenant_activity with (security_invoker = true) as
select t.id as tenant_id,
    (select count(*) from app.memberships m where m.tenant_id = t.id) as members,
    (select count(*) from app.projects p where p.tenant_id = t.id and p.status = 'active') as active_projects,
    (select count(*) from app.documents d where d.tenant_id = t.id and d.deleted_at is null) as documents,
    (select max(d.updated_at) from app.documents d where d.tenant_id = t.id) as last_change
from app.tenants t;

comment on view app.tenant_activity is 'How much there is in each of the caller''s tenants, as far as the caller sees it.';
comment on column app.tenant_activity.tenant_id is 'Key of the tenant.';
comment on column app.tenant_activity.members is 'How many are members.';
comment on column app.tenant_activity.active_projects is 'How many projects are active.';
comment on column app.tenant_activity.documents is 'How many documents the caller sees.';
comment on column app.tenant_activity.last_change is 'When one of them last changed; null: there is none.';

grant select on app.tenant_activity to authenticated, service_role;
