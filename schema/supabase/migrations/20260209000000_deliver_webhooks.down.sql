-- pgplumb: migration deliver_webhooks
-- pgplumb: engine native: migra does not see a comment (comment on column app.webhook_deliveries.attempts) and 19 more
-- pgplumb: before 2ff917834c053ac8f939d45dcd583c27c3201df85adf8d901f2b6599bdb90dc7
-- pgplumb: after ac4d305ca784957cadff000bfbba376d99a9e7aa024eab73f43ecaf7097c44e9
-- pgplumb: hazard data_loss: lost for good: rows of table app.webhook_deliveries
-- pgplumb: loses rows of table app.webhook_deliveries

DROP TABLE app.webhook_deliveries;

DROP FUNCTION private.delivery_transition();
