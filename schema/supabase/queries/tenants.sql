-- What a caller asks about tenants. Rows of other tenants are hidden by policies, and need no condition here.

-- SB-Q-01
-- name: my_tenants :many
select t.tenant_id, t.name, t.slug, t.plan, t.status, t.role, t.member_since
from app.my_tenants t
order by t.name, t.tenant_id
limit 100;

-- SB-Q-10: for admins; the first page without before_at and before_id.
-- name: audit_page :many
select a.id, a.at, a.actor, a.actor_role, a.action, a.table_name, a.row_id, a.changed_columns, a.old_row, a.new_row
from audit.audit_log a
where a.tenant_id = :tenant_id
    and (:before_at::timestamptz is null or (a.at, a.id) < (:before_at, :before_id::bigint))
order by a.at desc, a.id desc
limit least(:page_size, 100);
