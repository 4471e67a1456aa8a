-- pgplumb: migration put_sections_in_order
-- pgplumb: engine native: migra knows no renames and no backfills
-- pgplumb: before 005d295104f8966c04f0e9228c10f19ea30588a1597d024abc2f9a773d0d2916
-- pgplumb: after fd3b3fba4855a023b81b61702322ded22c9beb47cacf62a5b080bb47fa4d964b
-- pgplumb: hazard index_build: index public.sections.idx_sections_venue is built
-- pgplumb: hazard blocks_writes: table public.sections cannot be written while index public.sections.idx_sections_venue is built
-- pgplumb: hazard data_loss: lost for good: column public.sections.display_order
-- pgplumb: loses column public.sections.display_order

ALTER TABLE public.sections DROP CONSTRAINT sections_display_order_positive;

DROP INDEX public.idx_sections_venue;

CREATE INDEX idx_sections_venue ON public.sections USING btree (venue_id);

ALTER TABLE public.sections DROP COLUMN display_order;
