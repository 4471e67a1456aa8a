"""What the reference systems hold, and what is shown of them: printed, and with --write put into their READMEs."""

from __future__ import annotations

import argparse
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.introspect.reader import read
from pgplumb.model.relations import Constraint, Policy, Table, Trigger
from pgplumb.postgres.cache import Cache
from pgplumb.postgres.server import open_scratch
from tests.systems.databases import Systems
from tests.systems.how import escaped, how
from tests.systems.kit import ROOT, SCHEMA, named_queries
from tests.systems.picture import picture
from tests.systems.register import KINDS, registers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pgplumb.model.catalog import Catalog
    from tests.systems.register import Evidence, Register

#: The generated parts of a system's README: the name in their marks, and the heading over each where it is new.
_HEADINGS = {"picture": "Tables", "invariants": "What always holds", "shown": "What else is shown"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A system's register beside its catalog."""

    register: Register
    catalog: Catalog

    @property
    def counts(self) -> dict[str, int]:
        """How many of each kind of object there are, and how many queries."""
        kinds = {"tables": Table, "constraints": Constraint, "triggers": Trigger, "policies": Policy}
        found = {name: sum(1 for _ in self.catalog.of(kind)) for name, kind in kinds.items()}
        return found | {"named queries": len(named_queries(SCHEMA / self.register.system))}

    def share(self, kind: str) -> str:
        """Such as `36/37`; a dash where the specification has none of the kind."""
        ids = self.register.of(kind)
        return f"{sum(id in self.register.shown for id in ids)}/{len(ids)}" if ids else "-"


def tell(systems: Systems, register: Register) -> Told:
    """Load the system, and read its catalog."""
    with systems.desired(register.system) as place:
        return Told(register=register, catalog=read(place.session, own_roles=frozenset({"postgres"})))


def documents(told: Sequence[Told]) -> dict[Path, str]:
    """Every README that has generated parts, as it should be."""
    root = ROOT / "README.md"
    found = {root: filled(root.read_text(encoding="utf-8"), "systems", overview(told), "")}
    for each in told:
        path = SCHEMA / each.register.system / "README.md"
        text = path.read_text(encoding="utf-8")
        parts = {"picture": f"```mermaid\n{picture(each.catalog)}```\n"}
        parts |= {"invariants": invariants(each.register), "shown": shown(each.register)}
        for name, part in parts.items():
            text = filled(text, name, part, _HEADINGS[name])
        found[path] = text
    return found


def overview(told: Sequence[Told]) -> str:
    """The table of all systems, a row for each; of the ids how many are shown, of how many."""
    heads = ["system", *(told[0].counts if told else ()), *KINDS.values()]
    rows = [heads, ["---"] * len(heads)]
    for each in told:
        link = f"[{each.register.system}](schema/{each.register.system})"
        rows.append([link, *map(str, each.counts.values()), *map(each.share, KINDS)])
    return _table(rows)


def invariants(register: Register) -> str:
    """A row for each invariant: what it says, how the database enforces it, the tests that show it."""
    rows = [["id", "what always holds", "enforced by", "shown by"], ["---"] * 4]
    for id in register.of("INV"):
        if id in register.shown:
            rows.append([id, escaped(register.shown[id]), how(register, id), _tests(register.showing(id))])
        else:
            rows.append([id, f"No database can show it: {escaped(register.elsewhere[id])}", "", ""])
    return _table(rows)


def shown(register: Register) -> str:
    """A row for every other id: our sentence and the tests that show it, or the reason why no database can."""
    rows = [["id", "what", "shown by"], ["---"] * 3]
    for kind in KINDS:
        for id in register.of(kind) if kind != "INV" else ():
            if id in register.shown:
                one = f" (in one form: {register.one_form[id]})" if id in register.one_form else ""
                rows.append([id, escaped(register.shown[id] + one), _tests(register.showing(id))])
            else:
                rows.append([id, f"No database can show it: {escaped(register.elsewhere[id])}", ""])
    return _table(rows)


def _table(rows: Sequence[Sequence[str]]) -> str:
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _tests(tests: Sequence[Evidence]) -> str:
    links = [f"[{each.name}](../../{each.file.relative_to(ROOT).as_posix()})" for each in tests]
    return ", ".join(dict.fromkeys(links))


def filled(text: str, name: str, part: str, heading: str) -> str:
    """The text with the part between its marks; at its end, where it has none yet."""
    start, end = f"<!-- {name} -->\n", f"<!-- /{name} -->\n"
    if start not in text:
        text = f"{text.rstrip()}\n\n## {heading}\n\n{start}{end}"
    return re.sub(f"(?<={start}).*?(?={end})", lambda _: part, text, count=1, flags=re.DOTALL)


def _lines(told: Told) -> Iterator[str]:
    register = told.register
    yield f"\n{register.system}: " + ", ".join(f"{count} {name}" for name, count in told.counts.items())
    for kind, name in KINDS.items():
        if ids := register.of(kind):
            yield f"  {name}: {told.share(kind)}"
        for id in ids:
            tests = ", ".join(test.name for test in register.showing(id))
            yield f"    {id}: {tests if id in register.shown else f'not here: {register.elsewhere[id]}'}"


def main() -> None:
    """Print what all systems hold, and write it where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the tables and pictures into the READMEs")
    write = parser.parse_args().write
    with open_scratch("embedded", cache=Cache(None, 0), environment=os.environ) as scratch:
        whole = [tell(Systems(scratch), register) for register in registers() if "register" in register.joined]
    for each in whole:
        print("\n".join(_lines(each)))
    print("\n" + overview(whole), end="")
    for register in registers():
        if "register" not in register.joined:
            print(f"{register.system} is not held to its register yet")
    if write:
        for path, text in documents(whole).items():
            path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
