create type user_role as enum ('admin', 'manager', 'client');

comment on type user_role is
    'What an account may do. admin: everything; manager: plan events; client: see the own events in the portal.';
