"""Whether an expression may give another value for each row, so that a column added with it rewrites the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pgplumb.model.routines import Function
from pgplumb.syntax.defined import DEFAULT_SCHEMA
from pgplumb.syntax.parse import parse_statement
from pgplumb.syntax.tree import ast, nodes, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.plan.scene import Scene

#: Functions of pg_catalog that stand in defaults and are not volatile (pg_proc.provolatile); any other is taken to be.
_STEADY = (
    "abs age array_append array_cat array_fill array_length array_position array_prepend array_remove "
    "array_to_json array_to_string ascii bit_length bool btrim cardinality ceil ceiling char_length chr "
    "concat concat_ws convert_from convert_to current_database current_schema current_schemas "
    "current_setting current_user date date_part date_trunc daterange decode div encode exp extract floor "
    "format format_type get_byte hashtext inet initcap int4range int8range isfinite json_array "
    "json_build_array json_build_object json_object jsonb_array_length jsonb_build_array "
    "jsonb_build_object jsonb_object jsonb_set jsonb_strip_nulls jsonb_typeof justify_days justify_hours "
    "justify_interval left length ln localtime localtimestamp log lower lpad ltrim make_date "
    "make_interval make_time make_timestamp make_timestamptz md5 mod now num_nonnulls num_nulls numrange "
    "octet_length overlay pi point position pow power quote_ident quote_literal quote_nullable "
    "regexp_replace repeat replace reverse right round row_to_json rpad rtrim scale session_user sha224 "
    "sha256 sha384 sha512 sign split_part sqrt statement_timestamp strpos substr substring timezone "
    "to_char to_date to_json to_jsonb to_number to_timestamp to_tsquery to_tsvector transaction_timestamp "
    "translate trim_array trim_scale trunc tsrange tstzrange upper user width_bucket "
)
STEADY = frozenset(_STEADY.split())


def is_volatile(expression: Any, scene: Scene) -> bool:
    """Whether a call within the syntax tree is volatile, as far as names and the catalog before tell."""
    calls = (words(node.funcname) for node in nodes(expression) if isinstance(node, ast.FuncCall))
    return any(_volatile_call(name, scene) for name in calls)


def _volatile_call(name: tuple[str, ...], scene: Scene) -> bool:
    schema = name[-2] if len(name) > 1 else ""
    own = list(_functions(schema or DEFAULT_SCHEMA, name[-1], scene)) if schema != "pg_catalog" else []
    if own:
        return any(_declared(found) == "volatile" for found in own)
    return schema not in {"", "pg_catalog"} or name[-1] not in STEADY


def _functions(schema: str, name: str, scene: Scene) -> Iterator[Function]:
    for found in scene.before.of(Function):
        if found.id.schema == schema and found.id.name == name and not scene.is_new(found.id):
            yield found


def _declared(found: Function) -> str:
    for option in parse_statement(found.definition).options or ():
        if option.defname == "volatility":
            return str(option.arg.sval)
    return "volatile"
