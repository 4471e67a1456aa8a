"""What every module has before its own types and classes, and what it has where those need it, as its text."""

from __future__ import annotations

BASES = '''\
metadata = sa.MetaData()
"""The tables. create_all makes them, with the types that they need."""

views = sa.MetaData()
"""What is only read, and made by nothing here."""

# Expressions and statements as PostgreSQL prints them; SQLAlchemy gives these two no types.
_sql: Any = sa.literal_column
_ddl: Any = sa.DDL


class TableModel(SQLModel, registry=registry(metadata=metadata)):
    """A row of a table. None, for a value that the server decides, is not sent."""

    model_config = {"arbitrary_types_allowed": True, "protected_namespaces": ()}


class ViewModel(SQLModel, registry=registry(metadata=views)):
    """A row of a view, which is only read."""

    model_config = {"arbitrary_types_allowed": True, "protected_namespaces": ()}'''

REFUSING = """\
@_listens_for(ViewModel, "before_insert", propagate=True)
@_listens_for(ViewModel, "before_update", propagate=True)
@_listens_for(ViewModel, "before_delete", propagate=True)
def _refuse(mapper: Any, connection: Any, target: object) -> None:
    raise TypeError(f"{type(target).__name__} is only read")"""

RUNNING = '''\
def _run(when: str, *statements: str) -> None:
    """Run statements for which SQLAlchemy has no words, before or after tables are made."""
    for statement in statements:
        _listen(metadata, when, _ddl(statement.replace("%", "%%")))'''

RAW = '''\
class Raw(UserDefinedType[Any]):
    """A type that SQLAlchemy has no word for."""

    cache_ok = True

    def __init__(self, name: str) -> None:
        self.name = name

    def get_col_spec(self, **_: Any) -> str:
        return self.name'''

DOMAIN = '''\
class Domain(pg.DOMAIN):
    """A domain, whose values are written, read and compared as those of the type beneath it."""

    def bind_processor(self, dialect: sa.Dialect) -> Any:
        return self.data_type.dialect_impl(dialect).bind_processor(dialect)

    def result_processor(self, dialect: sa.Dialect, coltype: object) -> Any:
        return self.data_type.dialect_impl(dialect).result_processor(dialect, coltype)


for _name in ("comparator_factory", "operator_classes"):
    setattr(Domain, _name, property(attrgetter(f"data_type.{_name}")))'''

ARRAYS = '''\
class DomainArray(sa.TypeDecorator[Any]):
    """An array of a domain, read as one of the type beneath it: the driver knows no other."""

    impl = pg.ARRAY
    cache_ok = True

    def __init__(self, item: Any) -> None:
        super().__init__(item)
        self.item = item

    def column_expression(self, column: Any) -> Any:
        item = self.item
        while isinstance(item, pg.DOMAIN):
            item = item.data_type
        return sa.cast(column, pg.ARRAY(item))


class DomainOfArray(Domain):
    """A domain over such an array."""

    def column_expression(self, column: Any) -> Any:
        return self.data_type.column_expression(column)'''

LABELS = """\
def _labels(kind: type[StrEnum]) -> list[str]:
    return [each.value for each in kind]"""
