-- pgplumb: migration find_old_mail
-- pgplumb: engine migra: every change is one that migra makes rightly
-- pgplumb: before a6536f9861fe54cf189054c753d65e0051023e88d462167315a3697f28a7f34d
-- pgplumb: after 6a10c30ef70ddf452869a19507afd31f9007645c7b9f0d6d039ec9ca41b5e9e9
-- pgplumb: hazard index_build: index public.email_notifications.idx_email_notifications_created is built; reads and writes go on
-- pgplumb: transaction none

CREATE INDEX CONCURRENTLY idx_email_notifications_created ON public.email_notifications USING btree (created_at);
