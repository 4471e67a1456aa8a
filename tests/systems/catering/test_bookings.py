"""What always holds of bookings, whoever books at the same time."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from pgplumb.errors import DatabaseError
from tests.systems.catering.some import archive, at, book, client, event, resource, task
from tests.systems.kit import Place, refused, started, together, until_waiting

BOOK = "select book_resource(%s, %s, null, %s, %s)"


@pytest.mark.parametrize("type", ["staff", "equipment"])
@pytest.mark.shows("CA-INV-01")
def test_a_person_or_tool_is_held_by_one_booking_at_a_time(system: Place, type: str) -> None:
    made, cook = event(system), resource(system, type)
    book(system, cook, made, 9, 12)
    for start, end in [(9, 12), (8, 10), (11, 13), (10, 11), (8, 13)]:
        with refused("23P01") as refusal:
            book(system, cook, made, start, end)
        assert refusal.error.constraint == "resource_schedule_no_overlap"
    book(system, resource(system, type), made, 9, 12)


@pytest.mark.shows("CA-INV-01", "CA-TRAP-19")
def test_of_two_who_book_at_once_the_second_waits_and_is_refused(system: Place) -> None:
    made, cook = event(system), resource(system)
    first, second = system.open(), system.open()
    first.execute("begin")
    book(first, cook, made, 9, 11)
    waiting = started(second, BOOK, [cook, made, at(10), at(12)])
    until_waiting(system, second)
    first.execute("commit")
    with refused("23P01"):
        waiting.result()


@pytest.mark.shows("CA-INV-01")
def test_the_second_books_where_the_first_gives_up(system: Place) -> None:
    made, cook = event(system), resource(system)
    first, second = system.open(), system.open()
    first.execute("begin")
    book(first, cook, made, 9, 11)
    waiting = started(second, BOOK, [cook, made, at(10), at(12)])
    until_waiting(system, second)
    first.execute("rollback")
    assert len(waiting.result()) == 1


@pytest.mark.shows("CA-INV-01")
def test_of_many_who_book_the_same_hour_one_gets_it(system: Place) -> None:
    made, cook = event(system), resource(system)
    sessions = [system.open() for _ in range(6)]
    for place, session in enumerate(sessions, start=1):
        # One after the other looks whether it is in a deadlock: where all look at once all give up, again and again.
        session.execute(f"set deadlock_timeout = '{place * 50}ms'")
    found = together(*(lambda session=session: _until_settled(session, cook, made) for session in sessions))
    assert sorted(found) == ["23P01"] * 5 + ["booked"]
    assert system.value("select count(*) from resource_schedule") == 1


def _until_settled(session: Any, cook: int, made: int) -> str:
    """Book, and once more after a deadlock, as the scheduler does."""
    while True:
        try:
            book(session, cook, made, 9, 11)
        except DatabaseError as error:
            if error.sqlstate != "40P01":
                return str(error.sqlstate)
        else:
            return "booked"


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (at(9), at(9)),
        (at(10), at(9)),
        (at(9), "infinity"),
        ("-infinity", at(9)),
        (None, at(9)),
        (at(9), None),
    ],
)
@pytest.mark.shows("CA-INV-02", "CA-TRAP-06", "CA-TRAP-31", "CA-TRAP-32")
def test_a_booking_ends_after_it_begins_and_is_finite(system: Place, start: str | None, end: str | None) -> None:
    made, cook = event(system), resource(system)
    with refused("23502" if None in (start, end) else "23514"):
        system.execute(BOOK, [cook, made, start, end])


@pytest.mark.shows("CA-INV-03", "CA-RULE-07")
def test_a_booking_may_begin_when_another_ends(system: Place) -> None:
    made, cook = event(system), resource(system)
    book(system, cook, made, 9, 10)
    for start, end in [(10, 11), (8, 9)]:
        (found,) = together(lambda start=start, end=end: book(system, cook, made, start, end))
        assert isinstance(found, int), found


@pytest.mark.shows("CA-INV-04")
def test_the_conflict_queries_find_exactly_what_an_insert_fails_for(system: Place) -> None:
    random = Random(1)
    made, other = event(system), event(system, client(system, "bob@other.test"))
    resources = [resource(system), resource(system, "equipment"), resource(system, "materials", 100)]
    booked = []
    for _ in range(60):
        start = random.randrange(22)
        kept = [random.choice(resources), random.choice([made, other]), start, start + random.randint(1, 2)]
        (found,) = together(lambda kept=kept: book(system, *kept))
        booked += [found] if isinstance(found, int) else []
    for id in booked[::5]:
        system.query("release_booking", booking_id=id)
    outcomes = set()
    for wanted in resources:
        for start in range(21):
            for end in (start + 1, start + 3):
                params = {
                    "resource_id": wanted,
                    "start_time": at(start),
                    "end_time": at(min(end, 23)),
                    "booking_id": None,
                }
                found = system.query("get_overlapping_schedules", **params)
                named = system.query("get_resource_conflicts", **params)
                (tried,) = together(lambda kept=(wanted, made, start, end): _tried(system, *kept))
                taken = isinstance(tried, DatabaseError) and tried.sqlstate == "23P01"
                assert bool(found) == taken, (params, found, tried)
                assert [(row[1], row[2], row[3]) for row in found] == [(row[0], row[2], row[3]) for row in named]
                outcomes.add((wanted, taken))
    assert len(outcomes) == 5, "each kind was free and taken, and materials were free"


def _tried(place: Place, *wanted: int) -> None:
    """Book, and take it back."""
    with place.session.transaction():
        id = book(place, *wanted)
        place.execute("delete from resource_schedule where id = %s", [id])


@pytest.mark.shows("CA-INV-07", "CA-TRAP-08")
def test_archiving_an_event_sets_its_resources_free(system: Place) -> None:
    made, other, cook = event(system), event(system, client(system, "bob@other.test")), resource(system)
    book(system, cook, made, 9, 12)
    archive(system, "events", made)
    assert system.rows("select event_id, is_released from resource_schedule") == [(made, True)]
    book(system, cook, other, 9, 12)
    with refused("23514"):
        book(system, cook, made, 15, 16)
    with refused("23514"):
        system.execute("update resource_schedule set is_released = false where event_id = %s", [made])


@pytest.mark.shows("CA-INV-07")
def test_archiving_a_task_sets_free_what_was_booked_for_it(system: Place) -> None:
    made, cook = event(system), resource(system)
    cooking = task(system, made)
    insert = "select book_resource(%s, %s, %s, %s, %s)"
    system.execute(insert, [cook, made, cooking, at(9), at(10)])
    book(system, cook, made, 11, 12)
    archive(system, "tasks", cooking)
    assert system.rows("select is_released from resource_schedule order by start_time") == [(True,), (False,)]
    with refused("23514"):
        system.execute(insert, [cook, made, cooking, at(9), at(10)])


@pytest.mark.shows("CA-INV-07")
def test_whoever_archives_waits_for_who_books_and_releases_that_too(system: Place) -> None:
    made, cook = event(system), resource(system)
    booking, archiving = system.open(), system.open()
    booking.execute("begin")
    book(booking, cook, made, 9, 10)
    waiting = started(archiving, "update events set is_archived = true where id = %s", [made])
    until_waiting(system, archiving)
    booking.execute("commit")
    waiting.result()
    assert system.rows("select is_released from resource_schedule") == [(True,)]


@pytest.mark.shows("CA-INV-08", "CA-TRAP-24")
def test_the_task_of_a_booking_is_one_of_its_event(system: Place) -> None:
    made, other, cook = event(system), event(system, client(system, "bob@other.test")), resource(system)
    cooking = task(system, made)
    insert = "select book_resource(%s, %s, %s, %s, %s)"
    with refused("23503"):
        system.execute(insert, [cook, other, cooking, at(9), at(10)])
    system.execute(insert, [cook, made, cooking, at(9), at(10)])
    with refused("23503", "23001"):
        system.execute("update tasks set event_id = %s where id = %s", [other, cooking])


@pytest.mark.shows("CA-INV-08")
def test_only_what_is_there_is_planned_and_booked(system: Place) -> None:
    made, cook = event(system), resource(system)
    cooking = task(system, made)
    with refused("23503"):
        book(system, cook + 1, made, 9, 10)
    with refused("23503"):
        book(system, cook, made + 1, 9, 10)
    for wrong in ((cooking + 1, cook), (cooking, cook + 1)):
        with refused("23503"):
            system.execute("insert into task_resources (task_id, resource_id) values (%s, %s)", wrong)
    book(system, cook, made, 9, 10)
    with refused("23503", "23001"):
        system.execute("delete from resources where id = %s", [cook])
    with refused("23503", "23001"):
        system.execute("update resources set type = 'equipment' where id = %s", [cook])
