"""The public functions: `diff` between two schemas, `load` of one."""

from __future__ import annotations

import atexit
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, fields
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from pgplumb.config.load import environment
from pgplumb.differ.choose import EngineName, plan_between, unproved_plan
from pgplumb.differ.side import Observer, Side
from pgplumb.errors import PgplumbError, ScratchFull, ScratchGone, UnknownSource
from pgplumb.model.annotations import Annotations
from pgplumb.model.garbage import collection_put_off
from pgplumb.model.plan import Plan as PlanValue
from pgplumb.plan.script import psql_script
from pgplumb.postgres.dsn import Dsn
from pgplumb.postgres.server import open_scratch
from pgplumb.postgres.session import connect
from pgplumb.postgres.together import begun
from pgplumb.report.json import plan_json
from pgplumb.source.files import SourceFile, read_folder
from pgplumb.workflow.elaborate import SCRATCH_ROLE
from pgplumb.workflow.extensions import incomplete
from pgplumb.workflow.plan import PlanOutcome
from pgplumb.workflow.project import open_cache
from pgplumb.workflow.sides import Elaborator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.model.catalog import Catalog
    from pgplumb.postgres.scratch import Scratch


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(PlanValue):
    """How to get from one schema to another and back."""

    @classmethod
    def of(cls, plan: PlanValue) -> Self:
        """The same plan, with the methods of this class."""
        return cls(**{field.name: getattr(plan, field.name) for field in fields(plan)})

    def up_sql(self) -> str:
        """A complete script for psql: it owns its transactions."""
        return psql_script(self.up)

    def down_sql(self) -> str:
        """The complete script of the way back."""
        return psql_script(self.down)

    def to_json(self) -> str:
        """The plan as JSON, in the format that `pgplumb plan --format json` prints."""
        return plan_json(PlanOutcome(plan=self, against="the first schema"))


@contextmanager
def _telling() -> Iterator[None]:
    """Say where it was the scratch server that failed; the next call then starts another."""
    scratch = _scratch()
    try:
        with scratch.telling():
            yield
    except (ScratchGone, ScratchFull):
        _scratch.cache_clear()
        with suppress(PgplumbError):
            scratch.close()
        raise


@_telling()
@collection_put_off()
def diff(before: Any, after: Any, *, engine: EngineName = "auto", prove: bool = True) -> Plan:
    """The plan from one schema to another.

    Each is a connection string, a directory of SQL files, or SQLModel (SQLAlchemy) metadata. With `prove` it is proved
    on clones, on a scratch server that starts with the first call and ends with the process; without, the native
    engine's statements are returned as they are, and declared renames are left out. migra's are always proved.
    Raises NotProved, EngineFailed, SourceError, ConnectionFailed.
    """
    built = _elaborator(before, after)
    with begun(lambda: _side(before, built)) as first:
        other, annotations = _side(after, built)
        one, _ = first.result()
    if prove or engine == "migra":
        made = plan_between(one, other, observer=built.observer, annotations=annotations, engine=engine)
    else:
        made = unproved_plan(one.catalog, other.catalog, annotations=annotations)
    return Plan.of(made)


@_telling()
def load(source: Any) -> Catalog:
    """The catalog of a schema: of a connection string, a directory of SQL files, or metadata."""
    return _side(source, _elaborator(source))[0].catalog


def _elaborator(*sources: Any) -> Elaborator:
    live = [dsn for source in sources if (dsn := _dsn(source)) is not None]
    with ExitStack() as stack:
        asked = [stack.enter_context(begun(partial(_who_and_where, dsn))) for dsn in live]
        answers = [each.result() for each in asked]
    own = {SCRATCH_ROLE, *(role for role, _ in answers)}
    majors = {major for _, major in answers}
    scratch = _scratch()
    target = min(majors - {scratch.version // 10000}, default=None)
    observer = Observer(scratch=scratch, own_roles=frozenset(own), ignored=lambda _: False, target=target)
    return Elaborator(scratch=scratch, cache=open_cache(""), observer=observer, both_live=len(live) > 1)


def _who_and_where(dsn: Dsn) -> tuple[str, int]:
    """Our role in a live database, and the major version of its server."""
    with connect(dsn) as session:
        return session.value("select current_user::text"), session.server_version // 10000


def _side(source: Any, built: Elaborator) -> tuple[Side, Annotations]:
    if (dsn := _dsn(source)) is not None:
        return built.live(dsn), Annotations()
    if hasattr(source, "tables"):
        from pgplumb.source.models import metadata_file

        files: tuple[SourceFile, ...] = (metadata_file("metadata", source),)
    elif Path(source).is_dir():
        files = read_folder(Path(source))
    else:
        raise UnknownSource(source=source)
    side, outline = built.files(files)
    if outline.left_out:
        raise incomplete(outline.left_out, "What is left out would be taken for dropped.", built.scratch)
    return side, outline.annotations


def _dsn(source: Any) -> Dsn | None:
    return Dsn.parse(source) if isinstance(source, str) and ("://" in source or "=" in source) else None


@cache
def _scratch() -> Scratch:
    """One scratch server for the whole process; its keeper ends it even where the process cannot."""
    scratch = open_scratch("embedded", cache=open_cache(""), environment=environment())
    atexit.register(scratch.close)
    return scratch
