-- TG-Q-13: the next six months of a series, by a job.

-- name: expand_series :many
select o.id, o.event_id, o.start_time, o.local_start_date, o.local_start_time
from expand_series(:series_id) o;
