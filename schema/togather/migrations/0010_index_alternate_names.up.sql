-- pgplumb: migration index_alternate_names
-- pgplumb: engine migra: every change is one that migra makes rightly
-- pgplumb: before 54d96e1617cb038a380527672c1c4a15ea9d0f284a0fbaa496ce6e3fdbce57f9
-- pgplumb: after b0d567f6ca1ba741e8c6a9be659e3902d8cb503025f7e39ad599c91743570401
-- pgplumb: hazard index_build: index public.persons.idx_persons_alternate_names is built; reads and writes go on
-- pgplumb: transaction none

CREATE INDEX CONCURRENTLY idx_persons_alternate_names ON public.persons USING gin (alternate_names);
