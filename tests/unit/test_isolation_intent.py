"""[isolation] of the configuration: what it says, and the words for what it cannot mean."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from pgplumb.errors import ConfigError
from pgplumb.laws.as_role import settings_of
from pgplumb.laws.exceptions import read_exceptions
from pgplumb.laws.isolation.intent import read_intent
from pgplumb.model.ids import ObjectId

TENANT = 'tenant = { table = "tenants", column = "tenant_id" }\n'
ACTOR = 'actors.app = { role = "app" }\n'


def given(text: str) -> dict[str, Any]:
    return tomllib.loads(text)


def test_nothing_declared_is_no_intent() -> None:
    assert read_intent({}) is None


def test_the_tables_of_the_readme_are_read() -> None:
    intent = read_intent(
        given("""
            tenant = { table = "tenants", column = "tenant_id", via = { order_items = "orders.tenant_id" } }
            actors.member = { role = "authenticated", claims = { sub = "$user", tenant = "$tenant" } }
            actors.anonymous = { role = "anon" }
            shared = "tenant_id is null"
            allow = [ { channel = "unique:users_email_key", reason = "login is global" } ]
        """)
    )
    assert intent is not None
    assert [(actor.name, actor.of_tenant) for actor in intent.actors] == [("member", True), ("anonymous", False)]
    assert intent.via == {"order_items": ("orders.tenant_id",)}
    assert intent.shared == {"": "tenant_id is null"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ACTOR, "tenant takes a table with texts for table, column; not None."),
        (TENANT, "actors takes at least one"),
        (TENANT + "actors.app = {}", "actors.app takes a table with texts for role; not {}."),
        (
            TENANT + 'actors.app = { role = "a", claim = 1 }',
            'unknown key "claim" in actors.app. Did you mean',
        ),
        (TENANT + 'actors.app = { role = "a", settings = { tenant = "1" } }', "actors.app.settings takes texts"),
        (TENANT + ACTOR + 'tenants = "t"', 'unknown key "tenants" in [isolation]. Did you mean "tenant"?'),
        (TENANT + ACTOR + "shared = 1", "shared takes a condition in SQL"),
        (TENANT + ACTOR + 'user = { table = "users" }', "user takes a table with texts for table, column, tenant"),
        (TENANT + ACTOR + 'allow = [ { channel = "email", reason = "r" } ]', "allow takes channels as kind:name"),
        (
            TENANT + ACTOR + 'allow = [ { channel = "unique:email" } ]',
            "allow takes a table with texts for channel",
        ),
    ],
)
def test_what_cannot_be_meant_names_the_key(text: str, said: str) -> None:
    with pytest.raises(ConfigError) as raised:
        read_intent(given(text))
    assert str(raised.value).startswith(f"[isolation]: {said}")


def test_claims_go_where_policies_look_for_them() -> None:
    assert settings_of({"sub": "7", "app": {"tenant": 3}, "app.tenant": "3"}) == {
        "request.jwt.claims": '{"sub": "7", "app": {"tenant": 3}}',
        "request.jwt.claim.sub": "7",
        "app.tenant": "3",
    }


def test_a_channel_excuses_the_laws_on_isolation_alone() -> None:
    isolation = given(TENANT + ACTOR + 'allow = [ { channel = "unique:users_email_key", reason = "login is global" } ]')
    exceptions = read_exceptions({"harness": {}, "isolation": isolation})
    key = ObjectId("unique", "public", "users_email_key", "users")
    assert exceptions.reason("tenant_keys", key) == "login is global"
    assert exceptions.reason("rejects", key) == ""
    assert exceptions.reason("tenant_keys", key._replace(name="users_name_key")) == ""
