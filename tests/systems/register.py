"""The register of a reference system: the ids of its specification, and which test shows each, read from the source."""

from __future__ import annotations

import ast
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.systems.kit import REMOVALS, SCHEMA, TRAPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

HERE = Path(__file__).parent

#: What a system may be held to by `joined` in its register.
PARTS = ("register", "laws", "migrations")
#: The kinds of ids in the order in which they are told, and what they stand for.
KINDS = {
    "INV": "invariants",
    "TRAP": "traps",
    "RULE": "rules",
    "MIG": "migration rules",
    "SEC": "security",
    "Q": "queries",
    "TEST": "test data",
    "MON": "monitoring",
    "RET": "retention",
    "STATE": "state machines",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A test by the file that it is in and its name, with the ids that it names and the fixtures that it takes."""

    file: Path
    name: str
    ids: tuple[str, ...]
    fixtures: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """What `spec.toml` of a system says, by id, and the tests that name the ids."""

    system: str
    #: Our sentence for an id that tests show.
    shown: Mapping[str, str]
    #: The reason for an id that no database can show.
    elsewhere: Mapping[str, str]
    #: The reason why a trap is shown in one form only.
    one_form: Mapping[str, str]
    #: How the database enforces an invariant, where its removal does not tell.
    how: Mapping[str, str]
    joined: tuple[str, ...]
    tests: tuple[Evidence, ...] = field(repr=False)

    def showing(self, id: str) -> list[Evidence]:
        """The tests that name an id."""
        return [test for test in self.tests if id in test.ids]

    def of(self, kind: str) -> list[str]:
        """Every id of a kind, those that cannot be shown among them."""
        return sorted(id for id in (*self.shown, *self.elsewhere) if kind_of(id) == kind)


def kind_of(id: str) -> str:
    """`INV` of `TK-INV-01`."""
    return id.split("-")[1]


@cache
def registers() -> tuple[Register, ...]:
    """Those of all systems that have one, by name."""
    return tuple(_register(path.parent) for path in sorted(SCHEMA.glob("*/spec.toml")))


def joined(part: str) -> list[str]:
    """The systems that are held to a part."""
    return [register.system for register in registers() if part in register.joined]


def mistakes(register: Register) -> Iterator[str]:
    """What does not fit together: an id without a test, a test of an unknown id, a form that is missing."""
    for id in sorted(set(register.shown) & set(register.elsewhere)):
        yield f"{id} is shown and elsewhere"
    for id in (*register.shown, *register.elsewhere):
        if kind_of(id) not in KINDS:
            yield f"{id} is of no known kind"
    for kind in KINDS:
        yield from _gaps(register.of(kind))
    for id in sorted({id for test in register.tests for id in test.ids} - set(register.shown)):
        yield f"{id} is named by a test, and is not under [shown]"
    for id in register.shown:
        yield from _unshown(register, id)
    for table, kind in ((register.one_form, "TRAP"), (register.how, "INV")):
        yield from (f"{id} is no {kind} under [shown]" for id in sorted(set(table) - set(register.shown)))


def _unshown(register: Register, id: str) -> Iterator[str]:
    tests = register.showing(id)
    if not tests:
        yield f"{id} has no test"
    if kind_of(id) == "INV" and not (REMOVALS / id / "removal.sql").exists():
        yield f"{id} has no removal.sql"
    if kind_of(id) == "TRAP":
        has_naive = any("naive" in test.fixtures for test in tests)
        has_own = any("naive" not in test.fixtures for test in tests)
        if has_naive != (TRAPS / id / "naive.sql").exists():
            yield f"{id} has a naive.sql and no test of it, or the other way round"
        if (has_naive and has_own) == (id in register.one_form):
            yield f"{id} is shown naively {has_naive}, in its own form {has_own}: under [one_form] if in one of them"


def _gaps(ids: list[str]) -> Iterator[str]:
    """Numbered ids count from 0 or 1: one that is left out would not be missed by anything else."""
    numbered = [id for id in ids if id.rsplit("-", 1)[-1].isdigit()]
    numbers = [int(id.rsplit("-", 1)[-1]) for id in numbered]
    if numbers and (numbers[0] > 1 or numbers != list(range(numbers[0], numbers[0] + len(numbers)))):
        yield f"numbers are missing between {numbered[0]} and {numbered[-1]}"


def _register(folder: Path) -> Register:
    told = tomllib.loads((folder / "spec.toml").read_text(encoding="utf-8"))
    return Register(
        system=folder.name,
        shown=told.get("shown", {}),
        elsewhere=told.get("elsewhere", {}),
        one_form=told.get("one_form", {}),
        how=told.get("how", {}),
        joined=tuple(told.get("joined", ())),
        tests=tuple(_tests(HERE / folder.name)),
    )


def _tests(folder: Path) -> Iterator[Evidence]:
    for path in sorted(folder.glob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                ids = tuple(id for decorator in node.decorator_list for id in _ids(decorator))
                fixtures = frozenset(argument.arg for argument in node.args.args)
                yield Evidence(file=path, name=node.name, ids=ids, fixtures=fixtures)


def _ids(decorator: ast.expr) -> Iterator[str]:
    """The literal arguments of `pytest.mark.shows`, also within the cases of a parametrised test."""
    for node in ast.walk(decorator):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.shows":
            for argument in node.args:
                yield str(ast.literal_eval(argument))
