"""Identity columns, the sequences that are part of them, and the options of those and of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.model.counting import of_identity, usual
from pgplumb.syntax.sql import Sql, ident, join, raw, sql

if TYPE_CHECKING:
    from pgplumb.model.counting import Counting
    from pgplumb.model.relations import Column


def identity_clause(found: Column) -> Sql:
    """GENERATED .. AS IDENTITY, with what the sequence does not get by itself."""
    sequence, counting = found.identity_options[0], of_identity(found)
    options = [sql("SEQUENCE NAME {}", raw(sequence))] if sequence else []
    options += changed_options(usual(found.type, counting.increment), counting)
    when = raw("ALWAYS" if found.identity == "a" else "BY DEFAULT")
    text = sql("GENERATED {} AS IDENTITY", when)
    return sql("{} ({})", text, join(" ", options)) if options else text


def changed_options(before: Counting, after: Counting) -> list[Sql]:
    """The options that a sequence gets which are not what they were."""
    return [new for old, new in zip(_options(before), _options(after), strict=True) if old != new]


def _options(found: Counting) -> tuple[Sql, ...]:
    return (
        raw(f"START WITH {found.start}"),
        raw(f"INCREMENT BY {found.increment}"),
        raw(f"MINVALUE {found.minimum}"),
        raw(f"MAXVALUE {found.maximum}"),
        raw(f"CACHE {found.cache}"),
        raw("CYCLE" if found.cycle else "NO CYCLE"),
    )


def sequence_name(found: Column) -> Sql:
    """The sequence of an identity column, qualified; the first option is empty where it has the name that it gets."""
    return raw(found.identity_options[0]) or ident(found.id.schema, f"{found.id.table}_{found.id.name}_seq")
