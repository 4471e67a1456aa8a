-- What the schema needs beyond PostgreSQL itself.

-- CA-TRAP-01: gives integers a place in GiST indexes, and so in the constraint that keeps bookings apart.
create extension btree_gist;
