"""The ready files for GitHub and GitLab: valid to their own validators, and run, step by step, against real parts."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML

from tests.cli.review_api import GITHUB_BOT, GITLAB_BOT, TOKEN, review_api
from tests.guards.sources import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.postgres.dsn import Dsn
    from tests.cli.conftest import Pgplumb
    from tests.cli.review_api import Review

FOLDER = ROOT / "docs" / "ci"
GITHUB = YAML(typ="safe").load(FOLDER / "github.yml")
GITLAB = YAML(typ="safe").load(FOLDER / "gitlab.yml")
STEPS = {step["name"]: step["run"] for step in GITHUB["jobs"]["schema"]["steps"] if "run" in step}
JOBS = {
    f"{job} {part} {number}": snippet
    for job, content in GITLAB.items()
    for part in ("before_script", "script", "after_script")
    for number, snippet in enumerate(content.get(part, ()))
}
SEAT = "create table seat (\n    id integer primary key\n);\n"
WITH_NOTE = "create table seat (\n    id integer primary key,\n    note text\n);\n"
MARK = "<!-- pgplumb:plan -->\n"


@dataclass(frozen=True, slots=True)
class Project:
    """A repository with a project, and the command on the PATH of the shells that run in it."""

    folder: Path
    variables: dict[str, str] = field(default_factory=dict)

    def write(self, text: str) -> None:
        (self.folder / "desired" / "seat.sql").write_text(text)

    def bash(self, snippet: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a snippet as the services do."""
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", snippet],
            cwd=self.folder,
            env={**self.variables, **variables},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def read(self, name: str) -> str:
        return (self.folder / ".pgplumb" / name).read_text()

    def git(self, *arguments: str) -> str:
        names = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "init.defaultBranch=main")
        ran = subprocess.run(["git", *names, *arguments], cwd=self.folder, capture_output=True, text=True, check=True)
        return ran.stdout.strip()


@pytest.fixture
def project(tmp_path: Path, database: Dsn, pgplumb: Pgplumb) -> Project:
    """A project whose base branch has one migration; in the change the desired table has a column more."""
    if shutil.which("git") is None:
        pytest.skip("there is no git, which both services have")
    folder, programs = tmp_path / "repository", tmp_path / "programs"
    (folder / "desired").mkdir(parents=True)
    programs.mkdir()
    program = programs / "pgplumb"
    entry = "from pgplumb.cli.main import entry; entry()"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{entry}" "$@"\n')
    program.chmod(0o755)
    (programs / "python").symlink_to(sys.executable)
    variables = {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "PYTHONPATH": str(ROOT / "src"),
        "PGPLUMB_SERVER": database.with_database("postgres").url,
        "PGPLUMB_CACHE": "off",
        "DATABASE_URL": "",
        "PROJECT": ".",
        "MIGRATIONS": "migrations",
    }
    found = Project(folder, variables)
    found.write(SEAT)
    server = json.dumps(database.with_database("postgres").url)
    (folder / "pgplumb.toml").write_text(f"server = {server}\n")
    assert pgplumb("-C", str(folder), "make", "first").status == 0
    found.git("init", "-q")
    found.git("add", ".")
    found.git("commit", "-qm", "first")
    found.write(WITH_NOTE)
    assert pgplumb("-C", str(folder), "make", "note").status == 0
    return found


@pytest.fixture
def api() -> Iterator[Review]:
    """The services' API, with comments of others, one of which pretends to be ours."""
    with review_api() as review:
        for number in range(3):
            review.add("somebody", f"{MARK}not ours" if number == 1 else "a remark")
        yield review


@pytest.mark.parametrize(("name", "schema"), [("github", "vendor.github-workflows"), ("gitlab", "vendor.gitlab-ci")])
def test_the_service_s_own_schema_has_nothing_to_say(name: str, schema: str) -> None:
    asked = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(FOLDER / f"{name}.yml")]
    found = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


def test_actionlint_has_nothing_to_say() -> None:
    program = shutil.which("actionlint")
    if program is None:
        pytest.skip("there is no actionlint (go install github.com/rhysd/actionlint/cmd/actionlint@latest)")
    found = subprocess.run([program, str(FOLDER / "github.yml")], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize("name", [*STEPS, *JOBS])
def test_shellcheck_has_nothing_to_say(name: str) -> None:
    program = shutil.which("shellcheck", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    assert program is not None
    asked = [program, "--shell=bash", "-"]
    found = subprocess.run(asked, input={**STEPS, **JOBS}[name], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


def test_rights_are_the_least() -> None:
    assert GITHUB["permissions"] == {}
    rights = {"contents": "read", "pull-requests": "write", "security-events": "write"}
    assert GITHUB["jobs"]["schema"]["permissions"] == rights
    steps: list[dict[str, Any]] = GITHUB["jobs"]["schema"]["steps"]
    checkouts = [step["with"] for step in steps if step.get("uses", "").startswith("actions/checkout@")]
    assert [given["persist-credentials"] for given in checkouts] == [False, False]
    assert "pull_request_target" not in (FOLDER / "github.yml").read_text()


def test_no_snippet_is_built_from_what_a_stranger_writes() -> None:
    assert [name for name, snippet in STEPS.items() if "${{" in snippet] == []


def on_github(project: Project) -> Project:
    """The project as the workflow finds it: with the base branch beside it."""
    base = project.folder / ".pgplumb" / "base"
    project.git("worktree", "add", "-q", "--detach", str(base), "HEAD")
    project.variables["GITHUB_WORKSPACE"] = str(project.folder)
    project.variables["GITHUB_STEP_SUMMARY"] = str(project.folder / "summary.md")
    return project


def test_github_plans_from_the_base_branch_and_verifies(project: Project) -> None:
    on_github(project)
    planned = project.bash(STEPS["Plan"])
    assert (planned.returncode, planned.stderr) == (0, "")
    assert planned.stdout.endswith("Plan: 1 to add, 0 to change, 0 to drop.\n")
    assert project.read("plan.md").startswith(f"{MARK}\n### Schema: 1 to add")
    assert (project.folder / "summary.md").read_text().startswith(MARK)
    verified = project.bash(STEPS["Verify"])
    assert (verified.returncode, verified.stdout) == (0, "Verify: everything holds.\n")
    reports = sorted(path.name for path in (project.folder / ".pgplumb" / "reports").iterdir())
    assert reports == ["plan.sarif", "verify.sarif"]


def test_github_fails_where_there_is_no_plan_and_says_so_in_the_comment(project: Project) -> None:
    on_github(project)
    project.write(WITH_NOTE.replace("text", "txt"))
    planned = project.bash(STEPS["Plan"])
    assert planned.returncode == 1
    assert planned.stdout.startswith("::error file=desired/seat.sql,line=3,col=10,")
    assert "txt" in project.read("plan.md")
    assert project.bash(STEPS["Verify"]).returncode == 1


def test_github_s_comment_updates_itself(project: Project, api: Review) -> None:
    if shutil.which("gh") is None:
        pytest.skip("there is no gh, GitHub's own command, which every runner of GitHub has")
    variables = {
        "GH_HOST": "github.localhost",  # which gh asks by plain HTTP; the proxy takes it to the server of this test
        "HTTP_PROXY": f"http://127.0.0.1:{api.port}",
        "GH_TOKEN": TOKEN,
        "GITHUB_REPOSITORY": "shop/db",
        "NUMBER": "5",
    }
    assert project.bash(STEPS["Comment"], **variables).returncode == 0
    assert api.called == []
    (project.folder / ".pgplumb").mkdir()
    for text in (f"{MARK}one\n", f'{MARK}two `$(x)` "y"\n'):
        (project.folder / ".pgplumb" / "plan.md").write_text(text)
        ran = project.bash(STEPS["Comment"], **variables)
        assert (ran.returncode, ran.stderr) == (0, "")
        assert [comment.body for comment in api.comments.values() if comment.author == GITHUB_BOT] == [text]
    assert [method for method in api.called if method != "GET"] == ["POST", "PATCH"]
    assert api.comments[2].body == f"{MARK}not ours"


def test_gitlab_plans_from_the_base_and_verifies(project: Project) -> None:
    project.git("remote", "add", "origin", str(project.folder))
    project.variables["CI_PROJECT_DIR"] = str(project.folder)
    project.variables["CI_MERGE_REQUEST_DIFF_BASE_SHA"] = project.git("rev-parse", "HEAD")
    (project.folder / ".pgplumb").mkdir()
    for _ in range(2):  # a runner may keep the folder
        planned = project.bash(JOBS["schema plan script 0"])
        assert (planned.returncode, planned.stderr) == (0, "")
        assert planned.stdout.endswith("Plan: 1 to add, 0 to change, 0 to drop.\n")
    assert project.read("plan.md").startswith(f"{MARK}\n### Schema: 1 to add")
    assert json.loads(project.read("plan.json")) == []
    project.write(SEAT)
    verified = project.bash(JOBS["schema verify script 0"])
    assert verified.returncode == 4
    assert [issue["check_name"] for issue in json.loads(project.read("verify.json"))] == ["replay_differs"]


def test_gitlab_s_note_updates_itself(project: Project, api: Review) -> None:
    variables = {
        "CI_API_V4_URL": f"http://127.0.0.1:{api.port}/api/v4",
        "CI_PROJECT_ID": "3",
        "CI_MERGE_REQUEST_IID": "5",
        "PGPLUMB_TOKEN": TOKEN,
    }
    snippet = JOBS["schema plan after_script 0"]
    assert project.bash(snippet, **variables).returncode == 0
    (project.folder / ".pgplumb").mkdir()
    (project.folder / ".pgplumb" / "plan.md").write_text("x")
    assert project.bash(snippet, **{**variables, "PGPLUMB_TOKEN": ""}).returncode == 0
    assert api.called == []
    for text in (f"{MARK}one\n", f"{MARK}two ✓\n"):
        (project.folder / ".pgplumb" / "plan.md").write_text(text)
        ran = project.bash(snippet, **variables)
        assert (ran.returncode, ran.stderr) == (0, "")
        assert [comment.body for comment in api.comments.values() if comment.author == GITLAB_BOT] == [text]
    assert [method for method in api.called if method != "GET"] == ["POST", "PUT"]
    assert api.comments[2].body == f"{MARK}not ours"
