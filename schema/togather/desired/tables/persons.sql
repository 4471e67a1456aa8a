-- Who performs at events.

create table persons (
    id uuid not null default gen_random_uuid(),
    ulid ulid not null default new_ulid(),
    name text not null,
    alternate_names text[] not null default '{}',
    birth_date date,
    death_date date,
    biography text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint persons_pkey primary key (id),
    constraint persons_ulid_key unique (ulid),
    constraint persons_name_not_blank check (name ~ '[^[:space:]]'),
    constraint persons_died_after_birth check (birth_date is null or death_date is null or death_date >= birth_date)
);

create index idx_persons_name_trgm on persons using gin (name gin_trgm_ops);
create index idx_persons_alternate_names on persons using gin (alternate_names);

create trigger persons_set_updated_at
    before update on persons
    for each row execute function set_updated_at();

grant select, insert, update, delete on persons to sel_app;
grant select on persons to sel_readonly;

comment on table persons is
    'One row per person (schema:Person). What others call the person is in entity_identifiers.';
comment on column persons.id is 'Key of the person on this node (schema:identifier).';
comment on column persons.ulid is 'Public key, 26 characters (schema:identifier).';
comment on column persons.name is 'Name (schema:name).';
comment on column persons.alternate_names is
    'Other names that the person goes by; empty where there are none (schema:alternateName).';
comment on column persons.birth_date is 'Date of birth; null where not known (schema:birthDate).';
comment on column persons.death_date is 'Date of death, not before birth; null where none is known (schema:deathDate).';
comment on column persons.biography is 'Life of the person, as text; null where not told (schema:description).';
comment on column persons.created_at is 'When the row was made (schema:dateCreated).';
comment on column persons.updated_at is 'When the row last changed (schema:dateModified).';
