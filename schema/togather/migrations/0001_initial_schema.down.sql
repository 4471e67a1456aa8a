-- pgplumb: migration initial_schema
-- pgplumb: engine native: migra does not see a comment (comment on function public.capture_event_change()) and 226 more
-- pgplumb: before ece30b5624286bec4dca6d7790ab2c16bc52e3f1c657ab96603fdbe349427839
-- pgplumb: after 12e75d175ab7eb21f9ec5f250be311e3baab9cb8afd21181142ff1d0adcba1a8
-- pgplumb: hazard access_change: privileges are revoked on schema public
-- pgplumb: hazard data_loss: lost for good: rows of table public.entity_identifiers
-- pgplumb: hazard data_loss: lost for good: rows of table public.event_changes
-- pgplumb: hazard data_loss: lost for good: rows of table public.event_history
-- pgplumb: hazard data_loss: lost for good: rows of table public.event_performers
-- pgplumb: hazard data_loss: lost for good: rows of table public.event_sources
-- pgplumb: hazard data_loss: lost for good: rows of table public.field_provenance
-- pgplumb: hazard data_loss: lost for good: rows of table public.event_occurrences
-- pgplumb: hazard data_loss: lost for good: rows of table public.events
-- pgplumb: hazard data_loss: lost for good: rows of table public.job_queue
-- pgplumb: hazard data_loss: lost for good: rows of table public.organizations
-- pgplumb: hazard data_loss: lost for good: rows of table public.persons
-- pgplumb: hazard data_loss: lost for good: rows of table public.places
-- pgplumb: hazard data_loss: lost for good: rows of table public.sources
-- pgplumb: hazard data_loss: lost for good: position of sequence public.event_changes_seq
-- pgplumb: loses rows of table public.entity_identifiers
-- pgplumb: loses rows of table public.event_changes
-- pgplumb: loses rows of table public.event_history
-- pgplumb: loses rows of table public.event_performers
-- pgplumb: loses rows of table public.event_sources
-- pgplumb: loses rows of table public.field_provenance
-- pgplumb: loses rows of table public.event_occurrences
-- pgplumb: loses rows of table public.events
-- pgplumb: loses rows of table public.job_queue
-- pgplumb: loses rows of table public.organizations
-- pgplumb: loses rows of table public.persons
-- pgplumb: loses rows of table public.places
-- pgplumb: loses rows of table public.sources
-- pgplumb: loses position of sequence public.event_changes_seq

DROP VIEW public.field_best_values;

DROP VIEW public.field_conflicts;

DROP VIEW public.field_current_values;

DROP FUNCTION public.column_of_property(text);

DROP FUNCTION public.create_event(text, text, timestamp with time zone, text, uuid, text, timestamp with time zone, text, uuid, text, text);

DROP FUNCTION public.event_as_of(uuid, timestamp with time zone, timestamp with time zone);

DROP FUNCTION public.event_parts(uuid);

DROP FUNCTION public.license_url_of(text);

DROP FUNCTION public.record_event_version(uuid, jsonb, tstzrange, text);

DROP FUNCTION public.set_event_field(uuid, text, jsonb, uuid, numeric, uuid);

REVOKE ALL ON SCHEMA public FROM sel_migrator;

DROP TABLE public.entity_identifiers;

DROP TABLE public.event_changes;

DROP TABLE public.event_history;

DROP FUNCTION public.guard_event_history();

DROP EXTENSION btree_gist;

DROP TABLE public.event_performers;

DROP TABLE public.event_sources;

DROP FUNCTION public.follow_source_license();

DROP TABLE public.field_provenance;

DROP FUNCTION public.refuse_change();

DROP DOMAIN public.confidence;

DROP TABLE public.event_occurrences;

DROP FUNCTION public.capture_event_part_change();

DROP DOMAIN public.iana_time_zone;

DROP TABLE public.events;

DROP FUNCTION public.capture_event_change();

DROP FUNCTION public.event_document(text, text);

DROP FUNCTION public.guard_event_identity();

DROP FUNCTION public.guard_lifecycle_transition();

DROP FUNCTION public.log_event_history();

DROP FUNCTION public.refuse_truncate();

DROP FUNCTION public.take_outbox_turn();

DROP TABLE public.job_queue;

DROP TABLE public.organizations;

DROP TABLE public.persons;

DROP TABLE public.places;

DROP FUNCTION public.earth_point(double precision, double precision);

DROP FUNCTION public.new_ulid();

DROP DOMAIN public.country_code;

DROP DOMAIN public.ulid;

DROP EXTENSION earthdistance;

DROP EXTENSION cube;

DROP EXTENSION pg_trgm;

DROP TABLE public.sources;

DROP FUNCTION public.set_updated_at();

DROP DOMAIN public.trust_level;

DROP DOMAIN public.web_address;

DROP SEQUENCE public.event_changes_seq;
