"""How the configuration is found, merged and checked, and what a mistake in it says."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from pgplumb.config.duration import seconds
from pgplumb.config.keys import KEYS, template
from pgplumb.config.load import Config, default_config, load_config
from pgplumb.errors import ConfigError, ConfigNotFound

if TYPE_CHECKING:
    from pathlib import Path


def write(folder: Path, text: str, name: str = "pgplumb.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def load(folder: Path, environment: dict[str, str] | None = None, **overrides: object) -> Config:
    return load_config(folder, environment=environment or {}, overrides=overrides)


def test_the_project_is_found_upwards_and_folders_are_its_own(tmp_path: Path) -> None:
    write(tmp_path, 'desired = "schema"')
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    config = load(below)
    assert config.root == tmp_path
    assert config.desired == tmp_path / "schema"
    assert config.migrations == tmp_path / "migrations"
    assert config.lock_timeout == "3s"


def test_pyproject_counts_where_it_has_a_table_for_us(tmp_path: Path) -> None:
    write(tmp_path, '[tool.pgplumb]\nnumbering = "sequential"', "pyproject.toml")
    below = write(tmp_path / "sub", "[tool.ruff]", "pyproject.toml")
    assert load(below).numbering == "sequential"
    assert load(below).root == tmp_path
    write(tmp_path, "")
    assert load(below).numbering == "timestamp"


def test_no_file_at_all(tmp_path: Path) -> None:
    with pytest.raises(ConfigNotFound, match="pgplumb init"):
        load(tmp_path)
    assert default_config(tmp_path, environment={}).desired == tmp_path / "desired"


def test_flag_over_variable_over_file(tmp_path: Path) -> None:
    write(tmp_path, 'url = "postgresql://file/x"')
    assert load(tmp_path).url == "postgresql://file/x"
    named = {"PGDATABASE": "x", "PGHOST": "h"}
    assert (load(tmp_path, named).url, load(tmp_path, named).origins["url"]) == ("postgresql://", "PGDATABASE")
    named["DATABASE_URL"] = "postgresql://database/x"
    assert load(tmp_path, named).url == "postgresql://database/x"
    named["PGPLUMB_URL"] = "postgresql://own/x"
    config = load(tmp_path, named)
    assert (config.url, config.origins["url"]) == ("postgresql://own/x", "PGPLUMB_URL")
    assert load(tmp_path, named, url="postgresql://flag/x").url == "postgresql://flag/x"
    assert load(tmp_path, named, url=None).url == "postgresql://own/x"
    assert load(tmp_path, {"PGHOST": "h", "PGUSER": "u"}).origins["url"].endswith("pgplumb.toml")


def test_variables_are_read_by_type(tmp_path: Path) -> None:
    write(tmp_path, "")
    config = load(tmp_path, {"PGPLUMB_POSTGRES": "16", "PGPLUMB_IGNORE": "a.*, b.c", "PGPLUMB_CACHE": "off"})
    assert (config.postgres, config.ignore, config.cache) == (16, ("a.*", "b.c"), None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('desird = "x"', 'unknown key "desird". Did you mean "desired"? Known keys: desired, migrations, models,'),
        ("desired = 3", "desired must be a folder's name, not 3."),
        ('numbering = "roman"', 'numbering must be "timestamp" or "sequential", not \'roman\'.'),
        ('lock_timeout = "soon"', 'lock_timeout must be a duration such as "3s" or "500ms", not \'soon\'.'),
        ("postgres = true", "postgres must be a major version such as 17, not True."),
        ('models = "app.models"', 'models must be text of the form "package.module:attribute"'),
        ("ignore = [1]", "ignore must be a list of texts"),
        ("desired = ", "is not TOML: Invalid value (at end of document)"),
    ],
)
def test_mistakes_name_the_file(tmp_path: Path, text: str, words: str) -> None:
    write(tmp_path, text)
    with pytest.raises(ConfigError) as raised:
        load(tmp_path)
    assert raised.value.message.startswith(f"{tmp_path / 'pgplumb.toml'}: ")
    assert words in raised.value.message


def test_mistakes_in_a_variable_name_the_variable(tmp_path: Path) -> None:
    write(tmp_path, "")
    with pytest.raises(ConfigError, match="PGPLUMB_POSTGRES: postgres must be"):
        load(tmp_path, {"PGPLUMB_POSTGRES": "new"})


def test_passwords_are_not_shown(tmp_path: Path) -> None:
    write(tmp_path, 'url = "postgresql://u:secret@h/x"\nserver = "postgresql://u:secret@h/x"')
    assert "secret" not in repr(load(tmp_path))
    write(tmp_path, 'url = ["secret"]')
    with pytest.raises(ConfigError) as raised:
        load(tmp_path)
    assert "secret" not in raised.value.message


def test_the_template_documents_every_key_and_is_accepted(tmp_path: Path) -> None:
    text = template()
    assert tomllib.loads(text) == {}
    uncommented = "\n".join(line[2:] for line in text.splitlines() if " = " in line)
    assert list(tomllib.loads(uncommented)) == [key.name for key in KEYS]
    write(tmp_path, uncommented)
    load(tmp_path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0", 0.0), ("250", 0.25), ("500ms", 0.5), ("1.5s", 1.5), ("2 min", 120.0), ("1h", 3600.0), ("1d", 86400.0)],
)
def test_a_duration_is_a_number_and_a_unit(text: str, expected: float) -> None:
    assert seconds(text) == expected


@pytest.mark.parametrize("text", ["", "soon", "1 week", "-1s", "s"])
def test_what_is_no_duration(text: str) -> None:
    assert seconds(text) is None
