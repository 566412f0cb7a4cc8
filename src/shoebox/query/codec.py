"""Queries as JSON objects, the stable form that links carry (docs/search.md lists the fields)."""

from dataclasses import fields
from datetime import date
from typing import Any

from shoebox.domain.errors import QueryError
from shoebox.domain.json_value import JsonObject, JsonValue
from shoebox.query.model import EVERYTHING, DateRange, Query, Recurring, Sort

_RECURRING = {"months": "months", "weekdays": "weekdays", "days": "days", "holidays": "holidays", "times_of_day": "time_of_day"}


def to_json(query: Query) -> JsonObject:
    """The parts of a query that ask for something."""
    found: JsonObject = {}
    for field in fields(Query):
        value = getattr(query, field.name)
        if value != getattr(EVERYTHING, field.name):
            found[field.name] = _value(value)
    return found


def _value(value: Any) -> JsonValue:
    if isinstance(value, Recurring):
        return {name: list(getattr(value, part)) for part, name in _RECURRING.items() if getattr(value, part)}
    if isinstance(value, tuple):
        return [[_iso(one.first), _iso(one.last)] if isinstance(one, DateRange) else one for one in value]
    return str(value) if isinstance(value, Sort) else value


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
