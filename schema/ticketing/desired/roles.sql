-- The roles that the schema grants to; people and services log in as members of these (TK-SEC-03).

create role ticket_app nologin;
create role ticket_readonly nologin;
create role ticket_jobs nologin;
create role ticket_admin nologin;
