"""Pieces of SQL with the values bound to them. Text that people typed is always a value, never SQL."""

from collections.abc import Sequence
from typing import NamedTuple

Value = int | str | bytes


class Fragment(NamedTuple):
    """A piece of SQL and its values, in order."""

    sql: str
    values: tuple[Value, ...] = ()


TRUE = Fragment("1")
FALSE = Fragment("0")


def all_of(conditions: Sequence[Fragment]) -> Fragment:
    """Each of the conditions."""
    return _joined(conditions, "AND") if conditions else TRUE


def any_of(conditions: Sequence[Fragment]) -> Fragment:
    """Some of the conditions; halved again and again, for SQLite limits how deep expressions are."""
    if len(conditions) <= 2:
        return _joined(conditions, "OR") if conditions else FALSE
    middle = len(conditions) // 2
    return _joined((any_of(conditions[:middle]), any_of(conditions[middle:])), "OR")


def negated(condition: Fragment) -> Fragment:
    """Not the condition."""
    return Fragment(f"NOT ({condition.sql})", condition.values)


def marks(values: Sequence[Value]) -> str:
    """A question mark for each value."""
    return ", ".join("?" * len(values))


def _joined(conditions: Sequence[Fragment], operator: str) -> Fragment:
    sql = f" {operator} ".join(condition.sql for condition in conditions)
    return Fragment(f"({sql})", tuple(value for condition in conditions for value in condition.values))
