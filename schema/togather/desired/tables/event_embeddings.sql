-- What events are about, as vectors.

-- pgplumb: requires extension vector

create table event_embeddings (
    event_id uuid not null,
    embedding vector(384) not null,
    model_version text not null,
    source_text text not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint event_embeddings_pkey primary key (event_id),
    -- TG-INV-24
    constraint event_embeddings_event_id_fkey foreign key (event_id) references events (id) on delete cascade,
    -- TG-TRAP-29: a vector of zeros is as far from itself as not a number.
    constraint event_embeddings_not_zero check (vector_norm(embedding) > 0)
);

-- Not ivfflat, whose lists are made of the rows that are there when it is built (TG-TRAP-28).
create index idx_event_embeddings_vector on event_embeddings using hnsw (embedding vector_cosine_ops);

create trigger event_embeddings_set_updated_at
    before update on event_embeddings
    for each row execute function set_updated_at();

grant select, insert, update, delete on event_embeddings to sel_app;
grant select on event_embeddings to sel_readonly;

comment on table event_embeddings is 'One row per event that was embedded; goes with its event.';
comment on column event_embeddings.event_id is 'The event.';
comment on column event_embeddings.embedding is '384 numbers, not all zero, made of source_text by the model.';
comment on column event_embeddings.model_version is
    'Model that made it; vectors of different models cannot be compared.';
comment on column event_embeddings.source_text is 'Text that was embedded, for the next model.';
comment on column event_embeddings.created_at is 'When the row was made.';
comment on column event_embeddings.updated_at is 'When the row last changed.';
