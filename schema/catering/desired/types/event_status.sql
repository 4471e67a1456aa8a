create type event_status as enum ('inquiry', 'planning', 'preparation', 'in_progress', 'completed', 'follow_up');

comment on type event_status is
    'How far an event is. inquiry: somebody asked; planning: details are being settled; preparation: tasks are under way; in_progress: it takes place; completed: it is over; follow_up: the client is asked how it was.';
