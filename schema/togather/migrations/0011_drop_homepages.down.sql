-- pgplumb: migration drop_homepages
-- pgplumb: engine native: migra does not see a comment (comment on column public.persons.homepage_deprecated)
-- pgplumb: before c5f5c00d926a94ec1ef5c551546e5f3e7c347f118c3440c460aad050e508ec94
-- pgplumb: after b0d567f6ca1ba741e8c6a9be659e3902d8cb503025f7e39ad599c91743570401

ALTER TABLE public.persons ADD COLUMN homepage_deprecated text;

COMMENT ON COLUMN public.persons.homepage_deprecated IS 'Deprecated: entity_identifiers has the addresses by which a person is known. To be dropped (schema:url).';
