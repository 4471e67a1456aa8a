"""Measures what people wait for, on the ticketing system: medians, and how many times a floor each is."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from ticketing import EDITED, copy_to  # noqa: E402  it lies beside the other tools

from pgplumb.workflow.elaborate import elaborator  # noqa: E402
from pgplumb.workflow.ends import replayed  # noqa: E402
from pgplumb.workflow.project import open_project  # noqa: E402

TIMES = 5
ENTRY = "from pgplumb.cli.main import entry; entry()"


def timed(action: Callable[[], object], times: int = TIMES) -> float:
    """The median of so many runs, in seconds."""
    return statistics.median(_once(action) for _ in range(times))


def _once(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


class Bench:
    """Runs commands on a copy of the project with a cache of its own, and prints a line for each measurement."""

    def __init__(self, folder: Path) -> None:
        self.project = copy_to(folder)
        self.caches = (folder / f"cache-{number}" for number in range(1000))
        named = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "DATABASE_URL"))}
        self.environment = named | {"PGPLUMB_CACHE": str(next(self.caches))}

    def pgplumb(self, *arguments: str, environment: Mapping[str, str] | None = None) -> None:
        """Run a command; 0 and 2 are how a plan ends."""
        command = [sys.executable, "-c", ENTRY, *arguments]
        found = subprocess.run(
            command, cwd=self.project, env=environment or self.environment, stdout=subprocess.DEVNULL, check=False
        )
        if found.returncode not in {0, 2}:
            raise SystemExit(f"pgplumb {' '.join(arguments)} ended with {found.returncode}")

    def cold(self) -> None:
        """A plan with a cache in which nothing is."""
        self.pgplumb("plan", environment=self.environment | {"PGPLUMB_CACHE": str(next(self.caches))})

    def edit(self) -> None:
        """Change one line of one file."""
        file = self.project / EDITED
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("capacity integer not null,", "capacity bigint not null,", 1), encoding="utf-8")

    def catalog_queries(self) -> float:
        """The catalog queries alone, on a server that runs."""
        with open_project(self.project, environment=self.environment) as opened:
            built = elaborator(opened, None)
            side = replayed(opened, built)
            with opened.scratch.database(side.template) as dsn:
                return timed(lambda: built.observer.catalog(dsn))


def show(name: str, seconds: float, floor: float, of: str) -> None:
    """One line."""
    print(f"{name:44} {seconds * 1000:8.0f} ms   {seconds / floor:5.1f} x {of}", flush=True)


def main() -> None:
    """Measure and print; nothing is judged, for machines differ."""
    with tempfile.TemporaryDirectory(prefix="pgplumb-bench-") as folder:
        bench = Bench(Path(folder))
        start = timed(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True))
        show("floor: python starts", start, start, "python")
        show("pgplumb --help", timed(lambda: bench.pgplumb("--help")), start, "python")
        cold = timed(bench.cold, 3)
        bench.pgplumb("plan")
        queries = bench.catalog_queries()
        show("floor: the catalog queries", queries, start, "python")
        show("pgplumb plan, empty cache", cold, queries, "the queries")
        show("pgplumb plan, nothing changed", timed(lambda: bench.pgplumb("plan")), queries, "the queries")
        bench.edit()
        show(
            "pgplumb plan, one line changed, first",
            timed(lambda: bench.pgplumb("plan"), 1),
            queries,
            "the queries",
        )
        show("pgplumb plan, one line changed, again", timed(lambda: bench.pgplumb("plan")), queries, "the queries")


if __name__ == "__main__":
    main()
