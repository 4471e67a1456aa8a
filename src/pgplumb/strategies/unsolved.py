"""What is beyond the solver, and says why."""

from __future__ import annotations


class Unsolved(Exception):
    """A form, function, operator or value that is not evaluated here; the text names it."""


class UnknownType(Unsolved):
    """A type for which there are no values: give a strategy to `register_type`."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no values are known for type {name}: give a strategy to register_type")
        self.name = name


class Fails(Unsolved):
    """What the server would answer with an error, such as a division by zero: neither true nor false."""
