"""The indexes of a schema as detectors need them, those of constraints among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.laws.facts import once
from pgplumb.model.ids import ObjectId

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.postgres.session import Session

#: One row an index of a table: what pg_index says of it, each key as text with its operator class and its order.
_INDEXES = """
    select n.nspname::text, c.relname::text, x.relname::text, coalesce(o.conname::text, ''),
        coalesce(o.contype::text, ''), i.indisunique, i.indisprimary, i.indisexclusion, i.indisvalid,
        coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false), a.amname::text,
        array(select coalesce(nullif(k.attnum, 0)::text, pg_get_indexdef(i.indexrelid, k.place::int, false))
                || ' ' || i.indclass[k.place - 1]::text || ' ' || i.indcollation[k.place - 1]::text
                || ' ' || i.indoption[k.place - 1]::text
            from unnest(i.indkey::int2[]) with ordinality k (attnum, place)
            where k.place <= i.indnkeyatts order by k.place),
        array(select coalesce(t.attname::text, '') from unnest(i.indkey::int2[]) with ordinality k (attnum, place)
            left join pg_attribute t on t.attrelid = i.indrelid and t.attnum = k.attnum
            where k.place <= i.indnkeyatts order by k.place),
        array(select t.attname::text from unnest(i.indkey::int2[]) with ordinality k (attnum, place)
            join pg_attribute t on t.attrelid = i.indrelid and t.attnum = k.attnum
            where k.place > i.indnkeyatts order by k.place),
        coalesce(pg_get_expr(i.indpred, i.indrelid), ''), coalesce(o.conexclop::text, ''),
        exists (select from pg_inherits h where h.inhrelid = i.indexrelid)
    from pg_index i
    join pg_class c on c.oid = i.indrelid
    join pg_class x on x.oid = i.indexrelid
    join pg_am a on a.oid = x.relam
    join pg_namespace n on n.oid = c.relnamespace
    left join pg_constraint o on o.conindid = i.indexrelid and o.contype in ('p', 'u', 'x')
    where c.relkind in ('r', 'p', 'm') and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
    order by 1, 2, 3
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexFacts:
    """An index. `constraint` is the one that owns it, `type` that one's pg_constraint.contype; both may be empty.

    `keys` are column numbers or expressions, with operator class, collation and order; `columns` their names, empty for
    an expression; `included` are those of INCLUDE; `child` marks a partition's part of its parent's index.
    """

    schema: str
    table: str
    name: str
    constraint: str
    type: str
    unique: bool
    primary: bool
    exclusion: bool
    valid: bool
    nulls_not_distinct: bool
    method: str
    keys: tuple[str, ...]
    columns: tuple[str, ...]
    included: frozenset[str]
    predicate: str
    operators: str
    child: bool

    @property
    def id(self) -> ObjectId:
        """The constraint, where one owns it."""
        if self.constraint:
            return ObjectId("constraint", self.schema, self.constraint, self.table)
        return ObjectId("index", self.schema, self.name, self.table)

    @property
    def refuses(self) -> bool:
        """Whether it keeps rows out: it is unique, or an exclusion constraint's."""
        return self.unique or self.exclusion


@once
def indexes(bench: Bench) -> tuple[IndexFacts, ...]:
    """Every index of a table or materialised view, by name."""
    with bench.transaction() as session:
        return tuple(_read(session))


def keeping_out(bench: Bench) -> Iterator[IndexFacts]:
    """The indexes that keep rows out, but for primary keys and the parts that partitions hold."""
    return (index for index in indexes(bench) if index.refuses and not index.primary and not index.child)


def _read(session: Session) -> Iterator[IndexFacts]:
    for row in session.rows(_INDEXES):
        schema, table, name, constraint, type_, unique, primary, exclusion, valid, not_distinct, method = row[:11]
        keys, columns, included, predicate, operators, child = row[11:]
        yield IndexFacts(
            schema=schema,
            table=table,
            name=name,
            constraint=constraint,
            type=type_,
            unique=unique,
            primary=primary,
            exclusion=exclusion,
            valid=valid,
            nulls_not_distinct=not_distinct,
            method=method,
            keys=tuple(keys),
            columns=tuple(columns),
            included=frozenset(included),
            predicate=predicate,
            operators=operators,
            child=child,
        )


def facts_of(subject: ObjectId, bench: Bench) -> IndexFacts:
    """The index that is, or stands behind, the subject."""
    return next(
        index
        for index in indexes(bench)
        if (index.schema, index.table) == (subject.schema, subject.table)
        and subject.name in {index.constraint, index.name}
    )
