-- TG-Q-00: a new event, as a draft or otherwise. create_event() makes its first occurrence and its job as well.

-- name: create_event :one
-- With virtual_url: an event that takes place online only has no venue (TG-TRAP-06).
insert into events (
    ulid, name, description, lifecycle_state, organizer_id, primary_venue_id, virtual_url, license_url, license_status
)
values (
    :ulid, :name, :description, :lifecycle_state, :organizer_id, :primary_venue_id, :virtual_url, :license_url,
    :license_status
)
returning *;
