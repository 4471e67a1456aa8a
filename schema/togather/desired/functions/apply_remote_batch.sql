create function apply_remote_batch(p_node_id uuid, p_changes jsonb) returns bigint
language plpgsql
set search_path = pg_catalog, public
as $$
declare
    v_change jsonb;
    v_cursor bigint;
begin
    -- TG-INV-22: a batch and its cursor are one statement, and so one transaction.
    for v_change in
        select r from jsonb_array_elements(p_changes) as t (r) order by (r ->> 'sequence_number')::bigint
    loop
        perform apply_remote_change(p_node_id, v_change);
    end loop;
    select n.last_sync_cursor into v_cursor from federation_nodes n where n.id = p_node_id;
    return v_cursor;
end;
$$;

comment on function apply_remote_batch(uuid, jsonb) is
    'Applies a batch of changes (a JSON array, in any order) of a node, all or none. Returns the cursor to go on from; null where nothing was ever applied.';

revoke all on function apply_remote_batch(uuid, jsonb) from public;
grant execute on function apply_remote_batch(uuid, jsonb) to sel_app;
