"""The parts of a query one by one, as chips that can be shown and taken away."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from shoebox.query.matcher import ANY_ALBUM
from shoebox.query.model import EVERYTHING, Query
from shoebox.query.phrases import MEDIA_NAMES, days_text, recurring_texts
from shoebox.query.spans import Kind


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading of a chip's words, and the query it makes."""

    text: str
    query: Query


@dataclass(frozen=True, slots=True)
class Chip:
    """One part of a query: the field it stands in and its text, which begins with "not" where it leaves out.

    Where the query was typed, `start` and `end` are where in the text that was read, `source` how it was found
    (exact, alias, synonym, group, spelling, date) and `alternatives` what else the words may mean.
    """

    field: str
    kind: str
    text: str
    start: int | None = None
    end: int | None = None
    source: str = "exact"
    alternatives: tuple[Alternative, ...] = ()


_PLURALS = {
    "people_all": Kind.PERSON,
    "people_any": Kind.PERSON,
    "people_none": Kind.PERSON,
    "labels_all": Kind.LABEL,
    "labels_any": Kind.LABEL,
    "labels_none": Kind.LABEL,
    "places": Kind.PLACE,
    "places_none": Kind.PLACE,
    "cameras": Kind.CAMERA,
    "cameras_none": Kind.CAMERA,
    "media": Kind.MEDIA,
    "media_none": Kind.MEDIA,
    "albums": Kind.ALBUM,
    "albums_none": Kind.ALBUM,
}


def chips(query: Query) -> tuple[Chip, ...]:
    """The query's parts in a fixed order."""
    return tuple(chip for chip, _ in parts(query))


def without(query: Query, chip: Chip) -> Query:
    """The query with the chip's part taken away; the same query where it has no such part."""
    for part, rest in parts(query):
        if (part.field, part.text) == (chip.field, chip.text):
            return rest
    return query


def parts(query: Query) -> Iterator[tuple[Chip, Query]]:
    """Each chip with the query that is left without it."""
    yield from _names(query)
    yield from _whens(query)
    yield from _singles(query)


def _names(query: Query) -> Iterator[tuple[Chip, Query]]:
    for field, kind in _PLURALS.items():
        values: tuple[str, ...] = getattr(query, field)
        for value in values:
            left = _changed(query, field, tuple(other for other in values if other != value))
            if kind is Kind.PERSON and not (left.people_all or left.people_any):
                left = replace(left, people_only=False)
            yield Chip(field, kind, _negated(field, _shown(kind, value))), left


def _negated(field: str, text: str) -> str:
    return f"not {text}" if field.endswith("_none") else text


def _shown(kind: Kind, value: str) -> str:
    if kind is Kind.ALBUM and value == ANY_ALBUM:
        return "in an album"
    return MEDIA_NAMES.get(value, value) if kind is Kind.MEDIA else value


def _whens(query: Query) -> Iterator[tuple[Chip, Query]]:
    for field in ("dates", "dates_none"):
        ranges = getattr(query, field)
        for days in ranges:
            rest = tuple(other for other in ranges if other != days)
            yield Chip(field, Kind.DATE, _negated(field, days_text(days))), _changed(query, field, rest)
    for field in ("recurring", "recurring_none"):
        recurring = getattr(query, field)
        for part, text, value in recurring_texts(recurring):
            left = tuple(other for other in getattr(recurring, part) if other != value)
            changes: dict[str, Any] = {part: left}
            chip = Chip(field, Kind.DATE, _negated(field, text))
            yield chip, _changed(query, field, replace(recurring, **changes))


def _singles(query: Query) -> Iterator[tuple[Chip, Query]]:
    texts = {
        "people_only": (Kind.ONLY, "nobody else"),
        "faces_min": (Kind.FACES, f"at least {query.faces_min} people"),
        "faces_max": (Kind.FACES, "no people" if query.faces_max == 0 else f"at most {query.faces_max} people"),
        "favourite": (Kind.FAVOURITE, "favourites" if query.favourite else "not favourites"),
        "text": (Kind.TEXT, f'with the text "{query.text}"'),
        "filename": (Kind.FILENAME, f'file "{query.filename}"'),
        "free_text": (Kind.WORDS, query.free_text or ""),
        "sort": (Kind.ORDER, f"{query.sort} first"),
        "limit": (Kind.ORDER, f"{query.limit} photos"),
    }
    for field, (kind, text) in texts.items():
        nothing = getattr(EVERYTHING, field)
        if getattr(query, field) != nothing:
            yield Chip(field, kind, text), _changed(query, field, nothing)


def _changed(query: Query, field: str, value: Any) -> Query:
    changes: dict[str, Any] = {field: value}
    return replace(query, **changes)
