"""The databases that the tools are measured on: any number of tables of one make, and ten changes to them."""

from __future__ import annotations

HEAD = """\
create schema app;

create function app.touch() returns trigger language plpgsql as $$
begin
    new.created_at := now();
    return new;
end
$$;
"""

#: Ten columns, two indexes, a foreign key, a trigger, a policy and a comment, as people write them.
TABLE = """\
create table app.{name} (
    id bigint generated always as identity primary key,
    parent_id bigint references app.{parent} (id) on delete cascade,
    name text not null,
    code varchar(20) not null default 'none',
    amount numeric(12, 2) not null default 0,
    quantity integer not null default 1 check (quantity > 0),
    is_active boolean not null default true,
    tags text[] not null default '{{}}',
    payload jsonb,
    created_at timestamptz not null default now()
);
create index {name}_parent_idx on app.{name} (parent_id);
create index {name}_name_idx on app.{name} (lower(name)) where is_active;
create trigger {name}_touch before update on app.{name} for each row execute function app.touch();
alter table app.{name} enable row level security;
create policy {name}_active on app.{name} for select using (is_active and amount >= 0);
comment on table app.{name} is 'Number {number} of its make.';
"""

#: By the number of a table: the text that goes, and the one that comes in its place.
EDITS = {
    0: ("payload jsonb,", "payload jsonb,\n    note text,"),
    1: ("quantity integer", "quantity bigint"),
    2: ("    payload jsonb,\n", ""),
    3: ("create trigger", "create index {name}_amount_idx on app.{name} (amount);\ncreate trigger"),
    4: ("create index {name}_name_idx on app.{name} (lower(name)) where is_active;\n", ""),
    5: ("payload jsonb,", "payload jsonb,\n    constraint {name}_amount_positive check (amount >= 0),"),
    6: ("default 'none'", "default 'some'"),
    7: ("of its make", "of another make"),
    8: ("create policy {name}_active on app.{name} for select using (is_active and amount >= 0);\n", ""),
    9: ("name text not null", "name text"),
}


def files(count: int) -> dict[str, str]:
    """The schema as files, by name: one for what all tables need, and one for each table."""
    return {"head.sql": HEAD} | {f"{_name(number)}.sql": _table(number) for number in range(count)}


def edited(count: int) -> dict[str, str]:
    """The same schema with ten changes, each to another table."""
    found = files(count)
    for number, (old, new) in EDITS.items():
        name = _name(number)
        before = found[f"{name}.sql"]
        after = before.replace(old.format(name=name), new.format(name=name))
        if after == before:
            raise ValueError(f"table {name} has no {old!r}")
        found[f"{name}.sql"] = after
    return found


def _name(number: int) -> str:
    return f"t{number:05}"


def _table(number: int) -> str:
    return TABLE.format(name=_name(number), number=number, parent=_name(number // 2))
