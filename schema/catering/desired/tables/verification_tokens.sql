-- Links that were sent to log somebody in.

create table verification_tokens (
    identifier email_address not null,
    token varchar(255) not null,
    expires timestamptz not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint verification_tokens_pkey primary key (identifier, token),
    constraint verification_tokens_token_key unique (token),
    constraint verification_tokens_expires_later check (expires > created_at)
);

create index idx_verification_tokens_expires on verification_tokens (expires);

create trigger verification_tokens_set_updated_at
    before update on verification_tokens
    for each row execute function set_updated_at();

grant select, insert, delete on verification_tokens to catering_app;

comment on table verification_tokens is
    'One row per link that was sent and not used yet. use_verification_token() takes it away, purge_verification_tokens() those that expired.';
comment on column verification_tokens.identifier is 'Address that the link was sent to.';
comment on column verification_tokens.token is 'Hash of what stands in the link, in the form that the web service makes; never the link itself.';
comment on column verification_tokens.expires is 'From when on it is no longer good.';
comment on column verification_tokens.created_at is 'When it was made; never changes.';
comment on column verification_tokens.updated_at is 'When the row last changed.';
