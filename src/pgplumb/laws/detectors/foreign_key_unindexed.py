"""DET-02: foreign keys whose columns no index leads with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.generate.shape import foreign_keys
from pgplumb.laws.law import Law
from pgplumb.laws.subjects import constraints, object_of
from pgplumb.laws.verdict import Failed, Passed, Verdict
from pgplumb.model.relations import Constraint
from pgplumb.syntax.sql import ident

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId

#: The key columns of each index that serves every row; an expression has no name (pg_index.indkey).
_INDEXES = """
    select array(
        select a.attname::text from unnest((i.indkey::int2[])[0:i.indnkeyatts - 1]) with ordinality k (attnum, place)
        left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum order by place
    )
    from pg_index i where i.indrelid = %s::regclass and i.indisvalid and i.indpred is null
"""


class ForeignKeyUnindexed(Law):
    """The columns of a foreign key are the first columns of an index.

    Why: each DELETE of a referenced row, and each UPDATE of its key, looks for rows that refer to it. Without such an
    index that is a scan of the whole table, under locks. PostgreSQL makes no index for a foreign key on its own
    (https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK).

    Instead: `create index on orders (customer_id)`. An index on `(customer_id, placed_at)` serves as well, one on
    `(placed_at, customer_id)` or with a WHERE does not. Of a key of several columns those are enough that are unique
    among the referenced rows.
    """

    code = "foreign_key_unindexed"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Every foreign key."""
        return (subject for subject in constraints(bench.catalog) if subject.kind == "foreign_key")

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Look for an index that begins with the key's columns, in any order."""
        key = bench.catalog.objects[object_of(subject)]
        assert isinstance(key, Constraint)
        enough = _enough(key, bench)
        with bench.transaction() as session:
            indexes = session.rows(_INDEXES, [str(ident(subject.schema, subject.table))])
        found = any(columns <= set(index[: len(columns)]) for (index,) in indexes for columns in enough)
        if found:
            return Passed()
        named = ", ".join(key.columns)
        return Failed(
            message=f"No index of {subject.schema}.{subject.table} begins with ({named}).",
            help=f"Create one on ({named}), or allow it with a reason if referenced rows never go.",
        )


def _enough(key: Constraint, bench: Bench) -> list[frozenset[str]]:
    """The sets of the key's columns that pick few rows: all of them, or those that refer to a unique key."""
    (foreign,) = foreign_keys([key])
    referenced = dict(zip(foreign.referenced, foreign.columns, strict=True))
    unique = [
        frozenset(referenced[name] for name in child.columns)
        for child in bench.catalog.children(foreign.target)
        if isinstance(child, Constraint) and child.type in "pu" and set(child.columns) <= referenced.keys()
    ]
    return [frozenset(foreign.columns), *unique]
