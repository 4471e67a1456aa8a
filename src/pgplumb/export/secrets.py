"""What a file cannot hold because it is never read: passwords; and the note that says who is to fill them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.model.foreign import Server, UserMapping
from pgplumb.model.replication import Subscription

if TYPE_CHECKING:
    from pgplumb.model.catalog import Catalog
    from pgplumb.model.statement import Statement

_HIDDEN = "=hidden:"
_MASK = "********"


def has_secret(found: object) -> bool:
    """Whether the object has a password, of which the catalog holds a digest or a mask."""
    match found:
        case Server(options=options) | UserMapping(options=options):
            return any(_HIDDEN in option for option in options)
        case Subscription(connection=connection):
            return _MASK in connection
        case _:
            return False


def to_fill_in(statement: Statement, catalog: Catalog) -> str:
    """The comment above the statement that creates something with a password; nothing above any other."""
    if statement.operation != "create" or statement.subject is None or not has_secret(catalog.get(statement.subject)):
        return ""
    return _NOTE


_NOTE = """\
-- The password is not written here: `hidden:` or `********` stands for the one that the database has, and compares as
-- equal to it. Whoever creates this anew sets the password by hand.
"""
