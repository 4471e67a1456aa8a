create domain currency_code as character(3)
    constraint currency_code_shape check (value ~ '^[A-Z]{3}$');

comment on domain currency_code is
    'An ISO 4217 currency, three capital letters.';
