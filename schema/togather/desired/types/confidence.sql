-- Without a scale: numeric(3,2) would round 1.004 to 1.00 before the check looks at it (TG-TRAP-30).
create domain confidence as numeric
    constraint confidence_range check (value between 0 and 1);

comment on domain confidence is 'How sure a source or a matcher is, from 0 (not at all) to 1 (certain).';
