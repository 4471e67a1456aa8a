"""The pytest plugin: `pytest --pgplumb FOLDER` holds a project's schema to every law, an object and a law an item."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from xdist.remote import Producer
    from xdist.scheduler.protocol import Scheduling

    from pgplumb.plugin.collect import Project

from pgplumb.plugin.fixtures import as_role, catalog, db, pgplumb_bench, pgplumb_server, rows

__all__ = ["as_role", "catalog", "db", "pgplumb_bench", "pgplumb_server", "rows"]

#: Where what users state comes from; a file that imports none of it states nothing.
_STATED = frozenset({"pgplumb.laws.behaviour", "pgplumb.laws.stateful.machine"})
_PROJECTS = pytest.StashKey[frozenset["Path"]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The plugin's options; without --pgplumb it does nothing but offer its fixtures."""
    group = parser.getgroup("pgplumb", "schemas under test")
    group.addoption(
        "--pgplumb",
        action="append",
        default=[],
        metavar="FOLDER",
        help="Hold the schema of the project in FOLDER to the laws that follow from its catalog. May be repeated. "
        "Without other arguments only these items are collected.",
    )
    group.addoption(
        "--pgplumb-profile",
        choices=("quick", "thorough"),
        default="quick",
        help="How hard to try: quick for every commit, thorough for the night.",
    )
    group.addoption("--pgplumb-seed", type=int, default=0, metavar="N", help="What examples are drawn from.")
    group.addoption("--pgplumb-server", metavar="SERVER", help='Where scratch databases are made, such as "local:15".')
    group.addoption(
        "--pgplumb-fail-untested",
        action="store_true",
        help="Let an object that could not be tested fail, unless [harness] allow says why it need not be.",
    )
    group.addoption(
        "--pgplumb-update-matrix",
        action="store_true",
        help="Write isolation.matrix, who may do what with whose rows, beside the configuration; review what changes.",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Add the projects to what is collected; alone, where the command line names nothing else."""
    config.addinivalue_line("markers", "pgplumb_clone: the fixture db is a database of the test's own")
    named = config.getoption("--pgplumb")
    if not named:
        return
    from pgplumb.plugin.collect import folders
    from pgplumb.plugin.summary import Summary

    found = folders(config, named)
    config.stash[_PROJECTS] = frozenset(found)
    alone = config.args_source is not pytest.Config.ArgsSource.ARGS
    config.args[:] = [*([] if alone else config.args), *(str(folder) for folder in found)]
    config.pluginmanager.register(Summary(), "pgplumb-summary")


def pytest_collect_directory(path: Path, parent: pytest.Collector) -> Project | None:
    """A project's folder is collected from its catalog, whatever files of tests lie in it."""
    if path not in parent.config.stash.get(_PROJECTS, frozenset()):
        return None
    from pgplumb.plugin.collect import Project

    return Project.from_parent(parent, path=path)


def pytest_pycollect_makeitem(collector: pytest.Collector, name: str, obj: object) -> pytest.Item | None:
    """A function that states behaviour is an item, and a state machine too, whatever it is called."""
    if _STATED.isdisjoint(sys.modules):
        return None
    from pgplumb.plugin.own import own_item

    return own_item(collector, name, obj)


@pytest.hookimpl(optionalhook=True, tryfirst=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling | None:
    """Keep what goes by the same rows together, unless the command line says how to share."""
    projects = config.stash.get(_PROJECTS, frozenset())
    if not projects or config.getoption("dist") != "load":
        return None
    from pgplumb.plugin.sharing import BySubject

    return BySubject(config, log, [folder.name for folder in projects])


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the servers."""
    if "pgplumb.plugin.collect" in sys.modules:
        from pgplumb.plugin.collect import close_benches

        close_benches(config)
