create domain ulid as text
    constraint ulid_shape check (value ~ '^[0-7][0-9A-HJKMNP-TV-Z]{25}$');

comment on domain ulid is
    'A ULID: 26 of Crockford''s base-32 digits, the first ten of them the time in milliseconds. Sorts by time; part of public addresses.';
