-- pgplumb: migration create_clients_users_and_events
-- pgplumb: engine native: migra does not see a comment (comment on column public.clients.address) and 71 more
-- pgplumb: before 46f0c184ec8c96e4fb5547947a955131862686f66a2d9347ffc30f1bacd6a2e8
-- pgplumb: after 12e75d175ab7eb21f9ec5f250be311e3baab9cb8afd21181142ff1d0adcba1a8
-- pgplumb: hazard data_loss: lost for good: rows of table public.events
-- pgplumb: hazard data_loss: lost for good: rows of table public.clients
-- pgplumb: hazard data_loss: lost for good: rows of table public.users
-- pgplumb: loses rows of table public.events
-- pgplumb: loses rows of table public.clients
-- pgplumb: loses rows of table public.users

ALTER TABLE public.clients DROP CONSTRAINT clients_archived_by_fkey;

ALTER TABLE public.users DROP CONSTRAINT users_client_id_fkey;

DROP FUNCTION public.current_actor();

DROP TABLE public.events;

ALTER TABLE public.clients DROP CONSTRAINT clients_pkey;

ALTER TABLE public.users DROP CONSTRAINT users_pkey;

DROP FUNCTION public.guard_status();

DROP TYPE public.event_status;

DROP TABLE public.clients;

DROP FUNCTION public.maintain_archive();

DROP TABLE public.users;

DROP FUNCTION public.set_updated_at();

DROP DOMAIN public.email_address;

DROP TYPE public.user_role;
