"""Items from users' test files: functions that state behaviour, and state machines, tried on the project's schema."""

from __future__ import annotations

import inspect
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from pgplumb.errors import PgplumbError
from pgplumb.laws.behaviour import Behaviour, try_behaviour
from pgplumb.laws.stateful.machine import SchemaMachine
from pgplumb.laws.stateful.trying import try_machine
from pgplumb.laws.verdict import Failed, Passed, Untested, Verdict
from pgplumb.plugin.collect import bench_of, folders
from pgplumb.plugin.failure import Broken, failure_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pgplumb.laws.bench import Bench


class OwnItem(pytest.Item):
    """What a user stated: `attempt` tries it on the bench, `line` is where it begins in the file, counted from 0."""

    def __init__(self, *, attempt: Callable[[Bench], Verdict], line: int, **given: Any) -> None:
        super().__init__(**given)
        self.attempt = attempt
        self.line = line

    def runtest(self) -> None:
        """Try it; where no example told anything it is skipped, with the reason."""
        verdict = self.attempt(bench_of(self.config, self._folder()))
        match verdict:
            case Failed():
                raise Broken(verdict)
            case Untested(reason=reason) if self.config.option.pgplumb_fail_untested:
                raise Broken(Failed(message=f"Not tested: {reason}"))
            case Untested(reason=reason):
                pytest.skip(f"untested: {reason}")
            case Passed(examples=examples):
                self.user_properties.append(("examples", examples))

    def _folder(self) -> Path:
        """The project: the one that --pgplumb names, else the one that the file lies in."""
        named = folders(self.config, self.config.getoption("--pgplumb"))
        return named[0] if len(named) == 1 else self.path.parent

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """A broken law in words, with the script that shows it; a mistake of the project's in words too."""
        match excinfo.value:
            case Broken() as broken:
                return failure_text(broken.verdict, self)
            case PgplumbError() as error:
                return str(error)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where it is written."""
        return self.path, self.line, self.name


def own_item(collector: pytest.Collector, name: str, found: object) -> OwnItem | None:
    """The item that a name in a test file stands for; None where that is neither behaviour nor a machine."""
    match found:
        case Behaviour():
            attempt, line = partial(try_behaviour, found), found.function.__code__.co_firstlineno
        case type() if issubclass(found, SchemaMachine) and found.__module__ != SchemaMachine.__module__:
            attempt, line = partial(try_machine, found), inspect.getsourcelines(found)[1]
        case _:
            return None
    made: OwnItem = OwnItem.from_parent(collector, name=name, attempt=attempt, line=line - 1)
    return made
