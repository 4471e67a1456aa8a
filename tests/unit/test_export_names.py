"""File names of objects: plain names as they are, every other one safe and its own."""

from __future__ import annotations

import pytest

from pgplumb.export.names import file_name


@pytest.mark.parametrize("name", ["orders", "order_items", "_private", "v2", "a$b"])
def test_plain_names_stay(name: str) -> None:
    assert file_name(name) == name


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("Orders", "orders-"),
        ("../../etc/passwd", "etc_passwd-"),
        ("a.b", "a_b-"),
        (".hidden", "hidden-"),
        ("till/receipts", "till_receipts-"),
        ("back\\slash", "back_slash-"),
        ("new\nline", "new_line-"),
        ("Größe", "grosse-"),
        ("日報", "日報-"),
        ("...", "unnamed-"),
        (" ", "unnamed-"),
        ("con", "con-"),
        ("lpt1", "lpt1-"),
        ("a-1", "a_1-"),
    ],
)
def test_other_names_carry_their_digest(name: str, start: str) -> None:
    found = file_name(name)
    assert found.startswith(start)
    assert len(found) == len(start) + 8
    assert not set(found) & set('/\\.:*?"<>|\n ')


def test_no_two_names_share_a_file_where_capitals_do_not_count() -> None:
    names = ["orders", "Orders", "ORDERS", "ördërs", "or-ders", "or_ders", "or.ders", "x" * 63, "X" * 63]
    found = [file_name(name).casefold() for name in names]
    assert len(set(found)) == len(names)
    assert all(len(name.encode()) <= 200 for name in found)
