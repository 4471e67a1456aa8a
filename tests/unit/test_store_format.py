"""One migration file: what is written is read back, and no name in a header reaches the SQL."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from pgplumb.errors import MigrationHeaderError
from pgplumb.store.format import Header, checksum, parse, render, restamp
from pgplumb.syntax.split import split

FULL = Header(
    slug="add_waitlist_offers",
    engine="native",
    engine_reason="migra: knows no policies",
    before="a" * 64,
    after="b" * 64,
    hazards=("locks ticketing.event", "scans ticketing.event"),
    losses=("rows of ticketing.offer",),
    transactional=False,
)

line = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
printed = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=30)


def test_a_full_header_reads_as_documented() -> None:
    assert render(FULL, "CREATE INDEX CONCURRENTLY i ON t (a);\n") == (
        "-- pgplumb: migration add_waitlist_offers\n"
        "-- pgplumb: engine native: migra: knows no policies\n"
        f"-- pgplumb: before {'a' * 64}\n"
        f"-- pgplumb: after {'b' * 64}\n"
        "-- pgplumb: hazard locks ticketing.event\n"
        "-- pgplumb: hazard scans ticketing.event\n"
        "-- pgplumb: loses rows of ticketing.offer\n"
        "-- pgplumb: transaction none\n"
        "\n"
        "CREATE INDEX CONCURRENTLY i ON t (a);\n"
    )


def test_what_is_rendered_is_parsed_back() -> None:
    assert parse("f", render(FULL, "SELECT 1;")) == FULL


@given(printed, st.lists(printed, max_size=3), st.booleans())
def test_printable_headers_survive_the_round_trip(slug: str, hazards: list[str], transactional: bool) -> None:
    header = Header(slug=slug, hazards=tuple(hazards), transactional=transactional)
    assert parse("f", render(header, "")) == header


@given(line, line)
def test_no_text_in_a_header_becomes_a_statement(hazard: str, loss: str) -> None:
    text = render(Header(slug="x", hazards=(hazard + "\nDROP TABLE t;",), losses=(loss,)), "SELECT 1;")
    assert [statement.text for statement in split(text, "f")] == ["SELECT 1"]


def test_an_empty_body_is_still_a_file() -> None:
    assert render(Header(slug="x"), "").endswith("-- nothing to run\n")


def test_a_file_without_header_runs_in_a_transaction() -> None:
    assert parse("f", "CREATE TABLE t ();\n-- pgplumb: transaction none\n") == Header()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("-- pgplumb: transactoin none", "f:1: this header line is not understood: transactoin none"),
        ("-- hello\n-- pgplumb: transaction all", "f:2: this header line is not understood: transaction all"),
        ("-- pgplumb: \x1b[31mred", "f:1: this header line is not understood: \\x1b[31mred"),
    ],
)
def test_a_header_line_that_is_not_understood_is_named(text: str, message: str) -> None:
    with pytest.raises(MigrationHeaderError) as raised:
        parse("f", text)
    assert str(raised.value).startswith(message)


def test_checksums_do_not_see_line_endings() -> None:
    assert checksum(b"a\r\nb\r\n") == checksum(b"a\nb\n") != checksum(b"a\nb")


def test_restamp_changes_fingerprints_alone() -> None:
    text = render(FULL, "SELECT 1;")
    stamped = restamp(text, before="1", after="2")
    assert parse("f", stamped) == Header(
        **{name: getattr(FULL, name) for name in FULL.__slots__} | {"before": "1", "after": "2"}
    )
    assert stamped.replace("before 1", f"before {'a' * 64}").replace("after 2", f"after {'b' * 64}") == text


def test_restamp_leaves_a_file_without_header() -> None:
    assert restamp("SELECT 1;\n", before="1", after="2") == "SELECT 1;\n"
