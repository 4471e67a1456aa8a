create type task_category as enum ('pre_event', 'during_event', 'post_event');

comment on type task_category is 'When a task is done: before, during or after its event.';
