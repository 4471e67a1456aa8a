"""Writes schemas, types, functions and what the server is taught by them: each in one way of several."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.corpus.drawing import Drawn, Numbers


def schema(name: str, numbers: Numbers, drawn: Drawn) -> str:
    drawn.schemas.append(name)
    drawn.note("schema", name)
    return f"create schema {name};"


def extension(name: str, numbers: Numbers, drawn: Drawn) -> str:
    """One whose type the tables may use, in a schema of several."""
    where = numbers.one(drawn.schemas)
    drawn.types.append(f"{where}.{name}")
    return f"create extension {name} schema {where};"


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
    drawn.composites.append(full)
    drawn.note("type", full)
    return f"create type {full} as ({', '.join(attributes)});"


def range_type(name: str, numbers: Numbers, drawn: Drawn) -> str:
    drawn.types.append(f"public.{name}")
    drawn.note("type", f"public.{name}")
    return f"create type public.{name} as range (subtype = {numbers.one(('float8', 'date', 'int4'))});"


def sequence(name: str, numbers: Numbers, drawn: Drawn) -> str:
    full = f"{numbers.one(drawn.schemas)}.{name}"
    options = numbers.one(("", "increment 2", "increment -1", "as smallint", "minvalue 5 start 7", "cache 3 cycle"))
    drawn.sequences.append(full)
    drawn.note("sequence", full)
    return f"create sequence {full} {options};"


def collation(name: str, numbers: Numbers, drawn: Drawn) -> str:
    drawn.collations.append(f"public.{name}")
    drawn.note("collation", f"public.{name}")
    return f"create collation public.{name} (provider = libc, locale = '{numbers.one(('C', 'POSIX'))}');"


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


def in_turn(name: str, numbers: Numbers, drawn: Drawn) -> str:
    """Two functions whose bodies, which are strings, need one another."""
    step = 1 + numbers.below(2)
    one, other = (f"public.{name}_{which}" for which in ("one", "other"))
    told = numbers.one(("integer", "bigint"))
    written = [
        f"create function {this}(p integer) returns {told} stable language sql as"
        f" $f$ select case when p < {step} then 0 else {that}(p - {step}) end $f$;"
        for this, that in ((one, other), (other, one))
    ]
    drawn.note("function", f"{one}(integer)")
    return " ".join(written)


def window(name: str, numbers: Numbers, drawn: Drawn) -> str:
    source = numbers.one(("window_row_number", "window_rank"))
    drawn.note("function", f"public.{name}()")
    return f"create function public.{name}() returns bigint language internal window immutable as '{source}';"


def procedure(name: str, numbers: Numbers, drawn: Drawn) -> str:
    drawn.note("procedure", f"public.{name}(integer)")
    head = f"create procedure public.{name}({numbers.one(('', 'p '))}integer)"
    return f"{head} language sql as $f$ select {numbers.below(3)} $f$;"


def aggregate(name: str, numbers: Numbers, drawn: Drawn) -> str:
    drawn.note("aggregate", f"public.{name}(integer)")
    return (
        f"create aggregate public.{name}(integer) (sfunc = int4pl, stype = integer{numbers.maybe(', initcond = 0')});"
    )


def language(name: str, numbers: Numbers, drawn: Drawn) -> str:
    """A language that is PL/pgSQL by another name, and perhaps a function in it.

    Its handlers are its own: pg_dump writes a language of the server's handlers as if it were an extension.
    """
    drawn.note("language", name)
    parts = {"call": ("language_handler", ""), "inline": ("void", "internal"), "validator": ("void", "oid")}
    written = [
        f"create function public.{name}_{part}({taken}) returns {returned} language c strict"
        f" as '$libdir/plpgsql', 'plpgsql_{part}{'' if part == 'validator' else '_handler'}';"
        for part, (returned, taken) in parts.items()
    ]
    validator = numbers.maybe(f" validator public.{name}_validator")
    handlers = f"handler public.{name}_call inline public.{name}_inline{validator}"
    said = f"create function public.{name}_says() returns integer language {name} as 'begin return 1; end';"
    return f"{' '.join(written)} create trusted language {name} {handlers}; {numbers.maybe(said)}"


def operator(name: str, numbers: Numbers, drawn: Drawn) -> str:
    head = f"create function public.{name}_f(integer, integer) returns boolean"
    options = numbers.maybe(", restrict = scalarltsel")
    operator = f"(leftarg = integer, rightarg = integer, function = public.{name}_f{options});"
    return f"{head} language sql immutable as 'select $1 < $2'; create operator public.<<# {operator}"


def operator_class(name: str, numbers: Numbers, drawn: Drawn) -> str:
    """A class that orders integers, perhaps in a family that is made for it, and perhaps an index that uses it."""
    compare = f"create function public.{name}_compare(integer, integer) returns integer language sql immutable as"
    order = numbers.one(("$1 - $2", "$2 - $1"))
    family = numbers.maybe(f"create operator family public.{name}_family using btree; ")
    drawn.note("operator class", f"public.{name} using btree")
    within = f" family public.{name}_family" if family else ""
    class_ = (
        f"create operator class public.{name} for type integer using btree{within} as operator 1 <, operator 2 <=,"
        f" operator 3 =, operator 4 >=, operator 5 >, function 1 public.{name}_compare(integer, integer);"
    )
    table = drawn.table(numbers)
    index = numbers.maybe(f" create index {name}_index on {table[0]} ((key::integer) public.{name});") if table else ""
    return f"{compare} 'select {order}'; {family}{class_}{index}"


def cast(name: str, numbers: Numbers, drawn: Drawn) -> str:
    enums = sorted(drawn.enums)
    context = numbers.one(("", " as assignment"))
    return f"create cast ({numbers.one(enums)} as integer) with inout{context};" if enums else ""


def conversion(name: str, numbers: Numbers, drawn: Drawn) -> str:
    drawn.note("conversion", f"public.{name}")
    default = numbers.maybe("default ")
    return f"create {default}conversion public.{name} for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;"


def transform(name: str, numbers: Numbers, drawn: Drawn) -> str:
    """A transform of a type for SQL, and perhaps a function that uses it."""
    type = numbers.one(("date", *sorted(drawn.enums)))
    made = f"create transform for {type} language sql (from sql with function varchar_support(internal));"
    head = f"create function public.{name}_it(p {type}) returns integer transform for type {type} language sql"
    used = numbers.maybe(f" {head} immutable as 'select 1';")
    return f"{made}{used}"


def access_method(name: str, numbers: Numbers, drawn: Drawn) -> str:
    drawn.storages.append(name)
    return f"create access method {name} type table handler heap_tableam_handler;"


def search(name: str, numbers: Numbers, drawn: Drawn) -> str:
    """A dictionary and a configuration, with a template and a parser of their own or the server's."""
    options = numbers.maybe(", stopwords = english")
    template, parser = numbers.maybe(f"public.{name}_like"), numbers.maybe(f"public.{name}_into")
    lines = []
    if template:
        lines.append(f"create text search template {template} (init = dsimple_init, lexize = dsimple_lexize);")
    if parser:
        lines.append(
            f"create text search parser {parser} (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end,"
            f" lextypes = prsd_lextype{numbers.maybe(', headline = prsd_headline')});"
        )
    lines.append(f"create text search dictionary public.{name}_words (template = {template or 'simple'}{options});")
    how = f"parser = {parser}" if parser else "copy = simple"
    lines.append(f"create text search configuration public.{name} ({how});")
    mapping = f"{'add' if parser else 'alter'} mapping for asciiword with public.{name}_words;"
    lines.append(numbers.maybe(f"alter text search configuration public.{name} {mapping}"))
    return " ".join(lines)


def foreign(name: str, numbers: Numbers, drawn: Drawn) -> str:
    drawn.note("foreign data wrapper", f"{name}_w")
    drawn.note("foreign server", f"{name}_s")
    host = numbers.maybe(" options (host 'h')")
    user = numbers.one(("", "public", "drawn_reader", ""))
    mapping = f" create user mapping for {user} server {name}_s{host};" if user else ""
    return (
        f"create foreign data wrapper {name}_w; create server {name}_s foreign data wrapper {name}_w{host};{mapping}"
        f" create foreign table public.{name} (a {numbers.one(('integer', 'text'))}) server {name}_s;"
    )


def event_trigger(name: str, numbers: Numbers, drawn: Drawn) -> str:
    function = f"create function public.{name}_run() returns event_trigger language plpgsql as $f$ begin end $f$;"
    event = numbers.one(("ddl_command_end", "sql_drop"))
    return f"{function} create event trigger {name} on {event} execute function public.{name}_run();"
