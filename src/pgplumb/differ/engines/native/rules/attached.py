"""What hangs on tables and views and is written whole: rules, triggers, policies; and statistics objects."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.rule import Context, Manner, Rule, Step
from pgplumb.differ.engines.native.writing import finishing, name, owner_step, step, table
from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Policy, Rule as RewriteRule, Statistics, Trigger, TriggerState
from pgplumb.model.trees import links_above
from pgplumb.syntax.sql import Sql, ident, join, raw, sql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pgplumb.model.objects import Object

_STATES = {"O": "ENABLE", "D": "DISABLE", "R": "ENABLE REPLICA", "A": "ENABLE ALWAYS"}


def _state(found: Trigger | TriggerState | RewriteRule, kind: Sql) -> Step:
    clause = sql("{} {} {}", raw(_STATES[found.enabled]), kind, ident(found.id.name))
    return step(sql("ALTER TABLE {} {}", table(found.id), clause))


def _replacing(definition: str, verb: str) -> Sql:
    return raw(definition.replace(f"CREATE {verb}", f"CREATE OR REPLACE {verb}", 1))


class TriggerRule(Rule[Trigger]):
    """CREATE OR REPLACE TRIGGER spares readers the lock of a drop; constraint triggers do not have it."""

    kind = "trigger"
    rank = 60
    goes_with = frozenset({"table", "foreign_table", "view"})

    def create(self, found: Trigger, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        yield step(raw(found.definition), "create")
        if found.enabled != "O":
            yield _state(found, raw("TRIGGER"))

    def reacts_to_rows(self, found: Trigger) -> bool:
        return True

    def drop(self, found: Trigger, context: Context) -> Iterator[Step]:
        yield step(sql("DROP TRIGGER {}", name(found.id)), "drop")

    def manner(self, before: Trigger, after: Trigger, changed: frozenset[str], context: Context) -> Manner:
        constraint = any(found.definition.startswith("CREATE CONSTRAINT") for found in (before, after))
        return Manner.REPLACE if constraint and "definition" in changed else Manner.ALTER

    def alter(self, before: Trigger, after: Trigger, changed: frozenset[str], context: Context) -> Iterator[Step]:
        if "definition" in changed:
            yield step(_replacing(after.definition, "TRIGGER"), "create")
        if "enabled" in changed or after.enabled != "O":
            yield _state(after, raw("TRIGGER"))

    def disturbs(
        self, before: Trigger, after: Trigger, changed: frozenset[str], context: Context
    ) -> Callable[[Object], bool]:
        return lambda dependent: isinstance(dependent, TriggerState)


class TriggerStateRule(Rule[TriggerState]):
    """A partition follows its parent's trigger, until it is told otherwise."""

    kind = "trigger_state"
    rank = 61
    goes_with = frozenset({"table", "trigger"})

    def follows(self, found: TriggerState, context: Context) -> Iterator[ObjectId]:
        """The partition has the trigger once it is attached."""
        holder = ObjectId("table", found.id.schema, found.id.table)
        yield from (link.id for link in links_above(holder, context.after))

    def create(self, found: TriggerState, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        yield _state(found, raw("TRIGGER"))

    def drop(self, found: TriggerState, context: Context) -> Iterator[Step]:
        holder = ObjectId("table", found.id.schema, found.id.table)
        if any(link.id in context.dropped for link in links_above(holder, context.before)):
            # The trigger leaves with what the partition was bound to.
            return
        yield _state(replace(found, enabled=found.parent_enabled), raw("TRIGGER"))

    def manner(self, before: TriggerState, after: TriggerState, changed: frozenset[str], context: Context) -> Manner:
        return Manner.ALTER

    def alter(
        self, before: TriggerState, after: TriggerState, changed: frozenset[str], context: Context
    ) -> Iterator[Step]:
        yield _state(after, raw("TRIGGER"))


class RewriteRuleRule(Rule[RewriteRule]):
    """Rules are replaced in place."""

    kind = "rule"
    rank = 58
    goes_with = frozenset({"table", "foreign_table", "view"})

    def create(self, found: RewriteRule, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        yield step(raw(found.definition), "create")
        if found.enabled != "O":
            yield _state(found, raw("RULE"))

    def reacts_to_rows(self, found: RewriteRule) -> bool:
        return True

    def drop(self, found: RewriteRule, context: Context) -> Iterator[Step]:
        yield step(sql("DROP RULE {}", name(found.id)), "drop")

    def manner(self, before: RewriteRule, after: RewriteRule, changed: frozenset[str], context: Context) -> Manner:
        return Manner.ALTER

    def alter(
        self, before: RewriteRule, after: RewriteRule, changed: frozenset[str], context: Context
    ) -> Iterator[Step]:
        if "definition" in changed:
            yield step(_replacing(after.definition, "RULE"), "create")
        if "enabled" in changed:
            yield _state(after, raw("RULE"))


class PolicyRule(Rule[Policy]):
    """ALTER POLICY changes roles and expressions; it cannot take an expression away or change the command."""

    kind = "policy"
    rank = 62
    goes_with = frozenset({"table"})

    def create(self, found: Policy, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        clauses = [sql("CREATE POLICY {}", name(found.id))]
        if not found.permissive:
            clauses.append(raw("AS RESTRICTIVE"))
        if found.command != "all":
            clauses.append(sql("FOR {}", raw(found.command.upper())))
        if found.roles:
            clauses.append(sql("TO {}", join(", ", map(ident, found.roles))))
        yield step(join(" ", [*clauses, *self._expressions(found)]), "create")

    def _expressions(self, found: Policy) -> Iterator[Sql]:
        if found.using:
            yield sql("USING ({})", raw(found.using))
        if found.check:
            yield sql("WITH CHECK ({})", raw(found.check))

    def drop(self, found: Policy, context: Context) -> Iterator[Step]:
        yield step(sql("DROP POLICY {}", name(found.id)), "drop")

    def manner(self, before: Policy, after: Policy, changed: frozenset[str], context: Context) -> Manner:
        lost = (before.using and not after.using) or (before.check and not after.check)
        return Manner.REPLACE if lost or changed & {"permissive", "command"} else Manner.ALTER

    def alter(self, before: Policy, after: Policy, changed: frozenset[str], context: Context) -> Iterator[Step]:
        clauses = [sql("ALTER POLICY {}", name(after.id))]
        if "roles" in changed:
            clauses.append(sql("TO {}", join(", ", map(ident, after.roles)) if after.roles else raw("PUBLIC")))
        yield step(join(" ", [*clauses, *self._expressions(after)]))


class StatisticsRule(Rule[Statistics]):
    """A statistics object is made anew for another list of columns or kinds."""

    kind = "statistics"
    rank = 40
    goes_with = frozenset({"table"})

    def create(self, found: Statistics, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        yield step(raw(found.definition), "create")
        if found.target >= 0:
            yield self._target(found)
        yield from finishing(found, context)

    def leaves_by_itself(self, found: Statistics, context: Context) -> bool:
        """A table that is set aside takes it along to no other schema."""
        return any(edge.referenced in context.swapped for edge in context.before.requires(found.id))

    def drop(self, found: Statistics, context: Context) -> Iterator[Step]:
        yield step(sql("DROP STATISTICS {}", name(found.id)), "drop")

    def manner(self, before: Statistics, after: Statistics, changed: frozenset[str], context: Context) -> Manner:
        return Manner.REPLACE if changed & {"table", "kinds", "items"} else Manner.ALTER

    def alter(self, before: Statistics, after: Statistics, changed: frozenset[str], context: Context) -> Iterator[Step]:
        if "target" in changed:
            yield self._target(after)
        if "owner" in changed:
            yield owner_step(after)

    def _target(self, found: Statistics) -> Step:
        return step(sql("ALTER STATISTICS {} SET STATISTICS {}", name(found.id), raw(str(found.target))))
