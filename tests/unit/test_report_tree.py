"""How changes are grouped, folded and put into words."""

from __future__ import annotations

from pgplumb.model.change import Added, Altered, Removed
from pgplumb.model.general import Comment, DefaultPrivilege
from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Index, Policy, View
from pgplumb.model.routines import Function
from pgplumb.model.types import Domain, DomainConstraint
from pgplumb.report.text import changes_text
from pgplumb.report.tree import group, summarise

ORDERS = "orders"


def view(name: str, definition: str) -> View:
    return View(
        id=ObjectId("view", "public", name), owner="app", definition=definition, columns=("id integer",), options=()
    )


def index(definition: str, *, unique: bool) -> Index:
    return Index(
        id=ObjectId("index", "public", "orders_at", ORDERS),
        definition=definition,
        tablespace="",
        clustered=False,
        replica_identity=False,
        parent="",
        statistics=(),
        unique=unique,
    )


def test_an_index_is_shown_by_what_it_covers() -> None:
    found = index("CREATE UNIQUE INDEX orders_at ON public.orders USING btree (at) WHERE open", unique=True)
    assert changes_text((Added(found),)).plain == (
        "  ~ relation public.orders\n      + index orders_at  unique btree (at) WHERE open\n"
    )


def test_a_policy_is_shown_in_the_words_of_its_statement() -> None:
    found = Policy(
        id=ObjectId("policy", "public", "own", ORDERS),
        permissive=False,
        command="update",
        roles=("app", "jobs"),
        using="(owner = me())",
        check="true",
    )
    assert changes_text((Removed(found),)).plain == (
        "  ~ table public.orders\n"
        "      - policy own  restrictive for update to app, jobs using (owner = me()) with check true\n"
    )


def test_comments_on_a_new_view_s_columns_belong_to_the_view() -> None:
    column = ObjectId("column", "public", "id", "open_orders")
    changes = (
        Added(view("open_orders", "SELECT 1")),
        Added(Comment(id=ObjectId("comment", target=column), text="the number")),
    )
    assert changes_text(changes).plain == "  + view public.open_orders  SELECT 1\n"
    assert str(summarise(group(changes))) == "1 to add, 0 to change, 0 to drop"


def test_a_domain_s_check_belongs_to_the_domain() -> None:
    domain = Domain(
        id=ObjectId("domain", "public", "code"),
        owner="app",
        type="text",
        collation="",
        default="",
        not_null=False,
        not_null_name="",
    )
    check = DomainConstraint(
        id=ObjectId("domain_constraint", "public", "shape", "code"), definition="CHECK (VALUE > '')", validated=True
    )
    assert changes_text((Added(domain), Added(check))).plain == "  + domain public.code  text; 1 domain constraint\n"
    assert changes_text((Added(check),)).plain == (
        "  ~ domain public.code\n      + domain constraint shape  CHECK (VALUE > '')\n"
    )


def test_default_privileges_stand_by_themselves() -> None:
    found = DefaultPrivilege(id=ObjectId("default_privilege", "public", "app", "owner", "r"), privileges=("SELECT",))
    assert changes_text((Added(found),)).plain == "  + default privileges public.owner.app  SELECT\n"


def test_a_function_of_many_lines_is_shown_by_its_result() -> None:
    found = Function(
        id=ObjectId("function", "public", "f", "", "integer"),
        owner="app",
        definition="create function\nf",
        arguments="a integer",
        result="trigger",
        language="sql",
        argument_names=(),
        defaults=0,
        body="",
    )
    assert changes_text((Added(found),)).plain == "  + function public.f(integer)  returns trigger\n"


def test_values_are_put_into_words() -> None:
    column = ObjectId("column", "public", "at", ORDERS)
    enum = ObjectId("enum", "public", "state")
    long = "x" * 60
    changes = (
        Altered(column, "not_null", False, True),
        Altered(column, "collation", "", "de"),
        Altered(column, "type", long, "y" * 60),
        Altered(enum, "labels", ("a", "b"), ("b", "a")),
        Added(Comment(id=ObjectId("comment", target=column), text="one\ntwo")),
    )
    assert (
        changes_text(changes).plain
        == f"""\
  ~ enum public.state  labels in another order: b, a
  ~ table public.orders
      ~ column at
          not null no -> yes
          collation none -> de
          type
          - {long}
          + {"y" * 60}
          comment
          + one
          + two
"""
    )


def test_the_order_of_the_changes_does_not_show() -> None:
    changes = (
        Added(view("b", "SELECT 1")),
        Removed(view("a", "SELECT 1")),
        Altered(ObjectId("schema", name="s"), "owner", "x", "y"),
    )
    assert changes_text(changes).plain == changes_text(changes[::-1]).plain
    assert str(summarise(group(changes))) == "1 to add, 1 to change, 1 to drop"
    assert summarise(group(changes)).past == "1 added, 1 changed, 1 dropped"
