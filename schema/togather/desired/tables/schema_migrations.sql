-- What golang-migrate keeps of itself.

-- Exactly as that tool makes it, and so without created_at and updated_at.
create table schema_migrations (
    version bigint not null,
    dirty boolean not null,
    constraint schema_migrations_pkey primary key (version)
);

grant select, insert, update, delete on schema_migrations to sel_migrator;
grant select on schema_migrations to sel_readonly;

comment on table schema_migrations is
    'One row: how far golang-migrate has come, where it is what applies migrations.';
comment on column schema_migrations.version is 'Number of the last migration.';
comment on column schema_migrations.dirty is 'Whether it failed half way, and has to be looked at.';
