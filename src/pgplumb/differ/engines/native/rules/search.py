"""Text search: parsers, templates, dictionaries and configurations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.whole import WholeRule
from pgplumb.differ.engines.native.writing import address, name, step
from pgplumb.model.search import (
    TextSearchConfiguration,
    TextSearchDictionary,
    TextSearchParser,
    TextSearchTemplate,
)
from pgplumb.syntax.sql import Sql, join, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.differ.engines.native.rule import Context, Step
    from pgplumb.model.ids import ObjectId


class TextSearchParserRule(WholeRule[TextSearchParser]):
    """A parser is made anew."""

    kind = "text_search_parser"
    rank = 24

    def definition(self, found: TextSearchParser) -> Sql:
        return sql("CREATE TEXT SEARCH PARSER {} ({})", name(found.id), join(", ", map(raw, found.clauses)))


class TextSearchTemplateRule(WholeRule[TextSearchTemplate]):
    """A template is made anew."""

    kind = "text_search_template"
    rank = 24

    def definition(self, found: TextSearchTemplate) -> Sql:
        return sql("CREATE TEXT SEARCH TEMPLATE {} ({})", name(found.id), join(", ", map(raw, found.clauses)))


class TextSearchDictionaryRule(WholeRule[TextSearchDictionary]):
    """A dictionary's options change in place."""

    kind = "text_search_dictionary"
    rank = 26
    in_place = frozenset({"owner", "options"})

    def definition(self, found: TextSearchDictionary) -> Sql:
        clauses = [raw(f"template = {found.template}"), *map(raw, found.options)]
        return sql("CREATE TEXT SEARCH DICTIONARY {} ({})", name(found.id), join(", ", clauses))

    def changes(
        self, before: TextSearchDictionary, after: TextSearchDictionary, changed: frozenset[str]
    ) -> Iterator[Step]:
        kept = {option.partition(" = ")[0] for option in after.options}
        gone = [key for option in before.options if (key := option.partition(" = ")[0]) not in kept]
        fresh = [option for option in after.options if option not in before.options]
        if gone or fresh:
            yield step(sql("ALTER {} ({})", address(after.id), join(", ", map(raw, gone + fresh))))


class TextSearchConfigurationRule(WholeRule[TextSearchConfiguration]):
    """Mappings change token by token; another parser means another configuration."""

    kind = "text_search_configuration"
    rank = 28
    in_place = frozenset({"owner", "mappings"})

    def definition(self, found: TextSearchConfiguration) -> Sql:
        return sql("CREATE TEXT SEARCH CONFIGURATION {} (parser = {})", name(found.id), raw(found.parser))

    def create(self, found: TextSearchConfiguration, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        yield from super().create(found, context, inline)
        yield from self._mappings(found, {})

    def changes(
        self, before: TextSearchConfiguration, after: TextSearchConfiguration, changed: frozenset[str]
    ) -> Iterator[Step]:
        old = dict(mapping.split("=", 1) for mapping in before.mappings)
        kept = {mapping.partition("=")[0] for mapping in after.mappings}
        for token in old:
            if token not in kept:
                yield step(sql("ALTER {} DROP MAPPING FOR {}", address(after.id), raw(token)))
        yield from self._mappings(after, old)

    def _mappings(self, found: TextSearchConfiguration, old: dict[str, str]) -> Iterator[Step]:
        alike: dict[tuple[str, str], list[Sql]] = {}
        for mapping in found.mappings:
            token, _, dictionaries = mapping.partition("=")
            if old.get(token) != dictionaries:
                alike.setdefault(("ALTER" if token in old else "ADD", dictionaries), []).append(raw(token))
        for (verb, dictionaries), tokens in alike.items():
            mapped = sql("{} MAPPING FOR {} WITH {}", raw(verb), join(", ", tokens), raw(dictionaries))
            yield step(sql("ALTER {} {}", address(found.id), mapped))
