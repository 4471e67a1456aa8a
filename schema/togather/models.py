"""The tables and views of a database as SQLModel classes, written by `pgplumb models` from its catalog.

Edit the schema and write the file again. What is sent is checked by `model_validate`, and by the server; SQLModel's
constructors check nothing.
"""

# metadata.create_all makes the schema without what SQLModel cannot express:
#   function: public.apply_remote_batch(uuid, jsonb), public.apply_remote_change(uuid, jsonb),
#     public.capture_event_change(), public.capture_event_part_change(), public.column_of_property(text),
#     public.create_event(text, text, timestamp with time zone, text, uuid, text, timestamp with time zone, text, uuid,
#     text, text), public.event_as_of(uuid, timestamp with time zone, timestamp with time zone),
#     public.event_json_ld(uuid), public.event_parts(uuid), public.expand_series(uuid, timestamp with time zone,
#     interval), public.follow_source_license(), public.guard_event_history(), public.guard_event_identity(),
#     public.guard_lifecycle_transition(), public.guard_sync_cursor(), public.import_place(uuid, jsonb),
#     public.license_url_of(text), public.log_event_history(), public.place_reference(uuid),
#     public.record_event_version(uuid, jsonb, tstzrange, text), public.refuse_change(), public.refuse_truncate(),
#     public.rule_part(text, text), public.search_semantically(public.vector, integer), public.series_dates(text, date,
#     date), public.set_event_field(uuid, text, jsonb, uuid, numeric, uuid), public.set_updated_at(),
#     public.take_outbox_turn()
#   grants to sel_app: public.entity_identifiers, public.event_changes, public.event_embeddings, public.event_history,
#     public.event_occurrences, public.event_performers, public.event_series, public.event_sources, public.events,
#     public.federation_nodes, public.field_provenance, public.job_queue, public.organizations, public.persons,
#     public.places, public.sources
#   grants to sel_migrator: schema public
#   grants to sel_readonly: public.entity_identifiers, public.event_changes, public.event_embeddings,
#     public.event_history, public.event_occurrences, public.event_performers, public.event_series,
#     public.event_sources, public.events, public.federation_nodes, public.field_provenance, public.job_queue,
#     public.organizations, public.persons, public.places, public.sources
#   trigger: public.entity_identifiers.entity_identifiers_set_updated_at,
#     public.event_changes.event_changes_append_only, public.event_changes.event_changes_no_truncate,
#     public.event_embeddings.event_embeddings_set_updated_at, public.event_history.event_history_append_only,
#     public.event_history.event_history_no_truncate, public.event_occurrences.event_occurrences_change_trigger,
#     public.event_occurrences.event_occurrences_history, public.event_occurrences.event_occurrences_no_truncate,
#     public.event_occurrences.event_occurrences_outbox_turn, public.event_occurrences.event_occurrences_set_updated_at,
#     public.event_performers.event_performers_change_trigger, public.event_performers.event_performers_history,
#     public.event_performers.event_performers_no_truncate, public.event_performers.event_performers_outbox_turn,
#     public.event_performers.event_performers_set_updated_at, public.event_series.event_series_set_updated_at,
#     public.event_sources.event_sources_append_only, public.event_sources.event_sources_license,
#     public.event_sources.event_sources_no_truncate, public.events.events_change_trigger, public.events.events_history,
#     public.events.events_identity, public.events.events_lifecycle, public.events.events_no_truncate,
#     public.events.events_outbox_turn, public.events.events_set_updated_at,
#     public.federation_nodes.federation_nodes_cursor, public.federation_nodes.federation_nodes_set_updated_at,
#     public.field_provenance.field_provenance_append_only, public.field_provenance.field_provenance_no_truncate,
#     public.job_queue.job_queue_set_updated_at, public.organizations.organizations_set_updated_at,
#     public.persons.persons_set_updated_at, public.places.places_set_updated_at, public.sources.sources_set_updated_at
#   view: public.federation_export, public.federation_feed, public.field_best_values, public.field_conflicts,
#     public.field_current_values
# ruff: noqa
# fmt: off

import datetime
from decimal import Decimal
from operator import attrgetter
from typing import Annotated, Any, Literal, Optional, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from annotated_types import Ge, Gt, Le
from pydantic import StringConstraints
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.event import listen as _listen, listens_for as _listens_for
from sqlalchemy.orm import registry
from sqlalchemy.types import UserDefinedType
from sqlmodel import Field, Relationship, SQLModel

metadata = sa.MetaData()
"""The tables. create_all makes them, with the types that they need."""

views = sa.MetaData()
"""What is only read, and made by nothing here."""

# Expressions and statements as PostgreSQL prints them; SQLAlchemy gives these two no types.
_sql: Any = sa.literal_column
_ddl: Any = sa.DDL


class TableModel(SQLModel, registry=registry(metadata=metadata)):
    """A row of a table. None, for a value that the server decides, is not sent."""

    model_config = {"arbitrary_types_allowed": True, "protected_namespaces": ()}


class ViewModel(SQLModel, registry=registry(metadata=views)):
    """A row of a view, which is only read."""

    model_config = {"arbitrary_types_allowed": True, "protected_namespaces": ()}


@_listens_for(ViewModel, "before_insert", propagate=True)
@_listens_for(ViewModel, "before_update", propagate=True)
@_listens_for(ViewModel, "before_delete", propagate=True)
def _refuse(mapper: Any, connection: Any, target: object) -> None:
    raise TypeError(f"{type(target).__name__} is only read")


def _run(when: str, *statements: str) -> None:
    """Run statements for which SQLAlchemy has no words, before or after tables are made."""
    for statement in statements:
        _listen(metadata, when, _ddl(statement.replace("%", "%%")))


class Raw(UserDefinedType[Any]):
    """A type that SQLAlchemy has no word for."""

    cache_ok = True

    def __init__(self, name: str) -> None:
        self.name = name

    def get_col_spec(self, **_: Any) -> str:
        return self.name


class Domain(pg.DOMAIN):
    """A domain, whose values are written, read and compared as those of the type beneath it."""

    def bind_processor(self, dialect: sa.Dialect) -> Any:
        return self.data_type.dialect_impl(dialect).bind_processor(dialect)

    def result_processor(self, dialect: sa.Dialect, coltype: object) -> Any:
        return self.data_type.dialect_impl(dialect).result_processor(dialect, coltype)


for _name in ("comparator_factory", "operator_classes"):
    setattr(Domain, _name, property(attrgetter(f"data_type.{_name}")))


# How sure a source or a matcher is, from 0 (not at all) to 1 (certain).
Confidence: TypeAlias = Annotated[Decimal, Ge(0), Le(1)]
CONFIDENCE = Domain(
    "confidence",
    sa.Numeric,
    constraint_name="confidence_range",
    check=_sql("((VALUE >= (0)::numeric) AND (VALUE <= (1)::numeric))"),
    schema="public",
    metadata=metadata,
)

# An ISO 3166-1 country, two capital letters.
CountryCode: TypeAlias = Annotated[str, StringConstraints(pattern="^[A-Z]{2}$")]
COUNTRY_CODE = Domain(
    "country_code",
    sa.Text,
    constraint_name="country_code_shape",
    check=_sql("(VALUE ~ '^[A-Z]{2}$'::text)"),
    schema="public",
    metadata=metadata,
)

# Name of a time zone of a place, such as America/Toronto, or UTC. No abbreviations and no offsets.
IanaTimeZone: TypeAlias = Literal["UTC", "Africa/Abidjan", "Africa/Accra", "Africa/Addis_Ababa", "Africa/Algiers", "Africa/Asmara", "Africa/Bamako", "Africa/Bangui", "Africa/Banjul", "Africa/Bissau", "Africa/Blantyre", "Africa/Brazzaville", "Africa/Bujumbura", "Africa/Cairo", "Africa/Casablanca", "Africa/Ceuta", "Africa/Conakry", "Africa/Dakar", "Africa/Dar_es_Salaam", "Africa/Djibouti", "Africa/Douala", "Africa/El_Aaiun", "Africa/Freetown", "Africa/Gaborone", "Africa/Harare", "Africa/Johannesburg", "Africa/Juba", "Africa/Kampala", "Africa/Khartoum", "Africa/Kigali", "Africa/Kinshasa", "Africa/Lagos", "Africa/Libreville", "Africa/Lome", "Africa/Luanda", "Africa/Lubumbashi", "Africa/Lusaka", "Africa/Malabo", "Africa/Maputo", "Africa/Maseru", "Africa/Mbabane", "Africa/Mogadishu", "Africa/Monrovia", "Africa/Nairobi", "Africa/Ndjamena", "Africa/Niamey", "Africa/Nouakchott", "Africa/Ouagadougou", "Africa/Porto-Novo", "Africa/Sao_Tome", "Africa/Tripoli", "Africa/Tunis", "Africa/Windhoek", "America/Adak", "America/Anchorage", "America/Anguilla", "America/Antigua", "America/Araguaina", "America/Argentina/Buenos_Aires", "America/Argentina/Catamarca", "America/Argentina/Cordoba", "America/Argentina/Jujuy", "America/Argentina/La_Rioja", "America/Argentina/Mendoza", "America/Argentina/Rio_Gallegos", "America/Argentina/Salta", "America/Argentina/San_Juan", "America/Argentina/San_Luis", "America/Argentina/Tucuman", "America/Argentina/Ushuaia", "America/Aruba", "America/Asuncion", "America/Atikokan", "America/Bahia", "America/Bahia_Banderas", "America/Barbados", "America/Belem", "America/Belize", "America/Blanc-Sablon", "America/Boa_Vista", "America/Bogota", "America/Boise", "America/Cambridge_Bay", "America/Campo_Grande", "America/Cancun", "America/Caracas", "America/Cayenne", "America/Cayman", "America/Chicago", "America/Chihuahua", "America/Ciudad_Juarez", "America/Costa_Rica", "America/Coyhaique", "America/Creston", "America/Cuiaba", "America/Curacao", "America/Danmarkshavn", "America/Dawson", "America/Dawson_Creek", "America/Denver", "America/Detroit", "America/Dominica", "America/Edmonton", "America/Eirunepe", "America/El_Salvador", "America/Fort_Nelson", "America/Fortaleza", "America/Glace_Bay", "America/Goose_Bay", "America/Grand_Turk", "America/Grenada", "America/Guadeloupe", "America/Guatemala", "America/Guayaquil", "America/Guyana", "America/Halifax", "America/Havana", "America/Hermosillo", "America/Indiana/Indianapolis", "America/Indiana/Knox", "America/Indiana/Marengo", "America/Indiana/Petersburg", "America/Indiana/Tell_City", "America/Indiana/Vevay", "America/Indiana/Vincennes", "America/Indiana/Winamac", "America/Inuvik", "America/Iqaluit", "America/Jamaica", "America/Juneau", "America/Kentucky/Louisville", "America/Kentucky/Monticello", "America/Kralendijk", "America/La_Paz", "America/Lima", "America/Los_Angeles", "America/Lower_Princes", "America/Maceio", "America/Managua", "America/Manaus", "America/Marigot", "America/Martinique", "America/Matamoros", "America/Mazatlan", "America/Menominee", "America/Merida", "America/Metlakatla", "America/Mexico_City", "America/Miquelon", "America/Moncton", "America/Monterrey", "America/Montevideo", "America/Montserrat", "America/Nassau", "America/New_York", "America/Nome", "America/Noronha", "America/North_Dakota/Beulah", "America/North_Dakota/Center", "America/North_Dakota/New_Salem", "America/Nuuk", "America/Ojinaga", "America/Panama", "America/Paramaribo", "America/Phoenix", "America/Port-au-Prince", "America/Port_of_Spain", "America/Porto_Velho", "America/Puerto_Rico", "America/Punta_Arenas", "America/Rankin_Inlet", "America/Recife", "America/Regina", "America/Resolute", "America/Rio_Branco", "America/Santarem", "America/Santiago", "America/Santo_Domingo", "America/Sao_Paulo", "America/Scoresbysund", "America/Sitka", "America/St_Barthelemy", "America/St_Johns", "America/St_Kitts", "America/St_Lucia", "America/St_Thomas", "America/St_Vincent", "America/Swift_Current", "America/Tegucigalpa", "America/Thule", "America/Tijuana", "America/Toronto", "America/Tortola", "America/Vancouver", "America/Whitehorse", "America/Winnipeg", "America/Yakutat", "Antarctica/Casey", "Antarctica/Davis", "Antarctica/DumontDUrville", "Antarctica/Macquarie", "Antarctica/Mawson", "Antarctica/McMurdo", "Antarctica/Palmer", "Antarctica/Rothera", "Antarctica/Syowa", "Antarctica/Troll", "Antarctica/Vostok", "Asia/Aden", "Asia/Almaty", "Asia/Amman", "Asia/Anadyr", "Asia/Aqtau", "Asia/Aqtobe", "Asia/Ashgabat", "Asia/Atyrau", "Asia/Baghdad", "Asia/Bahrain", "Asia/Baku", "Asia/Bangkok", "Asia/Barnaul", "Asia/Beirut", "Asia/Bishkek", "Asia/Brunei", "Asia/Chita", "Asia/Colombo", "Asia/Damascus", "Asia/Dhaka", "Asia/Dili", "Asia/Dubai", "Asia/Dushanbe", "Asia/Famagusta", "Asia/Gaza", "Asia/Hebron", "Asia/Ho_Chi_Minh", "Asia/Hong_Kong", "Asia/Hovd", "Asia/Irkutsk", "Asia/Jakarta", "Asia/Jayapura", "Asia/Jerusalem", "Asia/Kabul", "Asia/Kamchatka", "Asia/Karachi", "Asia/Kathmandu", "Asia/Khandyga", "Asia/Kolkata", "Asia/Krasnoyarsk", "Asia/Kuala_Lumpur", "Asia/Kuching", "Asia/Kuwait", "Asia/Macau", "Asia/Magadan", "Asia/Makassar", "Asia/Manila", "Asia/Muscat", "Asia/Nicosia", "Asia/Novokuznetsk", "Asia/Novosibirsk", "Asia/Omsk", "Asia/Oral", "Asia/Phnom_Penh", "Asia/Pontianak", "Asia/Pyongyang", "Asia/Qatar", "Asia/Qostanay", "Asia/Qyzylorda", "Asia/Riyadh", "Asia/Sakhalin", "Asia/Samarkand", "Asia/Seoul", "Asia/Shanghai", "Asia/Singapore", "Asia/Srednekolymsk", "Asia/Taipei", "Asia/Tashkent", "Asia/Tbilisi", "Asia/Tehran", "Asia/Thimphu", "Asia/Tokyo", "Asia/Tomsk", "Asia/Ulaanbaatar", "Asia/Urumqi", "Asia/Ust-Nera", "Asia/Vientiane", "Asia/Vladivostok", "Asia/Yakutsk", "Asia/Yangon", "Asia/Yekaterinburg", "Asia/Yerevan", "Atlantic/Azores", "Atlantic/Bermuda", "Atlantic/Canary", "Atlantic/Cape_Verde", "Atlantic/Faroe", "Atlantic/Madeira", "Atlantic/Reykjavik", "Atlantic/South_Georgia", "Atlantic/St_Helena", "Atlantic/Stanley", "Australia/Adelaide", "Australia/Brisbane", "Australia/Broken_Hill", "Australia/Darwin", "Australia/Eucla", "Australia/Hobart", "Australia/Lindeman", "Australia/Lord_Howe", "Australia/Melbourne", "Australia/Perth", "Australia/Sydney", "Europe/Amsterdam", "Europe/Andorra", "Europe/Astrakhan", "Europe/Athens", "Europe/Belgrade", "Europe/Berlin", "Europe/Bratislava", "Europe/Brussels", "Europe/Bucharest", "Europe/Budapest", "Europe/Busingen", "Europe/Chisinau", "Europe/Copenhagen", "Europe/Dublin", "Europe/Gibraltar", "Europe/Guernsey", "Europe/Helsinki", "Europe/Isle_of_Man", "Europe/Istanbul", "Europe/Jersey", "Europe/Kaliningrad", "Europe/Kirov", "Europe/Kyiv", "Europe/Lisbon", "Europe/Ljubljana", "Europe/London", "Europe/Luxembourg", "Europe/Madrid", "Europe/Malta", "Europe/Mariehamn", "Europe/Minsk", "Europe/Monaco", "Europe/Moscow", "Europe/Oslo", "Europe/Paris", "Europe/Podgorica", "Europe/Prague", "Europe/Riga", "Europe/Rome", "Europe/Samara", "Europe/San_Marino", "Europe/Sarajevo", "Europe/Saratov", "Europe/Simferopol", "Europe/Skopje", "Europe/Sofia", "Europe/Stockholm", "Europe/Tallinn", "Europe/Tirane", "Europe/Ulyanovsk", "Europe/Vaduz", "Europe/Vatican", "Europe/Vienna", "Europe/Vilnius", "Europe/Volgograd", "Europe/Warsaw", "Europe/Zagreb", "Europe/Zurich", "Indian/Antananarivo", "Indian/Chagos", "Indian/Christmas", "Indian/Cocos", "Indian/Comoro", "Indian/Kerguelen", "Indian/Mahe", "Indian/Maldives", "Indian/Mauritius", "Indian/Mayotte", "Indian/Reunion", "Pacific/Apia", "Pacific/Auckland", "Pacific/Bougainville", "Pacific/Chatham", "Pacific/Chuuk", "Pacific/Easter", "Pacific/Efate", "Pacific/Fakaofo", "Pacific/Fiji", "Pacific/Funafuti", "Pacific/Galapagos", "Pacific/Gambier", "Pacific/Guadalcanal", "Pacific/Guam", "Pacific/Honolulu", "Pacific/Kanton", "Pacific/Kiritimati", "Pacific/Kosrae", "Pacific/Kwajalein", "Pacific/Majuro", "Pacific/Marquesas", "Pacific/Midway", "Pacific/Nauru", "Pacific/Niue", "Pacific/Norfolk", "Pacific/Noumea", "Pacific/Pago_Pago", "Pacific/Palau", "Pacific/Pitcairn", "Pacific/Pohnpei", "Pacific/Port_Moresby", "Pacific/Rarotonga", "Pacific/Saipan", "Pacific/Tahiti", "Pacific/Tarawa", "Pacific/Tongatapu", "Pacific/Wake", "Pacific/Wallis"]
IANA_TIME_ZONE = Domain(
    "iana_time_zone",
    sa.Text,
    constraint_name="iana_time_zone_known",
    check=_sql(
        "(VALUE = ANY (ARRAY['UTC'::text, 'Africa/Abidjan'::text, 'Africa/Accra'::text, 'Africa/Addis_Ababa'::text, 'Africa/Algiers'::text, 'Africa/Asmara'::text, 'Africa/Bamako'::text, 'Africa/Bangui'::text, 'Africa/Banjul'::text, 'Africa/Bissau'::text, 'Africa/Blantyre'::text, 'Africa/Brazzaville'::text, 'Africa/Bujumbura'::text, 'Africa/Cairo'::text, 'Africa/Casablanca'::text, 'Africa/Ceuta'::text, 'Africa/Conakry'::text, 'Africa/Dakar'::text, 'Africa/Dar_es_Salaam'::text, 'Africa/Djibouti'::text, 'Africa/Douala'::text, 'Africa/El_Aaiun'::text, 'Africa/Freetown'::text, 'Africa/Gaborone'::text, 'Africa/Harare'::text, 'Africa/Johannesburg'::text, 'Africa/Juba'::text, 'Africa/Kampala'::text, 'Africa/Khartoum'::text, 'Africa/Kigali'::text, 'Africa/Kinshasa'::text, 'Africa/Lagos'::text, 'Africa/Libreville'::text, 'Africa/Lome'::text, 'Africa/Luanda'::text, 'Africa/Lubumbashi'::text, 'Africa/Lusaka'::text, 'Africa/Malabo'::text, 'Africa/Maputo'::text, 'Africa/Maseru'::text, 'Africa/Mbabane'::text, 'Africa/Mogadishu'::text, 'Africa/Monrovia'::text, 'Africa/Nairobi'::text, 'Africa/Ndjamena'::text, 'Africa/Niamey'::text, 'Africa/Nouakchott'::text, 'Africa/Ouagadougou'::text, 'Africa/Porto-Novo'::text, 'Africa/Sao_Tome'::text, 'Africa/Tripoli'::text, 'Africa/Tunis'::text, 'Africa/Windhoek'::text, 'America/Adak'::text, 'America/Anchorage'::text, 'America/Anguilla'::text, 'America/Antigua'::text, 'America/Araguaina'::text, 'America/Argentina/Buenos_Aires'::text, 'America/Argentina/Catamarca'::text, 'America/Argentina/Cordoba'::text, 'America/Argentina/Jujuy'::text, 'America/Argentina/La_Rioja'::text, 'America/Argentina/Mendoza'::text, 'America/Argentina/Rio_Gallegos'::text, 'America/Argentina/Salta'::text, 'America/Argentina/San_Juan'::text, 'America/Argentina/San_Luis'::text, 'America/Argentina/Tucuman'::text, 'America/Argentina/Ushuaia'::text, 'America/Aruba'::text, 'America/Asuncion'::text, 'America/Atikokan'::text, 'America/Bahia'::text, 'America/Bahia_Banderas'::text, 'America/Barbados'::text, 'America/Belem'::text, 'America/Belize'::text, 'America/Blanc-Sablon'::text, 'America/Boa_Vista'::text, 'America/Bogota'::text, 'America/Boise'::text, 'America/Cambridge_Bay'::text, 'America/Campo_Grande'::text, 'America/Cancun'::text, 'America/Caracas'::text, 'America/Cayenne'::text, 'America/Cayman'::text, 'America/Chicago'::text, 'America/Chihuahua'::text, 'America/Ciudad_Juarez'::text, 'America/Costa_Rica'::text, 'America/Coyhaique'::text, 'America/Creston'::text, 'America/Cuiaba'::text, 'America/Curacao'::text, 'America/Danmarkshavn'::text, 'America/Dawson'::text, 'America/Dawson_Creek'::text, 'America/Denver'::text, 'America/Detroit'::text, 'America/Dominica'::text, 'America/Edmonton'::text, 'America/Eirunepe'::text, 'America/El_Salvador'::text, 'America/Fort_Nelson'::text, 'America/Fortaleza'::text, 'America/Glace_Bay'::text, 'America/Goose_Bay'::text, 'America/Grand_Turk'::text, 'America/Grenada'::text, 'America/Guadeloupe'::text, 'America/Guatemala'::text, 'America/Guayaquil'::text, 'America/Guyana'::text, 'America/Halifax'::text, 'America/Havana'::text, 'America/Hermosillo'::text, 'America/Indiana/Indianapolis'::text, 'America/Indiana/Knox'::text, 'America/Indiana/Marengo'::text, 'America/Indiana/Petersburg'::text, 'America/Indiana/Tell_City'::text, 'America/Indiana/Vevay'::text, 'America/Indiana/Vincennes'::text, 'America/Indiana/Winamac'::text, 'America/Inuvik'::text, 'America/Iqaluit'::text, 'America/Jamaica'::text, 'America/Juneau'::text, 'America/Kentucky/Louisville'::text, 'America/Kentucky/Monticello'::text, 'America/Kralendijk'::text, 'America/La_Paz'::text, 'America/Lima'::text, 'America/Los_Angeles'::text, 'America/Lower_Princes'::text, 'America/Maceio'::text, 'America/Managua'::text, 'America/Manaus'::text, 'America/Marigot'::text, 'America/Martinique'::text, 'America/Matamoros'::text, 'America/Mazatlan'::text, 'America/Menominee'::text, 'America/Merida'::text, 'America/Metlakatla'::text, 'America/Mexico_City'::text, 'America/Miquelon'::text, 'America/Moncton'::text, 'America/Monterrey'::text, 'America/Montevideo'::text, 'America/Montserrat'::text, 'America/Nassau'::text, 'America/New_York'::text, 'America/Nome'::text, 'America/Noronha'::text, 'America/North_Dakota/Beulah'::text, 'America/North_Dakota/Center'::text, 'America/North_Dakota/New_Salem'::text, 'America/Nuuk'::text, 'America/Ojinaga'::text, 'America/Panama'::text, 'America/Paramaribo'::text, 'America/Phoenix'::text, 'America/Port-au-Prince'::text, 'America/Port_of_Spain'::text, 'America/Porto_Velho'::text, 'America/Puerto_Rico'::text, 'America/Punta_Arenas'::text, 'America/Rankin_Inlet'::text, 'America/Recife'::text, 'America/Regina'::text, 'America/Resolute'::text, 'America/Rio_Branco'::text, 'America/Santarem'::text, 'America/Santiago'::text, 'America/Santo_Domingo'::text, 'America/Sao_Paulo'::text, 'America/Scoresbysund'::text, 'America/Sitka'::text, 'America/St_Barthelemy'::text, 'America/St_Johns'::text, 'America/St_Kitts'::text, 'America/St_Lucia'::text, 'America/St_Thomas'::text, 'America/St_Vincent'::text, 'America/Swift_Current'::text, 'America/Tegucigalpa'::text, 'America/Thule'::text, 'America/Tijuana'::text, 'America/Toronto'::text, 'America/Tortola'::text, 'America/Vancouver'::text, 'America/Whitehorse'::text, 'America/Winnipeg'::text, 'America/Yakutat'::text, 'Antarctica/Casey'::text, 'Antarctica/Davis'::text, 'Antarctica/DumontDUrville'::text, 'Antarctica/Macquarie'::text, 'Antarctica/Mawson'::text, 'Antarctica/McMurdo'::text, 'Antarctica/Palmer'::text, 'Antarctica/Rothera'::text, 'Antarctica/Syowa'::text, 'Antarctica/Troll'::text, 'Antarctica/Vostok'::text, 'Asia/Aden'::text, 'Asia/Almaty'::text, 'Asia/Amman'::text, 'Asia/Anadyr'::text, 'Asia/Aqtau'::text, 'Asia/Aqtobe'::text, 'Asia/Ashgabat'::text, 'Asia/Atyrau'::text, 'Asia/Baghdad'::text, 'Asia/Bahrain'::text, 'Asia/Baku'::text, 'Asia/Bangkok'::text, 'Asia/Barnaul'::text, 'Asia/Beirut'::text, 'Asia/Bishkek'::text, 'Asia/Brunei'::text, 'Asia/Chita'::text, 'Asia/Colombo'::text, 'Asia/Damascus'::text, 'Asia/Dhaka'::text, 'Asia/Dili'::text, 'Asia/Dubai'::text, 'Asia/Dushanbe'::text, 'Asia/Famagusta'::text, 'Asia/Gaza'::text, 'Asia/Hebron'::text, 'Asia/Ho_Chi_Minh'::text, 'Asia/Hong_Kong'::text, 'Asia/Hovd'::text, 'Asia/Irkutsk'::text, 'Asia/Jakarta'::text, 'Asia/Jayapura'::text, 'Asia/Jerusalem'::text, 'Asia/Kabul'::text, 'Asia/Kamchatka'::text, 'Asia/Karachi'::text, 'Asia/Kathmandu'::text, 'Asia/Khandyga'::text, 'Asia/Kolkata'::text, 'Asia/Krasnoyarsk'::text, 'Asia/Kuala_Lumpur'::text, 'Asia/Kuching'::text, 'Asia/Kuwait'::text, 'Asia/Macau'::text, 'Asia/Magadan'::text, 'Asia/Makassar'::text, 'Asia/Manila'::text, 'Asia/Muscat'::text, 'Asia/Nicosia'::text, 'Asia/Novokuznetsk'::text, 'Asia/Novosibirsk'::text, 'Asia/Omsk'::text, 'Asia/Oral'::text, 'Asia/Phnom_Penh'::text, 'Asia/Pontianak'::text, 'Asia/Pyongyang'::text, 'Asia/Qatar'::text, 'Asia/Qostanay'::text, 'Asia/Qyzylorda'::text, 'Asia/Riyadh'::text, 'Asia/Sakhalin'::text, 'Asia/Samarkand'::text, 'Asia/Seoul'::text, 'Asia/Shanghai'::text, 'Asia/Singapore'::text, 'Asia/Srednekolymsk'::text, 'Asia/Taipei'::text, 'Asia/Tashkent'::text, 'Asia/Tbilisi'::text, 'Asia/Tehran'::text, 'Asia/Thimphu'::text, 'Asia/Tokyo'::text, 'Asia/Tomsk'::text, 'Asia/Ulaanbaatar'::text, 'Asia/Urumqi'::text, 'Asia/Ust-Nera'::text, 'Asia/Vientiane'::text, 'Asia/Vladivostok'::text, 'Asia/Yakutsk'::text, 'Asia/Yangon'::text, 'Asia/Yekaterinburg'::text, 'Asia/Yerevan'::text, 'Atlantic/Azores'::text, 'Atlantic/Bermuda'::text, 'Atlantic/Canary'::text, 'Atlantic/Cape_Verde'::text, 'Atlantic/Faroe'::text, 'Atlantic/Madeira'::text, 'Atlantic/Reykjavik'::text, 'Atlantic/South_Georgia'::text, 'Atlantic/St_Helena'::text, 'Atlantic/Stanley'::text, 'Australia/Adelaide'::text, 'Australia/Brisbane'::text, 'Australia/Broken_Hill'::text, 'Australia/Darwin'::text, 'Australia/Eucla'::text, 'Australia/Hobart'::text, 'Australia/Lindeman'::text, 'Australia/Lord_Howe'::text, 'Australia/Melbourne'::text, 'Australia/Perth'::text, 'Australia/Sydney'::text, 'Europe/Amsterdam'::text, 'Europe/Andorra'::text, 'Europe/Astrakhan'::text, 'Europe/Athens'::text, 'Europe/Belgrade'::text, 'Europe/Berlin'::text, 'Europe/Bratislava'::text, 'Europe/Brussels'::text, 'Europe/Bucharest'::text, 'Europe/Budapest'::text, 'Europe/Busingen'::text, 'Europe/Chisinau'::text, 'Europe/Copenhagen'::text, 'Europe/Dublin'::text, 'Europe/Gibraltar'::text, 'Europe/Guernsey'::text, 'Europe/Helsinki'::text, 'Europe/Isle_of_Man'::text, 'Europe/Istanbul'::text, 'Europe/Jersey'::text, 'Europe/Kaliningrad'::text, 'Europe/Kirov'::text, 'Europe/Kyiv'::text, 'Europe/Lisbon'::text, 'Europe/Ljubljana'::text, 'Europe/London'::text, 'Europe/Luxembourg'::text, 'Europe/Madrid'::text, 'Europe/Malta'::text, 'Europe/Mariehamn'::text, 'Europe/Minsk'::text, 'Europe/Monaco'::text, 'Europe/Moscow'::text, 'Europe/Oslo'::text, 'Europe/Paris'::text, 'Europe/Podgorica'::text, 'Europe/Prague'::text, 'Europe/Riga'::text, 'Europe/Rome'::text, 'Europe/Samara'::text, 'Europe/San_Marino'::text, 'Europe/Sarajevo'::text, 'Europe/Saratov'::text, 'Europe/Simferopol'::text, 'Europe/Skopje'::text, 'Europe/Sofia'::text, 'Europe/Stockholm'::text, 'Europe/Tallinn'::text, 'Europe/Tirane'::text, 'Europe/Ulyanovsk'::text, 'Europe/Vaduz'::text, 'Europe/Vatican'::text, 'Europe/Vienna'::text, 'Europe/Vilnius'::text, 'Europe/Volgograd'::text, 'Europe/Warsaw'::text, 'Europe/Zagreb'::text, 'Europe/Zurich'::text, 'Indian/Antananarivo'::text, 'Indian/Chagos'::text, 'Indian/Christmas'::text, 'Indian/Cocos'::text, 'Indian/Comoro'::text, 'Indian/Kerguelen'::text, 'Indian/Mahe'::text, 'Indian/Maldives'::text, 'Indian/Mauritius'::text, 'Indian/Mayotte'::text, 'Indian/Reunion'::text, 'Pacific/Apia'::text, 'Pacific/Auckland'::text, 'Pacific/Bougainville'::text, 'Pacific/Chatham'::text, 'Pacific/Chuuk'::text, 'Pacific/Easter'::text, 'Pacific/Efate'::text, 'Pacific/Fakaofo'::text, 'Pacific/Fiji'::text, 'Pacific/Funafuti'::text, 'Pacific/Galapagos'::text, 'Pacific/Gambier'::text, 'Pacific/Guadalcanal'::text, 'Pacific/Guam'::text, 'Pacific/Honolulu'::text, 'Pacific/Kanton'::text, 'Pacific/Kiritimati'::text, 'Pacific/Kosrae'::text, 'Pacific/Kwajalein'::text, 'Pacific/Majuro'::text, 'Pacific/Marquesas'::text, 'Pacific/Midway'::text, 'Pacific/Nauru'::text, 'Pacific/Niue'::text, 'Pacific/Norfolk'::text, 'Pacific/Noumea'::text, 'Pacific/Pago_Pago'::text, 'Pacific/Palau'::text, 'Pacific/Pitcairn'::text, 'Pacific/Pohnpei'::text, 'Pacific/Port_Moresby'::text, 'Pacific/Rarotonga'::text, 'Pacific/Saipan'::text, 'Pacific/Tahiti'::text, 'Pacific/Tarawa'::text, 'Pacific/Tongatapu'::text, 'Pacific/Wake'::text, 'Pacific/Wallis'::text]))",
    ),
    schema="public",
    metadata=metadata,
)

# How far a source or node is trusted: 10 official, 5 community, 1 unverified.
TrustLevel: TypeAlias = Annotated[int, Ge(1), Le(10)]
TRUST_LEVEL = Domain(
    "trust_level",
    sa.Integer,
    constraint_name="trust_level_range",
    check=_sql("((VALUE >= 1) AND (VALUE <= 10))"),
    schema="public",
    metadata=metadata,
)

# A ULID: 26 of Crockford's base-32 digits, the first ten of them the time in milliseconds. Sorts by time; part of public addresses.
Ulid: TypeAlias = Annotated[str, StringConstraints(pattern="^[0-7][0-9A-HJKMNP-TV-Z]{25}$")]
ULID = Domain(
    "ulid",
    sa.Text,
    constraint_name="ulid_shape",
    check=_sql("(VALUE ~ '^[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text)"),
    schema="public",
    metadata=metadata,
)

# An absolute http or https address, without white space.
WebAddress: TypeAlias = Annotated[str, StringConstraints(pattern="(?:^https?://[^ \\t\\n\\r\\f\\v]+$)|[^\\x00-\\x7F]")]
WEB_ADDRESS = Domain(
    "web_address",
    sa.Text,
    constraint_name="web_address_shape",
    check=_sql("(VALUE ~ '^https?://[^[:space:]]+$'::text)"),
    schema="public",
    metadata=metadata,
)

_run(
    "before_create",
    "CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public",
    "COMMENT ON EXTENSION btree_gist IS 'support for indexing common datatypes in GiST'",
)

_run(
    "before_create",
    "CREATE EXTENSION IF NOT EXISTS cube WITH SCHEMA public",
    "COMMENT ON EXTENSION cube IS 'data type for multidimensional cubes'",
)

_run(
    "before_create",
    "CREATE EXTENSION IF NOT EXISTS earthdistance WITH SCHEMA public",
    "COMMENT ON EXTENSION earthdistance IS 'calculate great-circle distances on the surface of the Earth'",
)

_run(
    "before_create",
    "CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public",
    "COMMENT ON EXTENSION pg_trgm IS 'text similarity measurement and index searching based on trigrams'",
)

_run(
    "before_create",
    "CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public",
    "COMMENT ON EXTENSION vector IS 'vector data type and ivfflat and hnsw access methods'",
)

_run(
    "before_create",
    "CREATE OR REPLACE FUNCTION public.earth_point(p_latitude double precision, p_longitude double precision)\n RETURNS public.cube\n LANGUAGE sql\n IMMUTABLE PARALLEL SAFE STRICT\n SET search_path TO 'pg_catalog', 'public'\nRETURN public.ll_to_earth(p_latitude, p_longitude)",
    "COMMENT ON FUNCTION public.earth_point(double precision, double precision) IS 'Point on the globe, in metres from its centre; null where either coordinate, in degrees, is.'",
)

_run(
    "before_create",
    "CREATE OR REPLACE FUNCTION public.event_document(p_name text, p_description text)\n RETURNS tsvector\n LANGUAGE sql\n IMMUTABLE PARALLEL SAFE\nRETURN to_tsvector('english'::regconfig, ((COALESCE(p_name, ''::text) || ' '::text) || COALESCE(p_description, ''::text)))",
    "COMMENT ON FUNCTION public.event_document(text, text) IS 'What searches for events look in: the words of name and description, in English.'",
)

_run(
    "before_create",
    "CREATE OR REPLACE FUNCTION public.new_ulid()\n RETURNS public.ulid\n LANGUAGE sql\n PARALLEL SAFE\n SET search_path TO 'pg_catalog', 'public'\nBEGIN ATOMIC\n WITH made AS MATERIALIZED (\n          SELECT (floor((EXTRACT(epoch FROM clock_timestamp()) * (1000)::numeric)))::bigint AS milliseconds,\n             sha256(uuid_send(gen_random_uuid())) AS noise\n         ), digits AS (\n          SELECT d.place,\n             (((m.milliseconds >> (45 - (5 * d.place))) & (31)::bigint))::integer AS digit\n            FROM made m,\n             generate_series(0, 9) d(place)\n         UNION ALL\n          SELECT (10 + d.place),\n             (get_byte(m.noise, d.place) & 31)\n            FROM made m,\n             generate_series(0, 15) d(place)\n         )\n  SELECT (string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ'::text, (1 + digits.digit), 1), ''::text ORDER BY digits.place))::public.ulid AS string_agg\n    FROM digits;\nEND",
    "COMMENT ON FUNCTION public.new_ulid() IS 'A fresh ULID: the time in milliseconds, then 80 random bits.'",
)

sa.Sequence("event_changes_seq", schema="public", metadata=metadata)


class EntityIdentifiers(TableModel, table=True):
    """One row per identifier that another authority gave to an event, a place, an organisation or a person; goes with what it names."""

    __tablename__ = "entity_identifiers"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="entity_identifiers_pkey"),
        sa.UniqueConstraint("entity_type", "entity_id", "scheme", "uri", name="entity_identifiers_once_key"),
        sa.CheckConstraint(
            _sql(
                "(((event_id IS NOT NULL) AND (place_id IS NULL) AND (organization_id IS NULL) AND (person_id IS NULL)) OR ((event_id IS NULL) AND (place_id IS NOT NULL) AND (organization_id IS NULL) AND (person_id IS NULL)) OR ((event_id IS NULL) AND (place_id IS NULL) AND (organization_id IS NOT NULL) AND (person_id IS NULL)) OR ((event_id IS NULL) AND (place_id IS NULL) AND (organization_id IS NULL) AND (person_id IS NOT NULL)))",
            ),
            name="entity_identifiers_of_one",
        ),
        sa.CheckConstraint(
            _sql(
                "(scheme = ANY (ARRAY['artsdata'::text, 'wikidata'::text, 'isni'::text, 'musicbrainz'::text, 'other'::text]))",
            ),
            name="entity_identifiers_scheme_known",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["public.events.id"],
            name="entity_identifiers_event_id_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["public.organizations.id"],
            name="entity_identifiers_organization_id_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["public.persons.id"],
            name="entity_identifiers_person_id_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["place_id"],
            ["public.places.id"],
            name="entity_identifiers_place_id_fkey",
            ondelete="CASCADE",
        ),
        sa.Index(
            "idx_entity_identifiers_canonical",
            "entity_type",
            "entity_id",
            "scheme",
            unique=True,
            postgresql_where=_sql("is_canonical"),
        ),
        sa.Index("idx_entity_identifiers_event", "event_id"),
        sa.Index("idx_entity_identifiers_organization", "organization_id"),
        sa.Index("idx_entity_identifiers_person", "person_id"),
        sa.Index("idx_entity_identifiers_place", "place_id"),
        {
            "schema": "public",
            "comment": "One row per identifier that another authority gave to an event, a place, an organisation or a person; goes with what it names.",
        },
    )

    id: UUID = Field(
        default=None,
        description="Key of the row.",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the row.",
        ),
    )
    event_id: UUID | None = Field(
        default=None,
        description="The event that it names; null for other kinds.",
        sa_column=sa.Column("event_id", sa.Uuid, comment="The event that it names; null for other kinds."),
    )
    place_id: UUID | None = Field(
        default=None,
        description="The place that it names; null for other kinds.",
        sa_column=sa.Column("place_id", sa.Uuid, comment="The place that it names; null for other kinds."),
    )
    organization_id: UUID | None = Field(
        default=None,
        description="The organisation that it names; null for other kinds.",
        sa_column=sa.Column(
            "organization_id",
            sa.Uuid,
            comment="The organisation that it names; null for other kinds.",
        ),
    )
    person_id: UUID | None = Field(
        default=None,
        description="The person that it names; null for other kinds.",
        sa_column=sa.Column("person_id", sa.Uuid, comment="The person that it names; null for other kinds."),
    )
    entity_type: str = Field(
        default=None,
        description="event, place, organization or person.",
        sa_column=sa.Column(
            "entity_type",
            sa.Text,
            sa.Computed(
                _sql(
                    "\nCASE\n    WHEN (event_id IS NOT NULL) THEN 'event'::text\n    WHEN (place_id IS NOT NULL) THEN 'place'::text\n    WHEN (organization_id IS NOT NULL) THEN 'organization'::text\n    ELSE 'person'::text\nEND",
                ),
                persisted=True,
            ),
            nullable=False,
            comment="event, place, organization or person.",
        ),
    )
    entity_id: UUID = Field(
        default=None,
        description="Key of what it names.",
        sa_column=sa.Column(
            "entity_id",
            sa.Uuid,
            sa.Computed(_sql("COALESCE(event_id, place_id, organization_id, person_id)"), persisted=True),
            nullable=False,
            comment="Key of what it names.",
        ),
    )
    scheme: Literal["artsdata", "wikidata", "isni", "musicbrainz", "other"] = Field(
        description="Who gave it: artsdata, wikidata, isni, musicbrainz or other.",
        sa_column=sa.Column(
            "scheme",
            sa.Text,
            nullable=False,
            comment="Who gave it: artsdata, wikidata, isni, musicbrainz or other.",
        ),
    )
    uri: WebAddress = Field(
        description="The identifier, as an address.",
        sa_column=sa.Column("uri", WEB_ADDRESS, nullable=False, comment="The identifier, as an address."),
    )
    confidence: Confidence = Field(
        default=None,
        description="How sure the match is, 0 to 1.",
        sa_column=sa.Column(
            "confidence",
            CONFIDENCE,
            nullable=False,
            server_default=_sql("1"),
            comment="How sure the match is, 0 to 1.",
        ),
    )
    is_canonical: bool = Field(
        default=None,
        description="Whether it is the one to go by, among those of its scheme.",
        sa_column=sa.Column(
            "is_canonical",
            sa.Boolean,
            nullable=False,
            server_default=_sql("false"),
            comment="Whether it is the one to go by, among those of its scheme.",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made.",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made.",
        ),
    )
    updated_at: datetime.datetime = Field(
        default=None,
        description="When the row last changed.",
        sa_column=sa.Column(
            "updated_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row last changed.",
        ),
    )

    event: Optional["Events"] = Relationship(back_populates="entity_identifiers")
    organization: Optional["Organizations"] = Relationship(back_populates="entity_identifiers")
    person: Optional["Persons"] = Relationship(back_populates="entity_identifiers")
    place: Optional["Places"] = Relationship(back_populates="entity_identifiers")


class EventChanges(TableModel, table=True):
    """One row per change of an event, written by its trigger in the same transaction. Append-only, so without created_at and updated_at. For this node: what others may know is federation_feed."""

    __tablename__ = "event_changes"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="event_changes_pkey"),
        sa.UniqueConstraint("sequence_number", name="event_changes_sequence_number_key"),
        sa.CheckConstraint(
            _sql("(action = ANY (ARRAY['create'::text, 'update'::text, 'delete'::text]))"),
            name="event_changes_action_known",
        ),
        sa.CheckConstraint(
            _sql(
                "\nCASE action\n    WHEN 'update'::text THEN ((changed_fields IS NOT NULL) AND (cardinality(changed_fields) > 0))\n    ELSE (changed_fields IS NULL)\nEND",
            ),
            name="event_changes_fields_of_update",
        ),
        sa.CheckConstraint(_sql("((NOT purged) OR (action = 'delete'::text))"), name="event_changes_purged_is_delete"),
        sa.Index("idx_event_changes_event", "event_id", "sequence_number"),
        sa.Index("idx_event_changes_time", "changed_at"),
        {
            "schema": "public",
            "comment": "One row per change of an event, written by its trigger in the same transaction. Append-only, so without created_at and updated_at. For this node: what others may know is federation_feed.",
        },
    )

    id: int = Field(
        default=None,
        description="Running number of the row.",
        sa_column=sa.Column(
            "id",
            sa.BigInteger,
            sa.Identity(always=True),
            nullable=False,
            comment="Running number of the row.",
        ),
    )
    sequence_number: int = Field(
        default=None,
        description="Place in the order of commits; a reader that goes on from the highest it has seen misses nothing. From event_changes_seq.",
        sa_column=sa.Column(
            "sequence_number",
            sa.BigInteger,
            nullable=False,
            server_default=_sql("nextval('public.event_changes_seq'::regclass)"),
            comment="Place in the order of commits; a reader that goes on from the highest it has seen misses nothing. From event_changes_seq.",
        ),
    )
    event_id: UUID = Field(
        description="Key of the event, which may be gone.",
        sa_column=sa.Column("event_id", sa.Uuid, nullable=False, comment="Key of the event, which may be gone."),
    )
    action: Literal["create", "update", "delete"] = Field(
        description="create, update or delete, a soft delete included.",
        sa_column=sa.Column(
            "action",
            sa.Text,
            nullable=False,
            comment="create, update or delete, a soft delete included.",
        ),
    )
    changed_fields: list[str] | None = Field(
        default=None,
        description="Names of the columns that differ, in alphabetical order, or occurrences or performers; null unless action is update.",
        sa_column=sa.Column(
            "changed_fields",
            pg.ARRAY(sa.Text),
            comment="Names of the columns that differ, in alphabetical order, or occurrences or performers; null unless action is update.",
        ),
    )
    snapshot: Any = Field(
        description="The row of events after the change, with its occurrences and performers; as it was last, where it is gone.",
        sa_column=sa.Column(
            "snapshot",
            pg.JSONB(none_as_null=True),
            nullable=False,
            comment="The row of events after the change, with its occurrences and performers; as it was last, where it is gone.",
        ),
    )
    purged: bool = Field(
        default=None,
        description="Whether the row left the table; false for a soft delete, and unless action is delete.",
        sa_column=sa.Column(
            "purged",
            sa.Boolean,
            nullable=False,
            server_default=_sql("false"),
            comment="Whether the row left the table; false for a soft delete, and unless action is delete.",
        ),
    )
    origin_node_id: UUID | None = Field(
        default=None,
        description="Node that the event comes from; null: this one.",
        sa_column=sa.Column("origin_node_id", sa.Uuid, comment="Node that the event comes from; null: this one."),
    )
    changed_at: datetime.datetime = Field(
        default=None,
        description="When the transaction that made the change began.",
        sa_column=sa.Column(
            "changed_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the transaction that made the change began.",
        ),
    )


class EventEmbeddings(TableModel, table=True):
    """One row per event that was embedded; goes with its event."""

    __tablename__ = "event_embeddings"
    __table_args__ = (
        sa.PrimaryKeyConstraint("event_id", name="event_embeddings_pkey"),
        sa.CheckConstraint(
            _sql("(public.vector_norm(embedding) > (0)::double precision)"),
            name="event_embeddings_not_zero",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["public.events.id"],
            name="event_embeddings_event_id_fkey",
            ondelete="CASCADE",
        ),
        sa.Index(
            "idx_event_embeddings_vector",
            "embedding",
            postgresql_using="hnsw",
            postgresql_ops={"embedding": "public.vector_cosine_ops"},
        ),
        {"schema": "public", "comment": "One row per event that was embedded; goes with its event."},
    )

    event_id: UUID = Field(
        description="The event.",
        sa_column=sa.Column("event_id", sa.Uuid, nullable=False, comment="The event."),
    )
    embedding: str = Field(
        description="384 numbers, not all zero, made of source_text by the model.",
        sa_column=sa.Column(
            "embedding",
            Raw("public.vector(384)"),
            nullable=False,
            comment="384 numbers, not all zero, made of source_text by the model.",
        ),
    )
    model_version: str = Field(
        description="Model that made it; vectors of different models cannot be compared.",
        sa_column=sa.Column(
            "model_version",
            sa.Text,
            nullable=False,
            comment="Model that made it; vectors of different models cannot be compared.",
        ),
    )
    source_text: str = Field(
        description="Text that was embedded, for the next model.",
        sa_column=sa.Column(
            "source_text",
            sa.Text,
            nullable=False,
            comment="Text that was embedded, for the next model.",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made.",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made.",
        ),
    )
    updated_at: datetime.datetime = Field(
        default=None,
        description="When the row last changed.",
        sa_column=sa.Column(
            "updated_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row last changed.",
        ),
    )

    event: "Events" = Relationship(back_populates="event_embeddings")


class EventHistory(TableModel, table=True):
    """One row per state of an event, with the two times it has. Append-only but for the end of system_period, so without created_at and updated_at; no foreign key, for it outlives the event."""

    __tablename__ = "event_history"
    __table_args__ = (
        sa.PrimaryKeyConstraint("history_id", name="event_history_pkey"),
        pg.ExcludeConstraint(
            (_sql("event_id"), "="),
            (_sql("valid_period"), "&&"),
            (_sql("system_period"), "&&"),
            name="event_history_one_truth",
            using="gist",
        ),
        sa.CheckConstraint(_sql("(NOT isempty(system_period))"), name="event_history_system_not_empty"),
        sa.CheckConstraint(_sql("(NOT isempty(valid_period))"), name="event_history_valid_not_empty"),
        {
            "schema": "public",
            "comment": "One row per state of an event, with the two times it has. Append-only but for the end of system_period, so without created_at and updated_at; no foreign key, for it outlives the event.",
        },
    )

    history_id: int = Field(
        default=None,
        description="Running number of the row.",
        sa_column=sa.Column(
            "history_id",
            sa.BigInteger,
            sa.Identity(always=True),
            nullable=False,
            comment="Running number of the row.",
        ),
    )
    event_id: UUID = Field(
        description="Key of the event, which may be gone.",
        sa_column=sa.Column("event_id", sa.Uuid, nullable=False, comment="Key of the event, which may be gone."),
    )
    valid_period: pg.Range[datetime.datetime] = Field(
        description="When the event was so.",
        sa_column=sa.Column("valid_period", pg.TSTZRANGE, nullable=False, comment="When the event was so."),
    )
    system_period: pg.Range[datetime.datetime] = Field(
        default=None,
        description="When we believed it; without an end: we still do.",
        sa_column=sa.Column(
            "system_period",
            pg.TSTZRANGE,
            nullable=False,
            server_default=_sql("tstzrange(clock_timestamp(), NULL::timestamp with time zone)"),
            comment="When we believed it; without an end: we still do.",
        ),
    )
    snapshot: Any = Field(
        description="The row of events, with its occurrences and performers, as JSON.",
        sa_column=sa.Column(
            "snapshot",
            pg.JSONB(none_as_null=True),
            nullable=False,
            comment="The row of events, with its occurrences and performers, as JSON.",
        ),
    )
    changed_by: str | None = Field(
        default=None,
        description="Who made the change: the setting sel.actor, or else the role that was logged in; null where not known.",
        sa_column=sa.Column(
            "changed_by",
            sa.Text,
            comment="Who made the change: the setting sel.actor, or else the role that was logged in; null where not known.",
        ),
    )


class EventOccurrences(TableModel, table=True):
    """One row per time that an event takes place (schema:Event, as schema:subEvent). To reschedule is to change one of these; they go with their event."""

    __tablename__ = "event_occurrences"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="event_occurrences_pkey"),
        sa.UniqueConstraint("id", "event_id", name="event_occurrences_of_event_key"),
        sa.UniqueConstraint(
            "event_id",
            "start_time",
            "venue_id",
            name="event_occurrences_once_key",
            postgresql_nulls_not_distinct=True,
        ),
        sa.UniqueConstraint("sequence_number", name="event_occurrences_sequence_number_key"),
        sa.CheckConstraint(
            _sql("((door_time IS NULL) OR (door_time <= start_time))"),
            name="event_occurrences_doors_before_start",
        ),
        sa.CheckConstraint(
            _sql("((end_time IS NULL) OR (end_time > start_time))"),
            name="event_occurrences_end_after_start",
        ),
        sa.CheckConstraint(
            _sql(
                "(occurrence_status = ANY (ARRAY['scheduled'::text, 'cancelled'::text, 'sold_out'::text, 'postponed'::text, 'completed'::text]))",
            ),
            name="event_occurrences_status_known",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["public.events.id"],
            name="event_occurrences_event_id_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["venue_id"], ["public.places.id"], name="event_occurrences_venue_id_fkey"),
        sa.Index("idx_event_occurrences_local_date", "local_start_date"),
        sa.Index("idx_event_occurrences_local_time", "local_start_time"),
        sa.Index("idx_event_occurrences_span", _sql("tstzrange(start_time, end_time)"), postgresql_using="gist"),
        sa.Index("idx_event_occurrences_start", "start_time"),
        sa.Index("idx_event_occurrences_venue_start", "venue_id", "start_time"),
        {
            "schema": "public",
            "comment": "One row per time that an event takes place (schema:Event, as schema:subEvent). To reschedule is to change one of these; they go with their event.",
        },
    )

    id: UUID = Field(
        default=None,
        description="Key of the occurrence (schema:identifier).",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the occurrence (schema:identifier).",
        ),
    )
    event_id: UUID = Field(
        description="What takes place (schema:superEvent).",
        sa_column=sa.Column("event_id", sa.Uuid, nullable=False, comment="What takes place (schema:superEvent)."),
    )
    start_time: datetime.datetime = Field(
        description="When it begins (schema:startDate).",
        sa_column=sa.Column(
            "start_time",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            comment="When it begins (schema:startDate).",
        ),
    )
    end_time: datetime.datetime | None = Field(
        default=None,
        description="When it ends, after it began; null where not told (schema:endDate).",
        sa_column=sa.Column(
            "end_time",
            pg.TIMESTAMP(timezone=True),
            comment="When it ends, after it began; null where not told (schema:endDate).",
        ),
    )
    door_time: datetime.datetime | None = Field(
        default=None,
        description="When people are let in, not after the start; null where not told (schema:doorTime).",
        sa_column=sa.Column(
            "door_time",
            pg.TIMESTAMP(timezone=True),
            comment="When people are let in, not after the start; null where not told (schema:doorTime).",
        ),
    )
    timezone: IanaTimeZone = Field(
        description="Zone of the place, such as America/Toronto (schema:scheduleTimezone).",
        sa_column=sa.Column(
            "timezone",
            IANA_TIME_ZONE,
            nullable=False,
            comment="Zone of the place, such as America/Toronto (schema:scheduleTimezone).",
        ),
    )
    local_start_date: datetime.date = Field(
        default=None,
        description="Date on the calendar of the place when it begins (schema:startDate).",
        sa_column=sa.Column(
            "local_start_date",
            sa.Date,
            sa.Computed(_sql("((start_time AT TIME ZONE (timezone)::text))::date"), persisted=True),
            nullable=False,
            comment="Date on the calendar of the place when it begins (schema:startDate).",
        ),
    )
    local_start_time: datetime.time = Field(
        default=None,
        description="Time on the clock of the place when it begins (schema:startTime).",
        sa_column=sa.Column(
            "local_start_time",
            pg.TIME,
            sa.Computed(_sql("((start_time AT TIME ZONE (timezone)::text))::time without time zone"), persisted=True),
            nullable=False,
            comment="Time on the clock of the place when it begins (schema:startTime).",
        ),
    )
    venue_id: UUID | None = Field(
        default=None,
        description="Where it takes place; null: where its event does (schema:location).",
        sa_column=sa.Column(
            "venue_id",
            sa.Uuid,
            comment="Where it takes place; null: where its event does (schema:location).",
        ),
    )
    virtual_url: WebAddress | None = Field(
        default=None,
        description="Where it takes place online; null: where its event does (schema:url).",
        sa_column=sa.Column(
            "virtual_url",
            WEB_ADDRESS,
            comment="Where it takes place online; null: where its event does (schema:url).",
        ),
    )
    occurrence_status: Literal["scheduled", "cancelled", "sold_out", "postponed", "completed"] = Field(
        default=None,
        description="scheduled, cancelled, sold_out, postponed or completed (schema:eventStatus).",
        sa_column=sa.Column(
            "occurrence_status",
            sa.Text,
            nullable=False,
            server_default=_sql("'scheduled'::text"),
            comment="scheduled, cancelled, sold_out, postponed or completed (schema:eventStatus).",
        ),
    )
    sequence_number: int = Field(
        default=None,
        description="Running number, by which pages of a list go on where the last one ended (sel:sequenceNumber).",
        sa_column=sa.Column(
            "sequence_number",
            sa.BigInteger,
            sa.Identity(always=True),
            nullable=False,
            comment="Running number, by which pages of a list go on where the last one ended (sel:sequenceNumber).",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made (schema:dateCreated).",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made (schema:dateCreated).",
        ),
    )
    updated_at: datetime.datetime = Field(
        default=None,
        description="When the row last changed (schema:dateModified).",
        sa_column=sa.Column(
            "updated_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row last changed (schema:dateModified).",
        ),
    )

    event: "Events" = Relationship(back_populates="event_occurrences")
    venue: Optional["Places"] = Relationship(back_populates="event_occurrences")
    field_provenance: list["FieldProvenance"] = Relationship(
        back_populates="event_",
        sa_relationship_kwargs={"passive_deletes": "all", "overlaps": "event,field_provenance"},
    )


class EventPerformers(TableModel, table=True):
    """One row per person and role at an event (schema:performer); they go with their event."""

    __tablename__ = "event_performers"
    __table_args__ = (
        sa.PrimaryKeyConstraint("event_id", "person_id", "role", name="event_performers_pkey"),
        sa.CheckConstraint(
            _sql("((performance_order IS NULL) OR (performance_order > 0))"),
            name="event_performers_order_positive",
        ),
        sa.CheckConstraint(
            _sql(
                "(role = ANY (ARRAY['headliner'::text, 'opening_act'::text, 'speaker'::text, 'host'::text, 'performer'::text, 'moderator'::text, 'dj'::text, 'conductor'::text, 'other'::text]))",
            ),
            name="event_performers_role_known",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["public.events.id"],
            name="event_performers_event_id_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["public.persons.id"], name="event_performers_person_id_fkey"),
        sa.Index("idx_event_performers_person", "person_id"),
        {
            "schema": "public",
            "comment": "One row per person and role at an event (schema:performer); they go with their event.",
        },
    )

    event_id: UUID = Field(
        description="The event (schema:performerIn).",
        sa_column=sa.Column("event_id", sa.Uuid, nullable=False, comment="The event (schema:performerIn)."),
    )
    person_id: UUID = Field(
        description="The person (schema:performer).",
        sa_column=sa.Column("person_id", sa.Uuid, nullable=False, comment="The person (schema:performer)."),
    )
    role: Literal["headliner", "opening_act", "speaker", "host", "performer", "moderator", "dj", "conductor", "other"] = Field(
        description="headliner, opening_act, speaker, host, performer, moderator, dj, conductor or other (schema:roleName).",
        sa_column=sa.Column(
            "role",
            sa.Text,
            nullable=False,
            comment="headliner, opening_act, speaker, host, performer, moderator, dj, conductor or other (schema:roleName).",
        ),
    )
    performance_order: Annotated[int, Gt(0)] | None = Field(
        default=None,
        description="Place on the bill, 1 first; null where there is no order (schema:position).",
        sa_column=sa.Column(
            "performance_order",
            sa.Integer,
            comment="Place on the bill, 1 first; null where there is no order (schema:position).",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made (schema:dateCreated).",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made (schema:dateCreated).",
        ),
    )
    updated_at: datetime.datetime = Field(
        default=None,
        description="When the row last changed (schema:dateModified).",
        sa_column=sa.Column(
            "updated_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row last changed (schema:dateModified).",
        ),
    )

    event: "Events" = Relationship(back_populates="event_performers")
    person: "Persons" = Relationship(back_populates="event_performers")


class EventSeries(TableModel, table=True):
    """One row per series (schema:EventSeries). expand_series() makes the occurrences of its events."""

    __tablename__ = "event_series"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="event_series_pkey"),
        sa.CheckConstraint(
            _sql(
                "((series_start_date IS NULL) OR (series_end_date IS NULL) OR (series_end_date >= series_start_date))",
            ),
            name="event_series_ends_after_start",
        ),
        sa.CheckConstraint(_sql("(name ~ '[^[:space:]]'::text)"), name="event_series_name_not_blank"),
        sa.CheckConstraint(
            _sql(
                "(recurrence_rule ~ '^FREQ=(DAILY|WEEKLY|MONTHLY)(;INTERVAL=[1-9][0-9]?)?(;BYDAY=(MO|TU|WE|TH|FR|SA|SU)(,(MO|TU|WE|TH|FR|SA|SU))*)?(;BYMONTHDAY=([1-9]|[12][0-9]|3[01]))?(;UNTIL=20[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8]))?(;COUNT=[1-9][0-9]{0,3})?$'::text)",
            ),
            name="event_series_recurrence_rule_shape",
        ),
        sa.ForeignKeyConstraint(["default_venue_id"], ["public.places.id"], name="event_series_default_venue_id_fkey"),
        sa.ForeignKeyConstraint(["organizer_id"], ["public.organizations.id"], name="event_series_organizer_id_fkey"),
        sa.Index("idx_event_series_organizer", "organizer_id"),
        sa.Index("idx_event_series_venue", "default_venue_id"),
        {
            "schema": "public",
            "comment": "One row per series (schema:EventSeries). expand_series() makes the occurrences of its events.",
        },
    )

    id: UUID = Field(
        default=None,
        description="Key of the series (schema:identifier).",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the series (schema:identifier).",
        ),
    )
    name: Annotated[str, StringConstraints(pattern="(?:[^ \\t\\n\\r\\f\\v])|[^\\x00-\\x7F]")] = Field(
        description="Name (schema:name).",
        sa_column=sa.Column("name", sa.Text, nullable=False, comment="Name (schema:name)."),
    )
    recurrence_rule: Annotated[str, StringConstraints(pattern="^FREQ=(?:DAILY|WEEKLY|MONTHLY)(?:;INTERVAL=[1-9][0-9]?)?(?:;BYDAY=(?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:MO|TU|WE|TH|FR|SA|SU))*)?(?:;BYMONTHDAY=(?:[1-9]|[12][0-9]|3[01]))?(?:;UNTIL=20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|1[0-9]|2[0-8]))?(?:;COUNT=[1-9][0-9]{0,3})?$")] | None = Field(
        default=None,
        description="Rule of RFC 5545, parts in the order FREQ (DAILY, WEEKLY, MONTHLY), INTERVAL, BYDAY, BYMONTHDAY, UNTIL (a date), COUNT; null where dates are made by hand (schema:eventSchedule).",
        sa_column=sa.Column(
            "recurrence_rule",
            sa.Text,
            comment="Rule of RFC 5545, parts in the order FREQ (DAILY, WEEKLY, MONTHLY), INTERVAL, BYDAY, BYMONTHDAY, UNTIL (a date), COUNT; null where dates are made by hand (schema:eventSchedule).",
        ),
    )
    default_start_time: datetime.time | None = Field(
        default=None,
        description="Local time at which it begins; null where it varies (schema:startTime).",
        sa_column=sa.Column(
            "default_start_time",
            pg.TIME,
            comment="Local time at which it begins; null where it varies (schema:startTime).",
        ),
    )
    timezone: IanaTimeZone = Field(
        description="Zone of that local time, such as America/Toronto (schema:scheduleTimezone).",
        sa_column=sa.Column(
            "timezone",
            IANA_TIME_ZONE,
            nullable=False,
            comment="Zone of that local time, such as America/Toronto (schema:scheduleTimezone).",
        ),
    )
    series_start_date: datetime.date | None = Field(
        default=None,
        description="Local date from which the rule is counted; null where there is no rule (schema:startDate).",
        sa_column=sa.Column(
            "series_start_date",
            sa.Date,
            comment="Local date from which the rule is counted; null where there is no rule (schema:startDate).",
        ),
    )
    series_end_date: datetime.date | None = Field(
        default=None,
        description="Last local date; null where it goes on (schema:endDate).",
        sa_column=sa.Column(
            "series_end_date",
            sa.Date,
            comment="Last local date; null where it goes on (schema:endDate).",
        ),
    )
    expanded_until: datetime.datetime | None = Field(
        default=None,
        description="Up to when occurrences were made; null before the first time (sel:expandedUntil).",
        sa_column=sa.Column(
            "expanded_until",
            pg.TIMESTAMP(timezone=True),
            comment="Up to when occurrences were made; null before the first time (sel:expandedUntil).",
        ),
    )
    default_venue_id: UUID | None = Field(
        default=None,
        description="Where its occurrences take place; null: where their event does (schema:location).",
        sa_column=sa.Column(
            "default_venue_id",
            sa.Uuid,
            comment="Where its occurrences take place; null: where their event does (schema:location).",
        ),
    )
    organizer_id: UUID | None = Field(
        default=None,
        description="Who organises it; null where not known (schema:organizer).",
        sa_column=sa.Column(
            "organizer_id",
            sa.Uuid,
            comment="Who organises it; null where not known (schema:organizer).",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made (schema:dateCreated).",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made (schema:dateCreated).",
        ),
    )
    updated_at: datetime.datetime = Field(
        default=None,
        description="When the row last changed (schema:dateModified).",
        sa_column=sa.Column(
            "updated_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row last changed (schema:dateModified).",
        ),
    )

    default_venue: Optional["Places"] = Relationship(back_populates="event_series")
    organizer: Optional["Organizations"] = Relationship(back_populates="event_series")
    events: list["Events"] = Relationship(back_populates="series", sa_relationship_kwargs={"passive_deletes": "all"})


class EventSources(TableModel, table=True):
    """One row per document received about an event. Append-only, so without created_at and updated_at; goes with its event."""

    __tablename__ = "event_sources"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="event_sources_pkey"),
        sa.UniqueConstraint(
            "source_id",
            "source_event_id",
            "payload_hash",
            name="event_sources_once_key",
            postgresql_nulls_not_distinct=True,
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["public.events.id"],
            name="event_sources_event_id_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["source_id"], ["public.sources.id"], name="event_sources_source_id_fkey"),
        sa.Index("idx_event_sources_event", "event_id"),
        {
            "schema": "public",
            "comment": "One row per document received about an event. Append-only, so without created_at and updated_at; goes with its event.",
        },
    )

    id: UUID = Field(
        default=None,
        description="Key of the row.",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the row.",
        ),
    )
    event_id: UUID = Field(
        description="The event that it is about.",
        sa_column=sa.Column("event_id", sa.Uuid, nullable=False, comment="The event that it is about."),
    )
    source_id: UUID = Field(
        description="Who sent it.",
        sa_column=sa.Column("source_id", sa.Uuid, nullable=False, comment="Who sent it."),
    )
    source_event_id: str | None = Field(
        default=None,
        description="What the source calls the event; null where it has no key.",
        sa_column=sa.Column(
            "source_event_id",
            sa.Text,
            comment="What the source calls the event; null where it has no key.",
        ),
    )
    source_url: WebAddress | None = Field(
        default=None,
        description="Where it was fetched; null where it was sent.",
        sa_column=sa.Column("source_url", WEB_ADDRESS, comment="Where it was fetched; null where it was sent."),
    )
    payload: Any = Field(
        description="The document, exactly as received.",
        sa_column=sa.Column(
            "payload",
            pg.JSONB(none_as_null=True),
            nullable=False,
            comment="The document, exactly as received.",
        ),
    )
    payload_hash: str = Field(
        default=None,
        description="MD5 of the document in hexadecimal, by which the same one is known again.",
        sa_column=sa.Column(
            "payload_hash",
            sa.Text,
            sa.Computed(_sql("md5((payload)::text)"), persisted=True),
            nullable=False,
            comment="MD5 of the document in hexadecimal, by which the same one is known again.",
        ),
    )
    retrieved_at: datetime.datetime = Field(
        default=None,
        description="When it was received.",
        sa_column=sa.Column(
            "retrieved_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When it was received.",
        ),
    )

    event: "Events" = Relationship(back_populates="event_sources")
    source: "Sources" = Relationship(back_populates="event_sources")


class Events(TableModel, table=True):
    """One row per event (schema:Event): what it is, and not when. Each change leaves a row in event_changes and one in event_history."""

    __tablename__ = "events"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="events_pkey"),
        sa.UniqueConstraint("federation_uri", name="events_federation_uri_key"),
        sa.UniqueConstraint("ulid", name="events_ulid_key"),
        sa.CheckConstraint(
            _sql("((lifecycle_state = 'deleted'::text) = (deleted_at IS NOT NULL))"),
            name="events_deleted_at_if_deleted",
        ),
        sa.CheckConstraint(
            _sql(
                "(event_status = ANY (ARRAY['https://schema.org/EventScheduled'::text, 'https://schema.org/EventCancelled'::text, 'https://schema.org/EventPostponed'::text, 'https://schema.org/EventRescheduled'::text, 'https://schema.org/EventMovedOnline'::text]))",
            ),
            name="events_event_status_known",
        ),
        sa.CheckConstraint(
            _sql(
                "((license_status = 'cc0'::text) = ((license_url)::text = 'https://creativecommons.org/publicdomain/zero/1.0/'::text))",
            ),
            name="events_license_fits_url",
        ),
        sa.CheckConstraint(
            _sql("(license_status = ANY (ARRAY['cc0'::text, 'cc-by'::text, 'proprietary'::text, 'unknown'::text]))"),
            name="events_license_status_known",
        ),
        sa.CheckConstraint(
            _sql(
                "(lifecycle_state = ANY (ARRAY['draft'::text, 'published'::text, 'postponed'::text, 'rescheduled'::text, 'cancelled'::text, 'completed'::text, 'deleted'::text]))",
            ),
            name="events_lifecycle_state_known",
        ),
        sa.CheckConstraint(
            _sql("((merged_into_id IS NULL) OR (merged_into_id <> id))"),
            name="events_merged_into_another",
        ),
        sa.CheckConstraint(
            _sql("((merged_into_id IS NULL) OR (lifecycle_state = 'deleted'::text))"),
            name="events_merged_is_deleted",
        ),
        sa.CheckConstraint(_sql("(name ~ '[^[:space:]]'::text)"), name="events_name_not_blank"),
        sa.CheckConstraint(
            _sql("((origin_node_id IS NULL) OR (federation_uri IS NOT NULL))"),
            name="events_remote_has_uri",
        ),
        sa.CheckConstraint(
            _sql("((primary_venue_id IS NOT NULL) OR (virtual_url IS NOT NULL))"),
            name="events_somewhere",
        ),
        sa.CheckConstraint(
            _sql(
                "\nCASE lifecycle_state\n    WHEN 'cancelled'::text THEN (event_status = 'https://schema.org/EventCancelled'::text)\n    WHEN 'postponed'::text THEN (event_status = 'https://schema.org/EventPostponed'::text)\n    WHEN 'rescheduled'::text THEN (event_status = 'https://schema.org/EventRescheduled'::text)\n    WHEN 'deleted'::text THEN true\n    ELSE (event_status = ANY (ARRAY['https://schema.org/EventScheduled'::text, 'https://schema.org/EventMovedOnline'::text]))\nEND",
            ),
            name="events_status_fits_state",
        ),
        sa.ForeignKeyConstraint(["merged_into_id"], ["public.events.id"], name="events_merged_into_id_fkey"),
        sa.ForeignKeyConstraint(["organizer_id"], ["public.organizations.id"], name="events_organizer_id_fkey"),
        sa.ForeignKeyConstraint(["origin_node_id"], ["public.federation_nodes.id"], name="events_origin_node_id_fkey"),
        sa.ForeignKeyConstraint(["primary_venue_id"], ["public.places.id"], name="events_primary_venue_id_fkey"),
        sa.ForeignKeyConstraint(["series_id"], ["public.event_series.id"], name="events_series_id_fkey"),
        sa.Index("idx_events_dedup_hash", "dedup_hash", postgresql_where=_sql("(lifecycle_state <> 'deleted'::text)")),
        sa.Index("idx_events_lifecycle", "lifecycle_state", "updated_at"),
        sa.Index("idx_events_merged_into", "merged_into_id"),
        sa.Index(
            "idx_events_name_trgm",
            "name",
            postgresql_using="gin",
            postgresql_ops={"name": "public.gin_trgm_ops"},
        ),
        sa.Index("idx_events_organizer", "organizer_id"),
        sa.Index("idx_events_origin", "origin_node_id"),
        sa.Index("idx_events_primary_venue", "primary_venue_id"),
        sa.Index("idx_events_search_vector", _sql("public.event_document(name, description)"), postgresql_using="gin"),
        sa.Index("idx_events_series", "series_id"),
        sa.Index(
            "idx_events_source_payload",
            "source_payload",
            postgresql_using="gin",
            postgresql_ops={"source_payload": "jsonb_path_ops"},
        ),
        {
            "schema": "public",
            "comment": "One row per event (schema:Event): what it is, and not when. Each change leaves a row in event_changes and one in event_history.",
        },
    )

    id: UUID = Field(
        default=None,
        description="Key of the event on this node; never changes (schema:identifier).",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the event on this node; never changes (schema:identifier).",
        ),
    )
    ulid: Ulid = Field(
        default=None,
        description="Public key, 26 characters, part of its address; never changes (schema:identifier).",
        sa_column=sa.Column(
            "ulid",
            ULID,
            nullable=False,
            server_default=_sql("public.new_ulid()"),
            comment="Public key, 26 characters, part of its address; never changes (schema:identifier).",
        ),
    )
    name: Annotated[str, StringConstraints(pattern="(?:[^ \\t\\n\\r\\f\\v])|[^\\x00-\\x7F]")] = Field(
        description="Name (schema:name).",
        sa_column=sa.Column("name", sa.Text, nullable=False, comment="Name (schema:name)."),
    )
    description: str | None = Field(
        default=None,
        description="What it is about; null where not told. Leaves the node only under CC0 (schema:description).",
        sa_column=sa.Column(
            "description",
            sa.Text,
            comment="What it is about; null where not told. Leaves the node only under CC0 (schema:description).",
        ),
    )
    lifecycle_state: Literal["draft", "published", "postponed", "rescheduled", "cancelled", "completed", "deleted"] = Field(
        default=None,
        description="draft, published, postponed, rescheduled, cancelled, completed or deleted (merged or spam); see guard_lifecycle_transition() (schema:creativeWorkStatus).",
        sa_column=sa.Column(
            "lifecycle_state",
            sa.Text,
            nullable=False,
            server_default=_sql("'draft'::text"),
            comment="draft, published, postponed, rescheduled, cancelled, completed or deleted (merged or spam); see guard_lifecycle_transition() (schema:creativeWorkStatus).",
        ),
    )
    event_status: Literal["https://schema.org/EventScheduled", "https://schema.org/EventCancelled", "https://schema.org/EventPostponed", "https://schema.org/EventRescheduled", "https://schema.org/EventMovedOnline"] = Field(
        default=None,
        description="Address of schema.org for EventScheduled, EventCancelled, EventPostponed, EventRescheduled or EventMovedOnline; goes with lifecycle_state (schema:eventStatus).",
        sa_column=sa.Column(
            "event_status",
            sa.Text,
            nullable=False,
            server_default=_sql("'https://schema.org/EventScheduled'::text"),
            comment="Address of schema.org for EventScheduled, EventCancelled, EventPostponed, EventRescheduled or EventMovedOnline; goes with lifecycle_state (schema:eventStatus).",
        ),
    )
    organizer_id: UUID | None = Field(
        default=None,
        description="Who organises it; null where not known (schema:organizer).",
        sa_column=sa.Column(
            "organizer_id",
            sa.Uuid,
            comment="Who organises it; null where not known (schema:organizer).",
        ),
    )
    primary_venue_id: UUID | None = Field(
        default=None,
        description="Where it takes place, unless an occurrence says otherwise; null for online events (schema:location).",
        sa_column=sa.Column(
            "primary_venue_id",
            sa.Uuid,
            comment="Where it takes place, unless an occurrence says otherwise; null for online events (schema:location).",
        ),
    )
    virtual_url: WebAddress | None = Field(
        default=None,
        description="Where it takes place online; null where it does not. With a venue too: both (schema:url).",
        sa_column=sa.Column(
            "virtual_url",
            WEB_ADDRESS,
            comment="Where it takes place online; null where it does not. With a venue too: both (schema:url).",
        ),
    )
    series_id: UUID | None = Field(
        default=None,
        description="Series that it belongs to; null where it stands alone (schema:superEvent).",
        sa_column=sa.Column(
            "series_id",
            sa.Uuid,
            comment="Series that it belongs to; null where it stands alone (schema:superEvent).",
        ),
    )
    dedup_hash: str | None = Field(
        default=None,
        description="MD5 of the name in lower case and without spare white space, the venue and the online address, in hexadecimal: equal for what may be the same event (sel:dedupHash).",
        sa_column=sa.Column(
            "dedup_hash",
            sa.Text,
            sa.Computed(
                _sql(
                    "md5(((((lower(btrim(regexp_replace(name, '\\s+'::text, ' '::text, 'g'::text))) || '|'::text) || COALESCE((primary_venue_id)::text, ''::text)) || '|'::text) || COALESCE((virtual_url)::text, ''::text)))",
                ),
                persisted=True,
            ),
            comment="MD5 of the name in lower case and without spare white space, the venue and the online address, in hexadecimal: equal for what may be the same event (sel:dedupHash).",
        ),
    )
    license_url: WebAddress = Field(
        default=None,
        description="Licence of the text (schema:license).",
        sa_column=sa.Column(
            "license_url",
            WEB_ADDRESS,
            nullable=False,
            server_default=_sql("'https://creativecommons.org/publicdomain/zero/1.0/'::text"),
            comment="Licence of the text (schema:license).",
        ),
    )
    license_status: Literal["cc0", "cc-by", "proprietary", "unknown"] = Field(
        default=None,
        description="Kind of that licence: cc0, cc-by, proprietary or unknown (schema:usageInfo).",
        sa_column=sa.Column(
            "license_status",
            sa.Text,
            nullable=False,
            server_default=_sql("'cc0'::text"),
            comment="Kind of that licence: cc0, cc-by, proprietary or unknown (schema:usageInfo).",
        ),
    )
    takedown_requested: bool = Field(
        default=None,
        description="Whether somebody asked to remove it; then nothing of it leaves the node (sel:takedownRequested).",
        sa_column=sa.Column(
            "takedown_requested",
            sa.Boolean,
            nullable=False,
            server_default=_sql("false"),
            comment="Whether somebody asked to remove it; then nothing of it leaves the node (sel:takedownRequested).",
        ),
    )
    origin_node_id: UUID | None = Field(
        default=None,
        description="Node that it comes from; null: this one. Never changes once set (schema:provider).",
        sa_column=sa.Column(
            "origin_node_id",
            sa.Uuid,
            comment="Node that it comes from; null: this one. Never changes once set (schema:provider).",
        ),
    )
    federation_uri: WebAddress | None = Field(
        default=None,
        description="Its address in the federation, given by its origin; null for our own that have none yet. Never changes once set (schema:sameAs).",
        sa_column=sa.Column(
            "federation_uri",
            WEB_ADDRESS,
            comment="Its address in the federation, given by its origin; null for our own that have none yet. Never changes once set (schema:sameAs).",
        ),
    )
    source_payload: Any = Field(
        default=None,
        description="What was received, exactly as it was; null for our own (schema:isBasedOn).",
        sa_column=sa.Column(
            "source_payload",
            pg.JSONB(none_as_null=True),
            comment="What was received, exactly as it was; null for our own (schema:isBasedOn).",
        ),
    )
    merged_into_id: UUID | None = Field(
        default=None,
        description="Event that it turned out to be; null unless deleted for that reason (schema:isSimilarTo).",
        sa_column=sa.Column(
            "merged_into_id",
            sa.Uuid,
            comment="Event that it turned out to be; null unless deleted for that reason (schema:isSimilarTo).",
        ),
    )
    deleted_at: datetime.datetime | None = Field(
        default=None,
        description="When it went to the state deleted; null in all others (sel:deletedAt).",
        sa_column=sa.Column(
            "deleted_at",
            pg.TIMESTAMP(timezone=True),
            comment="When it went to the state deleted; null in all others (sel:deletedAt).",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made (schema:dateCreated).",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made (schema:dateCreated).",
        ),
    )
    updated_at: datetime.datetime = Field(
        default=None,
        description="When the row last changed (schema:dateModified).",
        sa_column=sa.Column(
            "updated_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row last changed (schema:dateModified).",
        ),
    )

    merged_into: Optional["Events"] = Relationship(
        back_populates="events_by_merged_into",
        sa_relationship_kwargs={"primaryjoin": "foreign(Events.merged_into_id) == remote(Events.id)"},
    )
    organizer: Optional["Organizations"] = Relationship(back_populates="events")
    origin_node: Optional["FederationNodes"] = Relationship(back_populates="events")
    primary_venue: Optional["Places"] = Relationship(back_populates="events")
    series: Optional["EventSeries"] = Relationship(back_populates="events")
    entity_identifiers: list["EntityIdentifiers"] = Relationship(
        back_populates="event",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )
    event_embeddings: Optional["EventEmbeddings"] = Relationship(
        back_populates="event",
        sa_relationship_kwargs={"uselist": False, "passive_deletes": "all"},
    )
    event_occurrences: list["EventOccurrences"] = Relationship(
        back_populates="event",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )
    event_performers: list["EventPerformers"] = Relationship(
        back_populates="event",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )
    event_sources: list["EventSources"] = Relationship(
        back_populates="event",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )
    events_by_merged_into: list["Events"] = Relationship(
        back_populates="merged_into",
        sa_relationship_kwargs={
            "primaryjoin": "remote(foreign(Events.merged_into_id)) == Events.id",
            "passive_deletes": "all",
        },
    )
    field_provenance: list["FieldProvenance"] = Relationship(
        back_populates="event",
        sa_relationship_kwargs={"passive_deletes": "all", "overlaps": "event_,field_provenance"},
    )


class FederationNodes(TableModel, table=True):
    """One row per node that we follow or have heard of, and one for this node."""

    __tablename__ = "federation_nodes"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="federation_nodes_pkey"),
        sa.UniqueConstraint("node_domain", name="federation_nodes_node_domain_key"),
        sa.CheckConstraint(
            _sql("((last_sync_cursor IS NULL) OR (last_sync_cursor >= 0))"),
            name="federation_nodes_cursor_not_negative",
        ),
        sa.CheckConstraint(
            _sql("(display_name ~ '[^[:space:]]'::text)"),
            name="federation_nodes_display_name_not_blank",
        ),
        sa.CheckConstraint(
            _sql("(node_domain ~ '^[a-z0-9-]+([.][a-z0-9-]+)*$'::text)"),
            name="federation_nodes_node_domain_shape",
        ),
        sa.Index("idx_federation_nodes_self", "is_self", unique=True, postgresql_where=_sql("is_self")),
        {"schema": "public", "comment": "One row per node that we follow or have heard of, and one for this node."},
    )

    id: UUID = Field(
        default=None,
        description="Key of the node on this node.",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the node on this node.",
        ),
    )
    node_domain: Annotated[str, StringConstraints(pattern="^[a-z0-9\\-]+(?:[\\.][a-z0-9\\-]+)*$")] = Field(
        description="Domain name in lower case, which is the node's name everywhere, such as toronto.togather.foundation.",
        sa_column=sa.Column(
            "node_domain",
            sa.Text,
            nullable=False,
            comment="Domain name in lower case, which is the node's name everywhere, such as toronto.togather.foundation.",
        ),
    )
    display_name: Annotated[str, StringConstraints(pattern="(?:[^ \\t\\n\\r\\f\\v])|[^\\x00-\\x7F]")] = Field(
        description="Name for people.",
        sa_column=sa.Column("display_name", sa.Text, nullable=False, comment="Name for people."),
    )
    base_url: WebAddress | None = Field(
        default=None,
        description="Where the node's interface is; null where not known.",
        sa_column=sa.Column("base_url", WEB_ADDRESS, comment="Where the node's interface is; null where not known."),
    )
    is_self: bool = Field(
        default=None,
        description="Whether this is us; true for at most one row.",
        sa_column=sa.Column(
            "is_self",
            sa.Boolean,
            nullable=False,
            server_default=_sql("false"),
            comment="Whether this is us; true for at most one row.",
        ),
    )
    trust_level: TrustLevel = Field(
        default=None,
        description="How far the node is trusted: 10 official, 5 community, 1 unverified.",
        sa_column=sa.Column(
            "trust_level",
            TRUST_LEVEL,
            nullable=False,
            server_default=_sql("5"),
            comment="How far the node is trusted: 10 official, 5 community, 1 unverified.",
        ),
    )
    sync_enabled: bool = Field(
        default=None,
        description="Whether its changes are fetched.",
        sa_column=sa.Column(
            "sync_enabled",
            sa.Boolean,
            nullable=False,
            server_default=_sql("true"),
            comment="Whether its changes are fetched.",
        ),
    )
    last_sync_cursor: Annotated[int, Ge(0)] | None = Field(
        default=None,
        description="Number of the last change of that node that was applied here, by the node's own count; null before the first. It never goes back.",
        sa_column=sa.Column(
            "last_sync_cursor",
            sa.BigInteger,
            comment="Number of the last change of that node that was applied here, by the node's own count; null before the first. It never goes back.",
        ),
    )
    last_sync_at: datetime.datetime | None = Field(
        default=None,
        description="When a change was last applied; null before the first.",
        sa_column=sa.Column(
            "last_sync_at",
            pg.TIMESTAMP(timezone=True),
            comment="When a change was last applied; null before the first.",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made.",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made.",
        ),
    )
    updated_at: datetime.datetime = Field(
        default=None,
        description="When the row last changed.",
        sa_column=sa.Column(
            "updated_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row last changed.",
        ),
    )

    events: list["Events"] = Relationship(
        back_populates="origin_node",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )
    places: list["Places"] = Relationship(
        back_populates="origin_node",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )


class FieldProvenance(TableModel, table=True):
    """One row per value that a source gave for a field. Append-only, so without created_at and updated_at; goes with its event or occurrence."""

    __tablename__ = "field_provenance"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="field_provenance_pkey"),
        sa.CheckConstraint(
            _sql(
                "(field_name = ANY (ARRAY['name'::text, 'description'::text, 'url'::text, 'location'::text, 'organizer'::text, 'eventStatus'::text, 'license'::text, 'startDate'::text, 'endDate'::text, 'doorTime'::text]))",
            ),
            name="field_provenance_field_name_known",
        ),
        sa.CheckConstraint(
            _sql(
                "((field_name = ANY (ARRAY['startDate'::text, 'endDate'::text, 'doorTime'::text])) = (occurrence_id IS NOT NULL))",
            ),
            name="field_provenance_occurrence_if_its_field",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["public.events.id"],
            name="field_provenance_event_id_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["occurrence_id", "event_id"],
            ["public.event_occurrences.id", "public.event_occurrences.event_id"],
            name="field_provenance_occurrence_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["source_id"], ["public.sources.id"], name="field_provenance_source_id_fkey"),
        sa.Index("idx_field_provenance_event_field", "event_id", "field_name", _sql("observed_at DESC")),
        sa.Index("idx_field_provenance_occurrence", "occurrence_id"),
        sa.Index("idx_field_provenance_source", "source_id"),
        {
            "schema": "public",
            "comment": "One row per value that a source gave for a field. Append-only, so without created_at and updated_at; goes with its event or occurrence.",
        },
    )

    id: UUID = Field(
        default=None,
        description="Key of the row.",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the row.",
        ),
    )
    event_id: UUID = Field(
        description="The event.",
        sa_column=sa.Column("event_id", sa.Uuid, nullable=False, comment="The event."),
    )
    occurrence_id: UUID | None = Field(
        default=None,
        description="The occurrence, for startDate, endDate and doorTime; null for all others.",
        sa_column=sa.Column(
            "occurrence_id",
            sa.Uuid,
            comment="The occurrence, for startDate, endDate and doorTime; null for all others.",
        ),
    )
    field_name: Literal["name", "description", "url", "location", "organizer", "eventStatus", "license", "startDate", "endDate", "doorTime"] = Field(
        description="Property of schema.org: name, description, url, location, organizer, eventStatus, license, startDate, endDate or doorTime.",
        sa_column=sa.Column(
            "field_name",
            sa.Text,
            nullable=False,
            comment="Property of schema.org: name, description, url, location, organizer, eventStatus, license, startDate, endDate or doorTime.",
        ),
    )
    value: Any = Field(
        description="What the source said, as JSON.",
        sa_column=sa.Column(
            "value",
            pg.JSONB(none_as_null=True),
            nullable=False,
            comment="What the source said, as JSON.",
        ),
    )
    source_id: UUID = Field(
        description="Who said so.",
        sa_column=sa.Column("source_id", sa.Uuid, nullable=False, comment="Who said so."),
    )
    confidence: Confidence = Field(
        description="How sure the source, or our reading of it, is: 0 to 1.",
        sa_column=sa.Column(
            "confidence",
            CONFIDENCE,
            nullable=False,
            comment="How sure the source, or our reading of it, is: 0 to 1.",
        ),
    )
    observed_at: datetime.datetime = Field(
        default=None,
        description="When it was said.",
        sa_column=sa.Column(
            "observed_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When it was said.",
        ),
    )

    event: "Events" = Relationship(
        back_populates="field_provenance",
        sa_relationship_kwargs={"overlaps": "event_,field_provenance"},
    )
    event_: Optional["EventOccurrences"] = Relationship(
        back_populates="field_provenance",
        sa_relationship_kwargs={"overlaps": "event,field_provenance"},
    )
    source: "Sources" = Relationship(back_populates="field_provenance")


class JobQueue(TableModel, table=True):
    """One row per job; workers take available ones with SKIP LOCKED."""

    __tablename__ = "job_queue"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="job_queue_pkey"),
        sa.CheckConstraint(
            _sql(
                "(kind = ANY (ARRAY['reconcile_event'::text, 'expand_series'::text, 'sync_node'::text, 'embed_event'::text]))",
            ),
            name="job_queue_kind_known",
        ),
        sa.CheckConstraint(
            _sql("(state = ANY (ARRAY['available'::text, 'running'::text, 'completed'::text, 'discarded'::text]))"),
            name="job_queue_state_known",
        ),
        sa.Index("idx_job_queue_available", "id", postgresql_where=_sql("(state = 'available'::text)")),
        sa.Index(
            "idx_job_queue_unique",
            "unique_key",
            unique=True,
            postgresql_where=_sql("(state = ANY (ARRAY['available'::text, 'running'::text]))"),
        ),
        {"schema": "public", "comment": "One row per job; workers take available ones with SKIP LOCKED."},
    )

    id: int = Field(
        default=None,
        description="Running number, the order in which jobs are taken.",
        sa_column=sa.Column(
            "id",
            sa.BigInteger,
            sa.Identity(always=True),
            nullable=False,
            comment="Running number, the order in which jobs are taken.",
        ),
    )
    kind: Literal["reconcile_event", "expand_series", "sync_node", "embed_event"] = Field(
        description="reconcile_event, expand_series, sync_node or embed_event.",
        sa_column=sa.Column(
            "kind",
            sa.Text,
            nullable=False,
            comment="reconcile_event, expand_series, sync_node or embed_event.",
        ),
    )
    args: Any = Field(
        default=None,
        description="What the job needs, as a JSON object.",
        sa_column=sa.Column(
            "args",
            pg.JSONB(none_as_null=True),
            nullable=False,
            server_default=_sql("'{}'::jsonb"),
            comment="What the job needs, as a JSON object.",
        ),
    )
    state: Literal["available", "running", "completed", "discarded"] = Field(
        default=None,
        description="available, running, completed or discarded.",
        sa_column=sa.Column(
            "state",
            sa.Text,
            nullable=False,
            server_default=_sql("'available'::text"),
            comment="available, running, completed or discarded.",
        ),
    )
    unique_key: str | None = Field(
        default=None,
        description="Words that keep the same job from being queued twice while it is open; null where that does not matter.",
        sa_column=sa.Column(
            "unique_key",
            sa.Text,
            comment="Words that keep the same job from being queued twice while it is open; null where that does not matter.",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made.",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made.",
        ),
    )
    updated_at: datetime.datetime = Field(
        default=None,
        description="When the row last changed.",
        sa_column=sa.Column(
            "updated_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row last changed.",
        ),
    )


class Organizations(TableModel, table=True):
    """One row per organisation (schema:Organization)."""

    __tablename__ = "organizations"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="organizations_pkey"),
        sa.UniqueConstraint("ulid", name="organizations_ulid_key"),
        sa.CheckConstraint(
            _sql("((founding_date IS NULL) OR (dissolution_date IS NULL) OR (dissolution_date >= founding_date))"),
            name="organizations_dissolved_after_founded",
        ),
        sa.CheckConstraint(_sql("(name ~ '[^[:space:]]'::text)"), name="organizations_name_not_blank"),
        sa.CheckConstraint(
            _sql(
                "(organization_type = ANY (ARRAY['venue'::text, 'promoter'::text, 'arts_org'::text, 'community_group'::text, 'festival'::text, 'educational'::text, 'government'::text, 'other'::text]))",
            ),
            name="organizations_type_known",
        ),
        sa.Index("idx_organizations_alternate_names", "alternate_names", postgresql_using="gin"),
        sa.Index(
            "idx_organizations_name_trgm",
            "name",
            postgresql_using="gin",
            postgresql_ops={"name": "public.gin_trgm_ops"},
        ),
        {"schema": "public", "comment": "One row per organisation (schema:Organization)."},
    )

    id: UUID = Field(
        default=None,
        description="Key of the organisation on this node (schema:identifier).",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the organisation on this node (schema:identifier).",
        ),
    )
    ulid: Ulid = Field(
        default=None,
        description="Public key, 26 characters (schema:identifier).",
        sa_column=sa.Column(
            "ulid",
            ULID,
            nullable=False,
            server_default=_sql("public.new_ulid()"),
            comment="Public key, 26 characters (schema:identifier).",
        ),
    )
    name: Annotated[str, StringConstraints(pattern="(?:[^ \\t\\n\\r\\f\\v])|[^\\x00-\\x7F]")] = Field(
        description="Name (schema:name).",
        sa_column=sa.Column("name", sa.Text, nullable=False, comment="Name (schema:name)."),
    )
    alternate_names: list[str] = Field(
        default=None,
        description="Other names that it goes by; empty where there are none (schema:alternateName).",
        sa_column=sa.Column(
            "alternate_names",
            pg.ARRAY(sa.Text),
            nullable=False,
            server_default=_sql("'{}'::text[]"),
            comment="Other names that it goes by; empty where there are none (schema:alternateName).",
        ),
    )
    organization_type: Literal["venue", "promoter", "arts_org", "community_group", "festival", "educational", "government", "other"] = Field(
        default=None,
        description="venue, promoter, arts_org, community_group, festival, educational, government or other (schema:additionalType).",
        sa_column=sa.Column(
            "organization_type",
            sa.Text,
            nullable=False,
            server_default=_sql("'other'::text"),
            comment="venue, promoter, arts_org, community_group, festival, educational, government or other (schema:additionalType).",
        ),
    )
    description: str | None = Field(
        default=None,
        description="What it is; null where not told (schema:description).",
        sa_column=sa.Column("description", sa.Text, comment="What it is; null where not told (schema:description)."),
    )
    url: WebAddress | None = Field(
        default=None,
        description="Its page; null where it has none (schema:url).",
        sa_column=sa.Column("url", WEB_ADDRESS, comment="Its page; null where it has none (schema:url)."),
    )
    founding_date: datetime.date | None = Field(
        default=None,
        description="When it was founded; null where not known (schema:foundingDate).",
        sa_column=sa.Column(
            "founding_date",
            sa.Date,
            comment="When it was founded; null where not known (schema:foundingDate).",
        ),
    )
    dissolution_date: datetime.date | None = Field(
        default=None,
        description="When it was dissolved, not before it was founded; null while it exists (schema:dissolutionDate).",
        sa_column=sa.Column(
            "dissolution_date",
            sa.Date,
            comment="When it was dissolved, not before it was founded; null while it exists (schema:dissolutionDate).",
        ),
    )
    street_address: str | None = Field(
        default=None,
        description="Street and number; null where not known (schema:streetAddress).",
        sa_column=sa.Column(
            "street_address",
            sa.Text,
            comment="Street and number; null where not known (schema:streetAddress).",
        ),
    )
    city: str | None = Field(
        default=None,
        description="Town; null where not known (schema:addressLocality).",
        sa_column=sa.Column("city", sa.Text, comment="Town; null where not known (schema:addressLocality)."),
    )
    region: str | None = Field(
        default=None,
        description="Province or state, such as ON; null where not known (schema:addressRegion).",
        sa_column=sa.Column(
            "region",
            sa.Text,
            comment="Province or state, such as ON; null where not known (schema:addressRegion).",
        ),
    )
    postal_code: str | None = Field(
        default=None,
        description="Postal code; null where not known (schema:postalCode).",
        sa_column=sa.Column("postal_code", sa.Text, comment="Postal code; null where not known (schema:postalCode)."),
    )
    country: CountryCode | None = Field(
        default=None,
        description="ISO 3166-1 country, two capital letters; null where not known (schema:addressCountry).",
        sa_column=sa.Column(
            "country",
            COUNTRY_CODE,
            comment="ISO 3166-1 country, two capital letters; null where not known (schema:addressCountry).",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made (schema:dateCreated).",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made (schema:dateCreated).",
        ),
    )
    updated_at: datetime.datetime = Field(
        default=None,
        description="When the row last changed (schema:dateModified).",
        sa_column=sa.Column(
            "updated_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row last changed (schema:dateModified).",
        ),
    )

    entity_identifiers: list["EntityIdentifiers"] = Relationship(
        back_populates="organization",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )
    event_series: list["EventSeries"] = Relationship(
        back_populates="organizer",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )
    events: list["Events"] = Relationship(back_populates="organizer", sa_relationship_kwargs={"passive_deletes": "all"})


class Persons(TableModel, table=True):
    """One row per person (schema:Person). What others call the person is in entity_identifiers."""

    __tablename__ = "persons"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="persons_pkey"),
        sa.UniqueConstraint("ulid", name="persons_ulid_key"),
        sa.CheckConstraint(
            _sql("((birth_date IS NULL) OR (death_date IS NULL) OR (death_date >= birth_date))"),
            name="persons_died_after_birth",
        ),
        sa.CheckConstraint(_sql("(name ~ '[^[:space:]]'::text)"), name="persons_name_not_blank"),
        sa.Index("idx_persons_alternate_names", "alternate_names", postgresql_using="gin"),
        sa.Index(
            "idx_persons_name_trgm",
            "name",
            postgresql_using="gin",
            postgresql_ops={"name": "public.gin_trgm_ops"},
        ),
        {
            "schema": "public",
            "comment": "One row per person (schema:Person). What others call the person is in entity_identifiers.",
        },
    )

    id: UUID = Field(
        default=None,
        description="Key of the person on this node (schema:identifier).",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the person on this node (schema:identifier).",
        ),
    )
    ulid: Ulid = Field(
        default=None,
        description="Public key, 26 characters (schema:identifier).",
        sa_column=sa.Column(
            "ulid",
            ULID,
            nullable=False,
            server_default=_sql("public.new_ulid()"),
            comment="Public key, 26 characters (schema:identifier).",
        ),
    )
    name: Annotated[str, StringConstraints(pattern="(?:[^ \\t\\n\\r\\f\\v])|[^\\x00-\\x7F]")] = Field(
        description="Name (schema:name).",
        sa_column=sa.Column("name", sa.Text, nullable=False, comment="Name (schema:name)."),
    )
    alternate_names: list[str] = Field(
        default=None,
        description="Other names that the person goes by; empty where there are none (schema:alternateName).",
        sa_column=sa.Column(
            "alternate_names",
            pg.ARRAY(sa.Text),
            nullable=False,
            server_default=_sql("'{}'::text[]"),
            comment="Other names that the person goes by; empty where there are none (schema:alternateName).",
        ),
    )
    birth_date: datetime.date | None = Field(
        default=None,
        description="Date of birth; null where not known (schema:birthDate).",
        sa_column=sa.Column("birth_date", sa.Date, comment="Date of birth; null where not known (schema:birthDate)."),
    )
    death_date: datetime.date | None = Field(
        default=None,
        description="Date of death, not before birth; null where none is known (schema:deathDate).",
        sa_column=sa.Column(
            "death_date",
            sa.Date,
            comment="Date of death, not before birth; null where none is known (schema:deathDate).",
        ),
    )
    biography: str | None = Field(
        default=None,
        description="Life of the person, as text; null where not told (schema:description).",
        sa_column=sa.Column(
            "biography",
            sa.Text,
            comment="Life of the person, as text; null where not told (schema:description).",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made (schema:dateCreated).",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made (schema:dateCreated).",
        ),
    )
    updated_at: datetime.datetime = Field(
        default=None,
        description="When the row last changed (schema:dateModified).",
        sa_column=sa.Column(
            "updated_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row last changed (schema:dateModified).",
        ),
    )

    entity_identifiers: list["EntityIdentifiers"] = Relationship(
        back_populates="person",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )
    event_performers: list["EventPerformers"] = Relationship(
        back_populates="person",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )


class Places(TableModel, table=True):
    """One row per place (schema:Place). One that is not used any more is marked as deleted, for past events refer to it."""

    __tablename__ = "places"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="places_pkey"),
        sa.UniqueConstraint("federation_uri", name="places_federation_uri_key"),
        sa.UniqueConstraint("ulid", name="places_ulid_key"),
        sa.CheckConstraint(_sql("((latitude IS NULL) = (longitude IS NULL))"), name="places_coordinates_together"),
        sa.CheckConstraint(
            _sql(
                "((latitude IS NULL) OR ((latitude >= ('-90'::integer)::double precision) AND (latitude <= (90)::double precision)))",
            ),
            name="places_latitude_range",
        ),
        sa.CheckConstraint(
            _sql(
                "((longitude IS NULL) OR ((longitude >= ('-180'::integer)::double precision) AND (longitude <= (180)::double precision)))",
            ),
            name="places_longitude_range",
        ),
        sa.CheckConstraint(_sql("(name ~ '[^[:space:]]'::text)"), name="places_name_not_blank"),
        sa.CheckConstraint(
            _sql("(place_type = ANY (ARRAY['venue'::text, 'outdoor_space'::text, 'virtual'::text, 'other'::text]))"),
            name="places_type_known",
        ),
        sa.ForeignKeyConstraint(["origin_node_id"], ["public.federation_nodes.id"], name="places_origin_node_id_fkey"),
        sa.Index("idx_places_city", _sql("lower(city)")),
        sa.Index("idx_places_earth", _sql("public.earth_point(latitude, longitude)"), postgresql_using="gist"),
        sa.Index(
            "idx_places_name_trgm",
            "name",
            postgresql_using="gin",
            postgresql_ops={"name": "public.gin_trgm_ops"},
        ),
        sa.Index("idx_places_origin", "origin_node_id"),
        {
            "schema": "public",
            "comment": "One row per place (schema:Place). One that is not used any more is marked as deleted, for past events refer to it.",
        },
    )

    id: UUID = Field(
        default=None,
        description="Key of the place on this node (schema:identifier).",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the place on this node (schema:identifier).",
        ),
    )
    ulid: Ulid = Field(
        default=None,
        description="Public key, 26 characters (schema:identifier).",
        sa_column=sa.Column(
            "ulid",
            ULID,
            nullable=False,
            server_default=_sql("public.new_ulid()"),
            comment="Public key, 26 characters (schema:identifier).",
        ),
    )
    name: Annotated[str, StringConstraints(pattern="(?:[^ \\t\\n\\r\\f\\v])|[^\\x00-\\x7F]")] = Field(
        description="Name (schema:name).",
        sa_column=sa.Column("name", sa.Text, nullable=False, comment="Name (schema:name)."),
    )
    place_type: Literal["venue", "outdoor_space", "virtual", "other"] = Field(
        default=None,
        description="venue, outdoor_space, virtual or other (schema:additionalType).",
        sa_column=sa.Column(
            "place_type",
            sa.Text,
            nullable=False,
            server_default=_sql("'venue'::text"),
            comment="venue, outdoor_space, virtual or other (schema:additionalType).",
        ),
    )
    street_address: str | None = Field(
        default=None,
        description="Street and number; null where not known (schema:streetAddress).",
        sa_column=sa.Column(
            "street_address",
            sa.Text,
            comment="Street and number; null where not known (schema:streetAddress).",
        ),
    )
    city: str | None = Field(
        default=None,
        description="Town; null where not known (schema:addressLocality).",
        sa_column=sa.Column("city", sa.Text, comment="Town; null where not known (schema:addressLocality)."),
    )
    region: str | None = Field(
        default=None,
        description="Province or state, such as ON; null where not known (schema:addressRegion).",
        sa_column=sa.Column(
            "region",
            sa.Text,
            comment="Province or state, such as ON; null where not known (schema:addressRegion).",
        ),
    )
    postal_code: str | None = Field(
        default=None,
        description="Postal code; null where not known (schema:postalCode).",
        sa_column=sa.Column("postal_code", sa.Text, comment="Postal code; null where not known (schema:postalCode)."),
    )
    country: CountryCode | None = Field(
        default=None,
        description="ISO 3166-1 country, two capital letters; null where not known (schema:addressCountry).",
        sa_column=sa.Column(
            "country",
            COUNTRY_CODE,
            comment="ISO 3166-1 country, two capital letters; null where not known (schema:addressCountry).",
        ),
    )
    latitude: Annotated[float, Le(90)] | None = Field(
        default=None,
        description="Degrees north of the equator, -90 to 90; null where not known (schema:latitude).",
        sa_column=sa.Column(
            "latitude",
            sa.Double,
            comment="Degrees north of the equator, -90 to 90; null where not known (schema:latitude).",
        ),
    )
    longitude: Annotated[float, Le(180)] | None = Field(
        default=None,
        description="Degrees east of Greenwich, -180 to 180; null where not known (schema:longitude).",
        sa_column=sa.Column(
            "longitude",
            sa.Double,
            comment="Degrees east of Greenwich, -180 to 180; null where not known (schema:longitude).",
        ),
    )
    origin_node_id: UUID | None = Field(
        default=None,
        description="Node that told of it; null: this one (sel:originNode).",
        sa_column=sa.Column(
            "origin_node_id",
            sa.Uuid,
            comment="Node that told of it; null: this one (sel:originNode).",
        ),
    )
    federation_uri: WebAddress | None = Field(
        default=None,
        description="Its address in the federation; null while it has none (schema:sameAs).",
        sa_column=sa.Column(
            "federation_uri",
            WEB_ADDRESS,
            comment="Its address in the federation; null while it has none (schema:sameAs).",
        ),
    )
    deleted_at: datetime.datetime | None = Field(
        default=None,
        description="When it was marked as deleted; null while it is in use (sel:deletedAt).",
        sa_column=sa.Column(
            "deleted_at",
            pg.TIMESTAMP(timezone=True),
            comment="When it was marked as deleted; null while it is in use (sel:deletedAt).",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made (schema:dateCreated).",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made (schema:dateCreated).",
        ),
    )
    updated_at: datetime.datetime = Field(
        default=None,
        description="When the row last changed (schema:dateModified).",
        sa_column=sa.Column(
            "updated_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row last changed (schema:dateModified).",
        ),
    )

    origin_node: Optional["FederationNodes"] = Relationship(back_populates="places")
    entity_identifiers: list["EntityIdentifiers"] = Relationship(
        back_populates="place",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )
    event_occurrences: list["EventOccurrences"] = Relationship(
        back_populates="venue",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )
    event_series: list["EventSeries"] = Relationship(
        back_populates="default_venue",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )
    events: list["Events"] = Relationship(
        back_populates="primary_venue",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )


class Sources(TableModel, table=True):
    """One row per source of data."""

    __tablename__ = "sources"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="sources_pkey"),
        sa.UniqueConstraint("name", name="sources_name_key"),
        sa.CheckConstraint(
            _sql("(contact_email ~ '^[^@[:space:]]+@[^@[:space:]]+$'::text)"),
            name="sources_contact_email_shape",
        ),
        sa.CheckConstraint(
            _sql(
                "((license_url IS NULL) OR ((license = 'cc0'::text) = ((license_url)::text = 'https://creativecommons.org/publicdomain/zero/1.0/'::text)))",
            ),
            name="sources_license_fits_url",
        ),
        sa.CheckConstraint(
            _sql("(license = ANY (ARRAY['cc0'::text, 'cc-by'::text, 'proprietary'::text, 'unknown'::text]))"),
            name="sources_license_known",
        ),
        sa.CheckConstraint(_sql("(name ~ '[^[:space:]]'::text)"), name="sources_name_not_blank"),
        sa.CheckConstraint(
            _sql(
                "(source_type = ANY (ARRAY['api'::text, 'scraper'::text, 'partner'::text, 'user'::text, 'federation'::text, 'manual'::text, 'file'::text]))",
            ),
            name="sources_type_known",
        ),
        {"schema": "public", "comment": "One row per source of data."},
    )

    id: UUID = Field(
        default=None,
        description="Key of the source.",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the source.",
        ),
    )
    name: Annotated[str, StringConstraints(pattern="(?:[^ \\t\\n\\r\\f\\v])|[^\\x00-\\x7F]")] = Field(
        description="Name, unique, such as Massey Hall API.",
        sa_column=sa.Column("name", sa.Text, nullable=False, comment="Name, unique, such as Massey Hall API."),
    )
    source_type: Literal["api", "scraper", "partner", "user", "federation", "manual", "file"] = Field(
        description="api, scraper, partner, user, federation, manual or file.",
        sa_column=sa.Column(
            "source_type",
            sa.Text,
            nullable=False,
            comment="api, scraper, partner, user, federation, manual or file.",
        ),
    )
    trust_level: TrustLevel = Field(
        description="How far it is trusted: 10 official, 5 community, 1 unverified.",
        sa_column=sa.Column(
            "trust_level",
            TRUST_LEVEL,
            nullable=False,
            comment="How far it is trusted: 10 official, 5 community, 1 unverified.",
        ),
    )
    license: Literal["cc0", "cc-by", "proprietary", "unknown"] = Field(
        description="Licence of its data: cc0, cc-by, proprietary or unknown.",
        sa_column=sa.Column(
            "license",
            sa.Text,
            nullable=False,
            comment="Licence of its data: cc0, cc-by, proprietary or unknown.",
        ),
    )
    license_url: WebAddress | None = Field(
        default=None,
        description="Where that licence stands; null: the usual address of its kind.",
        sa_column=sa.Column(
            "license_url",
            WEB_ADDRESS,
            comment="Where that licence stands; null: the usual address of its kind.",
        ),
    )
    contact_email: Annotated[str, StringConstraints(pattern="(?:^[^@ \\t\\n\\r\\f\\v]+@[^@ \\t\\n\\r\\f\\v]+$)|[^\\x00-\\x7F]")] | None = Field(
        default=None,
        description="Whom to write to; null where not known.",
        sa_column=sa.Column("contact_email", sa.Text, comment="Whom to write to; null where not known."),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made.",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made.",
        ),
    )
    updated_at: datetime.datetime = Field(
        default=None,
        description="When the row last changed.",
        sa_column=sa.Column(
            "updated_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row last changed.",
        ),
    )

    event_sources: list["EventSources"] = Relationship(
        back_populates="source",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )
    field_provenance: list["FieldProvenance"] = Relationship(
        back_populates="source",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )


class FederationExport(ViewModel, table=True):
    """One row per event that was published and is neither deleted nor to be taken down; without text that is not ours to give."""

    __tablename__ = "federation_export"
    __table_args__ = {"schema": "public"}

    id: UUID | None = Field(
        default=None,
        description="Key of the event on this node.",
        sa_column=sa.Column("id", sa.Uuid, primary_key=True),
    )
    ulid: Ulid | None = Field(
        default=None,
        description="Public key.",
        sa_column=sa.Column("ulid", ULID, primary_key=True),
    )
    name: str | None = Field(default=None, description="Name.", sa_column=sa.Column("name", sa.Text, primary_key=True))
    description: str | None = Field(
        default=None,
        description="Text about it; null unless it is CC0.",
        sa_column=sa.Column("description", sa.Text, primary_key=True),
    )
    lifecycle_state: str | None = Field(
        default=None,
        description="published, postponed, rescheduled, cancelled or completed.",
        sa_column=sa.Column("lifecycle_state", sa.Text, primary_key=True),
    )
    event_status: str | None = Field(
        default=None,
        description="Its status as an address of schema.org.",
        sa_column=sa.Column("event_status", sa.Text, primary_key=True),
    )
    organizer_id: UUID | None = Field(
        default=None,
        description="Who organises it; null where not known.",
        sa_column=sa.Column("organizer_id", sa.Uuid, primary_key=True),
    )
    primary_venue_id: UUID | None = Field(
        default=None,
        description="Where it takes place; null for online events.",
        sa_column=sa.Column("primary_venue_id", sa.Uuid, primary_key=True),
    )
    virtual_url: WebAddress | None = Field(
        default=None,
        description="Where it takes place online; null where it does not.",
        sa_column=sa.Column("virtual_url", WEB_ADDRESS, primary_key=True),
    )
    license_url: WebAddress | None = Field(
        default=None,
        description="Licence of the text.",
        sa_column=sa.Column("license_url", WEB_ADDRESS, primary_key=True),
    )
    license_status: str | None = Field(
        default=None,
        description="Kind of that licence: cc0, cc-by, proprietary or unknown.",
        sa_column=sa.Column("license_status", sa.Text, primary_key=True),
    )
    origin_node_id: UUID | None = Field(
        default=None,
        description="Node it comes from; null: this one.",
        sa_column=sa.Column("origin_node_id", sa.Uuid, primary_key=True),
    )
    federation_uri: WebAddress | None = Field(
        default=None,
        description="Its address in the federation; null while it has none.",
        sa_column=sa.Column("federation_uri", WEB_ADDRESS, primary_key=True),
    )
    updated_at: datetime.datetime | None = Field(
        default=None,
        description="When it last changed.",
        sa_column=sa.Column("updated_at", pg.TIMESTAMP(timezone=True), primary_key=True),
    )


class FederationFeed(ViewModel, table=True):
    """One row per change that other nodes may know of, in the order of sequence_number. Needs the row of this node in federation_nodes."""

    __tablename__ = "federation_feed"
    __table_args__ = {"schema": "public"}

    sequence_number: int | None = Field(
        default=None,
        description="Place of the change; who has read up to one goes on after it.",
        sa_column=sa.Column("sequence_number", sa.BigInteger, primary_key=True),
    )
    event_id: UUID | None = Field(
        default=None,
        description="Key of the event on this node.",
        sa_column=sa.Column("event_id", sa.Uuid, primary_key=True),
    )
    action: str | None = Field(
        default=None,
        description="create, update or delete; what the receiver does not have it makes, whichever of the first two it is.",
        sa_column=sa.Column("action", sa.Text, primary_key=True),
    )
    changed_fields: list[str] | None = Field(
        default=None,
        description="Columns that changed, occurrences or performers; null unless action is update.",
        sa_column=sa.Column("changed_fields", pg.ARRAY(sa.Text)),
    )
    snapshot: Any = Field(
        default=None,
        description="The event after the change, with ulid, federation_uri, origin_domain, its place and occurrences; for a delete the first three alone.",
        sa_column=sa.Column("snapshot", pg.JSONB(none_as_null=True)),
    )
    changed_at: datetime.datetime | None = Field(
        default=None,
        description="When the change was made.",
        sa_column=sa.Column("changed_at", pg.TIMESTAMP(timezone=True), primary_key=True),
    )
    origin_node_id: UUID | None = Field(
        default=None,
        description="Node that the event comes from, which is not told its own news; null: this one.",
        sa_column=sa.Column("origin_node_id", sa.Uuid, primary_key=True),
    )


class FieldBestValues(ViewModel, table=True):
    """One row per event, occurrence and field: the value of the most trusted source, among those of the surest one, among those the newest."""

    __tablename__ = "field_best_values"
    __table_args__ = {"schema": "public"}

    event_id: UUID | None = Field(
        default=None,
        description="The event.",
        sa_column=sa.Column("event_id", sa.Uuid, primary_key=True),
    )
    occurrence_id: UUID | None = Field(
        default=None,
        description="The occurrence, for fields of one; null for fields of the event.",
        sa_column=sa.Column("occurrence_id", sa.Uuid, primary_key=True),
    )
    field_name: str | None = Field(
        default=None,
        description="Property of schema.org, such as name or startDate.",
        sa_column=sa.Column("field_name", sa.Text, primary_key=True),
    )
    value: Any = Field(
        default=None,
        description="The value, as JSON.",
        sa_column=sa.Column("value", pg.JSONB(none_as_null=True)),
    )
    source_id: UUID | None = Field(
        default=None,
        description="Who says so.",
        sa_column=sa.Column("source_id", sa.Uuid, primary_key=True),
    )
    source_name: str | None = Field(
        default=None,
        description="Name of the source.",
        sa_column=sa.Column("source_name", sa.Text, primary_key=True),
    )


class FieldConflicts(ViewModel, table=True):
    """One row per event, occurrence and field of which the sources' latest values differ (TG-INV-18)."""

    __tablename__ = "field_conflicts"
    __table_args__ = {"schema": "public"}

    event_id: UUID | None = Field(
        default=None,
        description="The event.",
        sa_column=sa.Column("event_id", sa.Uuid, primary_key=True),
    )
    occurrence_id: UUID | None = Field(
        default=None,
        description="The occurrence, for fields of one; null for fields of the event.",
        sa_column=sa.Column("occurrence_id", sa.Uuid, primary_key=True),
    )
    field_name: str | None = Field(
        default=None,
        description="Property of schema.org, such as name or startDate.",
        sa_column=sa.Column("field_name", sa.Text, primary_key=True),
    )
    value_count: int | None = Field(
        default=None,
        description="How many different values there are, at least 2.",
        sa_column=sa.Column("value_count", sa.BigInteger, primary_key=True),
    )
    candidates: Any = Field(
        default=None,
        description="The values, the best first: an array of objects with value, source, trust, confidence and observed_at (UTC).",
        sa_column=sa.Column("candidates", pg.JSONB(none_as_null=True)),
    )


class FieldCurrentValues(ViewModel, table=True):
    """One row per event, occurrence, field and source: the latest value that the source gave."""

    __tablename__ = "field_current_values"
    __table_args__ = {"schema": "public"}

    event_id: UUID | None = Field(
        default=None,
        description="The event.",
        sa_column=sa.Column("event_id", sa.Uuid, primary_key=True),
    )
    occurrence_id: UUID | None = Field(
        default=None,
        description="The occurrence, for fields of one; null for fields of the event.",
        sa_column=sa.Column("occurrence_id", sa.Uuid, primary_key=True),
    )
    field_name: str | None = Field(
        default=None,
        description="Property of schema.org, such as name or startDate.",
        sa_column=sa.Column("field_name", sa.Text, primary_key=True),
    )
    source_id: UUID | None = Field(
        default=None,
        description="Who says so.",
        sa_column=sa.Column("source_id", sa.Uuid, primary_key=True),
    )
    source_name: str | None = Field(
        default=None,
        description="Name of the source.",
        sa_column=sa.Column("source_name", sa.Text, primary_key=True),
    )
    value: Any = Field(
        default=None,
        description="The value, as JSON.",
        sa_column=sa.Column("value", pg.JSONB(none_as_null=True)),
    )
    trust_level: TrustLevel | None = Field(
        default=None,
        description="How far the source is trusted, 1 to 10.",
        sa_column=sa.Column("trust_level", TRUST_LEVEL, primary_key=True),
    )
    confidence: Confidence | None = Field(
        default=None,
        description="How sure it is, 0 to 1.",
        sa_column=sa.Column("confidence", CONFIDENCE, primary_key=True),
    )
    observed_at: datetime.datetime | None = Field(
        default=None,
        description="When it said so.",
        sa_column=sa.Column("observed_at", pg.TIMESTAMP(timezone=True), primary_key=True),
    )
    id: UUID | None = Field(
        default=None,
        description="Key of the record in field_provenance.",
        sa_column=sa.Column("id", sa.Uuid, primary_key=True),
    )


_run(
    "after_create",
    "COMMENT ON DOMAIN public.confidence IS 'How sure a source or a matcher is, from 0 (not at all) to 1 (certain).'",
    "COMMENT ON DOMAIN public.country_code IS 'An ISO 3166-1 country, two capital letters.'",
    "COMMENT ON DOMAIN public.iana_time_zone IS 'Name of a time zone of a place, such as America/Toronto, or UTC. No abbreviations and no offsets.'",
    "COMMENT ON DOMAIN public.trust_level IS 'How far a source or node is trusted: 10 official, 5 community, 1 unverified.'",
    "COMMENT ON DOMAIN public.ulid IS 'A ULID: 26 of Crockford''s base-32 digits, the first ten of them the time in milliseconds. Sorts by time; part of public addresses.'",
    "COMMENT ON DOMAIN public.web_address IS 'An absolute http or https address, without white space.'",
    "COMMENT ON SEQUENCE public.event_changes_seq IS 'Numbers the changes of events in the order of their commits; gaps are normal.'",
)
