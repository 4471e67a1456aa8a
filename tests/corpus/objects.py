"""Writes the objects of drawn schemas: each in one way of several, referring only to what stands before it."""

from __future__ import annotations

from dataclasses import dataclass, field

_TYPES = ("integer", "bigint", "text", "varchar(20)", "numeric(8,2)", "date")


class Numbers:
    """The numbers of a place, read in turn: a choice among so many."""

    def __init__(self, numbers: tuple[int, ...]) -> None:
        self._rest = list(numbers)

    def below(self, count: int) -> int:
        """The next number, as one of `count`."""
        return (self._rest.pop(0) if self._rest else 0) % count

    def one(self, choices: tuple[str, ...] | list[str]) -> str:
        """One of the choices."""
        return choices[self.below(len(choices))]

    def maybe(self, text: str) -> str:
        """The text, or nothing."""
        return text if self.below(2) else ""


@dataclass
class Drawn:
    """What there is so far, for what comes later to refer to; tables come in trees only where that is asked for."""

    trees: bool = False

    schemas: list[str] = field(default_factory=lambda: ["public"])
    types: list[str] = field(default_factory=lambda: list(_TYPES))
    tables: dict[str, list[str]] = field(default_factory=dict)
    keyed: list[str] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)
    functions: list[str] = field(default_factory=list)
    enums: dict[str, list[str]] = field(default_factory=dict)
    sequences: list[str] = field(default_factory=list)
    wide: set[str] = field(default_factory=set)
    views: list[str] = field(default_factory=list)
    said: dict[str, list[str]] = field(default_factory=dict)

    def note(self, kind: str, name: str) -> None:
        """Remember an object under the name of its kind, for comments."""
        self.said.setdefault(kind, []).append(name)


def schema(name: str, numbers: Numbers, drawn: Drawn) -> str:
    drawn.schemas.append(name)
    drawn.note("schema", name)
    return f"create schema {name};"


def enum(name: str, numbers: Numbers, drawn: Drawn) -> str:
    labels = [("a", "b", "c"), ("a", "c", "b"), ("a", "b"), ("a", "b", "d", "c"), ("x", "a", "b")][numbers.below(5)]
    full = f"{numbers.one(drawn.schemas)}.{name}"
    drawn.enums[full] = list(labels)
    drawn.types += [full, f"{full}[]"]
    drawn.note("type", full)
    return f"create type {full} as enum ({', '.join(map(repr, labels))});"


def domain(name: str, numbers: Numbers, drawn: Drawn) -> str:
    full = f"{numbers.one(drawn.schemas)}.{name}"
    base, check = [
        ("integer", "value > 0"), ("integer", "value > 1"), ("bigint", "value > 0"), ("text", "value <> ''"),
        ("varchar(10)", "value in ('a', 'b')"), ("text", "value in ('a', 'b', 'c')"),
    ][numbers.below(6)]  # fmt: skip
    named = numbers.maybe(f"constraint {name}_holds ")
    drawn.types.append(full)
    drawn.note("domain", full)
    required = numbers.one(("", " not null", f" constraint {name}_required not null", " not null"))
    return f"create domain {full} as {base} {named}check ({check}){required};"


def composite(name: str, numbers: Numbers, drawn: Drawn) -> str:
    one, other = numbers.one(drawn.types), numbers.one(drawn.types)
    attributes = [f"one {one}", f"other {other}", "last date"][: 2 + numbers.below(2)]
    full = f"{numbers.one(drawn.schemas)}.{name}"
    drawn.types.append(full)
    drawn.note("type", full)
    return f"create type {full} as ({', '.join(attributes)});"


def range_type(name: str, numbers: Numbers, drawn: Drawn) -> str:
    drawn.types.append(f"public.{name}")
    return f"create type public.{name} as range (subtype = {numbers.one(('float8', 'date', 'int4'))});"


def sequence(name: str, numbers: Numbers, drawn: Drawn) -> str:
    full = f"{numbers.one(drawn.schemas)}.{name}"
    options = numbers.one(("", "increment 2", "increment -1", "as smallint", "minvalue 5 start 7", "cache 3 cycle"))
    drawn.sequences.append(full)
    drawn.note("sequence", full)
    return f"create sequence {full} {options};"


def function(name: str, numbers: Numbers, drawn: Drawn) -> str:
    full = f"{numbers.one(drawn.schemas)}.{name}"
    volatility = numbers.one(("immutable", "immutable strict", "immutable parallel safe"))
    default = numbers.maybe(" default 1")
    body = numbers.one(("select $1 + 1", "select $1 * 2"))
    returns = numbers.one(("integer", "bigint"))
    drawn.functions.append(full)
    drawn.note("function", f"{full}(integer)")
    head = f"create function {full}(p integer{default}) returns {returns} {volatility}"
    if numbers.below(2):
        body = body.replace("select", "return").replace("$1", "p")
        return f"{head} language plpgsql as $f$ begin {body}; end $f$;"
    return f"{head} language sql as $f$ {body}{'::bigint' if returns == 'bigint' else ''} $f$;"


def procedure(name: str, numbers: Numbers, drawn: Drawn) -> str:
    drawn.note("procedure", f"public.{name}(integer)")
    head = f"create procedure public.{name}({numbers.one(('', 'p '))}integer)"
    return f"{head} language sql as $f$ select {numbers.below(3)} $f$;"


def aggregate(name: str, numbers: Numbers, drawn: Drawn) -> str:
    drawn.note("aggregate", f"public.{name}(integer)")
    return (
        f"create aggregate public.{name}(integer) (sfunc = int4pl, stype = integer{numbers.maybe(', initcond = 0')});"
    )


def _value(type: str, drawn: Drawn) -> str:
    """A default that fits a type of the server's own, or of an enum."""
    if type in drawn.enums:
        return f"'{drawn.enums[type][0]}'"
    return {"integer": "7", "bigint": "7", "text": "'x'", "varchar(20)": "'y'", "date": "'2024-01-01'"}.get(
        type, "null"
    )


def column(name: str, numbers: Numbers, drawn: Drawn) -> str:
    type = numbers.one(drawn.types)
    match numbers.below(7):
        case 1:
            return f"{name} {type} default {_value(type, drawn)}"
        case 2:
            return f"{name} integer not null default 3"
        case 3:
            return f"{name} integer check ({name} > 0)"
        case 4 if drawn.functions:
            return f"{name} bigint generated always as ({numbers.one(drawn.functions)}(key::integer)) stored"
        case 5 if drawn.sequences:
            return f"{name} bigint default nextval('{numbers.one(drawn.sequences)}')"
        case 6:
            return f"{name} varchar(9) check ({name} in ('a', 'b'))"
        case _:
            return f"{name} {type}"


def table(name: str, numbers: Numbers, drawn: Drawn) -> str:
    full = f"{numbers.one(drawn.schemas)}.{name}"
    unlogged, partitioned, options = [
        ("", False, ""), ("unlogged ", False, ""), ("", True, ""), ("", False, ""),
        ("", False, " with (fillfactor = 50)"), ("", False, " with (fillfactor = 60)"),
    ][numbers.below(6)]  # fmt: skip
    key = numbers.one(("key integer not null", "key bigint not null", "key integer generated by default as identity"))
    partitioned = partitioned and drawn.trees
    if partitioned:
        # Before PostgreSQL 17 a partitioned table had no identity columns.
        key = "key integer not null"
    columns = [key, *(column(f"c{place}", numbers, drawn) for place in range(1 + numbers.below(3)))]
    constraints = ["primary key (key)"]
    if drawn.keyed and numbers.below(2):
        constraints.append(
            f"foreign key (key) references {numbers.one(drawn.keyed)}{numbers.maybe(' on delete cascade')}"
        )
    body = ", ".join([*columns, *constraints])
    drawn.tables[full] = [column.split()[0] for column in columns]
    drawn.note("table", full)
    if "bigint" in key:
        drawn.wide.add(full)
    if not unlogged:
        drawn.keyed.append(full)
    if not partitioned:
        drawn.plain.append(full)
        return f"create {unlogged}table {full} ({body}){options};"
    low = f"create table {full}_low partition of {full} for values from (minvalue) to ({5 + numbers.below(3)});"
    rest = f"create table {full}_rest partition of {full} default;"
    return f"create table {full} ({body}) partition by range (key); {low} {rest}"


def child(name: str, numbers: Numbers, drawn: Drawn) -> str:
    if not drawn.plain or not drawn.trees:
        return ""
    own = numbers.one(("extra integer", "extra text default 'e'"))
    parent = numbers.one(drawn.plain)
    return f"create table public.{name} ({own}) inherits ({parent});"


def _of_table(drawn: Drawn, numbers: Numbers) -> tuple[str, str] | None:
    if not drawn.tables:
        return None
    table = numbers.one(sorted(drawn.tables))
    return table, numbers.one(drawn.tables[table])


def index(name: str, numbers: Numbers, drawn: Drawn) -> str:
    found = _of_table(drawn, numbers)
    if found is None:
        return ""
    table, _ = found
    drawn.note("index", f"{table.partition('.')[0]}.{name}")
    how = numbers.one(
        ("(key desc)", "(key)", "((key + 1))", "(key) where key > 3", "(key) include (key)", "using hash (key)")
    )
    return f"create index {name} on {table} {how};"


def view(name: str, numbers: Numbers, drawn: Drawn) -> str:
    found = _of_table(drawn, numbers)
    if found is None:
        return ""
    table, column = found
    if drawn.views and numbers.below(2):
        source = f"select key from {numbers.one(drawn.views)}"
    else:
        source = numbers.one((f"select key, {column} as other from {table}", f"select * from {table}",
                              f"select {column} as other, key from {table} where key > 1"))  # fmt: skip
    full = f"{numbers.one(drawn.schemas)}.{name}"
    drawn.views.append(full)
    drawn.note("view", full)
    options = numbers.one(("", " with (security_barrier)", " with (security_barrier = false)"))
    return f"create view {full}{options} as {source};"


def matview(name: str, numbers: Numbers, drawn: Drawn) -> str:
    sources = [*drawn.views, *sorted(drawn.tables)]
    if not sources:
        return ""
    drawn.note("materialized view", f"public.{name}")
    index = numbers.maybe(f" create unique index {name}_key on public.{name} (key);")
    data = numbers.maybe(" with no data")
    return f"create materialized view public.{name} as select key from {numbers.one(sources)}{data};{index}"


def trigger(name: str, numbers: Numbers, drawn: Drawn) -> str:
    found = _of_table(drawn, numbers)
    if found is None:
        return ""
    table, _ = found
    when = numbers.one(("before insert", "after update", "before insert or delete", "after update of key"))
    condition = numbers.maybe("when (new.key > 1) ") if "delete" not in when else ""
    function = f"create function public.{name}_run() returns trigger language plpgsql as $f$ begin return new; end $f$;"
    state = numbers.maybe(f" alter table {table} disable trigger {name};")
    action = f"for each row {condition}execute function public.{name}_run();{state}"
    return f"{function} create trigger {name} {when} on {table} {action}"


def policy(name: str, numbers: Numbers, drawn: Drawn) -> str:
    found = _of_table(drawn, numbers)
    if found is None:
        return ""
    secured = numbers.maybe(f"alter table {found[0]} enable row level security; ")
    how = numbers.one(
        (
            "using (key > 1)",
            "for select using (key > 2)",
            "for insert with check (key in (1, 2))",
            "as restrictive using (true)",
        )
    )
    return f"{secured}create policy {name} on {found[0]} {how};"


def rule(name: str, numbers: Numbers, drawn: Drawn) -> str:
    found = _of_table(drawn, numbers)
    if found is None:
        return ""
    return f"create rule {name} as on delete to {found[0]} {numbers.maybe('where old.key > 9 ')}do instead nothing;"


def statistics(name: str, numbers: Numbers, drawn: Drawn) -> str:
    found = _of_table(drawn, numbers)
    return (
        f"create statistics public.{name} on (key + 1), (key * {2 + numbers.below(2)}) from {found[0]};"
        if found
        else ""
    )


def publication(name: str, numbers: Numbers, drawn: Drawn) -> str:
    tables = sorted(drawn.keyed)[: numbers.below(3)]
    chosen = f" for table {', '.join(tables)}" if tables else ""
    return f"create publication {name}{chosen}{numbers.one(('', ' with (publish = insert)'))};"


def grant(name: str, numbers: Numbers, drawn: Drawn) -> str:
    found = _of_table(drawn, numbers)
    if found is None:
        return ""
    table, column = found
    what = numbers.one(("select", "all", f"select ({column})", "insert, update (key)"))
    return f"grant {what} on {table} to drawn_reader{numbers.maybe(' with grant option')};"


def owner(name: str, numbers: Numbers, drawn: Drawn) -> str:
    kind = numbers.one(("view", "function", "sequence", "domain"))
    objects = drawn.said.get(kind, [])
    return f"alter {kind} {numbers.one(objects)} owner to drawn_owner;" if objects and kind != "view" else ""


def default_privileges(name: str, numbers: Numbers, drawn: Drawn) -> str:
    what = numbers.one(("select on tables", "usage on sequences", "execute on functions", "usage on types"))
    where = f"for role drawn_owner in schema {numbers.one(drawn.schemas)}"
    return f"alter default privileges {where} grant {what} to drawn_reader;"


def comment(name: str, numbers: Numbers, drawn: Drawn) -> str:
    kinds = sorted(drawn.said)
    if not kinds:
        return ""
    kind = numbers.one(kinds)
    return f"comment on {kind} {numbers.one(drawn.said[kind])} is 'said {numbers.below(3)}';"


def search(name: str, numbers: Numbers, drawn: Drawn) -> str:
    options = numbers.maybe(", stopwords = english")
    words = f"create text search dictionary public.{name}_words (template = simple{options});"
    mapping = f"alter mapping for asciiword with public.{name}_words;"
    changed = numbers.maybe(f"alter text search configuration public.{name} {mapping}")
    return f"{words} create text search configuration public.{name} (copy = simple); {changed}"


def foreign(name: str, numbers: Numbers, drawn: Drawn) -> str:
    return (
        f"create foreign data wrapper {name}_w; create server {name}_s foreign data wrapper {name}_w"
        f"{numbers.maybe(' options (host $o$h$o$)').replace('$o$', chr(39))};"
        f" create foreign table public.{name} (a {numbers.one(('integer', 'text'))}) server {name}_s;"
    )


def operator(name: str, numbers: Numbers, drawn: Drawn) -> str:
    head = f"create function public.{name}_f(integer, integer) returns boolean"
    options = numbers.maybe(", restrict = scalarltsel")
    operator = f"(leftarg = integer, rightarg = integer, function = public.{name}_f{options});"
    return f"{head} language sql immutable as 'select $1 < $2'; create operator public.<<# {operator}"


def collation(name: str, numbers: Numbers, drawn: Drawn) -> str:
    drawn.note("collation", f"public.{name}")
    return f"create collation public.{name} (provider = libc, locale = '{numbers.one(('C', 'POSIX'))}');"


def event_trigger(name: str, numbers: Numbers, drawn: Drawn) -> str:
    function = f"create function public.{name}_run() returns event_trigger language plpgsql as $f$ begin end $f$;"
    event = numbers.one(("ddl_command_end", "sql_drop"))
    return f"{function} create event trigger {name} on {event} execute function public.{name}_run();"


def cast(name: str, numbers: Numbers, drawn: Drawn) -> str:
    enums = sorted(drawn.enums)
    context = numbers.one(("", " as assignment"))
    return f"create cast ({numbers.one(enums)} as integer) with inout{context};" if enums else ""
