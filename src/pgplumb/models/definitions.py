"""Enums, domains and sequences, and what else is made before any table."""

from __future__ import annotations

from dataclasses import astuple
from typing import TYPE_CHECKING

from pgplumb.model.counting import of_sequence, usual
from pgplumb.model.types import Domain, Enum
from pgplumb.models.annotations import annotated
from pgplumb.models.code import Code, call, comment, docstring, laid_out, text
from pgplumb.models.constraints import sql
from pgplumb.models.facts import Bound, facts
from pgplumb.models.types import column_type
from pgplumb.syntax.parse import in_parentheses
from pgplumb.syntax.sql import ident, raw, sql as statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pgplumb.model.counting import Counting
    from pgplumb.model.objects import Object
    from pgplumb.model.relations import Sequence as SequenceObject
    from pgplumb.model.types import DomainConstraint
    from pgplumb.models.names import Names
    from pgplumb.models.scope import Scope
    from pgplumb.syntax.sql import Sql

_SEQUENCE_TYPES = {"smallint": "sa.SmallInteger", "integer": "sa.Integer"}


def first_blocks(found: Object, statements: Sequence[str], scope: Scope, names: Names) -> Iterator[str]:
    """A type, or the statements that make something for which SQLAlchemy has no word."""
    match found:
        case Enum() as enum:
            yield from _enum(enum, scope, names)
        case Domain() as domain:
            yield from _domain(domain, scope, names)
        case _:
            yield run(statements)


def run(statements: Iterable[str], *, when: str = "before_create") -> str:
    """Statements that are run before or after tables are made."""
    return laid_out(call("_run", text(when), *map(text, statements)))


def _enum(enum: Enum, scope: Scope, names: Names) -> Iterator[str]:
    defined, said = names.types[enum.id], scope.comment(enum.id)
    about = said if said and said.strip() else f"The labels of {enum.id.schema}.{enum.id.name}."
    members = [f"    {names.members[enum.id][label]} = {text(label)}" for label in enum.labels]
    yield "\n".join((f"class {defined.annotation}(StrEnum):", f"    {docstring(about)}", "", *members)).rstrip()
    made = call(
        "pg.ENUM",
        defined.annotation,
        name=text(enum.id.name),
        schema=text(enum.id.schema),
        metadata="metadata",
        values_callable="_labels",
    )
    yield laid_out(made, head=f"{defined.constant} = ")


def _domain(domain: Domain, scope: Scope, names: Names) -> Iterator[str]:
    defined, said = names.types[domain.id], scope.comment(domain.id)
    type = column_type(domain.type, "", names.types)
    checks = scope.domain_checks(domain.id)
    known = facts([in_parentheses(each.definition) for each in checks], {"value": domain.type}, scope.catalog)
    about = [f"# {comment(said)}"] if said else []
    sized = [] if type.length is None else [Bound("MaxLen", type.length)]
    shown = annotated(type.annotation, [*known.get("value", ()), *sized], labels=names.labels(domain.type))
    check = next((each for each in checks if each.validated), None)
    # SQLAlchemy writes the name of the check before NOT NULL, which would get it.
    is_plain = domain.not_null and check is None
    over = column_type(domain.type, domain.collation, names.types).code
    made = call(
        "DomainOfArray" if not isinstance(over, str) and over.opening == "DomainArray(" else "Domain",
        text(domain.id.name),
        over,
        default=sql(domain.default) if domain.default else None,
        constraint_name=None if check is None else text(check.id.name),
        not_null="True" if is_plain else None,
        check=None if check is None else sql(in_parentheses(check.definition)),
        schema=text(domain.id.schema),
        metadata="metadata",
    )
    written = laid_out(made, head=f"{defined.constant} = ")
    yield "\n".join((*about, f"{defined.annotation}: TypeAlias = {shown}", written))
    name = ident(domain.id.schema, domain.id.name)
    more = [statement("ALTER DOMAIN {} SET NOT NULL", name)] if domain.not_null and not is_plain else []
    more += [
        statement("ALTER DOMAIN {} ADD CONSTRAINT {} {}", name, ident(each.id.name), _definition(each))
        for each in checks
        if each is not check
    ]
    if more:
        yield run(more)


def sequence_line(sequence: SequenceObject) -> str:
    """A sequence that no column makes."""
    made = call(
        "sa.Sequence",
        text(sequence.id.name),
        schema=text(sequence.id.schema),
        data_type=_SEQUENCE_TYPES.get(sequence.type),
        **counting(sequence.type, of_sequence(sequence)),
        metadata="metadata",
    )
    return laid_out(made)


def counting(type: str, found: Counting) -> dict[str, Code | None]:
    """The arguments of a sequence, or of an identity column, that are not what they would be without being said."""
    words = ("start", "increment", "minvalue", "maxvalue", "cache", "cycle")
    options = zip(words, astuple(found), astuple(usual(type, found)), strict=True)
    return {word: str(value) for word, value, given in options if value != given}


def _definition(check: DomainConstraint) -> Sql:
    return raw(check.definition if check.validated else f"{check.definition} NOT VALID")
