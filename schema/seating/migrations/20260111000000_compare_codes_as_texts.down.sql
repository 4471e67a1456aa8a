-- pgplumb: migration compare_codes_as_texts
-- pgplumb: engine native: migra was passed over: the way up does not arrive at the desired schema (missing: comment on column public.event_stats.event_id)
-- pgplumb: before a97f9cc726788e2f77c7eeb6c4f021c377c96e8d32f615f392238542e6da8b74
-- pgplumb: after 273b6137c92b046c45f854e25e9e3734d9b3a7fa116d5197eb467a848387f22a
-- pgplumb: hazard data_dependent: column public.tickets.qr_code_hash may hold values that are no bpchar
-- pgplumb: hazard table_rewrite: table public.tickets is written anew, with all its indexes, because the type of column public.tickets.qr_code_hash changes from text
-- pgplumb: hazard blocks_reads: table public.tickets cannot be read or written while it is written anew

ALTER TABLE public.tickets ALTER COLUMN qr_code_hash TYPE character(64);
