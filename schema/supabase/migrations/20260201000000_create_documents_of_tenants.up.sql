-- pgplumb: migration create_documents_of_tenants
-- pgplumb: engine native: migra does not see a comment (comment on role anon) and 384 more
-- pgplumb: before 12e75d175ab7eb21f9ec5f250be311e3baab9cb8afd21181142ff1d0adcba1a8
-- pgplumb: after 24460c66c3310e96f3bb7c0f6bc1c2d93120e71364b3328bf785e5133f2a1e4b
-- pgplumb: hazard access_change: the attributes of the role anon change
-- pgplumb: hazard access_change: the attributes of the role app_owner change
-- pgplumb: hazard access_change: the attributes of the role authenticated change
-- pgplumb: hazard access_change: the attributes of the role authenticator change
-- pgplumb: hazard access_change: membership in roles changes
-- pgplumb: hazard access_change: the attributes of the role definer_reader change
-- pgplumb: hazard access_change: the attributes of the role definer_writer change
-- pgplumb: hazard access_change: the attributes of the role migrator change
-- pgplumb: hazard access_change: the attributes of the role service_login change
-- pgplumb: hazard access_change: the attributes of the role service_role change
-- pgplumb: hazard access_change: the privileges that new objects come with change

SET LOCAL check_function_bodies = off;

DO $$
BEGIN
    -- Roles are the whole server's: another of its databases may have made this one.
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'anon') THEN
        CREATE ROLE anon;
    END IF;
END
$$;

ALTER ROLE anon WITH NOLOGIN INHERIT;

COMMENT ON ROLE anon IS 'Callers without a token that names them.';

DO $$
BEGIN
    -- Roles are the whole server's: another of its databases may have made this one.
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'app_owner') THEN
        CREATE ROLE app_owner;
    END IF;
END
$$;

ALTER ROLE app_owner WITH NOLOGIN INHERIT;

COMMENT ON ROLE app_owner IS 'Owns the tables, and is held to their row security.';

DO $$
BEGIN
    -- Roles are the whole server's: another of its databases may have made this one.
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'authenticated') THEN
        CREATE ROLE authenticated;
    END IF;
END
$$;

ALTER ROLE authenticated WITH NOLOGIN INHERIT;

COMMENT ON ROLE authenticated IS 'Callers whose token names a user.';

DO $$
BEGIN
    -- Roles are the whole server's: another of its databases may have made this one.
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'authenticator') THEN
        CREATE ROLE authenticator;
    END IF;
END
$$;

ALTER ROLE authenticator WITH LOGIN NOINHERIT;

ALTER ROLE authenticator SET idle_in_transaction_session_timeout TO '10s';

ALTER ROLE authenticator SET lock_timeout TO '2s';

ALTER ROLE authenticator SET statement_timeout TO '5s';

GRANT anon TO authenticator;

GRANT authenticated TO authenticator;

COMMENT ON ROLE authenticator IS 'Login of the API: becomes anon or authenticated in each transaction.';

DO $$
BEGIN
    -- Roles are the whole server's: another of its databases may have made this one.
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'definer_reader') THEN
        CREATE ROLE definer_reader;
    END IF;
END
$$;

ALTER ROLE definer_reader WITH NOLOGIN INHERIT;

COMMENT ON ROLE definer_reader IS 'Runs the functions that policies ask.';

DO $$
BEGIN
    -- Roles are the whole server's: another of its databases may have made this one.
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'definer_writer') THEN
        CREATE ROLE definer_writer;
    END IF;
END
$$;

ALTER ROLE definer_writer WITH NOLOGIN INHERIT;

COMMENT ON ROLE definer_writer IS 'Runs what triggers and functions write for callers who may not.';

DO $$
BEGIN
    -- Roles are the whole server's: another of its databases may have made this one.
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'migrator') THEN
        CREATE ROLE migrator;
    END IF;
END
$$;

ALTER ROLE migrator WITH LOGIN NOINHERIT;

GRANT app_owner TO migrator;

GRANT definer_reader TO migrator;

GRANT definer_writer TO migrator;

COMMENT ON ROLE migrator IS 'Login that applies migrations.';

DO $$
BEGIN
    -- Roles are the whole server's: another of its databases may have made this one.
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'service_login') THEN
        CREATE ROLE service_login;
    END IF;
END
$$;

ALTER ROLE service_login WITH LOGIN NOINHERIT;

ALTER ROLE service_login SET idle_in_transaction_session_timeout TO '60s';

ALTER ROLE service_login SET lock_timeout TO '5s';

ALTER ROLE service_login SET statement_timeout TO '60s';

COMMENT ON ROLE service_login IS 'Login of back-end jobs: becomes service_role.';

DO $$
BEGIN
    -- Roles are the whole server's: another of its databases may have made this one.
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'service_role') THEN
        CREATE ROLE service_role;
    END IF;
END
$$;

ALTER ROLE service_role WITH NOLOGIN INHERIT;

GRANT service_role TO service_login;

GRANT pg_monitor TO service_role;

COMMENT ON ROLE service_role IS 'Back-end jobs, for all tenants.';

CREATE SCHEMA app;

ALTER SCHEMA app OWNER TO app_owner;

COMMENT ON SCHEMA app IS 'Tenants and their documents, and what happens to them.';

GRANT USAGE ON SCHEMA app TO anon;

GRANT USAGE ON SCHEMA app TO authenticated;

GRANT USAGE ON SCHEMA app TO definer_reader;

GRANT USAGE ON SCHEMA app TO definer_writer;

GRANT USAGE ON SCHEMA app TO service_role;

CREATE SCHEMA audit;

ALTER SCHEMA audit OWNER TO app_owner;

COMMENT ON SCHEMA audit IS 'Who did what, and what was refused.';

GRANT USAGE ON SCHEMA audit TO authenticated;

GRANT USAGE ON SCHEMA audit TO definer_writer;

GRANT USAGE ON SCHEMA audit TO service_role;

CREATE SCHEMA auth;

ALTER SCHEMA auth OWNER TO app_owner;

COMMENT ON SCHEMA auth IS 'Accounts, and what the token of a caller says.';

GRANT USAGE ON SCHEMA auth TO anon;

GRANT USAGE ON SCHEMA auth TO authenticated;

GRANT USAGE ON SCHEMA auth TO authenticator;

GRANT USAGE ON SCHEMA auth TO definer_reader;

GRANT USAGE ON SCHEMA auth TO definer_writer;

GRANT USAGE ON SCHEMA auth TO service_role;

CREATE SCHEMA private;

ALTER SCHEMA private OWNER TO app_owner;

COMMENT ON SCHEMA private IS 'Helpers of policies and triggers; the API names none of them.';

GRANT USAGE ON SCHEMA private TO definer_reader;

GRANT USAGE ON SCHEMA private TO definer_writer;

CREATE SCHEMA storage;

ALTER SCHEMA storage OWNER TO app_owner;

COMMENT ON SCHEMA storage IS 'What is known of the files that lie in buckets.';

GRANT USAGE ON SCHEMA storage TO authenticated;

GRANT USAGE ON SCHEMA storage TO definer_writer;

GRANT USAGE ON SCHEMA storage TO service_role;

CREATE OR REPLACE FUNCTION app.health_locks(OUT waiting bigint, OUT longest_wait interval, OUT blockers integer[])
 RETURNS record
 LANGUAGE sql
 SET search_path TO ''
AS $function$
    select count(*), max(clock_timestamp() - l.waitstart),
        array(
            select distinct b.pid
            from pg_locks w, unnest(pg_blocking_pids(w.pid)) b (pid)
            where not w.granted
            order by 1
        )
    from pg_locks l
    where not l.granted;
$function$;

COMMENT ON FUNCTION app.health_locks() IS 'One row: how many wait for a lock, how long the first of them, and for which processes.';

REVOKE ALL ON FUNCTION app.health_locks() FROM PUBLIC;

GRANT ALL ON FUNCTION app.health_locks() TO service_role;

CREATE OR REPLACE FUNCTION app.health_pool(OUT connections bigint, OUT active bigint, OUT idle_in_transaction bigint, OUT max_connections integer, OUT longest_transaction interval)
 RETURNS record
 LANGUAGE sql
 SET search_path TO ''
AS $function$
    select count(*), count(*) filter (where a.state = 'active'),
        count(*) filter (where a.state like 'idle in transaction%'), current_setting('max_connections')::integer,
        max(clock_timestamp() - a.xact_start)
    from pg_stat_activity a
    where a.backend_type = 'client backend';
$function$;

COMMENT ON FUNCTION app.health_pool() IS 'One row: connections of clients, of them active and idle in a transaction, how many there may be, and how long the oldest transaction runs.';

REVOKE ALL ON FUNCTION app.health_pool() FROM PUBLIC;

GRANT ALL ON FUNCTION app.health_pool() TO service_role;

CREATE OR REPLACE FUNCTION auth.begin_request(p_claims text, p_request_id text DEFAULT ''::text, p_trace_id text DEFAULT ''::text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
    perform set_config('request.jwt.claims', coalesce(p_claims, ''), true);
    perform set_config('request.id', coalesce(p_request_id, ''), true);
    perform set_config('request.trace_id', coalesce(p_trace_id, ''), true);
end;
$function$;

COMMENT ON FUNCTION auth.begin_request(text, text, text) IS 'Says for whom this transaction acts: claims that the API has verified, as JSON, and the numbers of the request and its trace.';

REVOKE ALL ON FUNCTION auth.begin_request(text, text, text) FROM PUBLIC;

GRANT ALL ON FUNCTION auth.begin_request(text, text, text) TO authenticator;

GRANT ALL ON FUNCTION auth.begin_request(text, text, text) TO service_role;

CREATE OR REPLACE FUNCTION auth.jwt()
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
    v_claims jsonb;
begin
    v_claims := nullif(current_setting('request.jwt.claims', true), '')::jsonb;
    return case when jsonb_typeof(v_claims) = 'object' then v_claims end;
exception
    when others then
        return null;
end;
$function$;

COMMENT ON FUNCTION auth.jwt() IS 'The claims of the caller''s token, an object; null where there are none or they are garbage.';

REVOKE ALL ON FUNCTION auth.jwt() FROM PUBLIC;

GRANT ALL ON FUNCTION auth.jwt() TO anon;

GRANT ALL ON FUNCTION auth.jwt() TO authenticated;

GRANT ALL ON FUNCTION auth.jwt() TO definer_reader;

GRANT ALL ON FUNCTION auth.jwt() TO definer_writer;

GRANT ALL ON FUNCTION auth.jwt() TO service_role;

CREATE OR REPLACE FUNCTION auth.role()
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO ''
RETURN COALESCE((auth.jwt() ->> 'role'::text), 'anon'::text);

COMMENT ON FUNCTION auth.role() IS 'The role that the token gives its bearer; anon where it says none.';

REVOKE ALL ON FUNCTION auth.role() FROM PUBLIC;

GRANT ALL ON FUNCTION auth.role() TO anon;

GRANT ALL ON FUNCTION auth.role() TO authenticated;

GRANT ALL ON FUNCTION auth.role() TO definer_reader;

GRANT ALL ON FUNCTION auth.role() TO definer_writer;

GRANT ALL ON FUNCTION auth.role() TO service_role;

CREATE OR REPLACE FUNCTION private.acting_role()
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO ''
RETURN COALESCE((auth.jwt() ->> 'role'::text), NULLIF(current_setting('role'::text, true), 'none'::text), (SESSION_USER)::text);

COMMENT ON FUNCTION private.acting_role() IS 'As what the caller acts: the role of the token, else of the session.';

REVOKE ALL ON FUNCTION private.acting_role() FROM PUBLIC;

GRANT ALL ON FUNCTION private.acting_role() TO definer_writer;

GRANT ALL ON FUNCTION private.acting_role() TO service_role;

CREATE OR REPLACE FUNCTION private.next_version()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
    new.version := old.version + 1;
    return new;
end;
$function$;

COMMENT ON FUNCTION private.next_version() IS 'Trigger: gives a changed document its next version, whatever the statement says.';

REVOKE ALL ON FUNCTION private.next_version() FROM PUBLIC;

CREATE OR REPLACE FUNCTION private.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
    raise insufficient_privilege using
        message = format('%s on %s is refused: its rows stay as they were written', lower(tg_op), tg_table_name);
end;
$function$;

COMMENT ON FUNCTION private.refuse_change() IS 'Trigger: refuses (42501) whatever fires it.';

REVOKE ALL ON FUNCTION private.refuse_change() FROM PUBLIC;

CREATE OR REPLACE FUNCTION private.refuse_member_move()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
    if (new.tenant_id, new.user_id) is distinct from (old.tenant_id, old.user_id) then
        raise insufficient_privilege using
            message = 'a membership stays with its tenant and its user';
    end if;
    return new;
end;
$function$;

COMMENT ON FUNCTION private.refuse_member_move() IS 'Trigger: refuses (42501) to give a membership to another tenant or user.';

REVOKE ALL ON FUNCTION private.refuse_member_move() FROM PUBLIC;

CREATE OR REPLACE FUNCTION private.refuse_move()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
    if new.tenant_id is distinct from old.tenant_id then
        raise insufficient_privilege using
            message = format('a row of %s stays with its tenant', tg_table_name);
    end if;
    return new;
end;
$function$;

COMMENT ON FUNCTION private.refuse_move() IS 'Trigger: refuses (42501) to give a row to another tenant.';

REVOKE ALL ON FUNCTION private.refuse_move() FROM PUBLIC;

CREATE OR REPLACE FUNCTION private.role_rank(p_role text)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
RETURN CASE p_role WHEN 'owner'::text THEN 4 WHEN 'admin'::text THEN 3 WHEN 'editor'::text THEN 2 WHEN 'viewer'::text THEN 1 ELSE 0 END;

COMMENT ON FUNCTION private.role_rank(text) IS 'Roles by what they may do: owner 4, admin 3, editor 2, viewer 1; 0 for any other word.';

REVOKE ALL ON FUNCTION private.role_rank(text) FROM PUBLIC;

GRANT ALL ON FUNCTION private.role_rank(text) TO authenticated;

GRANT ALL ON FUNCTION private.role_rank(text) TO definer_reader;

GRANT ALL ON FUNCTION private.role_rank(text) TO definer_writer;

GRANT ALL ON FUNCTION private.role_rank(text) TO service_role;

CREATE OR REPLACE FUNCTION private.set_updated_at()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
    new.updated_at := clock_timestamp();
    return new;
end;
$function$;

COMMENT ON FUNCTION private.set_updated_at() IS 'Trigger: stamps the row with the time of the change.';

REVOKE ALL ON FUNCTION private.set_updated_at() FROM PUBLIC;

CREATE TABLE app.document_versions (
    document_id uuid NOT NULL,
    version integer NOT NULL,
    tenant_id uuid NOT NULL,
    body text NOT NULL,
    created_by uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT document_versions_pkey PRIMARY KEY (document_id, version),
    CONSTRAINT document_versions_body_size CHECK ((octet_length(body) <= 1048576)),
    CONSTRAINT document_versions_version_counts CHECK ((version > 0))
);

ALTER TABLE app.document_versions ENABLE ROW LEVEL SECURITY;

ALTER TABLE app.document_versions FORCE ROW LEVEL SECURITY;

ALTER TABLE app.document_versions OWNER TO app_owner;

CREATE TRIGGER document_versions_refuse_change BEFORE UPDATE ON app.document_versions FOR EACH ROW EXECUTE FUNCTION private.refuse_change();

CREATE TRIGGER document_versions_refuse_truncate BEFORE TRUNCATE ON app.document_versions FOR EACH STATEMENT EXECUTE FUNCTION private.refuse_change();

CREATE POLICY document_versions_definer ON app.document_versions FOR INSERT TO definer_writer WITH CHECK (true);

CREATE POLICY document_versions_service ON app.document_versions FOR SELECT TO service_role USING (true);

COMMENT ON COLUMN app.document_versions.body IS 'The text then, up to 1 MiB.';

COMMENT ON COLUMN app.document_versions.created_at IS 'When it was written.';

COMMENT ON COLUMN app.document_versions.created_by IS 'Who wrote it: an account, which may be gone; null: a service.';

COMMENT ON COLUMN app.document_versions.document_id IS 'Of which document.';

COMMENT ON COLUMN app.document_versions.tenant_id IS 'Whose it is, as of the document.';

COMMENT ON COLUMN app.document_versions.version IS 'Its number, as documents.version was.';

COMMENT ON TABLE app.document_versions IS 'One row per version of a document, written by trigger; it stays as it is, as long as the document.';

GRANT SELECT ON TABLE app.document_versions TO authenticated;

GRANT INSERT ON TABLE app.document_versions TO definer_writer;

GRANT SELECT ON TABLE app.document_versions TO service_role;

CREATE TABLE app.documents (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    tenant_id uuid NOT NULL,
    project_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    title character varying(300) NOT NULL,
    body text DEFAULT ''::text NOT NULL,
    visibility text DEFAULT 'tenant'::text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    search tsvector GENERATED ALWAYS AS ((setweight(to_tsvector('simple'::regconfig, (title)::text), 'A'::"char") || setweight(to_tsvector('simple'::regconfig, "left"(body, 200000)), 'B'::"char"))) STORED NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT documents_pkey PRIMARY KEY (id),
    CONSTRAINT documents_id_tenant_id_key UNIQUE (id, tenant_id),
    CONSTRAINT documents_body_size CHECK ((octet_length(body) <= 1048576)),
    CONSTRAINT documents_title_not_empty CHECK (((title)::text <> ''::text)),
    CONSTRAINT documents_version_counts CHECK ((version > 0)),
    CONSTRAINT documents_visibility_known CHECK ((visibility = ANY (ARRAY['private'::text, 'tenant'::text, 'public'::text])))
);

ALTER TABLE app.documents ENABLE ROW LEVEL SECURITY;

ALTER TABLE app.documents FORCE ROW LEVEL SECURITY;

ALTER TABLE app.documents OWNER TO app_owner;

CREATE OR REPLACE FUNCTION private.document_state(p_document app.documents)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
    select to_jsonb(p_document) - 'search' - 'body'
        || jsonb_build_object('body_sha256', encode(sha256(convert_to(p_document.body, 'UTF8')), 'hex'));
$function$;

COMMENT ON FUNCTION private.document_state(app.documents) IS 'A document as events have it: all columns but search, and of the body its SHA-256.';

REVOKE ALL ON FUNCTION private.document_state(app.documents) FROM PUBLIC;

GRANT ALL ON FUNCTION private.document_state(app.documents) TO definer_writer;

GRANT ALL ON FUNCTION private.document_state(app.documents) TO service_role;

CREATE OR REPLACE FUNCTION private.refuse_version_loss()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    if exists (select from app.documents d where d.id = old.document_id) then
        raise insufficient_privilege using
            message = 'a version of a document stays as long as the document';
    end if;
    return old;
end;
$function$;

ALTER FUNCTION private.refuse_version_loss() OWNER TO definer_writer;

COMMENT ON FUNCTION private.refuse_version_loss() IS 'Trigger: refuses (42501) to delete a version but with its document.';

REVOKE ALL ON FUNCTION private.refuse_version_loss() FROM PUBLIC;

CREATE OR REPLACE FUNCTION private.sees_document(p_document_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
    select exists (select from app.documents d where d.id = p_document_id);
$function$;

COMMENT ON FUNCTION private.sees_document(uuid) IS 'Whether the caller sees the document.';

REVOKE ALL ON FUNCTION private.sees_document(uuid) FROM PUBLIC;

GRANT ALL ON FUNCTION private.sees_document(uuid) TO authenticated;

ALTER TABLE app.document_versions ADD CONSTRAINT document_versions_document_id_fkey FOREIGN KEY (document_id, tenant_id) REFERENCES app.documents(id, tenant_id) ON DELETE CASCADE;

CREATE TRIGGER document_versions_refuse_delete BEFORE DELETE ON app.document_versions FOR EACH ROW EXECUTE FUNCTION private.refuse_version_loss();

CREATE INDEX documents_page ON app.documents USING btree (tenant_id, project_id, created_at DESC, id DESC);

CREATE INDEX documents_public ON app.documents USING btree (created_at DESC, id DESC) WHERE ((visibility = 'public'::text) AND (deleted_at IS NULL));

CREATE INDEX documents_recent ON app.documents USING btree (tenant_id, created_at DESC, id DESC);

CREATE INDEX documents_search ON app.documents USING gin (search);

CREATE TRIGGER documents_keep_tenant BEFORE UPDATE OF tenant_id ON app.documents FOR EACH ROW EXECUTE FUNCTION private.refuse_move();

CREATE TRIGGER documents_next_version BEFORE UPDATE ON app.documents FOR EACH ROW WHEN (((old.tenant_id IS DISTINCT FROM new.tenant_id) OR (old.project_id IS DISTINCT FROM new.project_id) OR (old.owner_id IS DISTINCT FROM new.owner_id) OR ((old.title)::text IS DISTINCT FROM (new.title)::text) OR (old.body IS DISTINCT FROM new.body) OR (old.visibility IS DISTINCT FROM new.visibility) OR (old.version IS DISTINCT FROM new.version) OR (old.deleted_at IS DISTINCT FROM new.deleted_at))) EXECUTE FUNCTION private.next_version();

CREATE TRIGGER documents_set_updated_at BEFORE UPDATE ON app.documents FOR EACH ROW WHEN (((old.tenant_id IS DISTINCT FROM new.tenant_id) OR (old.project_id IS DISTINCT FROM new.project_id) OR (old.owner_id IS DISTINCT FROM new.owner_id) OR ((old.title)::text IS DISTINCT FROM (new.title)::text) OR (old.body IS DISTINCT FROM new.body) OR (old.visibility IS DISTINCT FROM new.visibility) OR (old.version IS DISTINCT FROM new.version) OR (old.deleted_at IS DISTINCT FROM new.deleted_at))) EXECUTE FUNCTION private.set_updated_at();

CREATE POLICY documents_definer_read ON app.documents FOR SELECT TO definer_writer USING (true);

CREATE POLICY documents_definer_write ON app.documents FOR UPDATE TO definer_writer USING (true) WITH CHECK (true);

CREATE POLICY documents_select_public ON app.documents FOR SELECT TO anon USING (((visibility = 'public'::text) AND (deleted_at IS NULL)));

CREATE POLICY documents_service ON app.documents TO service_role USING (true) WITH CHECK (true);

COMMENT ON COLUMN app.documents.body IS 'Its text, up to 1 MiB.';

COMMENT ON COLUMN app.documents.created_at IS 'When the row was made.';

COMMENT ON COLUMN app.documents.deleted_at IS 'When it was deleted; null while it is there.';

COMMENT ON COLUMN app.documents.id IS 'Key of the document.';

COMMENT ON COLUMN app.documents.owner_id IS 'The member who wrote it; they leave the tenant only after their documents were given to another.';

COMMENT ON COLUMN app.documents.project_id IS 'The project that it is in, of the same tenant.';

COMMENT ON COLUMN app.documents.search IS 'Words of title (weight A) and of the first 200,000 characters of the body (B), in no language.';

COMMENT ON COLUMN app.documents.tenant_id IS 'Whose it is; never changes.';

COMMENT ON COLUMN app.documents.title IS 'Its title, up to 300 characters.';

COMMENT ON COLUMN app.documents.updated_at IS 'When the row last changed.';

COMMENT ON COLUMN app.documents.version IS 'Counts changes, from 1 on; a writer names the one that was read.';

COMMENT ON COLUMN app.documents.visibility IS 'Who reads it: private (its owner), tenant (members), public (everybody without a login too).';

COMMENT ON TABLE app.documents IS 'One row per document. Deleted by soft_delete_document(), which keeps it; services erase for good.';

GRANT SELECT (body) ON TABLE app.documents TO anon;

GRANT SELECT (created_at) ON TABLE app.documents TO anon;

GRANT SELECT (id) ON TABLE app.documents TO anon;

GRANT SELECT (project_id) ON TABLE app.documents TO anon;

GRANT SELECT (search) ON TABLE app.documents TO anon;

GRANT SELECT (tenant_id) ON TABLE app.documents TO anon;

GRANT SELECT (title) ON TABLE app.documents TO anon;

GRANT SELECT (updated_at) ON TABLE app.documents TO anon;

GRANT SELECT (version) ON TABLE app.documents TO anon;

GRANT SELECT (visibility) ON TABLE app.documents TO anon;

GRANT SELECT ON TABLE app.documents TO authenticated;

GRANT INSERT (body), UPDATE (body) ON TABLE app.documents TO authenticated;

GRANT INSERT (id) ON TABLE app.documents TO authenticated;

GRANT INSERT (owner_id) ON TABLE app.documents TO authenticated;

GRANT INSERT (project_id), UPDATE (project_id) ON TABLE app.documents TO authenticated;

GRANT INSERT (tenant_id) ON TABLE app.documents TO authenticated;

GRANT INSERT (title), UPDATE (title) ON TABLE app.documents TO authenticated;

GRANT INSERT (visibility), UPDATE (visibility) ON TABLE app.documents TO authenticated;

GRANT SELECT ON TABLE app.documents TO definer_writer;

GRANT UPDATE (deleted_at) ON TABLE app.documents TO definer_writer;

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE app.documents TO service_role;

CREATE TABLE app.event_store (
    global_seq bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id uuid NOT NULL,
    version integer NOT NULL,
    tenant_id uuid NOT NULL,
    event_type text NOT NULL,
    payload jsonb NOT NULL,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    actor uuid,
    occurred_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    written_in xid8 DEFAULT pg_current_xact_id() NOT NULL,
    CONSTRAINT event_store_pkey PRIMARY KEY (global_seq),
    CONSTRAINT event_store_aggregate_id_version_key UNIQUE (aggregate_id, version),
    CONSTRAINT event_store_aggregate_type_shape CHECK ((aggregate_type ~ '^[a-z][a-z_]{0,39}$'::text)),
    CONSTRAINT event_store_event_type_shape CHECK ((event_type ~ '^[a-z][a-z_]{0,39}\.[a-z][a-z_]{0,39}$'::text)),
    CONSTRAINT event_store_metadata_object CHECK ((jsonb_typeof(metadata) = 'object'::text)),
    CONSTRAINT event_store_metadata_size CHECK ((octet_length((metadata)::text) <= 8192)),
    CONSTRAINT event_store_payload_object CHECK ((jsonb_typeof(payload) = 'object'::text)),
    CONSTRAINT event_store_payload_size CHECK ((octet_length((payload)::text) <= 65536)),
    CONSTRAINT event_store_version_counts CHECK ((version > 0))
);

ALTER TABLE app.event_store ENABLE ROW LEVEL SECURITY;

ALTER TABLE app.event_store FORCE ROW LEVEL SECURITY;

ALTER TABLE app.event_store OWNER TO app_owner;

CREATE OR REPLACE FUNCTION app.rebuild(p_aggregate_id uuid)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
    with state as (
        select jsonb_object_agg(c.key, c.value order by e.version) as now
        from app.event_store e
        cross join lateral jsonb_each(e.payload) c
        where e.aggregate_id = p_aggregate_id
            and not exists (
                select from app.event_store gone
                where gone.aggregate_id = p_aggregate_id and gone.event_type = 'document.erased'
            )
    )
    select case
        when s.now ? 'body_sha256' then s.now - 'body_sha256' || jsonb_build_object('body', v.body)
        else s.now
    end
    from state s
    left join app.document_versions v
        on v.document_id = p_aggregate_id and v.version = (s.now ->> 'version')::integer
        and encode(sha256(convert_to(v.body, 'UTF8')), 'hex') = s.now ->> 'body_sha256';
$function$;

COMMENT ON FUNCTION app.rebuild(uuid) IS 'For services: what a thing is by its events, as a JSON object; of a document all columns but search. Null: there is none.';

REVOKE ALL ON FUNCTION app.rebuild(uuid) FROM PUBLIC;

GRANT ALL ON FUNCTION app.rebuild(uuid) TO service_role;

CREATE OR REPLACE FUNCTION private.check_event_version()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_last app.event_store%rowtype;
begin
    select e.* into v_last
    from app.event_store e
    where e.aggregate_id = new.aggregate_id
    order by e.version desc
    limit 1;
    if new.version <> coalesce(v_last.version, 0) + 1 then
        raise serialization_failure using
            message = format('%s %s is at version %s', new.aggregate_type, new.aggregate_id, coalesce(v_last.version, 0)),
            hint = 'Read it again, and try with the version that it has.';
    end if;
    if v_last.tenant_id <> new.tenant_id or v_last.aggregate_type <> new.aggregate_type then
        raise insufficient_privilege using
            message = format('%s is another tenant''s, or something else', new.aggregate_id);
    end if;
    return new;
end;
$function$;

ALTER FUNCTION private.check_event_version() OWNER TO definer_writer;

COMMENT ON FUNCTION private.check_event_version() IS 'Trigger: refuses (40001) an event that is not the next one of its thing, and (42501) one of another tenant.';

REVOKE ALL ON FUNCTION private.check_event_version() FROM PUBLIC;

CREATE INDEX event_store_reading ON app.event_store USING btree (written_in, global_seq);

CREATE INDEX event_store_tenant_id ON app.event_store USING btree (tenant_id, global_seq);

CREATE TRIGGER event_store_next_version BEFORE INSERT ON app.event_store FOR EACH ROW EXECUTE FUNCTION private.check_event_version();

CREATE TRIGGER event_store_refuse_change BEFORE DELETE OR UPDATE ON app.event_store FOR EACH ROW EXECUTE FUNCTION private.refuse_change();

CREATE TRIGGER event_store_refuse_truncate BEFORE TRUNCATE ON app.event_store FOR EACH STATEMENT EXECUTE FUNCTION private.refuse_change();

CREATE POLICY event_store_definer_read ON app.event_store FOR SELECT TO definer_writer USING (true);

CREATE POLICY event_store_definer_write ON app.event_store FOR INSERT TO definer_writer WITH CHECK (true);

CREATE POLICY event_store_service ON app.event_store FOR SELECT TO service_role USING (true);

COMMENT ON COLUMN app.event_store.actor IS 'Who did it: an account, which may be gone; null: a service.';

COMMENT ON COLUMN app.event_store.aggregate_id IS 'To which one.';

COMMENT ON COLUMN app.event_store.aggregate_type IS 'What kind of thing it happened to, such as document.';

COMMENT ON COLUMN app.event_store.event_type IS 'What happened, as kind.verb: document.created.';

COMMENT ON COLUMN app.event_store.global_seq IS 'Key; in order within a transaction, with gaps.';

COMMENT ON COLUMN app.event_store.metadata IS 'Where it came from: request_id and trace_id, where they were said.';

COMMENT ON COLUMN app.event_store.occurred_at IS 'When it happened.';

COMMENT ON COLUMN app.event_store.payload IS 'What it changed: a JSON object of columns and their new values, up to 64 KiB.';

COMMENT ON COLUMN app.event_store.tenant_id IS 'Whose the thing is; the same for all its events.';

COMMENT ON COLUMN app.event_store.version IS 'The how-manieth event of that thing: 1, 2, 3 without gaps.';

COMMENT ON COLUMN app.event_store.written_in IS 'The transaction that wrote it, by which readers go; of this server alone.';

COMMENT ON TABLE app.event_store IS 'One row per event, only ever added, by functions and triggers. Has no foreign keys: it outlives what it tells of.';

GRANT SELECT (actor) ON TABLE app.event_store TO authenticated;

GRANT SELECT (aggregate_id) ON TABLE app.event_store TO authenticated;

GRANT SELECT (aggregate_type) ON TABLE app.event_store TO authenticated;

GRANT SELECT (event_type) ON TABLE app.event_store TO authenticated;

GRANT SELECT (global_seq) ON TABLE app.event_store TO authenticated;

GRANT SELECT (occurred_at) ON TABLE app.event_store TO authenticated;

GRANT SELECT (tenant_id) ON TABLE app.event_store TO authenticated;

GRANT SELECT (version) ON TABLE app.event_store TO authenticated;

GRANT INSERT, SELECT ON TABLE app.event_store TO definer_writer;

GRANT SELECT ON TABLE app.event_store TO service_role;

CREATE TABLE app.invitations (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    tenant_id uuid NOT NULL,
    email text NOT NULL,
    role text NOT NULL,
    token_hash text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT invitations_pkey PRIMARY KEY (id),
    CONSTRAINT invitations_token_hash_key UNIQUE (token_hash),
    CONSTRAINT invitations_email_shape CHECK ((email ~ '^[^@[:space:]]+@[^@[:space:]]+$'::text)),
    CONSTRAINT invitations_expires_later CHECK ((expires_at > created_at)),
    CONSTRAINT invitations_role_known CHECK ((role = ANY (ARRAY['admin'::text, 'editor'::text, 'viewer'::text]))),
    CONSTRAINT invitations_token_hash_shape CHECK ((token_hash ~ '^[0-9a-f]{64}$'::text))
);

ALTER TABLE app.invitations ENABLE ROW LEVEL SECURITY;

ALTER TABLE app.invitations FORCE ROW LEVEL SECURITY;

ALTER TABLE app.invitations OWNER TO app_owner;

CREATE UNIQUE INDEX invitations_open ON app.invitations USING btree (tenant_id, lower(email)) WHERE (accepted_at IS NULL);

CREATE INDEX invitations_tenant_id ON app.invitations USING btree (tenant_id);

CREATE TRIGGER invitations_keep_tenant BEFORE UPDATE OF tenant_id ON app.invitations FOR EACH ROW EXECUTE FUNCTION private.refuse_move();

CREATE POLICY invitations_definer_read ON app.invitations FOR SELECT TO definer_writer USING (true);

CREATE POLICY invitations_definer_write ON app.invitations FOR UPDATE TO definer_writer USING (true) WITH CHECK (true);

CREATE POLICY invitations_service ON app.invitations TO service_role USING (true) WITH CHECK (true);

COMMENT ON COLUMN app.invitations.accepted_at IS 'When it was accepted; null while it is open.';

COMMENT ON COLUMN app.invitations.created_at IS 'When the row was made.';

COMMENT ON COLUMN app.invitations.email IS 'Whom: the account that accepts has this address.';

COMMENT ON COLUMN app.invitations.expires_at IS 'Until when it can be accepted.';

COMMENT ON COLUMN app.invitations.id IS 'Key of the invitation.';

COMMENT ON COLUMN app.invitations.role IS 'What they become: admin, editor or viewer.';

COMMENT ON COLUMN app.invitations.tenant_id IS 'Into which tenant.';

COMMENT ON COLUMN app.invitations.token_hash IS 'SHA-256 of the token that was sent, in 64 hexadecimal digits.';

COMMENT ON TABLE app.invitations IS 'One row per invitation: open until it is accepted or expires.';

GRANT DELETE ON TABLE app.invitations TO authenticated;

GRANT SELECT (accepted_at) ON TABLE app.invitations TO authenticated;

GRANT SELECT (created_at) ON TABLE app.invitations TO authenticated;

GRANT INSERT (email), SELECT (email) ON TABLE app.invitations TO authenticated;

GRANT INSERT (expires_at), SELECT (expires_at) ON TABLE app.invitations TO authenticated;

GRANT INSERT (id), SELECT (id) ON TABLE app.invitations TO authenticated;

GRANT INSERT (role), SELECT (role) ON TABLE app.invitations TO authenticated;

GRANT INSERT (tenant_id), SELECT (tenant_id) ON TABLE app.invitations TO authenticated;

GRANT INSERT (token_hash) ON TABLE app.invitations TO authenticated;

GRANT SELECT ON TABLE app.invitations TO definer_writer;

GRANT UPDATE (accepted_at) ON TABLE app.invitations TO definer_writer;

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE app.invitations TO service_role;

CREATE TABLE app.memberships (
    tenant_id uuid NOT NULL,
    user_id uuid NOT NULL,
    role text NOT NULL,
    invited_by uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT memberships_pkey PRIMARY KEY (tenant_id, user_id),
    CONSTRAINT memberships_role_known CHECK ((role = ANY (ARRAY['owner'::text, 'admin'::text, 'editor'::text, 'viewer'::text])))
);

ALTER TABLE app.memberships ENABLE ROW LEVEL SECURITY;

ALTER TABLE app.memberships FORCE ROW LEVEL SECURITY;

ALTER TABLE app.memberships OWNER TO app_owner;

CREATE OR REPLACE FUNCTION private.bootstrap_owner()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    insert into app.memberships (tenant_id, user_id, role)
    values (new.id, new.created_by, 'owner');
    return null;
end;
$function$;

ALTER FUNCTION private.bootstrap_owner() OWNER TO definer_writer;

COMMENT ON FUNCTION private.bootstrap_owner() IS 'Trigger: makes whoever creates a tenant its owner.';

REVOKE ALL ON FUNCTION private.bootstrap_owner() FROM PUBLIC;

ALTER TABLE app.documents ADD CONSTRAINT documents_owner_id_fkey FOREIGN KEY (tenant_id, owner_id) REFERENCES app.memberships(tenant_id, user_id) ON DELETE RESTRICT;

CREATE INDEX memberships_invited_by ON app.memberships USING btree (invited_by);

CREATE INDEX memberships_user_id ON app.memberships USING btree (user_id, tenant_id) INCLUDE (role);

CREATE TRIGGER memberships_keep_tenant BEFORE UPDATE OF tenant_id, user_id ON app.memberships FOR EACH ROW EXECUTE FUNCTION private.refuse_member_move();

CREATE TRIGGER memberships_set_updated_at BEFORE UPDATE ON app.memberships FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION private.set_updated_at();

CREATE POLICY memberships_definer_read ON app.memberships FOR SELECT TO definer_reader, definer_writer USING (true);

CREATE POLICY memberships_definer_write ON app.memberships FOR INSERT TO definer_writer WITH CHECK (true);

CREATE POLICY memberships_service ON app.memberships TO service_role USING (true) WITH CHECK (true);

COMMENT ON COLUMN app.memberships.created_at IS 'When the row was made.';

COMMENT ON COLUMN app.memberships.invited_by IS 'Who let them in; null: nobody, or the account is gone.';

COMMENT ON COLUMN app.memberships.role IS 'What they may do, each all that the next may: owner, admin, editor (writes), viewer (reads).';

COMMENT ON COLUMN app.memberships.tenant_id IS 'In which tenant; never changes.';

COMMENT ON COLUMN app.memberships.updated_at IS 'When the row last changed.';

COMMENT ON COLUMN app.memberships.user_id IS 'Who; never changes.';

COMMENT ON TABLE app.memberships IS 'One row per person in a tenant. A tenant always has an owner.';

GRANT DELETE, SELECT ON TABLE app.memberships TO authenticated;

GRANT INSERT (invited_by) ON TABLE app.memberships TO authenticated;

GRANT INSERT (role), UPDATE (role) ON TABLE app.memberships TO authenticated;

GRANT INSERT (tenant_id) ON TABLE app.memberships TO authenticated;

GRANT INSERT (user_id) ON TABLE app.memberships TO authenticated;

GRANT SELECT ON TABLE app.memberships TO definer_reader;

GRANT INSERT, SELECT ON TABLE app.memberships TO definer_writer;

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE app.memberships TO service_role;

CREATE TABLE app.projects (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    tenant_id uuid NOT NULL,
    name character varying(200) NOT NULL,
    status text DEFAULT 'active'::text NOT NULL,
    created_by uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    archived_at timestamp with time zone,
    CONSTRAINT projects_pkey PRIMARY KEY (id),
    CONSTRAINT projects_id_tenant_id_key UNIQUE (id, tenant_id),
    CONSTRAINT projects_tenant_id_name_key UNIQUE (tenant_id, name),
    CONSTRAINT projects_archived_has_time CHECK (((status = 'archived'::text) = (archived_at IS NOT NULL))),
    CONSTRAINT projects_name_not_empty CHECK (((name)::text <> ''::text)),
    CONSTRAINT projects_status_known CHECK ((status = ANY (ARRAY['active'::text, 'archived'::text])))
);

ALTER TABLE app.projects ENABLE ROW LEVEL SECURITY;

ALTER TABLE app.projects FORCE ROW LEVEL SECURITY;

ALTER TABLE app.projects OWNER TO app_owner;

ALTER TABLE app.documents ADD CONSTRAINT documents_project_id_fkey FOREIGN KEY (project_id, tenant_id) REFERENCES app.projects(id, tenant_id) ON DELETE RESTRICT;

CREATE INDEX projects_created_by ON app.projects USING btree (created_by);

CREATE TRIGGER projects_keep_tenant BEFORE UPDATE OF tenant_id ON app.projects FOR EACH ROW EXECUTE FUNCTION private.refuse_move();

CREATE TRIGGER projects_set_updated_at BEFORE UPDATE ON app.projects FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION private.set_updated_at();

CREATE POLICY projects_service ON app.projects TO service_role USING (true) WITH CHECK (true);

COMMENT ON COLUMN app.projects.archived_at IS 'Since when it is archived; null while it is active.';

COMMENT ON COLUMN app.projects.created_at IS 'When the row was made.';

COMMENT ON COLUMN app.projects.created_by IS 'Who made it; null: a service, or the account is gone.';

COMMENT ON COLUMN app.projects.id IS 'Key of the project.';

COMMENT ON COLUMN app.projects.name IS 'What people call it, up to 200 characters; unique within the tenant.';

COMMENT ON COLUMN app.projects.status IS 'active or archived.';

COMMENT ON COLUMN app.projects.tenant_id IS 'Whose it is; never changes.';

COMMENT ON COLUMN app.projects.updated_at IS 'When the row last changed.';

COMMENT ON TABLE app.projects IS 'One row per project; one with documents cannot be deleted.';

GRANT DELETE, SELECT ON TABLE app.projects TO authenticated;

GRANT UPDATE (archived_at) ON TABLE app.projects TO authenticated;

GRANT INSERT (created_by) ON TABLE app.projects TO authenticated;

GRANT INSERT (id) ON TABLE app.projects TO authenticated;

GRANT INSERT (name), UPDATE (name) ON TABLE app.projects TO authenticated;

GRANT UPDATE (status) ON TABLE app.projects TO authenticated;

GRANT INSERT (tenant_id) ON TABLE app.projects TO authenticated;

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE app.projects TO service_role;

CREATE TABLE app.realtime_outbox (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    tenant_id uuid NOT NULL,
    channel text NOT NULL,
    event_type text NOT NULL,
    ref_table text NOT NULL,
    ref_id uuid NOT NULL,
    payload jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    published_at timestamp with time zone,
    CONSTRAINT realtime_outbox_pkey PRIMARY KEY (id),
    CONSTRAINT realtime_outbox_channel_length CHECK (((length(channel) >= 1) AND (length(channel) <= 200))),
    CONSTRAINT realtime_outbox_event_type_known CHECK ((event_type = ANY (ARRAY['insert'::text, 'update'::text, 'delete'::text]))),
    CONSTRAINT realtime_outbox_payload_object CHECK ((jsonb_typeof(payload) = 'object'::text)),
    CONSTRAINT realtime_outbox_payload_size CHECK ((octet_length((payload)::text) < 7000))
);

ALTER TABLE app.realtime_outbox ENABLE ROW LEVEL SECURITY;

ALTER TABLE app.realtime_outbox FORCE ROW LEVEL SECURITY;

ALTER TABLE app.realtime_outbox OWNER TO app_owner;

CREATE OR REPLACE FUNCTION app.health_db(OUT database_bytes bigint, OUT replicas bigint, OUT replication_lag interval, OUT outbox_waiting bigint, OUT outbox_lag interval)
 RETURNS record
 LANGUAGE sql
 SET search_path TO ''
AS $function$
    select pg_database_size(current_database()),
        (select count(*) from pg_stat_replication r),
        (select max(r.replay_lag) from pg_stat_replication r),
        o.waiting, o.lag
    from (
        select count(*) as waiting, now() - min(x.created_at) as lag
        from app.realtime_outbox x
        where x.published_at is null
    ) o;
$function$;

COMMENT ON FUNCTION app.health_db() IS 'One row: size in bytes, replicas and the lag of the slowest (null: none), changes not sent yet and the age of the oldest (null: none).';

REVOKE ALL ON FUNCTION app.health_db() FROM PUBLIC;

GRANT ALL ON FUNCTION app.health_db() TO service_role;

CREATE OR REPLACE FUNCTION private.enqueue()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_row constant jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
    v_id bigint;
begin
    if tg_op = 'UPDATE' and old is not distinct from new then
        return null;
    end if;
    insert into app.realtime_outbox (tenant_id, channel, event_type, ref_table, ref_id, payload)
    values (
        (v_row ->> 'tenant_id')::uuid, tg_table_name || ':' || (v_row ->> 'tenant_id'), lower(tg_op), tg_table_name,
        (v_row ->> 'id')::uuid, jsonb_strip_nulls(jsonb_build_object('id', v_row -> 'id', 'version', v_row -> 'version'))
    )
    returning id into v_id;
    -- The number alone: a payload of 8000 bytes would fail the change itself (SB-TRAP-26).
    perform pg_notify('realtime_outbox', v_id::text);
    return null;
end;
$function$;

ALTER FUNCTION private.enqueue() OWNER TO definer_writer;

COMMENT ON FUNCTION private.enqueue() IS 'Trigger: writes a change to the outbox, and wakes the senders when it commits.';

REVOKE ALL ON FUNCTION private.enqueue() FROM PUBLIC;

CREATE TRIGGER documents_outbox AFTER INSERT OR DELETE OR UPDATE ON app.documents FOR EACH ROW EXECUTE FUNCTION private.enqueue();

CREATE TRIGGER projects_outbox AFTER INSERT OR DELETE OR UPDATE ON app.projects FOR EACH ROW EXECUTE FUNCTION private.enqueue();

CREATE INDEX realtime_outbox_unpublished ON app.realtime_outbox USING btree (id) WHERE (published_at IS NULL);

CREATE POLICY realtime_outbox_definer ON app.realtime_outbox FOR INSERT TO definer_writer WITH CHECK (true);

CREATE POLICY realtime_outbox_definer_read ON app.realtime_outbox FOR SELECT TO definer_writer USING (true);

CREATE POLICY realtime_outbox_service ON app.realtime_outbox TO service_role USING (true) WITH CHECK (true);

COMMENT ON COLUMN app.realtime_outbox.channel IS 'Who listens: table:tenant.';

COMMENT ON COLUMN app.realtime_outbox.created_at IS 'When it changed.';

COMMENT ON COLUMN app.realtime_outbox.event_type IS 'insert, update or delete.';

COMMENT ON COLUMN app.realtime_outbox.id IS 'Key, and what NOTIFY realtime_outbox carries; gaps are normal.';

COMMENT ON COLUMN app.realtime_outbox.payload IS 'Its id and version, a JSON object under 7000 bytes; readers ask for the rest, under their own policies.';

COMMENT ON COLUMN app.realtime_outbox.published_at IS 'When it was sent; null: not yet.';

COMMENT ON COLUMN app.realtime_outbox.ref_id IS 'That row''s key.';

COMMENT ON COLUMN app.realtime_outbox.ref_table IS 'The table whose row changed.';

COMMENT ON COLUMN app.realtime_outbox.tenant_id IS 'Whose change; no foreign key, for it may be the last of a tenant.';

COMMENT ON TABLE app.realtime_outbox IS 'One row per change to tell of. Senders take rows in order of id, and may send one twice.';

GRANT INSERT ON TABLE app.realtime_outbox TO definer_writer;

GRANT SELECT (id) ON TABLE app.realtime_outbox TO definer_writer;

GRANT DELETE, INSERT, SELECT ON TABLE app.realtime_outbox TO service_role;

GRANT UPDATE (published_at) ON TABLE app.realtime_outbox TO service_role;

CREATE TABLE app.tenants (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name character varying(120) NOT NULL,
    slug text NOT NULL,
    plan text DEFAULT 'free'::text NOT NULL,
    status text DEFAULT 'active'::text NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT tenants_pkey PRIMARY KEY (id),
    CONSTRAINT tenants_slug_key UNIQUE (slug),
    CONSTRAINT tenants_name_not_empty CHECK (((name)::text <> ''::text)),
    CONSTRAINT tenants_plan_known CHECK ((plan = ANY (ARRAY['free'::text, 'pro'::text]))),
    CONSTRAINT tenants_slug_shape CHECK ((slug ~ '^[a-z0-9-]{3,40}$'::text)),
    CONSTRAINT tenants_status_known CHECK ((status = ANY (ARRAY['active'::text, 'suspended'::text])))
);

ALTER TABLE app.tenants ENABLE ROW LEVEL SECURITY;

ALTER TABLE app.tenants FORCE ROW LEVEL SECURITY;

ALTER TABLE app.tenants OWNER TO app_owner;

CREATE OR REPLACE FUNCTION private.keep_owner()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_tenant_id constant uuid := (to_jsonb(coalesce(old, new)) ->> tg_argv[0])::uuid;
begin
    update app.tenants t set updated_at = t.updated_at where t.id = v_tenant_id;
    if found and not exists (
        select from app.memberships m where m.tenant_id = v_tenant_id and m.role = 'owner'
    ) then
        raise check_violation using
            message = format('tenant %s would be without an owner', v_tenant_id),
            hint = 'Make another member its owner first.';
    end if;
    return null;
end;
$function$;

ALTER FUNCTION private.keep_owner() OWNER TO definer_writer;

COMMENT ON FUNCTION private.keep_owner() IS 'Constraint trigger: refuses (23514) that a tenant, named by the column in the argument, is left without an owner.';

REVOKE ALL ON FUNCTION private.keep_owner() FROM PUBLIC;

CREATE OR REPLACE FUNCTION private.tenant_is_shut(p_tenant_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
    select exists (
        select from app.tenants t where t.id = p_tenant_id and (t.status <> 'active' or t.deleted_at is not null)
    );
$function$;

ALTER FUNCTION private.tenant_is_shut(uuid) OWNER TO definer_reader;

COMMENT ON FUNCTION private.tenant_is_shut(uuid) IS 'Whether the tenant is suspended or closed.';

REVOKE ALL ON FUNCTION private.tenant_is_shut(uuid) FROM PUBLIC;

GRANT ALL ON FUNCTION private.tenant_is_shut(uuid) TO anon;

GRANT ALL ON FUNCTION private.tenant_is_shut(uuid) TO definer_writer;

ALTER TABLE app.invitations ADD CONSTRAINT invitations_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(id) ON DELETE CASCADE;

ALTER TABLE app.memberships ADD CONSTRAINT memberships_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(id) ON DELETE CASCADE;

CREATE CONSTRAINT TRIGGER memberships_keep_owner_on_delete AFTER DELETE ON app.memberships DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((old.role = 'owner'::text)) EXECUTE FUNCTION private.keep_owner('tenant_id');

CREATE CONSTRAINT TRIGGER memberships_keep_owner_on_update AFTER UPDATE ON app.memberships DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((old.role = 'owner'::text) AND (new.role <> 'owner'::text))) EXECUTE FUNCTION private.keep_owner('tenant_id');

ALTER TABLE app.projects ADD CONSTRAINT projects_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenants(id) ON DELETE RESTRICT;

CREATE INDEX tenants_created_by ON app.tenants USING btree (created_by);

CREATE TRIGGER tenants_bootstrap_owner AFTER INSERT ON app.tenants FOR EACH ROW EXECUTE FUNCTION private.bootstrap_owner();

CREATE CONSTRAINT TRIGGER tenants_keep_owner AFTER INSERT ON app.tenants DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION private.keep_owner('id');

CREATE TRIGGER tenants_set_updated_at BEFORE UPDATE ON app.tenants FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION private.set_updated_at();

CREATE POLICY tenants_definer_read ON app.tenants FOR SELECT TO definer_reader, definer_writer USING (true);

CREATE POLICY tenants_definer_write ON app.tenants FOR UPDATE TO definer_writer USING (true) WITH CHECK (true);

CREATE POLICY tenants_service ON app.tenants TO service_role USING (true) WITH CHECK (true);

COMMENT ON COLUMN app.tenants.created_at IS 'When the row was made.';

COMMENT ON COLUMN app.tenants.created_by IS 'Who made it, and became its first owner.';

COMMENT ON COLUMN app.tenants.deleted_at IS 'When the tenant was closed; null while it is not.';

COMMENT ON COLUMN app.tenants.id IS 'Key of the tenant; may be chosen by the caller, who cannot read it back before being a member.';

COMMENT ON COLUMN app.tenants.name IS 'What people call it, up to 120 characters.';

COMMENT ON COLUMN app.tenants.plan IS 'What it pays for: free or pro.';

COMMENT ON COLUMN app.tenants.slug IS 'Its name in addresses: 3 to 40 of a-z, 0-9 and -; unique among all tenants, closed ones too.';

COMMENT ON COLUMN app.tenants.status IS 'active, or suspended: then its members see that, and nothing else of it.';

COMMENT ON COLUMN app.tenants.updated_at IS 'When the row last changed.';

COMMENT ON TABLE app.tenants IS 'One row per customer. One without projects can be deleted; any can be closed (deleted_at), which keeps its rows and hides them.';

GRANT DELETE, SELECT ON TABLE app.tenants TO authenticated;

GRANT INSERT (created_by) ON TABLE app.tenants TO authenticated;

GRANT INSERT (id) ON TABLE app.tenants TO authenticated;

GRANT INSERT (name), UPDATE (name) ON TABLE app.tenants TO authenticated;

GRANT INSERT (slug), UPDATE (slug) ON TABLE app.tenants TO authenticated;

GRANT SELECT ON TABLE app.tenants TO definer_reader;

GRANT SELECT ON TABLE app.tenants TO definer_writer;

GRANT UPDATE (deleted_at) ON TABLE app.tenants TO definer_writer;

GRANT UPDATE (updated_at) ON TABLE app.tenants TO definer_writer;

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE app.tenants TO service_role;

CREATE TABLE audit.audit_log (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    tenant_id uuid,
    actor uuid,
    actor_role text NOT NULL,
    action text NOT NULL,
    table_name text NOT NULL,
    row_id text NOT NULL,
    old_row jsonb,
    new_row jsonb,
    changed_columns text[],
    request_id text,
    trace_id text,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT audit_log_pkey PRIMARY KEY (id),
    CONSTRAINT audit_log_action_known CHECK ((action = ANY (ARRAY['INSERT'::text, 'UPDATE'::text, 'DELETE'::text, 'LOGIN'::text, 'ADMIN'::text]))),
    CONSTRAINT audit_log_rows_fit_action CHECK (
CASE action
    WHEN 'INSERT'::text THEN ((old_row IS NULL) AND (new_row IS NOT NULL))
    WHEN 'UPDATE'::text THEN ((old_row IS NOT NULL) AND (new_row IS NOT NULL) AND (changed_columns IS NOT NULL))
    WHEN 'DELETE'::text THEN ((old_row IS NOT NULL) AND (new_row IS NULL))
    ELSE (old_row IS NULL)
END)
);

ALTER TABLE audit.audit_log ENABLE ROW LEVEL SECURITY;

ALTER TABLE audit.audit_log FORCE ROW LEVEL SECURITY;

ALTER TABLE audit.audit_log OWNER TO app_owner;

CREATE INDEX audit_log_page ON audit.audit_log USING btree (tenant_id, at DESC, id DESC);

CREATE INDEX audit_log_row ON audit.audit_log USING btree (table_name, row_id);

CREATE TRIGGER audit_log_refuse_change BEFORE DELETE OR UPDATE ON audit.audit_log FOR EACH ROW EXECUTE FUNCTION private.refuse_change();

CREATE TRIGGER audit_log_refuse_truncate BEFORE TRUNCATE ON audit.audit_log FOR EACH STATEMENT EXECUTE FUNCTION private.refuse_change();

CREATE POLICY audit_log_definer ON audit.audit_log FOR INSERT TO definer_writer WITH CHECK (true);

CREATE POLICY audit_log_definer_read ON audit.audit_log FOR SELECT TO definer_writer USING (true);

CREATE POLICY audit_log_service ON audit.audit_log FOR SELECT TO service_role USING (true);

COMMENT ON COLUMN audit.audit_log.action IS 'INSERT, UPDATE, DELETE; LOGIN, or ADMIN for acts of administrators.';

COMMENT ON COLUMN audit.audit_log.actor IS 'Who: an account, which may be gone; null: a service.';

COMMENT ON COLUMN audit.audit_log.actor_role IS 'As what: the role of the token, else of the session.';

COMMENT ON COLUMN audit.audit_log.at IS 'When.';

COMMENT ON COLUMN audit.audit_log.changed_columns IS 'Which columns an UPDATE changed, private ones by name too; null for all else.';

COMMENT ON COLUMN audit.audit_log.id IS 'Key; gaps are normal.';

COMMENT ON COLUMN audit.audit_log.new_row IS 'The row after, without what may be private, or what an act was; null: there is none.';

COMMENT ON COLUMN audit.audit_log.old_row IS 'The row before, without what may be private; null: there was none.';

COMMENT ON COLUMN audit.audit_log.request_id IS 'The request that did it; null: not said.';

COMMENT ON COLUMN audit.audit_log.row_id IS 'The row''s key as text, of several columns with a slash between; for LOGIN and ADMIN what it was about.';

COMMENT ON COLUMN audit.audit_log.table_name IS 'The table of the row; for LOGIN and ADMIN what it was about.';

COMMENT ON COLUMN audit.audit_log.tenant_id IS 'Whose row; null: no tenant''s.';

COMMENT ON COLUMN audit.audit_log.trace_id IS 'Its trace; null: not said.';

COMMENT ON TABLE audit.audit_log IS 'One row per change, login or act of an administrator. Has no foreign keys: it outlives whom it tells of (SB-INV-18).';

GRANT SELECT ON TABLE audit.audit_log TO authenticated;

GRANT INSERT ON TABLE audit.audit_log TO definer_writer;

GRANT SELECT (id) ON TABLE audit.audit_log TO definer_writer;

GRANT SELECT ON TABLE audit.audit_log TO service_role;

CREATE TABLE audit.security_events (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    kind text NOT NULL,
    actor uuid,
    tenant_id uuid,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT security_events_pkey PRIMARY KEY (id),
    CONSTRAINT security_events_detail_object CHECK ((jsonb_typeof(detail) = 'object'::text)),
    CONSTRAINT security_events_detail_size CHECK ((octet_length((detail)::text) <= 8192)),
    CONSTRAINT security_events_kind_known CHECK ((kind = ANY (ARRAY['rls_violation'::text, 'auth_failure'::text])))
);

ALTER TABLE audit.security_events ENABLE ROW LEVEL SECURITY;

ALTER TABLE audit.security_events FORCE ROW LEVEL SECURITY;

ALTER TABLE audit.security_events OWNER TO app_owner;

CREATE INDEX security_events_kind ON audit.security_events USING btree (kind, at DESC);

CREATE TRIGGER security_events_refuse_change BEFORE DELETE OR UPDATE ON audit.security_events FOR EACH ROW EXECUTE FUNCTION private.refuse_change();

CREATE TRIGGER security_events_refuse_truncate BEFORE TRUNCATE ON audit.security_events FOR EACH STATEMENT EXECUTE FUNCTION private.refuse_change();

CREATE POLICY security_events_read ON audit.security_events FOR SELECT TO service_role USING (true);

CREATE POLICY security_events_write ON audit.security_events FOR INSERT TO service_role WITH CHECK (true);

COMMENT ON COLUMN audit.security_events.actor IS 'Who: an account, which may be gone; null: not known.';

COMMENT ON COLUMN audit.security_events.at IS 'When.';

COMMENT ON COLUMN audit.security_events.detail IS 'What was tried: a JSON object, up to 8 KiB, such as request_id, statement and SQLSTATE.';

COMMENT ON COLUMN audit.security_events.id IS 'Key; gaps are normal.';

COMMENT ON COLUMN audit.security_events.kind IS 'rls_violation (42501), auth_failure (a token that is refused).';

COMMENT ON COLUMN audit.security_events.tenant_id IS 'At whose rows; null: not known, or no tenant''s. No foreign key: it outlives the tenant.';

COMMENT ON TABLE audit.security_events IS 'One row per refusal that the API was given (42501), failed login, or act past the rules. Rows that policies hide leave none (SB-TRAP-09).';

GRANT INSERT, SELECT ON TABLE audit.security_events TO service_role;

CREATE TABLE auth.identities (
    provider text NOT NULL,
    provider_uid text NOT NULL,
    user_id uuid NOT NULL,
    last_seen_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT identities_pkey PRIMARY KEY (provider, provider_uid),
    CONSTRAINT identities_provider_known CHECK ((provider = ANY (ARRAY['firebase'::text, 'test'::text]))),
    CONSTRAINT identities_provider_uid_length CHECK (((length(provider_uid) >= 1) AND (length(provider_uid) <= 128))),
    CONSTRAINT identities_provider_uid_no_uuid CHECK ((provider_uid !~* '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$'::text))
);

ALTER TABLE auth.identities ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.identities FORCE ROW LEVEL SECURITY;

ALTER TABLE auth.identities OWNER TO app_owner;

CREATE INDEX identities_user_id ON auth.identities USING btree (user_id);

CREATE POLICY identities_definer ON auth.identities FOR SELECT TO definer_reader USING (true);

CREATE POLICY identities_service ON auth.identities TO service_role USING (true) WITH CHECK (true);

COMMENT ON COLUMN auth.identities.created_at IS 'When the row was made.';

COMMENT ON COLUMN auth.identities.last_seen_at IS 'When it was last used; null: never.';

COMMENT ON COLUMN auth.identities.provider IS 'Who vouches for the login: firebase, or test in tests.';

COMMENT ON COLUMN auth.identities.provider_uid IS 'The provider''s name of the login, 1 to 128 characters; never in the form of a uuid.';

COMMENT ON COLUMN auth.identities.user_id IS 'Whose login it is.';

COMMENT ON TABLE auth.identities IS 'One row per login at a provider; an account may have several.';

GRANT SELECT ON TABLE auth.identities TO definer_reader;

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE auth.identities TO service_role;

CREATE TABLE auth.users (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    email text NOT NULL,
    display_name text,
    locale text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT users_email_shape CHECK ((email ~ '^[^@[:space:]]+@[^@[:space:]]+$'::text))
);

ALTER TABLE auth.users ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.users FORCE ROW LEVEL SECURITY;

ALTER TABLE auth.users OWNER TO app_owner;

CREATE OR REPLACE FUNCTION auth.uid()
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
    with claim as (
        select c.claims ->> 'sub' as sub, coalesce(c.claims ->> 'provider', 'firebase') as provider
        from (select auth.jwt() as claims) c
    )
    select u.id
    from claim
    join auth.users u on u.id = case
        when claim.sub ~* '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' then claim.sub::uuid
        else (
            select i.user_id from auth.identities i
            where i.provider = claim.provider and i.provider_uid = claim.sub
        )
    end
    where u.deleted_at is null;
$function$;

ALTER FUNCTION auth.uid() OWNER TO definer_reader;

CREATE OR REPLACE FUNCTION app.accept_invitation(p_token text)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_invitation app.invitations%rowtype;
    v_user constant uuid := auth.uid();
begin
    select i.* into v_invitation
    from app.invitations i
    where i.token_hash = encode(sha256(convert_to(p_token, 'UTF8')), 'hex')
        and i.accepted_at is null and i.expires_at > now() and not private.tenant_is_shut(i.tenant_id)
        and lower(i.email) = (select lower(u.email) from auth.users u where u.id = v_user)
    for update of i;
    if not found then
        raise no_data_found using
            message = 'there is no such invitation, or it is another''s, accepted or expired';
    end if;
    update app.invitations i set accepted_at = clock_timestamp() where i.id = v_invitation.id;
    insert into app.memberships (tenant_id, user_id, role)
    values (v_invitation.tenant_id, v_user, v_invitation.role)
    on conflict (tenant_id, user_id) do nothing;
    return v_invitation.tenant_id;
end;
$function$;

ALTER FUNCTION app.accept_invitation(text) OWNER TO definer_writer;

COMMENT ON FUNCTION app.accept_invitation(text) IS 'Makes the caller, whose address was invited, a member; returns the tenant. Refused (P0002) for anything else. Who is a member keeps their role.';

REVOKE ALL ON FUNCTION app.accept_invitation(text) FROM PUBLIC;

GRANT ALL ON FUNCTION app.accept_invitation(text) TO authenticated;

CREATE OR REPLACE FUNCTION app.create_tenant(p_name text, p_slug text)
 RETURNS uuid
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
    v_id constant uuid := gen_random_uuid();
begin
    insert into app.tenants (id, name, slug, created_by) values (v_id, p_name, p_slug, auth.uid());
    return v_id;
end;
$function$;

COMMENT ON FUNCTION app.create_tenant(text, text) IS 'Makes a tenant of which the caller is the owner; returns its id.';

REVOKE ALL ON FUNCTION app.create_tenant(text, text) FROM PUBLIC;

GRANT ALL ON FUNCTION app.create_tenant(text, text) TO authenticated;

CREATE OR REPLACE FUNCTION audit.record_act(p_action text, p_tenant_id uuid, p_about text, p_subject text, p_detail jsonb)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_id bigint;
begin
    if p_action not in ('LOGIN', 'ADMIN') then
        raise invalid_parameter_value using
            message = format('%s is written by triggers alone', p_action);
    end if;
    insert into audit.audit_log (tenant_id, actor, actor_role, action, table_name, row_id, new_row, request_id, trace_id)
    values (
        p_tenant_id, auth.uid(), private.acting_role(), p_action, p_about, p_subject, p_detail,
        nullif(left(current_setting('request.id', true), 200), ''),
        nullif(left(current_setting('request.trace_id', true), 200), '')
    )
    returning id into v_id;
    return v_id;
end;
$function$;

ALTER FUNCTION audit.record_act(text, uuid, text, text, jsonb) OWNER TO definer_writer;

COMMENT ON FUNCTION audit.record_act(text, uuid, text, text, jsonb) IS 'For services: logs a LOGIN or an act of an administrator (ADMIN). Who acts is said by the claims, as ever.';

REVOKE ALL ON FUNCTION audit.record_act(text, uuid, text, text, jsonb) FROM PUBLIC;

GRANT ALL ON FUNCTION audit.record_act(text, uuid, text, text, jsonb) TO service_role;

COMMENT ON FUNCTION auth.uid() IS 'The account that the token names; null where it names none, or one that is deleted.';

REVOKE ALL ON FUNCTION auth.uid() FROM PUBLIC;

GRANT ALL ON FUNCTION auth.uid() TO anon;

GRANT ALL ON FUNCTION auth.uid() TO authenticated;

GRANT ALL ON FUNCTION auth.uid() TO definer_writer;

GRANT ALL ON FUNCTION auth.uid() TO service_role;

CREATE OR REPLACE FUNCTION private.append_event(p_aggregate_type text, p_aggregate_id uuid, p_expected integer, p_tenant_id uuid, p_event_type text, p_payload jsonb)
 RETURNS bigint
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
    insert into app.event_store (aggregate_type, aggregate_id, version, tenant_id, event_type, payload, metadata, actor)
    values (
        p_aggregate_type, p_aggregate_id, p_expected + 1, p_tenant_id, p_event_type, p_payload,
        jsonb_strip_nulls(jsonb_build_object(
            'request_id', nullif(left(current_setting('request.id', true), 200), ''),
            'trace_id', nullif(left(current_setting('request.trace_id', true), 200), '')
        )),
        auth.uid()
    )
    returning global_seq;
$function$;

ALTER FUNCTION private.append_event(text, uuid, integer, uuid, text, jsonb) OWNER TO definer_writer;

CREATE OR REPLACE FUNCTION app.append_event(p_aggregate_type text, p_aggregate_id uuid, p_expected integer, p_tenant_id uuid, p_event_type text, p_payload jsonb)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    if p_aggregate_type = 'document' then
        raise invalid_parameter_value using
            message = 'events of documents are written by their changes alone';
    end if;
    return private.append_event(p_aggregate_type, p_aggregate_id, p_expected, p_tenant_id, p_event_type, p_payload);
end;
$function$;

ALTER FUNCTION app.append_event(text, uuid, integer, uuid, text, jsonb) OWNER TO definer_writer;

COMMENT ON FUNCTION app.append_event(text, uuid, integer, uuid, text, jsonb) IS 'For services: appends an event behind the version that is expected. Refused with 23505 or 40001 where another was first.';

REVOKE ALL ON FUNCTION app.append_event(text, uuid, integer, uuid, text, jsonb) FROM PUBLIC;

GRANT ALL ON FUNCTION app.append_event(text, uuid, integer, uuid, text, jsonb) TO service_role;

COMMENT ON FUNCTION private.append_event(text, uuid, integer, uuid, text, jsonb) IS 'Appends an event behind the version that is expected; returns its global_seq.';

REVOKE ALL ON FUNCTION private.append_event(text, uuid, integer, uuid, text, jsonb) FROM PUBLIC;

CREATE OR REPLACE FUNCTION private.audit_row()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_old constant jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
    v_new constant jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
    v_row constant jsonb := coalesce(v_new, v_old);
    v_redacted constant text[] := coalesce(tg_argv[2:], '{}');
begin
    insert into audit.audit_log (
        tenant_id, actor, actor_role, action, table_name, row_id, old_row, new_row, changed_columns, request_id, trace_id
    )
    values (
        (v_row ->> tg_argv[0])::uuid, auth.uid(), private.acting_role(), tg_op, tg_table_name,
        (
            select string_agg(v_row ->> k.name, '/' order by k.place)
            from unnest(string_to_array(tg_argv[1], ',')) with ordinality k (name, place)
        ),
        v_old - v_redacted, v_new - v_redacted,
        case when tg_op = 'UPDATE' then array(
            select n.key from jsonb_each(v_new) n where v_old -> n.key is distinct from n.value order by n.key
        ) end,
        nullif(left(current_setting('request.id', true), 200), ''),
        nullif(left(current_setting('request.trace_id', true), 200), '')
    );
    return null;
end;
$function$;

ALTER FUNCTION private.audit_row() OWNER TO definer_writer;

COMMENT ON FUNCTION private.audit_row() IS 'Trigger: logs the row before and after. Arguments: the column with the tenant, the key''s columns with commas between, and each column to leave out.';

REVOKE ALL ON FUNCTION private.audit_row() FROM PUBLIC;

CREATE OR REPLACE FUNCTION private.document_event()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
    v_old jsonb := case when tg_op <> 'INSERT' then private.document_state(old) end;
    v_new jsonb := case when tg_op <> 'DELETE' then private.document_state(new) end;
    v_payload jsonb;
begin
    if tg_op = 'UPDATE' and v_old = v_new then
        return null;
    end if;
    if tg_op = 'UPDATE' then
        select jsonb_object_agg(n.key, n.value) into v_payload
        from jsonb_each(v_new) n
        where v_old -> n.key is distinct from n.value;
    else
        v_payload := coalesce(v_new, '{}');
    end if;
    perform private.append_event(
        'document', coalesce(new.id, old.id),
        (
            select coalesce(max(e.version), 0) from app.event_store e
            where e.aggregate_id = coalesce(new.id, old.id)
        ),
        coalesce(new.tenant_id, old.tenant_id),
        case
            when tg_op = 'INSERT' then 'document.created'
            when tg_op = 'DELETE' then 'document.erased'
            when old.deleted_at is null and new.deleted_at is not null then 'document.deleted'
            else 'document.changed'
        end,
        v_payload
    );
    return null;
end;
$function$;

ALTER FUNCTION private.document_event() OWNER TO definer_writer;

COMMENT ON FUNCTION private.document_event() IS 'Trigger: appends to the event store what became of a document.';

REVOKE ALL ON FUNCTION private.document_event() FROM PUBLIC;

CREATE OR REPLACE FUNCTION private.keep_version()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    if tg_op = 'UPDATE' and new.version = old.version then
        return null;
    end if;
    insert into app.document_versions (document_id, version, tenant_id, body, created_by)
    values (new.id, new.version, new.tenant_id, new.body, auth.uid());
    return null;
end;
$function$;

ALTER FUNCTION private.keep_version() OWNER TO definer_writer;

COMMENT ON FUNCTION private.keep_version() IS 'Trigger: keeps the text of each version of a document.';

REVOKE ALL ON FUNCTION private.keep_version() FROM PUBLIC;

CREATE OR REPLACE FUNCTION private.open_tenants()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
    select coalesce(array_agg(t.id), '{}')
    from app.memberships m
    join app.tenants t on t.id = m.tenant_id
    where m.user_id = (select auth.uid()) and t.status = 'active' and t.deleted_at is null;
$function$;

ALTER FUNCTION private.open_tenants() OWNER TO definer_reader;

COMMENT ON FUNCTION private.open_tenants() IS 'The caller''s tenants that are neither suspended nor closed.';

REVOKE ALL ON FUNCTION private.open_tenants() FROM PUBLIC;

GRANT ALL ON FUNCTION private.open_tenants() TO authenticated;

GRANT ALL ON FUNCTION private.open_tenants() TO definer_writer;

CREATE OR REPLACE FUNCTION private.refuse_own_promotion()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    if new.user_id = auth.uid() and private.role_rank(new.role) > private.role_rank(old.role) then
        raise insufficient_privilege using
            message = format('nobody makes themselves %s', new.role);
    end if;
    return new;
end;
$function$;

ALTER FUNCTION private.refuse_own_promotion() OWNER TO definer_reader;

COMMENT ON FUNCTION private.refuse_own_promotion() IS 'Trigger: refuses (42501) that the caller raises their own role.';

REVOKE ALL ON FUNCTION private.refuse_own_promotion() FROM PUBLIC;

CREATE OR REPLACE FUNCTION private.tenant_role(p_tenant_id uuid)
 RETURNS integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
    select coalesce(max(private.role_rank(m.role)), 0)
    from app.memberships m
    where m.user_id = (select auth.uid()) and m.tenant_id = p_tenant_id and not private.tenant_is_shut(p_tenant_id);
$function$;

ALTER FUNCTION private.tenant_role(uuid) OWNER TO definer_reader;

CREATE OR REPLACE FUNCTION app.close_tenant(p_tenant_id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    update app.tenants t
    set deleted_at = clock_timestamp()
    where t.id = p_tenant_id and private.tenant_role(t.id) >= private.role_rank('owner');
    return found;
end;
$function$;

ALTER FUNCTION app.close_tenant(uuid) OWNER TO definer_writer;

COMMENT ON FUNCTION app.close_tenant(uuid) IS 'Closes a tenant that the caller owns: its rows stay, and nobody but services sees them. False where there is none such.';

REVOKE ALL ON FUNCTION app.close_tenant(uuid) FROM PUBLIC;

GRANT ALL ON FUNCTION app.close_tenant(uuid) TO authenticated;

CREATE OR REPLACE FUNCTION app.soft_delete_document(p_document_id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
    update app.documents d
    set deleted_at = clock_timestamp()
    where d.id = p_document_id and d.deleted_at is null
        and (
            (d.owner_id = auth.uid() and private.tenant_role(d.tenant_id) >= private.role_rank('editor'))
            or (d.visibility <> 'private' and private.tenant_role(d.tenant_id) >= private.role_rank('admin'))
        );
    return found;
end;
$function$;

ALTER FUNCTION app.soft_delete_document(uuid) OWNER TO definer_writer;

COMMENT ON FUNCTION app.soft_delete_document(uuid) IS 'Deletes a document that the caller owns, or that an admin of its tenant sees; false where there is none such.';

REVOKE ALL ON FUNCTION app.soft_delete_document(uuid) FROM PUBLIC;

GRANT ALL ON FUNCTION app.soft_delete_document(uuid) TO authenticated;

COMMENT ON FUNCTION private.tenant_role(uuid) IS 'The caller''s rank in a tenant that is open; 0: no member. For functions; policies ask tenants_with().';

REVOKE ALL ON FUNCTION private.tenant_role(uuid) FROM PUBLIC;

GRANT ALL ON FUNCTION private.tenant_role(uuid) TO definer_writer;

CREATE OR REPLACE FUNCTION private.tenants_with(p_role text)
 RETURNS uuid[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
    select coalesce(array_agg(m.tenant_id), '{}')
    from app.memberships m
    where m.user_id = (select auth.uid()) and private.role_rank(m.role) >= private.role_rank(p_role);
$function$;

ALTER FUNCTION private.tenants_with(text) OWNER TO definer_reader;

COMMENT ON FUNCTION private.tenants_with(text) IS 'The tenants in which the caller is at least this: viewer, editor, admin or owner.';

REVOKE ALL ON FUNCTION private.tenants_with(text) FROM PUBLIC;

GRANT ALL ON FUNCTION private.tenants_with(text) TO authenticated;

GRANT ALL ON FUNCTION private.tenants_with(text) TO definer_writer;

CREATE POLICY document_versions_select ON app.document_versions FOR SELECT TO authenticated USING (((tenant_id = ANY (( SELECT private.tenants_with('viewer'::text) AS tenants_with)::uuid[])) AND private.sees_document(document_id)));

CREATE TRIGGER documents_audit AFTER INSERT OR DELETE ON app.documents FOR EACH ROW EXECUTE FUNCTION private.audit_row('tenant_id', 'id', 'title', 'body', 'search');

CREATE TRIGGER documents_audit_update AFTER UPDATE ON app.documents FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION private.audit_row('tenant_id', 'id', 'title', 'body', 'search');

CREATE TRIGGER documents_event AFTER INSERT OR DELETE OR UPDATE ON app.documents FOR EACH ROW EXECUTE FUNCTION private.document_event();

CREATE TRIGGER documents_keep_version AFTER INSERT OR UPDATE ON app.documents FOR EACH ROW EXECUTE FUNCTION private.keep_version();

CREATE POLICY documents_insert ON app.documents FOR INSERT TO authenticated WITH CHECK (((tenant_id = ANY (( SELECT private.tenants_with('editor'::text) AS tenants_with)::uuid[])) AND (owner_id = ( SELECT auth.uid() AS uid))));

CREATE POLICY documents_select ON app.documents FOR SELECT TO authenticated USING (((tenant_id = ANY (( SELECT private.tenants_with('viewer'::text) AS tenants_with)::uuid[])) AND (deleted_at IS NULL) AND ((visibility <> 'private'::text) OR (owner_id = ( SELECT auth.uid() AS uid)))));

CREATE POLICY documents_update ON app.documents FOR UPDATE TO authenticated USING (((tenant_id = ANY (( SELECT private.tenants_with('editor'::text) AS tenants_with)::uuid[])) AND (deleted_at IS NULL) AND ((visibility <> 'private'::text) OR (owner_id = ( SELECT auth.uid() AS uid))))) WITH CHECK (((tenant_id = ANY (( SELECT private.tenants_with('editor'::text) AS tenants_with)::uuid[])) AND (deleted_at IS NULL) AND ((visibility <> 'private'::text) OR (owner_id = ( SELECT auth.uid() AS uid)))));

CREATE POLICY event_store_select ON app.event_store FOR SELECT TO authenticated USING ((tenant_id = ANY (( SELECT private.tenants_with('admin'::text) AS tenants_with)::uuid[])));

CREATE POLICY invitations_delete ON app.invitations FOR DELETE TO authenticated USING ((tenant_id = ANY (( SELECT private.tenants_with('admin'::text) AS tenants_with)::uuid[])));

CREATE POLICY invitations_insert ON app.invitations FOR INSERT TO authenticated WITH CHECK ((tenant_id = ANY (( SELECT private.tenants_with('admin'::text) AS tenants_with)::uuid[])));

CREATE POLICY invitations_select ON app.invitations FOR SELECT TO authenticated USING ((tenant_id = ANY (( SELECT private.tenants_with('admin'::text) AS tenants_with)::uuid[])));

ALTER TABLE app.memberships ADD CONSTRAINT memberships_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES auth.users(id) ON DELETE SET NULL;

ALTER TABLE app.memberships ADD CONSTRAINT memberships_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;

CREATE TRIGGER memberships_audit AFTER INSERT OR DELETE ON app.memberships FOR EACH ROW EXECUTE FUNCTION private.audit_row('tenant_id', 'tenant_id,user_id');

CREATE TRIGGER memberships_audit_update AFTER UPDATE ON app.memberships FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION private.audit_row('tenant_id', 'tenant_id,user_id');

CREATE TRIGGER memberships_refuse_own_promotion BEFORE UPDATE ON app.memberships FOR EACH ROW WHEN ((old.role IS DISTINCT FROM new.role)) EXECUTE FUNCTION private.refuse_own_promotion();

CREATE POLICY memberships_delete ON app.memberships FOR DELETE TO authenticated USING (((tenant_id = ANY (( SELECT private.tenants_with('admin'::text) AS tenants_with)::uuid[])) AND ((role <> 'owner'::text) OR (tenant_id = ANY (( SELECT private.tenants_with('owner'::text) AS tenants_with)::uuid[])))));

CREATE POLICY memberships_insert ON app.memberships FOR INSERT TO authenticated WITH CHECK (((tenant_id = ANY (( SELECT private.tenants_with('admin'::text) AS tenants_with)::uuid[])) AND ((role <> 'owner'::text) OR (tenant_id = ANY (( SELECT private.tenants_with('owner'::text) AS tenants_with)::uuid[])))));

CREATE POLICY memberships_select ON app.memberships FOR SELECT TO authenticated USING ((tenant_id = ANY (( SELECT private.tenants_with('viewer'::text) AS tenants_with)::uuid[])));

CREATE POLICY memberships_update ON app.memberships FOR UPDATE TO authenticated USING (((tenant_id = ANY (( SELECT private.tenants_with('admin'::text) AS tenants_with)::uuid[])) AND ((role <> 'owner'::text) OR (tenant_id = ANY (( SELECT private.tenants_with('owner'::text) AS tenants_with)::uuid[]))) AND (user_id <> ( SELECT auth.uid() AS uid)))) WITH CHECK (((tenant_id = ANY (( SELECT private.tenants_with('admin'::text) AS tenants_with)::uuid[])) AND ((role <> 'owner'::text) OR (tenant_id = ANY (( SELECT private.tenants_with('owner'::text) AS tenants_with)::uuid[]))) AND (user_id <> ( SELECT auth.uid() AS uid))));

ALTER TABLE app.projects ADD CONSTRAINT projects_created_by_fkey FOREIGN KEY (created_by) REFERENCES auth.users(id) ON DELETE SET NULL;

CREATE TRIGGER projects_audit AFTER INSERT OR DELETE ON app.projects FOR EACH ROW EXECUTE FUNCTION private.audit_row('tenant_id', 'id');

CREATE TRIGGER projects_audit_update AFTER UPDATE ON app.projects FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION private.audit_row('tenant_id', 'id');

CREATE POLICY projects_delete ON app.projects FOR DELETE TO authenticated USING ((tenant_id = ANY (( SELECT private.tenants_with('editor'::text) AS tenants_with)::uuid[])));

CREATE POLICY projects_insert ON app.projects FOR INSERT TO authenticated WITH CHECK ((tenant_id = ANY (( SELECT private.tenants_with('editor'::text) AS tenants_with)::uuid[])));

CREATE POLICY projects_select ON app.projects FOR SELECT TO authenticated USING ((tenant_id = ANY (( SELECT private.tenants_with('viewer'::text) AS tenants_with)::uuid[])));

CREATE POLICY projects_update ON app.projects FOR UPDATE TO authenticated USING ((tenant_id = ANY (( SELECT private.tenants_with('editor'::text) AS tenants_with)::uuid[]))) WITH CHECK ((tenant_id = ANY (( SELECT private.tenants_with('editor'::text) AS tenants_with)::uuid[])));

ALTER TABLE app.tenants ADD CONSTRAINT tenants_created_by_fkey FOREIGN KEY (created_by) REFERENCES auth.users(id) ON DELETE RESTRICT;

CREATE TRIGGER tenants_audit AFTER INSERT OR DELETE ON app.tenants FOR EACH ROW EXECUTE FUNCTION private.audit_row('id', 'id');

CREATE TRIGGER tenants_audit_update AFTER UPDATE ON app.tenants FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION private.audit_row('id', 'id');

CREATE POLICY tenants_delete ON app.tenants FOR DELETE TO authenticated USING ((id = ANY (( SELECT private.tenants_with('owner'::text) AS tenants_with)::uuid[])));

CREATE POLICY tenants_insert ON app.tenants FOR INSERT TO authenticated WITH CHECK ((created_by = ( SELECT auth.uid() AS uid)));

CREATE POLICY tenants_select ON app.tenants FOR SELECT TO authenticated USING (((id = ANY (( SELECT private.tenants_with('viewer'::text) AS tenants_with)::uuid[])) AND (deleted_at IS NULL)));

CREATE POLICY tenants_update ON app.tenants FOR UPDATE TO authenticated USING ((id = ANY (( SELECT private.tenants_with('admin'::text) AS tenants_with)::uuid[]))) WITH CHECK ((id = ANY (( SELECT private.tenants_with('admin'::text) AS tenants_with)::uuid[])));

CREATE POLICY audit_log_select ON audit.audit_log FOR SELECT TO authenticated USING ((tenant_id = ANY (( SELECT private.tenants_with('admin'::text) AS tenants_with)::uuid[])));

ALTER TABLE auth.identities ADD CONSTRAINT identities_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;

CREATE UNIQUE INDEX users_email_live ON auth.users USING btree (lower(email)) WHERE (deleted_at IS NULL);

CREATE TRIGGER users_set_updated_at BEFORE UPDATE ON auth.users FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION private.set_updated_at();

CREATE POLICY users_definer ON auth.users FOR SELECT TO definer_reader, definer_writer USING (true);

CREATE POLICY users_service ON auth.users TO service_role USING (true) WITH CHECK (true);

COMMENT ON COLUMN auth.users.created_at IS 'When the row was made.';

COMMENT ON COLUMN auth.users.deleted_at IS 'When the account was closed; null while it is live.';

COMMENT ON COLUMN auth.users.display_name IS 'What others see instead of the address; null: not told.';

COMMENT ON COLUMN auth.users.email IS 'Address as typed; unique among live accounts, whatever the case.';

COMMENT ON COLUMN auth.users.id IS 'Key of the account.';

COMMENT ON COLUMN auth.users.locale IS 'Language and region, such as de-AT; null: not told.';

COMMENT ON COLUMN auth.users.updated_at IS 'When the row last changed.';

COMMENT ON TABLE auth.users IS 'One row per account. Closed by deleted_at, which keeps what others refer to.';

GRANT SELECT ON TABLE auth.users TO definer_reader;

GRANT SELECT ON TABLE auth.users TO definer_writer;

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE auth.users TO service_role;

CREATE TABLE storage.storage_objects (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    tenant_id uuid NOT NULL,
    document_id uuid NOT NULL,
    bucket text NOT NULL,
    path text NOT NULL,
    size_bytes bigint NOT NULL,
    content_type text NOT NULL,
    sha256 character(64) NOT NULL,
    uploaded_by uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT storage_objects_pkey PRIMARY KEY (id),
    CONSTRAINT storage_objects_tenant_id_bucket_path_key UNIQUE (tenant_id, bucket, path),
    CONSTRAINT storage_objects_bucket_shape CHECK ((bucket ~ '^[a-z0-9-]{3,63}$'::text)),
    CONSTRAINT storage_objects_content_type_shape CHECK ((content_type ~ '^[a-z]+/[a-z0-9.+-]{1,100}$'::text)),
    CONSTRAINT storage_objects_path_shape CHECK (((length(path) >= 1) AND (length(path) <= 1024) AND ("left"(path, 1) <> '/'::text))),
    CONSTRAINT storage_objects_sha256_shape CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT storage_objects_size_bytes_range CHECK (((size_bytes > 0) AND (size_bytes <= '5368709120'::bigint)))
);

ALTER TABLE storage.storage_objects ENABLE ROW LEVEL SECURITY;

ALTER TABLE storage.storage_objects FORCE ROW LEVEL SECURITY;

ALTER TABLE storage.storage_objects OWNER TO app_owner;

ALTER TABLE storage.storage_objects ADD CONSTRAINT storage_objects_document_id_fkey FOREIGN KEY (document_id, tenant_id) REFERENCES app.documents(id, tenant_id) ON DELETE RESTRICT;

ALTER TABLE storage.storage_objects ADD CONSTRAINT storage_objects_uploaded_by_fkey FOREIGN KEY (uploaded_by) REFERENCES auth.users(id) ON DELETE SET NULL;

CREATE INDEX storage_objects_document_id ON storage.storage_objects USING btree (document_id, tenant_id);

CREATE INDEX storage_objects_uploaded_by ON storage.storage_objects USING btree (uploaded_by);

CREATE TRIGGER storage_objects_audit AFTER INSERT OR DELETE ON storage.storage_objects FOR EACH ROW EXECUTE FUNCTION private.audit_row('tenant_id', 'id', 'path', 'sha256');

CREATE TRIGGER storage_objects_audit_update AFTER UPDATE ON storage.storage_objects FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION private.audit_row('tenant_id', 'id', 'path', 'sha256');

CREATE TRIGGER storage_objects_keep_tenant BEFORE UPDATE OF tenant_id ON storage.storage_objects FOR EACH ROW EXECUTE FUNCTION private.refuse_move();

CREATE TRIGGER storage_objects_set_updated_at BEFORE UPDATE ON storage.storage_objects FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION private.set_updated_at();

CREATE POLICY storage_objects_delete ON storage.storage_objects FOR DELETE TO authenticated USING (((tenant_id = ANY (( SELECT private.tenants_with('editor'::text) AS tenants_with)::uuid[])) AND private.sees_document(document_id)));

CREATE POLICY storage_objects_insert ON storage.storage_objects FOR INSERT TO authenticated WITH CHECK (((tenant_id = ANY (( SELECT private.tenants_with('editor'::text) AS tenants_with)::uuid[])) AND private.sees_document(document_id)));

CREATE POLICY storage_objects_select ON storage.storage_objects FOR SELECT TO authenticated USING (((tenant_id = ANY (( SELECT private.tenants_with('viewer'::text) AS tenants_with)::uuid[])) AND private.sees_document(document_id)));

CREATE POLICY storage_objects_service ON storage.storage_objects TO service_role USING (true) WITH CHECK (true);

CREATE POLICY storage_objects_update ON storage.storage_objects FOR UPDATE TO authenticated USING (((tenant_id = ANY (( SELECT private.tenants_with('editor'::text) AS tenants_with)::uuid[])) AND private.sees_document(document_id))) WITH CHECK (((tenant_id = ANY (( SELECT private.tenants_with('editor'::text) AS tenants_with)::uuid[])) AND private.sees_document(document_id)));

COMMENT ON COLUMN storage.storage_objects.bucket IS 'In which bucket: 3 to 63 of a-z, 0-9 and -.';

COMMENT ON COLUMN storage.storage_objects.content_type IS 'Its media type, such as image/png.';

COMMENT ON COLUMN storage.storage_objects.created_at IS 'When the row was made.';

COMMENT ON COLUMN storage.storage_objects.document_id IS 'The document that it belongs to, of the same tenant.';

COMMENT ON COLUMN storage.storage_objects.id IS 'Key of the file.';

COMMENT ON COLUMN storage.storage_objects.path IS 'Where in it, below the tenant''s id: up to 1024 characters, no slash in front.';

COMMENT ON COLUMN storage.storage_objects.sha256 IS 'SHA-256 of its bytes, 64 hexadecimal digits.';

COMMENT ON COLUMN storage.storage_objects.size_bytes IS 'Its size in bytes, 1 to 5 GiB.';

COMMENT ON COLUMN storage.storage_objects.tenant_id IS 'Whose it is; never changes.';

COMMENT ON COLUMN storage.storage_objects.updated_at IS 'When the row last changed.';

COMMENT ON COLUMN storage.storage_objects.uploaded_by IS 'Who brought it; null: a service, or the account is gone.';

COMMENT ON TABLE storage.storage_objects IS 'One row per file. Only what is known of it: no bytes (SB-INV-13).';

GRANT DELETE, SELECT ON TABLE storage.storage_objects TO authenticated;

GRANT INSERT (bucket) ON TABLE storage.storage_objects TO authenticated;

GRANT INSERT (content_type), UPDATE (content_type) ON TABLE storage.storage_objects TO authenticated;

GRANT INSERT (document_id) ON TABLE storage.storage_objects TO authenticated;

GRANT INSERT (id) ON TABLE storage.storage_objects TO authenticated;

GRANT INSERT (path) ON TABLE storage.storage_objects TO authenticated;

GRANT INSERT (sha256) ON TABLE storage.storage_objects TO authenticated;

GRANT INSERT (size_bytes) ON TABLE storage.storage_objects TO authenticated;

GRANT INSERT (tenant_id) ON TABLE storage.storage_objects TO authenticated;

GRANT INSERT (uploaded_by) ON TABLE storage.storage_objects TO authenticated;

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE storage.storage_objects TO service_role;

CREATE VIEW app.my_tenants WITH (security_invoker = true) AS
 SELECT t.id AS tenant_id,
    t.name,
    t.slug,
    t.plan,
    t.status,
    m.role,
    m.created_at AS member_since
   FROM (app.tenants t
     JOIN app.memberships m ON (((m.tenant_id = t.id) AND (m.user_id = ( SELECT auth.uid() AS uid)))));

COMMENT ON COLUMN app.my_tenants.member_since IS 'Since when.';

COMMENT ON COLUMN app.my_tenants.name IS 'What people call it.';

COMMENT ON COLUMN app.my_tenants.plan IS 'What it pays for: free or pro.';

COMMENT ON COLUMN app.my_tenants.role IS 'What the caller is in it.';

COMMENT ON COLUMN app.my_tenants.slug IS 'Its name in addresses.';

COMMENT ON COLUMN app.my_tenants.status IS 'active or suspended.';

COMMENT ON COLUMN app.my_tenants.tenant_id IS 'Key of the tenant.';

COMMENT ON VIEW app.my_tenants IS 'The caller''s tenants, with what the caller is in each.';

GRANT SELECT ON TABLE app.my_tenants TO authenticated;

GRANT SELECT ON TABLE app.my_tenants TO service_role;

ALTER DEFAULT PRIVILEGES FOR ROLE app_owner REVOKE ALL ON FUNCTIONS FROM PUBLIC;

ALTER DEFAULT PRIVILEGES FOR ROLE definer_reader REVOKE ALL ON FUNCTIONS FROM PUBLIC;

ALTER DEFAULT PRIVILEGES FOR ROLE definer_writer REVOKE ALL ON FUNCTIONS FROM PUBLIC;
