-- Casts that the server knows, and when it makes them on its own (e: only when asked, a: in assignments, i: anywhere).
select format_type(castsource, null), format_type(casttarget, null), castcontext from pg_cast
