"""The traps of ticketing: what the naive form does wrong on a real server, and how the system's own form does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.systems.kit import refused

if TYPE_CHECKING:
    from tests.systems.kit import Place


@pytest.mark.shows("TK-TRAP-14")
def test_trap_14_naive(naive: Place) -> None:
    naive.execute("insert into promoters values (1, 1), (2, 1)")
    assert naive.value("select count(*) from promoters where user_id = 1") == 2


@pytest.mark.shows("TK-TRAP-14", "TK-INV-15")
def test_trap_14(system: Place) -> None:
    user = system.value(
        "insert into users (email, password_hash) values ('a@b.c', '$2b$12$' || repeat('x', 53)) returning id"
    )
    promoter = "insert into promoters (user_id, company_name) values (%s, 'A')"
    system.execute(promoter, [user])
    with refused("23505"):
        system.execute(promoter, [user])
