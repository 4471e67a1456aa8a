create domain trust_level as integer
    constraint trust_level_range check (value between 1 and 10);

comment on domain trust_level is 'How far a source or node is trusted: 10 official, 5 community, 1 unverified.';
