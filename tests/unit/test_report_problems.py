"""Problems as annotations, SARIF and code quality: where they point, what stays, what no name breaks out of."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft4Validator

from pgplumb.errors import MigrationFails, SqlSyntaxError
from pgplumb.model.change import Added, Altered, Removed
from pgplumb.model.finding import Finding
from pgplumb.model.ids import ObjectId
from pgplumb.model.location import Location
from pgplumb.model.plan import Batch, Hazard, PlannedStatement, Script
from pgplumb.model.statement import Statement
from pgplumb.report.failure import Failure
from pgplumb.report.github import workflow_commands
from pgplumb.report.gitlab import code_quality
from pgplumb.report.markdown import failure_markdown
from pgplumb.report.problems import Problem, drift_problems, failure_problem, placed, plan_problems
from pgplumb.report.rules import RULES
from pgplumb.report.sarif import failed_sarif, sarif
from tests.unit.conftest import Outcome, column, outcome, table

if TYPE_CHECKING:
    from collections.abc import Sequence

SCHEMA = Path(__file__).parents[1] / "schemas" / "sarif-2.1.0-rtm.5.json"
NOTE = ObjectId("column", "public", "note", "seat")
PLACE = Location("desired/seat.sql", 7, 5)

#: Tries to end a line, a command, a comment, a fence or a link, and to begin one.
HOSTILE = "a\r\n::error file=x,line=1::gone%0A\x1b[2J --> `` ``` ](http://x) <b> {0} \u202e ##[error]x, y: z"


def dropping(subject: ObjectId, message: str = "lost for good: column public.seat.note") -> Outcome:
    """A plan with one statement that loses something."""
    statement = Statement(sql="ALTER TABLE seat DROP COLUMN note", subject=subject, operation="drop", origin="x")
    batch = Batch(statements=(PlannedStatement(statement=statement, hazards=(Hazard("data_loss", message),)),))
    found = outcome(Removed(column("note", "seat")), up=Script(batches=(batch,)))
    return Outcome(plan=found.plan, places={subject: PLACE})


def hostile_problem() -> Problem:
    return Problem(
        rule=RULES["drift"],
        level="error",
        message=HOSTILE,
        help=HOSTILE,
        subject=ObjectId("table", HOSTILE, HOSTILE),
        location=Location(HOSTILE, 3, 4),
    )


def valid(document: str) -> Any:
    """The SARIF log, once the standard's schema has nothing to say about it."""
    found = json.loads(document)
    errors = [error.message for error in Draft4Validator(json.loads(SCHEMA.read_text())).iter_errors(found)]
    assert errors == []
    assert document.isascii()
    return found["runs"][0]


def test_a_hazard_is_a_problem_at_the_object_that_asks_for_it() -> None:
    (found,) = plan_problems(dropping(NOTE))
    assert (found.rule.id, found.level, found.location, found.subject) == ("data_loss", "warning", PLACE, NOTE)
    assert found.message == "lost for good: column public.seat.note: rows or values are gone for good"


def test_findings_come_with_hazards_and_the_gravest_first(sample: Outcome) -> None:
    finding = Finding(code="migration_law", severity="error", message="no way back")
    found = plan_problems(outcome(up=sample.plan.up, findings=(finding,)))
    assert [problem.level for problem in found] == ["error", "warning", "warning"]


def test_an_annotation_names_file_line_and_column() -> None:
    shown = workflow_commands(plan_problems(dropping(NOTE)), summary="Plan: 1 to drop.")
    first, last = shown.splitlines()
    title = "title=pgplumb%3A Rows or values are gone for good"
    assert first.startswith(f"::warning file=desired/seat.sql,line=7,col=5,{title}::lost for good: column")
    assert "%0AMake sure that nobody needs it" in first
    assert last == "Plan: 1 to drop."


def test_a_problem_without_a_place_is_an_annotation_all_the_same() -> None:
    problem = Problem(rule=RULES["drift"], level="note", message="x")
    title = "The live database is not what its migrations made it"
    assert workflow_commands((problem,)) == f"::notice title=pgplumb%3A {title}::x\n"


def test_no_name_ends_an_annotation_or_begins_one() -> None:
    (line,) = workflow_commands((hostile_problem(),)).splitlines()
    properties, _, message = line.removeprefix("::error ").partition("::")
    assert [part.partition("=")[0] for part in properties.split(",")] == ["file", "line", "col", "title"]
    assert "\x1b" not in line
    assert "\\x1b[2J" in message
    assert "gone%250A" in message


def test_sarif_follows_the_standard() -> None:
    run = valid(sarif(plan_problems(dropping(NOTE)), command="plan", fallback="pgplumb.toml"))
    (result,) = run["results"]
    rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert rule["id"] == result["ruleId"] == "data_loss"
    assert rule["help"]["text"].startswith("Make sure")
    assert result["locations"] == [
        {
            "logicalLocations": [{"fullyQualifiedName": "column public.seat.note", "kind": "column"}],
            "physicalLocation": {
                "artifactLocation": {"uri": "desired/seat.sql", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 7, "startColumn": 5},
            },
        }
    ]
    assert run["automationDetails"]["id"] == "pgplumb/plan/"
    assert run["invocations"] == [{"executionSuccessful": True}]


def test_what_has_no_place_stands_at_the_configuration() -> None:
    problem = Problem(rule=RULES["drift"], level="error", message="x")
    (result,) = valid(sarif((problem,), command="drift", fallback="db/pgplumb.toml"))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "db/pgplumb.toml"
    (issue,) = json.loads(code_quality((problem,), fallback="db/pgplumb.toml"))
    assert issue["location"] == {"path": "db/pgplumb.toml", "lines": {"begin": 1}}


def test_no_problem_is_a_valid_log_too() -> None:
    assert valid(sarif((), command="verify", fallback="pgplumb.toml"))["results"] == []


def test_a_hostile_name_is_data_in_sarif() -> None:
    (result,) = valid(sarif((hostile_problem(),), command="plan", fallback="x"))["results"]
    text = result["message"]["text"]
    assert "](" not in text
    assert "\x1b" not in text
    assert "\r" not in text
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert not set(uri) & set("\r\n <>`\\:")


def test_a_hostile_name_is_one_line_in_code_quality() -> None:
    (issue,) = json.loads(code_quality((hostile_problem(),), fallback="x"))
    assert issue["description"].isprintable()
    assert issue["severity"] == "critical"


def test_a_fingerprint_stays_when_the_line_moves() -> None:
    first, moved = hostile_problem(), hostile_problem()
    (moved,) = placed((moved,), lambda place: place._replace(line=99))
    assert first.fingerprint == moved.fingerprint
    assert first.fingerprint != plan_problems(dropping(NOTE))[0].fingerprint


def test_a_place_outside_of_the_repository_is_told_in_words() -> None:
    (found,) = placed(plan_problems(dropping(NOTE)), lambda place: None)
    assert found.location is None
    assert found.message.startswith("desired/seat.sql:7:5: lost for good")


def test_drift_says_who_made_what() -> None:
    changes = (
        Added(table("extra")),
        Removed(column("note", "seat")),
        Altered(ObjectId("column", "public", "price", "seat"), "not_null", True, False),
    )
    assert [problem.message for problem in drift_problems(outcome(*changes))] == [
        "table public.extra is there, and no migration made it",
        "column public.seat.note is gone, and a migration made it",
        "column public.seat.price: not null is False, and the migrations made it True",
    ]


ON_SCRATCH = (
    "This was on a scratch server, after the migrations before it; nothing was written."
    " Correct the file, then run `pgplumb seal`."
)
SYNTAX = SqlSyntaxError(
    file="desired/seat.sql", line=4, column=17, reason="syntax error", excerpt="  4 | x\n    | ^", hint="Hint: y"
)


@pytest.mark.parametrize(
    ("error", "code", "message", "line"),
    [
        (SYNTAX, "sql_syntax_error", "syntax error\nHint: y", 4),
        (
            MigrationFails(file="1_x.up.sql", line=9, cause="PostgreSQL refused: no"),
            "migration_fails",
            f"PostgreSQL refused: no\n{ON_SCRATCH}",
            9,
        ),
    ],
)
def test_an_error_is_a_problem_at_its_line(error: Any, code: str, message: str, line: int) -> None:
    found = failure_problem(Failure.of(error))
    assert (found.rule.id, found.message) == (code, message)
    assert found.location is not None
    assert found.location.line == line


def test_a_failed_command_is_a_result_where_a_line_is_to_blame_and_else_a_notification() -> None:
    problem = failure_problem(Failure.of(SYNTAX))
    run = valid(failed_sarif(problem, command="plan", exit_status=1))
    assert run["invocations"] == [{"executionSuccessful": False, "exitCode": 1}]
    assert [result["ruleId"] for result in run["results"]] == ["sql_syntax_error"]
    nowhere = Failure.other("system_error", "no space left", exit_status=1)
    run = valid(failed_sarif(failure_problem(nowhere), command="plan", exit_status=1))
    assert run["results"] == []
    (said,) = run["invocations"][0]["toolExecutionNotifications"]
    assert said["message"]["text"] == "no space left"


def test_a_failure_takes_the_place_of_a_comment_under_its_mark() -> None:
    shown = failure_markdown(Failure.other("system_error", HOSTILE, exit_status=1), command="plan")
    lines = shown.splitlines()
    assert lines[0] == "<!-- pgplumb:plan -->"
    assert [line for line in lines if line.startswith("````")] == ["````", "````"]
    assert lines[-1] == "````"


def of_rules(problems: Sequence[Problem]) -> set[str]:
    return {problem.rule.id for problem in problems}


def test_every_hazard_and_finding_of_the_samples_has_its_rule(sample: Outcome) -> None:
    assert of_rules(plan_problems(Outcome(plan=outcome(up=sample.plan.up).plan))) == {"data_loss", "table_rewrite"}
