"""Extensions that the scratch server lacks, and what is refused for that."""

from __future__ import annotations

from pgplumb.errors.base import PgplumbError


class ExtensionLacking(PgplumbError):
    """{what} needs the extension {extension}, which the scratch server, {server}, does not have: nothing can be
    compared or proved there. {help}"""

    exit_code = 3

    extension: str


class Incomplete(PgplumbError):
    """Refused: the desired schema is incomplete, for the scratch server lacks what it requires:{lines}
    {why} {help}"""

    exit_code = 3

    def __init__(self, *, parts: tuple[str, ...], why: str, help: str) -> None:
        super().__init__(lines="".join(f"\n    {part}" for part in parts) + "\n", why=why, help=help)
