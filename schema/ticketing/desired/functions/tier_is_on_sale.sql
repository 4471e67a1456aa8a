-- Without a search path of its own, which would keep the planner from inlining it; its body was resolved when it was made.
create function tier_is_on_sale(
    p_is_active boolean, p_sale_start_time timestamptz, p_sale_end_time timestamptz, p_at timestamptz
) returns boolean
language sql
immutable
parallel safe
return p_is_active
    and coalesce(p_at >= p_sale_start_time, true)
    and coalesce(p_at < p_sale_end_time, true);

comment on function tier_is_on_sale(boolean, timestamptz, timestamptz, timestamptz) is
    'Whether an active tier''s sale is open at a moment; the window includes its start and excludes its end, null bounds are open.';
