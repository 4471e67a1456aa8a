-- The pattern refuses what cannot be an address at all; only a confirmed message proves one.
create domain email_address as text
    constraint email_address_shape check (value ~ '^[^@[:space:]]+@[^@[:space:]]+$');

comment on domain email_address is
    'An e-mail address: one @, no white space. Kept as typed; compare with lower().';
