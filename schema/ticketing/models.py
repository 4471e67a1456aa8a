"""The tables and views of a database as SQLModel classes, written by `pgplumb models` from its catalog.

Edit the schema and write the file again. What is sent is checked by `model_validate`, and by the server; SQLModel's
constructors check nothing.
"""

# metadata.create_all makes the schema without what SQLModel cannot express:
#   function: public.cancel_order(uuid), public.cancel_ticket(uuid), public.cancel_tickets_of_order(),
#     public.current_app_user_id(), public.current_promoter_id(), public.enforce_status_transition(),
#     public.enforce_tier_capacity(), public.expire_orders(timestamp with time zone),
#     public.expire_reservations(timestamp with time zone), public.find_ticket(text), public.has_order_for(uuid),
#     public.invariant_violations(), public.is_promoter_of(uuid), public.join_waitlist(uuid, uuid, uuid),
#     public.leave_waitlist(uuid, uuid), public.login_credentials(text), public.offer_waitlist(uuid, uuid, integer,
#     timestamp with time zone), public.order_matches_items(), public.purchase_items(jsonb),
#     public.purchase_tickets(uuid, uuid, jsonb, text, numeric, numeric), public.purge_expired(timestamp with time
#     zone), public.record_audit(), public.record_payment(uuid, text, text, jsonb), public.refund_order(uuid, text),
#     public.refunds_within_charges(), public.refuse_change(), public.release_cancelled_tickets(),
#     public.release_reservation(uuid), public.require_acting_user(uuid), public.reserve_tickets(uuid, uuid, integer,
#     interval), public.set_updated_at(), public.tier_is_on_sale(boolean, timestamp with time zone, timestamp with time
#     zone, timestamp with time zone), public.tier_sum_within_capacity(), public.use_ticket(text)
#   grants to ticket_admin: public.audit_logs, public.email_notifications, public.events, public.order_items,
#     public.orders, public.payment_transactions, public.promoters, public.ticket_reservations, public.ticket_tiers,
#     public.tickets, public.users, public.waitlist, public.waitlist_counters, sequence public.order_number_seq
#   grants to ticket_app: public.email_notifications, public.events, public.order_items, public.orders,
#     public.payment_transactions, public.promoters.company_name, public.promoters.created_at, public.promoters.id,
#     public.promoters.is_verified, public.promoters.tax_id, public.promoters.user_id, public.promoters.website,
#     public.ticket_reservations, public.ticket_tiers, public.ticket_tiers.description, public.ticket_tiers.event_id,
#     public.ticket_tiers.is_active, public.ticket_tiers.max_purchase, public.ticket_tiers.min_purchase,
#     public.ticket_tiers.name, public.ticket_tiers.position, public.ticket_tiers.price, public.ticket_tiers.quantity,
#     public.ticket_tiers.sale_end_time, public.ticket_tiers.sale_start_time, public.tickets, public.users.created_at,
#     public.users.deleted_at, public.users.email, public.users.email_verified, public.users.first_name,
#     public.users.id, public.users.last_name, public.users.password_hash, public.users.phone, public.users.role,
#     public.users.updated_at, public.waitlist
#   grants to ticket_jobs: public.audit_logs, public.email_notifications, public.email_notifications.attempts,
#     public.email_notifications.sent_at, public.email_notifications.status, public.events, public.order_items,
#     public.orders, public.payment_transactions, public.promoters.company_name, public.promoters.created_at,
#     public.promoters.id, public.promoters.is_verified, public.promoters.user_id, public.promoters.website,
#     public.ticket_reservations, public.ticket_tiers, public.tickets, public.users.deleted_at, public.users.email,
#     public.users.email_verified, public.users.first_name, public.users.id, public.users.last_name, public.waitlist,
#     public.waitlist_counters
#   grants to ticket_readonly: public.audit_logs, public.email_notifications, public.events, public.order_items,
#     public.orders, public.payment_transactions.amount, public.payment_transactions.created_at,
#     public.payment_transactions.currency, public.payment_transactions.id, public.payment_transactions.order_id,
#     public.payment_transactions.provider, public.payment_transactions.status, public.payment_transactions.type,
#     public.payment_transactions.updated_at, public.promoters.company_name, public.promoters.created_at,
#     public.promoters.id, public.promoters.is_verified, public.promoters.user_id, public.promoters.website,
#     public.ticket_reservations, public.ticket_tiers, public.tickets.created_at, public.tickets.event_id,
#     public.tickets.id, public.tickets.order_id, public.tickets.status, public.tickets.tier_id,
#     public.tickets.updated_at, public.tickets.used_at, public.users.created_at, public.users.deleted_at,
#     public.users.email_verified, public.users.id, public.users.role, public.waitlist, public.waitlist_counters
#   materialized view: public.event_sales_summary
#   policy: public.email_notifications.email_notifications_administer,
#     public.email_notifications.email_notifications_deliver, public.email_notifications.email_notifications_own,
#     public.email_notifications.email_notifications_read_all, public.events.events_administer,
#     public.events.events_bought, public.events.events_own, public.events.events_published,
#     public.events.events_read_all, public.order_items.order_items_administer,
#     public.order_items.order_items_of_visible_order, public.order_items.order_items_read_all,
#     public.orders.orders_administer, public.orders.orders_of_own_event, public.orders.orders_own,
#     public.orders.orders_read_all, public.payment_transactions.payment_transactions_administer,
#     public.payment_transactions.payment_transactions_of_visible_order,
#     public.payment_transactions.payment_transactions_read_all, public.promoters.promoters_administer,
#     public.promoters.promoters_change_own, public.promoters.promoters_read, public.promoters.promoters_register,
#     public.ticket_reservations.ticket_reservations_administer, public.ticket_reservations.ticket_reservations_own,
#     public.ticket_reservations.ticket_reservations_read_all, public.ticket_tiers.ticket_tiers_administer,
#     public.ticket_tiers.ticket_tiers_of_visible_event, public.ticket_tiers.ticket_tiers_own,
#     public.ticket_tiers.ticket_tiers_read_all, public.tickets.tickets_administer,
#     public.tickets.tickets_of_visible_order, public.tickets.tickets_read_all, public.users.users_administer,
#     public.users.users_change_own, public.users.users_own, public.users.users_read_all, public.users.users_sign_up,
#     public.waitlist.waitlist_administer, public.waitlist.waitlist_of_own_event, public.waitlist.waitlist_own,
#     public.waitlist.waitlist_read_all
#   procedure: public.refresh_event_sales_summary()
#   row security of table: public.email_notifications, public.events, public.order_items, public.orders,
#     public.payment_transactions, public.promoters, public.ticket_reservations, public.ticket_tiers, public.tickets,
#     public.users, public.waitlist
#   trigger: public.audit_logs.audit_logs_append_only, public.audit_logs.audit_logs_no_truncate,
#     public.email_notifications.email_notifications_set_updated_at, public.events.events_audit,
#     public.events.events_set_updated_at, public.events.events_status_transition, public.events.events_tier_sum,
#     public.order_items.order_items_match_order, public.order_items.order_items_set_updated_at,
#     public.orders.orders_audit, public.orders.orders_close, public.orders.orders_match_items,
#     public.orders.orders_set_updated_at, public.orders.orders_status_transition,
#     public.payment_transactions.payment_transactions_refunds,
#     public.payment_transactions.payment_transactions_set_updated_at, public.promoters.promoters_set_updated_at,
#     public.ticket_reservations.ticket_reservations_set_updated_at,
#     public.ticket_reservations.ticket_reservations_status_transition, public.ticket_tiers.ticket_tiers_audit,
#     public.ticket_tiers.ticket_tiers_capacity, public.ticket_tiers.ticket_tiers_set_updated_at,
#     public.ticket_tiers.ticket_tiers_tier_sum, public.tickets.tickets_audit, public.tickets.tickets_release_capacity,
#     public.tickets.tickets_set_updated_at, public.tickets.tickets_status_transition, public.users.users_audit,
#     public.users.users_set_updated_at, public.waitlist.waitlist_set_updated_at,
#     public.waitlist.waitlist_status_transition, public.waitlist_counters.waitlist_counters_set_updated_at
#   view: public.active_events_with_availability, public.user_tickets_summary
# ruff: noqa
# fmt: off

import datetime
from decimal import Decimal
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Interface, IPv6Address, IPv6Interface
from operator import attrgetter
from typing import Annotated, Any, Literal, Optional, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from annotated_types import Ge, Gt, MaxLen
from pydantic import StringConstraints
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.event import listen as _listen, listens_for as _listens_for
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


def _run(when: str, *statements: str) -> None:
    """Run statements for which SQLAlchemy has no words, before or after tables are made."""
    for statement in statements:
        _listen(metadata, when, _ddl(statement.replace("%", "%%")))


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


# An ISO 4217 currency, three capital letters.
CurrencyCode: TypeAlias = Annotated[str, MaxLen(3), StringConstraints(pattern="^[A-Z]{3}$")]
CURRENCY_CODE = Domain(
    "currency_code",
    sa.CHAR(3),
    constraint_name="currency_code_shape",
    check=_sql("(VALUE ~ '^[A-Z]{3}$'::text)"),
    schema="public",
    metadata=metadata,
)

# An e-mail address: one @, no white space. Kept as typed; compare with lower().
EmailAddress: TypeAlias = Annotated[str, StringConstraints(pattern="(?:^[^@ \\t\\n\\r\\f\\v]+@[^@ \\t\\n\\r\\f\\v]+$)|[^\\x00-\\x7F]")]
EMAIL_ADDRESS = Domain(
    "email_address",
    sa.Text,
    constraint_name="email_address_shape",
    check=_sql("(VALUE ~ '^[^@[:space:]]+@[^@[:space:]]+$'::text)"),
    schema="public",
    metadata=metadata,
)


class WaitlistStatus(StrEnum):
    """State of a place in the queue. waiting: no offer yet; notified: holds an offer for 24 hours; converted: bought; expired: let the offer pass; left: gave the place up."""

    WAITING = "waiting"
    NOTIFIED = "notified"
    CONVERTED = "converted"
    EXPIRED = "expired"
    LEFT = "left"


WAITLIST_STATUS = pg.ENUM(
    WaitlistStatus,
    name="waitlist_status",
    schema="public",
    metadata=metadata,
    values_callable=_labels,
)

_run(
    "before_create",
    "CREATE OR REPLACE FUNCTION public.new_ticket_code()\n RETURNS text\n LANGUAGE sql\n SET search_path TO 'pg_catalog', 'public'\nRETURN upper(substr(replace((gen_random_uuid())::text, '-'::text, ''::text), 13))",
    "COMMENT ON FUNCTION public.new_ticket_code() IS 'A random ticket code: 20 hexadecimal digits in capitals, 74 bits of them random.'",
)

sa.Sequence("order_number_seq", schema="public", start=100000, metadata=metadata)


class AuditLogs(TableModel, table=True):
    """One row per change of a watched table. Append-only; kept 7 years."""

    __tablename__ = "audit_logs"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="audit_logs_pkey"),
        sa.CheckConstraint(
            _sql(
                "(action = ANY (ARRAY['insert'::text, 'update'::text, 'delete'::text, 'login'::text, 'admin'::text]))",
            ),
            name="audit_logs_action_known",
        ),
        sa.Index("idx_audit_logs_entity", "entity", "entity_id"),
        sa.Index("idx_audit_logs_occurred", "occurred_at", postgresql_using="brin"),
        {"schema": "public", "comment": "One row per change of a watched table. Append-only; kept 7 years."},
    )

    id: int = Field(
        default=None,
        description="Running number of the entry.",
        sa_column=sa.Column(
            "id",
            sa.BigInteger,
            sa.Identity(always=True),
            nullable=False,
            comment="Running number of the entry.",
        ),
    )
    occurred_at: datetime.datetime = Field(
        default=None,
        description="When the transaction that made the change began.",
        sa_column=sa.Column(
            "occurred_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When the transaction that made the change began.",
        ),
    )
    actor_user_id: UUID | None = Field(
        default=None,
        description="Account on whose behalf the change was made (app.user_id); null for jobs.",
        sa_column=sa.Column(
            "actor_user_id",
            sa.Uuid,
            comment="Account on whose behalf the change was made (app.user_id); null for jobs.",
        ),
    )
    action: Literal["insert", "update", "delete", "login", "admin"] = Field(
        description="insert, update or delete of a row; login; admin for acts of staff.",
        sa_column=sa.Column(
            "action",
            sa.Text,
            nullable=False,
            comment="insert, update or delete of a row; login; admin for acts of staff.",
        ),
    )
    entity: str = Field(
        description="Table of the row that changed.",
        sa_column=sa.Column("entity", sa.Text, nullable=False, comment="Table of the row that changed."),
    )
    entity_id: UUID | None = Field(
        default=None,
        description="Key of the row that changed.",
        sa_column=sa.Column("entity_id", sa.Uuid, comment="Key of the row that changed."),
    )
    old_data: Any = Field(
        default=None,
        description="The row before, without its password hash; null for an insert.",
        sa_column=sa.Column(
            "old_data",
            pg.JSONB(none_as_null=True),
            comment="The row before, without its password hash; null for an insert.",
        ),
    )
    new_data: Any = Field(
        default=None,
        description="The row after, without its password hash; null for a delete.",
        sa_column=sa.Column(
            "new_data",
            pg.JSONB(none_as_null=True),
            comment="The row after, without its password hash; null for a delete.",
        ),
    )
    ip: IPv4Address | IPv4Interface | IPv6Address | IPv6Interface | None = Field(
        default=None,
        description="Address of the client; null for local connections.",
        sa_column=sa.Column("ip", pg.INET, comment="Address of the client; null for local connections."),
    )


class EmailNotifications(TableModel, table=True):
    """One row per mail, queued in the transaction that causes it, so that neither happens without the other. Kept 1 year."""

    __tablename__ = "email_notifications"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="email_notifications_pkey"),
        sa.CheckConstraint(_sql("(attempts >= 0)"), name="email_notifications_attempts_not_negative"),
        sa.CheckConstraint(
            _sql(
                "(kind = ANY (ARRAY['order_confirmation'::text, 'waitlist_offer'::text, 'event_cancelled'::text, 'reminder'::text]))",
            ),
            name="email_notifications_kind_known",
        ),
        sa.CheckConstraint(
            _sql("((status = 'sent'::text) = (sent_at IS NOT NULL))"),
            name="email_notifications_sent_at_if_sent",
        ),
        sa.CheckConstraint(
            _sql("(status = ANY (ARRAY['queued'::text, 'sent'::text, 'failed'::text]))"),
            name="email_notifications_status_known",
        ),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["public.orders.id"],
            name="email_notifications_order_id_fkey",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["public.users.id"],
            name="email_notifications_user_id_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["waitlist_id"],
            ["public.waitlist.id"],
            name="email_notifications_waitlist_id_fkey",
            ondelete="SET NULL",
        ),
        sa.Index("idx_email_notifications_created", "created_at"),
        sa.Index("idx_email_notifications_order", "order_id"),
        sa.Index(
            "idx_email_notifications_queued",
            "status",
            "queued_at",
            postgresql_where=_sql("(status = 'queued'::text)"),
        ),
        sa.Index("idx_email_notifications_user", "user_id"),
        sa.Index("idx_email_notifications_waitlist", "waitlist_id"),
        {
            "schema": "public",
            "comment": "One row per mail, queued in the transaction that causes it, so that neither happens without the other. Kept 1 year.",
        },
    )

    id: UUID = Field(
        default=None,
        description="Key of the mail.",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the mail.",
        ),
    )
    user_id: UUID = Field(
        description="Who gets it.",
        sa_column=sa.Column("user_id", sa.Uuid, nullable=False, comment="Who gets it."),
    )
    kind: Literal["order_confirmation", "waitlist_offer", "event_cancelled", "reminder"] = Field(
        description="order_confirmation, waitlist_offer, event_cancelled or reminder.",
        sa_column=sa.Column(
            "kind",
            sa.Text,
            nullable=False,
            comment="order_confirmation, waitlist_offer, event_cancelled or reminder.",
        ),
    )
    order_id: UUID | None = Field(
        default=None,
        description="The order that it is about; null where it is about none.",
        sa_column=sa.Column("order_id", sa.Uuid, comment="The order that it is about; null where it is about none."),
    )
    waitlist_id: UUID | None = Field(
        default=None,
        description="The place in the queue that it is about; null where it is about none.",
        sa_column=sa.Column(
            "waitlist_id",
            sa.Uuid,
            comment="The place in the queue that it is about; null where it is about none.",
        ),
    )
    status: Literal["queued", "sent", "failed"] = Field(
        default=None,
        description="queued, sent or failed.",
        sa_column=sa.Column(
            "status",
            sa.Text,
            nullable=False,
            server_default=_sql("'queued'::text"),
            comment="queued, sent or failed.",
        ),
    )
    attempts: Annotated[int, Ge(0)] = Field(
        default=None,
        description="How often sending was tried.",
        sa_column=sa.Column(
            "attempts",
            sa.Integer,
            nullable=False,
            server_default=_sql("0"),
            comment="How often sending was tried.",
        ),
    )
    queued_at: datetime.datetime = Field(
        default=None,
        description="When it was ordered.",
        sa_column=sa.Column(
            "queued_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When it was ordered.",
        ),
    )
    sent_at: datetime.datetime | None = Field(
        default=None,
        description="When the mail server took it; null unless sent.",
        sa_column=sa.Column(
            "sent_at",
            pg.TIMESTAMP(timezone=True),
            comment="When the mail server took it; null unless sent.",
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

    order: Optional["Orders"] = Relationship(back_populates="email_notifications")
    user: "Users" = Relationship(back_populates="email_notifications")
    waitlist: Optional["Waitlist"] = Relationship(back_populates="email_notifications")


class Events(TableModel, table=True):
    """One row per event. Deleting one takes its tiers and waitlist along while nothing is sold; a sold event is cancelled instead."""

    __tablename__ = "events"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="events_pkey"),
        sa.CheckConstraint(_sql("(capacity > 0)"), name="events_capacity_positive"),
        sa.CheckConstraint(_sql("(doors_open_time <= start_time)"), name="events_doors_before_start"),
        sa.CheckConstraint(_sql("(end_time > start_time)"), name="events_end_after_start"),
        sa.CheckConstraint(_sql("((slug)::text ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text)"), name="events_slug_shape"),
        sa.CheckConstraint(
            _sql("(status = ANY (ARRAY['draft'::text, 'published'::text, 'cancelled'::text, 'completed'::text]))"),
            name="events_status_known",
        ),
        sa.ForeignKeyConstraint(
            ["promoter_id"],
            ["public.promoters.id"],
            name="events_promoter_id_fkey",
            ondelete="RESTRICT",
        ),
        sa.Index("idx_events_promoter", "promoter_id"),
        sa.Index(
            "idx_events_search",
            _sql(
                "to_tsvector('english'::regconfig, (((title)::text || ' '::text) || COALESCE(description, ''::text)))",
            ),
            postgresql_using="gin",
        ),
        sa.Index("idx_events_slug", "slug", unique=True, postgresql_where=_sql("(deleted_at IS NULL)")),
        sa.Index("idx_events_status_start", "status", "start_time"),
        {
            "schema": "public",
            "comment": "One row per event. Deleting one takes its tiers and waitlist along while nothing is sold; a sold event is cancelled instead.",
        },
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
    promoter_id: UUID = Field(
        description="Who publishes it.",
        sa_column=sa.Column("promoter_id", sa.Uuid, nullable=False, comment="Who publishes it."),
    )
    title: Annotated[str, MaxLen(255)] = Field(
        description="Name shown to buyers, at most 255 characters.",
        sa_column=sa.Column(
            "title",
            sa.String(255),
            nullable=False,
            comment="Name shown to buyers, at most 255 characters.",
        ),
    )
    slug: Annotated[str, MaxLen(255), StringConstraints(pattern="^[a-z0-9]+(?:\\-[a-z0-9]+)*$")] = Field(
        description="Part of the page address: lower-case words and digits joined by hyphens; unique among live events.",
        sa_column=sa.Column(
            "slug",
            sa.String(255),
            nullable=False,
            comment="Part of the page address: lower-case words and digits joined by hyphens; unique among live events.",
        ),
    )
    description: str | None = Field(
        default=None,
        description="Text of the event's page; null where there is none.",
        sa_column=sa.Column("description", sa.Text, comment="Text of the event's page; null where there is none."),
    )
    venue_name: str = Field(
        description="Name of the place.",
        sa_column=sa.Column("venue_name", sa.Text, nullable=False, comment="Name of the place."),
    )
    venue_address: str | None = Field(
        default=None,
        description="Postal address of the place; null while not known.",
        sa_column=sa.Column("venue_address", sa.Text, comment="Postal address of the place; null while not known."),
    )
    start_time: datetime.datetime = Field(
        description="When the event begins.",
        sa_column=sa.Column(
            "start_time",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            comment="When the event begins.",
        ),
    )
    end_time: datetime.datetime = Field(
        description="When the event ends; after it began.",
        sa_column=sa.Column(
            "end_time",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            comment="When the event ends; after it began.",
        ),
    )
    doors_open_time: datetime.datetime | None = Field(
        default=None,
        description="When people are let in; not after the start; null where not told.",
        sa_column=sa.Column(
            "doors_open_time",
            pg.TIMESTAMP(timezone=True),
            comment="When people are let in; not after the start; null where not told.",
        ),
    )
    capacity: Annotated[int, Gt(0)] = Field(
        description="People that the place holds; the tiers' quantities never add up to more.",
        sa_column=sa.Column(
            "capacity",
            sa.Integer,
            nullable=False,
            comment="People that the place holds; the tiers' quantities never add up to more.",
        ),
    )
    status: Literal["draft", "published", "cancelled", "completed"] = Field(
        default=None,
        description="draft, published, cancelled or completed; it moves only in that direction.",
        sa_column=sa.Column(
            "status",
            sa.Text,
            nullable=False,
            server_default=_sql("'draft'::text"),
            comment="draft, published, cancelled or completed; it moves only in that direction.",
        ),
    )
    deleted_at: datetime.datetime | None = Field(
        default=None,
        description="When the event was withdrawn; null while it is live.",
        sa_column=sa.Column(
            "deleted_at",
            pg.TIMESTAMP(timezone=True),
            comment="When the event was withdrawn; null while it is live.",
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

    promoter: "Promoters" = Relationship(back_populates="events")
    orders: list["Orders"] = Relationship(back_populates="event", sa_relationship_kwargs={"passive_deletes": "all"})
    ticket_tiers: list["TicketTiers"] = Relationship(
        back_populates="event",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )
    tickets: list["Tickets"] = Relationship(
        back_populates="event",
        sa_relationship_kwargs={"passive_deletes": "all", "overlaps": "order,tickets,tier"},
    )
    waitlist: list["Waitlist"] = Relationship(
        back_populates="event",
        sa_relationship_kwargs={"passive_deletes": "all", "overlaps": "tier,waitlist"},
    )
    waitlist_counters: Optional["WaitlistCounters"] = Relationship(
        back_populates="event",
        sa_relationship_kwargs={"uselist": False, "passive_deletes": "all"},
    )


class OrderItems(TableModel, table=True):
    """One row per order and tier: how many tickets, and at which price."""

    __tablename__ = "order_items"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="order_items_pkey"),
        sa.UniqueConstraint("order_id", "tier_id", name="order_items_order_id_tier_id_key"),
        sa.CheckConstraint(_sql("(quantity > 0)"), name="order_items_quantity_positive"),
        sa.CheckConstraint(_sql("(unit_price >= (0)::numeric)"), name="order_items_unit_price_not_negative"),
        sa.ForeignKeyConstraint(
            ["order_id", "event_id"],
            ["public.orders.id", "public.orders.event_id"],
            name="order_items_order_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tier_id", "event_id"],
            ["public.ticket_tiers.id", "public.ticket_tiers.event_id"],
            name="order_items_tier_fkey",
            ondelete="RESTRICT",
        ),
        sa.Index("idx_order_items_tier", "tier_id", "event_id"),
        {"schema": "public", "comment": "One row per order and tier: how many tickets, and at which price."},
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
    order_id: UUID = Field(
        description="The order that it belongs to.",
        sa_column=sa.Column("order_id", sa.Uuid, nullable=False, comment="The order that it belongs to."),
    )
    tier_id: UUID = Field(
        description="The tier that is bought.",
        sa_column=sa.Column("tier_id", sa.Uuid, nullable=False, comment="The tier that is bought."),
    )
    event_id: UUID = Field(
        description="Event of both the order and the tier.",
        sa_column=sa.Column("event_id", sa.Uuid, nullable=False, comment="Event of both the order and the tier."),
    )
    quantity: Annotated[int, Gt(0)] = Field(
        description="Number of tickets, at least 1.",
        sa_column=sa.Column("quantity", sa.Integer, nullable=False, comment="Number of tickets, at least 1."),
    )
    unit_price: Annotated[Decimal, Ge(0)] = Field(
        description="Price of one ticket when it was bought; later prices of the tier do not change it.",
        max_digits=10,
        decimal_places=2,
        sa_column=sa.Column(
            "unit_price",
            sa.Numeric(10, 2),
            nullable=False,
            comment="Price of one ticket when it was bought; later prices of the tier do not change it.",
        ),
    )
    line_total: Decimal = Field(
        default=None,
        description="quantity times unit_price, two decimals.",
        max_digits=12,
        decimal_places=2,
        sa_column=sa.Column(
            "line_total",
            sa.Numeric(12, 2),
            sa.Computed(_sql("((quantity)::numeric * unit_price)"), persisted=True),
            nullable=False,
            comment="quantity times unit_price, two decimals.",
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

    order: "Orders" = Relationship(
        back_populates="order_items",
        sa_relationship_kwargs={"overlaps": "order_items,tier"},
    )
    tier: "TicketTiers" = Relationship(
        back_populates="order_items",
        sa_relationship_kwargs={"overlaps": "order,order_items"},
    )


class Orders(TableModel, table=True):
    """One row per purchase, for one event. Kept as long as anything refers to it; a buyer with orders is never deleted."""

    __tablename__ = "orders"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="orders_pkey"),
        sa.UniqueConstraint("id", "event_id", name="orders_id_event_id_key"),
        sa.UniqueConstraint("idempotency_key", name="orders_idempotency_key_key"),
        sa.UniqueConstraint("order_number", name="orders_order_number_key"),
        sa.CheckConstraint(
            _sql("((status <> 'pending'::text) OR (expires_at IS NOT NULL))"),
            name="orders_pending_expires",
        ),
        sa.CheckConstraint(_sql("(service_fee >= (0)::numeric)"), name="orders_service_fee_not_negative"),
        sa.CheckConstraint(
            _sql(
                "(status = ANY (ARRAY['pending'::text, 'paid'::text, 'failed'::text, 'cancelled'::text, 'expired'::text, 'refunded'::text, 'partially_refunded'::text]))",
            ),
            name="orders_status_known",
        ),
        sa.CheckConstraint(_sql("(subtotal >= (0)::numeric)"), name="orders_subtotal_not_negative"),
        sa.CheckConstraint(_sql("(tax >= (0)::numeric)"), name="orders_tax_not_negative"),
        sa.CheckConstraint(_sql("(total_amount >= (0)::numeric)"), name="orders_total_amount_not_negative"),
        sa.CheckConstraint(_sql("(total_amount = ((subtotal + service_fee) + tax))"), name="orders_total_is_sum"),
        sa.ForeignKeyConstraint(["event_id"], ["public.events.id"], name="orders_event_id_fkey", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["user_id"], ["public.users.id"], name="orders_user_id_fkey", ondelete="RESTRICT"),
        sa.Index("idx_orders_event", "event_id"),
        sa.Index("idx_orders_expiring", "expires_at", postgresql_where=_sql("(status = 'pending'::text)")),
        sa.Index("idx_orders_user_status", "user_id", "status", _sql("created_at DESC")),
        {
            "schema": "public",
            "comment": "One row per purchase, for one event. Kept as long as anything refers to it; a buyer with orders is never deleted.",
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
    order_number: str = Field(
        default=None,
        description="Number told to the buyer: TK- and a running number.",
        sa_column=sa.Column(
            "order_number",
            sa.Text,
            nullable=False,
            server_default=_sql("('TK-'::text || (nextval('public.order_number_seq'::regclass))::text)"),
            comment="Number told to the buyer: TK- and a running number.",
        ),
    )
    user_id: UUID = Field(
        description="Who buys.",
        sa_column=sa.Column("user_id", sa.Uuid, nullable=False, comment="Who buys."),
    )
    event_id: UUID = Field(
        description="What for; items and tickets of the order are of this event too.",
        sa_column=sa.Column(
            "event_id",
            sa.Uuid,
            nullable=False,
            comment="What for; items and tickets of the order are of this event too.",
        ),
    )
    status: Literal["pending", "paid", "failed", "cancelled", "expired", "refunded", "partially_refunded"] = Field(
        default=None,
        description="pending, then paid, failed, expired or cancelled; paid may become partially_refunded or refunded.",
        sa_column=sa.Column(
            "status",
            sa.Text,
            nullable=False,
            server_default=_sql("'pending'::text"),
            comment="pending, then paid, failed, expired or cancelled; paid may become partially_refunded or refunded.",
        ),
    )
    subtotal: Annotated[Decimal, Ge(0)] = Field(
        description="Sum of the items, two decimals.",
        max_digits=12,
        decimal_places=2,
        sa_column=sa.Column("subtotal", sa.Numeric(12, 2), nullable=False, comment="Sum of the items, two decimals."),
    )
    service_fee: Annotated[Decimal, Ge(0)] = Field(
        default=None,
        description="Our fee, two decimals.",
        max_digits=12,
        decimal_places=2,
        sa_column=sa.Column(
            "service_fee",
            sa.Numeric(12, 2),
            nullable=False,
            server_default=_sql("0"),
            comment="Our fee, two decimals.",
        ),
    )
    tax: Annotated[Decimal, Ge(0)] = Field(
        default=None,
        description="Tax, two decimals.",
        max_digits=12,
        decimal_places=2,
        sa_column=sa.Column(
            "tax",
            sa.Numeric(12, 2),
            nullable=False,
            server_default=_sql("0"),
            comment="Tax, two decimals.",
        ),
    )
    total_amount: Annotated[Decimal, Ge(0)] = Field(
        description="What the buyer pays: subtotal + service_fee + tax.",
        max_digits=12,
        decimal_places=2,
        sa_column=sa.Column(
            "total_amount",
            sa.Numeric(12, 2),
            nullable=False,
            comment="What the buyer pays: subtotal + service_fee + tax.",
        ),
    )
    currency: CurrencyCode = Field(
        default=None,
        description="Currency of every amount of the order.",
        sa_column=sa.Column(
            "currency",
            CURRENCY_CODE,
            nullable=False,
            server_default=_sql("'USD'::bpchar"),
            comment="Currency of every amount of the order.",
        ),
    )
    expires_at: datetime.datetime | None = Field(
        default=None,
        description="When the order gives its tickets back if it is still unpaid; never null while it is pending.",
        sa_column=sa.Column(
            "expires_at",
            pg.TIMESTAMP(timezone=True),
            server_default=_sql("(now() + '00:30:00'::interval)"),
            comment="When the order gives its tickets back if it is still unpaid; never null while it is pending.",
        ),
    )
    paid_at: datetime.datetime | None = Field(
        default=None,
        description="When the payment arrived; null before that.",
        sa_column=sa.Column(
            "paid_at",
            pg.TIMESTAMP(timezone=True),
            comment="When the payment arrived; null before that.",
        ),
    )
    idempotency_key: str | None = Field(
        default=None,
        description="Chosen by the caller to repeat a purchase safely; null where it did not.",
        sa_column=sa.Column(
            "idempotency_key",
            sa.Text,
            comment="Chosen by the caller to repeat a purchase safely; null where it did not.",
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

    event: "Events" = Relationship(back_populates="orders")
    user: "Users" = Relationship(back_populates="orders")
    email_notifications: list["EmailNotifications"] = Relationship(
        back_populates="order",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )
    order_items: list["OrderItems"] = Relationship(
        back_populates="order",
        sa_relationship_kwargs={"passive_deletes": "all", "overlaps": "order_items,tier"},
    )
    payment_transactions: list["PaymentTransactions"] = Relationship(
        back_populates="order",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )
    ticket_reservations: list["TicketReservations"] = Relationship(
        back_populates="order",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )
    tickets: list["Tickets"] = Relationship(
        back_populates="order",
        sa_relationship_kwargs={"passive_deletes": "all", "overlaps": "event,tickets,tier"},
    )


class PaymentTransactions(TableModel, table=True):
    """One row per transaction at a payment provider. Kept 7 years; refunds of an order never exceed its charges."""

    __tablename__ = "payment_transactions"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="payment_transactions_pkey"),
        sa.UniqueConstraint("provider", "provider_ref", name="payment_transactions_provider_ref_key"),
        sa.CheckConstraint(_sql("(amount > (0)::numeric)"), name="payment_transactions_amount_positive"),
        sa.CheckConstraint(
            _sql("(NOT (metadata ?| ARRAY['card_number'::text, 'pan'::text, 'cvc'::text, 'cvv'::text]))"),
            name="payment_transactions_no_card",
        ),
        sa.CheckConstraint(
            _sql("(status = ANY (ARRAY['pending'::text, 'succeeded'::text, 'failed'::text]))"),
            name="payment_transactions_status_known",
        ),
        sa.CheckConstraint(
            _sql("(type = ANY (ARRAY['charge'::text, 'refund'::text, 'chargeback'::text]))"),
            name="payment_transactions_type_known",
        ),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["public.orders.id"],
            name="payment_transactions_order_id_fkey",
            ondelete="RESTRICT",
        ),
        sa.Index("idx_payment_transactions_created", "created_at"),
        sa.Index("idx_payment_transactions_order", "order_id"),
        {
            "schema": "public",
            "comment": "One row per transaction at a payment provider. Kept 7 years; refunds of an order never exceed its charges.",
        },
    )

    id: UUID = Field(
        default=None,
        description="Key of the transaction.",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the transaction.",
        ),
    )
    order_id: UUID = Field(
        description="The order that is paid or refunded.",
        sa_column=sa.Column("order_id", sa.Uuid, nullable=False, comment="The order that is paid or refunded."),
    )
    type: Literal["charge", "refund", "chargeback"] = Field(
        description="charge, refund or chargeback.",
        sa_column=sa.Column("type", sa.Text, nullable=False, comment="charge, refund or chargeback."),
    )
    provider: str = Field(
        description="Name of the payment provider.",
        sa_column=sa.Column("provider", sa.Text, nullable=False, comment="Name of the payment provider."),
    )
    provider_ref: str = Field(
        description="The provider's own key of the transaction; unique per provider.",
        sa_column=sa.Column(
            "provider_ref",
            sa.Text,
            nullable=False,
            comment="The provider's own key of the transaction; unique per provider.",
        ),
    )
    status: Literal["pending", "succeeded", "failed"] = Field(
        default=None,
        description="pending, succeeded or failed.",
        sa_column=sa.Column(
            "status",
            sa.Text,
            nullable=False,
            server_default=_sql("'pending'::text"),
            comment="pending, succeeded or failed.",
        ),
    )
    amount: Annotated[Decimal, Gt(0)] = Field(
        description="Amount moved, above zero whatever the direction, two decimals.",
        max_digits=12,
        decimal_places=2,
        sa_column=sa.Column(
            "amount",
            sa.Numeric(12, 2),
            nullable=False,
            comment="Amount moved, above zero whatever the direction, two decimals.",
        ),
    )
    currency: CurrencyCode = Field(
        description="Currency of the amount.",
        sa_column=sa.Column("currency", CURRENCY_CODE, nullable=False, comment="Currency of the amount."),
    )
    metadata_: Any = Field(
        default=None,
        description="What else the provider told, an object; never card data.",
        sa_column=sa.Column(
            "metadata",
            pg.JSONB(none_as_null=True),
            nullable=False,
            server_default=_sql("'{}'::jsonb"),
            comment="What else the provider told, an object; never card data.",
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

    order: "Orders" = Relationship(back_populates="payment_transactions")


class Promoters(TableModel, table=True):
    """One row per account that publishes events. A promoter with any event, even a past one, cannot be deleted."""

    __tablename__ = "promoters"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="promoters_pkey"),
        sa.UniqueConstraint("user_id", name="promoters_user_id_key"),
        sa.CheckConstraint(_sql("(btrim(company_name) <> ''::text)"), name="promoters_company_name_filled"),
        sa.ForeignKeyConstraint(["user_id"], ["public.users.id"], name="promoters_user_id_fkey", ondelete="RESTRICT"),
        {
            "schema": "public",
            "comment": "One row per account that publishes events. A promoter with any event, even a past one, cannot be deleted.",
        },
    )

    id: UUID = Field(
        default=None,
        description="Key of the promoter.",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the promoter.",
        ),
    )
    user_id: UUID = Field(
        description="The account behind it; at most one promoter per account.",
        sa_column=sa.Column(
            "user_id",
            sa.Uuid,
            nullable=False,
            comment="The account behind it; at most one promoter per account.",
        ),
    )
    company_name: Annotated[str, StringConstraints(pattern="[^ ]")] = Field(
        description="Name shown to buyers.",
        sa_column=sa.Column("company_name", sa.Text, nullable=False, comment="Name shown to buyers."),
    )
    tax_id: str | None = Field(
        default=None,
        description="Tax number as the country writes it; hidden from the application.",
        sa_column=sa.Column(
            "tax_id",
            sa.Text,
            comment="Tax number as the country writes it; hidden from the application.",
        ),
    )
    website: str | None = Field(
        default=None,
        description="Address of the promoter's own pages; null where there are none.",
        sa_column=sa.Column(
            "website",
            sa.Text,
            comment="Address of the promoter's own pages; null where there are none.",
        ),
    )
    is_verified: bool = Field(
        default=None,
        description="Whether staff have checked the company.",
        sa_column=sa.Column(
            "is_verified",
            sa.Boolean,
            nullable=False,
            server_default=_sql("false"),
            comment="Whether staff have checked the company.",
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

    user: "Users" = Relationship(back_populates="promoters")
    events: list["Events"] = Relationship(back_populates="promoter", sa_relationship_kwargs={"passive_deletes": "all"})


class TicketReservations(TableModel, table=True):
    """One row per hold. The active ones of a tier add up to its reserved count; buying turns reserved into sold."""

    __tablename__ = "ticket_reservations"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="ticket_reservations_pkey"),
        sa.CheckConstraint(
            _sql("((order_id IS NULL) OR (status = 'converted'::text))"),
            name="ticket_reservations_order_if_converted",
        ),
        sa.CheckConstraint(_sql("(quantity > 0)"), name="ticket_reservations_quantity_positive"),
        sa.CheckConstraint(
            _sql("(status = ANY (ARRAY['active'::text, 'converted'::text, 'released'::text, 'expired'::text]))"),
            name="ticket_reservations_status_known",
        ),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["public.orders.id"],
            name="ticket_reservations_order_id_fkey",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["tier_id"],
            ["public.ticket_tiers.id"],
            name="ticket_reservations_tier_id_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["public.users.id"],
            name="ticket_reservations_user_id_fkey",
            ondelete="CASCADE",
        ),
        sa.Index("idx_ticket_reservations_active", "tier_id", postgresql_where=_sql("(status = 'active'::text)")),
        sa.Index("idx_ticket_reservations_expiring", "expires_at", postgresql_where=_sql("(status = 'active'::text)")),
        sa.Index("idx_ticket_reservations_order", "order_id"),
        sa.Index("idx_ticket_reservations_tier", "tier_id"),
        sa.Index("idx_ticket_reservations_user", "user_id"),
        {
            "schema": "public",
            "comment": "One row per hold. The active ones of a tier add up to its reserved count; buying turns reserved into sold.",
        },
    )

    id: UUID = Field(
        default=None,
        description="Key of the reservation.",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the reservation.",
        ),
    )
    tier_id: UUID = Field(
        description="The tier that is held.",
        sa_column=sa.Column("tier_id", sa.Uuid, nullable=False, comment="The tier that is held."),
    )
    user_id: UUID = Field(
        description="For whom.",
        sa_column=sa.Column("user_id", sa.Uuid, nullable=False, comment="For whom."),
    )
    quantity: Annotated[int, Gt(0)] = Field(
        description="Number of tickets held, at least 1.",
        sa_column=sa.Column("quantity", sa.Integer, nullable=False, comment="Number of tickets held, at least 1."),
    )
    status: Literal["active", "converted", "released", "expired"] = Field(
        default=None,
        description="active, then converted, released or expired.",
        sa_column=sa.Column(
            "status",
            sa.Text,
            nullable=False,
            server_default=_sql("'active'::text"),
            comment="active, then converted, released or expired.",
        ),
    )
    expires_at: datetime.datetime = Field(
        description="Until when the hold stands.",
        sa_column=sa.Column(
            "expires_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            comment="Until when the hold stands.",
        ),
    )
    order_id: UUID | None = Field(
        default=None,
        description="The order that it became; null unless converted.",
        sa_column=sa.Column("order_id", sa.Uuid, comment="The order that it became; null unless converted."),
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

    order: Optional["Orders"] = Relationship(back_populates="ticket_reservations")
    tier: "TicketTiers" = Relationship(back_populates="ticket_reservations")
    user: "Users" = Relationship(back_populates="ticket_reservations")


class TicketTiers(TableModel, table=True):
    """One row per kind of ticket of an event. quantity - sold - reserved is what can still be bought."""

    __tablename__ = "ticket_tiers"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="ticket_tiers_pkey"),
        sa.UniqueConstraint("event_id", "name", name="ticket_tiers_event_id_name_key"),
        sa.UniqueConstraint("id", "event_id", name="ticket_tiers_id_event_id_key"),
        sa.CheckConstraint(_sql("(min_purchase >= 1)"), name="ticket_tiers_min_purchase_positive"),
        sa.CheckConstraint(_sql("((sold + reserved) <= quantity)"), name="ticket_tiers_not_oversold"),
        sa.CheckConstraint(_sql("(price >= (0)::numeric)"), name="ticket_tiers_price_not_negative"),
        sa.CheckConstraint(_sql("(min_purchase <= max_purchase)"), name="ticket_tiers_purchase_range"),
        sa.CheckConstraint(_sql("(quantity >= 0)"), name="ticket_tiers_quantity_not_negative"),
        sa.CheckConstraint(_sql("(reserved >= 0)"), name="ticket_tiers_reserved_not_negative"),
        sa.CheckConstraint(_sql("(sale_end_time > sale_start_time)"), name="ticket_tiers_sale_window"),
        sa.CheckConstraint(_sql("(sold >= 0)"), name="ticket_tiers_sold_not_negative"),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["public.events.id"],
            name="ticket_tiers_event_id_fkey",
            ondelete="CASCADE",
        ),
        sa.Index("idx_ticket_tiers_active", "event_id", "position", postgresql_where=_sql("is_active")),
        sa.Index("idx_ticket_tiers_event_id", "event_id"),
        {
            "schema": "public",
            "comment": "One row per kind of ticket of an event. quantity - sold - reserved is what can still be bought.",
        },
    )

    id: UUID = Field(
        default=None,
        description="Key of the tier; sales lock tiers in this order.",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the tier; sales lock tiers in this order.",
        ),
    )
    event_id: UUID = Field(
        description="The event that it belongs to.",
        sa_column=sa.Column("event_id", sa.Uuid, nullable=False, comment="The event that it belongs to."),
    )
    name: str = Field(
        description="Name shown to buyers; unique within the event.",
        sa_column=sa.Column("name", sa.Text, nullable=False, comment="Name shown to buyers; unique within the event."),
    )
    description: str | None = Field(
        default=None,
        description="What the ticket includes; null where nothing is said.",
        sa_column=sa.Column("description", sa.Text, comment="What the ticket includes; null where nothing is said."),
    )
    price: Annotated[Decimal, Ge(0)] = Field(
        description="Price of one ticket in the order's currency, two decimals, before fee and tax.",
        max_digits=10,
        decimal_places=2,
        sa_column=sa.Column(
            "price",
            sa.Numeric(10, 2),
            nullable=False,
            comment="Price of one ticket in the order's currency, two decimals, before fee and tax.",
        ),
    )
    quantity: Annotated[int, Ge(0)] = Field(
        description="Tickets that may be sold in all.",
        sa_column=sa.Column("quantity", sa.Integer, nullable=False, comment="Tickets that may be sold in all."),
    )
    sold: Annotated[int, Ge(0)] = Field(
        default=None,
        description="Tickets issued that are neither cancelled nor refunded.",
        sa_column=sa.Column(
            "sold",
            sa.Integer,
            nullable=False,
            server_default=_sql("0"),
            comment="Tickets issued that are neither cancelled nor refunded.",
        ),
    )
    reserved: Annotated[int, Ge(0)] = Field(
        default=None,
        description="Tickets held by active reservations.",
        sa_column=sa.Column(
            "reserved",
            sa.Integer,
            nullable=False,
            server_default=_sql("0"),
            comment="Tickets held by active reservations.",
        ),
    )
    min_purchase: Annotated[int, Ge(1)] = Field(
        default=None,
        description="Fewest tickets of the tier in one order.",
        sa_column=sa.Column(
            "min_purchase",
            sa.Integer,
            nullable=False,
            server_default=_sql("1"),
            comment="Fewest tickets of the tier in one order.",
        ),
    )
    max_purchase: int = Field(
        default=None,
        description="Most tickets of the tier in one order.",
        sa_column=sa.Column(
            "max_purchase",
            sa.Integer,
            nullable=False,
            server_default=_sql("10"),
            comment="Most tickets of the tier in one order.",
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
        description="When the sale closes; null: it stays open.",
        sa_column=sa.Column(
            "sale_end_time",
            pg.TIMESTAMP(timezone=True),
            comment="When the sale closes; null: it stays open.",
        ),
    )
    is_active: bool = Field(
        default=None,
        description="Whether the tier is offered at all.",
        sa_column=sa.Column(
            "is_active",
            sa.Boolean,
            nullable=False,
            server_default=_sql("true"),
            comment="Whether the tier is offered at all.",
        ),
    )
    position: int = Field(
        default=None,
        description="Place in the list of tiers, lowest first.",
        sa_column=sa.Column(
            "position",
            sa.Integer,
            nullable=False,
            server_default=_sql("0"),
            comment="Place in the list of tiers, lowest first.",
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

    event: "Events" = Relationship(back_populates="ticket_tiers")
    order_items: list["OrderItems"] = Relationship(
        back_populates="tier",
        sa_relationship_kwargs={"passive_deletes": "all", "overlaps": "order,order_items"},
    )
    ticket_reservations: list["TicketReservations"] = Relationship(
        back_populates="tier",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )
    tickets: list["Tickets"] = Relationship(
        back_populates="tier",
        sa_relationship_kwargs={"passive_deletes": "all", "overlaps": "event,order,tickets"},
    )
    waitlist: list["Waitlist"] = Relationship(
        back_populates="tier",
        sa_relationship_kwargs={"passive_deletes": "all", "overlaps": "event,waitlist"},
    )


class Tickets(TableModel, table=True):
    """One row per ticket issued; made with its order, valid once that is paid."""

    __tablename__ = "tickets"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="tickets_pkey"),
        sa.UniqueConstraint("qr_code", name="tickets_qr_code_key"),
        sa.UniqueConstraint("ticket_code", name="tickets_ticket_code_key"),
        sa.CheckConstraint(
            _sql(
                "(status = ANY (ARRAY['valid'::text, 'used'::text, 'cancelled'::text, 'refunded'::text, 'transferred'::text]))",
            ),
            name="tickets_status_known",
        ),
        sa.CheckConstraint(_sql("((status = 'used'::text) = (used_at IS NOT NULL))"), name="tickets_used_at_if_used"),
        sa.ForeignKeyConstraint(["event_id"], ["public.events.id"], name="tickets_event_id_fkey", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["order_id", "event_id"],
            ["public.orders.id", "public.orders.event_id"],
            name="tickets_order_fkey",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["tier_id", "event_id"],
            ["public.ticket_tiers.id", "public.ticket_tiers.event_id"],
            name="tickets_tier_fkey",
            ondelete="RESTRICT",
        ),
        sa.Index("idx_tickets_event", "event_id"),
        sa.Index("idx_tickets_order_tier", "order_id", "tier_id"),
        sa.Index("idx_tickets_tier", "tier_id", "status"),
        {"schema": "public", "comment": "One row per ticket issued; made with its order, valid once that is paid."},
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
    order_id: UUID = Field(
        description="The order that paid for it.",
        sa_column=sa.Column("order_id", sa.Uuid, nullable=False, comment="The order that paid for it."),
    )
    tier_id: UUID = Field(
        description="The tier that it was sold from.",
        sa_column=sa.Column("tier_id", sa.Uuid, nullable=False, comment="The tier that it was sold from."),
    )
    event_id: UUID = Field(
        description="Event of both the order and the tier.",
        sa_column=sa.Column("event_id", sa.Uuid, nullable=False, comment="Event of both the order and the tier."),
    )
    ticket_code: str = Field(
        default=None,
        description="Code printed on the ticket, 20 hexadecimal digits in capitals; unique.",
        sa_column=sa.Column(
            "ticket_code",
            sa.Text,
            nullable=False,
            server_default=_sql("public.new_ticket_code()"),
            comment="Code printed on the ticket, 20 hexadecimal digits in capitals; unique.",
        ),
    )
    qr_code: str = Field(
        description="Text behind the QR picture that is scanned at the door; unique.",
        sa_column=sa.Column(
            "qr_code",
            sa.Text,
            nullable=False,
            comment="Text behind the QR picture that is scanned at the door; unique.",
        ),
    )
    status: Literal["valid", "used", "cancelled", "refunded", "transferred"] = Field(
        default=None,
        description="valid, used, cancelled or refunded; transferred marks imported tickets whose place another ticket took.",
        sa_column=sa.Column(
            "status",
            sa.Text,
            nullable=False,
            server_default=_sql("'valid'::text"),
            comment="valid, used, cancelled or refunded; transferred marks imported tickets whose place another ticket took.",
        ),
    )
    holder_name: str | None = Field(
        default=None,
        description="Who comes, if not the buyer; null where not told.",
        sa_column=sa.Column("holder_name", sa.Text, comment="Who comes, if not the buyer; null where not told."),
    )
    holder_email: EmailAddress | None = Field(
        default=None,
        description="Where the ticket was sent, if not to the buyer; null where not told.",
        sa_column=sa.Column(
            "holder_email",
            EMAIL_ADDRESS,
            comment="Where the ticket was sent, if not to the buyer; null where not told.",
        ),
    )
    used_at: datetime.datetime | None = Field(
        default=None,
        description="When it was scanned at the door; null unless used.",
        sa_column=sa.Column(
            "used_at",
            pg.TIMESTAMP(timezone=True),
            comment="When it was scanned at the door; null unless used.",
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

    event: "Events" = Relationship(back_populates="tickets", sa_relationship_kwargs={"overlaps": "order,tickets,tier"})
    order: "Orders" = Relationship(back_populates="tickets", sa_relationship_kwargs={"overlaps": "event,tickets,tier"})
    tier: "TicketTiers" = Relationship(
        back_populates="tickets",
        sa_relationship_kwargs={"overlaps": "event,order,tickets"},
    )


class Users(TableModel, table=True):
    """One row per account. Soft deleted; 90 days later purge_expired() erases the person, and the row too unless orders hold on to it."""

    __tablename__ = "users"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="users_pkey"),
        sa.CheckConstraint(
            _sql("((anonymised_at IS NULL) OR (anonymised_at >= deleted_at))"),
            name="users_anonymised_after_deleted",
        ),
        sa.CheckConstraint(
            _sql("(password_hash ~ '^\\$(2[aby]|argon2(id|i|d))\\$'::text)"),
            name="users_password_hash_shape",
        ),
        sa.CheckConstraint(
            _sql("(role = ANY (ARRAY['customer'::text, 'promoter'::text, 'admin'::text, 'staff'::text]))"),
            name="users_role_known",
        ),
        sa.Index(
            "idx_users_deleted",
            "deleted_at",
            postgresql_where=_sql("((deleted_at IS NOT NULL) AND (anonymised_at IS NULL))"),
        ),
        sa.Index(
            "idx_users_email_live",
            _sql("lower((email)::text)"),
            unique=True,
            postgresql_where=_sql("(deleted_at IS NULL)"),
        ),
        {
            "schema": "public",
            "comment": "One row per account. Soft deleted; 90 days later purge_expired() erases the person, and the row too unless orders hold on to it.",
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
    email: EmailAddress = Field(
        description="Address for login and mail; unique among live accounts, whatever the case.",
        sa_column=sa.Column(
            "email",
            EMAIL_ADDRESS,
            nullable=False,
            comment="Address for login and mail; unique among live accounts, whatever the case.",
        ),
    )
    password_hash: Annotated[str, StringConstraints(pattern="^\\$(?:2[aby]|argon2(?:id|i|d))\\$")] = Field(
        description="bcrypt or argon2 hash in its printed form; never a plain password.",
        sa_column=sa.Column(
            "password_hash",
            sa.Text,
            nullable=False,
            comment="bcrypt or argon2 hash in its printed form; never a plain password.",
        ),
    )
    role: Literal["customer", "promoter", "admin", "staff"] = Field(
        default=None,
        description="What the account may do: customer, promoter, staff or admin.",
        sa_column=sa.Column(
            "role",
            sa.Text,
            nullable=False,
            server_default=_sql("'customer'::text"),
            comment="What the account may do: customer, promoter, staff or admin.",
        ),
    )
    first_name: str | None = Field(
        default=None,
        description="Given name, used to address mail; null where not told.",
        sa_column=sa.Column("first_name", sa.Text, comment="Given name, used to address mail; null where not told."),
    )
    last_name: str | None = Field(
        default=None,
        description="Family name; null where not told.",
        sa_column=sa.Column("last_name", sa.Text, comment="Family name; null where not told."),
    )
    phone: str | None = Field(
        default=None,
        description="Telephone number as typed; null where not told.",
        sa_column=sa.Column("phone", sa.Text, comment="Telephone number as typed; null where not told."),
    )
    email_verified: bool = Field(
        default=None,
        description="Whether the owner has confirmed the address.",
        sa_column=sa.Column(
            "email_verified",
            sa.Boolean,
            nullable=False,
            server_default=_sql("false"),
            comment="Whether the owner has confirmed the address.",
        ),
    )
    deleted_at: datetime.datetime | None = Field(
        default=None,
        description="When the account was closed; null while it is live.",
        sa_column=sa.Column(
            "deleted_at",
            pg.TIMESTAMP(timezone=True),
            comment="When the account was closed; null while it is live.",
        ),
    )
    anonymised_at: datetime.datetime | None = Field(
        default=None,
        description="When the personal data of a closed account were erased; null before that.",
        sa_column=sa.Column(
            "anonymised_at",
            pg.TIMESTAMP(timezone=True),
            comment="When the personal data of a closed account were erased; null before that.",
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

    email_notifications: list["EmailNotifications"] = Relationship(
        back_populates="user",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )
    orders: list["Orders"] = Relationship(back_populates="user", sa_relationship_kwargs={"passive_deletes": "all"})
    promoters: Optional["Promoters"] = Relationship(
        back_populates="user",
        sa_relationship_kwargs={"uselist": False, "passive_deletes": "all"},
    )
    ticket_reservations: list["TicketReservations"] = Relationship(
        back_populates="user",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )
    waitlist: list["Waitlist"] = Relationship(back_populates="user", sa_relationship_kwargs={"passive_deletes": "all"})


class Waitlist(TableModel, table=True):
    """One row per person, event and tier wanted; a row is used again when the person comes back."""

    __tablename__ = "waitlist"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="waitlist_pkey"),
        sa.UniqueConstraint("event_id", "user_id", "tier_id", name="waitlist_once", postgresql_nulls_not_distinct=True),
        sa.CheckConstraint(_sql("(notification_expires_at > notified_at)"), name="waitlist_expiry_after_notice"),
        sa.CheckConstraint(_sql("(notified = (notified_at IS NOT NULL))"), name="waitlist_notified_at_if_notified"),
        sa.CheckConstraint(
            _sql(
                "((status <> 'notified'::public.waitlist_status) OR (notified AND (notification_expires_at IS NOT NULL)))",
            ),
            name="waitlist_offer_expires",
        ),
        sa.CheckConstraint(_sql('("position" > 0)'), name="waitlist_position_positive"),
        sa.CheckConstraint(
            _sql("((status <> 'waiting'::public.waitlist_status) OR (NOT notified))"),
            name="waitlist_waiting_not_notified",
        ),
        sa.ForeignKeyConstraint(["event_id"], ["public.events.id"], name="waitlist_event_id_fkey", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["tier_id", "event_id"],
            ["public.ticket_tiers.id", "public.ticket_tiers.event_id"],
            name="waitlist_tier_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["public.users.id"], name="waitlist_user_id_fkey", ondelete="CASCADE"),
        sa.Index("idx_waitlist_notified", "event_id", "position", postgresql_where=_sql("(notified = false)")),
        sa.Index(
            "idx_waitlist_overdue",
            "notification_expires_at",
            postgresql_where=_sql("(status = 'notified'::public.waitlist_status)"),
        ),
        sa.Index("idx_waitlist_position", "event_id", "position", unique=True),
        sa.Index("idx_waitlist_tier", "tier_id"),
        sa.Index("idx_waitlist_user", "user_id"),
        {
            "schema": "public",
            "comment": "One row per person, event and tier wanted; a row is used again when the person comes back.",
        },
    )

    id: UUID = Field(
        default=None,
        description="Key of the place.",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the place.",
        ),
    )
    event_id: UUID = Field(
        description="The event that is wanted.",
        sa_column=sa.Column("event_id", sa.Uuid, nullable=False, comment="The event that is wanted."),
    )
    user_id: UUID = Field(
        description="Who waits.",
        sa_column=sa.Column("user_id", sa.Uuid, nullable=False, comment="Who waits."),
    )
    tier_id: UUID | None = Field(
        default=None,
        description="The tier that is wanted; null: any.",
        sa_column=sa.Column("tier_id", sa.Uuid, comment="The tier that is wanted; null: any."),
    )
    position: Annotated[int, Gt(0)] = Field(
        description="Place in the event's queue, from 1 up, in the order of joining.",
        sa_column=sa.Column(
            "position",
            sa.Integer,
            nullable=False,
            comment="Place in the event's queue, from 1 up, in the order of joining.",
        ),
    )
    status: WaitlistStatus = Field(
        default=None,
        description="waiting, notified, converted, expired or left.",
        sa_column=sa.Column(
            "status",
            WAITLIST_STATUS,
            nullable=False,
            server_default=_sql("'waiting'::public.waitlist_status"),
            comment="waiting, notified, converted, expired or left.",
        ),
    )
    notified: bool = Field(
        default=None,
        description="Whether the last offer for this place was sent.",
        sa_column=sa.Column(
            "notified",
            sa.Boolean,
            nullable=False,
            server_default=_sql("false"),
            comment="Whether the last offer for this place was sent.",
        ),
    )
    notified_at: datetime.datetime | None = Field(
        default=None,
        description="When it was sent; null unless notified.",
        sa_column=sa.Column(
            "notified_at",
            pg.TIMESTAMP(timezone=True),
            comment="When it was sent; null unless notified.",
        ),
    )
    notification_expires_at: datetime.datetime | None = Field(
        default=None,
        description="Until when the offer stands, 24 hours after it was sent; null without one.",
        sa_column=sa.Column(
            "notification_expires_at",
            pg.TIMESTAMP(timezone=True),
            comment="Until when the offer stands, 24 hours after it was sent; null without one.",
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

    event: "Events" = Relationship(back_populates="waitlist", sa_relationship_kwargs={"overlaps": "tier,waitlist"})
    tier: Optional["TicketTiers"] = Relationship(
        back_populates="waitlist",
        sa_relationship_kwargs={"overlaps": "event,waitlist"},
    )
    user: "Users" = Relationship(back_populates="waitlist")
    email_notifications: list["EmailNotifications"] = Relationship(
        back_populates="waitlist",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )


class WaitlistCounters(TableModel, table=True):
    """One row per event that ever had a waitlist; join_waitlist() locks it while it gives out a place."""

    __tablename__ = "waitlist_counters"
    __table_args__ = (
        sa.PrimaryKeyConstraint("event_id", name="waitlist_counters_pkey"),
        sa.CheckConstraint(_sql("(last_position >= 0)"), name="waitlist_counters_last_position_not_negative"),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["public.events.id"],
            name="waitlist_counters_event_id_fkey",
            ondelete="CASCADE",
        ),
        {
            "schema": "public",
            "comment": "One row per event that ever had a waitlist; join_waitlist() locks it while it gives out a place.",
        },
    )

    event_id: UUID = Field(
        description="The event.",
        sa_column=sa.Column("event_id", sa.Uuid, nullable=False, comment="The event."),
    )
    last_position: Annotated[int, Ge(0)] = Field(
        default=None,
        description="Highest position given out so far; it never goes back.",
        sa_column=sa.Column(
            "last_position",
            sa.Integer,
            nullable=False,
            server_default=_sql("0"),
            comment="Highest position given out so far; it never goes back.",
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

    event: "Events" = Relationship(back_populates="waitlist_counters")


class ActiveEventsWithAvailability(ViewModel, table=True):
    """One row per published event to come, with what its active tiers whose sale is open have left."""

    __tablename__ = "active_events_with_availability"
    __table_args__ = {"schema": "public"}

    event_id: UUID | None = Field(
        default=None,
        description="Key of the event.",
        sa_column=sa.Column("event_id", sa.Uuid, primary_key=True),
    )
    title: str | None = Field(
        default=None,
        description="Name of the event.",
        sa_column=sa.Column("title", sa.String(255), primary_key=True),
    )
    slug: str | None = Field(
        default=None,
        description="Part of its page address.",
        sa_column=sa.Column("slug", sa.String(255), primary_key=True),
    )
    venue: str | None = Field(
        default=None,
        description="Name of the place.",
        sa_column=sa.Column("venue", sa.Text, primary_key=True),
    )
    start_time: datetime.datetime | None = Field(
        default=None,
        description="When it begins.",
        sa_column=sa.Column("start_time", pg.TIMESTAMP(timezone=True), primary_key=True),
    )
    min_price: Decimal | None = Field(
        default=None,
        description="Lowest price on sale; null where nothing is.",
        sa_column=sa.Column("min_price", sa.Numeric, primary_key=True),
    )
    max_price: Decimal | None = Field(
        default=None,
        description="Highest price on sale; null where nothing is.",
        sa_column=sa.Column("max_price", sa.Numeric, primary_key=True),
    )
    total_quantity: int | None = Field(
        default=None,
        description="Tickets of the tiers on sale, sold ones included.",
        sa_column=sa.Column("total_quantity", sa.BigInteger, primary_key=True),
    )
    tickets_available: int | None = Field(
        default=None,
        description="Tickets that can be bought now; 0 where nothing is on sale.",
        sa_column=sa.Column("tickets_available", sa.BigInteger, primary_key=True),
    )
    tiers_count: int | None = Field(
        default=None,
        description="Number of tiers on sale.",
        sa_column=sa.Column("tiers_count", sa.BigInteger, primary_key=True),
    )


class UserTicketsSummary(ViewModel, table=True):
    """One row per ticket with its buyer, event and tier."""

    __tablename__ = "user_tickets_summary"
    __table_args__ = {"schema": "public"}

    ticket_id: UUID | None = Field(
        default=None,
        description="Key of the ticket.",
        sa_column=sa.Column("ticket_id", sa.Uuid, primary_key=True),
    )
    user_id: UUID | None = Field(
        default=None,
        description="Who bought it.",
        sa_column=sa.Column("user_id", sa.Uuid, primary_key=True),
    )
    order_id: UUID | None = Field(
        default=None,
        description="The order that it came with.",
        sa_column=sa.Column("order_id", sa.Uuid, primary_key=True),
    )
    event_title: str | None = Field(
        default=None,
        description="Name of the event.",
        sa_column=sa.Column("event_title", sa.String(255), primary_key=True),
    )
    event_start_time: datetime.datetime | None = Field(
        default=None,
        description="When the event begins.",
        sa_column=sa.Column("event_start_time", pg.TIMESTAMP(timezone=True), primary_key=True),
    )
    venue: str | None = Field(
        default=None,
        description="Name of the place.",
        sa_column=sa.Column("venue", sa.Text, primary_key=True),
    )
    tier_name: str | None = Field(
        default=None,
        description="Name of the tier.",
        sa_column=sa.Column("tier_name", sa.Text, primary_key=True),
    )
    ticket_code: str | None = Field(
        default=None,
        description="Code printed on the ticket.",
        sa_column=sa.Column("ticket_code", sa.Text, primary_key=True),
    )
    ticket_status: str | None = Field(
        default=None,
        description="valid, used, cancelled, refunded or transferred.",
        sa_column=sa.Column("ticket_status", sa.Text, primary_key=True),
    )


class EventSalesSummary(ViewModel, table=True):
    """One row per event that is not withdrawn, as of the last refresh; zeros where nothing was sold."""

    __tablename__ = "event_sales_summary"
    __table_args__ = {"schema": "public"}

    event_id: UUID | None = Field(
        default=None,
        description="Key of the event.",
        sa_column=sa.Column("event_id", sa.Uuid, primary_key=True),
    )
    title: str | None = Field(
        default=None,
        description="Name of the event.",
        sa_column=sa.Column("title", sa.String(255)),
    )
    promoter_id: UUID | None = Field(
        default=None,
        description="Who publishes it.",
        sa_column=sa.Column("promoter_id", sa.Uuid),
    )
    start_time: datetime.datetime | None = Field(
        default=None,
        description="When it begins.",
        sa_column=sa.Column("start_time", pg.TIMESTAMP(timezone=True)),
    )
    total_capacity: int | None = Field(
        default=None,
        description="Sum of the tiers' quantities.",
        sa_column=sa.Column("total_capacity", sa.BigInteger),
    )
    tickets_sold: int | None = Field(
        default=None,
        description="Tickets that are valid or used.",
        sa_column=sa.Column("tickets_sold", sa.BigInteger),
    )
    tickets_reserved: int | None = Field(
        default=None,
        description="Tickets held by active reservations.",
        sa_column=sa.Column("tickets_reserved", sa.BigInteger),
    )
    tickets_available: int | None = Field(
        default=None,
        description="Tickets neither sold nor reserved, on sale or not.",
        sa_column=sa.Column("tickets_available", sa.BigInteger),
    )
    paid_orders: int | None = Field(
        default=None,
        description="Orders that are paid, partly refunded ones included.",
        sa_column=sa.Column("paid_orders", sa.BigInteger),
    )
    gross_revenue: Decimal | None = Field(
        default=None,
        description="Sum of those orders' totals, before refunds.",
        sa_column=sa.Column("gross_revenue", sa.Numeric),
    )
    fees: Decimal | None = Field(
        default=None,
        description="Our fees within it.",
        sa_column=sa.Column("fees", sa.Numeric),
    )
    tax: Decimal | None = Field(default=None, description="Tax within it.", sa_column=sa.Column("tax", sa.Numeric))
    net_revenue: Decimal | None = Field(
        default=None,
        description="gross_revenue - fees - tax.",
        sa_column=sa.Column("net_revenue", sa.Numeric),
    )
    refunds: Decimal | None = Field(
        default=None,
        description="What was paid back, of whatever order.",
        sa_column=sa.Column("refunds", sa.Numeric),
    )
    last_sale_at: datetime.datetime | None = Field(
        default=None,
        description="When the last of those orders was paid; null where there is none.",
        sa_column=sa.Column("last_sale_at", pg.TIMESTAMP(timezone=True)),
    )
    sell_through: Decimal | None = Field(
        default=None,
        description="tickets_sold / total_capacity, from 0 to 1 with four decimals.",
        sa_column=sa.Column("sell_through", sa.Numeric(5, 4)),
    )
    refreshed_at: datetime.datetime | None = Field(
        default=None,
        description="When the figures were taken.",
        sa_column=sa.Column("refreshed_at", pg.TIMESTAMP(timezone=True)),
    )


_run(
    "after_create",
    "COMMENT ON TYPE public.waitlist_status IS 'State of a place in the queue. waiting: no offer yet; notified: holds an offer for 24 hours; converted: bought; expired: let the offer pass; left: gave the place up.'",
    "COMMENT ON DOMAIN public.currency_code IS 'An ISO 4217 currency, three capital letters.'",
    "COMMENT ON DOMAIN public.email_address IS 'An e-mail address: one @, no white space. Kept as typed; compare with lower().'",
    "ALTER SEQUENCE public.order_number_seq OWNED BY public.orders.order_number",
    "COMMENT ON SEQUENCE public.order_number_seq IS 'Gives orders their numbers; gaps are normal.'",
)
