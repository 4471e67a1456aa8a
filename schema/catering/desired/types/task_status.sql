create type task_status as enum ('pending', 'in_progress', 'completed', 'cancelled');

comment on type task_status is
    'How far a task is. pending: not begun; in_progress: somebody is at it; completed: done; cancelled: not to be done.';
