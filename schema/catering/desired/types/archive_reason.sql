create type archive_reason as enum ('cancelled', 'finished', 'mistake');

comment on type archive_reason is
    'Why an event was put away. cancelled: it will not take place; finished: nothing is left to do; mistake: it should not have been entered.';
