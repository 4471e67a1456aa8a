-- pgplumb: migration hold_the_waitlist_to_its_states
-- pgplumb: engine migra: every change is one that migra makes rightly
-- pgplumb: before a6536f9861fe54cf189054c753d65e0051023e88d462167315a3697f28a7f34d
-- pgplumb: after b9563c6bc9b1977160511aaa0563e9605c806cc367bde6111044dd6b01b74f18

drop trigger if exists "waitlist_status_transition" on "public"."waitlist";
