"""The dump that is compared holds no password: what differs is printed."""

from __future__ import annotations

from hashlib import sha256

from pgplumb.differ.dumps import normalised


def hidden(option: str) -> str:
    return f"'hidden:{sha256(option.encode()).hexdigest()[:16]}'"


def test_passwords_are_shown_as_the_reader_shows_them() -> None:
    dump = """CREATE USER MAPPING FOR "app" SERVER "till" OPTIONS (
    "password" 'open''sesame',
    "user" 'app'
);

CREATE SERVER "till" FOREIGN DATA WRAPPER "w" OPTIONS (
    "api_token" E'a\\\\b'
);

COMMENT ON TABLE "public"."t" IS 'say "password" ''please''';
"""
    text = "\n".join(normalised(dump, own_roles=frozenset()))
    assert "sesame" not in text
    assert hidden("password=open'sesame") in text
    assert hidden("api_token=a\\b") in text
    assert "\"user\" 'app'" in text
    assert "say \"password\" ''please''" in text


def test_what_is_hidden_stays_as_it_is() -> None:
    shown = hidden("password=x")
    dump = f'CREATE USER MAPPING FOR "app" SERVER "till" OPTIONS (\n    "password" {shown}\n);\n'
    assert shown in normalised(dump, own_roles=frozenset())[0]
