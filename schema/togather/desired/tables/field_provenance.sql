-- Who said what, and when.

create table field_provenance (
    id uuid not null default gen_random_uuid(),
    event_id uuid not null,
    occurrence_id uuid,
    field_name text not null,
    value jsonb not null,
    source_id uuid not null,
    confidence confidence not null,
    observed_at timestamptz not null default now(),
    constraint field_provenance_pkey primary key (id),
    constraint field_provenance_event_id_fkey foreign key (event_id) references events (id) on delete cascade,
    constraint field_provenance_occurrence_fkey foreign key (occurrence_id, event_id)
        references event_occurrences (id, event_id) on delete cascade,
    constraint field_provenance_source_id_fkey foreign key (source_id) references sources (id),
    -- TG-TRAP-43: the words are those of schema.org; column_of_property() knows their columns.
    constraint field_provenance_field_name_known check (
        field_name in (
            'name', 'description', 'url', 'location', 'organizer', 'eventStatus', 'license',
            'startDate', 'endDate', 'doorTime'
        )
    ),
    constraint field_provenance_occurrence_if_its_field check (
        (field_name in ('startDate', 'endDate', 'doorTime')) = (occurrence_id is not null)
    )
);

create index idx_field_provenance_event_field on field_provenance (event_id, field_name, observed_at desc);
create index idx_field_provenance_occurrence on field_provenance (occurrence_id);
create index idx_field_provenance_source on field_provenance (source_id);

create trigger field_provenance_append_only
    before update on field_provenance
    for each row execute function refuse_change();

create trigger field_provenance_no_truncate
    before truncate on field_provenance
    for each statement execute function refuse_change();

-- No right to change or delete: what a source said stays said, and goes with its event.
grant select, insert on field_provenance to sel_app;
grant select on field_provenance to sel_readonly;

comment on table field_provenance is
    'One row per value that a source gave for a field. Append-only, so without created_at and updated_at; goes with its event or occurrence.';
comment on column field_provenance.id is 'Key of the row.';
comment on column field_provenance.event_id is 'The event.';
comment on column field_provenance.occurrence_id is
    'The occurrence, for startDate, endDate and doorTime; null for all others.';
comment on column field_provenance.field_name is
    'Property of schema.org: name, description, url, location, organizer, eventStatus, license, startDate, endDate or doorTime.';
comment on column field_provenance.value is 'What the source said, as JSON.';
comment on column field_provenance.source_id is 'Who said so.';
comment on column field_provenance.confidence is 'How sure the source, or our reading of it, is: 0 to 1.';
comment on column field_provenance.observed_at is 'When it was said.';
