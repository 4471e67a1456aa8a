"""What became of a statement that runs outside a transaction: asked of the catalog, with its leftovers cleared away."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, assert_never

from pgplumb.errors import DatabaseError
from pgplumb.runner.queries import query
from pgplumb.syntax.concurrent import (
    AddsLabel,
    BuildsIndex,
    DetachesPartition,
    DropsIndex,
    EndsTransaction,
    Opaque,
    RebuildsIndexes,
    Repeatable,
    plain_index_on,
)
from pgplumb.syntax.sql import ident, raw, sql

if TYPE_CHECKING:
    from pgplumb.postgres.session import Session
    from pgplumb.syntax.concurrent import Effect

_PROBE = "pgplumb_probe"


class Outcome(Enum):
    """What the catalog shows of a statement."""

    DONE = auto()
    #: Nothing of it is there, or no longer: it can be run as if for the first time.
    NOT_DONE = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Settled:
    """The outcome, and for an unknown one why."""

    outcome: Outcome
    reason: str = ""


DONE = Settled(Outcome.DONE)
NOT_DONE = Settled(Outcome.NOT_DONE)


def settle(session: Session, text: str, effect: Effect) -> Settled:
    """Look whether a statement that was begun by a runner took effect, and drop or finish what it left half done.

    To be called only where the history says that a runner began it: what is dropped here is the runner's own. An index
    that is not valid serves no query, but every write pays for it (pg_index.indisvalid).
    """
    match effect:
        case BuildsIndex():
            return _built(session, text, effect)
        case DropsIndex():
            for _, name, valid in session.rows(query("index_by_name"), [effect.index]):
                if valid:
                    return NOT_DONE
                session.execute(sql("DROP INDEX CONCURRENTLY {}", raw(name)))
            return DONE
        case DetachesPartition():
            for [pending] in session.rows(query("partition"), [effect.parent, effect.child]):
                if not pending:
                    return NOT_DONE
                session.execute(sql("ALTER TABLE {} DETACH PARTITION {} FINALIZE", effect.parent, effect.child))
            return DONE
        case RebuildsIndexes():
            for [name] in session.rows(query("reindex_leftovers"), [effect.relation]):
                session.execute(sql("DROP INDEX CONCURRENTLY {}", raw(name)))
            return NOT_DONE
        case AddsLabel():
            return DONE if session.value(query("enum_label"), [effect.type, effect.label]) else NOT_DONE
        case Repeatable():
            return NOT_DONE
        case Opaque() | EndsTransaction():
            return Settled(Outcome.UNKNOWN, "the catalog does not tell what this statement does")
    assert_never(effect)


def in_the_way(session: Session, effect: Effect) -> str:
    """The state of an index that stands where the statement is to build one, before a runner ever began it."""
    if isinstance(effect, BuildsIndex):
        for _, _, valid in session.rows(query("index_of_table"), [effect.table, effect.index]):
            if not valid:
                return "invalid, left by a build that failed"
            return "" if effect.if_not_exists else "valid"
    return ""


def _built(session: Session, text: str, effect: BuildsIndex) -> Settled:
    for oid, name, valid in session.rows(query("index_of_table"), [effect.table, effect.index]):
        if not valid:
            session.execute(sql("DROP INDEX CONCURRENTLY {}", raw(name)))
            return NOT_DONE
        return DONE if _is_as_written(session, oid, text, effect) else Settled(Outcome.UNKNOWN, _OTHER)
    return NOT_DONE


_OTHER = "an index of that name is there, but not with this definition"


def _is_as_written(session: Session, oid: int, text: str, effect: BuildsIndex) -> bool:
    """Whether an index is what the statement makes: the server makes it on an empty likeness of the table, and both
    are compared. Text alone would not tell, since the server writes casts, operator classes and defaults into it."""
    likeness = ident("pg_temp", _PROBE)
    try:
        with session.transaction():
            session.execute(sql("CREATE TEMPORARY TABLE {} (LIKE {}) ON COMMIT DROP", likeness, effect.table))
            session.execute(plain_index_on(text, _PROBE))
            probe = session.value(query("index_of_probe"), [likeness])
            return session.rows(query("index_shape"), [oid]) == session.rows(query("index_shape"), [probe])
    except DatabaseError:
        # An expression over the whole row of the real table, say: then nobody knows, and the user is asked.
        return False
