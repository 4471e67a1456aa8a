"""Names of schema objects: one id for an object, wherever it is spoken of."""

from __future__ import annotations

from typing import NamedTuple

RELATION_KINDS = frozenset(
    {"table", "foreign_table", "view", "materialized_view", "sequence", "index", "composite"},
)
"""Kinds that share one namespace in a schema (pg_class.relname)."""

INVALID_INDEX = "invalid_index"
"""The kind under which an index is named among what is not modelled, where its build failed."""

TABLE_LIKE = ("table", "view", "materialized_view", "foreign_table")
"""What columns, triggers or policies may hang on."""

_TYPE_KINDS = frozenset({"enum", "domain", "range", "base_type"})
_ROUTINE_KINDS = frozenset({"function", "procedure", "aggregate"})
_CONTAINERS = {"attribute": "composite", "domain_constraint": "domain", "role_setting": "role", "membership": "role"}
_WORDS = {
    "inheritance": "inheritance of",
    "typing": "type of",
    "default_privilege": "default privileges",
    "membership": "membership of",
    "role_setting": "setting of role",
    "grant": "privileges of",
}


class ObjectId(NamedTuple):
    """A kind (snake_case, as the manual names it) and a name that is unique within it.

    `table` is the relation (or type) that the object hangs on, `signature` tells overloaded routines, operators and
    casts apart, `target` is what a comment or a grant is about.
    """

    kind: str
    schema: str = ""
    name: str = ""
    table: str = ""
    signature: str = ""
    target: ObjectId | None = None

    @property
    def is_relation(self) -> bool:
        """Whether it is a table or something like one."""
        return self.kind in TABLE_LIKE

    @property
    def container(self) -> ObjectId | None:
        """The type that an attribute or a domain's constraint belongs to, the role of a setting or a membership."""
        kind = _CONTAINERS.get(self.kind)
        return ObjectId(kind, self.schema, self.table) if kind else None

    @property
    def namespaces(self) -> tuple[tuple[str, str, str], ...]:
        """The names it takes in the server's namespaces: two objects that share one cannot exist at once."""
        if self.kind in RELATION_KINDS:
            names = [("relation", self.schema, self.name)]
            return (
                (*names, ("type", self.schema, self.name)) if self.kind not in {"sequence", "index"} else tuple(names)
            )
        if self.kind in _TYPE_KINDS:
            return (("type", self.schema, self.name),)
        if self.kind in _ROUTINE_KINDS:
            return (("routine", self.schema, f"{self.name}({self.signature})"),)
        if self.kind == "statistics":
            return (("statistics", self.schema, self.name),)
        if self.kind == "constraint":
            return (("constraint of " + self.table, self.schema, self.name), ("relation", self.schema, self.name))
        return ()

    def __str__(self) -> str:
        if self.target is not None:
            who = f" to {self.name or 'public'}" if self.kind == "grant" else ""
            return f"{self.kind} on {self.target}{who}"
        words = _WORDS.get(self.kind, self.kind.replace("_", " "))
        parts = ".".join(part for part in (self.schema, self.table, self.name) if part)
        return f"{words} {parts}({self.signature})" if self.kind in _ROUTINE_KINDS else f"{words} {parts}"
