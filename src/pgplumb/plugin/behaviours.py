"""Items from users' test files: functions that state behaviour, each tried on the project's schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from pgplumb.errors import PgplumbError
from pgplumb.laws.behaviour import Behaviour, try_behaviour
from pgplumb.laws.verdict import Failed, Passed, Untested
from pgplumb.plugin.collect import bench_of, folders
from pgplumb.plugin.failure import Broken, failure_text

if TYPE_CHECKING:
    from pathlib import Path


class BehaviourItem(pytest.Item):
    """A function with `pgplumb.after`, `before` or `refuses`."""

    def __init__(self, *, behaviour: Behaviour, **given: Any) -> None:
        super().__init__(**given)
        self.behaviour = behaviour

    def runtest(self) -> None:
        """Try it; where no example told anything it is skipped, with the reason."""
        verdict = try_behaviour(self.behaviour, bench_of(self.config, self._folder()))
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
        """Where the function is written."""
        return self.path, self.behaviour.function.__code__.co_firstlineno - 1, self.name
