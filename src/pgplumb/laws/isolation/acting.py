"""Acts on a session as somebody: an actor as a user of a tenant, with its claims, within savepoints that are undone."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.laws.as_role import settings_of
from pgplumb.laws.probe import undone
from pgplumb.syntax.sql import ident, sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pgplumb.laws.isolation.intent import Actor
    from pgplumb.postgres.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An actor as a user of a tenant; the texts are empty for one that belongs to none."""

    actor: Actor
    tenant: str
    user: str

    @property
    def settings(self) -> dict[str, str]:
        """The settings with the claims."""
        return settings_of(self.actor.as_claimed(self.tenant, self.user))


def claim(session: Session, settings: Mapping[str, str]) -> None:
    """Set these settings until the transaction or the savepoint is rolled back."""
    for name, value in settings.items():
        session.execute("select set_config(%s, %s, true)", [name, value])


@contextmanager
def acting(session: Session, role: str, settings: Mapping[str, str]) -> Iterator[None]:
    """Act as the role with these settings, within a savepoint that is undone."""
    with undone(session):
        claim(session, settings)
        session.execute(sql("set local role {}", ident(role)))
        yield
