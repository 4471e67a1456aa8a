"""Runs one tool on one pair of databases, in a process of its own, and prints what it took as a line of JSON.

The clock runs from before the first connection until the SQL is there; imports are not counted, of any tool, nor what
Python takes to forget what the SQL was made of.
"""

from __future__ import annotations

import json
import resource
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple


class Made(NamedTuple):
    """The SQL between two sides, what it was made of, and the seconds in it that are told apart."""

    sql: str
    made_of: Any = None
    apart: float = 0.0


Tool = Callable[[str, str], Made]

#: ru_maxrss counts kilobytes on Linux and bytes on macOS.
_PER_MEGABYTE = 1 << 20 if sys.platform == "darwin" else 1 << 10


def floor() -> Tool:
    """The catalog queries alone: what they answer is fetched as rows, and thrown away."""
    from pgplumb.introspect.answers import PREPARE, worth_asking
    from pgplumb.introspect.queries import query
    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.session import connect

    def read(url: str) -> None:
        with connect(Dsn.parse(url)) as session, session.snapshot():
            session.rows(PREPARE)
            for name in worth_asking(session):
                session.rows(query(name, session.server_version).sql)

    def run(before: str, after: str) -> Made:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(read, (before, after)))
        return Made("")

    return run


def native() -> Tool:
    """Our native engine between two live databases, without the proof."""
    from pgplumb import diff
    from pgplumb.differ.engines.native.registry import registered

    registered()

    def run(before: str, after: str) -> Made:
        plan = diff(before, after, engine="native", prove=False)
        return Made(plan.up_sql(), plan)

    return run


def plan() -> Tool:
    """`pgplumb plan` from a live database to the project in a folder; the time of the proof is told apart, and with it
    what its server takes to end, which keeps what was built for the next proof."""
    import os

    from pgplumb.differ import choose
    from pgplumb.differ.engines.native.registry import registered
    from pgplumb.plan.script import psql_script
    from pgplumb.workflow.plan import make_plan
    from pgplumb.workflow.project import open_project

    registered()
    proving = 0.0
    prove = choose.prove

    @contextmanager
    def apart() -> Iterator[None]:
        nonlocal proving
        began = time.perf_counter()
        try:
            yield
        finally:
            proving += time.perf_counter() - began

    def run(before: str, folder: str) -> Made:
        choose.prove = apart()(prove)
        with open_project(Path(folder), environment=os.environ, overrides={"url": before}) as opened:
            made = make_plan(opened, engine="native").plan
            sql = psql_script(made.up)
            if proving:
                with apart():
                    opened.scratch.close()
        return Made(sql, made, proving)

    return run


def migra() -> Tool:
    """migra, with privileges, on SQLAlchemy's connections."""
    import sqlalchemy

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import migra as library

    def run(before: str, after: str) -> Made:
        engines = [
            sqlalchemy.create_engine(f"postgresql+psycopg{url.removeprefix('postgresql')}") for url in (before, after)
        ]
        with engines[0].connect() as one, engines[1].connect() as other:
            migration = library.Migration(one, other)
            migration.set_safety(False)
            migration.add_all_changes(privileges=True)
            return Made(migration.sql, migration)

    return run


def results() -> Tool:
    """What `results dbdiff --with-privileges` does."""
    import results as library
    from results.dbdiff import Migration

    def run(before: str, after: str) -> Made:
        migration = Migration(library.db(before), library.db(after))
        migration.set_safety(False)
        migration.add_all_changes_ordered(privileges=True)
        return Made(migration.sql, migration)

    return run


def pgmig() -> Tool:
    """What `pgmig generate` does."""
    import pgmig as library

    return lambda before, after: Made(library.generate(source=before, target=after))


TOOLS = {found.__name__: found for found in (floor, native, plan, migra, results, pgmig)}


def main() -> None:
    """Arguments: the tool, and its two sides."""
    name, before, after = sys.argv[1:]
    try:
        tool = TOOLS[name]()
    except ModuleNotFoundError as error:
        print(json.dumps({"missing": error.name}))
        return
    began = time.perf_counter()
    made = tool(before, after)
    seconds = time.perf_counter() - began - made.apart
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _PER_MEGABYTE
    lines = len(made.sql.splitlines())
    print(json.dumps({"seconds": seconds, "apart": made.apart, "memory": memory, "lines": lines}))


if __name__ == "__main__":
    main()
