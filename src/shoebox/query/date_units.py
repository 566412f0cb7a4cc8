"""Absolute dates: days, months, seasons, holidays, quarters, decades and years, with or without their year.

Each reader takes tokens and a position and gives what it read from there, or None. A reader never looks back.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from shoebox.query import date_words
from shoebox.query.calendar import (
    InYear,
    day_or_none,
    day_range,
    is_year,
    month_length,
    months_range,
    season_months,
    season_range,
    year_range,
)
from shoebox.query.context import Calendar
from shoebox.query.date_words import number_of, ordinal_of
from shoebox.query.holidays import days_of
from shoebox.query.model import NEVER, DateRange, Recurring
from shoebox.query.text import Token

Tokens = Sequence[Token]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """Something read from dates: up to token `end`; `days` where the year is known, else `in_year` and `recurring`.

    `grain` is day, week, weekend, weekday, month, season, holiday, quarter, year, decade or part. `certain` says
    that the words mean a date wherever they stand; others (May, fall, sun) need a word before them that says so.
    """

    end: int
    grain: str
    days: DateRange | None = None
    in_year: InYear | None = None
    recurring: Recurring = NEVER
    certain: bool = True


Reader = Callable[[Tokens, int, Calendar], Unit | None]
_GAP = re.compile(r"[\s,.]*")
_DASH = re.compile(r"\s*[-\u2010-\u2014~]\s*")
_UNSURE = frozenset({"may", "march", "fall", "spring"})
_MODERN_DECADES = 30
"""Decades of two digits below this lie in this century."""


def is_glued(tokens: Tokens, at: int) -> bool:
    """Whether a token follows the one before with nothing but spaces, commas and dots between them."""
    return at < len(tokens) and _GAP.fullmatch(tokens[at].gap) is not None


def is_dashed(tokens: Tokens, at: int) -> bool:
    """Whether a token follows the one before after a dash."""
    return at < len(tokens) and _DASH.fullmatch(tokens[at].gap) is not None


def skip(tokens: Tokens, at: int, words: frozenset[str]) -> int:
    """The position after any of these words."""
    while at < len(tokens) and tokens[at].key in words:
        at += 1
    return at


def year_at(tokens: Tokens, at: int) -> int | None:
    """The year a token spells: four digits, or two after an apostrophe."""
    if at >= len(tokens):
        return None
    key = tokens[at].key
    if not (key.isascii() and key.isdecimal()):
        return None
    if len(key) == 4 and is_year(int(key)):
        return int(key)
    return _full_year(int(key)) if len(key) == 2 and tokens[at].gap.endswith("'") else None


def _full_year(two_digits: int) -> int:
    return two_digits + (2000 if two_digits < _MODERN_DECADES else 1900)


def with_year(tokens: Tokens, unit: Unit, calendar: Calendar) -> Unit:
    """The unit in the year that follows it ("of 2019", "2019", "last year", "3 years ago"), if one does."""
    at = skip(tokens, unit.end, frozenset({"of"}))
    found = _some_year(tokens, at, calendar) if is_glued(tokens, at) or _has_apostrophe(tokens, at) else None
    if unit.in_year is None or found is None:
        return unit
    year, end = found
    return replace(unit, end=end, days=unit.in_year(year), certain=True)


def _has_apostrophe(tokens: Tokens, at: int) -> bool:
    return at < len(tokens) and tokens[at].gap.strip() == "'"


def _some_year(tokens: Tokens, at: int, calendar: Calendar) -> tuple[int, int] | None:
    year = year_at(tokens, at)
    if year is not None:
        return year, at + 1
    keys = [token.key for token in tokens[at : at + 3]]
    if keys[:2] in (["last", "year"], ["this", "year"]):
        return calendar.today.year - (keys[0] == "last"), at + 2
    count = number_of(tokens[at]) if len(keys) == 3 and keys[1] in {"year", "years"} and keys[2] == "ago" else None
    return None if count is None else (max(calendar.today.year - count, 1), at + 3)


def read_numeric(tokens: Tokens, at: int, calendar: Calendar) -> Unit | None:
    """2007-03-14, 2007-03, 14.03.2007, 3/14/2007, 03/2007, 20070314."""
    parts = [tokens[at].key]
    gap = tokens[at + 1].gap if at + 1 < len(tokens) else ""
    while len(parts) < 3 and gap in {"-", "/", "."} and at + len(parts) < len(tokens):
        if tokens[at + len(parts)].gap != gap:
            break
        parts.append(tokens[at + len(parts)].key)
    if not all(part.isascii() and part.isdecimal() for part in parts):
        return None
    days = _numeric_days([len(part) for part in parts], parts, calendar)
    if days is None and len(parts) == 3:
        days, parts = _numeric_days([len(part) for part in parts[:2]], parts[:2], calendar), parts[:2]
    return (
        None
        if days is None
        else Unit(end=at + len(parts), grain="day" if days.first == days.last else "month", days=days)
    )


def _numeric_days(lengths: list[int], parts: list[str], calendar: Calendar) -> DateRange | None:
    numbers = [int(part[:9]) for part in parts]
    if lengths == [8]:
        return _one_day(numbers[0] // 10000, numbers[0] // 100 % 100, numbers[0] % 100)
    if len(parts) == 3 and lengths[0] == 4 and max(lengths[1:]) <= 2:
        return _one_day(*numbers)
    if len(parts) == 3 and max(lengths[:2]) <= 2 and lengths[2] in {2, 4}:
        year = numbers[2] if lengths[2] == 4 else _full_year(numbers[2])
        day, month = numbers[:2] if calendar.date_order == "dmy" else numbers[1::-1]
        return _one_day(year, month, day) or _one_day(year, day, month)
    if len(parts) == 2 and lengths in ([4, 2], [2, 4], [1, 4]):
        month, year = sorted(numbers)
        return months_range(year, month) if 1 <= month <= 12 and is_year(year) else None
    return None


def _one_day(year: int, month: int, day: int) -> DateRange | None:
    found = day_or_none(year, month, day)
    return None if found is None else day_range(found)


def _month_at(tokens: Tokens, at: int) -> int | None:
    if at >= len(tokens):
        return None
    key = tokens[at].key
    return date_words.MONTHS.get(key) or date_words.SHORT_MONTHS.get(key)


def _day_number(tokens: Tokens, at: int) -> int | None:
    if at >= len(tokens):
        return None
    token = tokens[at]
    number = (
        int(token.key) if token.key.isascii() and token.key.isdecimal() and len(token.key) <= 2 else ordinal_of(token)
    )
    return number if number is not None and 1 <= number <= 31 else None


def days_of_month(end: int, month: int, first: int, last: int) -> Unit | None:
    """Some days of a month of any year; None where the month has no such days."""
    if not 1 <= first <= last <= month_length(2000, month):
        return None

    def in_year(year: int) -> DateRange:
        longest = month_length(year, month)
        return DateRange(date(year, month, min(first, longest)), date(year, month, min(last, longest)))

    days = f"{month:02}-{first:02}" + (f"..{month:02}-{last:02}" if last > first else "")
    return Unit(end=end, grain="day", in_year=in_year, recurring=Recurring(days=(days,)))


def _second_day(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """The other day of "5-12", "5 to 12", "5th and 12th": its number and the position after it."""
    if is_dashed(tokens, at) and (number := _day_number(tokens, at)) is not None:
        return number, at + 1
    if at < len(tokens) and tokens[at].key in {"to", "and", "until", "through", "thru", "till"}:
        after = skip(tokens, at + 1, frozenset({"the"}))
        number = _day_number(tokens, after)
        return None if number is None else (number, after + 1)
    return None


def read_day_month(tokens: Tokens, at: int, _: Calendar) -> Unit | None:
    """14 March, 14th of March, 5-12 July, the 5th to the 12th of July."""
    first = _day_number(tokens, at)
    if first is None:
        return None
    last, end = _second_day(tokens, at + 1) or (first, at + 1)
    end = skip(tokens, end, frozenset({"of"}))
    month = _month_at(tokens, end)
    if month is None or not (is_glued(tokens, end) or tokens[end].gap == "-"):
        return None
    return days_of_month(end + 1, month, first, last)


def read_month_day(tokens: Tokens, at: int, _: Calendar) -> Unit | None:
    """March 14, March 14th, March the 14th, July 5-12."""
    month = _month_at(tokens, at)
    day_at = skip(tokens, at + 1, frozenset({"the"}))
    first = _day_number(tokens, day_at) if is_glued(tokens, day_at) else None
    if month is None or first is None or date_words.NUMBERS.get(tokens[day_at].key):
        return None
    last, end = (is_dashed(tokens, day_at + 1) and _second_day(tokens, day_at + 1)) or (first, day_at + 1)
    if _month_at(tokens, end) is not None and end > day_at + 1:
        last, end = first, day_at + 1
    return days_of_month(end, month, first, last)


def read_month(tokens: Tokens, at: int, _: Calendar) -> Unit | None:
    """March, Mar., Julys."""
    key = tokens[at].key
    month = date_words.MONTHS.get(key) or date_words.MONTHS.get(key.removesuffix("s"))
    short = date_words.SHORT_MONTHS.get(key)
    if month is None and short is None:
        return None
    number = month or short or 0
    return Unit(
        end=at + 1,
        grain="month",
        in_year=lambda year: months_range(year, number),
        recurring=Recurring(months=(number,)),
        certain=month is not None and key not in _UNSURE,
    )


def read_season(tokens: Tokens, at: int, calendar: Calendar) -> Unit | None:
    """Summer, summers, fall."""
    key = tokens[at].key
    season = date_words.SEASON_WORDS.get(key) or date_words.SEASON_WORDS.get(key.removesuffix("s"))
    if season is None:
        return None
    name = season
    return Unit(
        end=at + 1,
        grain="season",
        in_year=lambda year: season_range(name, year, calendar),
        recurring=Recurring(months=season_months(season, calendar)),
        certain=key not in _UNSURE and key != "falls",
    )


def read_holiday(tokens: Tokens, at: int, _: Calendar) -> Unit | None:
    """Christmas, New Year's Eve, 4th of July: the longest spelling that fits."""
    keys = tuple(token.key for token in tokens[at : at + 4])
    if keys[:3] == ("4th", "of", "july"):
        return _holiday(at + 3, "independence_day")
    for length in range(len(keys), 0, -1):
        holiday = date_words.HOLIDAY_WORDS.get(keys[:length])
        if holiday is not None:
            return _holiday(at + length, holiday)
    return None


def _holiday(end: int, holiday: str) -> Unit:
    return Unit(
        end=end,
        grain="holiday",
        in_year=lambda year: days_of(holiday, year),
        recurring=Recurring(holidays=(holiday,)),
    )


def read_decade(tokens: Tokens, at: int, _: Calendar) -> Unit | None:
    """90s, '90s, 1990s, nineties, 2000s, 19th century."""
    key = tokens[at].key
    following = tokens[at + 1].key if at + 1 < len(tokens) else ""
    if following == "century" and (ordinal := ordinal_of(tokens[at])) is not None and 18 < ordinal <= 21:
        return Unit(end=at + 2, grain="decade", days=year_range((ordinal - 1) * 100, 100))
    digits = key.removesuffix("s")
    if key in date_words.DECADES:
        year = _full_year(date_words.DECADES[key])
    elif (
        key.endswith("s") and digits.isascii() and digits.isdecimal() and digits.endswith("0") and len(digits) in {2, 4}
    ):
        year = int(digits) if len(digits) == 4 else _full_year(int(digits))
    else:
        return None
    return Unit(end=at + 1, grain="decade", days=year_range(year, 10)) if is_year(year) else None


def read_year(tokens: Tokens, at: int, _: Calendar) -> Unit | None:
    """2007, '07, and what stands after it: 2007 March, 2018 Q3 are read from the year."""
    year = year_at(tokens, at)
    return None if year is None else Unit(end=at + 1, grain="year", days=year_range(year))
