"""`models`: the tables and views of a schema as a Python module of SQLModel classes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.errors import PolicyRefused
from pgplumb.models.module import TITLE, module
from pgplumb.store.whole import write_whole
from pgplumb.workflow.elaborate import elaborator
from pgplumb.workflow.ends import desired
from pgplumb.workflow.extensions import findings

if TYPE_CHECKING:
    from pathlib import Path

    from pgplumb.model.finding import Finding
    from pgplumb.models.module import Module
    from pgplumb.workflow.project import Project

REPLACE = "replace"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelsOutcome:
    """The module, of what schema it is in words, and what was left aside for want of an extension."""

    module: Module
    of: str
    findings: tuple[Finding, ...] = ()

    @property
    def missing(self) -> int:
        """How much of the schema the module's header names as left out."""
        return len(self.module.missing)


def models_of_desired(project: Project) -> ModelsOutcome:
    """The models of the project's desired schema."""
    built = elaborator(project, None)
    side, outline = desired(project, built)
    found = module(built.migrations(()).catalog, side.catalog, lacking=outline.left_out)
    return ModelsOutcome(module=found, of="the desired schema", findings=findings(outline.left_out, project.scratch))


def models_of_live(project: Project) -> ModelsOutcome:
    """The models of the live database; raises NoDatabase where none is named."""
    dsn = project.live()
    built = elaborator(project, dsn)
    return ModelsOutcome(module=module(built.migrations(()).catalog, built.live(dsn).catalog), of=str(dsn))


def is_current(outcome: ModelsOutcome, file: Path) -> bool:
    """Whether the file is there and holds these models."""
    return file.is_file() and file.read_bytes() == outcome.module.text.encode()


def write_models(outcome: ModelsOutcome, file: Path, *, allow: frozenset[str]) -> None:
    """Write the module, whole or not at all; the folder is made where it is missing.

    Raises PolicyRefused where a file is there that was not written by this, and `replace` is not allowed.
    """
    if file.exists() and not file.read_bytes().startswith(TITLE.encode()) and REPLACE not in allow:
        raise PolicyRefused(what=f"{file} is there, and was not written by `pgplumb models`", policy=REPLACE)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, outcome.module.text)
