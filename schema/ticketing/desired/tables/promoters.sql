-- The business side of an account that publishes events.

create table promoters (
    id uuid not null default gen_random_uuid(),
    user_id uuid not null,
    company_name text not null,
    tax_id text,
    website text,
    is_verified boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint promoters_pkey primary key (id),
    -- TK-INV-15: the relation to users is one to one, and only this says so.
    constraint promoters_user_id_key unique (user_id),
    constraint promoters_user_id_fkey foreign key (user_id) references users (id) on delete restrict,
    constraint promoters_company_name_filled check (btrim(company_name) <> '')
);

create trigger promoters_set_updated_at
    before update on promoters
    for each row execute function set_updated_at();

alter table promoters enable row level security;

-- Everybody may see who runs an event; the grants below keep the tax number out.
create policy promoters_read on promoters for select to ticket_app, ticket_readonly, ticket_jobs
    using (true);
create policy promoters_register on promoters for insert to ticket_app
    with check (user_id = (select current_app_user_id()));
create policy promoters_change_own on promoters for update to ticket_app
    using (user_id = (select current_app_user_id()))
    with check (user_id = (select current_app_user_id()));
create policy promoters_administer on promoters to ticket_admin
    using (true) with check (true);

grant select (id, user_id, company_name, website, is_verified, created_at) on promoters to ticket_app;
grant insert (user_id, company_name, tax_id, website) on promoters to ticket_app;
grant update (company_name, tax_id, website) on promoters to ticket_app;
grant select (id, user_id, company_name, website, is_verified, created_at) on promoters to ticket_readonly, ticket_jobs;
grant select, insert, update, delete on promoters to ticket_admin;

comment on table promoters is
    'One row per account that publishes events. A promoter with any event, even a past one, cannot be deleted.';
comment on column promoters.id is 'Key of the promoter.';
comment on column promoters.user_id is 'The account behind it; at most one promoter per account.';
comment on column promoters.company_name is 'Name shown to buyers.';
comment on column promoters.tax_id is 'Tax number as the country writes it; hidden from the application.';
comment on column promoters.website is 'Address of the promoter''s own pages; null where there are none.';
comment on column promoters.is_verified is 'Whether staff have checked the company.';
comment on column promoters.created_at is 'When the row was made.';
comment on column promoters.updated_at is 'When the row last changed.';
