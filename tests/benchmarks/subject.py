"""Runs one tool on one pair of databases, in a process of its own, and prints what it took as a line of JSON.

The clock runs from before the first connection until the SQL is there; imports are not counted, of any tool.
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

#: Takes the two sides; the SQL between them, and the seconds in it that are told apart.
Tool = Callable[[str, str], tuple[str, float]]

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

    def run(before: str, after: str) -> tuple[str, float]:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(read, (before, after)))
        return "", 0.0

    return run


def native() -> Tool:
    """Our native engine between two live databases, without the proof."""
    from pgplumb import diff
    from pgplumb.differ.engines.native.registry import registered

    registered()

    def run(before: str, after: str) -> tuple[str, float]:
        return diff(before, after, engine="native", prove=False).up_sql(), 0.0

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

    def run(before: str, folder: str) -> tuple[str, float]:
        choose.prove = apart()(prove)
        with open_project(Path(folder), environment=os.environ, overrides={"url": before}) as opened:
            sql = psql_script(make_plan(opened, engine="native").plan.up)
            if proving:
                with apart():
                    opened.scratch.close()
        return sql, proving

    return run


def migra() -> Tool:
    """migra, with privileges, on SQLAlchemy's connections."""
    import sqlalchemy

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import migra as library

    def run(before: str, after: str) -> tuple[str, float]:
        engines = [
            sqlalchemy.create_engine(f"postgresql+psycopg{url.removeprefix('postgresql')}") for url in (before, after)
        ]
        with engines[0].connect() as one, engines[1].connect() as other:
            migration = library.Migration(one, other)
            migration.set_safety(False)
            migration.add_all_changes(privileges=True)
            return migration.sql, 0.0

    return run


def results() -> Tool:
    """What `results dbdiff --with-privileges` does."""
    import results as library
    from results.dbdiff import Migration

    def run(before: str, after: str) -> tuple[str, float]:
        migration = Migration(library.db(before), library.db(after))
        migration.set_safety(False)
        migration.add_all_changes_ordered(privileges=True)
        return migration.sql, 0.0

    return run


def pgmig() -> Tool:
    """What `pgmig generate` does."""
    import pgmig as library

    return lambda before, after: (library.generate(source=before, target=after), 0.0)


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
    sql, apart = tool(before, after)
    seconds = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _PER_MEGABYTE
    print(json.dumps({"seconds": seconds - apart, "apart": apart, "memory": memory, "lines": len(sql.splitlines())}))


if __name__ == "__main__":
    main()
