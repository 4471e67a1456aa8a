"""What a role lacks to run migrations: schemas to create in, objects to own, the history to write, superuser's work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.doctor.queries import query
from pgplumb.doctor.words import count, listed, some
from pgplumb.introspect.reader import read
from pgplumb.model.diagnosis import Check
from pgplumb.model.ids import ObjectId
from pgplumb.model.printable import printable
from pgplumb.syntax.sql import ident

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.doctor.asked import Asked
    from pgplumb.postgres.session import Session

#: Kinds that only a superuser may create (the notes of each CREATE command in the manual).
SUPERUSER_KINDS = frozenset(
    {
        "access_method",
        "base_type",
        "event_trigger",
        "foreign_data_wrapper",
        "operator_class",
        "operator_family",
        "text_search_parser",
        "text_search_template",
    }
)
_WHO = "Only plans are made with this role? Then nothing is to be done. Else "


def migrating(session: Session, asked: Asked, *, role: str, is_superuser: bool, may_create: bool) -> Iterator[Check]:
    """Checks of what `apply` and `rollback` need. What is missing is a warning: plans may be made by another role."""
    yield _creating(session, asked, role, may_create)
    yield _owning(session, asked, role)
    yield _history(session, asked, role, may_create)
    yield from _extensions(session, asked, role, is_superuser)
    yield _superuser(session, asked, role, is_superuser)


def _creating(session: Session, asked: Asked, role: str, may_create: bool) -> Check:
    there = {name: allowed for name, allowed in session.rows(query("schemas")) if not _is_ignored(asked, name)}
    wanted = {id.schema or "public" for id in asked.desired if id.schema} or {"public"}
    closed = [name for name in sorted(there) if not there[name] and name in wanted]
    new = sorted({id.name for id in asked.desired if id.kind == "schema"} - there.keys())
    grants = [f"GRANT CREATE ON SCHEMA {printable(ident(name))} TO {printable(ident(role))};" for name in closed]
    if new and not may_create:
        grants.append(_create_on_database(session, role))
    facts = {"role": role, "schemas": len(there), "closed": listed(closed), "new": listed(new), "grants": grants}
    if not grants:
        message = f"{printable(role)} may create objects in the schemas of the project."
        return Check(code="apply_create", state="ok", message=message, facts=facts)
    parts = [f"create objects in {some(closed)}"] if closed else []
    parts += [f"create the schemas {some(new)}"] if new and not may_create else []
    return Check(
        code="apply_create",
        state="warning",
        message=f"{printable(role)} may not {', nor '.join(parts)}: apply would fail where a migration does.",
        help="\n".join([f"{_WHO}the owners or a superuser run:", *grants]),
        facts=facts,
    )


def _owning(session: Session, asked: Asked, role: str) -> Check:
    looked_at = [row for row in session.rows(query("owned_objects")) if not asked.ignored(_id(*row[:3]))]
    others = [(_id(kind, schema, name), owner) for kind, schema, name, owner, is_ours in looked_at if not is_ours]
    named = asked.pending() if others else frozenset()
    pending = [str(id) for id, _ in others if (id.schema, id.name) in named]
    names = [str(id) for id, _ in others]
    owners = sorted({owner for _, owner in others})
    facts = {
        "role": role,
        "objects": len(looked_at),
        "not_owned": len(others),
        "not_owned_listed": listed(names),
        "owners": owners,
        "pending": listed(pending),
    }
    if not others:
        message = f"{printable(role)} owns {count(len(looked_at), 'object')}, which is all that there are."
        return Check(code="apply_own", state="ok", message=message, facts=facts)
    told = f"; of those the pending migrations name {some(pending)}" if pending else ""
    return Check(
        code="apply_own",
        state="warning",
        message=f"{printable(role)} does not own {len(others)} of {count(len(looked_at), 'object')} ({some(names)})"
        f"{told}. Only an owner alters or drops an object.",
        help="\n".join(
            [
                f"{_WHO}apply as the owner, or make this role a member:",
                *(f"GRANT {printable(ident(owner))} TO {printable(ident(role))};" for owner in owners[:5]),
            ]
        ),
        facts=facts,
    )


def _history(session: Session, asked: Asked, role: str, may_create: bool) -> Check:
    rows = session.rows(query("history_rights"), [asked.history, "migrations"])
    schema, who = printable(ident(asked.history)), printable(ident(role))
    if not rows:
        if may_create:
            message = f"{printable(role)} may make the history, schema {schema}, at the first apply."
            return Check(code="apply_history", state="ok", message=message)
        return Check(
            code="apply_history",
            state="warning",
            message=f"There is no history yet, and {printable(role)} may not create its schema {schema}.",
            help=f"{_WHO}a superuser or the database's owner runs:\n{_create_on_database(session, role)}",
        )
    ((may_read, may_write),) = rows
    facts = {"schema": asked.history, "readable": may_read, "writable": may_write}
    if may_write:
        message = f"{printable(role)} may write the history, {schema}.migrations."
        return Check(code="apply_history", state="ok", message=message, facts=facts)
    rights = "SELECT, INSERT, UPDATE, DELETE"
    return Check(
        code="apply_history",
        state="warning",
        message=f"{printable(role)} may not {'write' if may_read else 'read'} the history, {schema}.migrations.",
        help=f"{_WHO}its owner runs:\nGRANT USAGE ON SCHEMA {schema} TO {who};\n"
        f"GRANT {rights} ON TABLE {schema}.migrations TO {who};",
        facts=facts,
    )


def _extensions(session: Session, asked: Asked, role: str, is_superuser: bool) -> Iterator[Check]:
    offered = {row[0]: row for row in session.rows(query("extensions"))}
    for name in sorted(asked.extensions):
        facts: dict[str, object] = {"name": name}
        if name not in offered:
            yield Check(
                code="live_extension",
                state="warning",
                message=f"The live server does not have the extension {printable(name)}, which the files need.",
                help="Have its package installed on that server before a migration creates it.",
                facts=facts,
            )
            continue
        _, version, installed, takes_superuser = offered[name]
        facts |= {"version": version, "installed": installed, "superuser": takes_superuser}
        if installed is None and takes_superuser and not is_superuser:
            yield Check(
                code="live_extension",
                state="warning",
                message=f"The extension {printable(name)} is not created yet, and only a superuser may.",
                help=f"A superuser runs, once:\nCREATE EXTENSION {printable(ident(name))};",
                facts=facts,
            )
        else:
            done = f"is there in version {installed}" if installed else "can be created"
            message = f"The extension {printable(name)} {printable(done)} on the live server."
            yield Check(code="live_extension", state="ok", message=message, facts=facts)


def _superuser(session: Session, asked: Asked, role: str, is_superuser: bool) -> Check:
    wanted = [id for id in sorted(asked.desired) if id.kind in SUPERUSER_KINDS]
    if wanted and not is_superuser:
        there = {_bare(id) for id in read(session, own_roles=frozenset(), ignored=asked.ignored).objects}
        wanted = [id for id in wanted if _bare(id) not in there]
    facts = {"role": role, "superuser": is_superuser, "wanted": listed(map(str, wanted))}
    if is_superuser or not wanted:
        message = "Nothing that is still to be created takes a superuser" + (
            f", and {printable(role)} is one." if is_superuser else "."
        )
        return Check(code="apply_superuser", state="ok", message=message, facts=facts)
    return Check(
        code="apply_superuser",
        state="warning",
        message=f"Only a superuser may create {some([str(id) for id in wanted])}, and {printable(role)} is none.",
        help=f"{_WHO}apply the migration that creates them as a superuser.",
        facts=facts,
    )


def _bare(id: ObjectId) -> ObjectId:
    """The object whatever its signature, which files alone do not tell."""
    return id._replace(signature="")


def _id(kind: str, schema: str, name: str) -> ObjectId:
    return ObjectId(kind, name=schema) if kind == "schema" else ObjectId(kind, schema, name)


def _is_ignored(asked: Asked, schema: str) -> bool:
    return asked.ignored(ObjectId("schema", name=schema))


def _create_on_database(session: Session, role: str) -> str:
    database = str(session.value("SELECT current_database()"))
    return f"GRANT CREATE ON DATABASE {printable(ident(database))} TO {printable(ident(role))};"
