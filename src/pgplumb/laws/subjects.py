"""What laws are held against, and how an item is called after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.model.printable import printable
from pgplumb.strategies.promises import constraints as constraints, object_of as object_of

if TYPE_CHECKING:
    from pgplumb.model.ids import ObjectId

#: The kind of a migration, named by its id, and of all of them together, which have no name.
MIGRATIONS = "migrations"


def item_name(subject: ObjectId, law: str) -> str:
    """`public.tiers::check::sold_within_quantity[rejects]`; for what hangs on nothing `public.tiers::table[law]`.

    `migrations::0003_add_x[law]` for a migration, `migrations[law]` for all of them together.
    """
    if subject.kind == MIGRATIONS:
        return "::".join(printable(part) for part in (MIGRATIONS, subject.name) if part) + f"[{law}]"
    about = subject.target or subject
    routine = f"({about.signature})" if about.kind in {"function", "procedure", "aggregate"} else ""
    if about.table:
        parts = [f"{about.schema}.{about.table}", about.kind, about.name]
    else:
        parts = [".".join(part for part in (about.schema, about.name) if part) + routine, about.kind]
    return f"{'::'.join(map(printable, parts))}[{law}]"
