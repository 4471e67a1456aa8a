"""What the seating schema does when rows change: run by pytest with pgplumb's plugin, on rows that it draws."""

from __future__ import annotations

import pgplumb


@pgplumb.refuses("update", "sections", sqlstate="23514")
def type_of_a_section(old, new):
    """A section that becomes one of the other type (SE-INV-04)."""
    return old.type != new.type and {old.type, new.type} == {"NUMBERED", "GENERAL"}


@pgplumb.after("update", "venues")
def venue_is_stamped(old, new):
    """A venue tells when it last changed, and never when it was made anew (SE-INV-19)."""
    assert new.created_at == old.created_at
    assert new.updated_at >= old.updated_at


@pgplumb.after("insert", "seats")
def seat_is_sorted_by_its_digits(new):
    """The digits of the label, as a number (SE-TRAP-31)."""
    digits = "".join(sign for sign in new.number_label if sign in "0123456789")
    assert new.seat_number_sort == (int(digits) if digits else None)
