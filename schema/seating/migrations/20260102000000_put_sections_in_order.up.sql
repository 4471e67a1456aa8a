-- pgplumb: migration put_sections_in_order
-- pgplumb: engine native: migra knows no renames and no backfills
-- pgplumb: before fd3b3fba4855a023b81b61702322ded22c9beb47cacf62a5b080bb47fa4d964b
-- pgplumb: after 005d295104f8966c04f0e9228c10f19ea30588a1597d024abc2f9a773d0d2916
-- pgplumb: hazard table_scan: table public.sections is read in full, and rows of it are changed
-- pgplumb: hazard data_dependent: rows of table public.sections may hold NULL in column public.sections.display_order
-- pgplumb: hazard table_scan: table public.sections is read in full: no row may hold NULL in column public.sections.display_order
-- pgplumb: hazard blocks_reads: table public.sections cannot be read or written while it is read in full
-- pgplumb: hazard data_dependent: rows of table public.sections may violate sections_display_order_positive
-- pgplumb: hazard table_scan: table public.sections is read in full: every row must satisfy sections_display_order_positive
-- pgplumb: hazard index_build: index public.sections.idx_sections_venue is built
-- pgplumb: hazard blocks_writes: table public.sections cannot be written while index public.sections.idx_sections_venue is built

DROP INDEX public.idx_sections_venue;

ALTER TABLE public.sections ADD COLUMN display_order integer;

UPDATE public.sections SET display_order = (select count(*) from sections o where o.venue_id = sections.venue_id and (o.name, o.id) <= (sections.name, sections.id)) WHERE display_order IS NULL;

ALTER TABLE public.sections ALTER COLUMN display_order SET NOT NULL;

ALTER TABLE public.sections ADD CONSTRAINT sections_display_order_positive CHECK ((display_order >= 1));

CREATE INDEX idx_sections_venue ON public.sections USING btree (venue_id, display_order);

COMMENT ON COLUMN public.sections.display_order IS 'Place in lists, from 1 up; several may share one.';
