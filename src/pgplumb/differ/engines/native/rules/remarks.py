"""What is said about any object: comments, privileges, default privileges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.privileges import base, change, change_default, for_target, initial
from pgplumb.differ.engines.native.rule import Context, Manner, Rule, Step
from pgplumb.differ.engines.native.writing import address, step
from pgplumb.model.general import Comment, DefaultPrivilege, Grant
from pgplumb.syntax.sql import literal, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.model.ids import ObjectId


class CommentRule(Rule[Comment]):
    """A comment is set, whatever was there."""

    kind = "comment"
    rank = 80
    goes_with = frozenset({"*"})

    def create(self, found: Comment, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        yield self._comment(found, found.text)

    def drop(self, found: Comment, context: Context) -> Iterator[Step]:
        yield self._comment(found, None)

    def manner(self, before: Comment, after: Comment, changed: frozenset[str], context: Context) -> Manner:
        return Manner.ALTER

    def alter(self, before: Comment, after: Comment, changed: frozenset[str], context: Context) -> Iterator[Step]:
        yield self._comment(after, after.text)

    def _comment(self, found: Comment, text: str | None) -> Step:
        assert found.id.target is not None
        value = raw("NULL") if text is None else literal(text)
        return step(sql("COMMENT ON {} IS {}", address(found.id.target), value), "comment")


class GrantRule(Rule[Grant]):
    """Privileges are granted and revoked by difference, starting from what the server gives by itself."""

    kind = "grant"
    rank = 82
    goes_with = frozenset({"*"})

    def create(self, found: Grant, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        target, grantee = self._about(found)
        held = initial(target, context).get(grantee, for_target(target, grantee))
        yield from change(target, grantee, held, found.privileges, context)

    def drop(self, found: Grant, context: Context) -> Iterator[Step]:
        target, grantee = self._about(found)
        yield from self._revoking(
            found, change(target, grantee, found.privileges, for_target(target, grantee), context), context
        )

    def follows(self, found: Grant, context: Context) -> Iterator[ObjectId]:
        """Revoking from a table revokes from its columns as well: what columns grant comes after."""
        target, _ = self._about(found)
        if target.kind == "column" and (whole := context.after.parent(target) or _relation(found.id, context)):
            yield found.id._replace(target=whole)

    def _revoking(self, found: Grant, steps: Iterator[Step], context: Context) -> Iterator[Step]:
        """The steps, and what columns grant to the same role once more where a step revokes it with the table's."""
        listed = list(steps)
        yield from listed
        if (
            any(each.sql.startswith("REVOKE") for each in listed)
            and found.id.target is not None
            and found.id.target.is_relation
        ):
            for other in context.after.of(Grant):
                on = other.id.target
                kept = other == context.before.get(other.id) and other.id not in context.created
                if kept and on is not None and on.kind == "column" and _same_relation(other.id, found.id):
                    yield from change(on, other.id.name, (), other.privileges, context)

    def manner(self, before: Grant, after: Grant, changed: frozenset[str], context: Context) -> Manner:
        return Manner.ALTER

    def alter(self, before: Grant, after: Grant, changed: frozenset[str], context: Context) -> Iterator[Step]:
        target, grantee = self._about(after)
        held = before.privileges
        if target.kind == "column" and any(whole in context.before.objects for whole in self.follows(after, context)):
            # What was revoked from the table may have gone with it: granting twice does no harm.
            yield from change(target, grantee, held, tuple(name for name in held if name in after.privileges), context)
            held = ()
        yield from self._revoking(after, change(target, grantee, held, after.privileges, context), context)

    def _about(self, found: Grant) -> tuple[ObjectId, str]:
        assert found.id.target is not None
        return found.id.target, found.id.name


def _relation(id: ObjectId, context: Context) -> ObjectId | None:
    """The relation that a column's grant is about: a view's columns are no objects."""
    return context.after.parent(id)


def _same_relation(column: ObjectId, whole: ObjectId) -> bool:
    return (column.schema, column.table, column.name) == (whole.schema, whole.table, whole.name)


class DefaultPrivilegeRule(Rule[DefaultPrivilege]):
    """Changed after everything else, so that what a plan creates is granted by name alone."""

    kind = "default_privilege"
    rank = 99
    comes_last = True
    goes_with = frozenset({"schema"})

    def create(self, found: DefaultPrivilege, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        yield from change_default(found.id, base(found.id), found.privileges)

    def drop(self, found: DefaultPrivilege, context: Context) -> Iterator[Step]:
        yield from change_default(found.id, found.privileges, base(found.id))

    def manner(
        self, before: DefaultPrivilege, after: DefaultPrivilege, changed: frozenset[str], context: Context
    ) -> Manner:
        return Manner.ALTER

    def alter(
        self, before: DefaultPrivilege, after: DefaultPrivilege, changed: frozenset[str], context: Context
    ) -> Iterator[Step]:
        yield from change_default(after.id, before.privileges, after.privileges)
