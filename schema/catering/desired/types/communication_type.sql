create type communication_type as enum ('email', 'phone', 'meeting', 'other');

comment on type communication_type is 'How a client was spoken with.';
