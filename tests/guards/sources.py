"""The project's files as the guards read them: modules with what they import, and every file that is kept."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "pgplumb"

#: What tools leave in the folder, and what belongs to no project: names at any depth.
_NOT_OURS = {
    ".git",
    ".venv",
    ".nox",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".hypothesis",
    "__pycache__",
    "dist",
}


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the package by its dotted name, and the modules that it imports, inside functions too."""

    name: str
    path: Path
    tree: ast.Module
    imports: frozenset[str]

    @property
    def part(self) -> str:
        """The package below pgplumb that it lies in; its own name for a module at the top."""
        pieces = self.name.split(".")
        return pieces[1] if len(pieces) > 1 else pieces[0]


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the package."""
    return tuple(_module(path) for path in sorted(PACKAGE.rglob("*.py")))


@cache
def files() -> tuple[Path, ...]:
    """Every file of the project that is kept."""
    return tuple(sorted(_below(ROOT)))


def read(path: Path) -> str:
    """A file's text; what is not text counts as empty."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def _below(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in _NOT_OURS or path.suffix == ".egg-info":
            continue
        if path.is_dir():
            yield from _below(path)
        else:
            yield path


def _module(path: Path) -> Module:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return Module(name, path, tree, frozenset(_imports(tree)))


def _imports(tree: ast.Module) -> Iterator[str]:
    """What is imported anywhere; of `from a import b` both a and a.b, since b may be a module."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(origin), names=names, level=0):
                yield origin
                yield from (f"{origin}.{alias.name}" for alias in names)
