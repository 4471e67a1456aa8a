"""State machines for the tests of state machines; they lie here, where pytest does not take them for tests of ours."""

from __future__ import annotations

from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from pgplumb import SchemaMachine


class Selling(SchemaMachine):
    """Everything about it is true."""

    tables = "shows tickets"
    always: ClassVar = {
        "never_oversold": "select show from tickets group by show having count(*) > 3",
        "one_each": "select show, holder from tickets group by 1, 2 having count(*) > 1",
    }

    @invariant()
    def every_show_is_known(self) -> None:
        """The foreign key says so."""
        assert not self.db.rows("select from tickets where show not in (select id from shows)")


class NeverAnn(SchemaMachine):
    """Nothing forbids that ann has a ticket."""

    tables = "public.tickets"
    steps = 4

    @invariant()
    def no_ann(self) -> None:
        """She may."""
        assert not self.db.rows("select from tickets where holder = 'ann'"), "ann has a ticket"


class Together(SchemaMachine):
    """Two sessions may both see the last seat."""

    tables = "shows tickets"
    sessions = 2
    overrides: ClassVar = {"shows.seats": st.just(1), "tickets.holder": st.sampled_from(["ann", "bob"])}
    always: ClassVar = {"one_seat": "select show from tickets group by show having count(*) > 1"}


class OneByOne(Together):
    """One session cannot."""

    sessions = 1


class Waiting(SchemaMachine):
    """Three sessions that want the same keys wait for one another."""

    tables = "shows"
    sessions = 3
    overrides: ClassVar = {"shows.id": st.integers(1, 2)}
    always: ClassVar = {"two_at_most": "select count(*) from shows having count(*) > 2"}


class Forgetful(SchemaMachine):
    """A trigger writes to a table that is not there."""

    tables = "log"
    steps = 4
    overrides: ClassVar = {"log.entry": st.sampled_from(["a", "b"])}


class Refused(SchemaMachine):
    """A trigger lets nothing in."""

    tables = "never"


class Misnamed(SchemaMachine):
    """There is no such table."""

    tables = "show"


class WithRule(SchemaMachine):
    """A rule of the user's own."""

    tables = "tickets"

    @rule()
    def reset(self) -> None:
        """All over again."""
        self.db.execute("delete from tickets")
