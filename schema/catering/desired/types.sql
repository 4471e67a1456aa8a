-- The words that columns may hold, in the order in which they sort, and addresses.

create type event_status as enum ('inquiry', 'planning', 'preparation', 'in_progress', 'completed', 'follow_up');

comment on type event_status is
    'How far an event is. inquiry: somebody asked; planning: details are being settled; preparation: tasks are under way; in_progress: it takes place; completed: it is over; follow_up: the client is asked how it was.';

create type archive_reason as enum ('cancelled', 'finished', 'mistake');

comment on type archive_reason is
    'Why an event was put away. cancelled: it will not take place; finished: nothing is left to do; mistake: it should not have been entered.';

create type resource_type as enum ('staff', 'equipment', 'materials');

comment on type resource_type is
    'What a resource is. staff: a person; equipment: a tool or vehicle; materials: things used in numbers, such as ingredients, tableware, linens.';

create type task_category as enum ('pre_event', 'during_event', 'post_event');

comment on type task_category is 'When a task is done: before, during or after its event.';

create type task_status as enum ('pending', 'in_progress', 'completed', 'cancelled');

comment on type task_status is
    'How far a task is. pending: not begun; in_progress: somebody is at it; completed: done; cancelled: not to be done.';

create type user_role as enum ('admin', 'manager', 'client');

comment on type user_role is
    'What an account may do. admin: everything; manager: plan events; client: see the own events in the portal.';

create type communication_type as enum ('email', 'phone', 'meeting', 'other');

comment on type communication_type is 'How a client was spoken with.';

create type portal_action as enum ('login', 'logout', 'view_event', 'download', 'message');

comment on type portal_action is 'What a client did in the portal.';

-- The pattern refuses what cannot be an address at all; only a message that was answered proves one.
create domain email_address as character varying(255)
    constraint email_address_shape check (value ~ '^[^@[:space:]]+@[^@[:space:]]+$');

comment on domain email_address is
    'An e-mail address of at most 255 characters: one @, no white space. Kept as typed; compare with lower().';
