"""The root of every exception: the docstring is the message, the data are attributes."""

from __future__ import annotations

from typing import Any


class PgplumbError(Exception):
    """Something went wrong."""

    #: Exit status of the command line that ends with this error.
    exit_code = 1

    def __init__(self, **data: Any) -> None:
        self.data = data
        for name, value in data.items():
            setattr(self, name, value)
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """The docstring's text, filled with the error's data."""
        template = " ".join((type(self).__doc__ or "").split())
        # The lines bring their own line end.
        return template.replace("{lines} ", "{lines}").format_map(self.data)
