"""Links between tables as relationships of their classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.models.code import Code, call, laid_out, mapping, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.model.ids import ObjectId
    from pgplumb.models.links import Link
    from pgplumb.models.names import Names


#: On what a relationship is joined, written from the row that refers, and from the one that is referred to.
_FORWARD, _REVERSE = "foreign({}) == remote({})", "remote(foreign({})) == {}"


def relationships(table: ObjectId, names: Names) -> Iterator[str]:
    """The relationships of a table's class: what its rows refer to, then what refers to them."""
    for link in names.links.values():
        if link.table == table:
            ends, target = names.ends[link.id], text(names.classes[link.target])
            kind = target if link.is_required else f"Optional[{target}]"
            settings = [*_joined(link, names, _FORWARD), *_settled(link, names)]
            yield _line(ends.forward, kind, ends.reverse if link.is_written else None, settings)
    for link in names.links.values():
        if link.target == table:
            ends, source = names.ends[link.id], text(names.classes[link.table])
            kind = f"Optional[{source}]" if link.is_single else f"list[{source}]"
            single: list[tuple[str, Code]] = [("uselist", "False")] if link.is_single else []
            # What becomes of rows that refer to one that is deleted is said by the key, and done by the server.
            left: list[tuple[str, Code]] = [("passive_deletes", text("all"))] if link.is_written else []
            settings = [*_joined(link, names, _REVERSE), *single, *left, *_settled(link, names)]
            yield _line(ends.reverse, kind, ends.forward if link.is_written else None, settings)


def _line(name: str, kind: str, back: str | None, settings: list[tuple[str, Code]]) -> str:
    code = call(
        "Relationship",
        back_populates=None if back is None else text(back),
        sa_relationship_kwargs=mapping(settings) if settings else None,
    )
    return laid_out(code, head=f"{name}: {kind} = ", indent=1)


def _joined(link: Link, names: Names, equality: str) -> Iterator[tuple[str, Code]]:
    """On what the two are joined, where there are several ways to."""
    if link.is_plain:
        return
    here, there = names.classes[link.table], names.classes[link.target]
    equal = [
        equality.format(
            f"{here}.{names.attributes[link.table][one]}", f"{there}.{names.attributes[link.target][other]}"
        )
        for one, other in zip(link.columns, link.referenced, strict=True)
    ]
    yield "primaryjoin", text(equal[0] if len(equal) == 1 else f"and_({', '.join(equal)})")


def _settled(link: Link, names: Names) -> Iterator[tuple[str, Code]]:
    if not link.is_written:
        yield "viewonly", "True"
    elif link.beside:
        ends = [names.ends[id] for id in link.beside]
        yield "overlaps", text(",".join(sorted({name for each in ends for name in (each.forward, each.reverse)})))
