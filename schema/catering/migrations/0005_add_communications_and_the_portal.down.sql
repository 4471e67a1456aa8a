-- pgplumb: migration add_communications_and_the_portal
-- pgplumb: engine native: migra does not see a comment (comment on enum public.communication_type) and 36 more
-- pgplumb: before 1411bc04751dd2b49e80b61d509263a9ec45218a6d57431579b5919d9764dec3
-- pgplumb: after 10282d36a0770462622fdec973853ef9c76285993c047e997d949d33e897b506
-- pgplumb: hazard data_loss: lost for good: rows of table public.communications
-- pgplumb: hazard data_loss: lost for good: rows of table public.portal_access_log
-- pgplumb: hazard data_loss: lost for good: rows of table public.verification_tokens
-- pgplumb: loses rows of table public.communications
-- pgplumb: loses rows of table public.portal_access_log
-- pgplumb: loses rows of table public.verification_tokens

DROP FUNCTION public.purge_verification_tokens();

DROP FUNCTION public.use_verification_token(text, text);

DROP TABLE public.communications;

DROP TYPE public.communication_type;

DROP TABLE public.portal_access_log;

ALTER TABLE public.events DROP CONSTRAINT events_id_client_id_key;

DROP TYPE public.portal_action;

DROP TABLE public.verification_tokens;
