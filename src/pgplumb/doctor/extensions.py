"""Which extensions a schema needs, and which servers have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.doctor.words import some
from pgplumb.model.diagnosis import Check
from pgplumb.model.printable import printable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from pgplumb.doctor.servers import Tried
    from pgplumb.model.location import Location


def extension_checks(
    needed: Mapping[str, Location], tried: Sequence[Tried], used: str, *, optional: Collection[str]
) -> Iterator[Check]:
    """A check for each extension that the files need, with where they say so; `used` is the scratch server's text.

    What requires one of the `optional` ones is left out of the desired schema where the scratch server lacks it.
    """
    if not needed:
        yield Check(code="extensions", state="ok", message="The desired schema needs no extension.")
    for name in sorted(needed):
        yield _check(name, needed[name], tried, used, is_optional=name in optional)


def _check(name: str, place: Location, tried: Sequence[Tried], used: str, *, is_optional: bool) -> Check:
    having = [each.name for each in tried if name in (each.extensions or ()) and name not in each.stand_ins]
    standing_in = [each.name for each in tried if name in each.stand_ins]
    unknown = [each.name for each in tried if each.extensions is None and not each.error]
    told = f"{printable(name)} ({place})"
    facts = {"name": name, "available": having, "stand_ins": standing_in, "unknown": unknown}
    elsewhere = f"Set `server` to one that has it: {some(having)}." if having else _get(unknown)
    scratch = next((each.name for each in tried if each.spec == used and each.extensions is not None), None)
    if scratch is None:
        message = f"{told}: there is no scratch server to look for it on."
        return Check(code="extension", state="note", message=message, help=elsewhere, facts=facts)
    if scratch in having:
        return Check(code="extension", state="ok", message=f"{told}: the scratch server has it.", facts=facts)
    if scratch in standing_in:
        return Check(
            code="extension",
            state="warning",
            message=f"{told}: the scratch server has a stand-in for it, which lacks what SQL cannot do.",
            help=f"That is enough for most schemas; a call that is not tells so. {elsewhere}",
            facts=facts,
        )
    if is_optional:
        message = (
            f"{told}: the scratch server does not have it. What requires it is left out, and `make` writes nothing."
        )
        return Check(code="extension", state="warning", message=message, help=elsewhere, facts=facts)
    message = f"{told}: the scratch server does not have it."
    return Check(code="extension", state="problem", message=message, help=elsewhere, facts=facts)


def _get(unknown: Sequence[str]) -> str:
    images = f" (not looked at: {some(unknown)})" if unknown else ""
    return (
        f"No server that was started has it{images}: install its package beside a local PostgreSQL, or set `server` to"
        " an image that brings it (container:IMAGE)."
    )
