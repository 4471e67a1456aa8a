-- pgplumb: migration drop_homepages
-- pgplumb: engine native: migra does not see a comment (comment on column public.persons.homepage_deprecated)
-- pgplumb: before eeb714c81ded6823141c0d840be6a4fbc106c0cf67892d40fc838c565189dd9b
-- pgplumb: after 26a18bf36eca6f5cf78ec8077abd4d303d28e95d8b671f40647a058134676f41

ALTER TABLE public.persons ADD COLUMN homepage_deprecated text;

COMMENT ON COLUMN public.persons.homepage_deprecated IS 'Deprecated: entity_identifiers has the addresses by which a person is known. To be dropped (schema:url).';
