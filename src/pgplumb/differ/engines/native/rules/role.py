"""Roles, their settings and their memberships."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.rule import Context, Manner, Rule, Step
from pgplumb.differ.engines.native.writing import step
from pgplumb.model.ids import ObjectId
from pgplumb.model.roles import Membership, Role, RoleSetting
from pgplumb.syntax.sql import Sql, ident, join, literal, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORDS = {
    "superuser": "SUPERUSER",
    "login": "LOGIN",
    "inherit": "INHERIT",
    "create_db": "CREATEDB",
    "create_role": "CREATEROLE",
    "replication": "REPLICATION",
    "bypass_rls": "BYPASSRLS",
}
#: What a role that another database made may well have already, and anybody who may make roles may say.
_ALWAYS_SAID = frozenset({"login", "inherit"})
#: Settings whose value is a list of quoted names (GUC_LIST_QUOTE in guc_tables.c).
_NAME_LISTS = frozenset(
    {
        "local_preload_libraries",
        "search_path",
        "session_preload_libraries",
        "shared_preload_libraries",
        "temp_tablespaces",
        "unix_socket_directories",
    }
)
_MEMBERSHIPS_INHERIT = 160000

_MISSING = """\
BEGIN
    -- Roles are the whole server's: another of its databases may have made this one.
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = {name}) THEN
        CREATE ROLE {role};
    END IF;
END
"""


class RoleRule(Rule[Role]):
    """A role is made where it is missing, and never dropped: other databases of the server may use it."""

    kind = "role"
    rank = -10

    def create(self, found: Role, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        role = ident(found.id.name)
        body = sql("\n" + _MISSING, name=literal(found.id.name), role=role)
        yield step(sql("DO {}", _dollars(body)), "create")
        said = {name for name in _WORDS if getattr(found, name)} | _ALWAYS_SAID
        said |= {"connection_limit"} if found.connection_limit != -1 else set()
        said |= {"valid_until"} if found.valid_until else set()
        yield self._attributes(found, frozenset(said))

    def drop(self, found: Role, context: Context) -> Iterator[Step]:
        yield from ()

    def manner(self, before: Role, after: Role, changed: frozenset[str], context: Context) -> Manner:
        return Manner.ALTER

    def alter(self, before: Role, after: Role, changed: frozenset[str], context: Context) -> Iterator[Step]:
        yield self._attributes(after, changed)

    def _attributes(self, found: Role, said: frozenset[str]) -> Step:
        words = [raw(word if getattr(found, name) else f"NO{word}") for name, word in _WORDS.items() if name in said]
        if "connection_limit" in said:
            words.append(raw(f"CONNECTION LIMIT {found.connection_limit}"))
        if "valid_until" in said:
            words.append(sql("VALID UNTIL {}", literal(found.valid_until or "infinity")))
        return step(sql("ALTER ROLE {} WITH {}", ident(found.id.name), join(" ", words)))


class RoleSettingRule(Rule[RoleSetting]):
    """A setting is set, whatever was there."""

    kind = "role_setting"
    rank = -9
    goes_with = frozenset({"role"})

    def create(self, found: RoleSetting, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        value = _names(found.value) if found.id.name.lower() in _NAME_LISTS else literal(found.value)
        yield step(sql("ALTER ROLE {} SET {} TO {}", ident(found.id.table), _setting(found), value))

    def drop(self, found: RoleSetting, context: Context) -> Iterator[Step]:
        yield step(sql("ALTER ROLE {} RESET {}", ident(found.id.table), _setting(found)))

    def manner(self, before: RoleSetting, after: RoleSetting, changed: frozenset[str], context: Context) -> Manner:
        return Manner.ALTER

    def alter(
        self, before: RoleSetting, after: RoleSetting, changed: frozenset[str], context: Context
    ) -> Iterator[Step]:
        yield from self.create(after, context, set())


class MembershipRule(Rule[Membership]):
    """A membership's options change one by one; what a member inherits by itself hangs on its attributes."""

    kind = "membership"
    rank = -8
    goes_with = frozenset({"role"})

    def create(self, found: Membership, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        member = context.after.get(ObjectId("role", name=found.id.table))
        # Before 16 a membership has no INHERIT of its own.
        has_own = context.after.server_version >= _MEMBERSHIPS_INHERIT
        usual = member.inherit if has_own and isinstance(member, Role) else True
        options = [raw("ADMIN OPTION")] if found.admin else []
        options += [_option("INHERIT", found.inherit)] if found.inherit != usual else []
        options += [_option("SET", found.set)] if not found.set else []
        yield self._grant(found, options)

    def drop(self, found: Membership, context: Context) -> Iterator[Step]:
        yield step(sql("REVOKE {} FROM {}", ident(found.id.name), ident(found.id.table)), "grant")

    def manner(self, before: Membership, after: Membership, changed: frozenset[str], context: Context) -> Manner:
        return Manner.ALTER

    def alter(self, before: Membership, after: Membership, changed: frozenset[str], context: Context) -> Iterator[Step]:
        if "admin" in changed and not after.admin:
            role, member = ident(after.id.name), ident(after.id.table)
            yield step(sql("REVOKE ADMIN OPTION FOR {} FROM {}", role, member), "grant")
        options = [raw("ADMIN OPTION")] if "admin" in changed and after.admin else []
        options += [_option("INHERIT", after.inherit)] if "inherit" in changed else []
        options += [_option("SET", after.set)] if "set" in changed else []
        if options:
            yield self._grant(after, options)

    def _grant(self, found: Membership, options: list[Sql]) -> Step:
        text = sql("GRANT {} TO {}", ident(found.id.name), ident(found.id.table))
        return step(sql("{} WITH {}", text, join(", ", options)) if options else text, "grant")


def _option(word: str, value: bool) -> Sql:
    return raw(f"{word} {'TRUE' if value else 'FALSE'}")


def _setting(found: RoleSetting) -> Sql:
    """The setting's name; that of an extension's has a dot."""
    return ident(*found.id.name.split("."))


def _names(value: str) -> Sql:
    """A list as the server keeps it, as SET takes it: each name by itself."""
    parts = next(csv.reader([value], skipinitialspace=True), [])
    return join(", ", map(literal, parts)) if parts else literal("")


def _dollars(body: Sql) -> Sql:
    """The body between dollars; a name may hold some."""
    tag = "$$"
    while tag in body:
        tag = f"$r{tag[1:]}"
    return sql("{}{}{}", raw(tag), body, raw(tag))
