"""Text search: parsers, templates, dictionaries and configurations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pgplumb.model.objects import Object


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSearchParser(Object):
    """A text search parser; clauses as CREATE TEXT SEARCH PARSER takes them."""

    kind: ClassVar[str] = "text_search_parser"

    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSearchTemplate(Object):
    """A text search template; clauses as CREATE TEXT SEARCH TEMPLATE takes them."""

    kind: ClassVar[str] = "text_search_template"

    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSearchDictionary(Object):
    """A text search dictionary; options are `name = 'value'`."""

    kind: ClassVar[str] = "text_search_dictionary"

    owner: str
    template: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSearchConfiguration(Object):
    """A text search configuration; mappings are `token=dictionary, dictionary`."""

    kind: ClassVar[str] = "text_search_configuration"

    owner: str
    parser: str
    mappings: tuple[str, ...]
