create type portal_action as enum ('login', 'logout', 'view_event', 'download', 'message');

comment on type portal_action is 'What a client did in the portal.';
