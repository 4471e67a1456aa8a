-- Keeps updated_at true.

create function set_updated_at() returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
declare
    -- Generated columns are null in a BEFORE trigger (TG-TRAP-27). They follow from the others, and are named as arguments.
    v_aside constant text[] := coalesce(tg_argv, '{}') || array['updated_at'];
begin
    if to_jsonb(new) - v_aside is distinct from to_jsonb(old) - v_aside then
        new.updated_at := now();
    else
        new.updated_at := old.updated_at;
    end if;
    return new;
end;
$$;

comment on function set_updated_at() is
    'Trigger: stamps updated_at with the time of the transaction if anything else changed, and leaves it otherwise. Arguments: the table''s generated columns.';
