-- The nodes of the federation, this one among them.

create table federation_nodes (
    id uuid not null default gen_random_uuid(),
    node_domain text not null,
    display_name text not null,
    base_url web_address,
    is_self boolean not null default false,
    trust_level trust_level not null default 5,
    sync_enabled boolean not null default true,
    last_sync_cursor bigint,
    last_sync_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint federation_nodes_pkey primary key (id),
    -- TG-INV-22
    constraint federation_nodes_node_domain_key unique (node_domain),
    constraint federation_nodes_node_domain_shape check (node_domain ~ '^[a-z0-9-]+([.][a-z0-9-]+)*$'),
    constraint federation_nodes_display_name_not_blank check (display_name ~ '[^[:space:]]'),
    constraint federation_nodes_cursor_not_negative check (last_sync_cursor is null or last_sync_cursor >= 0)
);

-- One row is this node.
create unique index idx_federation_nodes_self on federation_nodes (is_self) where is_self;

create trigger federation_nodes_set_updated_at
    before update on federation_nodes
    for each row execute function set_updated_at();

create trigger federation_nodes_cursor
    before update on federation_nodes
    for each row when (old.last_sync_cursor is distinct from new.last_sync_cursor)
    execute function guard_sync_cursor();

grant select, insert, update, delete on federation_nodes to sel_app;
grant select on federation_nodes to sel_readonly;

comment on table federation_nodes is 'One row per node that we follow or have heard of, and one for this node.';
comment on column federation_nodes.id is 'Key of the node on this node.';
comment on column federation_nodes.node_domain is
    'Domain name in lower case, which is the node''s name everywhere, such as toronto.togather.foundation.';
comment on column federation_nodes.display_name is 'Name for people.';
comment on column federation_nodes.base_url is 'Where the node''s interface is; null where not known.';
comment on column federation_nodes.is_self is 'Whether this is us; true for at most one row.';
comment on column federation_nodes.trust_level is
    'How far the node is trusted: 10 official, 5 community, 1 unverified.';
comment on column federation_nodes.sync_enabled is 'Whether its changes are fetched.';
comment on column federation_nodes.last_sync_cursor is
    'Number of the last change of that node that was applied here, by the node''s own count; null before the first. It never goes back.';
comment on column federation_nodes.last_sync_at is 'When a change was last applied; null before the first.';
comment on column federation_nodes.created_at is 'When the row was made.';
comment on column federation_nodes.updated_at is 'When the row last changed.';
