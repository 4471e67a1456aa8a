create domain web_address as text
    constraint web_address_shape check (value ~ '^https?://[^[:space:]]+$');

comment on domain web_address is 'An absolute http or https address, without white space.';
