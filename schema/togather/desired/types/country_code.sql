create domain country_code as text
    constraint country_code_shape check (value ~ '^[A-Z]{2}$');

comment on domain country_code is 'An ISO 3166-1 country, two capital letters.';
