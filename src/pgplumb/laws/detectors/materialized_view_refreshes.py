"""DET-16: materialised views that can be read, and refreshed while they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.errors import DatabaseError
from pgplumb.laws.detectors.indexes import indexes
from pgplumb.laws.law import Law
from pgplumb.laws.probe import undone
from pgplumb.laws.verdict import Failed, Passed, Verdict
from pgplumb.model.relations import MaterializedView
from pgplumb.syntax.sql import ident, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId


class MaterializedViewRefreshes(Law):
    """A materialised view is populated, has a unique index over plain columns and all rows, and REFRESH MATERIALIZED
    VIEW CONCURRENTLY works on it, with rows in its tables too.

    Why: a plain REFRESH locks out everybody who reads. CONCURRENTLY needs such an index; a partial one or one of
    expressions does not do (55000). Where the columns of the index are not the grain of the view, the refresh fails on
    the first rows that share them (https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html). To read a
    view that was never populated is an error.

    Instead: `CREATE UNIQUE INDEX` on what tells its rows apart, and create it WITH DATA.
    """

    code = "materialized_view_refreshes"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Every materialised view."""
        return (view.id for view in bench.catalog.of(MaterializedView))

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Look for the index, then refresh it on a database with rows, twice."""
        view = bench.catalog.objects[subject]
        assert isinstance(view, MaterializedView)
        if not view.populated:
            return Failed(
                message="It is created WITH NO DATA: whoever reads it before the first REFRESH gets an error (55000).",
                help="Create it WITH DATA.",
            )
        mine = [index for index in indexes(bench) if (index.schema, index.table) == (subject.schema, subject.name)]
        if not any(index.unique and index.valid and not index.predicate and all(index.columns) for index in mine):
            return Failed(
                message="It has no unique index on columns over all rows, so that it cannot be refreshed CONCURRENTLY.",
                help="Create one on the columns that tell its rows apart.",
            )
        named = ident(subject.schema, subject.name)
        try:
            with bench.populated() as session, undone(session):
                session.execute(sql("refresh materialized view {}", named))
                session.execute(sql("refresh materialized view concurrently {}", named))
        except DatabaseError as error:
            return Failed(
                message=f"REFRESH fails on rows that its tables accept: {error}",
                help="Let its unique index have the columns that tell its rows apart, or mend its query.",
                script=f"refresh materialized view concurrently {named};",
            )
        return Passed(examples=1)
