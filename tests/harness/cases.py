"""The cases under fixtures/harness: schemas or migrations that are broken in one way, and right twins, by law."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pgplumb.introspect.reader import read
from pgplumb.laws.bench import PROFILES, Bench
from pgplumb.laws.law import registered
from pgplumb.laws.subjects import item_name
from pgplumb.laws.verdict import Failed, Passed, Verdict
from pgplumb.postgres.session import connect
from tests.harness.migrations import migration_verdicts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from pgplumb.laws.law import Law
    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.scratch import Scratch

FOLDER = Path(__file__).parents[2] / "fixtures" / "harness"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A schema, or a folder of migrations, for one law, and the items that it must flag: none for a right twin."""

    law: str
    name: str
    schema: Path
    flags: frozenset[str]
    #: The table `isolation` of the project's configuration.
    isolation: Mapping[str, Any]

    @property
    def id(self) -> str:
        """What the test is called after it."""
        return f"{self.law}-{self.name}"


def cases() -> list[Case]:
    """Every case that consists of a schema or of migrations alone."""
    return sorted(_cases(), key=lambda case: case.id)


def _cases() -> Iterator[Case]:
    for schema in (*FOLDER.glob("*/*/schema.sql"), *FOLDER.glob("*/*/migrations")):
        expected = tomllib.loads((schema.parent / "expect.toml").read_text(encoding="utf-8"))
        law, name = schema.parent.parent.name, schema.parent.name
        if set(expected) == {"flags"}:
            beside = schema.with_name("isolation.toml")
            intent = tomllib.loads(beside.read_text(encoding="utf-8")) if beside.exists() else {}
            yield Case(law=law, name=name, schema=schema, flags=frozenset(expected["flags"]), isolation=intent)


def verdicts(case: Case, scratch: Scratch) -> Mapping[str, Verdict]:
    """What the law says of each of its subjects in the schema, by the item's name without the law."""
    if case.schema.is_dir():
        return migration_verdicts(case.law, case.schema.parent, scratch)
    law = registered()[case.law]
    text = case.schema.read_text(encoding="utf-8")
    # As where a project's files are loaded: roles that they grant to are made.
    scratch.ensure_roles(actor["role"] for actor in case.isolation.get("actors", {}).values())
    with scratch.forgetting():
        template = scratch.template(f"harness {text}", lambda dsn: _load(dsn, text))
        return _verdicts(case, law, template, scratch)


def _verdicts(case: Case, law: Law, template: str, scratch: Scratch) -> Mapping[str, Verdict]:
    with scratch.database(template) as dsn, connect(dsn) as session:
        catalog = read(session, own_roles=frozenset({session.value("select current_user")}))
    settings = {"harness": {}, "isolation": case.isolation}
    with Bench(
        catalog=catalog,
        scratch=scratch,
        template=template,
        profile=PROFILES["quick"],
        settings=settings,
        root=case.schema.parent,
    ) as bench:
        return {
            item_name(subject, law.code).removesuffix(f"[{law.code}]"): law.check(subject, bench)
            for subject in law.subjects(bench)
        }


def _load(dsn: Dsn, text: str) -> None:
    with connect(dsn) as session:
        session.script("set check_function_bodies = off; set client_min_messages = error")
        session.script(text)


def examples(found: Mapping[str, Verdict]) -> int:
    """The examples that it took to catch what is broken; of a right twin all that were tried."""
    caught = [verdict.examples for verdict in found.values() if isinstance(verdict, Failed)]
    return sum(caught or (verdict.examples for verdict in found.values() if isinstance(verdict, Passed)))


def flagged(found: Mapping[str, Verdict]) -> frozenset[str]:
    """The items that break the law."""
    return frozenset(name for name, verdict in found.items() if isinstance(verdict, Failed))
