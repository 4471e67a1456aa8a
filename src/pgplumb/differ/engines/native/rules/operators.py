"""Operators and their classes, casts, conversions, transforms, languages and access methods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.whole import WholeRule
from pgplumb.differ.engines.native.writing import address, name, step
from pgplumb.model.operators import (
    AccessMethod,
    Cast,
    Conversion,
    Language,
    Operator,
    OperatorClass,
    OperatorFamily,
    Transform,
)
from pgplumb.syntax.sql import Sql, ident, join, literal, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.differ.engines.native.rule import Context, Step
    from pgplumb.model.ids import ObjectId

_CONTEXTS = {"e": "", "a": " AS ASSIGNMENT", "i": " AS IMPLICIT"}


class OperatorRule(WholeRule[Operator]):
    """Estimators change in place; naming an operator that is not there yet makes a shell that its CREATE fills."""

    kind = "operator"
    rank = 23
    in_place = frozenset({"owner", "restrict", "join"})

    def definition(self, found: Operator) -> Sql:
        left, _, right = found.id.signature.partition(", ")
        arguments = [] if left == "NONE" else [raw(f"leftarg = {left}")]
        arguments += [] if right == "NONE" else [raw(f"rightarg = {right}")]
        clauses = [raw(f"function = {found.function}"), *arguments]
        for word in ("commutator", "negator", "restrict", "join"):
            if value := getattr(found, word):
                clauses.append(raw(f"{word} = {value}"))
        clauses += [raw("hashes")] if found.hashes else []
        clauses += [raw("merges")] if found.merges else []
        return sql("CREATE OPERATOR {}.{} ({})", ident(found.id.schema), raw(found.id.name), join(", ", clauses))

    def changes(self, before: Operator, after: Operator, changed: frozenset[str]) -> Iterator[Step]:
        clauses = [
            raw(f"{word} = {getattr(after, word) or 'NONE'}") for word in ("restrict", "join") if word in changed
        ]
        if clauses:
            yield step(sql("ALTER {} SET ({})", address(after.id), join(", ", clauses)))


class OperatorFamilyRule(WholeRule[OperatorFamily]):
    """Members of a family that belong to none of its classes come and go one by one."""

    kind = "operator_family"
    rank = 24
    in_place = frozenset({"owner", "members"})

    def definition(self, found: OperatorFamily) -> Sql:
        return sql("CREATE {}", address(found.id))

    def create(self, found: OperatorFamily, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        yield from super().create(found, context, inline)
        if found.members:
            yield step(sql("ALTER {} ADD {}", address(found.id), join(", ", map(raw, found.members))))

    def changes(self, before: OperatorFamily, after: OperatorFamily, changed: frozenset[str]) -> Iterator[Step]:
        gone = [_slot(member) for member in before.members if member not in after.members]
        fresh = [raw(member) for member in after.members if member not in before.members]
        if gone:
            yield step(sql("ALTER {} DROP {}", address(after.id), join(", ", gone)))
        if fresh:
            yield step(sql("ALTER {} ADD {}", address(after.id), join(", ", fresh)))


def _slot(member: str) -> Sql:
    """A member as DROP names it: its number and its types."""
    word, number, rest = member.split(" ", 2)
    opening = rest.index("(")
    return raw(f"{word} {number} {rest[opening : rest.index(')') + 1]}")


class OperatorClassRule(WholeRule[OperatorClass]):
    """An operator class is made anew; its family is an object of its own."""

    kind = "operator_class"
    rank = 25
    goes_with = frozenset({"operator_family"})

    def definition(self, found: OperatorClass) -> Sql:
        default = raw(" DEFAULT" if found.default else "")
        head = sql("CREATE OPERATOR CLASS {}{}", ident(found.id.schema, found.id.name), default)
        place = sql("FOR TYPE {} USING {} FAMILY {}", raw(found.type), ident(found.id.signature), raw(found.family))
        items = [raw(item) for item in found.items] or [raw(f"STORAGE {found.type}")]
        return sql("{} {} AS\n    {}", head, place, join(",\n    ", items))


class CastRule(WholeRule[Cast]):
    """A cast is made anew; views that use it print it in the same way, and have to be made anew as well."""

    kind = "cast"
    rank = 26

    def definition(self, found: Cast) -> Sql:
        return sql("CREATE {} {}{}", address(found.id), raw(found.method), raw(_CONTEXTS[found.context]))


class ConversionRule(WholeRule[Conversion]):
    """A conversion is made anew."""

    kind = "conversion"
    rank = 27

    def definition(self, found: Conversion) -> Sql:
        default = raw("DEFAULT " if found.default else "")
        head = sql("CREATE {}CONVERSION {}", default, name(found.id))
        ends = sql("FOR {} TO {}", literal(found.source), literal(found.destination))
        return sql("{} {} FROM {}", head, ends, raw(found.function))


class TransformRule(WholeRule[Transform]):
    """CREATE OR REPLACE takes every change."""

    kind = "transform"
    rank = 27
    in_place = frozenset({"clauses"})

    def definition(self, found: Transform) -> Sql:
        return sql("CREATE {} ({})", address(found.id), join(", ", map(raw, found.clauses)))

    def changes(self, before: Transform, after: Transform, changed: frozenset[str]) -> Iterator[Step]:
        yield step(sql("CREATE OR REPLACE {} ({})", address(after.id), join(", ", map(raw, after.clauses))), "create")


class LanguageRule(WholeRule[Language]):
    """CREATE OR REPLACE takes every change."""

    kind = "language"
    rank = 4
    in_place = frozenset({"owner", "trusted", "handler", "inline", "validator"})

    def definition(self, found: Language) -> Sql:
        return self._definition(found, raw("CREATE"))

    def _definition(self, found: Language, verb: Sql) -> Sql:
        clauses = [sql("{} {}LANGUAGE {}", verb, raw("TRUSTED " if found.trusted else ""), name(found.id))]
        for word, function in (("HANDLER", found.handler), ("INLINE", found.inline), ("VALIDATOR", found.validator)):
            if function:
                clauses.append(raw(f"{word} {function}"))
        return join(" ", clauses)

    def changes(self, before: Language, after: Language, changed: frozenset[str]) -> Iterator[Step]:
        if changed != {"owner"}:
            yield step(self._definition(after, raw("CREATE OR REPLACE")), "create")


class AccessMethodRule(WholeRule[AccessMethod]):
    """An access method is made anew."""

    kind = "access_method"
    rank = 9

    def definition(self, found: AccessMethod) -> Sql:
        return sql("CREATE ACCESS METHOD {} TYPE {} HANDLER {}", name(found.id), raw(found.type), raw(found.handler))
