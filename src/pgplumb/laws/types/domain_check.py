"""A domain's check refuses what breaks it, and accepts the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from pgplumb.generate.candidates import kind_of
from pgplumb.generate.shape import Check
from pgplumb.laws.law import Law
from pgplumb.laws.search import Useless, Wrong, search
from pgplumb.laws.trial import attempt
from pgplumb.laws.verdict import Failed, Untested, Verdict
from pgplumb.model.types import Domain, DomainConstraint
from pgplumb.strategies.literals import literal
from pgplumb.strategies.solution import Solved
from pgplumb.strategies.solve import solve
from pgplumb.syntax.parse import in_parentheses, parse_statement
from pgplumb.syntax.sql import ident, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId

_REFUSED = "23514"


class DomainCheck(Law):
    """Each check of a domain refuses the values that break it alone, by its name, and lets others through.

    Why: a domain is trusted by every column of its type. A check that is TRUE or NULL for what it was meant to refuse,
    or that another contradicts, is wrong in all of them at once.

    Instead: read the value that went through, and say in the check what it has to be.
    """

    code = "domain_check"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Every check of a domain."""
        return (found.id for found in bench.catalog.of(DomainConstraint))

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Cast values that break it, and values that do not."""
        domain = bench.catalog.objects[subject._replace(kind="domain", name=subject.table, table="")]
        assert isinstance(domain, Domain)
        kind = kind_of(domain.type, bench.catalog)
        checks = [_check(child) for child in bench.catalog.children(domain.id) if isinstance(child, DomainConstraint)]
        broken = solve({_VALUE: kind}, checks, bench.catalog, violated=subject.name)
        kept = solve({_VALUE: kind}, checks, bench.catalog)
        if kept.strategy.is_empty:
            return Failed(message=f"No value keeps {subject.name} and the other checks of {domain.id}.")
        for found in (broken, kept):
            if not isinstance(how := found.how[subject.name], Solved):
                return Untested(reason=how.reason)
        pairs = st.tuples(st.booleans(), broken.strategy, kept.strategy)
        return search(
            pairs,
            bench.profile,
            lambda pair: _judge(pair[0], pair[2] if pair[0] else pair[1], subject, domain, bench),
        )


_VALUE = "value"


def _check(found: DomainConstraint) -> Check:
    tree = parse_statement(sql("ALTER DOMAIN d ADD {}", raw(found.definition))).def_.raw_expr
    return Check(found.id.name, in_parentheses(found.definition), tree, frozenset({_VALUE}))


def _judge(keeps: bool, row: dict[str, Any], subject: ObjectId, domain: Domain, bench: Bench) -> None:
    value = literal(row[_VALUE], domain.type)
    statement = sql("SELECT {}::{}", value, ident(subject.schema, subject.table))
    with bench.transaction() as session:
        refused = attempt(session, statement)
        if keeps:
            if refused is not None and refused.constraint == subject.name:
                raise Wrong(f"{subject.name} refused a value that keeps it.", script=f"{statement};\n")
            return
        if refused is not None and refused.sqlstate == _REFUSED and refused.constraint == subject.name:
            return
        if refused is not None:
            raise Useless(f"refused by something else: {refused}")
    raise Wrong(f"A value that breaks {subject.name} was accepted.", script=f"{statement};  -- should be refused\n")
