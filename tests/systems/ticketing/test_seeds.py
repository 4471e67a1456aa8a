"""Ticketing's data sets: the small one has what the specification describes, and both break no rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine
from sqlmodel import Session, select

from schema.ticketing.models import Events, Orders, TicketTiers, Users, UserTicketsSummary
from tests.systems.kit import of_this_run

if TYPE_CHECKING:
    from tests.systems.kit import Place


@pytest.mark.shows("TK-TEST-01")
def test_the_small_data_set(seeded: Place) -> None:
    assert seeded.rows("select * from invariant_violations()") == []
    counted = {
        "users": 6,
        "promoters": 2,
        "events": 3,
        "ticket_tiers": 6,
        "orders": 10,
        "tickets": 25,
        "waitlist": 8,
    }
    assert {table: seeded.value(f"select count(*) from {table}") for table in counted} == counted
    assert seeded.rows("select status from events order by 1") == [("completed",), ("draft",), ("published",)]
    assert seeded.value("select count(distinct status) from orders") == 7
    assert seeded.rows("select count(*) from waitlist where tier_id is null") == [(4,)]
    special = """
        select count(*) filter (where quantity - sold = 1), count(*) filter (where not is_active),
            count(*) filter (where sale_start_time > now())
        from ticket_tiers
    """
    assert seeded.rows(special) == [(1, 1, 1)]


@pytest.mark.shows("TK-TEST-01")
def test_the_models_lead_from_one_row_to_the_next(seeded: Place) -> None:
    engine = create_engine(seeded.dsn.url.replace("postgresql://", "postgresql+psycopg://", 1))
    with Session(engine) as session:
        ann = session.exec(select(Users).where(Users.first_name == "Ann")).one()
        orders = session.exec(select(Orders).where(Orders.user_id == ann.id)).all()
        assert sorted(order.status for order in orders) == ["expired", "paid", "pending"]
        summer = session.exec(select(Events).where(Events.slug == "summer-night")).one()
        tiers = session.exec(select(TicketTiers).where(TicketTiers.event_id == summer.id)).all()
        assert sum(tier.sold for tier in tiers) == 12
        mine = session.exec(select(UserTicketsSummary).where(UserTicketsSummary.user_id == ann.id)).all()
        assert len(mine) == 6
    engine.dispose()


def test_the_volumes_break_no_rule(volumes: Place) -> None:
    assert volumes.value("select count(*) from tickets") == 50_000
    assert volumes.rows("select * from invariant_violations()") == []


def test_the_volumes_hold_no_moment_of_the_run(volumes: Place) -> None:
    assert of_this_run(volumes) == {}
