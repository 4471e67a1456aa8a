-- pgplumb: migration audit_ddl
-- pgplumb: engine native: migra does not see a comment (comment on event trigger ddl_audit_changes) and 14 more
-- pgplumb: before 273b6137c92b046c45f854e25e9e3734d9b3a7fa116d5197eb467a848387f22a
-- pgplumb: after 8ee9be85100c975b522bb13e29db58bb75936b002d137bab2cdcfcd793a7f67e
-- pgplumb: hazard data_loss: lost for good: rows of table public.ddl_audit_log
-- pgplumb: loses rows of table public.ddl_audit_log

DROP EVENT TRIGGER ddl_audit_changes;

DROP EVENT TRIGGER ddl_audit_drops;

DROP FUNCTION public.record_ddl();

DROP FUNCTION public.record_drop();

DROP TABLE public.ddl_audit_log;
