"""Problems as SARIF 2.1.0 (the OASIS standard), which code scanning services read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pgplumb import __version__
from pgplumb.model.printable import printable
from pgplumb.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pgplumb.report.problems import Problem
    from pgplumb.report.rules import Rule

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

#: What relative file names start from: the root of the repository.
_BASE = "%SRCROOT%"


def sarif(problems: Sequence[Problem], *, command: str, fallback: str) -> str:
    """The log of one command that did its work; what has no place in the repository stands at the file `fallback`."""
    rules = tuple(sorted({problem.rule for problem in problems}, key=lambda rule: rule.id))
    results = [_result(problem, rules, fallback) for problem in problems]
    return _log(rules, results, {"executionSuccessful": True}, command)


def failed_sarif(problem: Problem, *, command: str, exit_status: int) -> str:
    """The log of a command that failed: a result if there is a line to blame, else a notification."""
    invocation: dict[str, Any] = {"executionSuccessful": False, "exitCode": exit_status}
    results = []
    if problem.location is not None:
        results.append(_result(problem, (problem.rule,), ""))
    else:
        notification = {"message": _message(problem.text), "level": "error", "descriptor": {"id": problem.rule.id}}
        invocation["toolExecutionNotifications"] = [notification]
    return _log((problem.rule,) if results else (), results, invocation, command)


def _log(rules: Sequence[Rule], results: list[Any], invocation: dict[str, Any], command: str) -> str:
    driver = {"name": "pgplumb", "version": __version__, "rules": [_descriptor(rule) for rule in rules]}
    run = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"pgplumb/{command}/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "results": results,
    }
    # ASCII only: a terminal acts on some of what JSON leaves as it is.
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=True) + "\n"


def _descriptor(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "help": {"text": rule.help},
        "defaultConfiguration": {"level": rule.level},
    }


def _result(problem: Problem, rules: Sequence[Rule], fallback: str) -> dict[str, Any]:
    place = problem.location
    file, line, column = (place.file, place.line, place.column) if place is not None else (fallback, 1, 1)
    where: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(file), "uriBaseId": _BASE},
            "region": {"startLine": line, "startColumn": column},
        }
    }
    if problem.subject is not None:
        name = printable(str(problem.subject))
        where["logicalLocations"] = [{"fullyQualifiedName": name, "kind": problem.subject.kind}]
    return {
        "ruleId": problem.rule.id,
        "ruleIndex": rules.index(problem.rule),
        "level": problem.level,
        "message": _message(problem.text),
        "locations": [where],
        "partialFingerprints": {"pgplumb/v1": problem.fingerprint},
    }


def _message(text: str) -> dict[str, str]:
    # `[text](target)` is a link in SARIF's messages, and braces stand for arguments, of which there are none here.
    return {"text": visible(text).replace("](", "] (")}
