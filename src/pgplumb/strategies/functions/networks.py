"""Functions and operators of network addresses."""

from __future__ import annotations

from ipaddress import IPv4Interface, IPv6Interface, ip_interface
from typing import TYPE_CHECKING

from pgplumb.strategies.functions.registry import function
from pgplumb.strategies.types import BOOL, INT4, TEXT
from pgplumb.strategies.unsolved import Unsolved

if TYPE_CHECKING:
    from pgplumb.strategies.plain import Text


def _address(value: Text) -> IPv4Interface | IPv6Interface:
    try:
        return ip_interface(value.text)
    except ValueError:
        # Such as 10.1/16, of which cidr makes 10.1.0.0/16.
        raise Unsolved(f"the address {value.text}") from None


@function("family", "inet", INT4)
def _family(value: Text) -> int:
    return _address(value).version


@function("masklen", "inet", INT4)
def _length(value: Text) -> int:
    return _address(value).network.prefixlen


@function("host", "inet", TEXT)
def _host(value: Text) -> str:
    return str(_address(value).ip)


@function("=", "inet inet", BOOL)
def _equal(left: Text, right: Text) -> bool:
    return _address(left) == _address(right)


@function("<>", "inet inet", BOOL)
def _unequal(left: Text, right: Text) -> bool:
    return _address(left) != _address(right)


def _is_within(left: Text, right: Text) -> bool:
    inner, outer = _address(left).network, _address(right).network
    if inner.version != outer.version or inner.prefixlen < outer.prefixlen:
        return False
    return inner.supernet(new_prefix=outer.prefixlen) == outer


@function("<<=", "inet inet", BOOL)
def _within_or_equal(left: Text, right: Text) -> bool:
    return _is_within(left, right)


@function("<<", "inet inet", BOOL)
def _within(left: Text, right: Text) -> bool:
    return _is_within(left, right) and _length(left) > _length(right)


@function(">>=", "inet inet", BOOL)
def _holds_or_equals(left: Text, right: Text) -> bool:
    return _is_within(right, left)


@function(">>", "inet inet", BOOL)
def _holds(left: Text, right: Text) -> bool:
    return _within(right, left)


@function("&&", "inet inet", BOOL)
def _overlaps(left: Text, right: Text) -> bool:
    return _is_within(left, right) or _is_within(right, left)
