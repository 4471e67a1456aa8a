"""The tables and views of a database as SQLModel classes, written by `pgplumb models` from its catalog.

Edit the schema and write the file again. What is sent is checked by `model_validate`, and by the server; SQLModel's
constructors check nothing.
"""

# metadata.create_all makes the schema without what SQLModel cannot express:
#   function: public.book_resource(integer, integer, integer, timestamp with time zone, timestamp with time zone,
#     integer), public.booking_range(timestamp with time zone, timestamp with time zone), public.current_actor(),
#     public.fill_booking_type(), public.forget_archive_reason(), public.guard_materials_quantity(),
#     public.guard_status(), public.guard_stock(), public.guard_task_done(), public.log_event_status_change(),
#     public.maintain_archive(), public.peak_booked(integer, timestamp with time zone, timestamp with time zone),
#     public.purge_verification_tokens(), public.refuse_archived_booking(), public.refuse_change(),
#     public.refuse_delete_before_event(), public.release_bookings(), public.set_updated_at(),
#     public.swap_bookings(integer, integer), public.use_verification_token(text, text)
#   grants to catering_app: public.clients, public.communications, public.event_status_log, public.events,
#     public.portal_access_log, public.resource_schedule, public.resources, public.task_resources, public.tasks,
#     public.users, public.verification_tokens, sequence public.clients_id_seq, sequence public.communications_id_seq,
#     sequence public.events_id_seq, sequence public.portal_access_log_id_seq, sequence public.resources_id_seq,
#     sequence public.tasks_id_seq, sequence public.users_id_seq
#   grants to catering_readonly: public.clients, public.communications, public.event_status_log, public.events,
#     public.portal_access_log, public.resource_schedule, public.resources, public.task_resources, public.tasks,
#     public.users.client_id, public.users.created_at, public.users.email, public.users.id, public.users.is_active,
#     public.users.last_login_at, public.users.name, public.users.role, public.users.updated_at
#   grants to catering_scheduler: public.clients, public.communications, public.event_status_log, public.events,
#     public.resource_schedule, public.resources, public.task_resources, public.tasks, public.users.client_id,
#     public.users.created_at, public.users.email, public.users.id, public.users.is_active, public.users.last_login_at,
#     public.users.name, public.users.role, public.users.updated_at, sequence public.resource_schedule_id_seq
#   trigger: public.clients.clients_maintain_archive, public.clients.clients_set_updated_at,
#     public.communications.communications_maintain_archive, public.communications.communications_set_updated_at,
#     public.event_status_log.event_status_log_append_only, public.event_status_log.event_status_log_no_truncate,
#     public.event_status_log.event_status_log_stays, public.events.events_forget_archive_reason,
#     public.events.events_guard_status, public.events.events_log_first_status, public.events.events_log_status,
#     public.events.events_maintain_archive, public.events.events_release_bookings, public.events.events_set_updated_at,
#     public.portal_access_log.portal_access_log_append_only, public.portal_access_log.portal_access_log_no_truncate,
#     public.resource_schedule.resource_schedule_fill_type,
#     public.resource_schedule.resource_schedule_materials_quantity,
#     public.resource_schedule.resource_schedule_not_archived,
#     public.resource_schedule.resource_schedule_set_updated_at, public.resources.resources_guard_stock,
#     public.resources.resources_maintain_archive, public.resources.resources_set_updated_at,
#     public.task_resources.task_resources_set_updated_at, public.tasks.tasks_guard_done,
#     public.tasks.tasks_guard_status, public.tasks.tasks_maintain_archive, public.tasks.tasks_release_bookings,
#     public.tasks.tasks_set_updated_at, public.users.users_set_updated_at,
#     public.verification_tokens.verification_tokens_set_updated_at
#   view: public.event_status_timeline, public.upcoming_events
# ruff: noqa
# fmt: off

import datetime
from decimal import Decimal
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Interface, IPv6Address, IPv6Interface
from operator import attrgetter
from typing import Annotated, Any, Optional, TypeAlias

import sqlalchemy as sa
from annotated_types import Ge, Gt, MaxLen
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


def _labels(kind: type[StrEnum]) -> list[str]:
    return [each.value for each in kind]


# An e-mail address of at most 255 characters: one @, no white space. Kept as typed; compare with lower().
EmailAddress: TypeAlias = Annotated[str, MaxLen(255), StringConstraints(pattern="(?:^[^@ \\t\\n\\r\\f\\v]+@[^@ \\t\\n\\r\\f\\v]+$)|[^\\x00-\\x7F]")]
EMAIL_ADDRESS = Domain(
    "email_address",
    sa.String(255),
    constraint_name="email_address_shape",
    check=_sql("((VALUE)::text ~ '^[^@[:space:]]+@[^@[:space:]]+$'::text)"),
    schema="public",
    metadata=metadata,
)


class ArchiveReason(StrEnum):
    """Why an event was put away. cancelled: it will not take place; finished: nothing is left to do; mistake: it should not have been entered."""

    CANCELLED = "cancelled"
    FINISHED = "finished"
    MISTAKE = "mistake"


ARCHIVE_REASON = pg.ENUM(
    ArchiveReason,
    name="archive_reason",
    schema="public",
    metadata=metadata,
    values_callable=_labels,
)


class CommunicationType(StrEnum):
    """How a client was spoken with."""

    EMAIL = "email"
    PHONE = "phone"
    MEETING = "meeting"
    OTHER = "other"


COMMUNICATION_TYPE = pg.ENUM(
    CommunicationType,
    name="communication_type",
    schema="public",
    metadata=metadata,
    values_callable=_labels,
)


class EventStatus(StrEnum):
    """How far an event is. inquiry: somebody asked; planning: details are being settled; preparation: tasks are under way; in_progress: it takes place; completed: it is over; follow_up: the client is asked how it was."""

    INQUIRY = "inquiry"
    PLANNING = "planning"
    PREPARATION = "preparation"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    FOLLOW_UP = "follow_up"


EVENT_STATUS = pg.ENUM(EventStatus, name="event_status", schema="public", metadata=metadata, values_callable=_labels)


class PortalAction(StrEnum):
    """What a client did in the portal."""

    LOGIN = "login"
    LOGOUT = "logout"
    VIEW_EVENT = "view_event"
    DOWNLOAD = "download"
    MESSAGE = "message"


PORTAL_ACTION = pg.ENUM(PortalAction, name="portal_action", schema="public", metadata=metadata, values_callable=_labels)


class ResourceType(StrEnum):
    """What a resource is. staff: a person; equipment: a tool or vehicle; materials: things used in numbers, such as ingredients, tableware, linens."""

    STAFF = "staff"
    EQUIPMENT = "equipment"
    MATERIALS = "materials"


RESOURCE_TYPE = pg.ENUM(ResourceType, name="resource_type", schema="public", metadata=metadata, values_callable=_labels)


class TaskCategory(StrEnum):
    """When a task is done: before, during or after its event."""

    PRE_EVENT = "pre_event"
    DURING_EVENT = "during_event"
    POST_EVENT = "post_event"


TASK_CATEGORY = pg.ENUM(TaskCategory, name="task_category", schema="public", metadata=metadata, values_callable=_labels)


class TaskStatus(StrEnum):
    """How far a task is. pending: not begun; in_progress: somebody is at it; completed: done; cancelled: not to be done."""

    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


TASK_STATUS = pg.ENUM(TaskStatus, name="task_status", schema="public", metadata=metadata, values_callable=_labels)


class UserRole(StrEnum):
    """What an account may do. admin: everything; manager: plan events; client: see the own events in the portal."""

    ADMIN = "admin"
    MANAGER = "manager"
    CLIENT = "client"


USER_ROLE = pg.ENUM(UserRole, name="user_role", schema="public", metadata=metadata, values_callable=_labels)

_run(
    "before_create",
    "CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public",
    "COMMENT ON EXTENSION btree_gist IS 'support for indexing common datatypes in GiST'",
)


class Clients(TableModel, table=True):
    """One row per company or person that asks for events. Never deleted while anything refers to it; archived instead."""

    __tablename__ = "clients"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="clients_pkey"),
        sa.CheckConstraint(_sql("(is_archived = (archived_at IS NOT NULL))"), name="clients_archived_at_told"),
        sa.CheckConstraint(_sql("(is_archived OR (archived_by IS NULL))"), name="clients_archived_by_told"),
        sa.ForeignKeyConstraint(
            ["archived_by"],
            ["public.users.id"],
            name="clients_archived_by_fkey",
            ondelete="RESTRICT",
        ),
        sa.Index("idx_clients_archived_by", "archived_by"),
        sa.Index("idx_clients_company_name", "company_name"),
        sa.Index("idx_clients_contact_name", "contact_name"),
        sa.Index(
            "idx_clients_email",
            _sql("lower((email)::text)"),
            unique=True,
            postgresql_where=_sql("(NOT is_archived)"),
        ),
        {
            "schema": "public",
            "comment": "One row per company or person that asks for events. Never deleted while anything refers to it; archived instead.",
        },
    )

    id: int = Field(
        default=None,
        description="Key of the client.",
        sa_column=sa.Column(
            "id",
            Raw("serial"),
            autoincrement=False,
            nullable=False,
            server_default=sa.FetchedValue(),
            comment="Key of the client.",
        ),
    )
    company_name: Annotated[str, MaxLen(255)] = Field(
        description="Name of the company, or of the person where there is none.",
        sa_column=sa.Column(
            "company_name",
            sa.String(255),
            nullable=False,
            comment="Name of the company, or of the person where there is none.",
        ),
    )
    contact_name: Annotated[str, MaxLen(255)] = Field(
        description="Whom to speak with.",
        sa_column=sa.Column("contact_name", sa.String(255), nullable=False, comment="Whom to speak with."),
    )
    email: EmailAddress = Field(
        description="Address of the contact; unique among clients that are not archived, whatever the case of its letters.",
        sa_column=sa.Column(
            "email",
            EMAIL_ADDRESS,
            nullable=False,
            comment="Address of the contact; unique among clients that are not archived, whatever the case of its letters.",
        ),
    )
    phone: Annotated[str, MaxLen(50)] | None = Field(
        default=None,
        description="Number of the contact as dialled; null where not known.",
        sa_column=sa.Column("phone", sa.String(50), comment="Number of the contact as dialled; null where not known."),
    )
    address: str | None = Field(
        default=None,
        description="Postal address; null where not known.",
        sa_column=sa.Column("address", sa.Text, comment="Postal address; null where not known."),
    )
    notes: str | None = Field(
        default=None,
        description="What else to know about the client; null where nothing.",
        sa_column=sa.Column("notes", sa.Text, comment="What else to know about the client; null where nothing."),
    )
    portal_enabled: bool = Field(
        default=None,
        description="Whether the client's accounts may log in to the portal.",
        sa_column=sa.Column(
            "portal_enabled",
            sa.Boolean,
            nullable=False,
            server_default=_sql("false"),
            comment="Whether the client's accounts may log in to the portal.",
        ),
    )
    is_archived: bool = Field(
        default=None,
        description="Whether the client was put away, and is left out of lists.",
        sa_column=sa.Column(
            "is_archived",
            sa.Boolean,
            nullable=False,
            server_default=_sql("false"),
            comment="Whether the client was put away, and is left out of lists.",
        ),
    )
    archived_at: datetime.datetime | None = Field(
        default=None,
        description="When the client was put away; null while it is not.",
        sa_column=sa.Column(
            "archived_at",
            pg.TIMESTAMP(timezone=True),
            comment="When the client was put away; null while it is not.",
        ),
    )
    archived_by: int | None = Field(
        default=None,
        description="Account that put the client away; null while it is not, and where nobody was named.",
        sa_column=sa.Column(
            "archived_by",
            sa.Integer,
            comment="Account that put the client away; null while it is not, and where nobody was named.",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made; never changes.",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made; never changes.",
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

    users: Optional["Users"] = Relationship(
        back_populates="clients",
        sa_relationship_kwargs={"primaryjoin": "foreign(Clients.archived_by) == remote(Users.id)"},
    )
    communications: list["Communications"] = Relationship(
        back_populates="client",
        sa_relationship_kwargs={"passive_deletes": "all", "overlaps": "communications,event"},
    )
    events: list["Events"] = Relationship(back_populates="client", sa_relationship_kwargs={"passive_deletes": "all"})
    portal_access_log: list["PortalAccessLog"] = Relationship(
        back_populates="client",
        sa_relationship_kwargs={"passive_deletes": "all", "overlaps": "event,portal_access_log"},
    )
    users_by_client: list["Users"] = Relationship(
        back_populates="client",
        sa_relationship_kwargs={
            "primaryjoin": "remote(foreign(Users.client_id)) == Clients.id",
            "passive_deletes": "all",
        },
    )


class Communications(TableModel, table=True):
    """One row per message, call or meeting with a client."""

    __tablename__ = "communications"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="communications_pkey"),
        sa.CheckConstraint(_sql("(is_archived = (archived_at IS NOT NULL))"), name="communications_archived_at_told"),
        sa.CheckConstraint(_sql("(is_archived OR (archived_by IS NULL))"), name="communications_archived_by_told"),
        sa.CheckConstraint(
            _sql("((NOT follow_up_completed) OR (follow_up_date IS NOT NULL))"),
            name="communications_follow_up_dated",
        ),
        sa.CheckConstraint(
            _sql("((type <> 'other'::public.communication_type) OR (subject IS NOT NULL))"),
            name="communications_other_has_subject",
        ),
        sa.ForeignKeyConstraint(
            ["archived_by"],
            ["public.users.id"],
            name="communications_archived_by_fkey",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["public.clients.id"],
            name="communications_client_id_fkey",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["event_id", "client_id"],
            ["public.events.id", "public.events.client_id"],
            name="communications_client_matches_event",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["public.users.id"],
            name="communications_user_id_fkey",
            ondelete="RESTRICT",
        ),
        sa.Index("idx_communications_archived_by", "archived_by"),
        sa.Index("idx_communications_client_id", "client_id"),
        sa.Index("idx_communications_event_id", "event_id"),
        sa.Index(
            "idx_communications_follow_up_date",
            "follow_up_date",
            postgresql_where=_sql("((follow_up_date IS NOT NULL) AND (NOT follow_up_completed) AND (NOT is_archived))"),
        ),
        sa.Index("idx_communications_user_id", "user_id"),
        {"schema": "public", "comment": "One row per message, call or meeting with a client."},
    )

    id: int = Field(
        default=None,
        description="Key of the entry.",
        sa_column=sa.Column(
            "id",
            Raw("serial"),
            autoincrement=False,
            nullable=False,
            server_default=sa.FetchedValue(),
            comment="Key of the entry.",
        ),
    )
    event_id: int | None = Field(
        default=None,
        description="The client's event that it was about; null where it was about none.",
        sa_column=sa.Column(
            "event_id",
            sa.Integer,
            comment="The client's event that it was about; null where it was about none.",
        ),
    )
    client_id: int = Field(
        description="The client.",
        sa_column=sa.Column("client_id", sa.Integer, nullable=False, comment="The client."),
    )
    user_id: int | None = Field(
        default=None,
        description="Account that spoke for us; null where it was none, as for a message from the client.",
        sa_column=sa.Column(
            "user_id",
            sa.Integer,
            comment="Account that spoke for us; null where it was none, as for a message from the client.",
        ),
    )
    type: CommunicationType = Field(
        description="How it came about.",
        sa_column=sa.Column("type", COMMUNICATION_TYPE, nullable=False, comment="How it came about."),
    )
    subject: Annotated[str, MaxLen(255)] | None = Field(
        default=None,
        description="What it was about, in a few words; never null where the type is other, null where it had none.",
        sa_column=sa.Column(
            "subject",
            sa.String(255),
            comment="What it was about, in a few words; never null where the type is other, null where it had none.",
        ),
    )
    body: str | None = Field(
        default=None,
        description="The message, or notes of what was said; null where there are none.",
        sa_column=sa.Column(
            "body",
            sa.Text,
            comment="The message, or notes of what was said; null where there are none.",
        ),
    )
    contacted_at: datetime.datetime = Field(
        default=None,
        description="When it took place.",
        sa_column=sa.Column(
            "contacted_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When it took place.",
        ),
    )
    follow_up_date: datetime.datetime | None = Field(
        default=None,
        description="When to come back to it; null where that is not needed.",
        sa_column=sa.Column(
            "follow_up_date",
            pg.TIMESTAMP(timezone=True),
            comment="When to come back to it; null where that is not needed.",
        ),
    )
    follow_up_completed: bool = Field(
        default=None,
        description="Whether somebody came back to it.",
        sa_column=sa.Column(
            "follow_up_completed",
            sa.Boolean,
            nullable=False,
            server_default=_sql("false"),
            comment="Whether somebody came back to it.",
        ),
    )
    is_archived: bool = Field(
        default=None,
        description="Whether it was put away, and is left out of lists.",
        sa_column=sa.Column(
            "is_archived",
            sa.Boolean,
            nullable=False,
            server_default=_sql("false"),
            comment="Whether it was put away, and is left out of lists.",
        ),
    )
    archived_at: datetime.datetime | None = Field(
        default=None,
        description="When it was put away; null while it is not.",
        sa_column=sa.Column(
            "archived_at",
            pg.TIMESTAMP(timezone=True),
            comment="When it was put away; null while it is not.",
        ),
    )
    archived_by: int | None = Field(
        default=None,
        description="Account that put it away; null while it is not, and where nobody was named.",
        sa_column=sa.Column(
            "archived_by",
            sa.Integer,
            comment="Account that put it away; null while it is not, and where nobody was named.",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made; never changes.",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made; never changes.",
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

    users_by_archived_by: Optional["Users"] = Relationship(
        back_populates="communications_by_archived_by",
        sa_relationship_kwargs={"primaryjoin": "foreign(Communications.archived_by) == remote(Users.id)"},
    )
    client: "Clients" = Relationship(
        back_populates="communications",
        sa_relationship_kwargs={"overlaps": "communications,event"},
    )
    event: Optional["Events"] = Relationship(
        back_populates="communications",
        sa_relationship_kwargs={"overlaps": "client,communications"},
    )
    user: Optional["Users"] = Relationship(
        back_populates="communications_by_user",
        sa_relationship_kwargs={"primaryjoin": "foreign(Communications.user_id) == remote(Users.id)"},
    )


class EventStatusLog(TableModel, table=True):
    """One row per event when it is made, and one per change of its status, written by triggers. Append-only; goes with its event."""

    __tablename__ = "event_status_log"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="event_status_log_pkey"),
        sa.CheckConstraint(_sql("(old_status IS DISTINCT FROM new_status)"), name="event_status_log_is_a_change"),
        sa.ForeignKeyConstraint(
            ["changed_by"],
            ["public.users.id"],
            name="event_status_log_changed_by_fkey",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["public.events.id"],
            name="event_status_log_event_id_fkey",
            ondelete="CASCADE",
        ),
        sa.Index("idx_event_status_log_changed_by", "changed_by"),
        sa.Index("idx_event_status_log_event_id_changed_at", "event_id", "changed_at"),
        {
            "schema": "public",
            "comment": "One row per event when it is made, and one per change of its status, written by triggers. Append-only; goes with its event.",
        },
    )

    id: int = Field(
        default=None,
        description="Running number of the entry; those of one event are in the order of the changes.",
        sa_column=sa.Column(
            "id",
            Raw("serial"),
            autoincrement=False,
            nullable=False,
            server_default=sa.FetchedValue(),
            comment="Running number of the entry; those of one event are in the order of the changes.",
        ),
    )
    event_id: int = Field(
        description="The event.",
        sa_column=sa.Column("event_id", sa.Integer, nullable=False, comment="The event."),
    )
    old_status: EventStatus | None = Field(
        default=None,
        description="Its status before; null when it was made.",
        sa_column=sa.Column("old_status", EVENT_STATUS, comment="Its status before; null when it was made."),
    )
    new_status: EventStatus = Field(
        description="Its status after.",
        sa_column=sa.Column("new_status", EVENT_STATUS, nullable=False, comment="Its status after."),
    )
    changed_by: int | None = Field(
        default=None,
        description="Account on whose behalf it was changed (app.current_user_id); null where a job did.",
        sa_column=sa.Column(
            "changed_by",
            sa.Integer,
            comment="Account on whose behalf it was changed (app.current_user_id); null where a job did.",
        ),
    )
    changed_at: datetime.datetime = Field(
        default=None,
        description="When it was changed.",
        sa_column=sa.Column(
            "changed_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When it was changed.",
        ),
    )
    notes: str | None = Field(
        default=None,
        description="What was said about the change (app.status_notes); null where nothing.",
        sa_column=sa.Column(
            "notes",
            sa.Text,
            comment="What was said about the change (app.status_notes); null where nothing.",
        ),
    )

    users: Optional["Users"] = Relationship(back_populates="event_status_log")
    event: "Events" = Relationship(back_populates="event_status_log")


class Events(TableModel, table=True):
    """One row per event. One that will not take place is archived as cancelled; deleting is for rows that nothing but their own log refers to."""

    __tablename__ = "events"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="events_pkey"),
        sa.UniqueConstraint("id", "client_id", name="events_id_client_id_key"),
        sa.CheckConstraint(_sql("(is_archived OR (archive_reason IS NULL))"), name="events_archive_reason_told"),
        sa.CheckConstraint(_sql("(is_archived = (archived_at IS NOT NULL))"), name="events_archived_at_told"),
        sa.CheckConstraint(_sql("(is_archived OR (archived_by IS NULL))"), name="events_archived_by_told"),
        sa.CheckConstraint(
            _sql(
                "((archive_reason IS DISTINCT FROM 'cancelled'::public.archive_reason) OR (status = ANY (ARRAY['inquiry'::public.event_status, 'planning'::public.event_status, 'preparation'::public.event_status])))",
            ),
            name="events_cancelled_in_time",
        ),
        sa.CheckConstraint(_sql("(estimated_attendees > 0)"), name="events_estimated_attendees_positive"),
        sa.CheckConstraint(_sql("(end_time > start_time)"), name="events_time_range_valid"),
        sa.ForeignKeyConstraint(
            ["archived_by"],
            ["public.users.id"],
            name="events_archived_by_fkey",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["public.clients.id"],
            name="events_client_id_fkey",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["public.users.id"],
            name="events_created_by_fkey",
            ondelete="RESTRICT",
        ),
        sa.Index("idx_events_analytics_status_created", "status", "created_at"),
        sa.Index("idx_events_archived_by", "archived_by"),
        sa.Index("idx_events_client_id", "client_id"),
        sa.Index("idx_events_composite", "status", "event_date"),
        sa.Index("idx_events_created_by", "created_by"),
        sa.Index("idx_events_event_date", "event_date", "id", postgresql_where=_sql("(NOT is_archived)")),
        sa.Index("idx_events_name", "name"),
        {
            "schema": "public",
            "comment": "One row per event. One that will not take place is archived as cancelled; deleting is for rows that nothing but their own log refers to.",
        },
    )

    id: int = Field(
        default=None,
        description="Key of the event.",
        sa_column=sa.Column(
            "id",
            Raw("serial"),
            autoincrement=False,
            nullable=False,
            server_default=sa.FetchedValue(),
            comment="Key of the event.",
        ),
    )
    client_id: int = Field(
        description="Who asked for it.",
        sa_column=sa.Column("client_id", sa.Integer, nullable=False, comment="Who asked for it."),
    )
    name: Annotated[str, MaxLen(255)] = Field(
        description="What it is called.",
        sa_column=sa.Column("name", sa.String(255), nullable=False, comment="What it is called."),
    )
    event_date: datetime.datetime = Field(
        description="The moment for which it is planned.",
        sa_column=sa.Column(
            "event_date",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            comment="The moment for which it is planned.",
        ),
    )
    start_time: datetime.datetime | None = Field(
        default=None,
        description="When it begins; null while not settled.",
        sa_column=sa.Column(
            "start_time",
            pg.TIMESTAMP(timezone=True),
            comment="When it begins; null while not settled.",
        ),
    )
    end_time: datetime.datetime | None = Field(
        default=None,
        description="When it ends, after it began; null while not settled.",
        sa_column=sa.Column(
            "end_time",
            pg.TIMESTAMP(timezone=True),
            comment="When it ends, after it began; null while not settled.",
        ),
    )
    location: Annotated[str, MaxLen(255)] | None = Field(
        default=None,
        description="Where it takes place; null while not settled.",
        sa_column=sa.Column("location", sa.String(255), comment="Where it takes place; null while not settled."),
    )
    estimated_attendees: Annotated[int, Gt(0)] | None = Field(
        default=None,
        description="How many people are expected, at least one; null while not known.",
        sa_column=sa.Column(
            "estimated_attendees",
            sa.Integer,
            comment="How many people are expected, at least one; null while not known.",
        ),
    )
    status: EventStatus = Field(
        default=None,
        description="How far it is; moves one step at a time, and back only before it takes place.",
        sa_column=sa.Column(
            "status",
            EVENT_STATUS,
            nullable=False,
            server_default=_sql("'inquiry'::public.event_status"),
            comment="How far it is; moves one step at a time, and back only before it takes place.",
        ),
    )
    notes: str | None = Field(
        default=None,
        description="What else to know about it; null where nothing.",
        sa_column=sa.Column("notes", sa.Text, comment="What else to know about it; null where nothing."),
    )
    created_by: int | None = Field(
        default=None,
        description="Account that entered it; null where a job did.",
        sa_column=sa.Column("created_by", sa.Integer, comment="Account that entered it; null where a job did."),
    )
    is_archived: bool = Field(
        default=None,
        description="Whether it was put away, and is left out of lists.",
        sa_column=sa.Column(
            "is_archived",
            sa.Boolean,
            nullable=False,
            server_default=_sql("false"),
            comment="Whether it was put away, and is left out of lists.",
        ),
    )
    archived_at: datetime.datetime | None = Field(
        default=None,
        description="When it was put away; null while it is not.",
        sa_column=sa.Column(
            "archived_at",
            pg.TIMESTAMP(timezone=True),
            comment="When it was put away; null while it is not.",
        ),
    )
    archived_by: int | None = Field(
        default=None,
        description="Account that put it away; null while it is not, and where nobody was named.",
        sa_column=sa.Column(
            "archived_by",
            sa.Integer,
            comment="Account that put it away; null while it is not, and where nobody was named.",
        ),
    )
    archive_reason: ArchiveReason | None = Field(
        default=None,
        description="Why it was put away; null while it is not, and where nothing was said.",
        sa_column=sa.Column(
            "archive_reason",
            ARCHIVE_REASON,
            comment="Why it was put away; null while it is not, and where nothing was said.",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made; never changes.",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made; never changes.",
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

    users_by_archived_by: Optional["Users"] = Relationship(
        back_populates="events_by_archived_by",
        sa_relationship_kwargs={"primaryjoin": "foreign(Events.archived_by) == remote(Users.id)"},
    )
    client: "Clients" = Relationship(back_populates="events")
    users_by_created_by: Optional["Users"] = Relationship(
        back_populates="events_by_created_by",
        sa_relationship_kwargs={"primaryjoin": "foreign(Events.created_by) == remote(Users.id)"},
    )
    communications: list["Communications"] = Relationship(
        back_populates="event",
        sa_relationship_kwargs={"passive_deletes": "all", "overlaps": "client,communications"},
    )
    event_status_log: list["EventStatusLog"] = Relationship(
        back_populates="event",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )
    portal_access_log: list["PortalAccessLog"] = Relationship(
        back_populates="event",
        sa_relationship_kwargs={"passive_deletes": "all", "overlaps": "client,portal_access_log"},
    )
    resource_schedule: list["ResourceSchedule"] = Relationship(
        back_populates="event",
        sa_relationship_kwargs={"passive_deletes": "all", "overlaps": "resource_schedule,task"},
    )
    tasks: list["Tasks"] = Relationship(back_populates="event", sa_relationship_kwargs={"passive_deletes": "all"})


class PortalAccessLog(TableModel, table=True):
    """One row per visit or act in a client's portal. Append-only."""

    __tablename__ = "portal_access_log"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="portal_access_log_pkey"),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["public.clients.id"],
            name="portal_access_log_client_id_fkey",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["event_id", "client_id"],
            ["public.events.id", "public.events.client_id"],
            name="portal_access_log_event_id_fkey",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["public.users.id"],
            name="portal_access_log_user_id_fkey",
            ondelete="RESTRICT",
        ),
        sa.Index("idx_portal_access_log_client_id", "client_id"),
        sa.Index("idx_portal_access_log_event_id", "event_id"),
        sa.Index("idx_portal_access_log_user_id_accessed_at", "user_id", _sql("accessed_at DESC")),
        {"schema": "public", "comment": "One row per visit or act in a client's portal. Append-only."},
    )

    id: int = Field(
        default=None,
        description="Running number of the entry.",
        sa_column=sa.Column(
            "id",
            Raw("serial"),
            autoincrement=False,
            nullable=False,
            server_default=sa.FetchedValue(),
            comment="Running number of the entry.",
        ),
    )
    user_id: int = Field(
        description="The account.",
        sa_column=sa.Column("user_id", sa.Integer, nullable=False, comment="The account."),
    )
    client_id: int = Field(
        description="The client whose portal it was.",
        sa_column=sa.Column("client_id", sa.Integer, nullable=False, comment="The client whose portal it was."),
    )
    event_id: int | None = Field(
        default=None,
        description="The client's event that was looked at; null where it was none.",
        sa_column=sa.Column(
            "event_id",
            sa.Integer,
            comment="The client's event that was looked at; null where it was none.",
        ),
    )
    action: PortalAction = Field(
        description="What was done.",
        sa_column=sa.Column("action", PORTAL_ACTION, nullable=False, comment="What was done."),
    )
    ip_address: IPv4Address | IPv4Interface | IPv6Address | IPv6Interface | None = Field(
        default=None,
        description="Where the request came from; null where not known.",
        sa_column=sa.Column("ip_address", pg.INET, comment="Where the request came from; null where not known."),
    )
    user_agent: str | None = Field(
        default=None,
        description="What the browser calls itself, as it was sent; null where it said nothing.",
        sa_column=sa.Column(
            "user_agent",
            sa.Text,
            comment="What the browser calls itself, as it was sent; null where it said nothing.",
        ),
    )
    accessed_at: datetime.datetime = Field(
        default=None,
        description="When it was done.",
        sa_column=sa.Column(
            "accessed_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When it was done.",
        ),
    )

    client: "Clients" = Relationship(
        back_populates="portal_access_log",
        sa_relationship_kwargs={"overlaps": "event,portal_access_log"},
    )
    event: Optional["Events"] = Relationship(
        back_populates="portal_access_log",
        sa_relationship_kwargs={"overlaps": "client,portal_access_log"},
    )
    user: "Users" = Relationship(back_populates="portal_access_log")


class ResourceSchedule(TableModel, table=True):
    """One row per booking. A person or tool is held by one live booking at a time; one may begin when another ends."""

    __tablename__ = "resource_schedule"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="resource_schedule_pkey"),
        pg.ExcludeConstraint(
            (_sql("resource_id"), "="),
            (_sql("tstzrange(start_time, end_time, '[)'::text)"), "&&"),
            name="resource_schedule_no_overlap",
            using="gist",
            where=_sql("((NOT is_released) AND (resource_type <> 'materials'::public.resource_type))"),
        ),
        sa.CheckConstraint(_sql("(quantity >= 1)"), name="resource_schedule_quantity_positive"),
        sa.CheckConstraint(_sql("(end_time > start_time)"), name="resource_schedule_time_range_valid"),
        sa.CheckConstraint(
            _sql("(isfinite(start_time) AND isfinite(end_time))"),
            name="resource_schedule_times_finite",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["public.events.id"],
            name="resource_schedule_event_id_fkey",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["resource_id", "resource_type"],
            ["public.resources.id", "public.resources.type"],
            name="resource_schedule_resource_id_fkey",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["task_id", "event_id"],
            ["public.tasks.id", "public.tasks.event_id"],
            name="resource_schedule_task_id_fkey",
            ondelete="RESTRICT",
        ),
        sa.Index("idx_resource_schedule_event_id", "event_id"),
        sa.Index("idx_resource_schedule_resource_id_start_time", "resource_id", "start_time"),
        sa.Index("idx_resource_schedule_task_id", "task_id"),
        {
            "schema": "public",
            "comment": "One row per booking. A person or tool is held by one live booking at a time; one may begin when another ends.",
        },
    )

    id: int = Field(
        default=None,
        description="Key of the booking.",
        sa_column=sa.Column(
            "id",
            Raw("serial"),
            autoincrement=False,
            nullable=False,
            server_default=sa.FetchedValue(),
            comment="Key of the booking.",
        ),
    )
    resource_id: int = Field(
        description="What is booked.",
        sa_column=sa.Column("resource_id", sa.Integer, nullable=False, comment="What is booked."),
    )
    resource_type: ResourceType = Field(
        description="Type of the resource, copied by a trigger whatever is given: only staff and equipment are held alone.",
        sa_column=sa.Column(
            "resource_type",
            RESOURCE_TYPE,
            nullable=False,
            comment="Type of the resource, copied by a trigger whatever is given: only staff and equipment are held alone.",
        ),
    )
    event_id: int = Field(
        description="The event that it is booked for.",
        sa_column=sa.Column("event_id", sa.Integer, nullable=False, comment="The event that it is booked for."),
    )
    task_id: int | None = Field(
        default=None,
        description="The task of that event that it is booked for; null: the event as a whole.",
        sa_column=sa.Column(
            "task_id",
            sa.Integer,
            comment="The task of that event that it is booked for; null: the event as a whole.",
        ),
    )
    start_time: datetime.datetime = Field(
        description="From when it is held.",
        sa_column=sa.Column("start_time", pg.TIMESTAMP(timezone=True), nullable=False, comment="From when it is held."),
    )
    end_time: datetime.datetime = Field(
        description="Until when it is held, after the start; it is free again at that moment.",
        sa_column=sa.Column(
            "end_time",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            comment="Until when it is held, after the start; it is free again at that moment.",
        ),
    )
    quantity: Annotated[int, Ge(1)] = Field(
        default=None,
        description="How many of the materials are held, at least one; says nothing of a person or tool, which is held whole.",
        sa_column=sa.Column(
            "quantity",
            sa.Integer,
            nullable=False,
            server_default=_sql("1"),
            comment="How many of the materials are held, at least one; says nothing of a person or tool, which is held whole.",
        ),
    )
    is_released: bool = Field(
        default=None,
        description="Whether the booking no longer holds anything, as when its event was archived.",
        sa_column=sa.Column(
            "is_released",
            sa.Boolean,
            nullable=False,
            server_default=_sql("false"),
            comment="Whether the booking no longer holds anything, as when its event was archived.",
        ),
    )
    notes: str | None = Field(
        default=None,
        description="What else to know about the booking; null where nothing.",
        sa_column=sa.Column("notes", sa.Text, comment="What else to know about the booking; null where nothing."),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made; never changes.",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made; never changes.",
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

    event: "Events" = Relationship(
        back_populates="resource_schedule",
        sa_relationship_kwargs={"overlaps": "resource_schedule,task"},
    )
    resource: "Resources" = Relationship(back_populates="resource_schedule")
    task: Optional["Tasks"] = Relationship(
        back_populates="resource_schedule",
        sa_relationship_kwargs={"overlaps": "event,resource_schedule"},
    )


class Resources(TableModel, table=True):
    """One row per person, tool or vehicle, or kind of thing that is there in numbers."""

    __tablename__ = "resources"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="resources_pkey"),
        sa.UniqueConstraint("id", "type", name="resources_id_type_key"),
        sa.CheckConstraint(_sql("(is_archived = (archived_at IS NOT NULL))"), name="resources_archived_at_told"),
        sa.CheckConstraint(_sql("(is_archived OR (archived_by IS NULL))"), name="resources_archived_by_told"),
        sa.CheckConstraint(_sql("(hourly_rate >= (0)::numeric)"), name="resources_hourly_rate_not_negative"),
        sa.CheckConstraint(
            _sql("((type = 'materials'::public.resource_type) = (quantity IS NOT NULL))"),
            name="resources_quantity_of_materials",
        ),
        sa.CheckConstraint(_sql("(quantity >= 1)"), name="resources_quantity_positive"),
        sa.ForeignKeyConstraint(
            ["archived_by"],
            ["public.users.id"],
            name="resources_archived_by_fkey",
            ondelete="RESTRICT",
        ),
        sa.Index("idx_resources_archived_by", "archived_by"),
        sa.Index("idx_resources_name", "name"),
        sa.Index("idx_resources_type", "type"),
        {
            "schema": "public",
            "comment": "One row per person, tool or vehicle, or kind of thing that is there in numbers.",
        },
    )

    id: int = Field(
        default=None,
        description="Key of the resource; who books several at once books them in this order.",
        sa_column=sa.Column(
            "id",
            Raw("serial"),
            autoincrement=False,
            nullable=False,
            server_default=sa.FetchedValue(),
            comment="Key of the resource; who books several at once books them in this order.",
        ),
    )
    name: Annotated[str, MaxLen(255)] = Field(
        description="What it is called.",
        sa_column=sa.Column("name", sa.String(255), nullable=False, comment="What it is called."),
    )
    type: ResourceType = Field(
        description="staff and equipment serve one booking at a time, materials as many as there are; fixed once it was booked.",
        sa_column=sa.Column(
            "type",
            RESOURCE_TYPE,
            nullable=False,
            comment="staff and equipment serve one booking at a time, materials as many as there are; fixed once it was booked.",
        ),
    )
    hourly_rate: Annotated[Decimal, Ge(0)] | None = Field(
        default=None,
        description="Price of an hour, not negative, two decimals; null where none is charged by the hour.",
        max_digits=10,
        decimal_places=2,
        sa_column=sa.Column(
            "hourly_rate",
            sa.Numeric(10, 2),
            comment="Price of an hour, not negative, two decimals; null where none is charged by the hour.",
        ),
    )
    is_available: bool = Field(
        default=None,
        description="Whether planners offer it: false while it is in repair or on leave. Bookings that are there stay.",
        sa_column=sa.Column(
            "is_available",
            sa.Boolean,
            nullable=False,
            server_default=_sql("true"),
            comment="Whether planners offer it: false while it is in repair or on leave. Bookings that are there stay.",
        ),
    )
    quantity: Annotated[int, Ge(1)] | None = Field(
        default=None,
        description="How many of the materials there are, at least one; null for staff and equipment, of which each row is one.",
        sa_column=sa.Column(
            "quantity",
            sa.Integer,
            comment="How many of the materials there are, at least one; null for staff and equipment, of which each row is one.",
        ),
    )
    notes: str | None = Field(
        default=None,
        description="What else to know about it; null where nothing.",
        sa_column=sa.Column("notes", sa.Text, comment="What else to know about it; null where nothing."),
    )
    is_archived: bool = Field(
        default=None,
        description="Whether it was put away, and is left out of lists.",
        sa_column=sa.Column(
            "is_archived",
            sa.Boolean,
            nullable=False,
            server_default=_sql("false"),
            comment="Whether it was put away, and is left out of lists.",
        ),
    )
    archived_at: datetime.datetime | None = Field(
        default=None,
        description="When it was put away; null while it is not.",
        sa_column=sa.Column(
            "archived_at",
            pg.TIMESTAMP(timezone=True),
            comment="When it was put away; null while it is not.",
        ),
    )
    archived_by: int | None = Field(
        default=None,
        description="Account that put it away; null while it is not, and where nobody was named.",
        sa_column=sa.Column(
            "archived_by",
            sa.Integer,
            comment="Account that put it away; null while it is not, and where nobody was named.",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made; never changes.",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made; never changes.",
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

    users: Optional["Users"] = Relationship(back_populates="resources")
    resource_schedule: list["ResourceSchedule"] = Relationship(
        back_populates="resource",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )
    task_resources: list["TaskResources"] = Relationship(
        back_populates="resource",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )


class TaskResources(TableModel, table=True):
    """One row per resource that a task takes. A plan: only resource_schedule holds a resource."""

    __tablename__ = "task_resources"
    __table_args__ = (
        sa.PrimaryKeyConstraint("task_id", "resource_id", name="task_resources_pkey"),
        sa.CheckConstraint(_sql("(quantity >= 1)"), name="task_resources_quantity_positive"),
        sa.ForeignKeyConstraint(
            ["resource_id"],
            ["public.resources.id"],
            name="task_resources_resource_id_fkey",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["task_id"],
            ["public.tasks.id"],
            name="task_resources_task_id_fkey",
            ondelete="CASCADE",
        ),
        sa.Index("idx_task_resources_resource_id", "resource_id"),
        {
            "schema": "public",
            "comment": "One row per resource that a task takes. A plan: only resource_schedule holds a resource.",
        },
    )

    task_id: int = Field(
        description="The task.",
        sa_column=sa.Column("task_id", sa.Integer, nullable=False, comment="The task."),
    )
    resource_id: int = Field(
        description="What it takes.",
        sa_column=sa.Column("resource_id", sa.Integer, nullable=False, comment="What it takes."),
    )
    quantity: Annotated[int, Ge(1)] = Field(
        default=None,
        description="How many of it, at least one.",
        sa_column=sa.Column(
            "quantity",
            sa.Integer,
            nullable=False,
            server_default=_sql("1"),
            comment="How many of it, at least one.",
        ),
    )
    assigned_at: datetime.datetime = Field(
        default=None,
        description="When it was planned.",
        sa_column=sa.Column(
            "assigned_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When it was planned.",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made; never changes.",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made; never changes.",
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

    resource: "Resources" = Relationship(back_populates="task_resources")
    task: "Tasks" = Relationship(back_populates="task_resources")


class Tasks(TableModel, table=True):
    """One row per thing to do for an event."""

    __tablename__ = "tasks"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="tasks_pkey"),
        sa.UniqueConstraint("id", "event_id", name="tasks_id_event_id_key"),
        sa.CheckConstraint(_sql("(is_archived = (archived_at IS NOT NULL))"), name="tasks_archived_at_told"),
        sa.CheckConstraint(_sql("(is_archived OR (archived_by IS NULL))"), name="tasks_archived_by_told"),
        sa.CheckConstraint(
            _sql("((status = 'completed'::public.task_status) = (completed_at IS NOT NULL))"),
            name="tasks_completed_at_told",
        ),
        sa.ForeignKeyConstraint(
            ["archived_by"],
            ["public.users.id"],
            name="tasks_archived_by_fkey",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["assigned_to"],
            ["public.users.id"],
            name="tasks_assigned_to_fkey",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["event_id"], ["public.events.id"], name="tasks_event_id_fkey", ondelete="RESTRICT"),
        sa.Index("idx_tasks_archived_by", "archived_by"),
        sa.Index("idx_tasks_assigned_to", "assigned_to"),
        sa.Index("idx_tasks_category", "category"),
        sa.Index("idx_tasks_event_id", "event_id"),
        sa.Index("idx_tasks_status_due_date", "status", "due_date"),
        {"schema": "public", "comment": "One row per thing to do for an event."},
    )

    id: int = Field(
        default=None,
        description="Key of the task.",
        sa_column=sa.Column(
            "id",
            Raw("serial"),
            autoincrement=False,
            nullable=False,
            server_default=sa.FetchedValue(),
            comment="Key of the task.",
        ),
    )
    event_id: int = Field(
        description="The event that it is for.",
        sa_column=sa.Column("event_id", sa.Integer, nullable=False, comment="The event that it is for."),
    )
    title: Annotated[str, MaxLen(255)] = Field(
        description="What is to be done, in a few words.",
        sa_column=sa.Column("title", sa.String(255), nullable=False, comment="What is to be done, in a few words."),
    )
    description: str | None = Field(
        default=None,
        description="How it is to be done; null where the title says it all.",
        sa_column=sa.Column("description", sa.Text, comment="How it is to be done; null where the title says it all."),
    )
    category: TaskCategory = Field(
        description="Whether it is done before, during or after the event.",
        sa_column=sa.Column(
            "category",
            TASK_CATEGORY,
            nullable=False,
            comment="Whether it is done before, during or after the event.",
        ),
    )
    status: TaskStatus = Field(
        default=None,
        description="How far it is; pending, in_progress, completed, or cancelled before it is done.",
        sa_column=sa.Column(
            "status",
            TASK_STATUS,
            nullable=False,
            server_default=_sql("'pending'::public.task_status"),
            comment="How far it is; pending, in_progress, completed, or cancelled before it is done.",
        ),
    )
    assigned_to: int | None = Field(
        default=None,
        description="Account of who does it; null while nobody does.",
        sa_column=sa.Column("assigned_to", sa.Integer, comment="Account of who does it; null while nobody does."),
    )
    due_date: datetime.datetime | None = Field(
        default=None,
        description="The moment by which it has to be done; null where there is none.",
        sa_column=sa.Column(
            "due_date",
            pg.TIMESTAMP(timezone=True),
            comment="The moment by which it has to be done; null where there is none.",
        ),
    )
    completed_at: datetime.datetime | None = Field(
        default=None,
        description="When it was done; null until then.",
        sa_column=sa.Column("completed_at", pg.TIMESTAMP(timezone=True), comment="When it was done; null until then."),
    )
    is_archived: bool = Field(
        default=None,
        description="Whether it was put away, and is left out of lists.",
        sa_column=sa.Column(
            "is_archived",
            sa.Boolean,
            nullable=False,
            server_default=_sql("false"),
            comment="Whether it was put away, and is left out of lists.",
        ),
    )
    archived_at: datetime.datetime | None = Field(
        default=None,
        description="When it was put away; null while it is not.",
        sa_column=sa.Column(
            "archived_at",
            pg.TIMESTAMP(timezone=True),
            comment="When it was put away; null while it is not.",
        ),
    )
    archived_by: int | None = Field(
        default=None,
        description="Account that put it away; null while it is not, and where nobody was named.",
        sa_column=sa.Column(
            "archived_by",
            sa.Integer,
            comment="Account that put it away; null while it is not, and where nobody was named.",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made; never changes.",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made; never changes.",
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

    users_by_archived_by: Optional["Users"] = Relationship(
        back_populates="tasks_by_archived_by",
        sa_relationship_kwargs={"primaryjoin": "foreign(Tasks.archived_by) == remote(Users.id)"},
    )
    users_by_assigned_to: Optional["Users"] = Relationship(
        back_populates="tasks_by_assigned_to",
        sa_relationship_kwargs={"primaryjoin": "foreign(Tasks.assigned_to) == remote(Users.id)"},
    )
    event: "Events" = Relationship(back_populates="tasks")
    resource_schedule: list["ResourceSchedule"] = Relationship(
        back_populates="task",
        sa_relationship_kwargs={"passive_deletes": "all", "overlaps": "event,resource_schedule"},
    )
    task_resources: list["TaskResources"] = Relationship(
        back_populates="task",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )


class Users(TableModel, table=True):
    """One row per account. Accounts are made inactive and not deleted, for logs name them."""

    __tablename__ = "users"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="users_pkey"),
        sa.CheckConstraint(
            _sql("((role = 'client'::public.user_role) = (client_id IS NOT NULL))"),
            name="users_client_has_client",
        ),
        sa.CheckConstraint(
            _sql("(password_hash ~ '^\\$2[aby]\\$(1[0-9]|2[0-9]|3[01])\\$[./A-Za-z0-9]{53}$'::text)"),
            name="users_password_hash_bcrypt",
        ),
        sa.CheckConstraint(
            _sql("((role = 'client'::public.user_role) OR (password_hash IS NOT NULL))"),
            name="users_staff_has_password",
        ),
        sa.ForeignKeyConstraint(["client_id"], ["public.clients.id"], name="users_client_id_fkey", ondelete="RESTRICT"),
        sa.Index("idx_users_client_id", "client_id"),
        sa.Index("idx_users_email", _sql("lower((email)::text)"), unique=True),
        sa.Index("idx_users_name", "name"),
        {
            "schema": "public",
            "comment": "One row per account. Accounts are made inactive and not deleted, for logs name them.",
        },
    )

    id: int = Field(
        default=None,
        description="Key of the account.",
        sa_column=sa.Column(
            "id",
            Raw("serial"),
            autoincrement=False,
            nullable=False,
            server_default=sa.FetchedValue(),
            comment="Key of the account.",
        ),
    )
    email: EmailAddress = Field(
        description="Address that logs in; unique whatever the case of its letters.",
        sa_column=sa.Column(
            "email",
            EMAIL_ADDRESS,
            nullable=False,
            comment="Address that logs in; unique whatever the case of its letters.",
        ),
    )
    name: Annotated[str, MaxLen(255)] = Field(
        description="Name of the person.",
        sa_column=sa.Column("name", sa.String(255), nullable=False, comment="Name of the person."),
    )
    password_hash: Annotated[str, StringConstraints(pattern="^\\$2[aby]\\$(?:1[0-9]|2[0-9]|3[01])\\$[\\./A-Za-z0-9]{53}$")] | None = Field(
        default=None,
        description="bcrypt hash of the password, at a cost of at least 10; null for clients who log in by a link that is sent to them.",
        sa_column=sa.Column(
            "password_hash",
            sa.Text,
            comment="bcrypt hash of the password, at a cost of at least 10; null for clients who log in by a link that is sent to them.",
        ),
    )
    role: UserRole = Field(
        description="What the account may do.",
        sa_column=sa.Column("role", USER_ROLE, nullable=False, comment="What the account may do."),
    )
    client_id: int | None = Field(
        default=None,
        description="Client whose events the account sees in the portal; null for staff.",
        sa_column=sa.Column(
            "client_id",
            sa.Integer,
            comment="Client whose events the account sees in the portal; null for staff.",
        ),
    )
    is_active: bool = Field(
        default=None,
        description="Whether the account may log in.",
        sa_column=sa.Column(
            "is_active",
            sa.Boolean,
            nullable=False,
            server_default=_sql("true"),
            comment="Whether the account may log in.",
        ),
    )
    last_login_at: datetime.datetime | None = Field(
        default=None,
        description="When the account last logged in; null: never.",
        sa_column=sa.Column(
            "last_login_at",
            pg.TIMESTAMP(timezone=True),
            comment="When the account last logged in; null: never.",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made; never changes.",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made; never changes.",
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

    client: Optional["Clients"] = Relationship(
        back_populates="users_by_client",
        sa_relationship_kwargs={"primaryjoin": "foreign(Users.client_id) == remote(Clients.id)"},
    )
    clients: list["Clients"] = Relationship(
        back_populates="users",
        sa_relationship_kwargs={
            "primaryjoin": "remote(foreign(Clients.archived_by)) == Users.id",
            "passive_deletes": "all",
        },
    )
    communications_by_archived_by: list["Communications"] = Relationship(
        back_populates="users_by_archived_by",
        sa_relationship_kwargs={
            "primaryjoin": "remote(foreign(Communications.archived_by)) == Users.id",
            "passive_deletes": "all",
        },
    )
    communications_by_user: list["Communications"] = Relationship(
        back_populates="user",
        sa_relationship_kwargs={
            "primaryjoin": "remote(foreign(Communications.user_id)) == Users.id",
            "passive_deletes": "all",
        },
    )
    event_status_log: list["EventStatusLog"] = Relationship(
        back_populates="users",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )
    events_by_archived_by: list["Events"] = Relationship(
        back_populates="users_by_archived_by",
        sa_relationship_kwargs={
            "primaryjoin": "remote(foreign(Events.archived_by)) == Users.id",
            "passive_deletes": "all",
        },
    )
    events_by_created_by: list["Events"] = Relationship(
        back_populates="users_by_created_by",
        sa_relationship_kwargs={
            "primaryjoin": "remote(foreign(Events.created_by)) == Users.id",
            "passive_deletes": "all",
        },
    )
    portal_access_log: list["PortalAccessLog"] = Relationship(
        back_populates="user",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )
    resources: list["Resources"] = Relationship(
        back_populates="users",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )
    tasks_by_archived_by: list["Tasks"] = Relationship(
        back_populates="users_by_archived_by",
        sa_relationship_kwargs={
            "primaryjoin": "remote(foreign(Tasks.archived_by)) == Users.id",
            "passive_deletes": "all",
        },
    )
    tasks_by_assigned_to: list["Tasks"] = Relationship(
        back_populates="users_by_assigned_to",
        sa_relationship_kwargs={
            "primaryjoin": "remote(foreign(Tasks.assigned_to)) == Users.id",
            "passive_deletes": "all",
        },
    )


class VerificationTokens(TableModel, table=True):
    """One row per link that was sent and not used yet. use_verification_token() takes it away, purge_verification_tokens() those that expired."""

    __tablename__ = "verification_tokens"
    __table_args__ = (
        sa.PrimaryKeyConstraint("identifier", "token", name="verification_tokens_pkey"),
        sa.UniqueConstraint("token", name="verification_tokens_token_key"),
        sa.CheckConstraint(_sql("(expires > created_at)"), name="verification_tokens_expires_later"),
        sa.Index("idx_verification_tokens_expires", "expires"),
        {
            "schema": "public",
            "comment": "One row per link that was sent and not used yet. use_verification_token() takes it away, purge_verification_tokens() those that expired.",
        },
    )

    identifier: EmailAddress = Field(
        description="Address that the link was sent to.",
        sa_column=sa.Column("identifier", EMAIL_ADDRESS, nullable=False, comment="Address that the link was sent to."),
    )
    token: Annotated[str, MaxLen(255)] = Field(
        description="Hash of what stands in the link, in the form that the web service makes; never the link itself.",
        sa_column=sa.Column(
            "token",
            sa.String(255),
            nullable=False,
            comment="Hash of what stands in the link, in the form that the web service makes; never the link itself.",
        ),
    )
    expires: datetime.datetime = Field(
        description="From when on it is no longer good.",
        sa_column=sa.Column(
            "expires",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            comment="From when on it is no longer good.",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When it was made; never changes.",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When it was made; never changes.",
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


class EventStatusTimeline(ViewModel, table=True):
    """One row per status that an event has had, archived events included."""

    __tablename__ = "event_status_timeline"
    __table_args__ = {"schema": "public"}

    event_id: int | None = Field(
        default=None,
        description="The event.",
        sa_column=sa.Column("event_id", sa.Integer, primary_key=True),
    )
    event_name: str | None = Field(
        default=None,
        description="What it is called.",
        sa_column=sa.Column("event_name", sa.String(255), primary_key=True),
    )
    client_id: int | None = Field(
        default=None,
        description="Who asked for it.",
        sa_column=sa.Column("client_id", sa.Integer, primary_key=True),
    )
    company_name: str | None = Field(
        default=None,
        description="Name of that client.",
        sa_column=sa.Column("company_name", sa.String(255), primary_key=True),
    )
    status: EventStatus | None = Field(
        default=None,
        description="The status.",
        sa_column=sa.Column("status", EVENT_STATUS, primary_key=True),
    )
    entered_at: datetime.datetime | None = Field(
        default=None,
        description="From when the event had it.",
        sa_column=sa.Column("entered_at", pg.TIMESTAMP(timezone=True), primary_key=True),
    )
    left_at: datetime.datetime | None = Field(
        default=None,
        description="Until when the event had it; null while it has.",
        sa_column=sa.Column("left_at", pg.TIMESTAMP(timezone=True), primary_key=True),
    )
    duration: datetime.timedelta | None = Field(
        default=None,
        description="left_at - entered_at; null while the event has the status.",
        sa_column=sa.Column("duration", pg.INTERVAL, primary_key=True),
    )


class UpcomingEvents(ViewModel, table=True):
    """One row per event to come that is not archived, with whom to call about it."""

    __tablename__ = "upcoming_events"
    __table_args__ = {"schema": "public"}

    event_id: int | None = Field(
        default=None,
        description="The event.",
        sa_column=sa.Column("event_id", sa.Integer, primary_key=True),
    )
    event_name: str | None = Field(
        default=None,
        description="What it is called.",
        sa_column=sa.Column("event_name", sa.String(255), primary_key=True),
    )
    event_date: datetime.datetime | None = Field(
        default=None,
        description="The moment for which it is planned.",
        sa_column=sa.Column("event_date", pg.TIMESTAMP(timezone=True), primary_key=True),
    )
    start_time: datetime.datetime | None = Field(
        default=None,
        description="When it begins; null while not settled.",
        sa_column=sa.Column("start_time", pg.TIMESTAMP(timezone=True), primary_key=True),
    )
    end_time: datetime.datetime | None = Field(
        default=None,
        description="When it ends; null while not settled.",
        sa_column=sa.Column("end_time", pg.TIMESTAMP(timezone=True), primary_key=True),
    )
    location: str | None = Field(
        default=None,
        description="Where it takes place; null while not settled.",
        sa_column=sa.Column("location", sa.String(255), primary_key=True),
    )
    estimated_attendees: int | None = Field(
        default=None,
        description="How many people are expected; null while not known.",
        sa_column=sa.Column("estimated_attendees", sa.Integer, primary_key=True),
    )
    status: EventStatus | None = Field(
        default=None,
        description="How far it is.",
        sa_column=sa.Column("status", EVENT_STATUS, primary_key=True),
    )
    client_id: int | None = Field(
        default=None,
        description="Who asked for it.",
        sa_column=sa.Column("client_id", sa.Integer, primary_key=True),
    )
    company_name: str | None = Field(
        default=None,
        description="Name of that client.",
        sa_column=sa.Column("company_name", sa.String(255), primary_key=True),
    )
    contact_name: str | None = Field(
        default=None,
        description="Whom to speak with there.",
        sa_column=sa.Column("contact_name", sa.String(255), primary_key=True),
    )
    client_email: EmailAddress | None = Field(
        default=None,
        description="Address of that person.",
        sa_column=sa.Column("client_email", EMAIL_ADDRESS, primary_key=True),
    )
    client_phone: str | None = Field(
        default=None,
        description="Number of that person; null where not known.",
        sa_column=sa.Column("client_phone", sa.String(50), primary_key=True),
    )


_run(
    "after_create",
    "COMMENT ON TYPE public.archive_reason IS 'Why an event was put away. cancelled: it will not take place; finished: nothing is left to do; mistake: it should not have been entered.'",
    "COMMENT ON TYPE public.communication_type IS 'How a client was spoken with.'",
    "COMMENT ON TYPE public.event_status IS 'How far an event is. inquiry: somebody asked; planning: details are being settled; preparation: tasks are under way; in_progress: it takes place; completed: it is over; follow_up: the client is asked how it was.'",
    "COMMENT ON TYPE public.portal_action IS 'What a client did in the portal.'",
    "COMMENT ON TYPE public.resource_type IS 'What a resource is. staff: a person; equipment: a tool or vehicle; materials: things used in numbers, such as ingredients, tableware, linens.'",
    "COMMENT ON TYPE public.task_category IS 'When a task is done: before, during or after its event.'",
    "COMMENT ON TYPE public.task_status IS 'How far a task is. pending: not begun; in_progress: somebody is at it; completed: done; cancelled: not to be done.'",
    "COMMENT ON TYPE public.user_role IS 'What an account may do. admin: everything; manager: plan events; client: see the own events in the portal.'",
    "COMMENT ON DOMAIN public.email_address IS 'An e-mail address of at most 255 characters: one @, no white space. Kept as typed; compare with lower().'",
)
