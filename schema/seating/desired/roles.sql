-- The roles that the schema grants to; people and services log in as members of these (SE-SEC-04).

create role seat_app nologin;
create role seat_staff nologin;
create role seat_jobs nologin;
