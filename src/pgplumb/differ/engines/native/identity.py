"""Identity columns and the sequences that are part of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.syntax.sql import Sql, ident, join, raw, sql

if TYPE_CHECKING:
    from pgplumb.model.relations import Column


def identity_clause(found: Column) -> Sql:
    """GENERATED .. AS IDENTITY, with what the sequence does not get by itself."""
    sequence, *values = found.identity_options
    options = [sql("SEQUENCE NAME {}", raw(sequence))] if sequence else []
    options += _sequence_options(found.type, values)
    when = raw("ALWAYS" if found.identity == "a" else "BY DEFAULT")
    text = sql("GENERATED {} AS IDENTITY", when)
    return sql("{} ({})", text, join(" ", options)) if options else text


def _sequence_options(type: str, values: list[str]) -> list[Sql]:
    top = {"smallint": 2**15 - 1, "integer": 2**31 - 1}.get(type, 2**63 - 1)
    up = int(values[1]) > 0
    usual = ["1", "1", "1", str(top), "1", "false"] if up else ["-1", "1", str(-1 - top), "-1", "1", "false"]
    return [
        sequence_option(place, value)
        for place, (value, given) in enumerate(zip(values, usual, strict=True))
        if value != given
    ]


def sequence_option(place: int, value: str) -> Sql:
    """One option of a sequence, by its place among those of an identity column."""
    words = ("START WITH", "INCREMENT BY", "MINVALUE", "MAXVALUE", "CACHE")
    if place == len(words):
        return raw("CYCLE" if value == "true" else "NO CYCLE")
    return raw(f"{words[place]} {value}")


def sequence_name(found: Column) -> Sql:
    """The sequence of an identity column, qualified; the first option is empty where it has the name that it gets."""
    return raw(found.identity_options[0]) or ident(found.id.schema, f"{found.id.table}_{found.id.name}_seq")
