-- Types that several tables or functions share.

create type waitlist_status as enum ('waiting', 'notified', 'converted', 'expired', 'left');

comment on type waitlist_status is
    'State of a place in the queue. waiting: no offer yet; notified: holds an offer for 24 hours; converted: bought; expired: let the offer pass; left: gave the place up.';

-- The pattern refuses what cannot be an address at all; only a confirmed message proves one.
create domain email_address as text
    constraint email_address_shape check (value ~ '^[^@[:space:]]+@[^@[:space:]]+$');

comment on domain email_address is
    'An e-mail address: one @, no white space. Kept as typed; compare with lower().';

create domain currency_code as character(3)
    constraint currency_code_shape check (value ~ '^[A-Z]{3}$');

comment on domain currency_code is
    'An ISO 4217 currency, three capital letters.';
