"""A session that acts as somebody, and afterwards is itself again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pgplumb.errors import DatabaseError
from pgplumb.laws.as_role import as_role

if TYPE_CHECKING:
    from pgplumb.postgres.scratch import Scratch
    from pgplumb.postgres.session import Session

ASKED = "select current_user::text, current_setting('app.tenant', true), current_setting('request.jwt.claims', true)"


def test_role_and_claims_hold_inside_and_are_gone_after(scratch: Scratch, session: Session) -> None:
    scratch.ensure_roles(["as_role_app"])
    before = session.value("select current_user::text")
    with as_role(session, "as_role_app", {"sub": "7", "app.tenant": "3"}):
        assert session.rows(ASKED) == [("as_role_app", "3", '{"sub": "7"}')]
    assert session.rows(ASKED) == [(before, "", "")]


def test_one_within_another_comes_back_to_it(scratch: Scratch, session: Session) -> None:
    scratch.ensure_roles(["as_role_app", "as_role_other"])
    with as_role(session, "as_role_app", {"app.tenant": "3"}):
        session.execute("reset role")
        with as_role(session, "as_role_other", {"app.tenant": "4"}):
            assert session.rows(ASKED)[0][:2] == ("as_role_other", "4")
        assert session.value("select current_setting('app.tenant')") == "3"


def test_a_transaction_that_fails_inside_is_undone_by_its_end(scratch: Scratch, session: Session) -> None:
    scratch.ensure_roles(["as_role_app"])
    before = session.value("select current_user::text")
    session.execute("begin")
    with pytest.raises(DatabaseError), as_role(session, "as_role_app", {"app.tenant": "3"}):
        session.execute("select 1 / 0")
    session.execute("rollback")
    assert session.rows("select current_user::text, nullif(current_setting('app.tenant', true), '')") == [
        (before, None)
    ]
