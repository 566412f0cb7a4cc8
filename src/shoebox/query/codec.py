"""Queries as JSON objects: the stable form that links carry (docs/search.md lists the fields)."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from shoebox.domain.errors import QueryError
from shoebox.domain.json_value import JsonObject, JsonValue
from shoebox.query.holidays import HOLIDAYS
from shoebox.query.matcher import hours_of
from shoebox.query.model import EVERYTHING, DateRange, Query, Recurring, Sort

_RECURRING = {
    "months": "months",
    "weekdays": "weekdays",
    "days": "days",
    "holidays": "holidays",
    "times_of_day": "time_of_day",
}
"""The names of the model's fields and of the JSON object's."""
_LEAP_YEAR = 2000


def to_json(query: Query) -> JsonObject:
    """The parts of a query that ask for something."""
    values = {field.name: getattr(query, field.name) for field in fields(Query)}
    return {name: _value(value) for name, value in values.items() if value != getattr(EVERYTHING, name)}


def from_json(data: Mapping[str, Any]) -> Query:
    """The query that a JSON object describes. Raises QueryError for unknown fields and values that cannot be."""
    unknown = set(data) - {field.name for field in fields(Query)}
    if unknown:
        raise QueryError(f"A search has no field {min(unknown)!r}", hint="Type the search again.")
    try:
        return Query(**{name: _read(name, value) for name, value in data.items() if value is not None})
    except (TypeError, ValueError, AttributeError) as error:
        raise QueryError(f"This search cannot be read: {error}", hint="Type the search again.") from error


def _value(value: Any) -> JsonValue:
    if isinstance(value, Recurring):
        return {name: list(getattr(value, part)) for part, name in _RECURRING.items() if getattr(value, part)}
    if isinstance(value, tuple):
        return [[_iso(one.first), _iso(one.last)] if isinstance(one, DateRange) else one for one in value]
    plain: JsonValue = value.value if isinstance(value, Sort) else value
    return plain


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _read(name: str, value: Any) -> Any:
    nothing = getattr(EVERYTHING, name)
    if isinstance(nothing, Recurring):
        return _recurring(value)
    if isinstance(nothing, tuple):
        return tuple(_range(one) if name.startswith("dates") else _text(one) for one in _list(value))
    if name == "sort":
        return Sort(value)
    if name in {"favourite", "people_only"}:
        return _checked(value, bool)
    return _number(value) if name in {"faces_min", "faces_max", "limit"} else _text(value)


def _checked(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value


def _text(value: Any) -> str:
    text: str = _checked(value, str)
    return text


def _list(value: Any) -> list[Any]:
    items: list[Any] = _checked(value, list)
    return items


def _number(value: Any) -> int:
    number: int = _checked(value, int)
    if number < 0:
        raise ValueError(f"{number} is negative")
    return number


def _range(value: Any) -> DateRange:
    first, last = (None if end is None else date.fromisoformat(end) for end in _list(value))
    if first is not None and last is not None and last < first:
        raise ValueError(f"{last} is before {first}")
    return DateRange(first, last)


def _recurring(value: Any) -> Recurring:
    given: Mapping[str, Any] = _checked(value, dict)
    if not set(given) <= set(_RECURRING.values()):
        raise ValueError(f"{sorted(given)} are not all known")
    found = Recurring(**{part: tuple(_list(given[name])) for part, name in _RECURRING.items() if name in given})
    if not all(_number(month) in range(1, 13) for month in found.months):
        raise ValueError("months go from 1 to 12")
    if not all(_number(weekday) in range(1, 8) for weekday in found.weekdays):
        raise ValueError("weekdays go from 1 to 7")
    if not set(found.holidays) <= HOLIDAYS:
        raise ValueError("there is a holiday that is not known")
    for span in found.days:
        for day in _text(span).split("..", 1):
            date.fromisoformat(f"{_LEAP_YEAR}-{day}")
    for span in found.times_of_day:
        hours_of(_text(span))
    return found
