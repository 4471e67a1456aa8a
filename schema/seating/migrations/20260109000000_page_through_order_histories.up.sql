-- pgplumb: migration page_through_order_histories
-- pgplumb: engine migra: every change is one that migra makes rightly
-- pgplumb: before 2139207542f3c2f98112835a08beb1b91127f667a9a67782b057f701faa48a3a
-- pgplumb: after 8ee9be85100c975b522bb13e29db58bb75936b002d137bab2cdcfcd793a7f67e
-- pgplumb: hazard index_build: index public.orders.idx_orders_user_history is built; reads and writes go on
-- pgplumb: transaction none

CREATE INDEX CONCURRENTLY idx_orders_user_history ON public.orders USING btree (user_id, created_at DESC, id DESC);
