"""The tables and views of a database as SQLModel classes, written by `pgplumb models` from its catalog.

Edit the schema and write the file again. What is sent is checked by `model_validate`, and by the server; SQLModel's
constructors check nothing.
"""

# metadata.create_all makes the schema without what SQLModel cannot express:
#   event trigger: ddl_audit_changes, ddl_audit_drops
#   extension: pgcrypto
#   force row security of table: public.event_sections, public.events, public.order_items, public.orders,
#     public.organization_members, public.organizations, public.payment_intents, public.seat_holds, public.seats,
#     public.sections, public.ticket_tiers, public.ticket_validations, public.tickets, public.users, public.venues
#   function: public.cancel_order(uuid), public.cancel_ticket(uuid), public.claim_places(uuid),
#     public.close_tiers_of_section(), public.confirm_order(uuid), public.current_app_user_id(),
#     public.current_org_id(), public.custom_capacity_fits(), public.enforce_status_transition(),
#     public.expire_orders(timestamp with time zone), public.fail_order(uuid), public.forbid_change(),
#     public.forbid_created_at_change(), public.general_admission_guard(), public.hold_needs_free_seat(),
#     public.is_manager(), public.is_staff(), public.order_lines(jsonb), public.order_matches_tickets(),
#     public.phone_number_of(uuid, text), public.place_order(uuid, jsonb, numeric, interval), public.record_ddl(),
#     public.record_drop(), public.refresh_event_stats(), public.refresh_section_availability(),
#     public.refund_order(uuid), public.release_holds(), public.require_own_order(uuid), public.require_pending(uuid),
#     public.seats_only_in_numbered(), public.section_capacity_fits(), public.set_phone_number(uuid, text, text),
#     public.set_updated_at(), public.start_payment(uuid, text, interval), public.ticket_respects_holds(),
#     public.ticket_seat_matches_section_type(), public.tier_is_on_sale(boolean, timestamp with time zone, timestamp
#     with time zone, timestamp with time zone), public.tier_section_is_active(), public.validate_ticket(text, uuid,
#     uuid, text)
#   grants to seat_app: public.event_sections, public.events, public.order_items, public.orders, public.organizations,
#     public.seat_holds, public.seats, public.sections, public.ticket_tiers, public.tickets, public.users.created_at,
#     public.users.deleted, public.users.email, public.users.full_name, public.users.id,
#     public.users.phone_number_deprecated, public.users.role, public.users.updated_at, public.venues
#   grants to seat_jobs: public.ddl_audit_log, public.event_sections, public.events, public.order_items, public.orders,
#     public.organization_members, public.organizations, public.payment_intents, public.seat_holds, public.seats,
#     public.sections, public.ticket_tiers, public.ticket_validations, public.tickets, public.users, public.venues
#   grants to seat_staff: public.event_sections, public.events, public.order_items, public.orders,
#     public.organization_members, public.organizations, public.organizations.name, public.payment_intents.amount,
#     public.payment_intents.created_at, public.payment_intents.currency, public.payment_intents.id,
#     public.payment_intents.order_id, public.payment_intents.status, public.payment_intents.stripe_payment_intent_id,
#     public.payment_intents.updated_at, public.seat_holds, public.seats, public.sections, public.ticket_tiers,
#     public.ticket_validations, public.tickets, public.users.created_at, public.users.deleted, public.users.email,
#     public.users.full_name, public.users.id, public.users.phone_number_deprecated, public.users.role,
#     public.users.updated_at, public.venues
#   materialized view: public.event_stats, public.section_availability
#   policy: public.event_sections.event_sections_jobs, public.event_sections.event_sections_manage,
#     public.event_sections.event_sections_staff, public.event_sections.event_sections_storefront,
#     public.events.events_jobs, public.events.events_manage, public.events.events_staff,
#     public.events.events_storefront, public.order_items.order_items_jobs, public.order_items.order_items_own,
#     public.order_items.order_items_staff, public.orders.orders_jobs, public.orders.orders_own,
#     public.orders.orders_staff, public.organization_members.organization_members_jobs,
#     public.organization_members.organization_members_manage, public.organization_members.organization_members_staff,
#     public.organizations.organizations_jobs, public.organizations.organizations_manage,
#     public.organizations.organizations_staff, public.organizations.organizations_storefront,
#     public.payment_intents.payment_intents_jobs, public.payment_intents.payment_intents_staff,
#     public.seat_holds.seat_holds_jobs, public.seat_holds.seat_holds_own, public.seat_holds.seat_holds_staff,
#     public.seats.seats_jobs, public.seats.seats_manage, public.seats.seats_staff, public.seats.seats_storefront,
#     public.sections.sections_jobs, public.sections.sections_manage, public.sections.sections_staff,
#     public.sections.sections_storefront, public.ticket_tiers.ticket_tiers_jobs,
#     public.ticket_tiers.ticket_tiers_manage, public.ticket_tiers.ticket_tiers_staff,
#     public.ticket_tiers.ticket_tiers_storefront, public.ticket_validations.ticket_validations_jobs,
#     public.ticket_validations.ticket_validations_staff, public.tickets.tickets_jobs, public.tickets.tickets_own,
#     public.tickets.tickets_staff, public.users.users_jobs, public.users.users_own, public.users.users_staff,
#     public.venues.venues_jobs, public.venues.venues_manage, public.venues.venues_staff,
#     public.venues.venues_storefront
#   row security of table: public.event_sections, public.events, public.order_items, public.orders,
#     public.organization_members, public.organizations, public.payment_intents, public.seat_holds, public.seats,
#     public.sections, public.ticket_tiers, public.ticket_validations, public.tickets, public.users, public.venues
#   trigger: public.ddl_audit_log.ddl_audit_log_forbid_created_at_change,
#     public.ddl_audit_log.ddl_audit_log_set_updated_at, public.event_sections.event_sections_close_tiers,
#     public.event_sections.event_sections_custom_capacity_fits,
#     public.event_sections.event_sections_forbid_created_at_change,
#     public.event_sections.event_sections_set_updated_at, public.events.events_forbid_created_at_change,
#     public.events.events_set_updated_at, public.events.events_status_guard,
#     public.order_items.order_items_forbid_created_at_change, public.order_items.order_items_seat_matches_section_type,
#     public.order_items.order_items_set_updated_at, public.orders.orders_forbid_created_at_change,
#     public.orders.orders_match_tickets, public.orders.orders_order_status_guard, public.orders.orders_release_holds,
#     public.orders.orders_set_updated_at, public.organization_members.organization_members_forbid_created_at_change,
#     public.organization_members.organization_members_set_updated_at,
#     public.organizations.organizations_forbid_created_at_change, public.organizations.organizations_set_updated_at,
#     public.payment_intents.payment_intents_forbid_created_at_change,
#     public.payment_intents.payment_intents_set_updated_at, public.seat_holds.seat_holds_forbid_created_at_change,
#     public.seat_holds.seat_holds_need_free_seat, public.seat_holds.seat_holds_set_updated_at,
#     public.seats.seats_forbid_created_at_change, public.seats.seats_only_in_numbered,
#     public.seats.seats_set_updated_at, public.sections.sections_capacity_fits,
#     public.sections.sections_forbid_created_at_change, public.sections.sections_set_updated_at,
#     public.sections.sections_type_stays, public.ticket_tiers.ticket_tiers_forbid_created_at_change,
#     public.ticket_tiers.ticket_tiers_section_is_active, public.ticket_tiers.ticket_tiers_set_updated_at,
#     public.ticket_validations.ticket_validations_append_only, public.tickets.tickets_are_kept,
#     public.tickets.tickets_forbid_created_at_change, public.tickets.tickets_general_admission_guard,
#     public.tickets.tickets_keep_their_place, public.tickets.tickets_keep_their_price,
#     public.tickets.tickets_match_order, public.tickets.tickets_respect_holds,
#     public.tickets.tickets_seat_matches_section_type, public.tickets.tickets_set_updated_at,
#     public.tickets.tickets_status_guard, public.users.users_forbid_created_at_change,
#     public.users.users_set_updated_at, public.venues.venues_forbid_created_at_change,
#     public.venues.venues_set_updated_at
#   view: public.free_seats, public.organization_event_stats, public.organization_section_availability,
#     public.own_account
# ruff: noqa
# fmt: off

import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, Optional
from uuid import UUID

import sqlalchemy as sa
from annotated_types import Ge, Gt, MaxLen
from pydantic import StringConstraints
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.event import listens_for as _listens_for
from sqlalchemy.orm import registry
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


class DdlAuditLog(TableModel, table=True):
    """One row per object that a command created, altered or dropped."""

    __tablename__ = "ddl_audit_log"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="ddl_audit_log_pkey"),
        sa.CheckConstraint(_sql("(updated_at >= created_at)"), name="ddl_audit_log_updated_after_created"),
        sa.Index("idx_ddl_audit_log_executed", _sql("executed_at DESC")),
        {"schema": "public", "comment": "One row per object that a command created, altered or dropped."},
    )

    id: UUID = Field(
        default=None,
        description="Key of the entry.",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the entry.",
        ),
    )
    executed_at: datetime.datetime = Field(
        default=None,
        description="When.",
        sa_column=sa.Column(
            "executed_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("clock_timestamp()"),
            comment="When.",
        ),
    )
    role_name: str = Field(
        description="Who was logged in.",
        sa_column=sa.Column("role_name", sa.Text, nullable=False, comment="Who was logged in."),
    )
    command_tag: str = Field(
        description="The command, such as ALTER TABLE.",
        sa_column=sa.Column("command_tag", sa.Text, nullable=False, comment="The command, such as ALTER TABLE."),
    )
    object_type: str = Field(
        description="What kind of object it was about, in PostgreSQL's words.",
        sa_column=sa.Column(
            "object_type",
            sa.Text,
            nullable=False,
            comment="What kind of object it was about, in PostgreSQL's words.",
        ),
    )
    object_identity: str = Field(
        description="Its name, with its schema.",
        sa_column=sa.Column("object_identity", sa.Text, nullable=False, comment="Its name, with its schema."),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made; it never changes.",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made; it never changes.",
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


class EventSections(TableModel, table=True):
    """One row per section that an event ever opened."""

    __tablename__ = "event_sections"
    __table_args__ = (
        sa.PrimaryKeyConstraint("event_id", "section_id", name="event_sections_pkey"),
        sa.UniqueConstraint(
            "event_id",
            "section_id",
            "organization_id",
            name="event_sections_event_section_organization_key",
        ),
        sa.CheckConstraint(
            _sql("((custom_capacity IS NULL) OR (custom_capacity > 0))"),
            name="event_sections_custom_capacity_positive",
        ),
        sa.CheckConstraint(_sql("(updated_at >= created_at)"), name="event_sections_updated_after_created"),
        sa.ForeignKeyConstraint(
            ["event_id", "venue_id", "organization_id"],
            ["public.events.id", "public.events.venue_id", "public.events.organization_id"],
            name="event_sections_event_fkey",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["section_id", "venue_id", "organization_id"],
            ["public.sections.id", "public.sections.venue_id", "public.sections.organization_id"],
            name="event_sections_section_fkey",
            ondelete="RESTRICT",
        ),
        sa.Index("idx_event_sections_event", "event_id", "is_active"),
        sa.Index("idx_event_sections_section", "section_id"),
        {"schema": "public", "comment": "One row per section that an event ever opened."},
    )

    event_id: UUID = Field(
        description="The event.",
        sa_column=sa.Column("event_id", sa.Uuid, nullable=False, comment="The event."),
    )
    section_id: UUID = Field(
        description="The section.",
        sa_column=sa.Column("section_id", sa.Uuid, nullable=False, comment="The section."),
    )
    venue_id: UUID = Field(
        description="Venue of both, which makes the event's and the section's the same.",
        sa_column=sa.Column(
            "venue_id",
            sa.Uuid,
            nullable=False,
            comment="Venue of both, which makes the event's and the section's the same.",
        ),
    )
    organization_id: UUID = Field(
        description="Organisation of both.",
        sa_column=sa.Column("organization_id", sa.Uuid, nullable=False, comment="Organisation of both."),
    )
    is_active: bool = Field(
        default=None,
        description="Whether the section is open for the event; its tiers go off the offer when it is closed.",
        sa_column=sa.Column(
            "is_active",
            sa.Boolean,
            nullable=False,
            server_default=_sql("true"),
            comment="Whether the section is open for the event; its tiers go off the offer when it is closed.",
        ),
    )
    custom_capacity: Annotated[int, Gt(0)] | None = Field(
        default=None,
        description="People that the section takes at this event, at most its own capacity and at least what is sold; null: its own.",
        sa_column=sa.Column(
            "custom_capacity",
            sa.Integer,
            comment="People that the section takes at this event, at most its own capacity and at least what is sold; null: its own.",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made; it never changes.",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made; it never changes.",
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
        back_populates="event_sections",
        sa_relationship_kwargs={"overlaps": "event_sections,section"},
    )
    section: "Sections" = Relationship(
        back_populates="event_sections",
        sa_relationship_kwargs={"overlaps": "event,event_sections"},
    )
    seat_holds: list["SeatHolds"] = Relationship(
        back_populates="event",
        sa_relationship_kwargs={"passive_deletes": "all", "overlaps": "order,seat,seat_holds"},
    )
    ticket_tiers: list["TicketTiers"] = Relationship(
        back_populates="event",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )


class Events(TableModel, table=True):
    """One row per event; it opens sections of its venue, and sells them by tiers."""

    __tablename__ = "events"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="events_pkey"),
        sa.UniqueConstraint("id", "organization_id", name="events_id_organization_id_key"),
        sa.UniqueConstraint("id", "venue_id", "organization_id", name="events_id_venue_id_organization_id_key"),
        sa.CheckConstraint(
            _sql("((description IS NULL) OR (btrim(description) <> ''::text))"),
            name="events_description_not_blank",
        ),
        sa.CheckConstraint(_sql("((end_time IS NULL) OR (end_time > start_time))"), name="events_ends_after_start"),
        sa.CheckConstraint(
            _sql("(status = ANY (ARRAY['DRAFT'::text, 'PUBLISHED'::text, 'COMPLETED'::text, 'CANCELLED'::text]))"),
            name="events_status_known",
        ),
        sa.CheckConstraint(_sql("(btrim((title)::text) <> ''::text)"), name="events_title_not_blank"),
        sa.CheckConstraint(_sql("(updated_at >= created_at)"), name="events_updated_after_created"),
        sa.ForeignKeyConstraint(
            ["venue_id", "organization_id"],
            ["public.venues.id", "public.venues.organization_id"],
            name="events_venue_fkey",
            ondelete="RESTRICT",
        ),
        sa.Index(
            "idx_events_org_status",
            "organization_id",
            "status",
            "start_time",
            postgresql_where=_sql("(deleted = false)"),
        ),
        sa.Index("idx_events_organization", "organization_id"),
        sa.Index("idx_events_venue", "venue_id"),
        {"schema": "public", "comment": "One row per event; it opens sections of its venue, and sells them by tiers."},
    )

    id: UUID = Field(
        default=None,
        description="Key of the event.",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the event.",
        ),
    )
    organization_id: UUID = Field(
        description="The organisation that it belongs to.",
        sa_column=sa.Column("organization_id", sa.Uuid, nullable=False, comment="The organisation that it belongs to."),
    )
    venue_id: UUID = Field(
        description="Where it is held; the venue is of the same organisation.",
        sa_column=sa.Column(
            "venue_id",
            sa.Uuid,
            nullable=False,
            comment="Where it is held; the venue is of the same organisation.",
        ),
    )
    title: Annotated[str, MaxLen(255), StringConstraints(pattern="[^ ]")] = Field(
        description="Name shown to buyers; not blank.",
        sa_column=sa.Column("title", sa.String(255), nullable=False, comment="Name shown to buyers; not blank."),
    )
    description: Annotated[str, StringConstraints(pattern="[^ ]")] | None = Field(
        default=None,
        description="What it is about; null where nothing is said.",
        sa_column=sa.Column("description", sa.Text, comment="What it is about; null where nothing is said."),
    )
    start_time: datetime.datetime = Field(
        description="When it begins.",
        sa_column=sa.Column("start_time", pg.TIMESTAMP(timezone=True), nullable=False, comment="When it begins."),
    )
    end_time: datetime.datetime | None = Field(
        default=None,
        description="When it ends, after its start; null where that is open.",
        sa_column=sa.Column(
            "end_time",
            pg.TIMESTAMP(timezone=True),
            comment="When it ends, after its start; null where that is open.",
        ),
    )
    status: Literal["DRAFT", "PUBLISHED", "COMPLETED", "CANCELLED"] = Field(
        default=None,
        description="DRAFT, then PUBLISHED, then COMPLETED; CANCELLED from either of the first two. Tickets are sold while it is PUBLISHED.",
        sa_column=sa.Column(
            "status",
            sa.Text,
            nullable=False,
            server_default=_sql("'DRAFT'::text"),
            comment="DRAFT, then PUBLISHED, then COMPLETED; CANCELLED from either of the first two. Tickets are sold while it is PUBLISHED.",
        ),
    )
    deleted: bool = Field(
        default=None,
        description="Whether it is gone for buyers, orders and tickets for it included.",
        sa_column=sa.Column(
            "deleted",
            sa.Boolean,
            nullable=False,
            server_default=_sql("false"),
            comment="Whether it is gone for buyers, orders and tickets for it included.",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made; it never changes.",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made; it never changes.",
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

    venue: "Venues" = Relationship(back_populates="events")
    event_sections: list["EventSections"] = Relationship(
        back_populates="event",
        sa_relationship_kwargs={"passive_deletes": "all", "overlaps": "event_sections,section"},
    )
    orders: list["Orders"] = Relationship(back_populates="event", sa_relationship_kwargs={"passive_deletes": "all"})
    ticket_validations: list["TicketValidations"] = Relationship(
        back_populates="event",
        sa_relationship_kwargs={"passive_deletes": "all", "overlaps": "ticket,ticket_validations"},
    )


class OrderItems(TableModel, table=True):
    """One row per ticket that an order asks for; confirm_order() issues the tickets from them."""

    __tablename__ = "order_items"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="order_items_pkey"),
        sa.CheckConstraint(_sql("(price >= (0)::numeric)"), name="order_items_price_not_negative"),
        sa.CheckConstraint(_sql("(updated_at >= created_at)"), name="order_items_updated_after_created"),
        sa.ForeignKeyConstraint(
            ["order_id", "event_id", "organization_id"],
            ["public.orders.id", "public.orders.event_id", "public.orders.organization_id"],
            name="order_items_order_fkey",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["seat_id", "section_id", "organization_id"],
            ["public.seats.id", "public.seats.section_id", "public.seats.organization_id"],
            name="order_items_seat_fkey",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["ticket_tier_id", "event_id", "section_id", "organization_id"],
            [
                "public.ticket_tiers.id",
                "public.ticket_tiers.event_id",
                "public.ticket_tiers.section_id",
                "public.ticket_tiers.organization_id",
            ],
            name="order_items_tier_fkey",
            ondelete="RESTRICT",
        ),
        sa.Index("idx_order_items_order", "order_id"),
        sa.Index(
            "idx_order_items_seat",
            "order_id",
            "seat_id",
            unique=True,
            postgresql_where=_sql("(seat_id IS NOT NULL)"),
        ),
        sa.Index("idx_order_items_seat_id", "seat_id"),
        sa.Index("idx_order_items_section", "event_id", "section_id"),
        sa.Index("idx_order_items_tier", "ticket_tier_id"),
        {
            "schema": "public",
            "comment": "One row per ticket that an order asks for; confirm_order() issues the tickets from them.",
        },
    )

    id: UUID = Field(
        default=None,
        description="Key of the item.",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the item.",
        ),
    )
    organization_id: UUID = Field(
        description="The organisation that it belongs to.",
        sa_column=sa.Column("organization_id", sa.Uuid, nullable=False, comment="The organisation that it belongs to."),
    )
    order_id: UUID = Field(
        description="The order.",
        sa_column=sa.Column("order_id", sa.Uuid, nullable=False, comment="The order."),
    )
    event_id: UUID = Field(
        description="Event of the order and of the tier.",
        sa_column=sa.Column("event_id", sa.Uuid, nullable=False, comment="Event of the order and of the tier."),
    )
    section_id: UUID = Field(
        description="Section of the tier and of the seat.",
        sa_column=sa.Column("section_id", sa.Uuid, nullable=False, comment="Section of the tier and of the seat."),
    )
    ticket_tier_id: UUID = Field(
        description="The tier that it is sold from.",
        sa_column=sa.Column("ticket_tier_id", sa.Uuid, nullable=False, comment="The tier that it is sold from."),
    )
    seat_id: UUID | None = Field(
        default=None,
        description="The seat in a NUMBERED section; null in a GENERAL one.",
        sa_column=sa.Column("seat_id", sa.Uuid, comment="The seat in a NUMBERED section; null in a GENERAL one."),
    )
    price: Annotated[Decimal, Ge(0)] = Field(
        description="Price of the tier when it was ordered, two decimals.",
        max_digits=10,
        decimal_places=2,
        sa_column=sa.Column(
            "price",
            sa.Numeric(10, 2),
            nullable=False,
            comment="Price of the tier when it was ordered, two decimals.",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made; it never changes.",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made; it never changes.",
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

    order: "Orders" = Relationship(
        back_populates="order_items",
        sa_relationship_kwargs={"overlaps": "order_items,seat,ticket_tier"},
    )
    seat: Optional["Seats"] = Relationship(
        back_populates="order_items",
        sa_relationship_kwargs={"overlaps": "order,order_items,ticket_tier"},
    )
    ticket_tier: "TicketTiers" = Relationship(
        back_populates="order_items",
        sa_relationship_kwargs={"overlaps": "order,order_items,seat"},
    )


class Orders(TableModel, table=True):
    """One row per purchase, for one event. It is never deleted: what became of it says its status."""

    __tablename__ = "orders"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="orders_pkey"),
        sa.UniqueConstraint("id", "event_id", "organization_id", name="orders_id_event_id_organization_id_key"),
        sa.UniqueConstraint(
            "id",
            "event_id",
            "organization_id",
            "is_paid",
            name="orders_id_event_organization_paid_key",
        ),
        sa.CheckConstraint(_sql("(currency ~ '^[A-Z]{3}$'::text)"), name="orders_currency_shape"),
        sa.CheckConstraint(
            _sql("(is_paid = (status = ANY (ARRAY['PAID'::text, 'REFUNDED'::text])))"),
            name="orders_is_paid_if_paid",
        ),
        sa.CheckConstraint(_sql("(net_amount >= (0)::numeric)"), name="orders_net_amount_not_negative"),
        sa.CheckConstraint(_sql("(net_amount = (total_amount - platform_fee))"), name="orders_net_is_total_less_fee"),
        sa.CheckConstraint(_sql("(is_paid = (paid_at IS NOT NULL))"), name="orders_paid_at_if_paid"),
        sa.CheckConstraint(_sql("(platform_fee >= (0)::numeric)"), name="orders_platform_fee_not_negative"),
        sa.CheckConstraint(
            _sql(
                "(status = ANY (ARRAY['PENDING'::text, 'PAID'::text, 'FAILED'::text, 'CANCELLED'::text, 'REFUNDED'::text, 'EXPIRED'::text]))",
            ),
            name="orders_status_known",
        ),
        sa.CheckConstraint(_sql("(updated_at >= created_at)"), name="orders_updated_after_created"),
        sa.ForeignKeyConstraint(
            ["event_id", "organization_id"],
            ["public.events.id", "public.events.organization_id"],
            name="orders_event_fkey",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["public.users.id"], name="orders_user_id_fkey", ondelete="RESTRICT"),
        sa.Index("idx_orders_event", "event_id", "status"),
        sa.Index("idx_orders_expiring", "expires_at", postgresql_where=_sql("(status = 'PENDING'::text)")),
        sa.Index("idx_orders_user_history", "user_id", _sql("created_at DESC"), _sql("id DESC")),
        sa.Index("idx_orders_user_status", "user_id", "status", _sql("created_at DESC")),
        {
            "schema": "public",
            "comment": "One row per purchase, for one event. It is never deleted: what became of it says its status.",
        },
    )

    id: UUID = Field(
        default=None,
        description="Key of the order.",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the order.",
        ),
    )
    organization_id: UUID = Field(
        description="The organisation that it belongs to.",
        sa_column=sa.Column("organization_id", sa.Uuid, nullable=False, comment="The organisation that it belongs to."),
    )
    user_id: UUID = Field(
        description="Who buys.",
        sa_column=sa.Column("user_id", sa.Uuid, nullable=False, comment="Who buys."),
    )
    event_id: UUID = Field(
        description="What for; all tickets of the order are of this event.",
        sa_column=sa.Column(
            "event_id",
            sa.Uuid,
            nullable=False,
            comment="What for; all tickets of the order are of this event.",
        ),
    )
    status: Literal["PENDING", "PAID", "FAILED", "CANCELLED", "REFUNDED", "EXPIRED"] = Field(
        default=None,
        description="PENDING, then PAID, FAILED, CANCELLED or EXPIRED; PAID may become REFUNDED. Only paid and refunded ones have tickets.",
        sa_column=sa.Column(
            "status",
            sa.Text,
            nullable=False,
            server_default=_sql("'PENDING'::text"),
            comment="PENDING, then PAID, FAILED, CANCELLED or EXPIRED; PAID may become REFUNDED. Only paid and refunded ones have tickets.",
        ),
    )
    total_amount: Decimal = Field(
        description="What the buyer pays: the sum of its tickets' prices, two decimals.",
        max_digits=10,
        decimal_places=2,
        sa_column=sa.Column(
            "total_amount",
            sa.Numeric(10, 2),
            nullable=False,
            comment="What the buyer pays: the sum of its tickets' prices, two decimals.",
        ),
    )
    platform_fee: Annotated[Decimal, Ge(0)] = Field(
        default=None,
        description="Our part of it, two decimals.",
        max_digits=10,
        decimal_places=2,
        sa_column=sa.Column(
            "platform_fee",
            sa.Numeric(10, 2),
            nullable=False,
            server_default=_sql("0"),
            comment="Our part of it, two decimals.",
        ),
    )
    net_amount: Annotated[Decimal, Ge(0)] = Field(
        description="The organisation's part: total_amount - platform_fee.",
        max_digits=10,
        decimal_places=2,
        sa_column=sa.Column(
            "net_amount",
            sa.Numeric(10, 2),
            nullable=False,
            comment="The organisation's part: total_amount - platform_fee.",
        ),
    )
    currency: Annotated[str, MaxLen(3), StringConstraints(pattern="^[A-Z]{3}$")] = Field(
        default=None,
        description="ISO 4217 currency of every amount of the order, three capital letters.",
        sa_column=sa.Column(
            "currency",
            sa.CHAR(3),
            nullable=False,
            server_default=_sql("'USD'::bpchar"),
            comment="ISO 4217 currency of every amount of the order, three capital letters.",
        ),
    )
    expires_at: datetime.datetime | None = Field(
        default=None,
        description="Until when a pending order keeps its places; null: it keeps none.",
        sa_column=sa.Column(
            "expires_at",
            pg.TIMESTAMP(timezone=True),
            comment="Until when a pending order keeps its places; null: it keeps none.",
        ),
    )
    is_paid: bool = Field(
        default=None,
        description="Whether it is PAID or REFUNDED, for the foreign key of its tickets.",
        sa_column=sa.Column(
            "is_paid",
            sa.Boolean,
            nullable=False,
            server_default=_sql("false"),
            comment="Whether it is PAID or REFUNDED, for the foreign key of its tickets.",
        ),
    )
    paid_at: datetime.datetime | None = Field(
        default=None,
        description="When the payment arrived; null unless it is paid or refunded.",
        sa_column=sa.Column(
            "paid_at",
            pg.TIMESTAMP(timezone=True),
            comment="When the payment arrived; null unless it is paid or refunded.",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made; it never changes.",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made; it never changes.",
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

    event: "Events" = Relationship(back_populates="orders")
    user: "Users" = Relationship(back_populates="orders")
    order_items: list["OrderItems"] = Relationship(
        back_populates="order",
        sa_relationship_kwargs={"passive_deletes": "all", "overlaps": "order_items,seat,ticket_tier"},
    )
    payment_intents: list["PaymentIntents"] = Relationship(
        back_populates="order",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )
    seat_holds: list["SeatHolds"] = Relationship(
        back_populates="order",
        sa_relationship_kwargs={"passive_deletes": "all", "overlaps": "event,seat,seat_holds"},
    )
    tickets: list["Tickets"] = Relationship(
        back_populates="order",
        sa_relationship_kwargs={"passive_deletes": "all", "overlaps": "seat,ticket_tier,tickets"},
    )


class OrganizationMembers(TableModel, table=True):
    """One row per person and organisation that they work for; it goes when they leave."""

    __tablename__ = "organization_members"
    __table_args__ = (
        sa.PrimaryKeyConstraint("organization_id", "user_id", name="organization_members_pkey"),
        sa.CheckConstraint(
            _sql("(role = ANY (ARRAY['OWNER'::text, 'ADMIN'::text, 'STAFF'::text]))"),
            name="organization_members_role_known",
        ),
        sa.CheckConstraint(_sql("(updated_at >= created_at)"), name="organization_members_updated_after_created"),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["public.organizations.id"],
            name="organization_members_organization_id_fkey",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["public.users.id"],
            name="organization_members_user_id_fkey",
            ondelete="RESTRICT",
        ),
        sa.Index("idx_organization_members_user", "user_id"),
        {
            "schema": "public",
            "comment": "One row per person and organisation that they work for; it goes when they leave.",
        },
    )

    organization_id: UUID = Field(
        description="The organisation.",
        sa_column=sa.Column("organization_id", sa.Uuid, nullable=False, comment="The organisation."),
    )
    user_id: UUID = Field(
        description="The account.",
        sa_column=sa.Column("user_id", sa.Uuid, nullable=False, comment="The account."),
    )
    role: Literal["OWNER", "ADMIN", "STAFF"] = Field(
        description="OWNER or ADMIN, who change what is offered and refund; STAFF, who reads, scans and cancels tickets.",
        sa_column=sa.Column(
            "role",
            sa.Text,
            nullable=False,
            comment="OWNER or ADMIN, who change what is offered and refund; STAFF, who reads, scans and cancels tickets.",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made; it never changes.",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made; it never changes.",
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

    organization: "Organizations" = Relationship(back_populates="organization_members")
    user: "Users" = Relationship(back_populates="organization_members")


class Organizations(TableModel, table=True):
    """One row per organisation that sells tickets; every row of a tenant leads to one."""

    __tablename__ = "organizations"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="organizations_pkey"),
        sa.CheckConstraint(_sql("(btrim((name)::text) <> ''::text)"), name="organizations_name_not_blank"),
        sa.CheckConstraint(_sql("((slug)::text ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text)"), name="organizations_slug_shape"),
        sa.CheckConstraint(
            _sql("(status = ANY (ARRAY['ACTIVE'::text, 'SUSPENDED'::text]))"),
            name="organizations_status_known",
        ),
        sa.CheckConstraint(_sql("(updated_at >= created_at)"), name="organizations_updated_after_created"),
        sa.Index("idx_organizations_slug", "slug", unique=True, postgresql_where=_sql("(NOT deleted)")),
        {
            "schema": "public",
            "comment": "One row per organisation that sells tickets; every row of a tenant leads to one.",
        },
    )

    id: UUID = Field(
        default=None,
        description="Key of the organisation.",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the organisation.",
        ),
    )
    name: Annotated[str, MaxLen(255), StringConstraints(pattern="[^ ]")] = Field(
        description="Name shown to buyers; not blank.",
        sa_column=sa.Column("name", sa.String(255), nullable=False, comment="Name shown to buyers; not blank."),
    )
    slug: Annotated[str, MaxLen(100), StringConstraints(pattern="^[a-z0-9]+(?:\\-[a-z0-9]+)*$")] = Field(
        description="Part of its address: lower-case letters, digits and single hyphens; unique among live organisations.",
        sa_column=sa.Column(
            "slug",
            sa.String(100),
            nullable=False,
            comment="Part of its address: lower-case letters, digits and single hyphens; unique among live organisations.",
        ),
    )
    status: Literal["ACTIVE", "SUSPENDED"] = Field(
        default=None,
        description="ACTIVE or SUSPENDED; the storefront of a suspended one is closed.",
        sa_column=sa.Column(
            "status",
            sa.Text,
            nullable=False,
            server_default=_sql("'ACTIVE'::text"),
            comment="ACTIVE or SUSPENDED; the storefront of a suspended one is closed.",
        ),
    )
    deleted: bool = Field(
        default=None,
        description="Whether it is gone for everybody.",
        sa_column=sa.Column(
            "deleted",
            sa.Boolean,
            nullable=False,
            server_default=_sql("false"),
            comment="Whether it is gone for everybody.",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made; it never changes.",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made; it never changes.",
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

    organization_members: list["OrganizationMembers"] = Relationship(
        back_populates="organization",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )
    venues: list["Venues"] = Relationship(
        back_populates="organization",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )


class PaymentIntents(TableModel, table=True):
    """One row per payment intent; an order has several where one failed, and one that succeeded at most."""

    __tablename__ = "payment_intents"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="payment_intents_pkey"),
        sa.UniqueConstraint("stripe_payment_intent_id", name="payment_intents_stripe_payment_intent_id_key"),
        sa.CheckConstraint(_sql("(amount >= (0)::numeric)"), name="payment_intents_amount_not_negative"),
        sa.CheckConstraint(_sql("(currency ~ '^[A-Z]{3}$'::text)"), name="payment_intents_currency_shape"),
        sa.CheckConstraint(
            _sql(
                "(status = ANY (ARRAY['REQUIRES_PAYMENT'::text, 'SUCCEEDED'::text, 'FAILED'::text, 'CANCELLED'::text]))",
            ),
            name="payment_intents_status_known",
        ),
        sa.CheckConstraint(
            _sql("(btrim(stripe_payment_intent_id) <> ''::text)"),
            name="payment_intents_stripe_payment_intent_id_not_blank",
        ),
        sa.CheckConstraint(_sql("(updated_at >= created_at)"), name="payment_intents_updated_after_created"),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["public.orders.id"],
            name="payment_intents_order_id_fkey",
            ondelete="RESTRICT",
        ),
        sa.Index(
            "idx_payment_intents_one_succeeded",
            "order_id",
            unique=True,
            postgresql_where=_sql("(status = 'SUCCEEDED'::text)"),
        ),
        sa.Index("idx_payment_intents_order", "order_id", "status"),
        {
            "schema": "public",
            "comment": "One row per payment intent; an order has several where one failed, and one that succeeded at most.",
        },
    )

    id: UUID = Field(
        default=None,
        description="Key of the payment.",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the payment.",
        ),
    )
    order_id: UUID = Field(
        description="The order that it pays.",
        sa_column=sa.Column("order_id", sa.Uuid, nullable=False, comment="The order that it pays."),
    )
    stripe_payment_intent_id: Annotated[str, StringConstraints(pattern="[^ ]")] = Field(
        description="Stripe's own key; unique.",
        sa_column=sa.Column("stripe_payment_intent_id", sa.Text, nullable=False, comment="Stripe's own key; unique."),
    )
    status: Literal["REQUIRES_PAYMENT", "SUCCEEDED", "FAILED", "CANCELLED"] = Field(
        default=None,
        description="REQUIRES_PAYMENT, then SUCCEEDED, FAILED or CANCELLED.",
        sa_column=sa.Column(
            "status",
            sa.Text,
            nullable=False,
            server_default=_sql("'REQUIRES_PAYMENT'::text"),
            comment="REQUIRES_PAYMENT, then SUCCEEDED, FAILED or CANCELLED.",
        ),
    )
    amount: Annotated[Decimal, Ge(0)] = Field(
        description="What is paid, two decimals.",
        max_digits=10,
        decimal_places=2,
        sa_column=sa.Column("amount", sa.Numeric(10, 2), nullable=False, comment="What is paid, two decimals."),
    )
    currency: Annotated[str, MaxLen(3), StringConstraints(pattern="^[A-Z]{3}$")] = Field(
        description="ISO 4217 currency of the amount, three capital letters.",
        sa_column=sa.Column(
            "currency",
            sa.CHAR(3),
            nullable=False,
            comment="ISO 4217 currency of the amount, three capital letters.",
        ),
    )
    raw: Any = Field(
        default=None,
        description="What Stripe last sent about it; null before that.",
        sa_column=sa.Column(
            "raw",
            pg.JSONB(none_as_null=True),
            comment="What Stripe last sent about it; null before that.",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made; it never changes.",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made; it never changes.",
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

    order: "Orders" = Relationship(back_populates="payment_intents")


class SeatHolds(TableModel, table=True):
    """One row per seat and event that somebody is buying or was; it stands until expires_at. Gone once the order is paid or given up."""

    __tablename__ = "seat_holds"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="seat_holds_pkey"),
        sa.UniqueConstraint("event_id", "seat_id", name="seat_holds_event_id_seat_id_key"),
        sa.CheckConstraint(_sql("(updated_at >= created_at)"), name="seat_holds_updated_after_created"),
        sa.ForeignKeyConstraint(
            ["event_id", "section_id", "organization_id"],
            [
                "public.event_sections.event_id",
                "public.event_sections.section_id",
                "public.event_sections.organization_id",
            ],
            name="seat_holds_event_section_fkey",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["order_id", "event_id", "organization_id"],
            ["public.orders.id", "public.orders.event_id", "public.orders.organization_id"],
            name="seat_holds_order_fkey",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["seat_id", "section_id", "organization_id"],
            ["public.seats.id", "public.seats.section_id", "public.seats.organization_id"],
            name="seat_holds_seat_fkey",
            ondelete="RESTRICT",
        ),
        sa.Index("idx_seat_holds_order", "order_id"),
        sa.Index("idx_seat_holds_seat", "seat_id"),
        sa.Index("idx_seat_holds_section", "event_id", "section_id"),
        {
            "schema": "public",
            "comment": "One row per seat and event that somebody is buying or was; it stands until expires_at. Gone once the order is paid or given up.",
        },
    )

    id: UUID = Field(
        default=None,
        description="Key of the hold.",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the hold.",
        ),
    )
    organization_id: UUID = Field(
        description="The organisation that it belongs to.",
        sa_column=sa.Column("organization_id", sa.Uuid, nullable=False, comment="The organisation that it belongs to."),
    )
    event_id: UUID = Field(
        description="The event.",
        sa_column=sa.Column("event_id", sa.Uuid, nullable=False, comment="The event."),
    )
    section_id: UUID = Field(
        description="Section of the seat, which the event has opened.",
        sa_column=sa.Column(
            "section_id",
            sa.Uuid,
            nullable=False,
            comment="Section of the seat, which the event has opened.",
        ),
    )
    seat_id: UUID = Field(
        description="The seat; one hold per event.",
        sa_column=sa.Column("seat_id", sa.Uuid, nullable=False, comment="The seat; one hold per event."),
    )
    order_id: UUID = Field(
        description="The order that it is held for.",
        sa_column=sa.Column("order_id", sa.Uuid, nullable=False, comment="The order that it is held for."),
    )
    expires_at: datetime.datetime = Field(
        description="Until when; afterwards any other order may take it over.",
        sa_column=sa.Column(
            "expires_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            comment="Until when; afterwards any other order may take it over.",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made; it never changes.",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made; it never changes.",
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

    event: "EventSections" = Relationship(
        back_populates="seat_holds",
        sa_relationship_kwargs={"overlaps": "order,seat,seat_holds"},
    )
    order: "Orders" = Relationship(
        back_populates="seat_holds",
        sa_relationship_kwargs={"overlaps": "event,seat,seat_holds"},
    )
    seat: "Seats" = Relationship(
        back_populates="seat_holds",
        sa_relationship_kwargs={"overlaps": "event,order,seat_holds"},
    )


class Seats(TableModel, table=True):
    """One row per seat."""

    __tablename__ = "seats"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="seats_pkey"),
        sa.UniqueConstraint("id", "section_id", "organization_id", name="seats_id_section_id_organization_id_key"),
        sa.CheckConstraint(_sql("(btrim((number_label)::text) <> ''::text)"), name="seats_number_label_not_blank"),
        sa.CheckConstraint(_sql("(btrim((row_label)::text) <> ''::text)"), name="seats_row_label_not_blank"),
        sa.CheckConstraint(_sql("(updated_at >= created_at)"), name="seats_updated_after_created"),
        sa.ForeignKeyConstraint(
            ["section_id", "organization_id"],
            ["public.sections.id", "public.sections.organization_id"],
            name="seats_section_fkey",
            ondelete="RESTRICT",
        ),
        sa.Index(
            "idx_seats_label",
            "section_id",
            "row_label",
            "number_label",
            unique=True,
            postgresql_where=_sql("(NOT deleted)"),
        ),
        sa.Index(
            "idx_seats_position",
            "section_id",
            "x_position",
            "y_position",
            postgresql_where=_sql("(deleted = false)"),
        ),
        sa.Index("idx_seats_section", "section_id"),
        {"schema": "public", "comment": "One row per seat."},
    )

    id: UUID = Field(
        default=None,
        description="Key of the seat.",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the seat.",
        ),
    )
    organization_id: UUID = Field(
        description="The organisation that it belongs to.",
        sa_column=sa.Column("organization_id", sa.Uuid, nullable=False, comment="The organisation that it belongs to."),
    )
    section_id: UUID = Field(
        description="The section, which is NUMBERED.",
        sa_column=sa.Column("section_id", sa.Uuid, nullable=False, comment="The section, which is NUMBERED."),
    )
    row_label: Annotated[str, MaxLen(10), StringConstraints(pattern="[^ ]")] = Field(
        description="Row as printed: A, B, .., AA; not blank.",
        sa_column=sa.Column(
            "row_label",
            sa.String(10),
            nullable=False,
            comment="Row as printed: A, B, .., AA; not blank.",
        ),
    )
    number_label: Annotated[str, MaxLen(10), StringConstraints(pattern="[^ ]")] = Field(
        description="Number within the row as printed, such as 12 or 12a; unique with section and row among live seats.",
        sa_column=sa.Column(
            "number_label",
            sa.String(10),
            nullable=False,
            comment="Number within the row as printed, such as 12 or 12a; unique with section and row among live seats.",
        ),
    )
    seat_number_sort: int | None = Field(
        default=None,
        description="The digits of number_label as a number, for sorting; null where there are none.",
        sa_column=sa.Column(
            "seat_number_sort",
            sa.BigInteger,
            sa.Computed(
                _sql(
                    "(NULLIF(regexp_replace((number_label)::text, '[^0-9]'::text, ''::text, 'g'::text), ''::text))::bigint",
                ),
                persisted=True,
            ),
            comment="The digits of number_label as a number, for sorting; null where there are none.",
        ),
    )
    x_position: Decimal = Field(
        description="Place on the plan, from its left edge, in units of the plan.",
        max_digits=8,
        decimal_places=2,
        sa_column=sa.Column(
            "x_position",
            sa.Numeric(8, 2),
            nullable=False,
            comment="Place on the plan, from its left edge, in units of the plan.",
        ),
    )
    y_position: Decimal = Field(
        description="Place on the plan, from its upper edge, in units of the plan.",
        max_digits=8,
        decimal_places=2,
        sa_column=sa.Column(
            "y_position",
            sa.Numeric(8, 2),
            nullable=False,
            comment="Place on the plan, from its upper edge, in units of the plan.",
        ),
    )
    is_accessible: bool = Field(
        default=None,
        description="Whether a wheelchair can get there.",
        sa_column=sa.Column(
            "is_accessible",
            sa.Boolean,
            nullable=False,
            server_default=_sql("false"),
            comment="Whether a wheelchair can get there.",
        ),
    )
    deleted: bool = Field(
        default=None,
        description="Whether the seat was taken out.",
        sa_column=sa.Column(
            "deleted",
            sa.Boolean,
            nullable=False,
            server_default=_sql("false"),
            comment="Whether the seat was taken out.",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made; it never changes.",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made; it never changes.",
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

    section: "Sections" = Relationship(back_populates="seats")
    order_items: list["OrderItems"] = Relationship(
        back_populates="seat",
        sa_relationship_kwargs={"passive_deletes": "all", "overlaps": "order,order_items,ticket_tier"},
    )
    seat_holds: list["SeatHolds"] = Relationship(
        back_populates="seat",
        sa_relationship_kwargs={"passive_deletes": "all", "overlaps": "event,order,seat_holds"},
    )
    tickets: list["Tickets"] = Relationship(
        back_populates="seat",
        sa_relationship_kwargs={"passive_deletes": "all", "overlaps": "order,ticket_tier,tickets"},
    )


class Sections(TableModel, table=True):
    """One row per section of a venue; events open some of them."""

    __tablename__ = "sections"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="sections_pkey"),
        sa.UniqueConstraint("id", "organization_id", name="sections_id_organization_id_key"),
        sa.UniqueConstraint("id", "venue_id", "organization_id", name="sections_id_venue_id_organization_id_key"),
        sa.CheckConstraint(_sql("(capacity > 0)"), name="sections_capacity_positive"),
        sa.CheckConstraint(_sql("(display_order >= 1)"), name="sections_display_order_positive"),
        sa.CheckConstraint(_sql("(btrim((name)::text) <> ''::text)"), name="sections_name_not_blank"),
        sa.CheckConstraint(_sql("(type = ANY (ARRAY['NUMBERED'::text, 'GENERAL'::text]))"), name="sections_type_known"),
        sa.CheckConstraint(_sql("(updated_at >= created_at)"), name="sections_updated_after_created"),
        sa.ForeignKeyConstraint(
            ["venue_id", "organization_id"],
            ["public.venues.id", "public.venues.organization_id"],
            name="sections_venue_fkey",
            ondelete="RESTRICT",
        ),
        sa.Index("idx_sections_name", "venue_id", "name", unique=True, postgresql_where=_sql("(NOT deleted)")),
        sa.Index("idx_sections_venue", "venue_id", "display_order"),
        {"schema": "public", "comment": "One row per section of a venue; events open some of them."},
    )

    id: UUID = Field(
        default=None,
        description="Key of the section.",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the section.",
        ),
    )
    organization_id: UUID = Field(
        description="The organisation that it belongs to.",
        sa_column=sa.Column("organization_id", sa.Uuid, nullable=False, comment="The organisation that it belongs to."),
    )
    venue_id: UUID = Field(
        description="The venue; it is of the same organisation.",
        sa_column=sa.Column("venue_id", sa.Uuid, nullable=False, comment="The venue; it is of the same organisation."),
    )
    name: Annotated[str, MaxLen(100), StringConstraints(pattern="[^ ]")] = Field(
        description="Name; not blank, unique among the venue's live sections.",
        sa_column=sa.Column(
            "name",
            sa.String(100),
            nullable=False,
            comment="Name; not blank, unique among the venue's live sections.",
        ),
    )
    type: Literal["NUMBERED", "GENERAL"] = Field(
        description="NUMBERED: it has seats, and each ticket names one. GENERAL: it has a capacity alone. It never changes.",
        sa_column=sa.Column(
            "type",
            sa.Text,
            nullable=False,
            comment="NUMBERED: it has seats, and each ticket names one. GENERAL: it has a capacity alone. It never changes.",
        ),
    )
    capacity: Annotated[int, Gt(0)] = Field(
        description="People that it holds, at least 1; an event may take fewer (event_sections.custom_capacity).",
        sa_column=sa.Column(
            "capacity",
            sa.Integer,
            nullable=False,
            comment="People that it holds, at least 1; an event may take fewer (event_sections.custom_capacity).",
        ),
    )
    display_order: Annotated[int, Ge(1)] = Field(
        description="Place in lists, from 1 up; several may share one.",
        sa_column=sa.Column(
            "display_order",
            sa.Integer,
            nullable=False,
            comment="Place in lists, from 1 up; several may share one.",
        ),
    )
    deleted: bool = Field(
        default=None,
        description="Whether it is gone for buyers, with its seats.",
        sa_column=sa.Column(
            "deleted",
            sa.Boolean,
            nullable=False,
            server_default=_sql("false"),
            comment="Whether it is gone for buyers, with its seats.",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made; it never changes.",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made; it never changes.",
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

    venue: "Venues" = Relationship(back_populates="sections")
    event_sections: list["EventSections"] = Relationship(
        back_populates="section",
        sa_relationship_kwargs={"passive_deletes": "all", "overlaps": "event,event_sections"},
    )
    seats: list["Seats"] = Relationship(back_populates="section", sa_relationship_kwargs={"passive_deletes": "all"})


class TicketTiers(TableModel, table=True):
    """One row per price of a section at an event, such as Early Bird, Regular or VIP."""

    __tablename__ = "ticket_tiers"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="ticket_tiers_pkey"),
        sa.UniqueConstraint(
            "id",
            "event_id",
            "section_id",
            "organization_id",
            name="ticket_tiers_id_event_section_organization_key",
        ),
        sa.CheckConstraint(_sql("(btrim((name)::text) <> ''::text)"), name="ticket_tiers_name_not_blank"),
        sa.CheckConstraint(_sql("(price >= (0)::numeric)"), name="ticket_tiers_price_not_negative"),
        sa.CheckConstraint(_sql("((quantity IS NULL) OR (quantity > 0))"), name="ticket_tiers_quantity_positive"),
        sa.CheckConstraint(
            _sql("((sale_start_time IS NULL) OR (sale_end_time IS NULL) OR (sale_end_time > sale_start_time))"),
            name="ticket_tiers_sale_window",
        ),
        sa.CheckConstraint(_sql("(updated_at >= created_at)"), name="ticket_tiers_updated_after_created"),
        sa.ForeignKeyConstraint(
            ["event_id", "section_id", "organization_id"],
            [
                "public.event_sections.event_id",
                "public.event_sections.section_id",
                "public.event_sections.organization_id",
            ],
            name="ticket_tiers_event_section_fkey",
            ondelete="RESTRICT",
        ),
        sa.Index("idx_ticket_tiers_event_section", "event_id", "section_id"),
        sa.Index(
            "idx_ticket_tiers_name",
            "event_id",
            "section_id",
            "name",
            unique=True,
            postgresql_where=_sql("(NOT deleted)"),
        ),
        {
            "schema": "public",
            "comment": "One row per price of a section at an event, such as Early Bird, Regular or VIP.",
        },
    )

    id: UUID = Field(
        default=None,
        description="Key of the tier.",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the tier.",
        ),
    )
    organization_id: UUID = Field(
        description="The organisation that it belongs to.",
        sa_column=sa.Column("organization_id", sa.Uuid, nullable=False, comment="The organisation that it belongs to."),
    )
    event_id: UUID = Field(
        description="The event.",
        sa_column=sa.Column("event_id", sa.Uuid, nullable=False, comment="The event."),
    )
    section_id: UUID = Field(
        description="The section, which the event has opened.",
        sa_column=sa.Column("section_id", sa.Uuid, nullable=False, comment="The section, which the event has opened."),
    )
    name: Annotated[str, MaxLen(100), StringConstraints(pattern="[^ ]")] = Field(
        description="Name shown to buyers; not blank, unique among the live tiers of the section at the event.",
        sa_column=sa.Column(
            "name",
            sa.String(100),
            nullable=False,
            comment="Name shown to buyers; not blank, unique among the live tiers of the section at the event.",
        ),
    )
    price: Annotated[Decimal, Ge(0)] = Field(
        description="Price of one ticket in the order's currency, two decimals.",
        max_digits=10,
        decimal_places=2,
        sa_column=sa.Column(
            "price",
            sa.Numeric(10, 2),
            nullable=False,
            comment="Price of one ticket in the order's currency, two decimals.",
        ),
    )
    quantity: Annotated[int, Gt(0)] | None = Field(
        default=None,
        description="Tickets that may be ordered of it in all; null: as many as there are places.",
        sa_column=sa.Column(
            "quantity",
            sa.Integer,
            comment="Tickets that may be ordered of it in all; null: as many as there are places.",
        ),
    )
    sale_start_time: datetime.datetime | None = Field(
        default=None,
        description="When the sale opens; null: at once.",
        sa_column=sa.Column(
            "sale_start_time",
            pg.TIMESTAMP(timezone=True),
            comment="When the sale opens; null: at once.",
        ),
    )
    sale_end_time: datetime.datetime | None = Field(
        default=None,
        description="When the sale closes, itself excluded; null: it stays open.",
        sa_column=sa.Column(
            "sale_end_time",
            pg.TIMESTAMP(timezone=True),
            comment="When the sale closes, itself excluded; null: it stays open.",
        ),
    )
    is_active: bool = Field(
        default=None,
        description="Whether it is on offer; only in sections that are open.",
        sa_column=sa.Column(
            "is_active",
            sa.Boolean,
            nullable=False,
            server_default=_sql("true"),
            comment="Whether it is on offer; only in sections that are open.",
        ),
    )
    deleted: bool = Field(
        default=None,
        description="Whether it is gone for buyers.",
        sa_column=sa.Column(
            "deleted",
            sa.Boolean,
            nullable=False,
            server_default=_sql("false"),
            comment="Whether it is gone for buyers.",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made; it never changes.",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made; it never changes.",
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

    event: "EventSections" = Relationship(back_populates="ticket_tiers")
    order_items: list["OrderItems"] = Relationship(
        back_populates="ticket_tier",
        sa_relationship_kwargs={"passive_deletes": "all", "overlaps": "order,order_items,seat"},
    )
    tickets: list["Tickets"] = Relationship(
        back_populates="ticket_tier",
        sa_relationship_kwargs={"passive_deletes": "all", "overlaps": "order,seat,tickets"},
    )


class TicketValidations(TableModel, table=True):
    """One row per scan, refused ones included. Rows are never changed; jobs remove old ones."""

    __tablename__ = "ticket_validations"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="ticket_validations_pkey"),
        sa.CheckConstraint(
            _sql("((device_id IS NULL) OR (btrim(device_id) <> ''::text))"),
            name="ticket_validations_device_id_not_blank",
        ),
        sa.CheckConstraint(_sql("(char_length(qr_code_hash) <= 200)"), name="ticket_validations_qr_code_hash_length"),
        sa.CheckConstraint(
            _sql(
                "(result = ANY (ARRAY['ACCEPTED'::text, 'ALREADY_USED'::text, 'INVALID'::text, 'WRONG_EVENT'::text]))",
            ),
            name="ticket_validations_result_known",
        ),
        sa.CheckConstraint(
            _sql("((result = 'INVALID'::text) OR (ticket_id IS NOT NULL))"),
            name="ticket_validations_ticket_if_known",
        ),
        sa.CheckConstraint(_sql("(updated_at >= created_at)"), name="ticket_validations_updated_after_created"),
        sa.ForeignKeyConstraint(
            ["event_id", "organization_id"],
            ["public.events.id", "public.events.organization_id"],
            name="ticket_validations_event_fkey",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id", "organization_id"],
            ["public.tickets.id", "public.tickets.organization_id"],
            name="ticket_validations_ticket_fkey",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["validated_by"],
            ["public.users.id"],
            name="ticket_validations_validated_by_fkey",
            ondelete="RESTRICT",
        ),
        sa.Index(
            "idx_ticket_validations_accepted",
            "ticket_id",
            unique=True,
            postgresql_where=_sql("(result = 'ACCEPTED'::text)"),
        ),
        sa.Index("idx_ticket_validations_event", "event_id", _sql("validated_at DESC")),
        sa.Index("idx_ticket_validations_ticket", "ticket_id", _sql("validated_at DESC")),
        sa.Index("idx_ticket_validations_validated_by", "validated_by"),
        {
            "schema": "public",
            "comment": "One row per scan, refused ones included. Rows are never changed; jobs remove old ones.",
        },
    )

    id: UUID = Field(
        default=None,
        description="Key of the scan.",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the scan.",
        ),
    )
    organization_id: UUID = Field(
        description="The organisation at whose gate it was.",
        sa_column=sa.Column(
            "organization_id",
            sa.Uuid,
            nullable=False,
            comment="The organisation at whose gate it was.",
        ),
    )
    ticket_id: UUID | None = Field(
        default=None,
        description="The ticket; null where no ticket of the organisation has the hash.",
        sa_column=sa.Column(
            "ticket_id",
            sa.Uuid,
            comment="The ticket; null where no ticket of the organisation has the hash.",
        ),
    )
    event_id: UUID = Field(
        description="Event of the gate.",
        sa_column=sa.Column("event_id", sa.Uuid, nullable=False, comment="Event of the gate."),
    )
    qr_code_hash: Annotated[str, MaxLen(200)] = Field(
        description="What the device read, up to 200 characters of it.",
        sa_column=sa.Column(
            "qr_code_hash",
            sa.Text,
            nullable=False,
            comment="What the device read, up to 200 characters of it.",
        ),
    )
    validated_by: UUID = Field(
        description="Account of the staff.",
        sa_column=sa.Column("validated_by", sa.Uuid, nullable=False, comment="Account of the staff."),
    )
    device_id: Annotated[str, StringConstraints(pattern="[^ ]")] | None = Field(
        default=None,
        description="The device, as it calls itself; null where it does not.",
        sa_column=sa.Column("device_id", sa.Text, comment="The device, as it calls itself; null where it does not."),
    )
    result: Literal["ACCEPTED", "ALREADY_USED", "INVALID", "WRONG_EVENT"] = Field(
        description="ACCEPTED, ALREADY_USED, WRONG_EVENT or INVALID (unknown, cancelled or refunded).",
        sa_column=sa.Column(
            "result",
            sa.Text,
            nullable=False,
            comment="ACCEPTED, ALREADY_USED, WRONG_EVENT or INVALID (unknown, cancelled or refunded).",
        ),
    )
    validated_at: datetime.datetime = Field(
        default=None,
        description="When.",
        sa_column=sa.Column(
            "validated_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When.",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made; it never changes.",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made; it never changes.",
        ),
    )
    updated_at: datetime.datetime = Field(
        default=None,
        description="As created_at: rows of the log never change.",
        sa_column=sa.Column(
            "updated_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="As created_at: rows of the log never change.",
        ),
    )

    event: "Events" = Relationship(
        back_populates="ticket_validations",
        sa_relationship_kwargs={"overlaps": "ticket,ticket_validations"},
    )
    ticket: Optional["Tickets"] = Relationship(
        back_populates="ticket_validations",
        sa_relationship_kwargs={"overlaps": "event,ticket_validations"},
    )
    users: "Users" = Relationship(back_populates="ticket_validations")


class Tickets(TableModel, table=True):
    """One row per ticket issued, in the transaction in which its order was paid."""

    __tablename__ = "tickets"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="tickets_pkey"),
        sa.UniqueConstraint("id", "organization_id", name="tickets_id_organization_id_key"),
        sa.CheckConstraint(_sql("order_is_paid"), name="tickets_order_is_paid"),
        sa.CheckConstraint(_sql("(price_snapshot >= (0)::numeric)"), name="tickets_price_snapshot_not_negative"),
        sa.CheckConstraint(_sql("(qr_code_hash ~ '^[0-9a-f]{64}$'::text)"), name="tickets_qr_code_hash_shape"),
        sa.CheckConstraint(
            _sql("((status = 'USED'::text) = (scanned_at IS NOT NULL))"),
            name="tickets_scanned_at_if_used",
        ),
        sa.CheckConstraint(
            _sql("((scanned_by IS NULL) OR (status = 'USED'::text))"),
            name="tickets_scanned_by_if_used",
        ),
        sa.CheckConstraint(
            _sql("(status = ANY (ARRAY['VALID'::text, 'USED'::text, 'CANCELLED'::text, 'REFUNDED'::text]))"),
            name="tickets_status_known",
        ),
        sa.CheckConstraint(_sql("(updated_at >= created_at)"), name="tickets_updated_after_created"),
        sa.ForeignKeyConstraint(
            ["order_id", "event_id", "organization_id", "order_is_paid"],
            ["public.orders.id", "public.orders.event_id", "public.orders.organization_id", "public.orders.is_paid"],
            name="tickets_order_fkey",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["scanned_by"],
            ["public.users.id"],
            name="tickets_scanned_by_fkey",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["seat_id", "section_id", "organization_id"],
            ["public.seats.id", "public.seats.section_id", "public.seats.organization_id"],
            name="tickets_seat_fkey",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["ticket_tier_id", "event_id", "section_id", "organization_id"],
            [
                "public.ticket_tiers.id",
                "public.ticket_tiers.event_id",
                "public.ticket_tiers.section_id",
                "public.ticket_tiers.organization_id",
            ],
            name="tickets_tier_fkey",
            ondelete="RESTRICT",
        ),
        sa.Index(
            "idx_tickets_live_seat",
            "event_id",
            "seat_id",
            unique=True,
            postgresql_where=_sql("(status = ANY (ARRAY['VALID'::text, 'USED'::text]))"),
        ),
        sa.Index("idx_tickets_order", "order_id"),
        sa.Index("idx_tickets_qr_hash", "qr_code_hash", unique=True),
        sa.Index("idx_tickets_scanned_by", "scanned_by"),
        sa.Index("idx_tickets_seat", "seat_id"),
        sa.Index("idx_tickets_section", "event_id", "section_id", "status"),
        sa.Index(
            "idx_tickets_status_event",
            "event_id",
            "status",
            postgresql_where=_sql("(status = ANY (ARRAY['VALID'::text, 'USED'::text]))"),
        ),
        sa.Index("idx_tickets_tier", "ticket_tier_id"),
        {"schema": "public", "comment": "One row per ticket issued, in the transaction in which its order was paid."},
    )

    id: UUID = Field(
        default=None,
        description="Key of the ticket.",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the ticket.",
        ),
    )
    organization_id: UUID = Field(
        description="The organisation that it belongs to.",
        sa_column=sa.Column("organization_id", sa.Uuid, nullable=False, comment="The organisation that it belongs to."),
    )
    order_id: UUID = Field(
        description="The order that paid for it.",
        sa_column=sa.Column("order_id", sa.Uuid, nullable=False, comment="The order that paid for it."),
    )
    order_is_paid: bool = Field(
        default=None,
        description="Always true: the order is one that was paid.",
        sa_column=sa.Column(
            "order_is_paid",
            sa.Boolean,
            nullable=False,
            server_default=_sql("true"),
            comment="Always true: the order is one that was paid.",
        ),
    )
    event_id: UUID = Field(
        description="Event of the order and of the tier.",
        sa_column=sa.Column("event_id", sa.Uuid, nullable=False, comment="Event of the order and of the tier."),
    )
    section_id: UUID = Field(
        description="Section of the tier and of the seat.",
        sa_column=sa.Column("section_id", sa.Uuid, nullable=False, comment="Section of the tier and of the seat."),
    )
    ticket_tier_id: UUID = Field(
        description="The tier that it was sold from.",
        sa_column=sa.Column("ticket_tier_id", sa.Uuid, nullable=False, comment="The tier that it was sold from."),
    )
    seat_id: UUID | None = Field(
        default=None,
        description="The seat in a NUMBERED section; null in a GENERAL one.",
        sa_column=sa.Column("seat_id", sa.Uuid, comment="The seat in a NUMBERED section; null in a GENERAL one."),
    )
    status: Literal["VALID", "USED", "CANCELLED", "REFUNDED"] = Field(
        default=None,
        description="VALID, then USED, CANCELLED or REFUNDED; each of them for good.",
        sa_column=sa.Column(
            "status",
            sa.Text,
            nullable=False,
            server_default=_sql("'VALID'::text"),
            comment="VALID, then USED, CANCELLED or REFUNDED; each of them for good.",
        ),
    )
    qr_code_hash: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")] = Field(
        description="SHA-256 of the text in the QR code, 64 hexadecimal digits in small letters; unique. The text itself is not kept.",
        sa_column=sa.Column(
            "qr_code_hash",
            sa.Text,
            nullable=False,
            comment="SHA-256 of the text in the QR code, 64 hexadecimal digits in small letters; unique. The text itself is not kept.",
        ),
    )
    price_snapshot: Annotated[Decimal, Ge(0)] = Field(
        description="What was paid for it, two decimals, whatever the tier costs later.",
        max_digits=10,
        decimal_places=2,
        sa_column=sa.Column(
            "price_snapshot",
            sa.Numeric(10, 2),
            nullable=False,
            comment="What was paid for it, two decimals, whatever the tier costs later.",
        ),
    )
    scanned_at: datetime.datetime | None = Field(
        default=None,
        description="When the gate let it in; null unless USED.",
        sa_column=sa.Column(
            "scanned_at",
            pg.TIMESTAMP(timezone=True),
            comment="When the gate let it in; null unless USED.",
        ),
    )
    scanned_by: UUID | None = Field(
        default=None,
        description="Whose account did; null unless USED, or where that is not known.",
        sa_column=sa.Column(
            "scanned_by",
            sa.Uuid,
            comment="Whose account did; null unless USED, or where that is not known.",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made; it never changes.",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made; it never changes.",
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

    order: "Orders" = Relationship(
        back_populates="tickets",
        sa_relationship_kwargs={"overlaps": "seat,ticket_tier,tickets"},
    )
    users: Optional["Users"] = Relationship(back_populates="tickets")
    seat: Optional["Seats"] = Relationship(
        back_populates="tickets",
        sa_relationship_kwargs={"overlaps": "order,ticket_tier,tickets"},
    )
    ticket_tier: "TicketTiers" = Relationship(
        back_populates="tickets",
        sa_relationship_kwargs={"overlaps": "order,seat,tickets"},
    )
    ticket_validations: list["TicketValidations"] = Relationship(
        back_populates="ticket",
        sa_relationship_kwargs={"passive_deletes": "all", "overlaps": "event,ticket_validations"},
    )


class Users(TableModel, table=True):
    """One row per account; the same person buys from several organisations with it."""

    __tablename__ = "users"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="users_pkey"),
        sa.CheckConstraint(_sql("((email)::text ~ '^[^@[:space:]]+@[^@[:space:]]+$'::text)"), name="users_email_shape"),
        sa.CheckConstraint(_sql("(btrim((full_name)::text) <> ''::text)"), name="users_full_name_not_blank"),
        sa.CheckConstraint(
            _sql("((password_hash IS NULL) OR (btrim(password_hash) <> ''::text))"),
            name="users_password_hash_not_blank",
        ),
        sa.CheckConstraint(
            _sql("((phone_number_deprecated IS NULL) OR (btrim((phone_number_deprecated)::text) <> ''::text))"),
            name="users_phone_number_not_blank",
        ),
        sa.CheckConstraint(_sql("(role = ANY (ARRAY['USER'::text, 'SUPPORT'::text]))"), name="users_role_known"),
        sa.CheckConstraint(_sql("(updated_at >= created_at)"), name="users_updated_after_created"),
        sa.Index("idx_users_email", _sql("lower((email)::text)"), unique=True, postgresql_where=_sql("(NOT deleted)")),
        {
            "schema": "public",
            "comment": "One row per account; the same person buys from several organisations with it.",
        },
    )

    id: UUID = Field(
        default=None,
        description="Key of the account.",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the account.",
        ),
    )
    email: Annotated[str, MaxLen(320), StringConstraints(pattern="(?:^[^@ \\t\\n\\r\\f\\v]+@[^@ \\t\\n\\r\\f\\v]+$)|[^\\x00-\\x7F]")] = Field(
        description="Address for login and mail; unique among live accounts, whatever the case.",
        sa_column=sa.Column(
            "email",
            sa.String(320),
            nullable=False,
            comment="Address for login and mail; unique among live accounts, whatever the case.",
        ),
    )
    full_name: Annotated[str, MaxLen(255), StringConstraints(pattern="[^ ]")] = Field(
        description="Name shown at the gate; not blank.",
        sa_column=sa.Column("full_name", sa.String(255), nullable=False, comment="Name shown at the gate; not blank."),
    )
    password_hash: Annotated[str, StringConstraints(pattern="[^ ]")] | None = Field(
        default=None,
        description="Argon2 or bcrypt hash in its printed form; null where the account logs in elsewhere.",
        sa_column=sa.Column(
            "password_hash",
            sa.Text,
            comment="Argon2 or bcrypt hash in its printed form; null where the account logs in elsewhere.",
        ),
    )
    phone_number_deprecated: Annotated[str, MaxLen(32), StringConstraints(pattern="[^ ]")] | None = Field(
        default=None,
        description="Deprecated 2026-01-15, remove in v3.0. Telephone number as typed; null where not told. Moved to phone_number_encrypted.",
        sa_column=sa.Column(
            "phone_number_deprecated",
            sa.String(32),
            comment="Deprecated 2026-01-15, remove in v3.0. Telephone number as typed; null where not told. Moved to phone_number_encrypted.",
        ),
    )
    phone_number_encrypted: bytes | None = Field(
        default=None,
        description="Telephone number, encrypted by set_phone_number(); null where not told or not moved yet. The key is the application's.",
        sa_column=sa.Column(
            "phone_number_encrypted",
            sa.LargeBinary,
            comment="Telephone number, encrypted by set_phone_number(); null where not told or not moved yet. The key is the application's.",
        ),
    )
    role: Literal["USER", "SUPPORT"] = Field(
        default=None,
        description="USER, or SUPPORT for people of the platform itself; what somebody may do for an organisation stands in organization_members.",
        sa_column=sa.Column(
            "role",
            sa.Text,
            nullable=False,
            server_default=_sql("'USER'::text"),
            comment="USER, or SUPPORT for people of the platform itself; what somebody may do for an organisation stands in organization_members.",
        ),
    )
    deleted: bool = Field(
        default=None,
        description="Whether the account is closed.",
        sa_column=sa.Column(
            "deleted",
            sa.Boolean,
            nullable=False,
            server_default=_sql("false"),
            comment="Whether the account is closed.",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made; it never changes.",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made; it never changes.",
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

    orders: list["Orders"] = Relationship(back_populates="user", sa_relationship_kwargs={"passive_deletes": "all"})
    organization_members: list["OrganizationMembers"] = Relationship(
        back_populates="user",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )
    ticket_validations: list["TicketValidations"] = Relationship(
        back_populates="users",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )
    tickets: list["Tickets"] = Relationship(back_populates="users", sa_relationship_kwargs={"passive_deletes": "all"})


class Venues(TableModel, table=True):
    """One row per venue of an organisation."""

    __tablename__ = "venues"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="venues_pkey"),
        sa.UniqueConstraint("id", "organization_id", name="venues_id_organization_id_key"),
        sa.CheckConstraint(
            _sql("((address IS NULL) OR (btrim(address) <> ''::text))"),
            name="venues_address_not_blank",
        ),
        sa.CheckConstraint(_sql("((city IS NULL) OR (btrim((city)::text) <> ''::text))"), name="venues_city_not_blank"),
        sa.CheckConstraint(_sql("(country ~ '^[A-Z]{2}$'::text)"), name="venues_country_shape"),
        sa.CheckConstraint(_sql("(btrim((name)::text) <> ''::text)"), name="venues_name_not_blank"),
        sa.CheckConstraint(
            _sql("(timezone ~ '^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$'::text)"),
            name="venues_timezone_shape",
        ),
        sa.CheckConstraint(_sql("(updated_at >= created_at)"), name="venues_updated_after_created"),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["public.organizations.id"],
            name="venues_organization_id_fkey",
            ondelete="RESTRICT",
        ),
        sa.Index("idx_venues_name", "organization_id", "name", unique=True, postgresql_where=_sql("(NOT deleted)")),
        sa.Index("idx_venues_organization", "organization_id"),
        {"schema": "public", "comment": "One row per venue of an organisation."},
    )

    id: UUID = Field(
        default=None,
        description="Key of the venue.",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the venue.",
        ),
    )
    organization_id: UUID = Field(
        description="The organisation that it belongs to.",
        sa_column=sa.Column("organization_id", sa.Uuid, nullable=False, comment="The organisation that it belongs to."),
    )
    name: Annotated[str, MaxLen(255), StringConstraints(pattern="[^ ]")] = Field(
        description="Name; not blank, unique among the organisation's live venues.",
        sa_column=sa.Column(
            "name",
            sa.String(255),
            nullable=False,
            comment="Name; not blank, unique among the organisation's live venues.",
        ),
    )
    address: Annotated[str, StringConstraints(pattern="[^ ]")] | None = Field(
        default=None,
        description="Street and number as printed; null where not told.",
        sa_column=sa.Column("address", sa.Text, comment="Street and number as printed; null where not told."),
    )
    city: Annotated[str, MaxLen(120), StringConstraints(pattern="[^ ]")] | None = Field(
        default=None,
        description="Town; null where not told.",
        sa_column=sa.Column("city", sa.String(120), comment="Town; null where not told."),
    )
    country: Annotated[str, MaxLen(2), StringConstraints(pattern="^[A-Z]{2}$")] | None = Field(
        default=None,
        description="ISO 3166 code of the country, two capital letters; null where not told.",
        sa_column=sa.Column(
            "country",
            sa.CHAR(2),
            comment="ISO 3166 code of the country, two capital letters; null where not told.",
        ),
    )
    timezone: Annotated[str, StringConstraints(pattern="^[A-Za-z0-9_\\+\\-]+(?:/[A-Za-z0-9_\\+\\-]+)*$")] = Field(
        default=None,
        description="IANA name of the time zone that the venue's clocks show.",
        sa_column=sa.Column(
            "timezone",
            sa.Text,
            nullable=False,
            server_default=_sql("'UTC'::text"),
            comment="IANA name of the time zone that the venue's clocks show.",
        ),
    )
    deleted: bool = Field(
        default=None,
        description="Whether it is gone for buyers, and all that hangs on it too.",
        sa_column=sa.Column(
            "deleted",
            sa.Boolean,
            nullable=False,
            server_default=_sql("false"),
            comment="Whether it is gone for buyers, and all that hangs on it too.",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When the row was made; it never changes.",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the row was made; it never changes.",
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

    organization: "Organizations" = Relationship(back_populates="venues")
    events: list["Events"] = Relationship(back_populates="venue", sa_relationship_kwargs={"passive_deletes": "all"})
    sections: list["Sections"] = Relationship(back_populates="venue", sa_relationship_kwargs={"passive_deletes": "all"})


class FreeSeats(ViewModel, table=True):
    """One row per live seat of app.org_id that can be bought for a published event: neither sold nor held, in a section that is open."""

    __tablename__ = "free_seats"
    __table_args__ = {"schema": "public"}

    event_id: UUID | None = Field(
        default=None,
        description="The event.",
        sa_column=sa.Column("event_id", sa.Uuid, primary_key=True),
    )
    section_id: UUID | None = Field(
        default=None,
        description="The section.",
        sa_column=sa.Column("section_id", sa.Uuid, primary_key=True),
    )
    seat_id: UUID | None = Field(
        default=None,
        description="The seat.",
        sa_column=sa.Column("seat_id", sa.Uuid, primary_key=True),
    )
    row_label: str | None = Field(
        default=None,
        description="Row as printed.",
        sa_column=sa.Column("row_label", sa.String(10), primary_key=True),
    )
    number_label: str | None = Field(
        default=None,
        description="Number within the row as printed.",
        sa_column=sa.Column("number_label", sa.String(10), primary_key=True),
    )
    seat_number_sort: int | None = Field(
        default=None,
        description="The digits of number_label as a number; null where there are none.",
        sa_column=sa.Column("seat_number_sort", sa.BigInteger, primary_key=True),
    )
    x_position: Decimal | None = Field(
        default=None,
        description="Place on the plan, from its left edge.",
        sa_column=sa.Column("x_position", sa.Numeric(8, 2), primary_key=True),
    )
    y_position: Decimal | None = Field(
        default=None,
        description="Place on the plan, from its upper edge.",
        sa_column=sa.Column("y_position", sa.Numeric(8, 2), primary_key=True),
    )
    is_accessible: bool | None = Field(
        default=None,
        description="Whether a wheelchair can get there.",
        sa_column=sa.Column("is_accessible", sa.Boolean, primary_key=True),
    )


class OrganizationEventStats(ViewModel, table=True):
    """The rows of event_stats that are app.org_id's, for those who work there."""

    __tablename__ = "organization_event_stats"
    __table_args__ = {"schema": "public"}

    event_id: UUID | None = Field(
        default=None,
        description="The event.",
        sa_column=sa.Column("event_id", sa.Uuid, primary_key=True),
    )
    title: str | None = Field(
        default=None,
        description="Its name.",
        sa_column=sa.Column("title", sa.String(255), primary_key=True),
    )
    start_time: datetime.datetime | None = Field(
        default=None,
        description="When it begins.",
        sa_column=sa.Column("start_time", pg.TIMESTAMP(timezone=True), primary_key=True),
    )
    total_orders: int | None = Field(
        default=None,
        description="Orders that are PAID.",
        sa_column=sa.Column("total_orders", sa.BigInteger, primary_key=True),
    )
    tickets_sold: int | None = Field(
        default=None,
        description="Tickets that are VALID or USED.",
        sa_column=sa.Column("tickets_sold", sa.BigInteger, primary_key=True),
    )
    gross_revenue: Decimal | None = Field(
        default=None,
        description="Sum of those orders' totals.",
        sa_column=sa.Column("gross_revenue", sa.Numeric, primary_key=True),
    )
    platform_fees: Decimal | None = Field(
        default=None,
        description="Our fees within it.",
        sa_column=sa.Column("platform_fees", sa.Numeric, primary_key=True),
    )
    net_revenue: Decimal | None = Field(
        default=None,
        description="The organisation's part of it.",
        sa_column=sa.Column("net_revenue", sa.Numeric, primary_key=True),
    )
    refreshed_at: datetime.datetime | None = Field(
        default=None,
        description="When the figures were taken.",
        sa_column=sa.Column("refreshed_at", pg.TIMESTAMP(timezone=True), primary_key=True),
    )


class OrganizationSectionAvailability(ViewModel, table=True):
    """The rows of section_availability that are app.org_id's."""

    __tablename__ = "organization_section_availability"
    __table_args__ = {"schema": "public"}

    event_id: UUID | None = Field(
        default=None,
        description="The event.",
        sa_column=sa.Column("event_id", sa.Uuid, primary_key=True),
    )
    section_id: UUID | None = Field(
        default=None,
        description="The section.",
        sa_column=sa.Column("section_id", sa.Uuid, primary_key=True),
    )
    venue_id: UUID | None = Field(
        default=None,
        description="The venue of both.",
        sa_column=sa.Column("venue_id", sa.Uuid, primary_key=True),
    )
    section_name: str | None = Field(
        default=None,
        description="Name of the section.",
        sa_column=sa.Column("section_name", sa.String(100), primary_key=True),
    )
    section_type: str | None = Field(
        default=None,
        description="GENERAL.",
        sa_column=sa.Column("section_type", sa.Text, primary_key=True),
    )
    effective_capacity: int | None = Field(
        default=None,
        description="People that the section takes at the event.",
        sa_column=sa.Column("effective_capacity", sa.Integer, primary_key=True),
    )
    sold: int | None = Field(
        default=None,
        description="Tickets that are VALID or USED.",
        sa_column=sa.Column("sold", sa.BigInteger, primary_key=True),
    )
    available: int | None = Field(
        default=None,
        description="effective_capacity - sold, never below 0.",
        sa_column=sa.Column("available", sa.BigInteger, primary_key=True),
    )
    refreshed_at: datetime.datetime | None = Field(
        default=None,
        description="When the figures were taken.",
        sa_column=sa.Column("refreshed_at", pg.TIMESTAMP(timezone=True), primary_key=True),
    )


class OwnAccount(ViewModel, table=True):
    """The live account that the session acts for: one row or none."""

    __tablename__ = "own_account"
    __table_args__ = {"schema": "public"}

    id: UUID | None = Field(
        default=None,
        description="Key of the account.",
        sa_column=sa.Column("id", sa.Uuid, primary_key=True),
    )
    email: str | None = Field(
        default=None,
        description="Address for login and mail.",
        sa_column=sa.Column("email", sa.String(320), primary_key=True),
    )
    full_name: str | None = Field(
        default=None,
        description="Name shown at the gate.",
        sa_column=sa.Column("full_name", sa.String(255), primary_key=True),
    )
    phone_number: str | None = Field(
        default=None,
        description="Telephone number as typed, until v3.0; null where not told.",
        sa_column=sa.Column("phone_number", sa.String(32), primary_key=True),
    )
    role: str | None = Field(
        default=None,
        description="USER or SUPPORT.",
        sa_column=sa.Column("role", sa.Text, primary_key=True),
    )
    created_at: datetime.datetime | None = Field(
        default=None,
        description="When the account was made.",
        sa_column=sa.Column("created_at", pg.TIMESTAMP(timezone=True), primary_key=True),
    )
    updated_at: datetime.datetime | None = Field(
        default=None,
        description="When it last changed.",
        sa_column=sa.Column("updated_at", pg.TIMESTAMP(timezone=True), primary_key=True),
    )


class EventStats(ViewModel, table=True):
    """One row per live event, as of the last refresh; zeros where nothing was sold. Of all organisations: tenants read organization_event_stats."""

    __tablename__ = "event_stats"
    __table_args__ = {"schema": "public"}

    event_id: UUID | None = Field(
        default=None,
        description="The event.",
        sa_column=sa.Column("event_id", sa.Uuid, primary_key=True),
    )
    organization_id: UUID | None = Field(
        default=None,
        description="Whose it is.",
        sa_column=sa.Column("organization_id", sa.Uuid),
    )
    title: str | None = Field(default=None, description="Its name.", sa_column=sa.Column("title", sa.String(255)))
    start_time: datetime.datetime | None = Field(
        default=None,
        description="When it begins.",
        sa_column=sa.Column("start_time", pg.TIMESTAMP(timezone=True)),
    )
    total_orders: int | None = Field(
        default=None,
        description="Orders that are PAID.",
        sa_column=sa.Column("total_orders", sa.BigInteger),
    )
    tickets_sold: int | None = Field(
        default=None,
        description="Tickets that are VALID or USED.",
        sa_column=sa.Column("tickets_sold", sa.BigInteger),
    )
    gross_revenue: Decimal | None = Field(
        default=None,
        description="Sum of those orders' totals.",
        sa_column=sa.Column("gross_revenue", sa.Numeric),
    )
    platform_fees: Decimal | None = Field(
        default=None,
        description="Our fees within it.",
        sa_column=sa.Column("platform_fees", sa.Numeric),
    )
    net_revenue: Decimal | None = Field(
        default=None,
        description="The organisation's part of it.",
        sa_column=sa.Column("net_revenue", sa.Numeric),
    )
    refreshed_at: datetime.datetime | None = Field(
        default=None,
        description="When the figures were taken.",
        sa_column=sa.Column("refreshed_at", pg.TIMESTAMP(timezone=True)),
    )


class SectionAvailability(ViewModel, table=True):
    """One row per section for general admission that is open for an event, as of the last refresh. Of all organisations: tenants read organization_section_availability."""

    __tablename__ = "section_availability"
    __table_args__ = {"schema": "public"}

    event_id: UUID | None = Field(
        default=None,
        description="The event.",
        sa_column=sa.Column("event_id", sa.Uuid, primary_key=True),
    )
    section_id: UUID | None = Field(
        default=None,
        description="The section.",
        sa_column=sa.Column("section_id", sa.Uuid, primary_key=True),
    )
    organization_id: UUID | None = Field(
        default=None,
        description="Whose they are.",
        sa_column=sa.Column("organization_id", sa.Uuid),
    )
    venue_id: UUID | None = Field(
        default=None,
        description="The venue of both.",
        sa_column=sa.Column("venue_id", sa.Uuid),
    )
    section_name: str | None = Field(
        default=None,
        description="Name of the section.",
        sa_column=sa.Column("section_name", sa.String(100)),
    )
    section_type: str | None = Field(default=None, description="GENERAL.", sa_column=sa.Column("section_type", sa.Text))
    effective_capacity: int | None = Field(
        default=None,
        description="People that the section takes at the event.",
        sa_column=sa.Column("effective_capacity", sa.Integer),
    )
    sold: int | None = Field(
        default=None,
        description="Tickets that are VALID or USED.",
        sa_column=sa.Column("sold", sa.BigInteger),
    )
    available: int | None = Field(
        default=None,
        description="effective_capacity - sold, never below 0.",
        sa_column=sa.Column("available", sa.BigInteger),
    )
    refreshed_at: datetime.datetime | None = Field(
        default=None,
        description="When the figures were taken.",
        sa_column=sa.Column("refreshed_at", pg.TIMESTAMP(timezone=True)),
    )
