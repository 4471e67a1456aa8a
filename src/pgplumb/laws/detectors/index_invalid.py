"""DET-06: indexes that failed to be built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.detectors.indexes import indexes
from pgplumb.laws.law import Law
from pgplumb.laws.verdict import Failed, Passed, Verdict
from pgplumb.model.relations import MaterializedView, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId


class IndexInvalid(Law):
    """Every index of a table is valid.

    Why: a CREATE INDEX CONCURRENTLY that fails leaves an index behind that every write maintains and no query uses, and
    that a unique one's name promises in vain. `CREATE INDEX IF NOT EXISTS` then keeps it
    (https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY). An index ON ONLY a
    partitioned table is invalid until each partition has its part attached.

    Instead: `REINDEX INDEX CONCURRENTLY`, or drop it and create it again; attach the partitions' indexes.
    """

    code = "index_invalid"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Every table and materialised view."""
        yield from (table.id for table in bench.catalog.of(Table))
        yield from (view.id for view in bench.catalog.of(MaterializedView))

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Ask pg_index."""
        mine = [index for index in indexes(bench) if (index.schema, index.table) == (subject.schema, subject.name)]
        invalid = [index.name for index in mine if not index.valid]
        if not invalid:
            return Passed()
        return Failed(
            message=f"No query uses {', '.join(invalid)}: pg_index.indisvalid is false.",
            help="Drop it and create it again, or REINDEX it; of a partitioned table attach the partitions' indexes.",
        )
