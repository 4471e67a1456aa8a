"""Identity columns, the sequences that are part of them, and the options of those and of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.writing import step
from pgplumb.model.counting import of_identity, usual
from pgplumb.model.ids import ObjectId
from pgplumb.syntax.sql import Sql, ident, join, literal, plain_name, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.differ.engines.native.rule import Step
    from pgplumb.model.counting import Counting
    from pgplumb.model.relations import Column


def identity_clause(found: Column) -> Sql:
    """GENERATED .. AS IDENTITY, with what the sequence does not get by itself."""
    sequence, counting = found.identity_options[0], of_identity(found)
    options = [sql("SEQUENCE NAME {}", raw(sequence))] if sequence else []
    options += given_options(found.type, counting)
    when = raw("ALWAYS" if found.identity == "a" else "BY DEFAULT")
    text = sql("GENERATED {} AS IDENTITY", when)
    return sql("{} ({})", text, join(" ", options)) if options else text


def given_options(type: str, counting: Counting) -> list[Sql]:
    """The options that a new sequence of the type does not get by itself."""
    return changed_options(usual(type, counting), counting)


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


def identity_steps(before: Column, after: Column, changed: frozenset[str], column: Sql) -> Iterator[Step]:
    """Make a column that stays an identity, and its sequence, what they are to be; `column` is the ALTER to add to."""
    if not after.identity:
        return
    if not before.identity:
        yield step(sql("{} ADD {}", column, identity_clause(after)))
        return
    if "identity" in changed:
        when = raw("ALWAYS" if after.identity == "a" else "BY DEFAULT")
        yield step(sql("{} SET GENERATED {}", column, when))
    if "identity_options" in changed:
        old, new = of_identity(before), of_identity(after)
        clauses = [sql("SET {}", option) for option in changed_options(old, new)]
        sequence = sequence_name(before)
        if clauses:
            if new.maximum < old.minimum or old.maximum < new.minimum:
                clauses.append(raw("RESTART"))
            yield from within_limits(sequence, old, new)
            yield step(sql("{} {}", column, join(" ", clauses)))
        if before.identity_options[0] != after.identity_options[0]:
            wanted = ident(plain_name(sequence_name(after)))
            yield step(sql("ALTER SEQUENCE {} RENAME TO {}", sequence, wanted), "rename")


def within_limits(sequence: Sql, old: Counting, new: Counting) -> Iterator[Step]:
    """Move the sequence's value inside limits that become narrower: PostgreSQL refuses limits that leave it out."""
    if not (old.minimum < new.minimum <= old.maximum or old.minimum <= new.maximum < old.maximum):
        return
    bounds = (raw(str(max(new.minimum, old.minimum))), raw(str(min(new.maximum, old.maximum))))
    value = sql("greatest({}, least({}, last_value))", *bounds)
    text = sql("SELECT pg_catalog.setval({}, {}, is_called AND last_value >= {}) FROM {}",
               literal(sequence), value, bounds[0], sequence)  # fmt: skip
    yield step(text, "set")


def persistence(found: Column, kind: str) -> Sql:
    """Make the sequence of an identity column `logged` or `unlogged`."""
    return sql("ALTER SEQUENCE {} SET {}", sequence_name(found), raw(kind.upper()))


def sequence_name(found: Column) -> Sql:
    """The sequence of an identity column, qualified; the first option is empty where it has the name that it gets."""
    return raw(found.identity_options[0]) or ident(found.id.schema, f"{found.id.table}_{found.id.name}_seq")


def sequence_id(found: Column) -> ObjectId:
    """What comments and privileges of an identity's sequence know it by."""
    return ObjectId("sequence", found.id.schema, plain_name(sequence_name(found)), found.id.table)
