-- The one key that closes a circle: accounts belong to clients, and clients are put away by accounts.

-- CA-TRAP-12, CA-RULE-06: apart from its table, so that tables can be created in the order of what refers to what.
alter table clients
    add constraint clients_archived_by_fkey foreign key (archived_by) references users (id) on delete restrict;
