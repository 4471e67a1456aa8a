"""The small data set: two tenants with everything in them, a third one that is suspended, and people of every kind.

`python -m schema.supabase.seeds.small postgresql://localhost/documents` fills a database that has the schema and no
rows. Everything goes through the triggers, so it also leaves versions, events and its log.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import create_engine
from sqlmodel import Session, SQLModel

from schema.supabase.models import (
    Documents,
    Identities,
    Memberships,
    Projects,
    StorageObjects,
    Tenants,
    Users,
)
from schema.supabase.seeds import people
from schema.supabase.seeds.people import A, B, C

if TYPE_CHECKING:
    from collections.abc import Iterator

TODAY = datetime(2026, 1, 10, 12, tzinfo=UTC)
_NAMES = {
    people.OLGA: "olga", people.ADAM: "adam", people.EDDA: "edda", people.VERA: "vera",
    people.OSKAR: "oskar", people.ANNE: "anne", people.ERIK: "erik", people.VIOLA: "viola",
    people.BOTH: "both", people.NOBODY: "nobody", people.FIREBASE: "firebase",
    people.SUSPENDED: "suspended", people.DELETED: "deleted", people.CARLA: "carla",
}  # fmt: skip
_PROJECTS = {A: people.A_PROJECTS, B: people.B_PROJECTS, C: people.C_PROJECTS}
_OWNERS = {A: people.OLGA, B: people.OSKAR, C: people.CARLA}
_STATUS = {C: "suspended"}
_EDITORS = {A: people.EDDA, B: people.ERIK, C: people.CARLA}
_DOCUMENTS = {
    people.A_PRIVATE: (A, "private"), people.A_TENANT: (A, "tenant"),
    people.A_PUBLIC: (A, "public"), people.A_DELETED: (A, "tenant"),
    people.B_PRIVATE: (B, "private"), people.B_TENANT: (B, "tenant"),
    people.B_PUBLIC: (B, "public"), people.B_DELETED: (B, "tenant"),
    people.C_TENANT: (C, "tenant"), people.C_PUBLIC: (C, "public"),
}  # fmt: skip


def _accounts() -> Iterator[SQLModel]:
    for user, name in _NAMES.items():
        named = {"email": f"{name}@example.org", "display_name": name.capitalize()}
        shut = {"deleted_at": TODAY if user == people.DELETED else None, "is_suspended": user == people.SUSPENDED}
        yield Users.model_validate({"id": user} | named | shut)
    login = {"provider": "firebase", "provider_uid": people.FIREBASE_UID, "user_id": people.FIREBASE}
    yield Identities.model_validate(login)


def _tenants() -> Iterator[SQLModel]:
    for tenant, name in ((A, "alpha"), (B, "beta"), (C, "gamma")):
        named = {"id": tenant, "name": name.capitalize(), "slug": name}
        yield Tenants.model_validate(named | {"created_by": _OWNERS[tenant], "status": _STATUS.get(tenant, "active")})


def _members() -> Iterator[SQLModel]:
    for tenant, members in people.ROLES.items():
        for user, role in members.items():
            if user != _OWNERS[tenant]:  # whoever creates a tenant is its owner by a trigger
                yield Memberships.model_validate({"tenant_id": tenant, "user_id": user, "role": role})
    for tenant, projects in _PROJECTS.items():
        for number, project in enumerate(projects, 1):
            yield Projects.model_validate({"id": project, "tenant_id": tenant, "name": f"Project {number}"})


def _documents() -> Iterator[SQLModel]:
    for number, (document, (tenant, visibility)) in enumerate(_DOCUMENTS.items()):
        place = {"id": document, "tenant_id": tenant, "project_id": _PROJECTS[tenant][0], "owner_id": _EDITORS[tenant]}
        text = {"title": f"A {visibility} document", "body": f"words of a {visibility} document"}
        made = TODAY + timedelta(hours=number)
        yield Documents.model_validate(place | text | {"visibility": visibility, "created_at": made})


def _files() -> Iterator[SQLModel]:
    for file, document, tenant in ((people.A_FILE, people.A_TENANT, A), (people.B_FILE, people.B_TENANT, B)):
        place = {"id": file, "tenant_id": tenant, "document_id": document, "bucket": "documents"}
        kind = {"path": f"{document}/plan.png", "size_bytes": 2048, "content_type": "image/png"}
        yield StorageObjects.model_validate(place | kind | {"sha256": sha256(document.bytes).hexdigest()})


def fill(url: str) -> None:
    """Put all rows into a database that has the schema and no rows."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    try:
        with Session(engine) as session:
            for rows in (_accounts(), _tenants(), _members(), _documents(), _files()):
                session.add_all(rows)
                session.flush()
            for document in (people.A_DELETED, people.B_DELETED):
                session.get_one(Documents, document).deleted_at = TODAY
            session.commit()
    finally:
        engine.dispose()


if __name__ == "__main__":
    fill(sys.argv[1])
