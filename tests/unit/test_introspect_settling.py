"""Which attributes are looked at for text that prints in another way after a restore."""

from __future__ import annotations

from dataclasses import fields

from pgplumb.introspect.settling import PRINTED
from pgplumb.model.kinds import KINDS

#: Names, types, words and what users wrote themselves: whoever adds an attribute decides what it is.
PLAIN = """
    access_method body canonical collation command commutator compression connection context destination difference
    enabled event family function generated handler identity identity_persistence in_schema inline join language
    lc_collate lc_ctype locale method multirange negator not_null_name not_null_origin of_type opclass origin
    owned_by owner parent parent_enabled parent_schema parent_table parser provider references replica_identity
    restrict result rules server source storage subtype table tablespace template text type type_name type_schema
    usual_storage valid_until validator value version wrapper
"""


def test_every_text_is_known_to_be_printed_or_plain() -> None:
    texts = {field.name for kind in KINDS.values() for field in fields(kind) if field.type == "str"}
    assert texts == PRINTED | set(PLAIN.split())
