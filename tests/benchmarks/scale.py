"""Measures how the engine grows with the number of tables, beside other tools, in interleaved rounds of one run.

Nothing is judged: what it prints are medians, as multiples of a floor that is measured in the same rounds.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pgplumb.postgres.cache import Cache
from pgplumb.postgres.server import open_scratch
from pgplumb.postgres.session import connect

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.scratch import Scratch

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from tables import edited, files  # noqa: E402  it lies beside this file

SUBJECT = HERE / "subject.py"
PARTS = HERE / "parts.py"
PAGE = HERE.parents[1] / "docs" / "performance.md"

OTHERS = ("migra", "results", "pgmig")
TOOLS = ("floor", "native", "plan", *OTHERS)
#: Files that are loaded as one message: the locks of so many objects fit into the server's table.
CHUNK = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A pair of databases, and where there is one the project that describes the second of them."""

    tables: int
    name: str
    before: str
    after: str
    project: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What one tool took for one case: seconds, those of the proof apart, and megabytes at most."""

    seconds: float
    apart: float
    memory: float


def run(tool: str, case: Case, environment: Mapping[str, str]) -> Taken | None:
    """One run in a fresh process; None where the tool is not installed or has no part in the case."""
    after = str(case.project) if tool == "plan" else case.after
    if tool == "plan" and case.project is None:
        return None
    command = [sys.executable, str(SUBJECT), tool, case.before, after]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        raise SystemExit(f"{tool}, {case.tables} tables, {case.name}: {done.stderr.strip()[-2000:]}")
    told = json.loads(done.stdout.splitlines()[-1])
    if "missing" in told:
        return None
    return Taken(seconds=told["seconds"], apart=told["apart"], memory=told["memory"])


def load(schema: Mapping[str, str], dsn: Dsn) -> None:
    """Run the files in an empty database, and let the server gather what it plans queries by."""
    texts = list(schema.values())
    with connect(dsn) as session:
        for start in range(0, len(texts), CHUNK):
            session.script("\n".join(texts[start : start + CHUNK]))
        session.execute("ANALYZE")


def project(schema: Mapping[str, str], folder: Path) -> Path:
    """A project whose desired schema these files are."""
    (folder / "desired").mkdir(parents=True)
    (folder / "pgplumb.toml").write_text("", encoding="utf-8")
    for name, text in schema.items():
        (folder / "desired" / name).write_text(text, encoding="utf-8")
    return folder


@contextmanager
def cases(count: int, scratch: Scratch, folder: Path) -> Iterator[tuple[Case, ...]]:
    """The cases of one size, with databases that go at the end."""
    schema, changed = files(count), edited(count)
    one = scratch.template(f"tables {count}", lambda dsn: load(schema, dsn))
    other = scratch.template(f"edited {count}", lambda dsn: load(changed, dsn))
    same, new = project(schema, folder / f"{count}"), project(changed, folder / f"{count}-edited")
    with (
        scratch.database() as empty,
        scratch.database(one) as before,
        scratch.database(one) as again,
        scratch.database(other) as after,
    ):
        yield (
            Case(tables=count, name="unchanged", before=before.url, after=again.url, project=same),
            Case(tables=count, name="10 changes", before=before.url, after=after.url, project=new),
            Case(tables=count, name="from empty", before=empty.url, after=before.url, project=None),
        )


def measure(
    measured: tuple[Case, ...], tools: Sequence[str], rounds: int, environment: Mapping[str, str]
) -> Iterator[str]:
    """The rows of the table for some cases."""
    for case in measured if "plan" in tools else ():
        run("plan", case, environment)  # the catalog of the desired side is read once, and then kept
    found: dict[tuple[str, str], list[Taken]] = defaultdict(list)
    for _ in range(rounds):
        for case in measured:
            for tool in tools:
                if (taken := run(tool, case, environment)) is not None:
                    found[case.name, tool].append(taken)
    for case in measured:
        yield _row(case, {tool: found[case.name, tool] for tool in TOOLS if found[case.name, tool]})


def parts(case: Case, rounds: int, environment: Mapping[str, str]) -> Iterator[str]:
    """The rows of the table of where the native engine's time goes in one case."""
    found: dict[str, list[float]] = defaultdict(list)
    command = [sys.executable, str(PARTS), case.before, case.after]
    for _ in range(rounds):
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
        for part, seconds in json.loads(done.stdout).items():
            found[part].append(seconds)
    medians = {part: statistics.median(taken) for part, taken in found.items()}
    yield f"| {case.tables} tables, {case.name} | ms | of all |"
    yield "|---|---|---|"
    for part, seconds in medians.items():
        yield f"| {part} | {seconds * 1000:.0f} | {seconds / sum(medians.values()):.0%} |"


def written(text: str, name: str, lines: Sequence[str]) -> str:
    """The page with these lines between the marks of this name."""
    place = re.compile(rf"(?<=<!-- {name} -->\n).*?(?=<!-- /{name} -->)", re.DOTALL)
    return place.sub(lambda _: "\n".join(lines) + "\n", text)


HEADINGS = ("tables", "case", "floor", *TOOLS[1:], "best other : native", "migra : plan", "proof", "MB at most")


def _row(case: Case, runs: Mapping[str, Sequence[Taken]]) -> str:
    """Ratios are those within a round, of which the median counts: machines are not always equally fast."""
    seconds = {tool: [taken.seconds for taken in found] for tool, found in runs.items()}
    best = [min(each) for each in zip(*(seconds[tool] for tool in OTHERS if tool in seconds), strict=True)]
    apart = statistics.median(taken.apart for taken in runs["plan"]) if "plan" in runs else 0
    memory = {tool: statistics.median(taken.memory for taken in found) for tool, found in runs.items()}
    cells = [
        str(case.tables),
        case.name,
        f"{statistics.median(seconds['floor']) * 1000:.0f} ms",
        *(_ratio(seconds.get(tool, ()), seconds["floor"]) for tool in TOOLS[1:]),
        _ratio(best, seconds["native"]),
        _ratio(seconds.get("migra", ()), seconds.get("plan", ())),
        f"{apart:.1f} s" if apart else "-",
        ", ".join(f"{tool} {memory[tool]:.0f}" for tool in TOOLS[1:] if tool in memory),
    ]
    return "| " + " | ".join(cells) + " |"


def _ratio(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """The median of how many times as long one took as the other in each round; `-` where one was not measured."""
    if not ours or not theirs:
        return "-"
    return f"{statistics.median(mine / other for mine, other in zip(ours, theirs, strict=True)):.1f}"


def main() -> None:
    """Measure each size, print its rows as they come, and with --write put them into the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, nargs="+", default=[10, 100, 1000], help="how many, in each turn")
    parser.add_argument("--rounds", type=int, default=5, help="of which the median counts")
    parser.add_argument("--without", nargs="+", default=[], choices=TOOLS[2:], help="what is not measured")
    help = f"write the figures into docs/{PAGE.name}, between the marks of this name"
    parser.add_argument("--write", nargs="?", const="figures", metavar="NAME", help=help)
    options = parser.parse_args()
    tools = [tool for tool in TOOLS if tool not in options.without]
    lines = ["| " + " | ".join(HEADINGS) + " |", "|" + "---|" * len(HEADINGS)]
    print(*lines, sep="\n", flush=True)
    with tempfile.TemporaryDirectory(prefix="pgplumb-scale-") as name:
        folder = Path(name)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "DATABASE_URL"))}
        environment = kept | {"PGPLUMB_CACHE": str(folder / "cache"), "XDG_CACHE_HOME": str(folder / "cache")}
        with open_scratch("embedded", cache=Cache(None, 0), environment=os.environ) as scratch:
            for count in options.tables:
                with cases(count, scratch, folder) as measured:
                    for row in measure(measured, tools, options.rounds, environment):
                        print(row, flush=True)
                        lines.append(row)
                    profile = list(parts(measured[1], options.rounds, environment))
            print("", *profile, sep="\n")
    if options.write:
        text = written(PAGE.read_text(encoding="utf-8"), options.write, [*lines, "", *profile])
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
