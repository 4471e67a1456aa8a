create type waitlist_status as enum ('waiting', 'notified', 'converted', 'expired', 'left');

comment on type waitlist_status is
    'State of a place in the queue. waiting: no offer yet; notified: holds an offer for 24 hours; converted: bought; expired: let the offer pass; left: gave the place up.';
