"""Models of odd and of hostile schemas: complete but for their header, accepted by the type checker, and in use."""

from __future__ import annotations

import subprocess
import sys
import warnings
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import pytest
from pydantic import StringConstraints, TypeAdapter, ValidationError
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.dialects.postgresql.ranges import MultiRange
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from pgplumb.differ.side import Observer
from pgplumb.model.printable import printable
from pgplumb.models.module import Module, module
from pgplumb.models.patterns import matching
from pgplumb.postgres.cache import Cache
from pgplumb.postgres.session import connect
from pgplumb.source.files import SourceFile
from pgplumb.source.models import metadata_file
from pgplumb.workflow.sides import Elaborator
from tests.database.models import engine, imported, left, made

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.scratch import Scratch

SCHEMAS = sorted((Path(__file__).parents[2] / "fixtures" / "models").glob("*.sql"))
ODD = next(path for path in SCHEMAS if path.stem == "odd")


@pytest.fixture
def elaborator(scratch: Scratch) -> Elaborator:
    """What reads schemas on the scratch server."""
    observer = Observer(scratch=scratch, own_roles=frozenset({"postgres"}), ignored=lambda _: False)
    return Elaborator(scratch=scratch, cache=Cache(None, 0), observer=observer)


def _written(schema: Path, elaborator: Elaborator) -> Module:
    source = elaborator.files([SourceFile(schema.name, schema.read_text(encoding="utf-8"))]).side
    return module(elaborator.migrations(()).catalog, source.catalog)


@pytest.mark.parametrize("schema", SCHEMAS, ids=[path.stem for path in SCHEMAS])
def test_create_all_leaves_what_the_header_names(schema: Path, elaborator: Elaborator, tmp_path: Path) -> None:
    """Nothing warns, nothing is left that is not named, and the module as a desired schema comes to the same."""
    source = elaborator.files([SourceFile(schema.name, schema.read_text(encoding="utf-8"))]).side
    written = _written(schema, elaborator)
    assert written == _written(schema, elaborator)
    file = tmp_path / f"models_of_{schema.stem}.py"
    file.write_text(written.text, encoding="utf-8")
    with warnings.catch_warnings(), imported(file) as found:
        warnings.simplefilter("error")
        there = made(found, elaborator).catalog
        again = elaborator.files([metadata_file("models", found.metadata)]).side
    assert left(there, source.catalog) == set(written.missing)
    assert again.catalog.fingerprint == there.fingerprint
    header = "".join(line[1:].strip() + " " for line in written.text.splitlines() if line.startswith("#"))
    for each in written.missing:
        assert printable((each.id.target or each.id).name) in header


@pytest.fixture(scope="module")
def known_types(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the type checker keeps what it knows of the libraries, which takes it longer than the models."""
    return tmp_path_factory.mktemp("types")


@pytest.mark.slow
@pytest.mark.parametrize("schema", SCHEMAS, ids=[path.stem for path in SCHEMAS])
def test_the_type_checker_accepts_them(schema: Path, elaborator: Elaborator, tmp_path: Path, known_types: Path) -> None:
    file = tmp_path / "checked_models.py"
    file.write_text(_written(schema, elaborator).text, encoding="utf-8")
    arguments = ["--strict", "--config-file=", "--cache-dir", str(known_types), str(file)]
    found = subprocess.run([sys.executable, "-m", "mypy", *arguments], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


@pytest.fixture
def schema() -> Path:
    """The schema that models are used of; a test may name another."""
    return ODD


@pytest.fixture
def models(schema: Path, elaborator: Elaborator, tmp_path: Path) -> Iterator[ModuleType]:
    """The models of the schema."""
    file = tmp_path / "models_in_use.py"
    file.write_text(_written(schema, elaborator).text, encoding="utf-8")
    with imported(file) as found:
        yield found


@pytest.fixture
def opened(schema: Path, database: Dsn) -> Iterator[Session]:
    """A session of SQLModel in a database with the schema; nothing of it is kept."""
    with connect(database) as session:
        session.execute(schema.read_text(encoding="utf-8"))
    with Session(engine(database)) as found:
        yield found


def test_the_server_decides_what_is_its_own(models: ModuleType, opened: Session) -> None:
    person = models.People(name="Ann")
    product = models.Products(price=Decimal("1.00"), kind="book", flag=True)
    opened.add_all([person, product])
    opened.flush()
    assert (person.id, person.initial, person.feels, person.doc) == (1, "A", models.Mood.SAD, {})
    assert person.share == Decimal("0.00"), "the default of a domain is the server's too"
    assert (product.code, product.serial_no, product.stock, product.wait) == ("X1000", 1, 0, timedelta(hours=1))
    assert product.tenant is not None
    assert (person.config, person.words, person.lives) == (None, None, None)
    assert opened.exec(select(models.People).where(models.People.config.is_(None))).one() is person


OF_PEOPLE: dict[str, Any] = {
    "nick": "A",
    "email": "a@b",
    "felt": ["sad", ""],
    "only_happy": "so happy",
    "share": Decimal("1.50"),
    "born": date(2000, 1, 1),
    "lives": "(a,b)",
    "config": {"a": [1, None]},
    "words": ["a", "b"],
    "doc": [None],
}
OF_PRODUCTS: dict[str, Any] = {
    "available": Range(datetime(2025, 1, 1, tzinfo=UTC), None),
    "spans": MultiRange([Range(date(2025, 1, 1), date(2025, 2, 1))]),
    "weight": "[1,2)",
    "host": ip_address("10.0.0.1"),
    "bits": "101",
    "wait": timedelta(days=1),
    "made_at": datetime(2025, 1, 1, tzinfo=UTC),
    "raw": b"\0\1",
    "rate": 0.5,
    "size": 2,
}


def test_values_of_every_type_come_back(models: ModuleType, opened: Session) -> None:
    person = models.People.model_validate({"name": "Ann", **OF_PEOPLE})
    product = models.Products.model_validate({"price": 1, "kind": "book", "flag": True, **OF_PRODUCTS})
    opened.add_all([person, product])
    opened.flush()
    opened.expire_all()
    assert {name: getattr(person, name) for name in OF_PEOPLE} == OF_PEOPLE
    assert {name: getattr(product, name) for name in OF_PRODUCTS} == OF_PRODUCTS
    assert (person.only_happy, person.felt) == (models.Mood.SO_HAPPY, [models.Mood.SAD, models.Mood.EMPTY])
    assert isinstance(person.only_happy, models.Mood)


def test_relationships_go_both_ways(models: ModuleType, opened: Session) -> None:
    boss = models.People(name="Boss")
    deputy = models.People(name="Deputy", boss=boss)
    sold = models.Products(price=Decimal("1.00"), kind="book", flag=True)
    other = models.Products(tenant=sold.tenant, price=Decimal("2.00"), kind="book", flag=True, stock=1)
    opened.add_all([boss, deputy, sold, other])
    opened.flush()
    line = models.Lines(products_by_code=sold, seller=boss, buyer=deputy)
    badge = models.Badges(person=boss)
    opened.add_all([line, badge])
    opened.flush()
    opened.expire_all()
    assert (line.line, line.code, line.other_code) == (10, sold.code, None)
    assert (boss.people_by_boss, boss.people_by_deputy, deputy.boss) == ([deputy], [], boss)
    assert (boss.lines_by_seller, deputy.lines_by_buyer) == ([line], [line])
    assert (sold.lines_by_code, other.lines_by_code) == ([line], [])
    assert boss.badges_by_person is badge, "one at most, and so no list"
    opened.delete(sold)
    opened.flush()
    opened.expire_all()
    assert opened.exec(select(models.Lines)).all() == [], "the server deletes what goes with it"


def test_views_are_read_and_not_written(models: ModuleType, opened: Session) -> None:
    person = models.People(name="Ann")
    product = models.Products(price=Decimal("1.00"), kind="book", flag=True)
    opened.add_all([person, product])
    opened.flush()
    opened.add(models.Lines(products_by_code=product, seller=person, buyer=person))
    opened.flush()
    row = opened.exec(select(models.PeopleOfSales)).one()
    assert (row.id, row.name, row.feels, row.lines) == (person.id, "Ann", models.Mood.SAD, 1)
    row.name = "Eve"
    opened.add(row)
    with pytest.raises(TypeError, match="PeopleOfSales is only read"):
        opened.flush()


#: What comes back as it was, though its type is made of others.
OF_SPOTS: dict[str, Any] = {
    "names": ["a", "b-c"],
    "few": ["a"],
    "shades": ["light", "in-between"],
    "dims": ["dark"],
    "dimmest": ["in-between"],
    "evens": [2, 12],
    "ages": [Decimal(120), Decimal(10)],
    "age": Decimal(120),
    "small": Decimal("0.0012"),
    "odd": [Decimal("0.0012")],
    "called": ["nodes"],
    "letters": ["a"],
    "prices": ["$1.00"],
    "dim": "dark",
    "lists": '{"{a,b}"}',
    "fees": ["$1.00"],
    "many": '{"(\\"(1,2)\\",a,dark)"}',
}


#: Types within types, and tables that refer to each other by several columns.
NESTED = pytest.mark.parametrize("schema", [ODD.with_stem("nested")], ids=["nested"])


@NESTED
def test_values_of_types_within_types_come_back(models: ModuleType, opened: Session) -> None:
    spot = models.Spots.model_validate(OF_SPOTS)
    opened.add(spot)
    opened.flush()
    opened.expire_all()
    assert {name: getattr(spot, name) for name in OF_SPOTS} == OF_SPOTS
    assert isinstance(spot.dims[0], models.Shade)
    models.Spots.model_validate(spot.model_dump())
    read = opened.exec(select(models.Spots.names, models.Spots.few)).one()
    assert tuple(read) == (OF_SPOTS["names"], OF_SPOTS["few"])
    assert opened.exec(select(models.Everything.evens)).one() == OF_SPOTS["evens"]


@NESTED
def test_keys_of_several_columns_lead_to_their_own_table(models: ModuleType, opened: Session) -> None:
    root = models.Nodes(tenant=1, id=1)
    first = models.Nodes(id=2, parent=root)
    opened.add_all([root, first])
    opened.flush()
    second = models.Nodes(id=3, parent=root, next=first)
    opened.add(second)
    opened.flush()
    opened.add(models.Edges(nodes_by_a=root, nodes_by_b=second))
    opened.flush()
    opened.expire_all()
    assert (first.tenant, second.tenant) == (1, 1)
    assert {node.id for node in root.nodes_by_parent} == {2, 3}
    assert first.nodes_by_next == [second]
    assert (root.edges_by_a[0].nodes_by_b, root.kind) == (second, models.Shade.DARK)


#: Values at the edges of checks, by table and column.
EDGES: dict[str, dict[str, list[Any]]] = {
    "People": {
        "name": ["", " ", "a", "x" * 40, "x" * 41],
        "email": ["a@b", "@b", "a@b\n", "a b@c", "é@é", "x" * 98 + "@y", "x" * 99 + "@y"],
        "born": [date(1899, 12, 31), date(1900, 1, 1)],
        "share": [Decimal("-0.01"), Decimal(0), Decimal(100), Decimal("100.01")],
        "words": [[], ["a"] * 3, ["a"] * 4],
    },
    "Products": {
        "price": [Decimal("0.5"), Decimal("0.51"), Decimal("99999.99"), Decimal(100000)],
        "kind": ["book", 'it\'s "else"', "Book", ""],
        "size": [0, 1, 3, 4],
        "stock": [-1, 0, 5000, 5001],
        "rate": [0.1, 1.0, 1.1],
        "currency": ["EUR", "EU", "EURO", "eur", ""],
        "labels": [{}, {"a": 1}, [], "x"],
        "code": ["A1", "A1\n", "a1", "A1234567", "A", "Á1"],
    },
}
REQUIRED = {"People": {"name": "Ann"}, "Products": {"price": Decimal(1), "kind": "book", "flag": True}}


def test_constraints_refuse_what_the_server_refuses_and_nothing_else(models: ModuleType, opened: Session) -> None:
    """The one domain whose check is left to the server's locale may be wider; these are all exact."""
    for table, columns in EDGES.items():
        for column, values in columns.items():
            for value in values:
                given = {**REQUIRED[table], column: value}
                row = getattr(models, table)(**given)
                assert _is_valid(getattr(models, table), given) == _is_taken(row, opened), (table, column, value)


PATTERNS = (
    "^[A-Z]{3}$",
    "[[:space:]]",
    "^[^[:space:]]+$",
    r"^\d+$",
    r"^\S+@\S+$",
    "^a.b$",
    "^(ab|cd)*$",
    "x$",
    "^$",
    "é",
    "^[^a]$",
    "^a{2,3}?$",
    "^[]a]$",
    "^[a^-]$",
    r"\.",
    "(?i)^abc$",
    "^a\nb$",
    r"\Aab\Z",
    "a|^b",
    "^[[:alpha:]]+$",
    r"^\w*$",
    "[~&]",
)
TEXTS = (
    "",
    " ",
    "a",
    "ab",
    "abab",
    "abc",
    "ABC",
    "ABC\n",
    "AB",
    "a b",
    "a\nb",
    "aab",
    "aaab",
    "x",
    "x\n",
    "é",
    "ÀÉ",
    "1",
    "\u0661",
    "a@b",
    "a@b\n",
    "]",
    "^",
    "-",
    ".",
    "~",
    "\t",
    "\u00a0",
    "k",
    "\u212a",
    "b",
    "ba",
    "_",
    "a1_",
)


def test_patterns_let_through_all_that_the_server_does(database: Dsn) -> None:
    """And of what is ASCII nothing else."""
    told = 0
    with connect(database) as session:
        for pattern in PATTERNS:
            found = matching(pattern)
            if found is None:
                continue
            told += 1
            model: TypeAdapter[str] = TypeAdapter(Annotated[str, StringConstraints(pattern=found)])
            for text in TEXTS:
                is_taken = session.value("select %s::text ~ %s", [text, pattern])
                if text.isascii() or is_taken:
                    assert _is_text(model, text) == is_taken, (pattern, found, text)
    assert told >= len(PATTERNS) - 2


def _is_text(model: TypeAdapter[str], text: str) -> bool:
    try:
        model.validate_python(text)
    except ValidationError:
        return False
    return True


def _is_valid(model: Any, given: dict[str, Any]) -> bool:
    try:
        model.model_validate(given)
    except ValidationError:
        return False
    return True


def _is_taken(row: Any, session: Session) -> bool:
    savepoint = session.begin_nested()
    try:
        session.add(row)
        session.flush()
    except DBAPIError:
        return False
    finally:
        savepoint.rollback()
    return True
