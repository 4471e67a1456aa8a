"""IMMUTABLE and STABLE as functions declare them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.code import routines
from pgplumb.laws.law import Law
from pgplumb.laws.routines.uses import Call, calls, locks, parts, reads, writes
from pgplumb.laws.verdict import Failed, Passed, Untested, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pgplumb.laws.bench import Bench
    from pgplumb.laws.routines.uses import Part
    from pgplumb.model.ids import ObjectId

_WORDS = {"i": "IMMUTABLE", "s": "STABLE"}
#: Stable only for the sake of arguments that print differently; of texts and numbers they depend on nothing else.
_PRINTING = frozenset({"format", "concat", "concat_ws", "array_to_string", "quote_literal", "quote_nullable", "to_json",
    "to_jsonb", "array_to_json", "row_to_json", "json_build_object", "json_build_array", "jsonb_build_object",
    "jsonb_build_array", "json_agg", "jsonb_agg", "json_object_agg", "jsonb_object_agg"})  # fmt: skip
#: What no query sees the effect of.
_ASIDE = frozenset({"raise", "assert"})


class DeclaredVolatility(Law):
    """A function that is declared IMMUTABLE reads no table and calls nothing STABLE or VOLATILE; one that is declared
    STABLE writes nothing and calls nothing that gives another value each time.

    Which functions a body calls, operators and casts among them, the server tells, where it can parse the statement on
    its own; otherwise they go by name, and count only where all functions of the name are alike. Arguments of RAISE do
    not count, nor do functions such as format(), whose result only depends on settings for what prints by them.

    Why: the planner takes the word for it. An IMMUTABLE function is called once and its result kept: in a plan, in an
    index, in a generated column. If it depends on a table or on TimeZone, the index goes on saying what was true when
    the row was written, and finds other rows than a scan does
    (https://www.postgresql.org/docs/current/xfunc-volatility.html).

    Instead: declare what it is; for an index say what it depends on, `at AT TIME ZONE 'UTC'` instead of `at::date`.
    """

    code = "declared_volatility"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Functions in SQL and PL/pgSQL that are declared IMMUTABLE or STABLE."""
        return (r.id for r in routines(bench) if r.volatility in _WORDS and r.language in {"sql", "plpgsql"})

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Look at the tables and functions that its body uses."""
        routine = next(each for each in routines(bench) if each.id == subject)
        found = tuple(part for part in parts(routine) if part.kind not in _ASIDE)
        if not found:
            return Untested(reason="our parser reads none of its statements")
        with bench.transaction() as session:
            called = calls(session, routine, found)
        wrong = _against_immutable(found, called) if routine.volatility == "i" else _against_stable(found, called)
        if not wrong:
            return Passed()
        kept = sorted(str(edge.dependent) for edge in bench.catalog.required_by(subject) if _keeps(edge.dependent))
        told = f" {kept[0][0].upper()}{kept[0][1:]} keeps what it said." if kept else ""
        return Failed(
            message=f"It is declared {_WORDS[routine.volatility]}, and {wrong}.{told}",
            help="Declare it as what it is, or take what it depends on as an argument.",
        )


def _keeps(id: ObjectId) -> bool:
    return id.kind in {"index", "column", "constraint"}


def _against_immutable(found: Sequence[Part], called: Sequence[Call]) -> str:
    changed = writes(found)
    if changed:
        return "it writes"
    tables = sorted(name for _, name in reads(found))
    if tables:
        return f"it reads {tables[0]}"
    loose = [call for call in called if call.volatility != "i" and call.name not in _PRINTING]
    return f"it calls {_named(loose[0])}" if loose else ""


def _against_stable(found: Sequence[Part], called: Sequence[Call]) -> str:
    if writes(found):
        return "it writes"
    if locks(found):
        return "it locks rows"
    loose = [call for call in called if call.volatility == "v" and call.builtin]
    return f"it calls {_named(loose[0])}" if loose else ""


def _named(call: Call) -> str:
    return f"{call.signature}, which is {'VOLATILE' if call.volatility == 'v' else 'STABLE'}"
