"""What a law of migrations says of a case that is a folder of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.config.load import default_config
from pgplumb.laws.bench import PROFILES, Bench
from pgplumb.laws.law import registered
from pgplumb.laws.subjects import item_name
from pgplumb.postgres.cache import Cache
from pgplumb.workflow.course import open_course
from pgplumb.workflow.elaborate import elaborator
from pgplumb.workflow.project import Project

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pgplumb.laws.verdict import Verdict
    from pgplumb.postgres.scratch import Scratch


def migration_verdicts(code: str, folder: Path, scratch: Scratch) -> Mapping[str, Verdict]:
    """What the law says of each migration in the project, by the item's name without the law."""
    law = registered()[code]
    project = Project(config=default_config(folder, environment={}), scratch=scratch, cache=Cache(None, 0))
    course = open_course(project, elaborator(project, None))
    assert course is not None
    with (
        scratch.forgetting(),
        Bench(
            catalog=course.catalog(0),
            scratch=scratch,
            template=course.template(0),
            profile=PROFILES["quick"],
            settings={},
            course=course,
        ) as bench,
    ):
        return {
            item_name(subject, code).removesuffix(f"[{code}]"): law.check(subject, bench)
            for subject in law.subjects(bench)
        }
