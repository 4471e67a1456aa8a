-- The roles that the schema grants to; people and services log in as members of these.

create role catering_app nologin;
create role catering_scheduler nologin;
create role catering_readonly nologin;
