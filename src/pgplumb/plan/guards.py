"""Writes the check that a script makes before it does anything: rows that stand in its way are counted and named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.model.statement import Statement
from pgplumb.syntax.sql import Sql, join, literal, raw, sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pgplumb.model.statement import Guard

_BLOCK = """\
DO {tag}
DECLARE
    found bigint;
BEGIN
{checks}
END
{tag}"""

_CHECK = """\
    {query} INTO found;
    IF found > 0 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            MESSAGE = format('%s (%s rows)', {reason}, found),
            HINT = {hint};
    END IF;"""


def guard_statement(guards: Sequence[Guard]) -> Statement:
    """One DO block that counts for each guard in turn, and raises check_violation (23514) at the first that finds rows.

    Nothing of the batch has run by then. The message holds the reason and the number, the hint the counting query.
    """
    checks = join("\n", map(_check, guards))
    return Statement(
        sql=sql(_BLOCK, tag=_tag(checks), checks=checks), subject=None, operation="set", origin="plan:guards"
    )


def _check(guard: Guard) -> Sql:
    # EXECUTE takes the query as it is, whatever it begins with; PL/pgSQL would want its INTO within it.
    return sql(
        _CHECK,
        query=sql("EXECUTE {}", literal(guard.query)),
        reason=literal(guard.reason),
        hint=literal(f"These rows stand in the way: {guard.query}"),
    )


def _tag(body: Sql) -> Sql:
    """A dollar quote that does not occur in the text."""
    number = 0
    tag = "$check$"
    while tag in body:
        number += 1
        tag = f"$check{number}$"
    return raw(tag)
