"""What would keep a migration waiting: transactions of others that stay open, and prepared ones that nobody ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.doctor.queries import query
from pgplumb.doctor.words import LISTED, SHOWN, age, count
from pgplumb.model.diagnosis import Check
from pgplumb.model.printable import printable
from pgplumb.syntax.sql import literal, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.postgres.session import Session

_END = (
    "DDL waits for them, and everybody else behind it; a migration gives way and tries again. Let them finish, or end"
    " one with SELECT pg_terminate_backend(PID)."
)


def blockers(session: Session, *, patience: float, may_see_others: bool) -> Iterator[Check]:
    """Checks of what is open for longer than `patience` seconds, which is how long a migration waits for a lock.

    Queries are not shown: they may hold secrets.
    """
    yield _transactions(session, patience, may_see_others)
    yield _prepared(session)


def _transactions(session: Session, patience: float, may_see_others: bool) -> Check:
    rows = [row for row in session.rows(query("transactions")) if row[4] is None or row[4] > patience]
    if not rows:
        unseen = "" if may_see_others else " that this role can see"
        return Check(
            code="transactions", state="ok", message=f"No transaction{unseen} is open for more than {age(patience)}."
        )
    lines = [_line(*row) for row in rows[:SHOWN]]
    if len(rows) > SHOWN:
        lines.append(f"and {len(rows) - SHOWN} more")
    hidden = any(row[4] is None for row in rows)
    return Check(
        code="transactions",
        state="warning",
        message="\n".join([f"{count(len(rows), 'transaction')} may keep a migration waiting:", *lines]),
        help=_END + (" GRANT pg_read_all_stats shows how old those of others are." if hidden else ""),
        facts={
            "count": len(rows),
            "sessions": [
                {"pid": pid, "role": role, "application": application, "state": state, "age": seconds, "locked": locked}
                for pid, role, application, state, seconds, locked, *_ in rows[:LISTED]
            ],
        },
    )


def _line(
    pid: int,
    role: str,
    application: str,
    state: str | None,
    seconds: float | None,
    locked: int,
    first: list[str] | None,
    waits: bool,
) -> str:
    parts = [f"pid {pid}", printable(role)]
    parts += [f'"{printable(application, 40)}"'] if application else []
    parts.append(state or "state not visible")
    parts.append("age not visible" if seconds is None else f"for {age(seconds)}")
    if locked:
        parts.append(f"holds {count(locked, 'relation')} ({printable(', '.join(first or ()), 80)})")
    parts += ["waits for a lock"] if waits else []
    return ", ".join(parts)


def _prepared(session: Session) -> Check:
    rows = session.rows(query("prepared"))
    if not rows:
        return Check(code="prepared_transactions", state="ok", message="No prepared transaction is left open.")
    lines = [
        f'"{printable(name, 60)}", {printable(owner)}, for {age(seconds)}' for name, owner, seconds in rows[:SHOWN]
    ]
    if len(rows) > SHOWN:
        lines.append(f"and {len(rows) - SHOWN} more")
    end = sql("ROLLBACK PREPARED {};", literal(rows[0][0]))
    return Check(
        code="prepared_transactions",
        state="warning",
        message="\n".join([f"{count(len(rows), 'prepared transaction')} keeps its locks until it is ended:", *lines]),
        help=f"They outlive a restart. {printable(end)} or COMMIT PREPARED ends one.",
        facts={
            "count": len(rows),
            "transactions": [{"name": name, "owner": owner, "age": seconds} for name, owner, seconds in rows[:LISTED]],
        },
    )
