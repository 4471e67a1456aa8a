"""The table of configuration keys: what each is for, its type and default; the file that `pgplumb init` writes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pgplumb.config.duration import seconds

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key's name, its default, what it is for, what its value must be (in words and as a check), and an example."""

    name: str
    default: Any
    purpose: str
    expected: str
    accepts: Callable[[Any], bool]
    example: Any = None

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return f"PGPLUMB_{self.name.upper()}"

    def from_text(self, text: str) -> Any:
        """The value that an environment variable's text stands for."""
        if isinstance(self.default, bool):
            return {"true": True, "false": False}.get(text.lower(), text)
        if isinstance(self.default, tuple):
            return [part.strip() for part in text.split(",") if part.strip()]
        return int(text) if self.example.__class__ is int and text.isascii() and text.isdigit() else text


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _table(value: Any) -> bool:
    return isinstance(value, dict)


def _duration(value: Any) -> bool:
    return isinstance(value, str) and seconds(value) is not None


def _reference(value: Any) -> bool:
    module, colon, attribute = value.partition(":") if isinstance(value, str) else ("", "", "")
    names = [*module.split("."), *attribute.split(".")]
    return bool(colon) and all(name.isidentifier() for name in names)


def _major(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 9 < value < 100


NUMBERINGS = ("timestamp", "sequential")

KEYS: tuple[Key, ...] = (
    Key(
        name="desired",
        default="desired",
        purpose="The folder of the .sql files that describe the schema as it should be.",
        expected="a folder's name",
        accepts=_text,
    ),
    Key(
        name="migrations",
        default="migrations",
        purpose="The folder of the migration files.",
        expected="a folder's name",
        accepts=_text,
    ),
    Key(
        name="models",
        default=None,
        purpose="SQLModel or SQLAlchemy metadata that belongs to the desired schema, alone or beside the files.",
        expected='text of the form "package.module:attribute"',
        accepts=_reference,
        example="package.module:SQLModel.metadata",
    ),
    Key(
        name="url",
        default=None,
        purpose="The live database. Better kept out of this file: DATABASE_URL, PG* variables and --url name it too.",
        expected="a URL or libpq's keyword=value text",
        accepts=_text,
        example="postgresql://localhost/app",
    ),
    Key(
        name="server",
        default="embedded",
        purpose='Where scratch databases live: "embedded", "local" (installed on this machine), "container:IMAGE", '
        "or the URL of a server on which pgplumb may create them.",
        expected='"embedded", "local", "local:15", "container:IMAGE" or a URL',
        accepts=_text,
    ),
    Key(
        name="postgres",
        default=None,
        purpose="The major version of PostgreSQL that the schema is written for.",
        expected="a major version such as 17",
        accepts=_major,
        example=17,
    ),
    Key(
        name="ignore",
        default=(),
        purpose="Objects of the live database that pgplumb leaves alone: patterns of schema.name, with * and ?.",
        expected="a list of texts",
        accepts=_texts,
        example=["legacy.*", "public.tmp_*"],
    ),
    Key(
        name="roles",
        default=False,
        purpose="Whether roles that the desired files create are made and kept as they say; else they are only named.",
        expected="true or false",
        accepts=lambda value: isinstance(value, bool),
    ),
    Key(
        name="numbering",
        default="timestamp",
        purpose="How migration files are numbered: timestamp or sequential.",
        expected='"timestamp" or "sequential"',
        accepts=lambda value: value in NUMBERINGS,
    ),
    Key(
        name="lock_timeout",
        default="3s",
        purpose="How long a migration's statement waits for a lock before it gives way and is tried again.",
        expected='a duration such as "3s" or "500ms"',
        accepts=_duration,
    ),
    Key(
        name="statement_timeout",
        default="0",
        purpose='How long one statement of a migration may take; "0" is no limit.',
        expected='a duration such as "10min", or "0"',
        accepts=_duration,
    ),
    Key(
        name="history",
        default="pgplumb",
        purpose="The schema in which the live database records the migrations that it has.",
        expected="a schema's name",
        accepts=_text,
    ),
    Key(
        name="harness",
        default=None,
        purpose="What the harness takes as meant: exceptions from its laws, each with a reason.",
        expected="a table, such as [harness]",
        accepts=_table,
        example={"allow": [{"law": "nullable_unique", "object": "public.seats.*", "reason": "empty seats may repeat"}]},
    ),
    Key(
        name="isolation",
        default=None,
        purpose="Whose rows are whose: what row security is held to.",
        expected="a table, such as [isolation]",
        accepts=_table,
        example={
            "tenant": {"table": "tenants", "column": "tenant_id"},
            "actors": {"member": {"role": "app", "claims": {"tenant": "$tenant"}}},
        },
    ),
    Key(
        name="cache",
        default="on",
        purpose='What is kept between runs to make them fast: "on" (the user\'s cache folder), "off", or a folder.',
        expected='"on", "off" or a folder\'s name',
        accepts=_text,
    ),
)


def template() -> str:
    """The text of a new pgplumb.toml: every key with its purpose, set to its default by standing in a comment."""
    lines = ["# Configuration of pgplumb. A key that is commented out has the value shown, or none."]
    for key in KEYS:
        shown = key.default if key.default not in (None, ()) else key.example
        mark = " (example)" if key.default in (None, ()) else ""
        lines += ["", f"# {key.purpose}{mark}", f"# {key.name} = {toml(shown)}"]
    return "\n".join(lines) + "\n"


def toml(value: Any) -> str:
    """A value on one line of a TOML file; texts and numbers are written as in JSON."""
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{name} = {toml(part)}' for name, part in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    return json.dumps(value, ensure_ascii=False)
