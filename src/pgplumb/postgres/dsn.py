"""A connection string as a value: parsed once, pointed at other databases, shown without its secrets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from pgplumb.errors import InvalidDsn

_PLAIN_HOST = re.compile(r"[A-Za-z0-9_.-]+")
_PORTS = re.compile(r"[0-9,]*")


@dataclass(frozen=True, slots=True, repr=False)
class Dsn:
    """libpq's connection parameters; what is not given here libpq takes from its environment and service files."""

    parameters: tuple[tuple[str, str], ...]

    @classmethod
    def parse(cls, text: str) -> Dsn:
        """Read a URL or a keyword/value string, or raise InvalidDsn, which never repeats the text."""
        if _misplaces_password(text):
            raise InvalidDsn(reason="a special character in the user name or password is not percent-encoded")
        try:
            given = conninfo_to_dict(text)
        except psycopg.Error:
            # The cause quotes the text, and with it perhaps the password: it is not chained.
            raise InvalidDsn(reason="it is neither a URL nor a list of keyword=value") from None
        parameters = {keyword: str(value) for keyword, value in given.items() if value is not None}
        if not _PORTS.fullmatch(parameters.get("port", "")):
            raise InvalidDsn(reason="its port is not a number")
        return cls.of(parameters)

    @classmethod
    def of(cls, parameters: dict[str, str]) -> Dsn:
        """Take libpq's keywords as they are."""
        return cls(tuple(sorted(parameters.items())))

    def get(self, keyword: str) -> str:
        """The value given for a keyword of libpq, or an empty text."""
        return dict(self.parameters).get(keyword, "")

    @property
    def database(self) -> str:
        """The database's name; as in libpq, it defaults to the user's name."""
        return self.get("dbname") or self.get("user")

    def with_database(self, name: str) -> Dsn:
        """The same server, another database."""
        return Dsn.of(dict(self.parameters) | {"dbname": name})

    def with_setting(self, name: str, value: str) -> Dsn:
        """The same database; its sessions begin with this setting. `value` holds no spaces."""
        options = f"{self.get('options')} -c {name}={value}".strip()
        return Dsn.of(dict(self.parameters) | {"options": options})

    @property
    def conninfo(self) -> str:
        """The keyword/value string for libpq, with its secrets."""
        return make_conninfo(**dict(self.parameters))

    @property
    def url(self) -> str:
        """The URL for libpq and SQLAlchemy, with its secrets."""
        rest = dict(self.parameters)
        user, password, database = (rest.pop(keyword, "") for keyword in ("user", "password", "dbname"))
        host, port = "", ""
        if _PLAIN_HOST.fullmatch(rest.get("host", "")) and rest.get("port", "").isdigit():
            host, port = rest.pop("host"), ":" + rest.pop("port")
        elif _PLAIN_HOST.fullmatch(rest.get("host", "")) and "port" not in rest:
            host = rest.pop("host")
        secret = f":{quote(password, safe='')}" if password else ""
        login = f"{quote(user, safe='')}{secret}@" if user or password else ""
        query = "&".join(f"{keyword}={quote(value, safe='')}" for keyword, value in sorted(rest.items()))
        return f"postgresql://{login}{host}{port}/{quote(database, safe='')}" + (f"?{query}" if query else "")

    def __str__(self) -> str:
        login = f"{self.get('user')}@" if self.get("user") else ""
        port = f":{self.get('port')}" if self.get("port") else ""
        if self.get("host").startswith("/"):
            return f"postgresql://{login}/{self.database}?host={self.get('host')}"
        return f"postgresql://{login}{self.get('host')}{port}/{self.database}"

    def __repr__(self) -> str:
        return f"Dsn({str(self)!r})"


def _misplaces_password(text: str) -> bool:
    """Tell whether libpq would read a part of the password as a host, a port or a database, and then print it."""
    scheme, found, rest = text.partition("://")
    if not found or scheme not in ("postgresql", "postgres"):
        return False
    authority, _, path = rest.partition("?")[0].partition("/")
    return authority.count("@") > 1 or "@" in path
