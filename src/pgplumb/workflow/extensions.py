"""What comes of a scratch server that lacks an extension: which parts are left out, and what is refused for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.errors import ExtensionLacking, Incomplete, PgplumbError
from pgplumb.model.finding import Finding
from pgplumb.model.general import Extension
from pgplumb.model.printable import printable
from pgplumb.postgres.cache import Cache
from pgplumb.postgres.server import available, open_scratch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pgplumb.model.catalog import Catalog
    from pgplumb.model.ids import ObjectId
    from pgplumb.model.incomplete import LeftOut
    from pgplumb.postgres.scratch import Scratch
    from pgplumb.source.outline import Outline

_IMAGES = {
    "postgis": "postgis/postgis:{major}-3.5",
    "postgis_topology": "postgis/postgis:{major}-3.5",
    "postgis_raster": "postgis/postgis:{major}-3.5",
    "vector": "pgvector/pgvector:pg{major}",
    "timescaledb": "timescale/timescaledb:latest-pg{major}",
}
"""Images that bring what PostgreSQL's own does not. The newest PostGIS image is not of every major version."""

_OFFICIAL = frozenset({"pgcrypto", "uuid-ossp", "xml2", "sslinfo", "plperl", "plpython3u", "pltcl"})
_SHOWN = 4


def lacking(outline: Outline, scratch: Scratch) -> frozenset[str]:
    """The extensions that the files require and the scratch server does not offer; without any it is not asked."""
    required = frozenset(outline.annotations.requires)
    return required - scratch.offered if required else frozenset()


def check_offered(catalog: Catalog, what: str, scratch: Scratch) -> None:
    """Raise ExtensionLacking where a schema has an extension that the scratch server cannot have."""
    names = sorted(found.id.name for found in catalog.of(Extension) if found.id.name != "plpgsql")
    if not names:
        return
    for name in names:
        if name not in scratch.offered:
            raise lacks(what, name, scratch)


def lacks(what: str, extension: str, scratch: Scratch) -> ExtensionLacking:
    """The refusal for something that needs an extension."""
    return ExtensionLacking(
        what=what, extension=printable(extension), server=scratch.label, help=servers_with(extension, scratch)
    )


def check_held(left_out: Sequence[LeftOut], catalog: Catalog, other: str, scratch: Scratch) -> None:
    """Raise Incomplete where the other side of a comparison holds what was left out: it would be taken for dropped."""
    wanted = {_nameless(id) for part in left_out for id in part.objects}
    if held := [id for id in catalog.objects if _nameless(id) in wanted]:
        names = ", ".join(printable(str(id)) for id in held[:_SHOWN])
        more = f" and {len(held) - _SHOWN} more" if len(held) > _SHOWN else ""
        raise incomplete(left_out, f"{other} has {names}{more}, which would be dropped.", scratch)


def incomplete(left_out: Sequence[LeftOut], why: str, scratch: Scratch) -> Incomplete:
    """The refusal to go on with an incomplete schema."""
    parts = tuple(f"{part.location}: {printable(part.extension)} ({_told(part)})" for part in left_out)
    return Incomplete(parts=parts, why=why, help=servers_with(left_out[0].extension, scratch))


def findings(left_out: Sequence[LeftOut], scratch: Scratch) -> tuple[Finding, ...]:
    """A warning for each part that was left out, with its place in the files."""
    return tuple(
        Finding(
            code="incomplete",
            severity="warning",
            message=f"Left out, for the scratch server lacks the extension {part.extension}: {_told(part)}",
            location=part.location,
            help=servers_with(part.extension, scratch),
        )
        for part in left_out
    )


def servers_with(extension: str, scratch: Scratch) -> str:
    """What to write into the configuration to have the extension: a server of this machine, or else an image."""
    for offer in available(scratch.environment):
        if not offer.spec.startswith("container:") and _has(offer.spec, extension, scratch):
            return f'Name a server that has it: server = "{offer.spec}".'
    major = scratch.version // 10000
    image = _IMAGES.get(extension, "postgres:{major}" if extension in _OFFICIAL else "").format(major=major)
    if image:
        return f'Name a server that has it, such as server = "container:{image}".'
    return "Name a server that has it as `server`: install its package beside a local PostgreSQL, or take an image."


def _has(spec: str, extension: str, scratch: Scratch) -> bool:
    try:
        with open_scratch(spec, cache=Cache(None, 0), environment=scratch.environment) as other:
            return extension in other.offered
    except PgplumbError:
        # A server that does not start has nothing.
        return False


def _told(part: LeftOut) -> str:
    names = [printable(str(id)) for id in part.objects[:_SHOWN]]
    more = f" and {len(part.objects) - _SHOWN} more" if len(part.objects) > _SHOWN else ""
    return ", ".join(names) + more


def _nameless(id: ObjectId) -> ObjectId:
    """The id without a signature, which the text of a statement does not tell."""
    return id._replace(signature="")
