"""Domains and their checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pgplumb.differ.engines.native.domain_not_null import name_not_null, not_null_clause
from pgplumb.differ.engines.native.rule import Context, Manner, Rule, Step
from pgplumb.differ.engines.native.swapping import SwappedType
from pgplumb.differ.engines.native.writing import finishing, name, owner_step, step, table
from pgplumb.model.ids import ObjectId
from pgplumb.model.types import Domain, DomainConstraint
from pgplumb.syntax.sql import Sql, ident, join, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator


class DomainRule(SwappedType[Domain], Rule[Domain]):
    """Default, NOT NULL and checks change in place; another base type means a swap."""

    kind = "domain"
    rank = 12

    def create(self, found: Domain, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        clauses = [sql("CREATE DOMAIN {} AS {}", name(found.id), raw(found.type))]
        if found.collation:
            clauses.append(sql("COLLATE {}", raw(found.collation)))
        if found.default:
            clauses.append(sql("DEFAULT {}", raw(found.default)))
        if found.not_null:
            clauses.append(not_null_clause(found, context))
        clauses += [
            sql("CONSTRAINT {} {}", ident(part.id.name), raw(part.definition))
            for part in context.inline(found.id, inline)
        ]
        yield step(join(" ", clauses), "create")
        yield from finishing(found, context)

    def drop(self, found: Domain, context: Context) -> Iterator[Step]:
        yield step(sql("DROP DOMAIN {}", name(found.id)), "drop")

    def manner(self, before: Domain, after: Domain, changed: frozenset[str], context: Context) -> Manner:
        stricter = "not_null" in changed and after.not_null and _within_others(after.id, context)
        return Manner.REPLACE if stricter or changed & {"type", "collation"} else Manner.ALTER

    def alter(self, before: Domain, after: Domain, changed: frozenset[str], context: Context) -> Iterator[Step]:
        if "owner" in changed:
            yield owner_step(after)
        if "default" in changed:
            clause = sql("SET DEFAULT {}", raw(after.default)) if after.default else raw("DROP DEFAULT")
            yield step(sql("ALTER DOMAIN {} {}", name(after.id), clause))
        if "not_null" in changed:
            verb = raw("SET" if after.not_null else "DROP")
            yield step(sql("ALTER DOMAIN {} {} NOT NULL", name(after.id), verb))
        if after.not_null and changed & {"not_null", "not_null_name"}:
            yield from name_not_null(before, after, context)


def _within_others(id: ObjectId, context: Context) -> bool:
    """Whether a column holds the domain inside an array, a composite or a range.

    PostgreSQL then refuses to make the domain stricter (find_composite_type_dependencies).
    """
    plain = ident(id.schema, id.name)
    for edge in context.before.required_by(id):
        found: Any = context.before.objects[edge.dependent]
        match edge.dependent.kind:
            case "column" if found.type != plain:
                return True
            case "attribute" | "range" | "domain":
                holder = context.before.parent(edge.dependent) or edge.dependent
                users = context.before.required_by(holder)
                if found.id.kind != "domain" and any(user.dependent.kind == "column" for user in users):
                    return True
            case _:
                pass
    return False


class DomainConstraintRule(Rule[DomainConstraint]):
    """Checks of domains; a new text means dropping the check and adding it again."""

    kind = "domain_constraint"
    rank = 13
    goes_with = frozenset({"domain"})
    inline_in = frozenset({"domain"})

    def arrival(self, found: DomainConstraint, context: Context) -> Manner:
        holder = ObjectId("domain", found.id.schema, found.id.table)
        return Manner.REPLACE_PARENT if _within_others(holder, context) else Manner.ALTER

    def fits_inline(self, found: DomainConstraint, context: Context) -> bool:
        return found.validated

    def create(self, found: DomainConstraint, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        yield self._alter(found, sql("ADD CONSTRAINT {} {}{}", ident(found.id.name), raw(found.definition),
                                     raw("" if found.validated else " NOT VALID")))  # fmt: skip

    def drop(self, found: DomainConstraint, context: Context) -> Iterator[Step]:
        yield step(sql("ALTER DOMAIN {} DROP CONSTRAINT {}", table(found.id), ident(found.id.name)), "drop")

    def manner(
        self, before: DomainConstraint, after: DomainConstraint, changed: frozenset[str], context: Context
    ) -> Manner:
        if _within_others(ObjectId("domain", after.id.schema, after.id.table), context):
            return Manner.REPLACE_PARENT
        return Manner.ALTER if changed == {"validated"} and after.validated else Manner.REPLACE

    def alter(
        self, before: DomainConstraint, after: DomainConstraint, changed: frozenset[str], context: Context
    ) -> Iterator[Step]:
        yield self._alter(after, sql("VALIDATE CONSTRAINT {}", ident(after.id.name)))

    def _alter(self, found: DomainConstraint, clause: Sql) -> Step:
        return step(sql("ALTER DOMAIN {} {}", table(found.id), clause))
