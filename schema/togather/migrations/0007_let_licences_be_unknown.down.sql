-- pgplumb: migration let_licences_be_unknown
-- pgplumb: engine native: migra does not see the text of a comment (comment on column public.events.license_status)
-- pgplumb: before c3990abfd2590679d4ad8450017de92bf15c6d2900275a237e06d7b2e3a165b4
-- pgplumb: after 130d1babcfb3573391ffd49fa2e03512407afc82172df5370db9f3349f02dfe0
-- pgplumb: hazard data_dependent: rows of table public.events may violate events_license_status_known
-- pgplumb: hazard table_scan: table public.events is read in full: every row must satisfy events_license_status_known
-- pgplumb: hazard blocks_reads: table public.events cannot be read or written while it is read in full

ALTER TABLE public.events DROP CONSTRAINT events_license_status_known;

COMMENT ON COLUMN public.events.license_status IS 'Kind of that licence: cc0, cc-by or proprietary (schema:usageInfo).';

ALTER TABLE public.events ADD CONSTRAINT events_license_status_known CHECK ((license_status = ANY (ARRAY['cc0'::text, 'cc-by'::text, 'proprietary'::text])));
