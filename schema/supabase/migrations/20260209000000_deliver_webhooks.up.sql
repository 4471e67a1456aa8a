-- pgplumb: migration deliver_webhooks
-- pgplumb: engine native: migra does not see a comment (comment on column app.webhook_deliveries.attempts) and 19 more
-- pgplumb: before ac4d305ca784957cadff000bfbba376d99a9e7aa024eab73f43ecaf7097c44e9
-- pgplumb: after 2ff917834c053ac8f939d45dcd583c27c3201df85adf8d901f2b6599bdb90dc7

SET LOCAL check_function_bodies = off;

CREATE OR REPLACE FUNCTION private.delivery_transition()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
    if old.status not in ('pending', 'failed') or new.status = 'pending' then
        raise check_violation using
            message = format('a delivery does not go from %s to %s', old.status, new.status);
    end if;
    return new;
end;
$function$;

COMMENT ON FUNCTION private.delivery_transition() IS 'Trigger: pending and failed go to failed, delivered or dead, and nothing else (23514).';

REVOKE ALL ON FUNCTION private.delivery_transition() FROM PUBLIC;

CREATE TABLE app.webhook_deliveries (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    outbox_id bigint NOT NULL,
    endpoint text NOT NULL,
    status text DEFAULT 'pending'::text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    next_attempt_at timestamp with time zone DEFAULT now(),
    response_code integer,
    last_error text,
    signature text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT webhook_deliveries_pkey PRIMARY KEY (id),
    CONSTRAINT webhook_deliveries_outbox_id_endpoint_key UNIQUE (outbox_id, endpoint),
    CONSTRAINT webhook_deliveries_attempts_bounded CHECK (((attempts >= 0) AND (attempts <= 10))),
    CONSTRAINT webhook_deliveries_endpoint_length CHECK ((length(endpoint) <= 2000)),
    CONSTRAINT webhook_deliveries_endpoint_shape CHECK ((endpoint ~ '^https://[^[:space:]]+$'::text)),
    CONSTRAINT webhook_deliveries_last_error_length CHECK (((last_error IS NULL) OR (length(last_error) <= 2000))),
    CONSTRAINT webhook_deliveries_next_attempt CHECK (((status = ANY (ARRAY['pending'::text, 'failed'::text])) = (next_attempt_at IS NOT NULL))),
    CONSTRAINT webhook_deliveries_response_code_range CHECK (((response_code IS NULL) OR ((response_code >= 100) AND (response_code <= 599)))),
    CONSTRAINT webhook_deliveries_signature_shape CHECK ((signature ~ '^sha256=[0-9a-f]{64}$'::text)),
    CONSTRAINT webhook_deliveries_status_known CHECK ((status = ANY (ARRAY['pending'::text, 'delivered'::text, 'failed'::text, 'dead'::text])))
);

ALTER TABLE app.webhook_deliveries ENABLE ROW LEVEL SECURITY;

ALTER TABLE app.webhook_deliveries FORCE ROW LEVEL SECURITY;

ALTER TABLE app.webhook_deliveries OWNER TO app_owner;

ALTER TABLE app.webhook_deliveries ADD CONSTRAINT webhook_deliveries_outbox_id_fkey FOREIGN KEY (outbox_id) REFERENCES app.realtime_outbox(id) ON DELETE CASCADE;

CREATE INDEX webhook_deliveries_due ON app.webhook_deliveries USING btree (next_attempt_at) WHERE (status = ANY (ARRAY['pending'::text, 'failed'::text]));

CREATE TRIGGER webhook_deliveries_set_updated_at BEFORE UPDATE ON app.webhook_deliveries FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION private.set_updated_at();

CREATE TRIGGER webhook_deliveries_transition BEFORE UPDATE ON app.webhook_deliveries FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION private.delivery_transition();

CREATE POLICY webhook_deliveries_service ON app.webhook_deliveries TO service_role USING (true) WITH CHECK (true);

COMMENT ON COLUMN app.webhook_deliveries.attempts IS 'How often it was tried, up to 10.';

COMMENT ON COLUMN app.webhook_deliveries.created_at IS 'When the row was made.';

COMMENT ON COLUMN app.webhook_deliveries.endpoint IS 'Where to: an address of https, up to 2000 characters.';

COMMENT ON COLUMN app.webhook_deliveries.id IS 'Key of the delivery.';

COMMENT ON COLUMN app.webhook_deliveries.last_error IS 'What went wrong last, up to 2000 characters; null: nothing did.';

COMMENT ON COLUMN app.webhook_deliveries.next_attempt_at IS 'When to try next; null: delivered or given up.';

COMMENT ON COLUMN app.webhook_deliveries.outbox_id IS 'Which change; goes with it.';

COMMENT ON COLUMN app.webhook_deliveries.response_code IS 'HTTP status of the last answer, 100 to 599; null: none came.';

COMMENT ON COLUMN app.webhook_deliveries.signature IS 'HMAC of the body, by which the receiver knows us: sha256= and 64 hexadecimal digits.';

COMMENT ON COLUMN app.webhook_deliveries.status IS 'pending, then delivered, failed (tried again) or dead (given up).';

COMMENT ON COLUMN app.webhook_deliveries.updated_at IS 'When the row last changed.';

COMMENT ON TABLE app.webhook_deliveries IS 'One row per change and endpoint.';

GRANT DELETE, INSERT, SELECT ON TABLE app.webhook_deliveries TO service_role;

GRANT UPDATE (attempts) ON TABLE app.webhook_deliveries TO service_role;

GRANT UPDATE (last_error) ON TABLE app.webhook_deliveries TO service_role;

GRANT UPDATE (next_attempt_at) ON TABLE app.webhook_deliveries TO service_role;

GRANT UPDATE (response_code) ON TABLE app.webhook_deliveries TO service_role;

GRANT UPDATE (status) ON TABLE app.webhook_deliveries TO service_role;
