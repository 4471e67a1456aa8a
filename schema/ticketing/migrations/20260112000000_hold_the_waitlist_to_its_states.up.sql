-- pgplumb: migration hold_the_waitlist_to_its_states
-- pgplumb: engine migra: every change is one that migra makes rightly
-- pgplumb: before b9563c6bc9b1977160511aaa0563e9605c806cc367bde6111044dd6b01b74f18
-- pgplumb: after a6536f9861fe54cf189054c753d65e0051023e88d462167315a3697f28a7f34d

CREATE TRIGGER waitlist_status_transition BEFORE UPDATE OF status ON public.waitlist FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION enforce_status_transition('waiting>notified', 'waiting>converted', 'waiting>left', 'notified>converted', 'notified>expired', 'notified>left', 'converted>waiting', 'expired>waiting', 'left>waiting');
