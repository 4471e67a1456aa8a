"""The project's checks, a session each; `nox` runs what this machine offers, and ends with what it could not run."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import nox

ROOT = Path(__file__).parent
PYPROJECT = nox.project.load_toml(ROOT / "pyproject.toml")
THIS_PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
OTHER_PYTHONS = [version for version in nox.project.python_versions(PYPROJECT) if version != THIS_PYTHON]

nox.needs_version = ">=2025.2.9"
nox.options.sessions = ["lint", "types", "tests", "demo", "pythons", "postgres15", "extensions", "container"]
nox.options.reuse_venv = "yes"

#: Tests go on all cores; each worker has a server of its own.
PYTEST = ("python", "-m", "pytest", "-n", "auto", "--dist", "worksteal")
#: All tests but those of every transition, of every law, of the solver and of the reference systems.
QUICK = ("-m", "not slow", "tests/unit", "tests/guards", "tests/cli", "tests/database")

#: Sessions that this machine lacks something for, and what.
_not_run: dict[str, str] = {}


def _missing(session: nox.Session, reason: str) -> NoReturn:
    """End a session that cannot run here; the reason is told again at the very end."""
    _not_run[session.name] = reason
    session.skip(reason)


@atexit.register
def _tell_what_was_not_run() -> None:
    if _not_run:
        print("\nNot run on this machine:", file=sys.stderr)
        for name, reason in _not_run.items():
            print(f"  {name}: {reason}", file=sys.stderr)


def _install(session: nox.Session, *groups: str) -> None:
    """Install the project and groups of what its checks need; with --no-venv what is there is used."""
    if session.virtualenv.venv_backend != "none":
        session.install("-q", "-e", ".", *nox.project.dependency_groups(PYPROJECT, *groups))


def _pytest(session: nox.Session, *arguments: str) -> None:
    # Tests start hundreds of processes: what one has compiled, the next ones read.
    session.run(*PYTEST, *arguments, *session.posargs, env={"PYTHONDONTWRITEBYTECODE": None})


@nox.session
def quick(session: nox.Session) -> None:
    """What to run while working: everything but slow tests, the transitions, laws, solver and reference systems."""
    _install(session, "dev")
    _lint(session)
    session.run("mypy")
    _pytest(session, "-q", *QUICK)


@nox.session
def tests(session: nox.Session) -> None:
    """All tests."""
    _install(session, "test")
    _pytest(session)


@nox.session
def lint(session: nox.Session) -> None:
    """Style and format."""
    _install(session, "check")
    _lint(session)


def _lint(session: nox.Session) -> None:
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Types, strictly."""
    _install(session, "check")
    session.run("mypy")


@nox.session
def demo(session: nox.Session) -> None:
    """The main job on the ticketing system, shown step by step."""
    _install(session)
    session.run("python", "tools/tour.py")


@nox.session
def picture(session: nox.Session) -> None:
    """Draw the README's picture, its table of settings and the pages of the laws anew; `-- --check` only compares."""
    _install(session)
    session.run("python", "tools/picture.py", *session.posargs)
    session.run("python", "tools/settings.py", *session.posargs)
    session.run("python", "tools/laws.py", *session.posargs)


@nox.session
def fidelity(session: nox.Session) -> None:
    """Judge plans by pg_dump and rows alone: the transitions, or `-- FILES` of pairs of one's own."""
    _install(session)
    session.run("python", "tools/fidelity.py", *session.posargs)


@nox.session
def drawn(session: nox.Session) -> None:
    """Plans between 2,000 pairs of drawn schemas; what fails is printed as two files."""
    _install(session, "test")
    session.run("python", "-m", "pytest", "tests/corpus/test_drawn.py", *session.posargs, env={"PGPLUMB_DRAWN": "2000"})


@nox.session
def bench(session: nox.Session) -> None:
    """How long the commands take: printed, and not judged."""
    _install(session)
    session.run("python", "tests/benchmarks/bench.py", *session.posargs)


@nox.session
def scale(session: nox.Session) -> None:
    """How time and memory grow with the number of tables, beside other tools: printed, and not judged."""
    _install(session, "peers")
    session.run("python", "tests/benchmarks/scale.py", *session.posargs)


@nox.session
def systems(session: nox.Session) -> None:
    """The reference systems: their tests, each invariant without its enforcement, and what is shown of every id.

    `-- --write` fills in the tables and pictures of the READMEs.
    """
    _install(session, "test")
    session.run(*PYTEST, "-q", "tests/systems")
    session.run(*PYTEST, "-q", "tests/systems", "--removed")
    session.run("python", "-m", "tests.systems.report", *session.posargs)


@nox.session
def targets(session: nox.Session) -> None:
    """How long the systems take for what their specifications set times for; `-- --write` fills their READMEs."""
    _install(session, "test")
    session.run("python", "-m", "tests.benchmarks.targets", *session.posargs)


@nox.session
def examples(session: nox.Session) -> None:
    """How many examples the harness tries in a second, and what clones take; `-- --write` fills in docs/harness.md."""
    _install(session, "test")
    session.run("python", "tests/benchmarks/rows.py", *session.posargs)


@nox.session(venv_backend="none")
@nox.parametrize("version", OTHER_PYTHONS)
def pythons(session: nox.Session, version: str) -> None:
    """The quick tests on every other Python that the project supports."""
    python = _python(version)
    if python is None:
        _missing(session, f"there is no Python {version}")
    folder = ROOT / ".nox" / f"pythons-{version}"
    own = folder / "bin" / "python"
    if not own.exists():
        session.run(sys.executable, "-m", "virtualenv", "-q", "-p", python, str(folder))
    groups = nox.project.dependency_groups(PYPROJECT, "test")
    session.run(str(own), "-m", "pip", "install", "-q", "-e", ".", *groups)
    session.run(str(own), "-m", "pytest", "-n", "auto", "-q", *QUICK, *session.posargs)


def _python(version: str) -> str | None:
    """The interpreter of a version; a name on the PATH may be a shim that starts nothing."""
    program = shutil.which(f"python{version}")
    if program is None:
        return None
    asked = [program, "-c", "import sys; print(sys.executable)"]
    found = subprocess.run(asked, capture_output=True, text=True, check=False)
    return found.stdout.strip() if found.returncode == 0 else None


@nox.session
def postgres15(session: nox.Session) -> None:
    """The ticketing system on a PostgreSQL 15 of Debian, as a server that the user named."""
    binaries = Path("/usr/lib/postgresql/15/bin")
    if not (binaries / "postgres").exists():
        _missing(session, f"there is no PostgreSQL 15 in {binaries} (on Debian: apt-get install postgresql-15)")
    _install(session)
    session.run("python", "tools/named_server.py", "local:15")


@nox.session
def extensions(session: nox.Session) -> None:
    """The parts of the reference systems that need what the embedded server lacks, on the distribution's server."""
    if not list(Path("/usr/lib/postgresql").glob("*/bin/postgres")):
        _missing(session, "there is no PostgreSQL of the distribution (on Debian: apt-get install postgresql)")
    _install(session, "test")
    _pytest(session, "-m", "extensions", "tests/systems")


@nox.session
def container(session: nox.Session) -> None:
    """What takes containers: their tests, and the story in them; by Docker or, as root on Debian, by podman."""
    _install(session, "test")
    tests = ("-m", "pytest", "-k", "container", "tests/database", "tests/cli/test_tour.py", *session.posargs)
    _in_containers(session, *tests)


@nox.session
def servers(session: nox.Session) -> None:
    """Measure how soon servers are ready, and write it into docs/servers.md; containers where they can be had."""
    _install(session, "test")
    _in_containers(session, "tools/servers.py")


def _in_containers(session: nox.Session, *arguments: str) -> None:
    """Run Python where containers can be started: from an image that Docker has or gets, else from podman's own."""
    image = os.environ.get("PGPLUMB_TEST_IMAGE", "postgres:17")
    if not _answers("docker", "info"):
        docker = "`docker info` has no answer"
    elif _answers("docker", "image", "inspect", image) or _answers("docker", "pull", "--quiet", image):
        session.run("python", *arguments, env={"PGPLUMB_TEST_IMAGE": image})
        return
    else:
        docker = f"Docker neither has nor gets the image {image}"
    podman = subprocess.run(
        [sys.executable, "tools/podman_server.py", "--check"], capture_output=True, text=True, check=False
    )
    if podman.returncode:
        _missing(session, f"{docker}; podman: {podman.stderr.strip()}")
    session.run("python", "tools/podman_server.py", session.create_tmp(), "--", "python", *arguments)


def _answers(*command: str) -> bool:
    """Tell whether there is such a program, and whether it says yes."""
    if shutil.which(command[0]) is None:
        return False
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@nox.session(venv_backend="none")
def fresh(session: nox.Session) -> None:
    """The README's two commands in a new clone below a private folder; as root, also as an ordinary user."""
    session.run(sys.executable, "tools/fresh.py")
