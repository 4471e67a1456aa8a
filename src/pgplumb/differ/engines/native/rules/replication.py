"""Logical replication: publications, what they publish, and subscriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.rule import Context, Manner, Rule, Step
from pgplumb.differ.engines.native.whole import WholeRule
from pgplumb.differ.engines.native.writing import address, finishing, name, owner_step, step, table
from pgplumb.model.ids import ObjectId
from pgplumb.model.replication import Publication, PublicationSchema, PublicationTable, Subscription
from pgplumb.syntax.sql import Sql, ident, join, literal, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_USUAL = frozenset(
    {
        "publish=insert, update, delete, truncate",
        "publish_via_partition_root=false",
        "publish_generated_columns=none",
    }
)


def _settings(options: Iterable[str]) -> Sql:
    pairs = (option.partition("=") for option in options)
    return join(", ", (sql("{} = {}", raw(key), _value(value)) for key, _, value in pairs))


def _value(value: str) -> Sql:
    return raw(value) if value.startswith("'") or value == "NONE" else literal(value)


class PublicationRule(WholeRule[Publication]):
    """A publication starts empty; tables and schemas are added to it one by one."""

    kind = "publication"
    rank = 70
    in_place = frozenset({"owner", "options"})

    def definition(self, found: Publication) -> Sql:
        text = sql("CREATE PUBLICATION {}", name(found.id))
        if found.all_tables:
            text = sql("{} FOR ALL TABLES", text)
        options = [option for option in found.options if option not in _USUAL]
        return sql("{} WITH ({})", text, _settings(options)) if options else text

    def changes(self, before: Publication, after: Publication, changed: frozenset[str]) -> Iterator[Step]:
        fresh = [option for option in after.options if option not in before.options]
        if fresh:
            yield step(sql("ALTER {} SET ({})", address(after.id), _settings(fresh)))


class PublicationTableRule(Rule[PublicationTable]):
    """A table is taken out and put in again where its columns or its row filter change."""

    kind = "publication_table"
    rank = 72
    goes_with = frozenset({"table", "publication"})

    def create(self, found: PublicationTable, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        text = sql("ALTER PUBLICATION {} ADD TABLE ONLY {}", ident(found.id.name), table(found.id))
        if found.columns:
            text = sql("{} ({})", text, join(", ", map(ident, found.columns)))
        if found.filter:
            text = sql("{} WHERE ({})", text, raw(found.filter))
        yield step(text)

    def follows(self, found: PublicationTable, context: Context) -> Iterator[ObjectId]:
        """A column list and a schema exclude one another: schemas leave first."""
        for other in context.before.of(PublicationSchema) if found.columns else ():
            if other.id.name == found.id.name and other.id not in context.after.objects:
                yield other.id

    def leaves_by_itself(self, found: PublicationTable, context: Context) -> bool:
        """A table that is set aside would stay in it for as long as its rows move."""
        return ObjectId("table", found.id.schema, found.id.table) in context.swapped

    def drop(self, found: PublicationTable, context: Context) -> Iterator[Step]:
        yield step(sql("ALTER PUBLICATION {} DROP TABLE ONLY {}", ident(found.id.name), table(found.id)), "drop")


class PublicationSchemaRule(Rule[PublicationSchema]):
    """A schema whose tables are published."""

    kind = "publication_schema"
    rank = 71
    goes_with = frozenset({"schema", "publication"})

    def create(self, found: PublicationSchema, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        yield self._change(found, raw("ADD"))

    def drop(self, found: PublicationSchema, context: Context) -> Iterator[Step]:
        yield self._change(found, raw("DROP"))

    def leaves_by_itself(self, found: PublicationSchema, context: Context) -> bool:
        """A schema that goes would stay in it until the tables that come are in their place."""
        return any(other.columns and other.id.name == found.id.name for other in context.after.of(PublicationTable))

    def follows(self, found: PublicationSchema, context: Context) -> Iterator[ObjectId]:
        """A column list and a schema exclude one another: tables with one leave first."""
        for other in context.before.of(PublicationTable):
            if other.id.name == found.id.name and other.id not in context.after.objects:
                yield other.id

    def _change(self, found: PublicationSchema, verb: Sql) -> Step:
        return step(
            sql("ALTER PUBLICATION {} {} TABLES IN SCHEMA {}", ident(found.id.name), verb, ident(found.id.schema))
        )


class SubscriptionRule(Rule[Subscription]):
    """A subscription is made and changed without connecting to the publisher; enabling it is left to its operator."""

    kind = "subscription"
    rank = 90

    def create(self, found: Subscription, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        slot = next(option for option in found.options if option.startswith("slot_name="))
        default = f"slot_name='{found.id.name}'"
        streaming = f"streaming={'parallel' if context.after.server_version >= 180000 else 'off'}"
        usual = {*_USUAL_SUBSCRIPTION, default, streaming}
        kept = [option for option in found.options if option not in usual]
        options = join(", ", [raw("connect = false"), *([_settings(kept)] if kept else [])])
        if slot == "slot_name=NONE":
            options = sql("{}, enabled = false", options)
        text = sql("CREATE SUBSCRIPTION {} CONNECTION {}", name(found.id), literal(found.connection))
        publications = join(", ", map(ident, found.publications))
        yield step(sql("{} PUBLICATION {} WITH ({})", text, publications, options), "create")
        yield from finishing(found, context)

    def drop(self, found: Subscription, context: Context) -> Iterator[Step]:
        """Without its slot, which only the publisher could drop: a connection to it may hang or fail."""
        yield step(sql("ALTER SUBSCRIPTION {} DISABLE", name(found.id)))
        yield step(sql("ALTER SUBSCRIPTION {} SET (slot_name = NONE)", name(found.id)))
        yield step(sql("DROP SUBSCRIPTION {}", name(found.id)), "drop")

    def manner(self, before: Subscription, after: Subscription, changed: frozenset[str], context: Context) -> Manner:
        fresh = {option.partition("=")[0] for option in after.options if option not in before.options}
        return Manner.REPLACE if fresh & {"two_phase", "failover"} else Manner.ALTER

    def alter(
        self, before: Subscription, after: Subscription, changed: frozenset[str], context: Context
    ) -> Iterator[Step]:
        target = name(after.id)
        if "connection" in changed:
            yield step(sql("ALTER SUBSCRIPTION {} CONNECTION {}", target, literal(after.connection)))
        if "publications" in changed:
            publications = join(", ", map(ident, after.publications))
            yield step(sql("ALTER SUBSCRIPTION {} SET PUBLICATION {} WITH (refresh = false)", target, publications))
        fresh = [option for option in after.options if option not in before.options]
        if fresh:
            yield step(sql("ALTER SUBSCRIPTION {} SET ({})", target, _settings(fresh)))
        if "owner" in changed:
            yield owner_step(after)


_USUAL_SUBSCRIPTION = frozenset(
    {
        "synchronous_commit=off",
        "binary=false",
        "two_phase=false",
        "disable_on_error=false",
        "password_required=true",
        "run_as_owner=false",
        "origin=any",
        "failover=false",
    }
)
