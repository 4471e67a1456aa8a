"""A project's desired schema on a bench, for its laws to be held against."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from pgplumb.config.load import environment
from pgplumb.laws.bench import Bench
from pgplumb.workflow.course import open_course
from pgplumb.workflow.elaborate import elaborator
from pgplumb.workflow.ends import desired
from pgplumb.workflow.project import open_project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pgplumb.laws.bench import Profile


@contextmanager
def open_bench(folder: Path, *, profile: Profile, server: str | None = None) -> Iterator[Bench]:
    """The bench of the project that holds the folder. Raises what opening a project and loading its files raise."""
    with open_project(folder, environment=environment(), overrides={"server": server}) as project:
        built = elaborator(project, None)
        side = desired(project, built).side
        with Bench(
            catalog=side.catalog,
            scratch=project.scratch,
            template=side.template,
            profile=profile,
            settings={"harness": project.config.harness, "isolation": project.config.isolation},
            root=project.config.root,
            course=open_course(project, built),
        ) as bench:
            yield bench
