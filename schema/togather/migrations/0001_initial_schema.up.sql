-- pgplumb: migration initial_schema
-- pgplumb: engine native: migra does not see a comment (comment on function public.capture_event_change()) and 226 more
-- pgplumb: before 12e75d175ab7eb21f9ec5f250be311e3baab9cb8afd21181142ff1d0adcba1a8
-- pgplumb: after ece30b5624286bec4dca6d7790ab2c16bc52e3f1c657ab96603fdbe349427839
-- pgplumb: hazard access_change: privileges are granted on schema public

SET LOCAL check_function_bodies = off;

GRANT ALL ON SCHEMA public TO sel_migrator;

CREATE EXTENSION btree_gist WITH SCHEMA public;

COMMENT ON EXTENSION btree_gist IS 'support for indexing common datatypes in GiST';

CREATE EXTENSION cube WITH SCHEMA public;

COMMENT ON EXTENSION cube IS 'data type for multidimensional cubes';

CREATE EXTENSION earthdistance WITH SCHEMA public;

COMMENT ON EXTENSION earthdistance IS 'calculate great-circle distances on the surface of the Earth';

CREATE EXTENSION pg_trgm WITH SCHEMA public;

COMMENT ON EXTENSION pg_trgm IS 'text similarity measurement and index searching based on trigrams';

CREATE DOMAIN public.confidence AS numeric CONSTRAINT confidence_range CHECK (((VALUE >= (0)::numeric) AND (VALUE <= (1)::numeric)));

COMMENT ON DOMAIN public.confidence IS 'How sure a source or a matcher is, from 0 (not at all) to 1 (certain).';

CREATE DOMAIN public.country_code AS text CONSTRAINT country_code_shape CHECK ((VALUE ~ '^[A-Z]{2}$'::text));

COMMENT ON DOMAIN public.country_code IS 'An ISO 3166-1 country, two capital letters.';

CREATE DOMAIN public.iana_time_zone AS text CONSTRAINT iana_time_zone_known CHECK ((VALUE = ANY (ARRAY['UTC'::text, 'Africa/Abidjan'::text, 'Africa/Accra'::text, 'Africa/Addis_Ababa'::text, 'Africa/Algiers'::text, 'Africa/Asmara'::text, 'Africa/Bamako'::text, 'Africa/Bangui'::text, 'Africa/Banjul'::text, 'Africa/Bissau'::text, 'Africa/Blantyre'::text, 'Africa/Brazzaville'::text, 'Africa/Bujumbura'::text, 'Africa/Cairo'::text, 'Africa/Casablanca'::text, 'Africa/Ceuta'::text, 'Africa/Conakry'::text, 'Africa/Dakar'::text, 'Africa/Dar_es_Salaam'::text, 'Africa/Djibouti'::text, 'Africa/Douala'::text, 'Africa/El_Aaiun'::text, 'Africa/Freetown'::text, 'Africa/Gaborone'::text, 'Africa/Harare'::text, 'Africa/Johannesburg'::text, 'Africa/Juba'::text, 'Africa/Kampala'::text, 'Africa/Khartoum'::text, 'Africa/Kigali'::text, 'Africa/Kinshasa'::text, 'Africa/Lagos'::text, 'Africa/Libreville'::text, 'Africa/Lome'::text, 'Africa/Luanda'::text, 'Africa/Lubumbashi'::text, 'Africa/Lusaka'::text, 'Africa/Malabo'::text, 'Africa/Maputo'::text, 'Africa/Maseru'::text, 'Africa/Mbabane'::text, 'Africa/Mogadishu'::text, 'Africa/Monrovia'::text, 'Africa/Nairobi'::text, 'Africa/Ndjamena'::text, 'Africa/Niamey'::text, 'Africa/Nouakchott'::text, 'Africa/Ouagadougou'::text, 'Africa/Porto-Novo'::text, 'Africa/Sao_Tome'::text, 'Africa/Tripoli'::text, 'Africa/Tunis'::text, 'Africa/Windhoek'::text, 'America/Adak'::text, 'America/Anchorage'::text, 'America/Anguilla'::text, 'America/Antigua'::text, 'America/Araguaina'::text, 'America/Argentina/Buenos_Aires'::text, 'America/Argentina/Catamarca'::text, 'America/Argentina/Cordoba'::text, 'America/Argentina/Jujuy'::text, 'America/Argentina/La_Rioja'::text, 'America/Argentina/Mendoza'::text, 'America/Argentina/Rio_Gallegos'::text, 'America/Argentina/Salta'::text, 'America/Argentina/San_Juan'::text, 'America/Argentina/San_Luis'::text, 'America/Argentina/Tucuman'::text, 'America/Argentina/Ushuaia'::text, 'America/Aruba'::text, 'America/Asuncion'::text, 'America/Atikokan'::text, 'America/Bahia'::text, 'America/Bahia_Banderas'::text, 'America/Barbados'::text, 'America/Belem'::text, 'America/Belize'::text, 'America/Blanc-Sablon'::text, 'America/Boa_Vista'::text, 'America/Bogota'::text, 'America/Boise'::text, 'America/Cambridge_Bay'::text, 'America/Campo_Grande'::text, 'America/Cancun'::text, 'America/Caracas'::text, 'America/Cayenne'::text, 'America/Cayman'::text, 'America/Chicago'::text, 'America/Chihuahua'::text, 'America/Ciudad_Juarez'::text, 'America/Costa_Rica'::text, 'America/Coyhaique'::text, 'America/Creston'::text, 'America/Cuiaba'::text, 'America/Curacao'::text, 'America/Danmarkshavn'::text, 'America/Dawson'::text, 'America/Dawson_Creek'::text, 'America/Denver'::text, 'America/Detroit'::text, 'America/Dominica'::text, 'America/Edmonton'::text, 'America/Eirunepe'::text, 'America/El_Salvador'::text, 'America/Fort_Nelson'::text, 'America/Fortaleza'::text, 'America/Glace_Bay'::text, 'America/Goose_Bay'::text, 'America/Grand_Turk'::text, 'America/Grenada'::text, 'America/Guadeloupe'::text, 'America/Guatemala'::text, 'America/Guayaquil'::text, 'America/Guyana'::text, 'America/Halifax'::text, 'America/Havana'::text, 'America/Hermosillo'::text, 'America/Indiana/Indianapolis'::text, 'America/Indiana/Knox'::text, 'America/Indiana/Marengo'::text, 'America/Indiana/Petersburg'::text, 'America/Indiana/Tell_City'::text, 'America/Indiana/Vevay'::text, 'America/Indiana/Vincennes'::text, 'America/Indiana/Winamac'::text, 'America/Inuvik'::text, 'America/Iqaluit'::text, 'America/Jamaica'::text, 'America/Juneau'::text, 'America/Kentucky/Louisville'::text, 'America/Kentucky/Monticello'::text, 'America/Kralendijk'::text, 'America/La_Paz'::text, 'America/Lima'::text, 'America/Los_Angeles'::text, 'America/Lower_Princes'::text, 'America/Maceio'::text, 'America/Managua'::text, 'America/Manaus'::text, 'America/Marigot'::text, 'America/Martinique'::text, 'America/Matamoros'::text, 'America/Mazatlan'::text, 'America/Menominee'::text, 'America/Merida'::text, 'America/Metlakatla'::text, 'America/Mexico_City'::text, 'America/Miquelon'::text, 'America/Moncton'::text, 'America/Monterrey'::text, 'America/Montevideo'::text, 'America/Montserrat'::text, 'America/Nassau'::text, 'America/New_York'::text, 'America/Nome'::text, 'America/Noronha'::text, 'America/North_Dakota/Beulah'::text, 'America/North_Dakota/Center'::text, 'America/North_Dakota/New_Salem'::text, 'America/Nuuk'::text, 'America/Ojinaga'::text, 'America/Panama'::text, 'America/Paramaribo'::text, 'America/Phoenix'::text, 'America/Port-au-Prince'::text, 'America/Port_of_Spain'::text, 'America/Porto_Velho'::text, 'America/Puerto_Rico'::text, 'America/Punta_Arenas'::text, 'America/Rankin_Inlet'::text, 'America/Recife'::text, 'America/Regina'::text, 'America/Resolute'::text, 'America/Rio_Branco'::text, 'America/Santarem'::text, 'America/Santiago'::text, 'America/Santo_Domingo'::text, 'America/Sao_Paulo'::text, 'America/Scoresbysund'::text, 'America/Sitka'::text, 'America/St_Barthelemy'::text, 'America/St_Johns'::text, 'America/St_Kitts'::text, 'America/St_Lucia'::text, 'America/St_Thomas'::text, 'America/St_Vincent'::text, 'America/Swift_Current'::text, 'America/Tegucigalpa'::text, 'America/Thule'::text, 'America/Tijuana'::text, 'America/Toronto'::text, 'America/Tortola'::text, 'America/Vancouver'::text, 'America/Whitehorse'::text, 'America/Winnipeg'::text, 'America/Yakutat'::text, 'Antarctica/Casey'::text, 'Antarctica/Davis'::text, 'Antarctica/DumontDUrville'::text, 'Antarctica/Macquarie'::text, 'Antarctica/Mawson'::text, 'Antarctica/McMurdo'::text, 'Antarctica/Palmer'::text, 'Antarctica/Rothera'::text, 'Antarctica/Syowa'::text, 'Antarctica/Troll'::text, 'Antarctica/Vostok'::text, 'Asia/Aden'::text, 'Asia/Almaty'::text, 'Asia/Amman'::text, 'Asia/Anadyr'::text, 'Asia/Aqtau'::text, 'Asia/Aqtobe'::text, 'Asia/Ashgabat'::text, 'Asia/Atyrau'::text, 'Asia/Baghdad'::text, 'Asia/Bahrain'::text, 'Asia/Baku'::text, 'Asia/Bangkok'::text, 'Asia/Barnaul'::text, 'Asia/Beirut'::text, 'Asia/Bishkek'::text, 'Asia/Brunei'::text, 'Asia/Chita'::text, 'Asia/Colombo'::text, 'Asia/Damascus'::text, 'Asia/Dhaka'::text, 'Asia/Dili'::text, 'Asia/Dubai'::text, 'Asia/Dushanbe'::text, 'Asia/Famagusta'::text, 'Asia/Gaza'::text, 'Asia/Hebron'::text, 'Asia/Ho_Chi_Minh'::text, 'Asia/Hong_Kong'::text, 'Asia/Hovd'::text, 'Asia/Irkutsk'::text, 'Asia/Jakarta'::text, 'Asia/Jayapura'::text, 'Asia/Jerusalem'::text, 'Asia/Kabul'::text, 'Asia/Kamchatka'::text, 'Asia/Karachi'::text, 'Asia/Kathmandu'::text, 'Asia/Khandyga'::text, 'Asia/Kolkata'::text, 'Asia/Krasnoyarsk'::text, 'Asia/Kuala_Lumpur'::text, 'Asia/Kuching'::text, 'Asia/Kuwait'::text, 'Asia/Macau'::text, 'Asia/Magadan'::text, 'Asia/Makassar'::text, 'Asia/Manila'::text, 'Asia/Muscat'::text, 'Asia/Nicosia'::text, 'Asia/Novokuznetsk'::text, 'Asia/Novosibirsk'::text, 'Asia/Omsk'::text, 'Asia/Oral'::text, 'Asia/Phnom_Penh'::text, 'Asia/Pontianak'::text, 'Asia/Pyongyang'::text, 'Asia/Qatar'::text, 'Asia/Qostanay'::text, 'Asia/Qyzylorda'::text, 'Asia/Riyadh'::text, 'Asia/Sakhalin'::text, 'Asia/Samarkand'::text, 'Asia/Seoul'::text, 'Asia/Shanghai'::text, 'Asia/Singapore'::text, 'Asia/Srednekolymsk'::text, 'Asia/Taipei'::text, 'Asia/Tashkent'::text, 'Asia/Tbilisi'::text, 'Asia/Tehran'::text, 'Asia/Thimphu'::text, 'Asia/Tokyo'::text, 'Asia/Tomsk'::text, 'Asia/Ulaanbaatar'::text, 'Asia/Urumqi'::text, 'Asia/Ust-Nera'::text, 'Asia/Vientiane'::text, 'Asia/Vladivostok'::text, 'Asia/Yakutsk'::text, 'Asia/Yangon'::text, 'Asia/Yekaterinburg'::text, 'Asia/Yerevan'::text, 'Atlantic/Azores'::text, 'Atlantic/Bermuda'::text, 'Atlantic/Canary'::text, 'Atlantic/Cape_Verde'::text, 'Atlantic/Faroe'::text, 'Atlantic/Madeira'::text, 'Atlantic/Reykjavik'::text, 'Atlantic/South_Georgia'::text, 'Atlantic/St_Helena'::text, 'Atlantic/Stanley'::text, 'Australia/Adelaide'::text, 'Australia/Brisbane'::text, 'Australia/Broken_Hill'::text, 'Australia/Darwin'::text, 'Australia/Eucla'::text, 'Australia/Hobart'::text, 'Australia/Lindeman'::text, 'Australia/Lord_Howe'::text, 'Australia/Melbourne'::text, 'Australia/Perth'::text, 'Australia/Sydney'::text, 'Europe/Amsterdam'::text, 'Europe/Andorra'::text, 'Europe/Astrakhan'::text, 'Europe/Athens'::text, 'Europe/Belgrade'::text, 'Europe/Berlin'::text, 'Europe/Bratislava'::text, 'Europe/Brussels'::text, 'Europe/Bucharest'::text, 'Europe/Budapest'::text, 'Europe/Busingen'::text, 'Europe/Chisinau'::text, 'Europe/Copenhagen'::text, 'Europe/Dublin'::text, 'Europe/Gibraltar'::text, 'Europe/Guernsey'::text, 'Europe/Helsinki'::text, 'Europe/Isle_of_Man'::text, 'Europe/Istanbul'::text, 'Europe/Jersey'::text, 'Europe/Kaliningrad'::text, 'Europe/Kirov'::text, 'Europe/Kyiv'::text, 'Europe/Lisbon'::text, 'Europe/Ljubljana'::text, 'Europe/London'::text, 'Europe/Luxembourg'::text, 'Europe/Madrid'::text, 'Europe/Malta'::text, 'Europe/Mariehamn'::text, 'Europe/Minsk'::text, 'Europe/Monaco'::text, 'Europe/Moscow'::text, 'Europe/Oslo'::text, 'Europe/Paris'::text, 'Europe/Podgorica'::text, 'Europe/Prague'::text, 'Europe/Riga'::text, 'Europe/Rome'::text, 'Europe/Samara'::text, 'Europe/San_Marino'::text, 'Europe/Sarajevo'::text, 'Europe/Saratov'::text, 'Europe/Simferopol'::text, 'Europe/Skopje'::text, 'Europe/Sofia'::text, 'Europe/Stockholm'::text, 'Europe/Tallinn'::text, 'Europe/Tirane'::text, 'Europe/Ulyanovsk'::text, 'Europe/Vaduz'::text, 'Europe/Vatican'::text, 'Europe/Vienna'::text, 'Europe/Vilnius'::text, 'Europe/Volgograd'::text, 'Europe/Warsaw'::text, 'Europe/Zagreb'::text, 'Europe/Zurich'::text, 'Indian/Antananarivo'::text, 'Indian/Chagos'::text, 'Indian/Christmas'::text, 'Indian/Cocos'::text, 'Indian/Comoro'::text, 'Indian/Kerguelen'::text, 'Indian/Mahe'::text, 'Indian/Maldives'::text, 'Indian/Mauritius'::text, 'Indian/Mayotte'::text, 'Indian/Reunion'::text, 'Pacific/Apia'::text, 'Pacific/Auckland'::text, 'Pacific/Bougainville'::text, 'Pacific/Chatham'::text, 'Pacific/Chuuk'::text, 'Pacific/Easter'::text, 'Pacific/Efate'::text, 'Pacific/Fakaofo'::text, 'Pacific/Fiji'::text, 'Pacific/Funafuti'::text, 'Pacific/Galapagos'::text, 'Pacific/Gambier'::text, 'Pacific/Guadalcanal'::text, 'Pacific/Guam'::text, 'Pacific/Honolulu'::text, 'Pacific/Kanton'::text, 'Pacific/Kiritimati'::text, 'Pacific/Kosrae'::text, 'Pacific/Kwajalein'::text, 'Pacific/Majuro'::text, 'Pacific/Marquesas'::text, 'Pacific/Midway'::text, 'Pacific/Nauru'::text, 'Pacific/Niue'::text, 'Pacific/Norfolk'::text, 'Pacific/Noumea'::text, 'Pacific/Pago_Pago'::text, 'Pacific/Palau'::text, 'Pacific/Pitcairn'::text, 'Pacific/Pohnpei'::text, 'Pacific/Port_Moresby'::text, 'Pacific/Rarotonga'::text, 'Pacific/Saipan'::text, 'Pacific/Tahiti'::text, 'Pacific/Tarawa'::text, 'Pacific/Tongatapu'::text, 'Pacific/Wake'::text, 'Pacific/Wallis'::text])));

COMMENT ON DOMAIN public.iana_time_zone IS 'Name of a time zone of a place, such as America/Toronto, or UTC. No abbreviations and no offsets.';

CREATE DOMAIN public.trust_level AS integer CONSTRAINT trust_level_range CHECK (((VALUE >= 1) AND (VALUE <= 10)));

COMMENT ON DOMAIN public.trust_level IS 'How far a source or node is trusted: 10 official, 5 community, 1 unverified.';

CREATE DOMAIN public.ulid AS text CONSTRAINT ulid_shape CHECK ((VALUE ~ '^[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));

COMMENT ON DOMAIN public.ulid IS 'A ULID: 26 of Crockford''s base-32 digits, the first ten of them the time in milliseconds. Sorts by time; part of public addresses.';

CREATE DOMAIN public.web_address AS text CONSTRAINT web_address_shape CHECK ((VALUE ~ '^https?://[^[:space:]]+$'::text));

COMMENT ON DOMAIN public.web_address IS 'An absolute http or https address, without white space.';

CREATE SEQUENCE public.event_changes_seq;

COMMENT ON SEQUENCE public.event_changes_seq IS 'Numbers the changes of events in the order of their commits; gaps are normal.';

CREATE OR REPLACE FUNCTION public.column_of_property(p_field_name text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE p_field_name WHEN 'name'::text THEN 'events.name'::text WHEN 'description'::text THEN 'events.description'::text WHEN 'url'::text THEN 'events.virtual_url'::text WHEN 'location'::text THEN 'events.primary_venue_id'::text WHEN 'organizer'::text THEN 'events.organizer_id'::text WHEN 'eventStatus'::text THEN 'events.event_status'::text WHEN 'license'::text THEN 'events.license_url'::text WHEN 'startDate'::text THEN 'event_occurrences.start_time'::text WHEN 'endDate'::text THEN 'event_occurrences.end_time'::text WHEN 'doorTime'::text THEN 'event_occurrences.door_time'::text ELSE NULL::text END;

COMMENT ON FUNCTION public.column_of_property(text) IS 'Table and column that hold a property of schema.org that field_provenance speaks of; null for any other word.';

CREATE OR REPLACE FUNCTION public.earth_point(p_latitude double precision, p_longitude double precision)
 RETURNS public.cube
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog', 'public'
RETURN public.ll_to_earth(p_latitude, p_longitude);

COMMENT ON FUNCTION public.earth_point(double precision, double precision) IS 'Point on the globe, in metres from its centre; null where either coordinate, in degrees, is.';

CREATE OR REPLACE FUNCTION public.event_document(p_name text, p_description text)
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN to_tsvector('english'::regconfig, ((COALESCE(p_name, ''::text) || ' '::text) || COALESCE(p_description, ''::text)));

COMMENT ON FUNCTION public.event_document(text, text) IS 'What searches for events look in: the words of name and description, in English.';

CREATE OR REPLACE FUNCTION public.guard_event_history()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    -- Knowledge ends; it is never changed afterwards.
    if to_jsonb(new) - 'system_period' <> to_jsonb(old) - 'system_period'
        or not upper_inf(old.system_period)
        or upper_inf(new.system_period)
        or lower(new.system_period) is distinct from lower(old.system_period)
    then
        raise insufficient_privilege using
            message = format('row %s of event_history can only be closed, once', old.history_id),
            table = tg_table_name;
    end if;
    return new;
end;
$function$;

COMMENT ON FUNCTION public.guard_event_history() IS 'Trigger: refuses (42501) every change of event_history but the end of an open system_period.';

CREATE OR REPLACE FUNCTION public.guard_event_identity()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    if new.id <> old.id or new.ulid <> old.ulid then
        raise check_violation using
            message = format('event %s keeps its id and ulid', old.id),
            hint = 'Others refer to the event by them.',
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return new;
end;
$function$;

COMMENT ON FUNCTION public.guard_event_identity() IS 'Trigger: refuses (23514) another id or ulid.';

CREATE OR REPLACE FUNCTION public.guard_lifecycle_transition()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    if not format('%s>%s', old.lifecycle_state, new.lifecycle_state) = any (tg_argv) then
        raise check_violation using
            message = format('event %s cannot go from %s to %s', new.id, old.lifecycle_state, new.lifecycle_state),
            table = tg_table_name,
            constraint = tg_name;
    end if;
    return new;
end;
$function$;

COMMENT ON FUNCTION public.guard_lifecycle_transition() IS 'Trigger: allows the changes of lifecycle_state given as arguments, each written from>to, and no other (23514).';

CREATE OR REPLACE FUNCTION public.license_url_of(p_license text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE p_license WHEN 'cc0'::text THEN 'https://creativecommons.org/publicdomain/zero/1.0/'::text WHEN 'cc-by'::text THEN 'https://creativecommons.org/licenses/by/4.0/'::text WHEN 'proprietary'::text THEN 'https://rightsstatements.org/vocab/InC/1.0/'::text ELSE 'https://rightsstatements.org/vocab/UND/1.0/'::text END;

COMMENT ON FUNCTION public.license_url_of(text) IS 'Address that states a licence (cc0, cc-by, proprietary, unknown) where the source gives none of its own.';

CREATE OR REPLACE FUNCTION public.new_ulid()
 RETURNS public.ulid
 LANGUAGE sql
 PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'public'
BEGIN ATOMIC
 WITH made AS MATERIALIZED (
          SELECT (floor((EXTRACT(epoch FROM clock_timestamp()) * (1000)::numeric)))::bigint AS milliseconds,
             sha256(uuid_send(gen_random_uuid())) AS noise
         ), digits AS (
          SELECT d.place,
             (((m.milliseconds >> (45 - (5 * d.place))) & (31)::bigint))::integer AS digit
            FROM made m,
             generate_series(0, 9) d(place)
         UNION ALL
          SELECT (10 + d.place),
             (get_byte(m.noise, d.place) & 31)
            FROM made m,
             generate_series(0, 15) d(place)
         )
  SELECT (string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ'::text, (1 + digits.digit), 1), ''::text ORDER BY digits.place))::public.ulid AS string_agg
    FROM digits;
END;

COMMENT ON FUNCTION public.new_ulid() IS 'A fresh ULID: the time in milliseconds, then 80 random bits.';

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    raise insufficient_privilege using
        message = format('%s on %s is refused: its rows stay as they were written', lower(tg_op), tg_table_name),
        table = tg_table_name;
end;
$function$;

COMMENT ON FUNCTION public.refuse_change() IS 'Trigger: refuses (42501) whatever fires it.';

CREATE OR REPLACE FUNCTION public.refuse_truncate()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    raise insufficient_privilege using
        message = format('truncate on %s is refused: it would leave nothing in event_changes', tg_table_name),
        hint = 'Delete the rows instead.',
        table = tg_table_name;
end;
$function$;

COMMENT ON FUNCTION public.refuse_truncate() IS 'Trigger: refuses (42501) to TRUNCATE what is published, for no row trigger would see it.';

CREATE OR REPLACE FUNCTION public.set_updated_at()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    -- Generated columns are null in a BEFORE trigger (TG-TRAP-27). They follow from the others, and are named as arguments.
    v_aside constant text[] := coalesce(tg_argv, '{}') || array['updated_at'];
begin
    if to_jsonb(new) - v_aside is distinct from to_jsonb(old) - v_aside then
        new.updated_at := now();
    else
        new.updated_at := old.updated_at;
    end if;
    return new;
end;
$function$;

COMMENT ON FUNCTION public.set_updated_at() IS 'Trigger: stamps updated_at with the time of the transaction if anything else changed, and leaves it otherwise. Arguments: the table''s generated columns.';

CREATE OR REPLACE FUNCTION public.take_outbox_turn()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    -- TG-INV-11, TG-TRAP-08: a number is taken when a row is written and seen when it is committed. Whoever changes events
    -- therefore waits for those before. Before the statement locks any row, so that nobody waits in a circle.
    perform pg_advisory_xact_lock(hashtextextended('event_changes', 0));
    return null;
end;
$function$;

COMMENT ON FUNCTION public.take_outbox_turn() IS 'Trigger: lets one transaction at a time write to event_changes, until it ends.';

CREATE TABLE public.entity_identifiers (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    event_id uuid,
    place_id uuid,
    organization_id uuid,
    person_id uuid,
    entity_type text GENERATED ALWAYS AS (
CASE
    WHEN (event_id IS NOT NULL) THEN 'event'::text
    WHEN (place_id IS NOT NULL) THEN 'place'::text
    WHEN (organization_id IS NOT NULL) THEN 'organization'::text
    ELSE 'person'::text
END) STORED NOT NULL,
    entity_id uuid GENERATED ALWAYS AS (COALESCE(event_id, place_id, organization_id, person_id)) STORED NOT NULL,
    scheme text NOT NULL,
    uri public.web_address NOT NULL,
    confidence public.confidence DEFAULT 1 NOT NULL,
    is_canonical boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT entity_identifiers_pkey PRIMARY KEY (id),
    CONSTRAINT entity_identifiers_once_key UNIQUE (entity_type, entity_id, scheme, uri),
    CONSTRAINT entity_identifiers_of_one CHECK ((((event_id IS NOT NULL) AND (place_id IS NULL) AND (organization_id IS NULL) AND (person_id IS NULL)) OR ((event_id IS NULL) AND (place_id IS NOT NULL) AND (organization_id IS NULL) AND (person_id IS NULL)) OR ((event_id IS NULL) AND (place_id IS NULL) AND (organization_id IS NOT NULL) AND (person_id IS NULL)) OR ((event_id IS NULL) AND (place_id IS NULL) AND (organization_id IS NULL) AND (person_id IS NOT NULL)))),
    CONSTRAINT entity_identifiers_scheme_known CHECK ((scheme = ANY (ARRAY['artsdata'::text, 'wikidata'::text, 'isni'::text, 'musicbrainz'::text, 'other'::text])))
);

CREATE UNIQUE INDEX idx_entity_identifiers_canonical ON public.entity_identifiers USING btree (entity_type, entity_id, scheme) WHERE is_canonical;

CREATE INDEX idx_entity_identifiers_event ON public.entity_identifiers USING btree (event_id);

CREATE INDEX idx_entity_identifiers_organization ON public.entity_identifiers USING btree (organization_id);

CREATE INDEX idx_entity_identifiers_person ON public.entity_identifiers USING btree (person_id);

CREATE INDEX idx_entity_identifiers_place ON public.entity_identifiers USING btree (place_id);

CREATE TRIGGER entity_identifiers_set_updated_at BEFORE UPDATE ON public.entity_identifiers FOR EACH ROW EXECUTE FUNCTION public.set_updated_at('entity_type', 'entity_id');

COMMENT ON COLUMN public.entity_identifiers.confidence IS 'How sure the match is, 0 to 1.';

COMMENT ON COLUMN public.entity_identifiers.created_at IS 'When the row was made.';

COMMENT ON COLUMN public.entity_identifiers.entity_id IS 'Key of what it names.';

COMMENT ON COLUMN public.entity_identifiers.entity_type IS 'event, place, organization or person.';

COMMENT ON COLUMN public.entity_identifiers.event_id IS 'The event that it names; null for other kinds.';

COMMENT ON COLUMN public.entity_identifiers.id IS 'Key of the row.';

COMMENT ON COLUMN public.entity_identifiers.is_canonical IS 'Whether it is the one to go by, among those of its scheme.';

COMMENT ON COLUMN public.entity_identifiers.organization_id IS 'The organisation that it names; null for other kinds.';

COMMENT ON COLUMN public.entity_identifiers.person_id IS 'The person that it names; null for other kinds.';

COMMENT ON COLUMN public.entity_identifiers.place_id IS 'The place that it names; null for other kinds.';

COMMENT ON COLUMN public.entity_identifiers.scheme IS 'Who gave it: artsdata, wikidata, isni, musicbrainz or other.';

COMMENT ON COLUMN public.entity_identifiers.updated_at IS 'When the row last changed.';

COMMENT ON COLUMN public.entity_identifiers.uri IS 'The identifier, as an address.';

COMMENT ON TABLE public.entity_identifiers IS 'One row per identifier that another authority gave to an event, a place, an organisation or a person; goes with what it names.';

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.entity_identifiers TO sel_app;

GRANT SELECT ON TABLE public.entity_identifiers TO sel_readonly;

CREATE TABLE public.event_changes (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    sequence_number bigint DEFAULT nextval('public.event_changes_seq'::regclass) NOT NULL,
    event_id uuid NOT NULL,
    action text NOT NULL,
    changed_fields text[],
    snapshot jsonb NOT NULL,
    purged boolean DEFAULT false NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT event_changes_pkey PRIMARY KEY (id),
    CONSTRAINT event_changes_sequence_number_key UNIQUE (sequence_number),
    CONSTRAINT event_changes_action_known CHECK ((action = ANY (ARRAY['create'::text, 'update'::text, 'delete'::text]))),
    CONSTRAINT event_changes_fields_of_update CHECK (
CASE action
    WHEN 'update'::text THEN ((changed_fields IS NOT NULL) AND (cardinality(changed_fields) > 0))
    ELSE (changed_fields IS NULL)
END),
    CONSTRAINT event_changes_purged_is_delete CHECK (((NOT purged) OR (action = 'delete'::text)))
);

CREATE INDEX idx_event_changes_event ON public.event_changes USING btree (event_id, sequence_number);

CREATE INDEX idx_event_changes_time ON public.event_changes USING btree (changed_at);

CREATE TRIGGER event_changes_append_only BEFORE UPDATE ON public.event_changes FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER event_changes_no_truncate BEFORE TRUNCATE ON public.event_changes FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

COMMENT ON COLUMN public.event_changes.action IS 'create, update or delete, a soft delete included.';

COMMENT ON COLUMN public.event_changes.changed_at IS 'When the transaction that made the change began.';

COMMENT ON COLUMN public.event_changes.changed_fields IS 'Names of the columns that differ, in alphabetical order, or occurrences or performers; null unless action is update.';

COMMENT ON COLUMN public.event_changes.event_id IS 'Key of the event, which may be gone.';

COMMENT ON COLUMN public.event_changes.id IS 'Running number of the row.';

COMMENT ON COLUMN public.event_changes.purged IS 'Whether the row left the table; false for a soft delete, and unless action is delete.';

COMMENT ON COLUMN public.event_changes.sequence_number IS 'Place in the order of commits; a reader that goes on from the highest it has seen misses nothing. From event_changes_seq.';

COMMENT ON COLUMN public.event_changes.snapshot IS 'The row of events after the change, with its occurrences and performers; as it was last, where it is gone.';

COMMENT ON TABLE public.event_changes IS 'One row per change of an event, written by its trigger in the same transaction. Append-only, so without created_at and updated_at.';

GRANT SELECT ON TABLE public.event_changes TO sel_app;

GRANT SELECT ON TABLE public.event_changes TO sel_readonly;

CREATE TABLE public.event_history (
    history_id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    event_id uuid NOT NULL,
    valid_period tstzrange NOT NULL,
    system_period tstzrange DEFAULT tstzrange(clock_timestamp(), NULL::timestamp with time zone) NOT NULL,
    snapshot jsonb NOT NULL,
    changed_by text,
    CONSTRAINT event_history_pkey PRIMARY KEY (history_id),
    CONSTRAINT event_history_one_truth EXCLUDE USING gist (event_id WITH =, valid_period WITH &&, system_period WITH &&),
    CONSTRAINT event_history_system_not_empty CHECK ((NOT isempty(system_period))),
    CONSTRAINT event_history_valid_not_empty CHECK ((NOT isempty(valid_period)))
);

CREATE OR REPLACE FUNCTION public.event_as_of(p_event_id uuid, p_valid_at timestamp with time zone, p_known_at timestamp with time zone DEFAULT now())
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public'
BEGIN ATOMIC
 SELECT h.snapshot
    FROM public.event_history h
   WHERE ((h.event_id = event_as_of.p_event_id) AND (h.valid_period @> event_as_of.p_valid_at) AND (h.system_period @> event_as_of.p_known_at));
END;

COMMENT ON FUNCTION public.event_as_of(uuid, timestamp with time zone, timestamp with time zone) IS 'How an event was at one moment, as far as was known at another; null where nothing was known of it.';

CREATE OR REPLACE FUNCTION public.record_event_version(p_event_id uuid, p_snapshot jsonb, p_valid tstzrange DEFAULT NULL::tstzrange, p_changed_by text DEFAULT NULL::text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_now timestamptz;
    v_valid tstzrange;
    v_closed record;
begin
    perform pg_advisory_xact_lock(hashtextextended('event_history ' || p_event_id::text, 0));
    -- Later than all that is known, however fast changes follow each other and wherever the clock is set.
    select greatest(clock_timestamp(), max(lower(h.system_period)) + interval '1 microsecond')
    into v_now
    from event_history h
    where h.event_id = p_event_id;
    v_valid := coalesce(p_valid, tstzrange(v_now, null));
    for v_closed in
        update event_history h
        set system_period = tstzrange(lower(h.system_period), v_now)
        where h.event_id = p_event_id and upper_inf(h.system_period) and h.valid_period && v_valid
        returning h.valid_period, h.snapshot, h.changed_by
    loop
        -- What was so before and after stays known.
        insert into event_history (event_id, valid_period, system_period, snapshot, changed_by)
        select p_event_id, r.period, tstzrange(v_now, null), v_closed.snapshot, v_closed.changed_by
        from unnest(tstzmultirange(v_closed.valid_period) - tstzmultirange(v_valid)) as r (period);
    end loop;
    if p_snapshot is not null then
        insert into event_history (event_id, valid_period, system_period, snapshot, changed_by)
        values (
            p_event_id, v_valid, tstzrange(v_now, null), p_snapshot,
            coalesce(p_changed_by, nullif(current_setting('sel.actor', true), ''), session_user)
        );
    end if;
end;
$function$;

COMMENT ON FUNCTION public.record_event_version(uuid, jsonb, tstzrange, text) IS 'Records from now on that an event was as in the snapshot during a period (null: from now on); a snapshot of null: that there was none. What was known before stays, as known until now.';

REVOKE ALL ON FUNCTION public.record_event_version(uuid, jsonb, tstzrange, text) FROM PUBLIC;

GRANT ALL ON FUNCTION public.record_event_version(uuid, jsonb, tstzrange, text) TO sel_app;

CREATE TRIGGER event_history_append_only BEFORE UPDATE ON public.event_history FOR EACH ROW EXECUTE FUNCTION public.guard_event_history();

CREATE TRIGGER event_history_no_truncate BEFORE TRUNCATE ON public.event_history FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

COMMENT ON COLUMN public.event_history.changed_by IS 'Who made the change: the setting sel.actor, or else the role that was logged in; null where not known.';

COMMENT ON COLUMN public.event_history.event_id IS 'Key of the event, which may be gone.';

COMMENT ON COLUMN public.event_history.history_id IS 'Running number of the row.';

COMMENT ON COLUMN public.event_history.snapshot IS 'The row of events, with its occurrences and performers, as JSON.';

COMMENT ON COLUMN public.event_history.system_period IS 'When we believed it; without an end: we still do.';

COMMENT ON COLUMN public.event_history.valid_period IS 'When the event was so.';

COMMENT ON TABLE public.event_history IS 'One row per state of an event, with the two times it has. Append-only but for the end of system_period, so without created_at and updated_at; no foreign key, for it outlives the event.';

GRANT SELECT ON TABLE public.event_history TO sel_app;

GRANT SELECT ON TABLE public.event_history TO sel_readonly;

CREATE TABLE public.event_occurrences (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    event_id uuid NOT NULL,
    start_time timestamp with time zone NOT NULL,
    end_time timestamp with time zone,
    door_time timestamp with time zone,
    timezone public.iana_time_zone NOT NULL,
    local_start_date date GENERATED ALWAYS AS (((start_time AT TIME ZONE (timezone)::text))::date) STORED NOT NULL,
    local_start_time time without time zone GENERATED ALWAYS AS (((start_time AT TIME ZONE (timezone)::text))::time without time zone) STORED NOT NULL,
    venue_id uuid,
    virtual_url public.web_address,
    occurrence_status text DEFAULT 'scheduled'::text NOT NULL,
    sequence_number bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT event_occurrences_pkey PRIMARY KEY (id),
    CONSTRAINT event_occurrences_of_event_key UNIQUE (id, event_id),
    CONSTRAINT event_occurrences_once_key UNIQUE NULLS NOT DISTINCT (event_id, start_time, venue_id),
    CONSTRAINT event_occurrences_sequence_number_key UNIQUE (sequence_number),
    CONSTRAINT event_occurrences_doors_before_start CHECK (((door_time IS NULL) OR (door_time <= start_time))),
    CONSTRAINT event_occurrences_end_after_start CHECK (((end_time IS NULL) OR (end_time > start_time))),
    CONSTRAINT event_occurrences_status_known CHECK ((occurrence_status = ANY (ARRAY['scheduled'::text, 'cancelled'::text, 'sold_out'::text, 'postponed'::text, 'completed'::text])))
);

CREATE INDEX idx_event_occurrences_local_date ON public.event_occurrences USING btree (local_start_date);

CREATE INDEX idx_event_occurrences_local_time ON public.event_occurrences USING btree (local_start_time);

CREATE INDEX idx_event_occurrences_span ON public.event_occurrences USING gist (tstzrange(start_time, end_time));

CREATE INDEX idx_event_occurrences_start ON public.event_occurrences USING btree (start_time);

CREATE INDEX idx_event_occurrences_venue_start ON public.event_occurrences USING btree (venue_id, start_time);

CREATE TRIGGER event_occurrences_no_truncate BEFORE TRUNCATE ON public.event_occurrences FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_truncate();

CREATE TRIGGER event_occurrences_outbox_turn BEFORE INSERT OR DELETE OR UPDATE ON public.event_occurrences FOR EACH STATEMENT EXECUTE FUNCTION public.take_outbox_turn();

CREATE TRIGGER event_occurrences_set_updated_at BEFORE UPDATE ON public.event_occurrences FOR EACH ROW EXECUTE FUNCTION public.set_updated_at('local_start_date', 'local_start_time');

COMMENT ON COLUMN public.event_occurrences.created_at IS 'When the row was made (schema:dateCreated).';

COMMENT ON COLUMN public.event_occurrences.door_time IS 'When people are let in, not after the start; null where not told (schema:doorTime).';

COMMENT ON COLUMN public.event_occurrences.end_time IS 'When it ends, after it began; null where not told (schema:endDate).';

COMMENT ON COLUMN public.event_occurrences.event_id IS 'What takes place (schema:superEvent).';

COMMENT ON COLUMN public.event_occurrences.id IS 'Key of the occurrence (schema:identifier).';

COMMENT ON COLUMN public.event_occurrences.local_start_date IS 'Date on the calendar of the place when it begins (schema:startDate).';

COMMENT ON COLUMN public.event_occurrences.local_start_time IS 'Time on the clock of the place when it begins (schema:startTime).';

COMMENT ON COLUMN public.event_occurrences.occurrence_status IS 'scheduled, cancelled, sold_out, postponed or completed (schema:eventStatus).';

COMMENT ON COLUMN public.event_occurrences.sequence_number IS 'Running number, by which pages of a list go on where the last one ended (sel:sequenceNumber).';

COMMENT ON COLUMN public.event_occurrences.start_time IS 'When it begins (schema:startDate).';

COMMENT ON COLUMN public.event_occurrences.timezone IS 'Zone of the place, such as America/Toronto (schema:scheduleTimezone).';

COMMENT ON COLUMN public.event_occurrences.updated_at IS 'When the row last changed (schema:dateModified).';

COMMENT ON COLUMN public.event_occurrences.venue_id IS 'Where it takes place; null: where its event does (schema:location).';

COMMENT ON COLUMN public.event_occurrences.virtual_url IS 'Where it takes place online; null: where its event does (schema:url).';

COMMENT ON TABLE public.event_occurrences IS 'One row per time that an event takes place (schema:Event, as schema:subEvent). To reschedule is to change one of these; they go with their event.';

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.event_occurrences TO sel_app;

GRANT SELECT ON TABLE public.event_occurrences TO sel_readonly;

CREATE TABLE public.event_performers (
    event_id uuid NOT NULL,
    person_id uuid NOT NULL,
    role text NOT NULL,
    performance_order integer,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT event_performers_pkey PRIMARY KEY (event_id, person_id, role),
    CONSTRAINT event_performers_order_positive CHECK (((performance_order IS NULL) OR (performance_order > 0))),
    CONSTRAINT event_performers_role_known CHECK ((role = ANY (ARRAY['headliner'::text, 'opening_act'::text, 'speaker'::text, 'host'::text, 'performer'::text, 'moderator'::text, 'dj'::text, 'conductor'::text, 'other'::text])))
);

CREATE OR REPLACE FUNCTION public.event_parts(p_event_id uuid)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public'
BEGIN ATOMIC
 SELECT jsonb_build_object('occurrences', ( SELECT COALESCE(jsonb_agg((to_jsonb(o.*) - 'event_id'::text) ORDER BY o.start_time, o.id), '[]'::jsonb) AS "coalesce"
            FROM public.event_occurrences o
           WHERE (o.event_id = event_parts.p_event_id)), 'performers', ( SELECT COALESCE(jsonb_agg((to_jsonb(p.*) - 'event_id'::text) ORDER BY p.performance_order, p.person_id, p.role), '[]'::jsonb) AS "coalesce"
            FROM public.event_performers p
           WHERE (p.event_id = event_parts.p_event_id))) AS jsonb_build_object;
END;

CREATE OR REPLACE FUNCTION public.capture_event_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    -- TG-TRAP-04: of a deleted row there is only the old one.
    v_before constant jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
    v_after constant jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
    v_action text;
    v_fields text[];
begin
    -- TG-TRAP-02: the outbox has words of its own for what happened. A soft delete is one to whoever follows.
    v_action := case
        when tg_op = 'INSERT' then 'create'
        when tg_op = 'DELETE' then 'delete'
        when v_after ->> 'lifecycle_state' = 'deleted' and v_before ->> 'lifecycle_state' <> 'deleted' then 'delete'
        else 'update'
    end;
    if tg_op = 'UPDATE' then
        select array_agg(a.key order by a.key)
        into v_fields
        from jsonb_each(v_after) a
        where a.key <> 'updated_at' and a.value is distinct from v_before -> a.key;
        -- TG-TRAP-34: nothing changed, and nobody is woken.
        if v_fields is null then
            return null;
        end if;
    end if;
    insert into event_changes (event_id, action, changed_fields, snapshot, purged)
    values (
        (coalesce(v_after, v_before) ->> 'id')::uuid,
        v_action,
        case when v_action = 'update' then v_fields end,
        case when tg_op = 'DELETE' then v_before else v_after || event_parts(new.id) end,
        tg_op = 'DELETE'
    );
    return null;
end;
$function$;

COMMENT ON FUNCTION public.capture_event_change() IS 'Trigger: writes the change of an event to event_changes, with the columns that differ and the event as it is now.';

COMMENT ON FUNCTION public.event_parts(uuid) IS 'An object with the occurrences and performers of an event, as they are in their tables, in a fixed order.';

CREATE INDEX idx_event_performers_person ON public.event_performers USING btree (person_id);

CREATE TRIGGER event_performers_no_truncate BEFORE TRUNCATE ON public.event_performers FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_truncate();

CREATE TRIGGER event_performers_outbox_turn BEFORE INSERT OR DELETE OR UPDATE ON public.event_performers FOR EACH STATEMENT EXECUTE FUNCTION public.take_outbox_turn();

CREATE TRIGGER event_performers_set_updated_at BEFORE UPDATE ON public.event_performers FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON COLUMN public.event_performers.created_at IS 'When the row was made (schema:dateCreated).';

COMMENT ON COLUMN public.event_performers.event_id IS 'The event (schema:performerIn).';

COMMENT ON COLUMN public.event_performers.performance_order IS 'Place on the bill, 1 first; null where there is no order (schema:position).';

COMMENT ON COLUMN public.event_performers.person_id IS 'The person (schema:performer).';

COMMENT ON COLUMN public.event_performers.role IS 'headliner, opening_act, speaker, host, performer, moderator, dj, conductor or other (schema:roleName).';

COMMENT ON COLUMN public.event_performers.updated_at IS 'When the row last changed (schema:dateModified).';

COMMENT ON TABLE public.event_performers IS 'One row per person and role at an event (schema:performer); they go with their event.';

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.event_performers TO sel_app;

GRANT SELECT ON TABLE public.event_performers TO sel_readonly;

CREATE TABLE public.event_sources (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    event_id uuid NOT NULL,
    source_id uuid NOT NULL,
    source_event_id text,
    source_url public.web_address,
    payload jsonb NOT NULL,
    payload_hash text GENERATED ALWAYS AS (md5((payload)::text)) STORED NOT NULL,
    retrieved_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT event_sources_pkey PRIMARY KEY (id),
    CONSTRAINT event_sources_once_key UNIQUE NULLS NOT DISTINCT (source_id, source_event_id, payload_hash)
);

CREATE INDEX idx_event_sources_event ON public.event_sources USING btree (event_id);

CREATE TRIGGER event_sources_append_only BEFORE UPDATE ON public.event_sources FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER event_sources_no_truncate BEFORE TRUNCATE ON public.event_sources FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

COMMENT ON COLUMN public.event_sources.event_id IS 'The event that it is about.';

COMMENT ON COLUMN public.event_sources.id IS 'Key of the row.';

COMMENT ON COLUMN public.event_sources.payload IS 'The document, exactly as received.';

COMMENT ON COLUMN public.event_sources.payload_hash IS 'MD5 of the document in hexadecimal, by which the same one is known again.';

COMMENT ON COLUMN public.event_sources.retrieved_at IS 'When it was received.';

COMMENT ON COLUMN public.event_sources.source_event_id IS 'What the source calls the event; null where it has no key.';

COMMENT ON COLUMN public.event_sources.source_id IS 'Who sent it.';

COMMENT ON COLUMN public.event_sources.source_url IS 'Where it was fetched; null where it was sent.';

COMMENT ON TABLE public.event_sources IS 'One row per document received about an event. Append-only, so without created_at and updated_at; goes with its event.';

GRANT INSERT, SELECT ON TABLE public.event_sources TO sel_app;

GRANT SELECT ON TABLE public.event_sources TO sel_readonly;

CREATE TABLE public.events (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    ulid public.ulid DEFAULT public.new_ulid() NOT NULL,
    name text NOT NULL,
    description text,
    lifecycle_state text DEFAULT 'draft'::text NOT NULL,
    event_status text DEFAULT 'https://schema.org/EventScheduled'::text NOT NULL,
    organizer_id uuid,
    primary_venue_id uuid,
    virtual_url public.web_address,
    dedup_hash text GENERATED ALWAYS AS (md5(((((lower(btrim(regexp_replace(name, '\s+'::text, ' '::text, 'g'::text))) || '|'::text) || COALESCE((primary_venue_id)::text, ''::text)) || '|'::text) || COALESCE((virtual_url)::text, ''::text)))) STORED,
    license_url public.web_address DEFAULT 'https://creativecommons.org/publicdomain/zero/1.0/'::text NOT NULL,
    license_status text DEFAULT 'cc0'::text NOT NULL,
    takedown_requested boolean DEFAULT false NOT NULL,
    source_payload jsonb,
    merged_into_id uuid,
    deleted_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT events_pkey PRIMARY KEY (id),
    CONSTRAINT events_ulid_key UNIQUE (ulid),
    CONSTRAINT events_deleted_at_if_deleted CHECK (((lifecycle_state = 'deleted'::text) = (deleted_at IS NOT NULL))),
    CONSTRAINT events_event_status_known CHECK ((event_status = ANY (ARRAY['https://schema.org/EventScheduled'::text, 'https://schema.org/EventCancelled'::text, 'https://schema.org/EventPostponed'::text, 'https://schema.org/EventRescheduled'::text, 'https://schema.org/EventMovedOnline'::text]))),
    CONSTRAINT events_license_fits_url CHECK (((license_status = 'cc0'::text) = ((license_url)::text = 'https://creativecommons.org/publicdomain/zero/1.0/'::text))),
    CONSTRAINT events_license_status_known CHECK ((license_status = ANY (ARRAY['cc0'::text, 'cc-by'::text, 'proprietary'::text, 'unknown'::text]))),
    CONSTRAINT events_lifecycle_state_known CHECK ((lifecycle_state = ANY (ARRAY['draft'::text, 'published'::text, 'postponed'::text, 'rescheduled'::text, 'cancelled'::text, 'completed'::text, 'deleted'::text]))),
    CONSTRAINT events_merged_into_another CHECK (((merged_into_id IS NULL) OR (merged_into_id <> id))),
    CONSTRAINT events_merged_is_deleted CHECK (((merged_into_id IS NULL) OR (lifecycle_state = 'deleted'::text))),
    CONSTRAINT events_name_not_blank CHECK ((name ~ '[^[:space:]]'::text)),
    CONSTRAINT events_somewhere CHECK (((primary_venue_id IS NOT NULL) OR (virtual_url IS NOT NULL))),
    CONSTRAINT events_status_fits_state CHECK (
CASE lifecycle_state
    WHEN 'cancelled'::text THEN (event_status = 'https://schema.org/EventCancelled'::text)
    WHEN 'postponed'::text THEN (event_status = 'https://schema.org/EventPostponed'::text)
    WHEN 'rescheduled'::text THEN (event_status = 'https://schema.org/EventRescheduled'::text)
    WHEN 'deleted'::text THEN true
    ELSE (event_status = ANY (ARRAY['https://schema.org/EventScheduled'::text, 'https://schema.org/EventMovedOnline'::text]))
END)
);

CREATE OR REPLACE FUNCTION public.capture_event_part_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_before constant jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - 'updated_at' end;
    v_after constant jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) - 'updated_at' end;
begin
    if v_before is not distinct from v_after then
        return null;
    end if;
    -- TG-TRAP-07: an event that takes place at another time has changed. One that is gone has told so itself.
    insert into event_changes (event_id, action, changed_fields, snapshot)
    select e.id, 'update', array[tg_argv[0]], to_jsonb(e) || event_parts(e.id)
    from events e
    where e.id in ((v_before ->> 'event_id')::uuid, (v_after ->> 'event_id')::uuid)
    order by e.id;
    return null;
end;
$function$;

COMMENT ON FUNCTION public.capture_event_part_change() IS 'Trigger: writes a change of an event''s occurrences or performers to event_changes, as an update of the event. Argument: the word for changed_fields.';

CREATE OR REPLACE FUNCTION public.log_event_history()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_event record;
begin
    if tg_table_name = 'events' and tg_op = 'DELETE' then
        perform record_event_version(old.id, null);
        return null;
    end if;
    if tg_op = 'UPDATE' and to_jsonb(new) - 'updated_at' = to_jsonb(old) - 'updated_at' then
        return null;
    end if;
    -- Argument: the column that holds the event's key.
    for v_event in
        select e.id, to_jsonb(e) || event_parts(e.id) as snapshot
        from events e
        where e.id in (
            (case when tg_op <> 'INSERT' then to_jsonb(old) ->> tg_argv[0] end)::uuid,
            (case when tg_op <> 'DELETE' then to_jsonb(new) ->> tg_argv[0] end)::uuid
        )
        order by e.id
    loop
        perform record_event_version(v_event.id, v_event.snapshot);
    end loop;
    return null;
end;
$function$;

COMMENT ON FUNCTION public.log_event_history() IS 'Trigger: records in event_history how an event is after a change of it or of its parts. Argument: the column that holds the event''s key.';

ALTER TABLE public.entity_identifiers ADD CONSTRAINT entity_identifiers_event_id_fkey FOREIGN KEY (event_id) REFERENCES public.events(id) ON DELETE CASCADE;

ALTER TABLE public.event_occurrences ADD CONSTRAINT event_occurrences_event_id_fkey FOREIGN KEY (event_id) REFERENCES public.events(id) ON DELETE CASCADE;

CREATE TRIGGER event_occurrences_change_trigger AFTER INSERT OR DELETE OR UPDATE ON public.event_occurrences FOR EACH ROW EXECUTE FUNCTION public.capture_event_part_change('occurrences');

CREATE TRIGGER event_occurrences_history AFTER INSERT OR DELETE OR UPDATE ON public.event_occurrences FOR EACH ROW EXECUTE FUNCTION public.log_event_history('event_id');

ALTER TABLE public.event_performers ADD CONSTRAINT event_performers_event_id_fkey FOREIGN KEY (event_id) REFERENCES public.events(id) ON DELETE CASCADE;

CREATE TRIGGER event_performers_change_trigger AFTER INSERT OR DELETE OR UPDATE ON public.event_performers FOR EACH ROW EXECUTE FUNCTION public.capture_event_part_change('performers');

CREATE TRIGGER event_performers_history AFTER INSERT OR DELETE OR UPDATE ON public.event_performers FOR EACH ROW EXECUTE FUNCTION public.log_event_history('event_id');

ALTER TABLE public.event_sources ADD CONSTRAINT event_sources_event_id_fkey FOREIGN KEY (event_id) REFERENCES public.events(id) ON DELETE CASCADE;

ALTER TABLE public.events ADD CONSTRAINT events_merged_into_id_fkey FOREIGN KEY (merged_into_id) REFERENCES public.events(id);

CREATE INDEX idx_events_dedup_hash ON public.events USING btree (dedup_hash) WHERE (lifecycle_state <> 'deleted'::text);

CREATE INDEX idx_events_lifecycle ON public.events USING btree (lifecycle_state, updated_at);

CREATE INDEX idx_events_merged_into ON public.events USING btree (merged_into_id);

CREATE INDEX idx_events_name_trgm ON public.events USING gin (name public.gin_trgm_ops);

CREATE INDEX idx_events_organizer ON public.events USING btree (organizer_id);

CREATE INDEX idx_events_primary_venue ON public.events USING btree (primary_venue_id);

CREATE INDEX idx_events_search_vector ON public.events USING gin (public.event_document(name, description));

CREATE INDEX idx_events_source_payload ON public.events USING gin (source_payload jsonb_path_ops);

CREATE TRIGGER events_change_trigger AFTER INSERT OR DELETE OR UPDATE ON public.events FOR EACH ROW EXECUTE FUNCTION public.capture_event_change();

CREATE TRIGGER events_history AFTER INSERT OR DELETE OR UPDATE ON public.events FOR EACH ROW EXECUTE FUNCTION public.log_event_history('id');

CREATE TRIGGER events_identity BEFORE UPDATE ON public.events FOR EACH ROW EXECUTE FUNCTION public.guard_event_identity();

CREATE TRIGGER events_lifecycle BEFORE UPDATE ON public.events FOR EACH ROW WHEN ((old.lifecycle_state IS DISTINCT FROM new.lifecycle_state)) EXECUTE FUNCTION public.guard_lifecycle_transition('draft>published', 'draft>deleted', 'published>completed', 'published>postponed', 'published>cancelled', 'published>deleted', 'postponed>rescheduled', 'postponed>cancelled', 'rescheduled>published', 'rescheduled>completed', 'rescheduled>cancelled', 'rescheduled>postponed', 'cancelled>deleted', 'completed>deleted');

CREATE TRIGGER events_no_truncate BEFORE TRUNCATE ON public.events FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_truncate();

CREATE TRIGGER events_outbox_turn BEFORE INSERT OR DELETE OR UPDATE ON public.events FOR EACH STATEMENT EXECUTE FUNCTION public.take_outbox_turn();

CREATE TRIGGER events_set_updated_at BEFORE UPDATE ON public.events FOR EACH ROW EXECUTE FUNCTION public.set_updated_at('dedup_hash');

COMMENT ON COLUMN public.events.created_at IS 'When the row was made (schema:dateCreated).';

COMMENT ON COLUMN public.events.dedup_hash IS 'MD5 of the name in lower case and without spare white space, the venue and the online address, in hexadecimal: equal for what may be the same event (sel:dedupHash).';

COMMENT ON COLUMN public.events.deleted_at IS 'When it went to the state deleted; null in all others (sel:deletedAt).';

COMMENT ON COLUMN public.events.description IS 'What it is about; null where not told. Leaves the node only under CC0 (schema:description).';

COMMENT ON COLUMN public.events.event_status IS 'Address of schema.org for EventScheduled, EventCancelled, EventPostponed, EventRescheduled or EventMovedOnline; goes with lifecycle_state (schema:eventStatus).';

COMMENT ON COLUMN public.events.id IS 'Key of the event on this node; never changes (schema:identifier).';

COMMENT ON COLUMN public.events.license_status IS 'Kind of that licence: cc0, cc-by, proprietary or unknown (schema:usageInfo).';

COMMENT ON COLUMN public.events.license_url IS 'Licence of the text (schema:license).';

COMMENT ON COLUMN public.events.lifecycle_state IS 'draft, published, postponed, rescheduled, cancelled, completed or deleted (merged or spam); see guard_lifecycle_transition() (schema:creativeWorkStatus).';

COMMENT ON COLUMN public.events.merged_into_id IS 'Event that it turned out to be; null unless deleted for that reason (schema:isSimilarTo).';

COMMENT ON COLUMN public.events.name IS 'Name (schema:name).';

COMMENT ON COLUMN public.events.organizer_id IS 'Who organises it; null where not known (schema:organizer).';

COMMENT ON COLUMN public.events.primary_venue_id IS 'Where it takes place, unless an occurrence says otherwise; null for online events (schema:location).';

COMMENT ON COLUMN public.events.source_payload IS 'What was received, exactly as it was; null for our own (schema:isBasedOn).';

COMMENT ON COLUMN public.events.takedown_requested IS 'Whether somebody asked to remove it; then nothing of it leaves the node (sel:takedownRequested).';

COMMENT ON COLUMN public.events.ulid IS 'Public key, 26 characters, part of its address; never changes (schema:identifier).';

COMMENT ON COLUMN public.events.updated_at IS 'When the row last changed (schema:dateModified).';

COMMENT ON COLUMN public.events.virtual_url IS 'Where it takes place online; null where it does not. With a venue too: both (schema:url).';

COMMENT ON TABLE public.events IS 'One row per event (schema:Event): what it is, and not when. Each change leaves a row in event_changes and one in event_history.';

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.events TO sel_app;

GRANT SELECT ON TABLE public.events TO sel_readonly;

CREATE TABLE public.field_provenance (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    event_id uuid NOT NULL,
    occurrence_id uuid,
    field_name text NOT NULL,
    value jsonb NOT NULL,
    source_id uuid NOT NULL,
    confidence public.confidence NOT NULL,
    observed_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT field_provenance_pkey PRIMARY KEY (id),
    CONSTRAINT field_provenance_field_name_known CHECK ((field_name = ANY (ARRAY['name'::text, 'description'::text, 'url'::text, 'location'::text, 'organizer'::text, 'eventStatus'::text, 'license'::text, 'startDate'::text, 'endDate'::text, 'doorTime'::text]))),
    CONSTRAINT field_provenance_occurrence_if_its_field CHECK (((field_name = ANY (ARRAY['startDate'::text, 'endDate'::text, 'doorTime'::text])) = (occurrence_id IS NOT NULL)))
);

CREATE OR REPLACE FUNCTION public.set_event_field(p_event_id uuid, p_field_name text, p_value jsonb, p_source_id uuid, p_confidence numeric, p_occurrence_id uuid DEFAULT NULL::uuid)
 RETURNS uuid
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_text constant text := p_value #>> '{}';
    v_id uuid;
begin
    if p_field_name in ('name', 'description', 'url', 'location', 'organizer') then
        update events e
        set name = case p_field_name when 'name' then v_text else e.name end,
            description = case p_field_name when 'description' then v_text else e.description end,
            virtual_url = case p_field_name when 'url' then v_text else e.virtual_url end,
            primary_venue_id = case p_field_name when 'location' then v_text::uuid else e.primary_venue_id end,
            organizer_id = case p_field_name when 'organizer' then v_text::uuid else e.organizer_id end
        where e.id = p_event_id;
    elsif p_field_name in ('startDate', 'endDate', 'doorTime') then
        update event_occurrences o
        set start_time = case p_field_name when 'startDate' then v_text::timestamptz else o.start_time end,
            end_time = case p_field_name when 'endDate' then v_text::timestamptz else o.end_time end,
            door_time = case p_field_name when 'doorTime' then v_text::timestamptz else o.door_time end
        where o.id = p_occurrence_id and o.event_id = p_event_id;
    else
        raise feature_not_supported using
            message = format('%s is not set by itself', p_field_name),
            hint = 'The state of an event and its licence go together with other columns.';
    end if;
    if not found then
        raise no_data_found using message = format('there is no event %s with that occurrence', p_event_id);
    end if;
    insert into field_provenance (event_id, occurrence_id, field_name, value, source_id, confidence)
    values (p_event_id, p_occurrence_id, p_field_name, p_value, p_source_id, p_confidence)
    returning id into v_id;
    return v_id;
end;
$function$;

COMMENT ON FUNCTION public.set_event_field(uuid, text, jsonb, uuid, numeric, uuid) IS 'Gives a property of schema.org (name, description, url, location, organizer; of an occurrence startDate, endDate, doorTime) a value, and records the source. Returns the key of the record.';

REVOKE ALL ON FUNCTION public.set_event_field(uuid, text, jsonb, uuid, numeric, uuid) FROM PUBLIC;

GRANT ALL ON FUNCTION public.set_event_field(uuid, text, jsonb, uuid, numeric, uuid) TO sel_app;

ALTER TABLE public.field_provenance ADD CONSTRAINT field_provenance_event_id_fkey FOREIGN KEY (event_id) REFERENCES public.events(id) ON DELETE CASCADE;

ALTER TABLE public.field_provenance ADD CONSTRAINT field_provenance_occurrence_fkey FOREIGN KEY (occurrence_id, event_id) REFERENCES public.event_occurrences(id, event_id) ON DELETE CASCADE;

CREATE INDEX idx_field_provenance_event_field ON public.field_provenance USING btree (event_id, field_name, observed_at DESC);

CREATE INDEX idx_field_provenance_occurrence ON public.field_provenance USING btree (occurrence_id);

CREATE INDEX idx_field_provenance_source ON public.field_provenance USING btree (source_id);

CREATE TRIGGER field_provenance_append_only BEFORE UPDATE ON public.field_provenance FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER field_provenance_no_truncate BEFORE TRUNCATE ON public.field_provenance FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

COMMENT ON COLUMN public.field_provenance.confidence IS 'How sure the source, or our reading of it, is: 0 to 1.';

COMMENT ON COLUMN public.field_provenance.event_id IS 'The event.';

COMMENT ON COLUMN public.field_provenance.field_name IS 'Property of schema.org: name, description, url, location, organizer, eventStatus, license, startDate, endDate or doorTime.';

COMMENT ON COLUMN public.field_provenance.id IS 'Key of the row.';

COMMENT ON COLUMN public.field_provenance.observed_at IS 'When it was said.';

COMMENT ON COLUMN public.field_provenance.occurrence_id IS 'The occurrence, for startDate, endDate and doorTime; null for all others.';

COMMENT ON COLUMN public.field_provenance.source_id IS 'Who said so.';

COMMENT ON COLUMN public.field_provenance.value IS 'What the source said, as JSON.';

COMMENT ON TABLE public.field_provenance IS 'One row per value that a source gave for a field. Append-only, so without created_at and updated_at; goes with its event or occurrence.';

GRANT INSERT, SELECT ON TABLE public.field_provenance TO sel_app;

GRANT SELECT ON TABLE public.field_provenance TO sel_readonly;

CREATE TABLE public.job_queue (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    kind text NOT NULL,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    state text DEFAULT 'available'::text NOT NULL,
    unique_key text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT job_queue_pkey PRIMARY KEY (id),
    CONSTRAINT job_queue_kind_known CHECK ((kind = ANY (ARRAY['reconcile_event'::text, 'expand_series'::text, 'sync_node'::text, 'embed_event'::text]))),
    CONSTRAINT job_queue_state_known CHECK ((state = ANY (ARRAY['available'::text, 'running'::text, 'completed'::text, 'discarded'::text])))
);

CREATE OR REPLACE FUNCTION public.create_event(p_ulid text, p_name text, p_start_time timestamp with time zone, p_timezone text, p_primary_venue_id uuid DEFAULT NULL::uuid, p_virtual_url text DEFAULT NULL::text, p_end_time timestamp with time zone DEFAULT NULL::timestamp with time zone, p_description text DEFAULT NULL::text, p_organizer_id uuid DEFAULT NULL::uuid, p_license_status text DEFAULT 'cc0'::text, p_license_url text DEFAULT NULL::text)
 RETURNS uuid
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
    v_event_id uuid;
begin
    -- TG-INV-25: all three, or none.
    insert into events (
        ulid, name, description, organizer_id, primary_venue_id, virtual_url, license_status, license_url
    )
    values (
        p_ulid, p_name, p_description, p_organizer_id, p_primary_venue_id, p_virtual_url,
        p_license_status, coalesce(p_license_url, license_url_of(p_license_status))
    )
    returning id into v_event_id;
    insert into event_occurrences (event_id, start_time, end_time, timezone)
    values (v_event_id, p_start_time, p_end_time, p_timezone);
    insert into job_queue (kind, args, unique_key)
    values ('reconcile_event', jsonb_build_object('event_id', v_event_id), 'reconcile_event ' || v_event_id::text);
    return v_event_id;
end;
$function$;

COMMENT ON FUNCTION public.create_event(text, text, timestamp with time zone, text, uuid, text, timestamp with time zone, text, uuid, text, text) IS 'Makes a draft with its first occurrence, and queues its reconciliation. Returns the event.';

REVOKE ALL ON FUNCTION public.create_event(text, text, timestamp with time zone, text, uuid, text, timestamp with time zone, text, uuid, text, text) FROM PUBLIC;

GRANT ALL ON FUNCTION public.create_event(text, text, timestamp with time zone, text, uuid, text, timestamp with time zone, text, uuid, text, text) TO sel_app;

CREATE INDEX idx_job_queue_available ON public.job_queue USING btree (id) WHERE (state = 'available'::text);

CREATE UNIQUE INDEX idx_job_queue_unique ON public.job_queue USING btree (unique_key) WHERE (state = ANY (ARRAY['available'::text, 'running'::text]));

CREATE TRIGGER job_queue_set_updated_at BEFORE UPDATE ON public.job_queue FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON COLUMN public.job_queue.args IS 'What the job needs, as a JSON object.';

COMMENT ON COLUMN public.job_queue.created_at IS 'When the row was made.';

COMMENT ON COLUMN public.job_queue.id IS 'Running number, the order in which jobs are taken.';

COMMENT ON COLUMN public.job_queue.kind IS 'reconcile_event, expand_series, sync_node or embed_event.';

COMMENT ON COLUMN public.job_queue.state IS 'available, running, completed or discarded.';

COMMENT ON COLUMN public.job_queue.unique_key IS 'Words that keep the same job from being queued twice while it is open; null where that does not matter.';

COMMENT ON COLUMN public.job_queue.updated_at IS 'When the row last changed.';

COMMENT ON TABLE public.job_queue IS 'One row per job; workers take available ones with SKIP LOCKED.';

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.job_queue TO sel_app;

GRANT SELECT ON TABLE public.job_queue TO sel_readonly;

CREATE TABLE public.organizations (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    ulid public.ulid DEFAULT public.new_ulid() NOT NULL,
    name text NOT NULL,
    alternate_names text[] DEFAULT '{}'::text[] NOT NULL,
    organization_type text DEFAULT 'other'::text NOT NULL,
    description text,
    url public.web_address,
    founding_date date,
    end_date date,
    street_address text,
    city text,
    region text,
    postal_code text,
    country public.country_code,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT organizations_pkey PRIMARY KEY (id),
    CONSTRAINT organizations_ulid_key UNIQUE (ulid),
    CONSTRAINT organizations_dissolved_after_founded CHECK (((founding_date IS NULL) OR (end_date IS NULL) OR (end_date >= founding_date))),
    CONSTRAINT organizations_name_not_blank CHECK ((name ~ '[^[:space:]]'::text)),
    CONSTRAINT organizations_type_known CHECK ((organization_type = ANY (ARRAY['venue'::text, 'promoter'::text, 'arts_org'::text, 'community_group'::text, 'festival'::text, 'educational'::text, 'government'::text, 'other'::text])))
);

ALTER TABLE public.entity_identifiers ADD CONSTRAINT entity_identifiers_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id) ON DELETE CASCADE;

ALTER TABLE public.events ADD CONSTRAINT events_organizer_id_fkey FOREIGN KEY (organizer_id) REFERENCES public.organizations(id);

CREATE INDEX idx_organizations_alternate_names ON public.organizations USING gin (alternate_names);

CREATE INDEX idx_organizations_name_trgm ON public.organizations USING gin (name public.gin_trgm_ops);

CREATE TRIGGER organizations_set_updated_at BEFORE UPDATE ON public.organizations FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON COLUMN public.organizations.alternate_names IS 'Other names that it goes by; empty where there are none (schema:alternateName).';

COMMENT ON COLUMN public.organizations.city IS 'Town; null where not known (schema:addressLocality).';

COMMENT ON COLUMN public.organizations.country IS 'ISO 3166-1 country, two capital letters; null where not known (schema:addressCountry).';

COMMENT ON COLUMN public.organizations.created_at IS 'When the row was made (schema:dateCreated).';

COMMENT ON COLUMN public.organizations.description IS 'What it is; null where not told (schema:description).';

COMMENT ON COLUMN public.organizations.end_date IS 'When it was dissolved, not before it was founded; null while it exists (schema:dissolutionDate).';

COMMENT ON COLUMN public.organizations.founding_date IS 'When it was founded; null where not known (schema:foundingDate).';

COMMENT ON COLUMN public.organizations.id IS 'Key of the organisation on this node (schema:identifier).';

COMMENT ON COLUMN public.organizations.name IS 'Name (schema:name).';

COMMENT ON COLUMN public.organizations.organization_type IS 'venue, promoter, arts_org, community_group, festival, educational, government or other (schema:additionalType).';

COMMENT ON COLUMN public.organizations.postal_code IS 'Postal code; null where not known (schema:postalCode).';

COMMENT ON COLUMN public.organizations.region IS 'Province or state, such as ON; null where not known (schema:addressRegion).';

COMMENT ON COLUMN public.organizations.street_address IS 'Street and number; null where not known (schema:streetAddress).';

COMMENT ON COLUMN public.organizations.ulid IS 'Public key, 26 characters (schema:identifier).';

COMMENT ON COLUMN public.organizations.updated_at IS 'When the row last changed (schema:dateModified).';

COMMENT ON COLUMN public.organizations.url IS 'Its page; null where it has none (schema:url).';

COMMENT ON TABLE public.organizations IS 'One row per organisation (schema:Organization).';

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.organizations TO sel_app;

GRANT SELECT ON TABLE public.organizations TO sel_readonly;

CREATE TABLE public.persons (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    ulid public.ulid DEFAULT public.new_ulid() NOT NULL,
    name text NOT NULL,
    alternate_names text[] DEFAULT '{}'::text[] NOT NULL,
    birth_date date,
    death_date date,
    biography text,
    homepage text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT persons_pkey PRIMARY KEY (id),
    CONSTRAINT persons_ulid_key UNIQUE (ulid),
    CONSTRAINT persons_died_after_birth CHECK (((birth_date IS NULL) OR (death_date IS NULL) OR (death_date >= birth_date))),
    CONSTRAINT persons_name_not_blank CHECK ((name ~ '[^[:space:]]'::text))
);

ALTER TABLE public.entity_identifiers ADD CONSTRAINT entity_identifiers_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.persons(id) ON DELETE CASCADE;

ALTER TABLE public.event_performers ADD CONSTRAINT event_performers_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.persons(id);

CREATE INDEX idx_persons_name_trgm ON public.persons USING gin (name public.gin_trgm_ops);

CREATE TRIGGER persons_set_updated_at BEFORE UPDATE ON public.persons FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON COLUMN public.persons.alternate_names IS 'Other names that the person goes by; empty where there are none (schema:alternateName).';

COMMENT ON COLUMN public.persons.biography IS 'Life of the person, as text; null where not told (schema:description).';

COMMENT ON COLUMN public.persons.birth_date IS 'Date of birth; null where not known (schema:birthDate).';

COMMENT ON COLUMN public.persons.created_at IS 'When the row was made (schema:dateCreated).';

COMMENT ON COLUMN public.persons.death_date IS 'Date of death, not before birth; null where none is known (schema:deathDate).';

COMMENT ON COLUMN public.persons.homepage IS 'Page of the person; null where there is none (schema:url).';

COMMENT ON COLUMN public.persons.id IS 'Key of the person on this node (schema:identifier).';

COMMENT ON COLUMN public.persons.name IS 'Name (schema:name).';

COMMENT ON COLUMN public.persons.ulid IS 'Public key, 26 characters (schema:identifier).';

COMMENT ON COLUMN public.persons.updated_at IS 'When the row last changed (schema:dateModified).';

COMMENT ON TABLE public.persons IS 'One row per person (schema:Person). What others call the person is in entity_identifiers.';

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.persons TO sel_app;

GRANT SELECT ON TABLE public.persons TO sel_readonly;

CREATE TABLE public.places (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    ulid public.ulid DEFAULT public.new_ulid() NOT NULL,
    name text NOT NULL,
    place_type text DEFAULT 'venue'::text NOT NULL,
    street_address text,
    city text,
    region text,
    postal_code text,
    country public.country_code,
    latitude double precision,
    longitude double precision,
    deleted_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT places_pkey PRIMARY KEY (id),
    CONSTRAINT places_ulid_key UNIQUE (ulid),
    CONSTRAINT places_coordinates_together CHECK (((latitude IS NULL) = (longitude IS NULL))),
    CONSTRAINT places_latitude_range CHECK (((latitude IS NULL) OR ((latitude >= ('-90'::integer)::double precision) AND (latitude <= (90)::double precision)))),
    CONSTRAINT places_longitude_range CHECK (((longitude IS NULL) OR ((longitude >= ('-180'::integer)::double precision) AND (longitude <= (180)::double precision)))),
    CONSTRAINT places_name_not_blank CHECK ((name ~ '[^[:space:]]'::text)),
    CONSTRAINT places_type_known CHECK ((place_type = ANY (ARRAY['venue'::text, 'outdoor_space'::text, 'virtual'::text, 'other'::text])))
);

ALTER TABLE public.entity_identifiers ADD CONSTRAINT entity_identifiers_place_id_fkey FOREIGN KEY (place_id) REFERENCES public.places(id) ON DELETE CASCADE;

ALTER TABLE public.event_occurrences ADD CONSTRAINT event_occurrences_venue_id_fkey FOREIGN KEY (venue_id) REFERENCES public.places(id);

ALTER TABLE public.events ADD CONSTRAINT events_primary_venue_id_fkey FOREIGN KEY (primary_venue_id) REFERENCES public.places(id);

CREATE INDEX idx_places_city ON public.places USING btree (lower(city));

CREATE INDEX idx_places_earth ON public.places USING gist (public.earth_point(latitude, longitude));

CREATE INDEX idx_places_name_trgm ON public.places USING gin (name public.gin_trgm_ops);

CREATE TRIGGER places_set_updated_at BEFORE UPDATE ON public.places FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON COLUMN public.places.city IS 'Town; null where not known (schema:addressLocality).';

COMMENT ON COLUMN public.places.country IS 'ISO 3166-1 country, two capital letters; null where not known (schema:addressCountry).';

COMMENT ON COLUMN public.places.created_at IS 'When the row was made (schema:dateCreated).';

COMMENT ON COLUMN public.places.deleted_at IS 'When it was marked as deleted; null while it is in use (sel:deletedAt).';

COMMENT ON COLUMN public.places.id IS 'Key of the place on this node (schema:identifier).';

COMMENT ON COLUMN public.places.latitude IS 'Degrees north of the equator, -90 to 90; null where not known (schema:latitude).';

COMMENT ON COLUMN public.places.longitude IS 'Degrees east of Greenwich, -180 to 180; null where not known (schema:longitude).';

COMMENT ON COLUMN public.places.name IS 'Name (schema:name).';

COMMENT ON COLUMN public.places.place_type IS 'venue, outdoor_space, virtual or other (schema:additionalType).';

COMMENT ON COLUMN public.places.postal_code IS 'Postal code; null where not known (schema:postalCode).';

COMMENT ON COLUMN public.places.region IS 'Province or state, such as ON; null where not known (schema:addressRegion).';

COMMENT ON COLUMN public.places.street_address IS 'Street and number; null where not known (schema:streetAddress).';

COMMENT ON COLUMN public.places.ulid IS 'Public key, 26 characters (schema:identifier).';

COMMENT ON COLUMN public.places.updated_at IS 'When the row last changed (schema:dateModified).';

COMMENT ON TABLE public.places IS 'One row per place (schema:Place). One that is not used any more is marked as deleted, for past events refer to it.';

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.places TO sel_app;

GRANT SELECT ON TABLE public.places TO sel_readonly;

CREATE TABLE public.sources (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    source_type text NOT NULL,
    trust_level public.trust_level NOT NULL,
    license text NOT NULL,
    license_url public.web_address,
    contact_email text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT sources_pkey PRIMARY KEY (id),
    CONSTRAINT sources_name_key UNIQUE (name),
    CONSTRAINT sources_contact_email_shape CHECK ((contact_email ~ '^[^@[:space:]]+@[^@[:space:]]+$'::text)),
    CONSTRAINT sources_license_fits_url CHECK (((license_url IS NULL) OR ((license = 'cc0'::text) = ((license_url)::text = 'https://creativecommons.org/publicdomain/zero/1.0/'::text)))),
    CONSTRAINT sources_license_known CHECK ((license = ANY (ARRAY['cc0'::text, 'cc-by'::text, 'proprietary'::text]))),
    CONSTRAINT sources_name_not_blank CHECK ((name ~ '[^[:space:]]'::text)),
    CONSTRAINT sources_type_known CHECK ((source_type = ANY (ARRAY['api'::text, 'scraper'::text, 'partner'::text, 'user'::text, 'federation'::text, 'manual'::text, 'file'::text])))
);

CREATE OR REPLACE FUNCTION public.follow_source_license()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
    -- TG-TRAP-46: what came from elsewhere is not ours to give away.
    update events e
    set license_status = s.license, license_url = coalesce(s.license_url, license_url_of(s.license))
    from sources s
    where e.id = new.event_id and s.id = new.source_id and e.license_status = 'cc0' and s.license <> 'cc0';
    return null;
end;
$function$;

COMMENT ON FUNCTION public.follow_source_license() IS 'Trigger: an event that claims CC0 takes over the licence of a source that does not give its data away.';

ALTER TABLE public.event_sources ADD CONSTRAINT event_sources_source_id_fkey FOREIGN KEY (source_id) REFERENCES public.sources(id);

CREATE TRIGGER event_sources_license AFTER INSERT ON public.event_sources FOR EACH ROW EXECUTE FUNCTION public.follow_source_license();

ALTER TABLE public.field_provenance ADD CONSTRAINT field_provenance_source_id_fkey FOREIGN KEY (source_id) REFERENCES public.sources(id);

CREATE TRIGGER sources_set_updated_at BEFORE UPDATE ON public.sources FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON COLUMN public.sources.contact_email IS 'Whom to write to; null where not known.';

COMMENT ON COLUMN public.sources.created_at IS 'When the row was made.';

COMMENT ON COLUMN public.sources.id IS 'Key of the source.';

COMMENT ON COLUMN public.sources.license IS 'Licence of its data: cc0, cc-by or proprietary.';

COMMENT ON COLUMN public.sources.license_url IS 'Where that licence stands; null: the usual address of its kind.';

COMMENT ON COLUMN public.sources.name IS 'Name, unique, such as Massey Hall API.';

COMMENT ON COLUMN public.sources.source_type IS 'api, scraper, partner, user, federation, manual or file.';

COMMENT ON COLUMN public.sources.trust_level IS 'How far it is trusted: 10 official, 5 community, 1 unverified.';

COMMENT ON COLUMN public.sources.updated_at IS 'When the row last changed.';

COMMENT ON TABLE public.sources IS 'One row per source of data.';

GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.sources TO sel_app;

GRANT SELECT ON TABLE public.sources TO sel_readonly;

CREATE VIEW public.field_current_values AS
 SELECT DISTINCT ON (p.event_id, p.occurrence_id, p.field_name, p.source_id) p.event_id,
    p.occurrence_id,
    p.field_name,
    p.source_id,
    s.name AS source_name,
    p.value,
    s.trust_level,
    p.confidence,
    p.observed_at,
    p.id
   FROM (public.field_provenance p
     JOIN public.sources s ON ((s.id = p.source_id)))
  ORDER BY p.event_id, p.occurrence_id, p.field_name, p.source_id, p.observed_at DESC, p.id DESC;

CREATE VIEW public.field_best_values AS
 SELECT DISTINCT ON (event_id, occurrence_id, field_name) event_id,
    occurrence_id,
    field_name,
    value,
    source_id,
    source_name
   FROM public.field_current_values v
  ORDER BY event_id, occurrence_id, field_name, trust_level DESC, confidence DESC, observed_at DESC, id;

COMMENT ON COLUMN public.field_best_values.event_id IS 'The event.';

COMMENT ON COLUMN public.field_best_values.field_name IS 'Property of schema.org, such as name or startDate.';

COMMENT ON COLUMN public.field_best_values.occurrence_id IS 'The occurrence, for fields of one; null for fields of the event.';

COMMENT ON COLUMN public.field_best_values.source_id IS 'Who says so.';

COMMENT ON COLUMN public.field_best_values.source_name IS 'Name of the source.';

COMMENT ON COLUMN public.field_best_values.value IS 'The value, as JSON.';

COMMENT ON VIEW public.field_best_values IS 'One row per event, occurrence and field: the value of the most trusted source, among those of the surest one, among those the newest.';

GRANT SELECT ON TABLE public.field_best_values TO sel_app;

GRANT SELECT ON TABLE public.field_best_values TO sel_readonly;

CREATE VIEW public.field_conflicts AS
 SELECT event_id,
    occurrence_id,
    field_name,
    count(DISTINCT value) AS value_count,
    jsonb_agg(jsonb_build_object('value', value, 'source', source_name, 'trust', trust_level, 'confidence', confidence, 'observed_at', to_char((observed_at AT TIME ZONE 'UTC'::text), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'::text)) ORDER BY trust_level DESC, confidence DESC, observed_at DESC, id) AS candidates
   FROM public.field_current_values v
  GROUP BY event_id, occurrence_id, field_name
 HAVING (count(DISTINCT value) > 1);

COMMENT ON COLUMN public.field_conflicts.candidates IS 'The values, the best first: an array of objects with value, source, trust, confidence and observed_at (UTC).';

COMMENT ON COLUMN public.field_conflicts.event_id IS 'The event.';

COMMENT ON COLUMN public.field_conflicts.field_name IS 'Property of schema.org, such as name or startDate.';

COMMENT ON COLUMN public.field_conflicts.occurrence_id IS 'The occurrence, for fields of one; null for fields of the event.';

COMMENT ON COLUMN public.field_conflicts.value_count IS 'How many different values there are, at least 2.';

COMMENT ON VIEW public.field_conflicts IS 'One row per event, occurrence and field of which the sources'' latest values differ (TG-INV-18).';

GRANT SELECT ON TABLE public.field_conflicts TO sel_app;

GRANT SELECT ON TABLE public.field_conflicts TO sel_readonly;

COMMENT ON COLUMN public.field_current_values.confidence IS 'How sure it is, 0 to 1.';

COMMENT ON COLUMN public.field_current_values.event_id IS 'The event.';

COMMENT ON COLUMN public.field_current_values.field_name IS 'Property of schema.org, such as name or startDate.';

COMMENT ON COLUMN public.field_current_values.id IS 'Key of the record in field_provenance.';

COMMENT ON COLUMN public.field_current_values.observed_at IS 'When it said so.';

COMMENT ON COLUMN public.field_current_values.occurrence_id IS 'The occurrence, for fields of one; null for fields of the event.';

COMMENT ON COLUMN public.field_current_values.source_id IS 'Who says so.';

COMMENT ON COLUMN public.field_current_values.source_name IS 'Name of the source.';

COMMENT ON COLUMN public.field_current_values.trust_level IS 'How far the source is trusted, 1 to 10.';

COMMENT ON COLUMN public.field_current_values.value IS 'The value, as JSON.';

COMMENT ON VIEW public.field_current_values IS 'One row per event, occurrence, field and source: the latest value that the source gave.';

GRANT SELECT ON TABLE public.field_current_values TO sel_app;

GRANT SELECT ON TABLE public.field_current_values TO sel_readonly;
