-- The pattern refuses what cannot be an address at all; only a message that was answered proves one.
create domain email_address as character varying(255)
    constraint email_address_shape check (value ~ '^[^@[:space:]]+@[^@[:space:]]+$');

comment on domain email_address is
    'An e-mail address of at most 255 characters: one @, no white space. Kept as typed; compare with lower().';
