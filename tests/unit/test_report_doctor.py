"""A diagnosis on the terminal: hostile text is only data, help stands below, and the count is at the end."""

from __future__ import annotations

import json

from pgplumb.model.diagnosis import Check, Diagnosis, Section
from pgplumb.report.doctor import doctor_text
from pgplumb.report.json import doctor_json

FOUND = Diagnosis(
    (
        Section(
            "One", (Check(code="a", state="ok", message="Fine."), Check(code="b", state="note", message="Not here."))
        ),
        Section(
            "Two",
            (
                Check(code="c", state="warning", message="Odd:\nname \x1b[31m"),
                Check(code="d", state="problem", message="Broken.", help="Mend it:\nMEND;", facts={"n": 1}),
            ),
        ),
    )
)
SHOWN = """\
One
  ok       Fine.
  note     Not here.

Two
  warning  Odd:
             name \\x1b[31m
  problem  Broken.
           -> Mend it:
              MEND;

1 problem, 1 warning.
"""


def test_every_check_is_shown_with_what_to_do() -> None:
    assert doctor_text(FOUND).plain == SHOWN


def test_nothing_broken() -> None:
    sound = Diagnosis(FOUND.sections[:1])
    assert sound.is_sound
    assert doctor_text(sound).plain.endswith("\nNothing is in the way.\n")
    assert not FOUND.is_sound


def test_the_document_holds_the_same() -> None:
    document = json.loads(doctor_json(FOUND))
    assert document["summary"] == {"ok": 1, "note": 1, "warning": 1, "problem": 1}
    assert [check["code"] for section in document["sections"] for check in section["checks"]] == ["a", "b", "c", "d"]
    assert document["sections"][1]["checks"][1]["facts"] == {"n": 1}
