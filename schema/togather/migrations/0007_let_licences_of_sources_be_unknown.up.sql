-- pgplumb: migration let_licences_of_sources_be_unknown
-- pgplumb: engine native: migra does not see the text of a comment (comment on column public.sources.license)
-- pgplumb: before 2c7d987c42a926e4303670cb73da69f1653708aef434054aa9e359fa8b9214bd
-- pgplumb: after 38437bfc87105fca024a949e87bf93c413cb553661a1a313c8625e110bacdb9c
-- pgplumb: hazard data_dependent: rows of table public.sources may violate sources_license_known
-- pgplumb: hazard table_scan: table public.sources is read in full: every row must satisfy sources_license_known
-- pgplumb: hazard blocks_reads: table public.sources cannot be read or written while it is read in full

ALTER TABLE public.sources DROP CONSTRAINT sources_license_known;

COMMENT ON COLUMN public.sources.license IS 'Licence of its data: cc0, cc-by, proprietary or unknown.';

ALTER TABLE public.sources ADD CONSTRAINT sources_license_known CHECK ((license = ANY (ARRAY['cc0'::text, 'cc-by'::text, 'proprietary'::text, 'unknown'::text])));
