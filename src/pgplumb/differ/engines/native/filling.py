"""Moving the rows of a table that was set aside to the new table of its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.identity import sequence_name
from pgplumb.differ.engines.native.moving import moved_value, only_collation
from pgplumb.differ.engines.native.writing import converted, name, step
from pgplumb.model.given import temporary_name
from pgplumb.model.relations import Column, Sequence
from pgplumb.syntax.sql import Sql, ident, join, literal, plain_name, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.differ.engines.native.rule import Context, Step
    from pgplumb.model.catalog import Catalog
    from pgplumb.model.ids import ObjectId
    from pgplumb.model.relations import Table


def aside_schema(id: ObjectId) -> Sql:
    """The schema in which the old table waits: its indexes, constraints and identity sequences go there with it."""
    return ident(temporary_name(f"{id.schema}.{id.name}", "aside"))


def owned_sequences(id: ObjectId, catalog: Catalog) -> Iterator[Sequence]:
    """The sequences that columns of the table own; they stay where they are when the table is set aside."""
    for part in catalog.children(id):
        if isinstance(part, Column):
            for edge in catalog.required_by(part.id):
                found = catalog.get(edge.dependent)
                if isinstance(found, Sequence) and found.owned_by == ident(id.schema, id.name, part.id.name):
                    yield found


def filling(found: Table, context: Context) -> Iterator[Step]:
    """Insert the columns that both tables have, go on counting where the old table stood, own the sequences again."""
    aside = aside_schema(found.id)
    columns = [part for part in context.after.children(found.id) if isinstance(part, Column) and not part.generated]
    kept = [(part, old) for part in columns if isinstance(old := context.before.get(part.id), Column)]
    if kept:
        names = join(", ", (ident(part.id.name) for part, _ in kept))
        values = join(", ", (_value(part, old, context) for part, old in kept))
        # Heirs keep their own rows, and partitions that go have those of their table.
        alone = raw("" if found.partition_key else "ONLY ")
        text = sql("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE\nSELECT {} FROM {}{}.{}",
                   name(found.id), names, values, alone, aside, ident(found.id.name))  # fmt: skip
        yield step(text, "fill")
    for part, old in kept:
        if part.identity and old.identity:
            text = sql("SELECT pg_catalog.setval({}, last_value, is_called) FROM {}.{}",
                       literal(sequence_name(part)), aside, ident(plain_name(sequence_name(old))))  # fmt: skip
            yield step(text, "set")
    for sequence in owned_sequences(found.id, context.before):
        now = context.after.get(sequence.id)
        if isinstance(now, Sequence) and now.owned_by:
            yield step(sql("ALTER SEQUENCE {} OWNED BY {}", name(now.id), raw(now.owned_by)))


def _value(new: Column, old: Column, context: Context) -> Sql:
    needs = {edge.referenced for edge in context.before.requires(old.id)} & context.swapped
    if any(not id.is_relation for id in needs) and not only_collation(old, context):
        return moved_value(old, new, context)
    return converted(new.id.name, old.type, new.type, context)
