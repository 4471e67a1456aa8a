"""Anonymous blocks that ask the server many things in one round trip, and survive what it refuses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pgplumb.errors import DatabaseError
from pgplumb.syntax.sql import Sql, join, literal, sql

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pgplumb.postgres.session import Session

# A block returns nothing; a setting of our own carries the answer out without leaving a trace in the catalog.
_SETTING = "pgplumb.answer"

#: What is said of attempts that took too long, in place of what the server refused.
TOO_SLOW = [["", "its rows take too long, as where a trigger does not end"]]

# query_canceled, which `WHEN OTHERS` lets pass (the manual's page on plpgsql's control structures).
_CANCELED = "57014"

#: Statements that belong together: mostly one.
Attempt = tuple[Sql, ...]

_ASK = """\
DECLARE
    asked text;
    answer json;
    answers jsonb := '[]';
BEGIN
    FOR asked IN SELECT * FROM jsonb_array_elements_text({queries}::jsonb) LOOP
        BEGIN
            EXECUTE asked INTO answer;
        EXCEPTION WHEN OTHERS OR assert_failure THEN
            answer := NULL;
        END;
        answers := answers || jsonb_build_array(answer);
    END LOOP;
    PERFORM set_config({setting}, answers::text, false);
END"""

_FILL = """\
DECLARE
    item record;
    attempt jsonb;
    statement text;
    added bigint;
    total bigint;
    culprit text;
    said text;
    refused jsonb;
    answers jsonb := '[]';
BEGIN
    SET CONSTRAINTS ALL IMMEDIATE;
    FOR item IN SELECT value FROM jsonb_array_elements({attempts}::jsonb) WITH ORDINALITY ORDER BY ordinality LOOP
        total := 0;
        refused := '[]';
        FOR attempt IN SELECT * FROM jsonb_array_elements(item.value) LOOP
            EXIT WHEN total >= {rows};
            BEGIN
                IF jsonb_array_length(attempt) > 1 THEN
                    SET CONSTRAINTS ALL DEFERRED;
                END IF;
                FOR statement IN SELECT * FROM jsonb_array_elements_text(attempt) LOOP
                    EXECUTE statement;
                    GET DIAGNOSTICS added = ROW_COUNT;
                    IF added = 0 AND jsonb_array_length(attempt) > 1 THEN
                        RAISE EXCEPTION 'no rows of its parents belong together';
                    END IF;
                END LOOP;
                IF jsonb_array_length(attempt) > 1 THEN
                    SET CONSTRAINTS ALL IMMEDIATE;
                END IF;
                total := total + added;
            EXCEPTION WHEN OTHERS OR assert_failure THEN
                GET STACKED DIAGNOSTICS culprit = CONSTRAINT_NAME, said = MESSAGE_TEXT;
                refused := refused || jsonb_build_array(jsonb_build_array(culprit, said));
            END;
        END LOOP;
        answers := answers || jsonb_build_array(jsonb_build_object('added', total, 'refused', refused));
    END LOOP;
    PERFORM set_config({setting}, answers::text, false);
END"""


def ask(session: Session, queries: Sequence[Sql]) -> list[Any]:
    """The JSON value that each query returns; None where it failed."""
    if not queries:
        return []
    return list(_run(session, sql(_ASK, queries=_json(queries), setting=literal(_SETTING))))


def run_attempts(
    session: Session, attempts: Sequence[Sequence[Attempt]], rows: int, patience: float
) -> list[Mapping[str, Any]]:
    """For each list, run its attempts until `rows` rows were added; how many were, and what the others met with.

    Of an attempt of several statements the last one's rows count; all of it stays, or nothing. Deferrable constraints
    are checked at its end, so that a row that stays is a valid one. What takes longer than `patience` seconds, and one
    hundredth more of them for each list, is cancelled: each list is then run alone, and is TOO_SLOW if that takes as
    long again. The session must not be in a transaction.
    """
    if not attempts:
        return []
    block = sql(_FILL, attempts=_json(attempts), rows=Sql(int(rows)), setting=literal(_SETTING))
    limit = sql("SET LOCAL statement_timeout = {}", Sql(int(patience * (1000 + 10 * len(attempts)))))
    try:
        return list(_run(session, block, limit))
    except DatabaseError as error:
        if error.sqlstate != _CANCELED:
            raise
    if len(attempts) == 1:
        return [{"added": 0, "refused": TOO_SLOW}]
    return [answer for one in attempts for answer in run_attempts(session, [one], rows, patience)]


def _run(session: Session, body: Sql, *first: Sql) -> Any:
    session.script(join("; ", [*first, sql("DO {}", literal(body))]))
    return json.loads(session.value(sql("SELECT current_setting({})", literal(_SETTING))))


def _json(value: Any) -> Sql:
    return literal(json.dumps(value))
