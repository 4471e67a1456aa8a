-- pgplumb: migration let_administrators_act_for_tenants
-- pgplumb: engine native: migra does not see the text of a comment (comment on column audit.security_events.kind)
-- pgplumb: before a9a1440ed989256ab39379347c5941b773db00cb215eded995013b3a1f5f40ee
-- pgplumb: after ac4d305ca784957cadff000bfbba376d99a9e7aa024eab73f43ecaf7097c44e9
-- pgplumb: hazard data_dependent: rows of table audit.security_events may violate security_events_kind_known
-- pgplumb: hazard table_scan: table audit.security_events is read in full: every row must satisfy security_events_kind_known
-- pgplumb: hazard blocks_reads: table audit.security_events cannot be read or written while it is read in full

ALTER TABLE audit.security_events DROP CONSTRAINT security_events_kind_known;

COMMENT ON COLUMN audit.security_events.kind IS 'rls_violation (42501), auth_failure (a token that is refused), admin_override (an administrator acted for a tenant).';

ALTER TABLE audit.security_events ADD CONSTRAINT security_events_kind_known CHECK ((kind = ANY (ARRAY['rls_violation'::text, 'auth_failure'::text, 'admin_override'::text])));
