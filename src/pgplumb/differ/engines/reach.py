"""What migra is trusted with: the changes it is known to make rightly, by kind and attribute."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from pgplumb.model.change import Added, Altered, Change, Removed
from pgplumb.model.general import Grant
from pgplumb.model.relations import Column, Constraint, Index, Inheritance, MaterializedView, Sequence, Table, View

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pgplumb.model.ids import ObjectId
    from pgplumb.model.objects import Object

_WHOLE = frozenset(
    {
        "schema", "extension", "table", "inheritance", "column", "default", "constraint", "index", "sequence", "enum",
        "composite", "attribute", "function", "procedure", "trigger", "view", "materialized_view", "policy", "grant",
    }
)  # fmt: skip
_ATTRIBUTES = {
    "table": {"row_security", "unlogged"},
    "column": {"type", "collation", "not_null", "identity", "identity_options"},
    "default": {"expression"},
    "constraint": {"definition"},
    "index": {"definition"},
    "sequence": {"owned_by"},
    "enum": {"labels"},
    "function": {"definition", "arguments", "language"},
    "procedure": {"definition", "arguments", "language"},
    "trigger": {"definition", "enabled"},
    "view": {"definition", "columns"},
    "policy": {"using", "check", "roles", "command", "permissive"},
    "grant": {"privileges"},
}


def out_of_reach(changes: Iterable[Change]) -> tuple[str, ...]:
    """Why migra is not asked: a line for each change that it ignores or gets wrong; empty if there is none."""
    whole = tuple(changes)
    moved = {change.id for change in whole if isinstance(change, Added | Removed)}
    return tuple(reason for change in whole if not _comes_along(change, moved) and (reason := _reason(change)))


def _comes_along(change: Change, moved: set[ObjectId]) -> bool:
    """An extension brings its own comment, and takes it away."""
    target = change.id.target
    return change.id.kind == "comment" and target is not None and target.kind == "extension" and target in moved


def _reason(change: Change) -> str:
    match change:
        case Added(found) | Removed(found):
            if found.id.kind not in _WHOLE:
                return f"migra does not see a {found.id.kind.replace('_', ' ')} ({found.id})"
            return _special(found)
        case Altered(id, "privileges", before, after):
            return _special(Grant(id, privileges=(*before, *after)))
        case Altered(id, attribute):
            if attribute in _ATTRIBUTES.get(id.kind, set()):
                return ""
            return f"migra does not see the {attribute.replace('_', ' ')} of a {id.kind.replace('_', ' ')} ({id})"
        case _:
            assert_never(change)


def _special(found: Object) -> str:
    """What migra leaves out of objects of kinds that it does see."""
    match found:
        case Table() if found.options or found.access_method or found.tablespace or found.of_type or found.owner:
            return f"migra leaves out owner, storage parameters and the like of {found.id}"
        case Table() if found.replica_identity != "d" or found.force_row_security:
            return f"migra leaves out replica identity and FORCE of {found.id}"
        case Inheritance() if not found.bound:
            return f"migra does not keep inheritance ({found.id})"
        case Column() if found.storage or found.compression or found.statistics >= 0 or found.options:
            return f"migra leaves out storage settings of {found.id}"
        case Column() if not found.inherited and _names_not_null(found):
            return f"migra leaves out the named NOT NULL of {found.id}"
        case Constraint() if not found.validated or found.parent or found.clustered or found.replica_identity:
            return f"migra does not keep the state of {found.id}"
        case Constraint() | Index() if found.tablespace or found.clustered or found.replica_identity:
            return f"migra leaves out settings of {found.id}"
        case Index() if found.parent or " ON ONLY " in found.definition:
            return f"migra fails on indexes of partitioned tables ({found.id})"
        case Sequence() if (found.start, found.increment, found.minimum, found.cache) != (1, 1, 1, 1):
            return f"migra leaves out the options of {found.id}"
        case View() | MaterializedView() if found.options or found.owner:
            return f"migra leaves out owner and options of {found.id}"
        case Grant() if found.id.name in {"", "@owner"} or found.id.target is None:
            return f"migra gets grants to PUBLIC and to owners wrong ({found.id})"
        case Grant() if found.id.target is not None and found.id.target.kind != "table":
            return f"migra sees privileges of tables only ({found.id})"
        case Grant() if any(privilege.endswith("*") for privilege in found.privileges):
            return f"migra drops the grant option ({found.id})"
        case _:
            return ""


def _names_not_null(found: Column) -> bool:
    return bool(found.not_null_name) or found.not_null_no_inherit or not found.not_null_valid
