"""Items from a catalog: one for each object and law of a project."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from pgplumb.errors import PgplumbError
from pgplumb.laws.bench import PROFILES
from pgplumb.laws.exceptions import Exceptions, read_exceptions
from pgplumb.laws.isolation.matrix import write_matrix
from pgplumb.laws.law import registered
from pgplumb.laws.subjects import item_name
from pgplumb.laws.verdict import Failed, Passed, Untested, Verdict
from pgplumb.plugin.failure import Broken, failure_text
from pgplumb.workflow.bench import open_bench

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pgplumb.laws.bench import Bench
    from pgplumb.laws.law import Law
    from pgplumb.model.ids import ObjectId

#: Set on a test report: the law, the subject's name, and what came of it.
VERDICT = "pgplumb"


def folders(config: pytest.Config, named: Sequence[str]) -> tuple[Path, ...]:
    """The folders as absolute paths; raises UsageError for one that is none."""
    found = tuple((config.invocation_params.dir / name).resolve() for name in named)
    for name, folder in zip(named, found, strict=True):
        if not folder.is_dir():
            raise pytest.UsageError(f"--pgplumb {name}: there is no such folder")
    return found


class Project(pytest.Directory):
    """The items of one project; its server runs as long as the session."""

    def collect(self) -> Iterator[pytest.Item]:
        """One item for each law and each of its subjects, by object."""
        try:
            bench = bench_of(self.config, self.path)
            exceptions = read_exceptions(bench.settings)
            if self.config.option.pgplumb_update_matrix:
                write_matrix(bench)
            found = [(subject, law) for law in registered().values() for subject in law.subjects(bench)]
        except PgplumbError as error:
            raise self.CollectError(str(error)) from error
        for subject, law in sorted(found, key=lambda pair: (pair[0].schema, pair[0].table or pair[0].name, pair[0])):
            yield LawItem.from_parent(self, subject=subject, law=law, bench=bench, exceptions=exceptions)


class LawItem(pytest.Item):
    """An object that is held to a law."""

    def __init__(self, *, subject: ObjectId, law: Law, bench: Bench, exceptions: Exceptions, **given: Any) -> None:
        name = item_name(subject, law.code)
        # The project's name stands for it, wherever it lies.
        super().__init__(name=name, nodeid=f"{given['parent'].path.name}::{name}", **given)
        self.subject = subject
        self.law = law
        self.bench = bench
        self.exceptions = exceptions

    def runtest(self) -> None:
        """Hold the object to the law; what is untested is skipped with its reason, and counted."""
        verdict: Verdict = self.law.check(self.subject, self.bench)
        allowed = self.exceptions.reason(self.law.code, self.subject)
        self.user_properties.append((VERDICT, _told(verdict, allowed)))
        match verdict:
            case Failed() if not allowed:
                raise Broken(verdict)
            case Failed():
                pytest.skip(f"allowed: {allowed}")
            case Untested(reason=reason):
                if self.config.option.pgplumb_fail_untested and not allowed:
                    raise Broken(Failed(message=f"Not tested: {reason}"))
                pytest.skip(f"untested: {reason}")
            case Passed():
                pass

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """A broken law in words, with the script that shows it; anything else with a traceback."""
        if isinstance(excinfo.value, Broken):
            return failure_text(excinfo.value.verdict, self)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where pytest says that the item is: the project."""
        return self.path, None, self.name


def _told(verdict: Verdict, allowed: str) -> str:
    match verdict:
        case Passed():
            return "passed"
        case Failed():
            return "allowed" if allowed else "failed"
        case Untested():
            return "untested"


@dataclass(slots=True)
class _Open:
    """The benches of a run by folder, and what closes them."""

    stack: ExitStack
    benches: dict[Path, Bench]


_BENCHES = pytest.StashKey[_Open]()


def bench_of(config: pytest.Config, folder: Path) -> Bench:
    """The bench of the project that a folder belongs to, opened once; raises PgplumbError as opening it does."""
    options = config.option
    opened = config.stash.setdefault(_BENCHES, _Open(ExitStack(), {}))
    if folder not in opened.benches:
        profile = replace(PROFILES[options.pgplumb_profile], seed=options.pgplumb_seed)
        bench = open_bench(folder, profile=profile, server=options.pgplumb_server)
        opened.benches[folder] = opened.stack.enter_context(bench)
    return opened.benches[folder]


def close_benches(config: pytest.Config) -> None:
    """End the servers of all projects."""
    opened = config.stash.get(_BENCHES, None)
    if opened is not None:
        opened.stack.close()
