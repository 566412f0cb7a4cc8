"""Frozen dataclasses to JSON and back: the documents of the archive are their fields, spelled as in Python.

A field equal to its default is left out; a field that is not known is passed over, so that an older Shoebox reads
what a newer one wrote. Instants are RFC 3339 in UTC with "Z", local times the same without it, offsets "+02:00",
bytes base64.
"""

import base64
import types
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import cache
from typing import Any, NewType, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from shoebox.domain.errors import IntegrityError
from shoebox.domain.json_value import JsonObject, JsonValue

T = TypeVar("T")
Decoder = Callable[[Any], Any]


def to_json(value: object) -> JsonObject:
    """A dataclass as a JSON object."""
    document = _encode(value)
    if not isinstance(document, dict):
        raise TypeError(type(value))
    return document


def from_json(wanted: type[T], document: JsonObject) -> T:
    """The dataclass that `to_json` made `document` of. Raises IntegrityError where it does not fit."""
    try:
        decode: Decoder = _decoder(cast("Any", wanted))
        return cast("T", decode(document))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise IntegrityError(
            f"A {wanted.__name__} document cannot be read: {error!r}",
            hint="Compare it with docs/archive-format.md; 'shoebox rebuild' makes records anew.",
        ) from error


def format_offset(offset: timedelta) -> str:
    """An offset from UTC as ISO 8601 spells it: +02:00, -03:30."""
    minutes = round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def parse_offset(text: str) -> timedelta:
    """Read what `format_offset` wrote. Raises ValueError."""
    if len(text) != 6 or text[0] not in "+-" or text[3] != ":":
        raise ValueError(text)
    size = timedelta(hours=int(text[1:3]), minutes=int(text[4:6]))
    return -size if text[0] == "-" else size


def format_instant(moment: datetime) -> str:
    """Spell an aware time in UTC with Z, a naive one without."""
    if moment.tzinfo is None:
        return moment.isoformat()
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def _encode(value: object) -> JsonValue:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str):
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, (tuple, list)):
        return [_encode(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _encode(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        present = ((field.name, getattr(value, field.name), field) for field in fields(value))
        return {name: _encode(item) for name, item, field in present if not _is_default(item, field)}
    return _encode_scalar(value)


def _encode_scalar(value: object) -> str:
    if isinstance(value, datetime):
        return format_instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return format_offset(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(type(value))


def _is_default(value: object, field: Field[Any]) -> bool:
    return field.default is not MISSING and bool(value == field.default)


_SCALARS: dict[Any, Decoder] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    timedelta: parse_offset,
    bytes: lambda text: base64.b64decode(text, validate=True),
    float: float,
}


@cache
def _decoder(wanted: Any) -> Decoder:
    if isinstance(wanted, NewType):
        return _decoder(wanted.__supertype__)
    if wanted in _SCALARS:
        return _SCALARS[wanted]
    if is_dataclass(wanted):
        return _dataclass(wanted)
    if get_origin(wanted) is not None:
        return _generic(wanted)
    return wanted if issubclass(wanted, Enum) else _exactly(wanted)


def _generic(wanted: Any) -> Decoder:
    origin, arguments = get_origin(wanted), get_args(wanted)
    if origin in {Union, types.UnionType}:
        return _optional(wanted)
    item = _decoder(arguments[0] if origin is tuple else arguments[1])
    if origin is tuple:
        return lambda values: tuple(item(value) for value in values)
    return lambda values: {key: item(value) for key, value in values.items()}


def _optional(wanted: Any) -> Decoder:
    (inner,) = (_decoder(part) for part in get_args(wanted) if part is not type(None))
    return lambda value: None if value is None else inner(value)


def _exactly(wanted: type) -> Decoder:
    def decode(value: object) -> object:
        if type(value) is not wanted:
            raise TypeError(f"{value!r} is not {wanted.__name__}")
        return value

    return decode


def _dataclass(wanted: Any) -> Decoder:
    hints = get_type_hints(wanted)
    decoders = {field.name: _decoder(hints[field.name]) for field in fields(wanted)}

    def decode(document: dict[str, Any]) -> object:
        return wanted(**{name: decoders[name](value) for name, value in document.items() if name in decoders})

    return decode
