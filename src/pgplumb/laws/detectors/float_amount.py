"""DET-05: amounts of money in binary floating point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.law import Law
from pgplumb.laws.verdict import Failed, Passed, Verdict
from pgplumb.model.relations import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId

_MONEY = (
    "amount balance budget charge cost credit debit deposit discount due earnings expense fare fee fees income gross "
    "net paid payment payout price prices refund refunded rent revenue salary subtotal tax taxes tip total vat wage"
)
#: What makes of an amount a measure of something else.
_OTHERWISE = (
    "area bytes confidence count distance duration factor height hours index km lat length lng lon minutes ms "
    "multiplier pct percent percentage ratio rate score seconds share similarity size time weight width"
)
_TYPES = frozenset({"real", "double precision", "numeric", "money", "integer", "bigint"})


class FloatAmount(Law):
    """A column that is named like an amount of money is not of a floating-point type.

    Why: `real` and `double precision` hold no tenth exactly. `0.1 + 0.2 = 0.3` is false, so that a check of a total
    against its parts refuses what is right, and sums depend on the order of the rows
    (https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-FLOAT).

    Instead: `numeric(12, 2)`, or an integer of the smallest unit. The law goes by words in the column's name, such as
    price, fee, total, balance; not where it also says ratio, percent, weight and the like.
    """

    code = "float_amount"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """The numeric columns of tables whose names speak of money."""
        for table in bench.catalog.of(Table):
            for child in bench.catalog.children(table.id):
                if isinstance(child, Column) and child.type.split("(")[0].removesuffix("[]") in _TYPES:
                    words = set(child.id.name.lower().split("_"))
                    if words & set(_MONEY.split()) and not words & set(_OTHERWISE.split()):
                        yield child.id

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Look at the type."""
        column = bench.catalog.objects[subject]
        assert isinstance(column, Column)
        if column.type.removesuffix("[]") not in {"real", "double precision"}:
            return Passed()
        return Failed(
            message=f"{subject.table}.{subject.name} is a {column.type}, which holds no cent exactly.",
            help="Make it numeric, with the decimals of its currency.",
        )
