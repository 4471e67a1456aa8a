-- What others call what we know.

-- TG-INV-21, TG-TRAP-41: a foreign key for each kind, so that nothing dangles, whoever deletes what at the same time.
create table entity_identifiers (
    id uuid not null default gen_random_uuid(),
    event_id uuid,
    place_id uuid,
    organization_id uuid,
    person_id uuid,
    entity_type text not null generated always as (
        case
            when event_id is not null then 'event'
            when place_id is not null then 'place'
            when organization_id is not null then 'organization'
            else 'person'
        end
    ) stored,
    entity_id uuid not null generated always as (coalesce(event_id, place_id, organization_id, person_id)) stored,
    scheme text not null,
    uri web_address not null,
    confidence confidence not null default 1,
    is_canonical boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint entity_identifiers_pkey primary key (id),
    constraint entity_identifiers_once_key unique (entity_type, entity_id, scheme, uri),
    constraint entity_identifiers_event_id_fkey foreign key (event_id) references events (id) on delete cascade,
    constraint entity_identifiers_place_id_fkey foreign key (place_id) references places (id) on delete cascade,
    constraint entity_identifiers_organization_id_fkey foreign key (organization_id)
        references organizations (id) on delete cascade,
    constraint entity_identifiers_person_id_fkey foreign key (person_id) references persons (id) on delete cascade,
    constraint entity_identifiers_of_one check (
        event_id is not null and place_id is null and organization_id is null and person_id is null
        or event_id is null and place_id is not null and organization_id is null and person_id is null
        or event_id is null and place_id is null and organization_id is not null and person_id is null
        or event_id is null and place_id is null and organization_id is null and person_id is not null
    ),
    constraint entity_identifiers_scheme_known check (
        scheme in ('artsdata', 'wikidata', 'isni', 'musicbrainz', 'other')
    )
);

-- One identifier per scheme is the one to go by.
create unique index idx_entity_identifiers_canonical on entity_identifiers (entity_type, entity_id, scheme)
    where is_canonical;
create index idx_entity_identifiers_event on entity_identifiers (event_id);
create index idx_entity_identifiers_place on entity_identifiers (place_id);
create index idx_entity_identifiers_organization on entity_identifiers (organization_id);
create index idx_entity_identifiers_person on entity_identifiers (person_id);

create trigger entity_identifiers_set_updated_at
    before update on entity_identifiers
    for each row execute function set_updated_at('entity_type', 'entity_id');

grant select, insert, update, delete on entity_identifiers to sel_app;
grant select on entity_identifiers to sel_readonly;

comment on table entity_identifiers is
    'One row per identifier that another authority gave to an event, a place, an organisation or a person; goes with what it names.';
comment on column entity_identifiers.id is 'Key of the row.';
comment on column entity_identifiers.event_id is 'The event that it names; null for other kinds.';
comment on column entity_identifiers.place_id is 'The place that it names; null for other kinds.';
comment on column entity_identifiers.organization_id is 'The organisation that it names; null for other kinds.';
comment on column entity_identifiers.person_id is 'The person that it names; null for other kinds.';
comment on column entity_identifiers.entity_type is 'event, place, organization or person.';
comment on column entity_identifiers.entity_id is 'Key of what it names.';
comment on column entity_identifiers.scheme is 'Who gave it: artsdata, wikidata, isni, musicbrainz or other.';
comment on column entity_identifiers.uri is 'The identifier, as an address.';
comment on column entity_identifiers.confidence is 'How sure the match is, 0 to 1.';
comment on column entity_identifiers.is_canonical is 'Whether it is the one to go by, among those of its scheme.';
comment on column entity_identifiers.created_at is 'When the row was made.';
comment on column entity_identifiers.updated_at is 'When the row last changed.';
