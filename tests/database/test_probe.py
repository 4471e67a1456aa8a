"""What laws try on a session leaves no trace of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.probe import undone

if TYPE_CHECKING:
    from pgplumb.postgres.session import Session


def test_what_is_undone_within_another_is_undone_alone(session: Session) -> None:
    session.execute("create table t (id integer)")
    with session.transaction():
        with undone(session):
            session.execute("insert into t values (1)")
            with undone(session):
                session.execute("insert into t values (2)")
            assert session.rows("select id from t") == [(1,)]
        assert session.rows("select id from t") == []
