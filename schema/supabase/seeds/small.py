"""The small data set: two tenants with everything in them, a third one that is suspended, and people of every kind."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql

from schema.supabase.seeds import people
from schema.supabase.seeds.people import A, B, C

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from uuid import UUID

_NAMES = {
    people.OLGA: "olga", people.ADAM: "adam", people.EDDA: "edda", people.VERA: "vera",
    people.OSKAR: "oskar", people.ANNE: "anne", people.ERIK: "erik", people.VIOLA: "viola",
    people.BOTH: "both", people.NOBODY: "nobody", people.FIREBASE: "firebase",
    people.SUSPENDED: "suspended", people.DELETED: "deleted", people.CARLA: "carla",
}  # fmt: skip
_PROJECTS = {A: people.A_PROJECTS, B: people.B_PROJECTS, C: people.C_PROJECTS}
_OWNERS = {A: people.OLGA, B: people.OSKAR, C: people.CARLA}
_EDITORS = {A: people.EDDA, B: people.ERIK, C: people.CARLA}
_DOCUMENTS = {
    people.A_PRIVATE: (A, "private"), people.A_TENANT: (A, "tenant"),
    people.A_PUBLIC: (A, "public"), people.A_DELETED: (A, "tenant"),
    people.B_PRIVATE: (B, "private"), people.B_TENANT: (B, "tenant"),
    people.B_PUBLIC: (B, "public"), people.B_DELETED: (B, "tenant"),
    people.C_TENANT: (C, "tenant"), people.C_PUBLIC: (C, "public"),
}  # fmt: skip


def rows() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every row with its table, in an order in which what is referred to comes first."""
    for user, name in _NAMES.items():
        yield "auth.users", {"id": user, "email": f"{name}@example.org", "display_name": name.capitalize()}
    yield (
        "auth.identities",
        {"provider": "firebase", "provider_uid": people.FIREBASE_UID, "user_id": people.FIREBASE},
    )
    for tenant, name in ((A, "alpha"), (B, "beta"), (C, "gamma")):
        yield "app.tenants", {"id": tenant, "name": name.capitalize(), "slug": name, "created_by": _OWNERS[tenant]}
    for tenant, members in people.ROLES.items():
        for user, role in members.items():
            if user != _OWNERS[tenant]:  # whoever creates a tenant is its owner by a trigger
                yield "app.memberships", {"tenant_id": tenant, "user_id": user, "role": role}
    for tenant, projects in _PROJECTS.items():
        for number, project in enumerate(projects, 1):
            yield "app.projects", {"id": project, "tenant_id": tenant, "name": f"Project {number}"}
    for document, (tenant, visibility) in _DOCUMENTS.items():
        yield "app.documents", _document(document, tenant, visibility)
    for file, document, tenant in ((people.A_FILE, people.A_TENANT, A), (people.B_FILE, people.B_TENANT, B)):
        yield "storage.storage_objects", _file(file, document, tenant)


def _document(id: UUID, tenant: UUID, visibility: str) -> Mapping[str, Any]:
    return {
        "id": id,
        "tenant_id": tenant,
        "project_id": _PROJECTS[tenant][0],
        "owner_id": _EDITORS[tenant],
        "title": f"A {visibility} document",
        "body": f"words of a {visibility} document",
        "visibility": visibility,
    }


def _file(id: UUID, document: UUID, tenant: UUID) -> Mapping[str, Any]:
    return {
        "id": id,
        "tenant_id": tenant,
        "document_id": document,
        "bucket": "documents",
        "path": f"{document}/plan.png",
        "size_bytes": 2048,
        "content_type": "image/png",
        "sha256": sha256(document.bytes).hexdigest(),
    }


def fill(url: str) -> None:
    """Put the rows into a database that has the schema and no rows; what comes later in their lives comes last."""
    with psycopg.connect(url) as connection:
        for table, row in rows():
            connection.execute(
                sql.SQL("insert into {} ({}) values ({})").format(
                    sql.Identifier(*table.split(".")),
                    sql.SQL(", ").join(map(sql.Identifier, row)),
                    sql.SQL(", ").join(map(sql.Placeholder, row)),
                ),
                row,
            )
        for document in (people.A_DELETED, people.B_DELETED):
            connection.execute("update app.documents set deleted_at = now() where id = %s", [document])
        connection.execute("update app.tenants set status = 'suspended' where id = %s", [C])
        connection.execute("update auth.users set is_suspended = true where id = %s", [people.SUSPENDED])
        connection.execute("update auth.users set deleted_at = now() where id = %s", [people.DELETED])
