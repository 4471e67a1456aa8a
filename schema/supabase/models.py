"""The tables and views of a database as SQLModel classes, written by `pgplumb models` from its catalog.

Edit the schema and write the file again. What is sent is checked by `model_validate`, and by the server; SQLModel's
constructors check nothing.
"""

# metadata.create_all makes the schema without what SQLModel cannot express:
#   default privilege: default privileges app_owner, default privileges definer_reader, default privileges
#     definer_writer
#   force row security of table: app.document_versions, app.documents, app.event_store, app.invitations,
#     app.memberships, app.projects, app.realtime_outbox, app.tenants, app.webhook_deliveries, audit.audit_log,
#     audit.security_events, auth.identities, auth.users, storage.storage_objects
#   function: app.accept_invitation(text), app.append_event(text, uuid, integer, uuid, text, jsonb),
#     app.close_tenant(uuid), app.create_tenant(text, text), app.health_db(), app.health_locks(), app.health_pool(),
#     app.rebuild(uuid), app.search_documents(uuid, text, integer), app.soft_delete_document(uuid),
#     audit.record_act(text, uuid, text, text, jsonb), auth.begin_request(text, text, text), auth.jwt(), auth.role(),
#     auth.uid(), private.acting_role(), private.append_event(text, uuid, integer, uuid, text, jsonb),
#     private.audit_row(), private.begin_with_owner(), private.bootstrap_owner(), private.check_event_version(),
#     private.delivery_transition(), private.document_event(), private.document_state(app.documents), private.enqueue(),
#     private.keep_owner(), private.keep_owners_of_account(), private.keep_version(), private.next_version(),
#     private.open_owners(uuid), private.open_tenants(), private.refuse_change(), private.refuse_member_move(),
#     private.refuse_move(), private.refuse_own_promotion(), private.refuse_version_loss(),
#     private.require_any_owner(uuid), private.require_owner(uuid), private.role_rank(text),
#     private.sees_document(uuid), private.set_updated_at(), private.tenant_is_shut(uuid), private.tenant_role(uuid),
#     private.tenants_with(text)
#   grants to anon: app.documents.body, app.documents.created_at, app.documents.id, app.documents.project_id,
#     app.documents.search, app.documents.tenant_id, app.documents.title, app.documents.updated_at,
#     app.documents.version, app.documents.visibility, schema app, schema auth
#   grants to authenticated: app.document_versions, app.documents, app.documents.body, app.documents.id,
#     app.documents.owner_id, app.documents.project_id, app.documents.tenant_id, app.documents.title,
#     app.documents.visibility, app.event_store.actor, app.event_store.aggregate_id, app.event_store.aggregate_type,
#     app.event_store.event_type, app.event_store.global_seq, app.event_store.occurred_at, app.event_store.tenant_id,
#     app.event_store.version, app.invitations, app.invitations.accepted_at, app.invitations.created_at,
#     app.invitations.email, app.invitations.expires_at, app.invitations.id, app.invitations.role,
#     app.invitations.tenant_id, app.invitations.token_hash, app.memberships, app.memberships.invited_by,
#     app.memberships.role, app.memberships.tenant_id, app.memberships.user_id, app.projects, app.projects.archived_at,
#     app.projects.created_by, app.projects.id, app.projects.name, app.projects.status, app.projects.tenant_id,
#     app.tenants, app.tenants.created_by, app.tenants.id, app.tenants.name, app.tenants.slug, audit.audit_log, schema
#     app, schema audit, schema auth, schema storage, storage.storage_objects, storage.storage_objects.bucket,
#     storage.storage_objects.content_type, storage.storage_objects.document_id, storage.storage_objects.id,
#     storage.storage_objects.path, storage.storage_objects.sha256, storage.storage_objects.size_bytes,
#     storage.storage_objects.tenant_id, storage.storage_objects.uploaded_by
#   grants to authenticator: schema auth
#   grants to definer_reader: app.documents, app.memberships, app.tenants, auth.identities, auth.users, schema app,
#     schema auth, schema private
#   grants to definer_writer: app.document_versions, app.documents, app.documents.deleted_at, app.event_store,
#     app.invitations, app.invitations.accepted_at, app.memberships, app.realtime_outbox, app.realtime_outbox.id,
#     app.tenants, app.tenants.deleted_at, app.tenants.updated_at, audit.audit_log, audit.audit_log.id, auth.users,
#     auth.users.id, schema app, schema audit, schema auth, schema private, schema storage
#   grants to service_role: app.document_versions, app.documents, app.event_store, app.invitations, app.memberships,
#     app.projects, app.realtime_outbox, app.realtime_outbox.published_at, app.tenants, app.webhook_deliveries,
#     app.webhook_deliveries.attempts, app.webhook_deliveries.last_error, app.webhook_deliveries.next_attempt_at,
#     app.webhook_deliveries.response_code, app.webhook_deliveries.status, audit.audit_log, audit.security_events,
#     auth.identities, auth.users, schema app, schema audit, schema auth, schema storage, storage.storage_objects
#   owner of schema: app, audit, auth, private, storage
#   owner of table: app.document_versions, app.documents, app.event_store, app.invitations, app.memberships,
#     app.projects, app.realtime_outbox, app.tenants, app.webhook_deliveries, audit.audit_log, audit.security_events,
#     auth.identities, auth.users, storage.storage_objects
#   policy: app.document_versions.document_versions_definer, app.document_versions.document_versions_select,
#     app.document_versions.document_versions_service, app.documents.documents_definer_read,
#     app.documents.documents_definer_write, app.documents.documents_insert, app.documents.documents_open,
#     app.documents.documents_open_public, app.documents.documents_select, app.documents.documents_select_public,
#     app.documents.documents_service, app.documents.documents_update, app.event_store.event_store_definer_read,
#     app.event_store.event_store_definer_write, app.event_store.event_store_open, app.event_store.event_store_select,
#     app.event_store.event_store_service, app.invitations.invitations_definer_read,
#     app.invitations.invitations_definer_write, app.invitations.invitations_delete, app.invitations.invitations_insert,
#     app.invitations.invitations_open, app.invitations.invitations_select, app.invitations.invitations_service,
#     app.memberships.memberships_definer_read, app.memberships.memberships_definer_write,
#     app.memberships.memberships_delete, app.memberships.memberships_insert, app.memberships.memberships_open,
#     app.memberships.memberships_select, app.memberships.memberships_service, app.memberships.memberships_update,
#     app.projects.projects_delete, app.projects.projects_insert, app.projects.projects_open,
#     app.projects.projects_select, app.projects.projects_service, app.projects.projects_update,
#     app.realtime_outbox.realtime_outbox_definer, app.realtime_outbox.realtime_outbox_definer_read,
#     app.realtime_outbox.realtime_outbox_service, app.tenants.tenants_definer_read, app.tenants.tenants_definer_write,
#     app.tenants.tenants_delete, app.tenants.tenants_insert, app.tenants.tenants_open_delete,
#     app.tenants.tenants_open_update, app.tenants.tenants_select, app.tenants.tenants_service,
#     app.tenants.tenants_update, app.webhook_deliveries.webhook_deliveries_service, audit.audit_log.audit_log_definer,
#     audit.audit_log.audit_log_definer_read, audit.audit_log.audit_log_open, audit.audit_log.audit_log_select,
#     audit.audit_log.audit_log_service, audit.security_events.security_events_read,
#     audit.security_events.security_events_write, auth.identities.identities_definer,
#     auth.identities.identities_service, auth.users.users_definer, auth.users.users_definer_lock,
#     auth.users.users_service, storage.storage_objects.storage_objects_delete,
#     storage.storage_objects.storage_objects_insert, storage.storage_objects.storage_objects_open,
#     storage.storage_objects.storage_objects_select, storage.storage_objects.storage_objects_service,
#     storage.storage_objects.storage_objects_update
#   row security of table: app.document_versions, app.documents, app.event_store, app.invitations, app.memberships,
#     app.projects, app.realtime_outbox, app.tenants, app.webhook_deliveries, audit.audit_log, audit.security_events,
#     auth.identities, auth.users, storage.storage_objects
#   trigger: app.document_versions.document_versions_refuse_change,
#     app.document_versions.document_versions_refuse_delete, app.document_versions.document_versions_refuse_truncate,
#     app.documents.documents_audit, app.documents.documents_audit_update, app.documents.documents_event,
#     app.documents.documents_keep_tenant, app.documents.documents_keep_version, app.documents.documents_next_version,
#     app.documents.documents_outbox, app.documents.documents_set_updated_at, app.event_store.event_store_next_version,
#     app.event_store.event_store_refuse_change, app.event_store.event_store_refuse_truncate,
#     app.invitations.invitations_keep_tenant, app.memberships.memberships_audit,
#     app.memberships.memberships_audit_update, app.memberships.memberships_keep_owner_on_delete,
#     app.memberships.memberships_keep_owner_on_update, app.memberships.memberships_keep_tenant,
#     app.memberships.memberships_refuse_own_promotion, app.memberships.memberships_set_updated_at,
#     app.projects.projects_audit, app.projects.projects_audit_update, app.projects.projects_keep_tenant,
#     app.projects.projects_outbox, app.projects.projects_set_updated_at, app.tenants.tenants_audit,
#     app.tenants.tenants_audit_update, app.tenants.tenants_bootstrap_owner, app.tenants.tenants_keep_owner,
#     app.tenants.tenants_set_updated_at, app.webhook_deliveries.webhook_deliveries_set_updated_at,
#     app.webhook_deliveries.webhook_deliveries_transition, audit.audit_log.audit_log_refuse_change,
#     audit.audit_log.audit_log_refuse_truncate, audit.security_events.security_events_refuse_change,
#     audit.security_events.security_events_refuse_truncate, auth.users.users_keep_owners,
#     auth.users.users_set_updated_at, storage.storage_objects.storage_objects_audit,
#     storage.storage_objects.storage_objects_audit_update, storage.storage_objects.storage_objects_keep_tenant,
#     storage.storage_objects.storage_objects_set_updated_at
#   view: app.my_tenants, app.tenant_activity
# ruff: noqa
# fmt: off

import datetime
from typing import Annotated, Any, Literal, Optional
from uuid import UUID

import sqlalchemy as sa
from annotated_types import Ge, Gt, Le, MaxLen, MinLen
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


_run(
    "before_create",
    "CREATE SCHEMA IF NOT EXISTS app",
    "CREATE SCHEMA IF NOT EXISTS audit",
    "CREATE SCHEMA IF NOT EXISTS auth",
    "CREATE SCHEMA IF NOT EXISTS private",
    "CREATE SCHEMA IF NOT EXISTS storage",
)


class DocumentVersions(TableModel, table=True):
    """One row per version of a document, written by trigger; it stays as it is, as long as the document."""

    __tablename__ = "document_versions"
    __table_args__ = (
        sa.PrimaryKeyConstraint("document_id", "version", name="document_versions_pkey"),
        sa.CheckConstraint(_sql("(octet_length(body) <= 1048576)"), name="document_versions_body_size"),
        sa.CheckConstraint(_sql("(version > 0)"), name="document_versions_version_counts"),
        sa.ForeignKeyConstraint(
            ["document_id", "tenant_id"],
            ["app.documents.id", "app.documents.tenant_id"],
            name="document_versions_document_id_fkey",
            ondelete="CASCADE",
        ),
        {
            "schema": "app",
            "comment": "One row per version of a document, written by trigger; it stays as it is, as long as the document.",
        },
    )

    document_id: UUID = Field(
        description="Of which document.",
        sa_column=sa.Column("document_id", sa.Uuid, nullable=False, comment="Of which document."),
    )
    version: Annotated[int, Gt(0)] = Field(
        description="Its number, as documents.version was.",
        sa_column=sa.Column("version", sa.Integer, nullable=False, comment="Its number, as documents.version was."),
    )
    tenant_id: UUID = Field(
        description="Whose it is, as of the document.",
        sa_column=sa.Column("tenant_id", sa.Uuid, nullable=False, comment="Whose it is, as of the document."),
    )
    body: Annotated[str, MaxLen(1048576)] = Field(
        description="The text then, up to 1 MiB.",
        sa_column=sa.Column("body", sa.Text, nullable=False, comment="The text then, up to 1 MiB."),
    )
    created_by: UUID | None = Field(
        default=None,
        description="Who wrote it: an account, which may be gone; null: a service.",
        sa_column=sa.Column(
            "created_by",
            sa.Uuid,
            comment="Who wrote it: an account, which may be gone; null: a service.",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When it was written.",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("now()"),
            comment="When it was written.",
        ),
    )

    document: "Documents" = Relationship(back_populates="document_versions")


class Documents(TableModel, table=True):
    """One row per document. Deleted by soft_delete_document(), which keeps it; services erase for good."""

    __tablename__ = "documents"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="documents_pkey"),
        sa.UniqueConstraint("id", "tenant_id", name="documents_id_tenant_id_key"),
        sa.CheckConstraint(_sql("(octet_length(body) <= 1048576)"), name="documents_body_size"),
        sa.CheckConstraint(_sql("((title)::text <> ''::text)"), name="documents_title_not_empty"),
        sa.CheckConstraint(_sql("(version > 0)"), name="documents_version_counts"),
        sa.CheckConstraint(
            _sql("(visibility = ANY (ARRAY['private'::text, 'tenant'::text, 'public'::text]))"),
            name="documents_visibility_known",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "owner_id"],
            ["app.memberships.tenant_id", "app.memberships.user_id"],
            name="documents_owner_id_fkey",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "tenant_id"],
            ["app.projects.id", "app.projects.tenant_id"],
            name="documents_project_id_fkey",
            ondelete="RESTRICT",
        ),
        sa.Index("documents_owner_id", "owner_id", "tenant_id"),
        sa.Index("documents_page", "tenant_id", "project_id", _sql("created_at DESC"), _sql("id DESC")),
        sa.Index(
            "documents_public",
            _sql("created_at DESC"),
            _sql("id DESC"),
            postgresql_where=_sql("((visibility = 'public'::text) AND (deleted_at IS NULL))"),
        ),
        sa.Index("documents_recent", "tenant_id", _sql("created_at DESC"), _sql("id DESC")),
        sa.Index("documents_search", "search", postgresql_using="gin"),
        {
            "schema": "app",
            "comment": "One row per document. Deleted by soft_delete_document(), which keeps it; services erase for good.",
        },
    )

    id: UUID = Field(
        default=None,
        description="Key of the document.",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the document.",
        ),
    )
    tenant_id: UUID = Field(
        description="Whose it is; never changes.",
        sa_column=sa.Column("tenant_id", sa.Uuid, nullable=False, comment="Whose it is; never changes."),
    )
    project_id: UUID = Field(
        description="The project that it is in, of the same tenant.",
        sa_column=sa.Column(
            "project_id",
            sa.Uuid,
            nullable=False,
            comment="The project that it is in, of the same tenant.",
        ),
    )
    owner_id: UUID = Field(
        description="The member who wrote it; they leave the tenant only after their documents were given to another.",
        sa_column=sa.Column(
            "owner_id",
            sa.Uuid,
            nullable=False,
            comment="The member who wrote it; they leave the tenant only after their documents were given to another.",
        ),
    )
    title: Annotated[str, MinLen(1), MaxLen(300)] = Field(
        description="Its title, up to 300 characters.",
        sa_column=sa.Column("title", sa.String(300), nullable=False, comment="Its title, up to 300 characters."),
    )
    body: Annotated[str, MaxLen(1048576)] = Field(
        default=None,
        description="Its text, up to 1 MiB.",
        sa_column=sa.Column(
            "body",
            sa.Text,
            nullable=False,
            server_default=_sql("''::text"),
            comment="Its text, up to 1 MiB.",
        ),
    )
    visibility: Literal["private", "tenant", "public"] = Field(
        default=None,
        description="Who reads it: private (its owner), tenant (members), public (everybody without a login too).",
        sa_column=sa.Column(
            "visibility",
            sa.Text,
            nullable=False,
            server_default=_sql("'tenant'::text"),
            comment="Who reads it: private (its owner), tenant (members), public (everybody without a login too).",
        ),
    )
    version: Annotated[int, Gt(0)] = Field(
        default=None,
        description="Counts changes, from 1 on; a writer names the one that was read.",
        sa_column=sa.Column(
            "version",
            sa.Integer,
            nullable=False,
            server_default=_sql("1"),
            comment="Counts changes, from 1 on; a writer names the one that was read.",
        ),
    )
    search: str = Field(
        default=None,
        description="Words of title (weight A) and of the first 200,000 characters of the body (B), in no language.",
        sa_column=sa.Column(
            "search",
            pg.TSVECTOR,
            sa.Computed(
                _sql(
                    '(setweight(to_tsvector(\'simple\'::regconfig, (title)::text), \'A\'::"char") || setweight(to_tsvector(\'simple\'::regconfig, "left"(body, 200000)), \'B\'::"char"))',
                ),
                persisted=True,
            ),
            nullable=False,
            comment="Words of title (weight A) and of the first 200,000 characters of the body (B), in no language.",
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
    deleted_at: datetime.datetime | None = Field(
        default=None,
        description="When it was deleted; null while it is there.",
        sa_column=sa.Column(
            "deleted_at",
            pg.TIMESTAMP(timezone=True),
            comment="When it was deleted; null while it is there.",
        ),
    )

    owner: "Memberships" = Relationship(
        back_populates="documents",
        sa_relationship_kwargs={"overlaps": "documents,project"},
    )
    project: "Projects" = Relationship(
        back_populates="documents",
        sa_relationship_kwargs={"overlaps": "documents,owner"},
    )
    document_versions: list["DocumentVersions"] = Relationship(
        back_populates="document",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )
    storage_objects: list["StorageObjects"] = Relationship(
        back_populates="document",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )


class EventStore(TableModel, table=True):
    """One row per event, only ever added, by functions and triggers. Has no foreign keys: it outlives what it tells of."""

    __tablename__ = "event_store"
    __table_args__ = (
        sa.PrimaryKeyConstraint("global_seq", name="event_store_pkey"),
        sa.UniqueConstraint("aggregate_id", "version", name="event_store_aggregate_id_version_key"),
        sa.CheckConstraint(
            _sql("(aggregate_type ~ '^[a-z][a-z_]{0,39}$'::text)"),
            name="event_store_aggregate_type_shape",
        ),
        sa.CheckConstraint(
            _sql("(event_type ~ '^[a-z][a-z_]{0,39}\\.[a-z][a-z_]{0,39}$'::text)"),
            name="event_store_event_type_shape",
        ),
        sa.CheckConstraint(_sql("(jsonb_typeof(metadata) = 'object'::text)"), name="event_store_metadata_object"),
        sa.CheckConstraint(_sql("(octet_length((metadata)::text) <= 8192)"), name="event_store_metadata_size"),
        sa.CheckConstraint(_sql("(jsonb_typeof(payload) = 'object'::text)"), name="event_store_payload_object"),
        sa.CheckConstraint(_sql("(octet_length((payload)::text) <= 65536)"), name="event_store_payload_size"),
        sa.CheckConstraint(_sql("(version > 0)"), name="event_store_version_counts"),
        sa.Index("event_store_reading", "written_in", "global_seq"),
        sa.Index("event_store_tenant_id", "tenant_id", "global_seq"),
        {
            "schema": "app",
            "comment": "One row per event, only ever added, by functions and triggers. Has no foreign keys: it outlives what it tells of.",
        },
    )

    global_seq: int = Field(
        default=None,
        description="Key; in order within a transaction, with gaps.",
        sa_column=sa.Column(
            "global_seq",
            sa.BigInteger,
            sa.Identity(always=True),
            nullable=False,
            comment="Key; in order within a transaction, with gaps.",
        ),
    )
    aggregate_type: Annotated[str, StringConstraints(pattern="^[a-z][a-z_]{0,39}$")] = Field(
        description="What kind of thing it happened to, such as document.",
        sa_column=sa.Column(
            "aggregate_type",
            sa.Text,
            nullable=False,
            comment="What kind of thing it happened to, such as document.",
        ),
    )
    aggregate_id: UUID = Field(
        description="To which one.",
        sa_column=sa.Column("aggregate_id", sa.Uuid, nullable=False, comment="To which one."),
    )
    version: Annotated[int, Gt(0)] = Field(
        description="The how-manieth event of that thing: 1, 2, 3 without gaps.",
        sa_column=sa.Column(
            "version",
            sa.Integer,
            nullable=False,
            comment="The how-manieth event of that thing: 1, 2, 3 without gaps.",
        ),
    )
    tenant_id: UUID = Field(
        description="Whose the thing is; the same for all its events.",
        sa_column=sa.Column(
            "tenant_id",
            sa.Uuid,
            nullable=False,
            comment="Whose the thing is; the same for all its events.",
        ),
    )
    event_type: Annotated[str, StringConstraints(pattern="^[a-z][a-z_]{0,39}\\.[a-z][a-z_]{0,39}$")] = Field(
        description="What happened, as kind.verb: document.created.",
        sa_column=sa.Column(
            "event_type",
            sa.Text,
            nullable=False,
            comment="What happened, as kind.verb: document.created.",
        ),
    )
    payload: dict[str, Any] = Field(
        description="What it changed: a JSON object of columns and their new values, up to 64 KiB.",
        sa_column=sa.Column(
            "payload",
            pg.JSONB(none_as_null=True),
            nullable=False,
            comment="What it changed: a JSON object of columns and their new values, up to 64 KiB.",
        ),
    )
    metadata_: dict[str, Any] = Field(
        default=None,
        description="Where it came from: request_id and trace_id, where they were said.",
        sa_column=sa.Column(
            "metadata",
            pg.JSONB(none_as_null=True),
            nullable=False,
            server_default=_sql("'{}'::jsonb"),
            comment="Where it came from: request_id and trace_id, where they were said.",
        ),
    )
    actor: UUID | None = Field(
        default=None,
        description="Who did it: an account, which may be gone; null: a service.",
        sa_column=sa.Column("actor", sa.Uuid, comment="Who did it: an account, which may be gone; null: a service."),
    )
    occurred_at: datetime.datetime = Field(
        default=None,
        description="When it happened.",
        sa_column=sa.Column(
            "occurred_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("clock_timestamp()"),
            comment="When it happened.",
        ),
    )
    written_in: str = Field(
        default=None,
        description="The transaction that wrote it, by which readers go; of this server alone.",
        sa_column=sa.Column(
            "written_in",
            Raw("xid8"),
            nullable=False,
            server_default=_sql("pg_current_xact_id()"),
            comment="The transaction that wrote it, by which readers go; of this server alone.",
        ),
    )


class Invitations(TableModel, table=True):
    """One row per invitation: open until it is accepted or expires."""

    __tablename__ = "invitations"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="invitations_pkey"),
        sa.UniqueConstraint("token_hash", name="invitations_token_hash_key"),
        sa.CheckConstraint(_sql("(email ~ '^[^@[:space:]]+@[^@[:space:]]+$'::text)"), name="invitations_email_shape"),
        sa.CheckConstraint(_sql("(expires_at > created_at)"), name="invitations_expires_later"),
        sa.CheckConstraint(
            _sql("(role = ANY (ARRAY['admin'::text, 'editor'::text, 'viewer'::text]))"),
            name="invitations_role_known",
        ),
        sa.CheckConstraint(_sql("(token_hash ~ '^[0-9a-f]{64}$'::text)"), name="invitations_token_hash_shape"),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["app.tenants.id"],
            name="invitations_tenant_id_fkey",
            ondelete="CASCADE",
        ),
        sa.Index(
            "invitations_open",
            "tenant_id",
            _sql("lower(email)"),
            unique=True,
            postgresql_where=_sql("(accepted_at IS NULL)"),
        ),
        sa.Index("invitations_tenant_id", "tenant_id"),
        {"schema": "app", "comment": "One row per invitation: open until it is accepted or expires."},
    )

    id: UUID = Field(
        default=None,
        description="Key of the invitation.",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the invitation.",
        ),
    )
    tenant_id: UUID = Field(
        description="Into which tenant.",
        sa_column=sa.Column("tenant_id", sa.Uuid, nullable=False, comment="Into which tenant."),
    )
    email: Annotated[str, StringConstraints(pattern="(?:^[^@ \\t\\n\\r\\f\\v]+@[^@ \\t\\n\\r\\f\\v]+$)|[^\\x00-\\x7F]")] = Field(
        description="Whom: the account that accepts has this address.",
        sa_column=sa.Column(
            "email",
            sa.Text,
            nullable=False,
            comment="Whom: the account that accepts has this address.",
        ),
    )
    role: Literal["admin", "editor", "viewer"] = Field(
        description="What they become: admin, editor or viewer.",
        sa_column=sa.Column("role", sa.Text, nullable=False, comment="What they become: admin, editor or viewer."),
    )
    token_hash: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")] = Field(
        description="SHA-256 of the token that was sent, in 64 hexadecimal digits.",
        sa_column=sa.Column(
            "token_hash",
            sa.Text,
            nullable=False,
            comment="SHA-256 of the token that was sent, in 64 hexadecimal digits.",
        ),
    )
    expires_at: datetime.datetime = Field(
        description="Until when it can be accepted.",
        sa_column=sa.Column(
            "expires_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            comment="Until when it can be accepted.",
        ),
    )
    accepted_at: datetime.datetime | None = Field(
        default=None,
        description="When it was accepted; null while it is open.",
        sa_column=sa.Column(
            "accepted_at",
            pg.TIMESTAMP(timezone=True),
            comment="When it was accepted; null while it is open.",
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

    tenant: "Tenants" = Relationship(back_populates="invitations")


class Memberships(TableModel, table=True):
    """One row per person in a tenant. A tenant always has an owner."""

    __tablename__ = "memberships"
    __table_args__ = (
        sa.PrimaryKeyConstraint("tenant_id", "user_id", name="memberships_pkey"),
        sa.CheckConstraint(
            _sql("(role = ANY (ARRAY['owner'::text, 'admin'::text, 'editor'::text, 'viewer'::text]))"),
            name="memberships_role_known",
        ),
        sa.ForeignKeyConstraint(
            ["invited_by"],
            ["auth.users.id"],
            name="memberships_invited_by_fkey",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["app.tenants.id"],
            name="memberships_tenant_id_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["auth.users.id"], name="memberships_user_id_fkey", ondelete="CASCADE"),
        sa.Index("memberships_invited_by", "invited_by"),
        sa.Index("memberships_user_id", "user_id", "tenant_id", postgresql_include=["role"]),
        {"schema": "app", "comment": "One row per person in a tenant. A tenant always has an owner."},
    )

    tenant_id: UUID = Field(
        description="In which tenant; never changes.",
        sa_column=sa.Column("tenant_id", sa.Uuid, nullable=False, comment="In which tenant; never changes."),
    )
    user_id: UUID = Field(
        description="Who; never changes.",
        sa_column=sa.Column("user_id", sa.Uuid, nullable=False, comment="Who; never changes."),
    )
    role: Literal["owner", "admin", "editor", "viewer"] = Field(
        description="What they may do, each all that the next may: owner, admin, editor (writes), viewer (reads).",
        sa_column=sa.Column(
            "role",
            sa.Text,
            nullable=False,
            comment="What they may do, each all that the next may: owner, admin, editor (writes), viewer (reads).",
        ),
    )
    invited_by: UUID | None = Field(
        default=None,
        description="Who let them in; null: nobody, or the account is gone.",
        sa_column=sa.Column("invited_by", sa.Uuid, comment="Who let them in; null: nobody, or the account is gone."),
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

    users_by_invited_by: Optional["Users"] = Relationship(
        back_populates="memberships_by_invited_by",
        sa_relationship_kwargs={"primaryjoin": "foreign(Memberships.invited_by) == remote(Users.id)"},
    )
    tenant: "Tenants" = Relationship(back_populates="memberships")
    user: "Users" = Relationship(
        back_populates="memberships_by_user",
        sa_relationship_kwargs={"primaryjoin": "foreign(Memberships.user_id) == remote(Users.id)"},
    )
    documents: list["Documents"] = Relationship(
        back_populates="owner",
        sa_relationship_kwargs={"passive_deletes": "all", "overlaps": "documents,project"},
    )


class Projects(TableModel, table=True):
    """One row per project; one with documents cannot be deleted."""

    __tablename__ = "projects"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="projects_pkey"),
        sa.UniqueConstraint("id", "tenant_id", name="projects_id_tenant_id_key"),
        sa.UniqueConstraint("tenant_id", "name", name="projects_tenant_id_name_key"),
        sa.CheckConstraint(
            _sql("((status = 'archived'::text) = (archived_at IS NOT NULL))"),
            name="projects_archived_has_time",
        ),
        sa.CheckConstraint(_sql("((name)::text <> ''::text)"), name="projects_name_not_empty"),
        sa.CheckConstraint(
            _sql("(status = ANY (ARRAY['active'::text, 'archived'::text]))"),
            name="projects_status_known",
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["auth.users.id"],
            name="projects_created_by_fkey",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["app.tenants.id"], name="projects_tenant_id_fkey", ondelete="RESTRICT"),
        sa.Index("projects_created_by", "created_by"),
        {"schema": "app", "comment": "One row per project; one with documents cannot be deleted."},
    )

    id: UUID = Field(
        default=None,
        description="Key of the project.",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the project.",
        ),
    )
    tenant_id: UUID = Field(
        description="Whose it is; never changes.",
        sa_column=sa.Column("tenant_id", sa.Uuid, nullable=False, comment="Whose it is; never changes."),
    )
    name: Annotated[str, MinLen(1), MaxLen(200)] = Field(
        description="What people call it, up to 200 characters; unique within the tenant.",
        sa_column=sa.Column(
            "name",
            sa.String(200),
            nullable=False,
            comment="What people call it, up to 200 characters; unique within the tenant.",
        ),
    )
    status: Literal["active", "archived"] = Field(
        default=None,
        description="active or archived.",
        sa_column=sa.Column(
            "status",
            sa.Text,
            nullable=False,
            server_default=_sql("'active'::text"),
            comment="active or archived.",
        ),
    )
    created_by: UUID | None = Field(
        default=None,
        description="Who made it; null: a service, or the account is gone.",
        sa_column=sa.Column("created_by", sa.Uuid, comment="Who made it; null: a service, or the account is gone."),
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
    archived_at: datetime.datetime | None = Field(
        default=None,
        description="Since when it is archived; null while it is active.",
        sa_column=sa.Column(
            "archived_at",
            pg.TIMESTAMP(timezone=True),
            comment="Since when it is archived; null while it is active.",
        ),
    )

    users: Optional["Users"] = Relationship(back_populates="projects")
    tenant: "Tenants" = Relationship(back_populates="projects")
    documents: list["Documents"] = Relationship(
        back_populates="project",
        sa_relationship_kwargs={"passive_deletes": "all", "overlaps": "documents,owner"},
    )


class RealtimeOutbox(TableModel, table=True):
    """One row per change to tell of. Senders take rows in order of id, and may send one twice."""

    __tablename__ = "realtime_outbox"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="realtime_outbox_pkey"),
        sa.CheckConstraint(
            _sql("(event_type = ANY (ARRAY['insert'::text, 'update'::text, 'delete'::text]))"),
            name="realtime_outbox_event_type_known",
        ),
        sa.CheckConstraint(_sql("(jsonb_typeof(payload) = 'object'::text)"), name="realtime_outbox_payload_object"),
        sa.CheckConstraint(_sql("(octet_length((payload)::text) < 7000)"), name="realtime_outbox_payload_size"),
        sa.CheckConstraint(
            _sql("((length(topic) >= 1) AND (length(topic) <= 200))"),
            name="realtime_outbox_topic_length",
        ),
        sa.Index("realtime_outbox_unpublished", "id", postgresql_where=_sql("(published_at IS NULL)")),
        {
            "schema": "app",
            "comment": "One row per change to tell of. Senders take rows in order of id, and may send one twice.",
        },
    )

    id: int = Field(
        default=None,
        description="Key, and what NOTIFY realtime_outbox carries; gaps are normal.",
        sa_column=sa.Column(
            "id",
            sa.BigInteger,
            sa.Identity(always=True),
            nullable=False,
            comment="Key, and what NOTIFY realtime_outbox carries; gaps are normal.",
        ),
    )
    tenant_id: UUID = Field(
        description="Whose change; no foreign key, for it may be the last of a tenant.",
        sa_column=sa.Column(
            "tenant_id",
            sa.Uuid,
            nullable=False,
            comment="Whose change; no foreign key, for it may be the last of a tenant.",
        ),
    )
    topic: Annotated[str, MinLen(1), MaxLen(200)] = Field(
        description="Who listens: table:tenant.",
        sa_column=sa.Column("topic", sa.Text, nullable=False, comment="Who listens: table:tenant."),
    )
    event_type: Literal["insert", "update", "delete"] = Field(
        description="insert, update or delete.",
        sa_column=sa.Column("event_type", sa.Text, nullable=False, comment="insert, update or delete."),
    )
    ref_table: str = Field(
        description="The table whose row changed.",
        sa_column=sa.Column("ref_table", sa.Text, nullable=False, comment="The table whose row changed."),
    )
    ref_id: UUID = Field(
        description="That row's key.",
        sa_column=sa.Column("ref_id", sa.Uuid, nullable=False, comment="That row's key."),
    )
    payload: dict[str, Any] = Field(
        description="Its id and version, a JSON object under 7000 bytes; readers ask for the rest, under their own policies.",
        sa_column=sa.Column(
            "payload",
            pg.JSONB(none_as_null=True),
            nullable=False,
            comment="Its id and version, a JSON object under 7000 bytes; readers ask for the rest, under their own policies.",
        ),
    )
    created_at: datetime.datetime = Field(
        default=None,
        description="When it changed.",
        sa_column=sa.Column(
            "created_at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("clock_timestamp()"),
            comment="When it changed.",
        ),
    )
    published_at: datetime.datetime | None = Field(
        default=None,
        description="When it was sent; null: not yet.",
        sa_column=sa.Column("published_at", pg.TIMESTAMP(timezone=True), comment="When it was sent; null: not yet."),
    )

    webhook_deliveries: list["WebhookDeliveries"] = Relationship(
        back_populates="outbox",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )


class Tenants(TableModel, table=True):
    """One row per customer. One without projects can be deleted; any can be closed (deleted_at), which keeps its rows and hides them."""

    __tablename__ = "tenants"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="tenants_pkey"),
        sa.UniqueConstraint("slug", name="tenants_slug_key"),
        sa.CheckConstraint(_sql("((name)::text <> ''::text)"), name="tenants_name_not_empty"),
        sa.CheckConstraint(_sql("(plan = ANY (ARRAY['free'::text, 'pro'::text]))"), name="tenants_plan_known"),
        sa.CheckConstraint(_sql("(slug ~ '^[a-z0-9-]{3,40}$'::text)"), name="tenants_slug_shape"),
        sa.CheckConstraint(
            _sql("(status = ANY (ARRAY['active'::text, 'suspended'::text]))"),
            name="tenants_status_known",
        ),
        sa.ForeignKeyConstraint(["created_by"], ["auth.users.id"], name="tenants_created_by_fkey", ondelete="RESTRICT"),
        sa.Index("tenants_created_by", "created_by"),
        {
            "schema": "app",
            "comment": "One row per customer. One without projects can be deleted; any can be closed (deleted_at), which keeps its rows and hides them.",
        },
    )

    id: UUID = Field(
        default=None,
        description="Key of the tenant; may be chosen by the caller, who cannot read it back before being a member.",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the tenant; may be chosen by the caller, who cannot read it back before being a member.",
        ),
    )
    name: Annotated[str, MinLen(1), MaxLen(120)] = Field(
        description="What people call it, up to 120 characters.",
        sa_column=sa.Column(
            "name",
            sa.String(120),
            nullable=False,
            comment="What people call it, up to 120 characters.",
        ),
    )
    slug: Annotated[str, StringConstraints(pattern="^[a-z0-9\\-]{3,40}$")] = Field(
        description="Its name in addresses: 3 to 40 of a-z, 0-9 and -; unique among all tenants, closed ones too.",
        sa_column=sa.Column(
            "slug",
            sa.Text,
            nullable=False,
            comment="Its name in addresses: 3 to 40 of a-z, 0-9 and -; unique among all tenants, closed ones too.",
        ),
    )
    plan: Literal["free", "pro"] = Field(
        default=None,
        description="What it pays for: free or pro.",
        sa_column=sa.Column(
            "plan",
            sa.Text,
            nullable=False,
            server_default=_sql("'free'::text"),
            comment="What it pays for: free or pro.",
        ),
    )
    status: Literal["active", "suspended"] = Field(
        default=None,
        description="active, or suspended: then its members see that, and nothing else of it.",
        sa_column=sa.Column(
            "status",
            sa.Text,
            nullable=False,
            server_default=_sql("'active'::text"),
            comment="active, or suspended: then its members see that, and nothing else of it.",
        ),
    )
    created_by: UUID = Field(
        description="Who made it, and became its first owner.",
        sa_column=sa.Column("created_by", sa.Uuid, nullable=False, comment="Who made it, and became its first owner."),
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
    deleted_at: datetime.datetime | None = Field(
        default=None,
        description="When the tenant was closed; null while it is not.",
        sa_column=sa.Column(
            "deleted_at",
            pg.TIMESTAMP(timezone=True),
            comment="When the tenant was closed; null while it is not.",
        ),
    )

    users: "Users" = Relationship(back_populates="tenants")
    invitations: list["Invitations"] = Relationship(
        back_populates="tenant",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )
    memberships: list["Memberships"] = Relationship(
        back_populates="tenant",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )
    projects: list["Projects"] = Relationship(
        back_populates="tenant",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )


class WebhookDeliveries(TableModel, table=True):
    """One row per change and endpoint."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="webhook_deliveries_pkey"),
        sa.UniqueConstraint("outbox_id", "endpoint", name="webhook_deliveries_outbox_id_endpoint_key"),
        sa.CheckConstraint(_sql("((attempts >= 0) AND (attempts <= 10))"), name="webhook_deliveries_attempts_bounded"),
        sa.CheckConstraint(_sql("(length(endpoint) <= 2000)"), name="webhook_deliveries_endpoint_length"),
        sa.CheckConstraint(
            _sql("(endpoint ~ '^https://[^[:space:]]+$'::text)"),
            name="webhook_deliveries_endpoint_shape",
        ),
        sa.CheckConstraint(
            _sql("((last_error IS NULL) OR (length(last_error) <= 2000))"),
            name="webhook_deliveries_last_error_length",
        ),
        sa.CheckConstraint(
            _sql("((status = ANY (ARRAY['pending'::text, 'failed'::text])) = (next_attempt_at IS NOT NULL))"),
            name="webhook_deliveries_next_attempt",
        ),
        sa.CheckConstraint(
            _sql("((response_code IS NULL) OR ((response_code >= 100) AND (response_code <= 599)))"),
            name="webhook_deliveries_response_code_range",
        ),
        sa.CheckConstraint(
            _sql("(signature ~ '^sha256=[0-9a-f]{64}$'::text)"),
            name="webhook_deliveries_signature_shape",
        ),
        sa.CheckConstraint(
            _sql("(status = ANY (ARRAY['pending'::text, 'delivered'::text, 'failed'::text, 'dead'::text]))"),
            name="webhook_deliveries_status_known",
        ),
        sa.ForeignKeyConstraint(
            ["outbox_id"],
            ["app.realtime_outbox.id"],
            name="webhook_deliveries_outbox_id_fkey",
            ondelete="CASCADE",
        ),
        sa.Index(
            "webhook_deliveries_due",
            "next_attempt_at",
            postgresql_where=_sql("(status = ANY (ARRAY['pending'::text, 'failed'::text]))"),
        ),
        {"schema": "app", "comment": "One row per change and endpoint."},
    )

    id: int = Field(
        default=None,
        description="Key of the delivery.",
        sa_column=sa.Column(
            "id",
            sa.BigInteger,
            sa.Identity(always=True),
            nullable=False,
            comment="Key of the delivery.",
        ),
    )
    outbox_id: int = Field(
        description="Which change; goes with it.",
        sa_column=sa.Column("outbox_id", sa.BigInteger, nullable=False, comment="Which change; goes with it."),
    )
    endpoint: Annotated[str, MaxLen(2000), StringConstraints(pattern="(?:^https://[^ \\t\\n\\r\\f\\v]+$)|[^\\x00-\\x7F]")] = Field(
        description="Where to: an address of https, up to 2000 characters.",
        sa_column=sa.Column(
            "endpoint",
            sa.Text,
            nullable=False,
            comment="Where to: an address of https, up to 2000 characters.",
        ),
    )
    status: Literal["pending", "delivered", "failed", "dead"] = Field(
        default=None,
        description="pending, then delivered, failed (tried again) or dead (given up).",
        sa_column=sa.Column(
            "status",
            sa.Text,
            nullable=False,
            server_default=_sql("'pending'::text"),
            comment="pending, then delivered, failed (tried again) or dead (given up).",
        ),
    )
    attempts: Annotated[int, Ge(0), Le(10)] = Field(
        default=None,
        description="How often it was tried, up to 10.",
        sa_column=sa.Column(
            "attempts",
            sa.Integer,
            nullable=False,
            server_default=_sql("0"),
            comment="How often it was tried, up to 10.",
        ),
    )
    next_attempt_at: datetime.datetime | None = Field(
        default=None,
        description="When to try next; null: delivered or given up.",
        sa_column=sa.Column(
            "next_attempt_at",
            pg.TIMESTAMP(timezone=True),
            server_default=_sql("now()"),
            comment="When to try next; null: delivered or given up.",
        ),
    )
    response_code: Annotated[int, Ge(100), Le(599)] | None = Field(
        default=None,
        description="HTTP status of the last answer, 100 to 599; null: none came.",
        sa_column=sa.Column(
            "response_code",
            sa.Integer,
            comment="HTTP status of the last answer, 100 to 599; null: none came.",
        ),
    )
    last_error: Annotated[str, MaxLen(2000)] | None = Field(
        default=None,
        description="What went wrong last, up to 2000 characters; null: nothing did.",
        sa_column=sa.Column(
            "last_error",
            sa.Text,
            comment="What went wrong last, up to 2000 characters; null: nothing did.",
        ),
    )
    signature: Annotated[str, StringConstraints(pattern="^sha256=[0-9a-f]{64}$")] = Field(
        description="HMAC of the body, by which the receiver knows us: sha256= and 64 hexadecimal digits.",
        sa_column=sa.Column(
            "signature",
            sa.Text,
            nullable=False,
            comment="HMAC of the body, by which the receiver knows us: sha256= and 64 hexadecimal digits.",
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

    outbox: "RealtimeOutbox" = Relationship(back_populates="webhook_deliveries")


class AuditLog(TableModel, table=True):
    """One row per change, login or act of an administrator. Has no foreign keys: it outlives whom it tells of (SB-INV-18)."""

    __tablename__ = "audit_log"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="audit_log_pkey"),
        sa.CheckConstraint(
            _sql(
                "(action = ANY (ARRAY['INSERT'::text, 'UPDATE'::text, 'DELETE'::text, 'LOGIN'::text, 'ADMIN'::text]))",
            ),
            name="audit_log_action_known",
        ),
        sa.CheckConstraint(
            _sql(
                "\nCASE action\n    WHEN 'INSERT'::text THEN ((old_row IS NULL) AND (new_row IS NOT NULL))\n    WHEN 'UPDATE'::text THEN ((old_row IS NOT NULL) AND (new_row IS NOT NULL) AND (changed_columns IS NOT NULL))\n    WHEN 'DELETE'::text THEN ((old_row IS NOT NULL) AND (new_row IS NULL))\n    ELSE (old_row IS NULL)\nEND",
            ),
            name="audit_log_rows_fit_action",
        ),
        sa.Index("audit_log_page", "tenant_id", _sql("at DESC"), _sql("id DESC")),
        sa.Index("audit_log_row", "table_name", "row_id"),
        {
            "schema": "audit",
            "comment": "One row per change, login or act of an administrator. Has no foreign keys: it outlives whom it tells of (SB-INV-18).",
        },
    )

    id: int = Field(
        default=None,
        description="Key; gaps are normal.",
        sa_column=sa.Column(
            "id",
            sa.BigInteger,
            sa.Identity(always=True),
            nullable=False,
            comment="Key; gaps are normal.",
        ),
    )
    tenant_id: UUID | None = Field(
        default=None,
        description="Whose row; null: no tenant's.",
        sa_column=sa.Column("tenant_id", sa.Uuid, comment="Whose row; null: no tenant's."),
    )
    actor: UUID | None = Field(
        default=None,
        description="Who: an account, which may be gone; null: a service.",
        sa_column=sa.Column("actor", sa.Uuid, comment="Who: an account, which may be gone; null: a service."),
    )
    actor_role: str = Field(
        description="As what: the role of the token, else of the session.",
        sa_column=sa.Column(
            "actor_role",
            sa.Text,
            nullable=False,
            comment="As what: the role of the token, else of the session.",
        ),
    )
    action: Literal["INSERT", "UPDATE", "DELETE", "LOGIN", "ADMIN"] = Field(
        description="INSERT, UPDATE, DELETE; LOGIN, or ADMIN for acts of administrators.",
        sa_column=sa.Column(
            "action",
            sa.Text,
            nullable=False,
            comment="INSERT, UPDATE, DELETE; LOGIN, or ADMIN for acts of administrators.",
        ),
    )
    table_name: str = Field(
        description="The table of the row; for LOGIN and ADMIN what it was about.",
        sa_column=sa.Column(
            "table_name",
            sa.Text,
            nullable=False,
            comment="The table of the row; for LOGIN and ADMIN what it was about.",
        ),
    )
    row_id: str = Field(
        description="The row's key as text, of several columns with a slash between; for LOGIN and ADMIN what it was about.",
        sa_column=sa.Column(
            "row_id",
            sa.Text,
            nullable=False,
            comment="The row's key as text, of several columns with a slash between; for LOGIN and ADMIN what it was about.",
        ),
    )
    old_row: Any = Field(
        default=None,
        description="The row before, without what may be private; null: there was none.",
        sa_column=sa.Column(
            "old_row",
            pg.JSONB(none_as_null=True),
            comment="The row before, without what may be private; null: there was none.",
        ),
    )
    new_row: Any = Field(
        default=None,
        description="The row after, without what may be private, or what an act was; null: there is none.",
        sa_column=sa.Column(
            "new_row",
            pg.JSONB(none_as_null=True),
            comment="The row after, without what may be private, or what an act was; null: there is none.",
        ),
    )
    changed_columns: list[str] | None = Field(
        default=None,
        description="Which columns an UPDATE changed, private ones by name too; null for all else.",
        sa_column=sa.Column(
            "changed_columns",
            pg.ARRAY(sa.Text),
            comment="Which columns an UPDATE changed, private ones by name too; null for all else.",
        ),
    )
    request_id: str | None = Field(
        default=None,
        description="The request that did it; null: not said.",
        sa_column=sa.Column("request_id", sa.Text, comment="The request that did it; null: not said."),
    )
    trace_id: str | None = Field(
        default=None,
        description="Its trace; null: not said.",
        sa_column=sa.Column("trace_id", sa.Text, comment="Its trace; null: not said."),
    )
    at: datetime.datetime = Field(
        default=None,
        description="When.",
        sa_column=sa.Column(
            "at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("clock_timestamp()"),
            comment="When.",
        ),
    )


class SecurityEvents(TableModel, table=True):
    """One row per refusal that the API was given (42501), failed login, or act past the rules. Rows that policies hide leave none (SB-TRAP-09)."""

    __tablename__ = "security_events"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="security_events_pkey"),
        sa.CheckConstraint(_sql("(jsonb_typeof(detail) = 'object'::text)"), name="security_events_detail_object"),
        sa.CheckConstraint(_sql("(octet_length((detail)::text) <= 8192)"), name="security_events_detail_size"),
        sa.CheckConstraint(
            _sql("(kind = ANY (ARRAY['rls_violation'::text, 'auth_failure'::text, 'admin_override'::text]))"),
            name="security_events_kind_known",
        ),
        sa.Index("security_events_kind", "kind", _sql("at DESC")),
        {
            "schema": "audit",
            "comment": "One row per refusal that the API was given (42501), failed login, or act past the rules. Rows that policies hide leave none (SB-TRAP-09).",
        },
    )

    id: int = Field(
        default=None,
        description="Key; gaps are normal.",
        sa_column=sa.Column(
            "id",
            sa.BigInteger,
            sa.Identity(always=True),
            nullable=False,
            comment="Key; gaps are normal.",
        ),
    )
    kind: Literal["rls_violation", "auth_failure", "admin_override"] = Field(
        description="rls_violation (42501), auth_failure (a token that is refused), admin_override (an administrator acted for a tenant).",
        sa_column=sa.Column(
            "kind",
            sa.Text,
            nullable=False,
            comment="rls_violation (42501), auth_failure (a token that is refused), admin_override (an administrator acted for a tenant).",
        ),
    )
    actor: UUID | None = Field(
        default=None,
        description="Who: an account, which may be gone; null: not known.",
        sa_column=sa.Column("actor", sa.Uuid, comment="Who: an account, which may be gone; null: not known."),
    )
    tenant_id: UUID | None = Field(
        default=None,
        description="At whose rows; null: not known, or no tenant's. No foreign key: it outlives the tenant.",
        sa_column=sa.Column(
            "tenant_id",
            sa.Uuid,
            comment="At whose rows; null: not known, or no tenant's. No foreign key: it outlives the tenant.",
        ),
    )
    detail: dict[str, Any] = Field(
        default=None,
        description="What was tried: a JSON object, up to 8 KiB, such as request_id, statement and SQLSTATE.",
        sa_column=sa.Column(
            "detail",
            pg.JSONB(none_as_null=True),
            nullable=False,
            server_default=_sql("'{}'::jsonb"),
            comment="What was tried: a JSON object, up to 8 KiB, such as request_id, statement and SQLSTATE.",
        ),
    )
    at: datetime.datetime = Field(
        default=None,
        description="When.",
        sa_column=sa.Column(
            "at",
            pg.TIMESTAMP(timezone=True),
            nullable=False,
            server_default=_sql("clock_timestamp()"),
            comment="When.",
        ),
    )


class Identities(TableModel, table=True):
    """One row per login at a provider; an account may have several."""

    __tablename__ = "identities"
    __table_args__ = (
        sa.PrimaryKeyConstraint("provider", "provider_uid", name="identities_pkey"),
        sa.CheckConstraint(
            _sql("(provider = ANY (ARRAY['firebase'::text, 'test'::text]))"),
            name="identities_provider_known",
        ),
        sa.CheckConstraint(
            _sql("((length(provider_uid) >= 1) AND (length(provider_uid) <= 128))"),
            name="identities_provider_uid_length",
        ),
        sa.CheckConstraint(
            _sql("(provider_uid !~* '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$'::text)"),
            name="identities_provider_uid_no_uuid",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["auth.users.id"], name="identities_user_id_fkey", ondelete="CASCADE"),
        sa.Index("identities_user_id", "user_id"),
        {"schema": "auth", "comment": "One row per login at a provider; an account may have several."},
    )

    provider: Literal["firebase", "test"] = Field(
        description="Who vouches for the login: firebase, or test in tests.",
        sa_column=sa.Column(
            "provider",
            sa.Text,
            nullable=False,
            comment="Who vouches for the login: firebase, or test in tests.",
        ),
    )
    provider_uid: Annotated[str, MinLen(1), MaxLen(128)] = Field(
        description="The provider's name of the login, 1 to 128 characters; never in the form of a uuid.",
        sa_column=sa.Column(
            "provider_uid",
            sa.Text,
            nullable=False,
            comment="The provider's name of the login, 1 to 128 characters; never in the form of a uuid.",
        ),
    )
    user_id: UUID = Field(
        description="Whose login it is.",
        sa_column=sa.Column("user_id", sa.Uuid, nullable=False, comment="Whose login it is."),
    )
    last_seen_at: datetime.datetime | None = Field(
        default=None,
        description="When it was last used; null: never.",
        sa_column=sa.Column("last_seen_at", pg.TIMESTAMP(timezone=True), comment="When it was last used; null: never."),
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

    user: "Users" = Relationship(back_populates="identities")


class Users(TableModel, table=True):
    """One row per account. Closed by deleted_at, which keeps what others refer to."""

    __tablename__ = "users"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="users_pkey"),
        sa.CheckConstraint(_sql("(email ~ '^[^@[:space:]]+@[^@[:space:]]+$'::text)"), name="users_email_shape"),
        sa.Index("users_email_live", _sql("lower(email)"), unique=True, postgresql_where=_sql("(deleted_at IS NULL)")),
        {"schema": "auth", "comment": "One row per account. Closed by deleted_at, which keeps what others refer to."},
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
    email: Annotated[str, StringConstraints(pattern="(?:^[^@ \\t\\n\\r\\f\\v]+@[^@ \\t\\n\\r\\f\\v]+$)|[^\\x00-\\x7F]")] = Field(
        description="Address as typed; unique among live accounts, whatever the case.",
        sa_column=sa.Column(
            "email",
            sa.Text,
            nullable=False,
            comment="Address as typed; unique among live accounts, whatever the case.",
        ),
    )
    display_name: str | None = Field(
        default=None,
        description="What others see instead of the address; null: not told.",
        sa_column=sa.Column("display_name", sa.Text, comment="What others see instead of the address; null: not told."),
    )
    is_suspended: bool = Field(
        default=None,
        description="Whether the account is shut out; its tokens then name nobody. Never that of the last owner of a tenant.",
        sa_column=sa.Column(
            "is_suspended",
            sa.Boolean,
            nullable=False,
            server_default=_sql("false"),
            comment="Whether the account is shut out; its tokens then name nobody. Never that of the last owner of a tenant.",
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
    deleted_at: datetime.datetime | None = Field(
        default=None,
        description="When the account was closed; null while it is live, as that of the last owner of a tenant is.",
        sa_column=sa.Column(
            "deleted_at",
            pg.TIMESTAMP(timezone=True),
            comment="When the account was closed; null while it is live, as that of the last owner of a tenant is.",
        ),
    )

    memberships_by_invited_by: list["Memberships"] = Relationship(
        back_populates="users_by_invited_by",
        sa_relationship_kwargs={
            "primaryjoin": "remote(foreign(Memberships.invited_by)) == Users.id",
            "passive_deletes": "all",
        },
    )
    memberships_by_user: list["Memberships"] = Relationship(
        back_populates="user",
        sa_relationship_kwargs={
            "primaryjoin": "remote(foreign(Memberships.user_id)) == Users.id",
            "passive_deletes": "all",
        },
    )
    projects: list["Projects"] = Relationship(back_populates="users", sa_relationship_kwargs={"passive_deletes": "all"})
    tenants: list["Tenants"] = Relationship(back_populates="users", sa_relationship_kwargs={"passive_deletes": "all"})
    identities: list["Identities"] = Relationship(
        back_populates="user",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )
    storage_objects: list["StorageObjects"] = Relationship(
        back_populates="users",
        sa_relationship_kwargs={"passive_deletes": "all"},
    )


class StorageObjects(TableModel, table=True):
    """One row per file. Only what is known of it: no bytes (SB-INV-13)."""

    __tablename__ = "storage_objects"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="storage_objects_pkey"),
        sa.UniqueConstraint("tenant_id", "bucket", "path", name="storage_objects_tenant_id_bucket_path_key"),
        sa.CheckConstraint(_sql("(bucket ~ '^[a-z0-9-]{3,63}$'::text)"), name="storage_objects_bucket_shape"),
        sa.CheckConstraint(
            _sql("(content_type ~ '^[a-z]+/[a-z0-9.+-]{1,100}$'::text)"),
            name="storage_objects_content_type_shape",
        ),
        sa.CheckConstraint(
            _sql('((length(path) >= 1) AND (length(path) <= 1024) AND ("left"(path, 1) <> \'/\'::text))'),
            name="storage_objects_path_shape",
        ),
        sa.CheckConstraint(_sql("(sha256 ~ '^[0-9a-f]{64}$'::text)"), name="storage_objects_sha256_shape"),
        sa.CheckConstraint(
            _sql("((size_bytes > 0) AND (size_bytes <= '5368709120'::bigint))"),
            name="storage_objects_size_bytes_range",
        ),
        sa.ForeignKeyConstraint(
            ["document_id", "tenant_id"],
            ["app.documents.id", "app.documents.tenant_id"],
            name="storage_objects_document_id_fkey",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by"],
            ["auth.users.id"],
            name="storage_objects_uploaded_by_fkey",
            ondelete="SET NULL",
        ),
        sa.Index("storage_objects_document_id", "document_id", "tenant_id"),
        sa.Index("storage_objects_uploaded_by", "uploaded_by"),
        {"schema": "storage", "comment": "One row per file. Only what is known of it: no bytes (SB-INV-13)."},
    )

    id: UUID = Field(
        default=None,
        description="Key of the file.",
        sa_column=sa.Column(
            "id",
            sa.Uuid,
            nullable=False,
            server_default=_sql("gen_random_uuid()"),
            comment="Key of the file.",
        ),
    )
    tenant_id: UUID = Field(
        description="Whose it is; never changes.",
        sa_column=sa.Column("tenant_id", sa.Uuid, nullable=False, comment="Whose it is; never changes."),
    )
    document_id: UUID = Field(
        description="The document that it belongs to, of the same tenant.",
        sa_column=sa.Column(
            "document_id",
            sa.Uuid,
            nullable=False,
            comment="The document that it belongs to, of the same tenant.",
        ),
    )
    bucket: Annotated[str, StringConstraints(pattern="^[a-z0-9\\-]{3,63}$")] = Field(
        description="In which bucket: 3 to 63 of a-z, 0-9 and -.",
        sa_column=sa.Column("bucket", sa.Text, nullable=False, comment="In which bucket: 3 to 63 of a-z, 0-9 and -."),
    )
    path: Annotated[str, MinLen(1), MaxLen(1024)] = Field(
        description="Where in it, below the tenant's id: up to 1024 characters, no slash in front.",
        sa_column=sa.Column(
            "path",
            sa.Text,
            nullable=False,
            comment="Where in it, below the tenant's id: up to 1024 characters, no slash in front.",
        ),
    )
    size_bytes: Annotated[int, Gt(0), Le(5368709120)] = Field(
        description="Its size in bytes, 1 to 5 GiB.",
        sa_column=sa.Column("size_bytes", sa.BigInteger, nullable=False, comment="Its size in bytes, 1 to 5 GiB."),
    )
    content_type: Annotated[str, StringConstraints(pattern="^[a-z]+/[a-z0-9\\.\\+\\-]{1,100}$")] = Field(
        description="Its media type, such as image/png.",
        sa_column=sa.Column("content_type", sa.Text, nullable=False, comment="Its media type, such as image/png."),
    )
    sha256: Annotated[str, MaxLen(64), StringConstraints(pattern="^[0-9a-f]{64}$")] = Field(
        description="SHA-256 of its bytes, 64 hexadecimal digits.",
        sa_column=sa.Column(
            "sha256",
            sa.CHAR(64),
            nullable=False,
            comment="SHA-256 of its bytes, 64 hexadecimal digits.",
        ),
    )
    uploaded_by: UUID | None = Field(
        default=None,
        description="Who brought it; null: a service, or the account is gone.",
        sa_column=sa.Column("uploaded_by", sa.Uuid, comment="Who brought it; null: a service, or the account is gone."),
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

    document: "Documents" = Relationship(back_populates="storage_objects")
    users: Optional["Users"] = Relationship(back_populates="storage_objects")


class MyTenants(ViewModel, table=True):
    """The caller's tenants, with what the caller is in each."""

    __tablename__ = "my_tenants"
    __table_args__ = {"schema": "app"}

    tenant_id: UUID | None = Field(
        default=None,
        description="Key of the tenant.",
        sa_column=sa.Column("tenant_id", sa.Uuid, primary_key=True),
    )
    name: str | None = Field(
        default=None,
        description="What people call it.",
        sa_column=sa.Column("name", sa.String(120), primary_key=True),
    )
    slug: str | None = Field(
        default=None,
        description="Its name in addresses.",
        sa_column=sa.Column("slug", sa.Text, primary_key=True),
    )
    plan: str | None = Field(
        default=None,
        description="What it pays for: free or pro.",
        sa_column=sa.Column("plan", sa.Text, primary_key=True),
    )
    status: str | None = Field(
        default=None,
        description="active or suspended.",
        sa_column=sa.Column("status", sa.Text, primary_key=True),
    )
    role: str | None = Field(
        default=None,
        description="What the caller is in it.",
        sa_column=sa.Column("role", sa.Text, primary_key=True),
    )
    member_since: datetime.datetime | None = Field(
        default=None,
        description="Since when.",
        sa_column=sa.Column("member_since", pg.TIMESTAMP(timezone=True), primary_key=True),
    )


class TenantActivity(ViewModel, table=True):
    """How much there is in each of the caller's tenants, as far as the caller sees it."""

    __tablename__ = "tenant_activity"
    __table_args__ = {"schema": "app"}

    tenant_id: UUID | None = Field(
        default=None,
        description="Key of the tenant.",
        sa_column=sa.Column("tenant_id", sa.Uuid, primary_key=True),
    )
    members: int | None = Field(
        default=None,
        description="How many are members.",
        sa_column=sa.Column("members", sa.BigInteger, primary_key=True),
    )
    active_projects: int | None = Field(
        default=None,
        description="How many projects are active.",
        sa_column=sa.Column("active_projects", sa.BigInteger, primary_key=True),
    )
    documents: int | None = Field(
        default=None,
        description="How many documents the caller sees.",
        sa_column=sa.Column("documents", sa.BigInteger, primary_key=True),
    )
    last_change: datetime.datetime | None = Field(
        default=None,
        description="When one of them last changed; null: there is none.",
        sa_column=sa.Column("last_change", pg.TIMESTAMP(timezone=True), primary_key=True),
    )


_run(
    "after_create",
    "COMMENT ON SCHEMA app IS 'Tenants and their documents, and what happens to them.'",
    "COMMENT ON SCHEMA audit IS 'Who did what, and what was refused.'",
    "COMMENT ON SCHEMA auth IS 'Accounts, and what the token of a caller says.'",
    "COMMENT ON SCHEMA private IS 'Helpers of policies and triggers; the API names none of them.'",
    "COMMENT ON SCHEMA storage IS 'What is known of the files that lie in buckets.'",
)
