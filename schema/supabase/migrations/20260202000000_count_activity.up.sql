-- pgplumb: migration count_activity
-- pgplumb: engine native: migra does not see a comment (comment on column app.tenant_activity.active_projects) and 8 more
-- pgplumb: before 24460c66c3310e96f3bb7c0f6bc1c2d93120e71364b3328bf785e5133f2a1e4b
-- pgplumb: after de4999bd9fe42fc8c16dae0ba3d5636c510f574105bf88a58fa89351f8e018d8

CREATE VIEW app.tenant_activity WITH (security_invoker = true) AS
 SELECT id AS tenant_id,
    ( SELECT count(*) AS count
           FROM app.memberships m
          WHERE (m.tenant_id = t.id)) AS members,
    ( SELECT count(*) AS count
           FROM app.projects p
          WHERE ((p.tenant_id = t.id) AND (p.status = 'active'::text))) AS active_projects,
    ( SELECT count(*) AS count
           FROM app.documents d
          WHERE ((d.tenant_id = t.id) AND (d.deleted_at IS NULL))) AS documents,
    ( SELECT max(d.updated_at) AS max
           FROM app.documents d
          WHERE (d.tenant_id = t.id)) AS last_change
   FROM app.tenants t;

COMMENT ON COLUMN app.tenant_activity.active_projects IS 'How many projects are active.';

COMMENT ON COLUMN app.tenant_activity.documents IS 'How many documents the caller sees.';

COMMENT ON COLUMN app.tenant_activity.last_change IS 'When one of them last changed; null: there is none.';

COMMENT ON COLUMN app.tenant_activity.members IS 'How many are members.';

COMMENT ON COLUMN app.tenant_activity.tenant_id IS 'Key of the tenant.';

COMMENT ON VIEW app.tenant_activity IS 'How much there is in each of the caller''s tenants, as far as the caller sees it.';

GRANT SELECT ON TABLE app.tenant_activity TO authenticated;

GRANT SELECT ON TABLE app.tenant_activity TO service_role;
