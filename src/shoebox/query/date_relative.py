"""Dates told from today: yesterday, last week, two weeks ago, last summer, the past 30 days, on this day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from shoebox.query.calendar import (
    DAY,
    day_range,
    latest_begun,
    latest_over,
    months_range,
    shift_months,
    week_range,
    weekend_range,
    year_range,
)
from shoebox.query.context import Calendar
from shoebox.query.date_parts import read_simple
from shoebox.query.date_units import Tokens, Unit, is_glued, skip
from shoebox.query.date_words import SHORT_WEEKDAYS, UNITS, WEEKDAYS, number_of
from shoebox.query.model import DateRange, Recurring

_LAST = frozenset({"last", "previous", "past", "latest"})
_ROLLING = frozenset({"last", "past", "previous", "recent"})
_ARTICLES = frozenset({"the", "a", "my", "our"})
_DAYS = {"day": 1, "week": 7, "fortnight": 14, "weekend": 7}
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
_LONGEST_WAY_BACK = 10_000


def step_back(day: date, unit: str, count: int) -> date:
    """The day some units before; stays within the years there are."""
    count = min(count, _LONGEST_WAY_BACK)
    if unit == "hour":
        return step_back(day, "day", count // 24)
    if unit in _DAYS:
        return day - timedelta(days=min(count * _DAYS[unit], (day - date(2, 1, 1)).days))
    return shift_months(day, -min(count * _MONTHS[unit], (day.year - 2) * 12))


def unit_around(day: date, unit: str, calendar: Calendar) -> DateRange:
    """The calendar day, week, month … that holds a day."""
    makers: dict[str, Callable[[], DateRange]] = {
        "day": lambda: day_range(day),
        "hour": lambda: day_range(day),
        "week": lambda: week_range(day, calendar),
        "fortnight": lambda: week_range(day, calendar),
        "weekend": lambda: weekend_range(day),
        "month": lambda: months_range(day.year, day.month),
        "quarter": lambda: months_range(day.year, (day.month - 1) // 3 * 3 + 1, 3),
        "year": lambda: year_range(day.year),
        "decade": lambda: year_range(max(day.year // 10 * 10, 1), 10),
        "century": lambda: year_range(max(day.year // 100 * 100, 1), 100),
    }
    return makers[unit]()


def duration_at(tokens: Tokens, at: int) -> tuple[int, str, int] | None:
    """A count, a unit and the position after them: 3 weeks, a couple of months, a year."""
    if at >= len(tokens) or (count := number_of(tokens[at])) is None:
        return None
    at += 1
    if at + 1 < len(tokens) and count == 1 and tokens[at].key in {"couple", "few"}:
        count, at = number_of(tokens[at]) or 1, at + 1
    at = skip(tokens, at, frozenset({"of"})) if count in {2, 3} else at
    unit = UNITS.get(tokens[at].key) if at < len(tokens) else None
    return None if unit is None or unit not in _DAYS | _MONTHS | {"hour": 0} else (count, unit, at + 1)


def read_day_word(tokens: Tokens, at: int, calendar: Calendar) -> Unit | None:
    """Today, now, yesterday, the day before yesterday, tonight, on this day."""
    keys = [token.key for token in tokens[at : at + 3]]
    today = calendar.today
    if keys == ["day", "before", "yesterday"]:
        return Unit(end=at + 3, grain="day", days=day_range(today - 2 * DAY))
    if keys[0] in {"today", "yesterday", "now", "tonight"}:
        day = today - DAY if keys[0] == "yesterday" else today
        return Unit(end=at + 1, grain="day", days=day_range(day), certain=keys[0] != "now")
    if keys[:2] in (["this", "day"], ["this", "date"]):
        return Unit(
            end=at + 2,
            grain="day",
            in_year=lambda year: day_range(shift_months(today, (year - today.year) * 12)),
            recurring=Recurring(days=(f"{today:%m-%d}",)),
        )
    return None


def read_ago(tokens: Tokens, at: int, calendar: Calendar) -> Unit | None:
    """Three days ago, two weeks ago, a year ago today: days exact, longer units as calendar weeks, months, years."""
    duration = duration_at(tokens, at)
    if duration is None:
        return None
    count, unit, end = duration
    if end >= len(tokens) or tokens[end].key not in {"ago", "back", "earlier"}:
        return None
    day = step_back(calendar.today, unit, count)
    if end + 1 < len(tokens) and tokens[end + 1].key == "today":
        return Unit(end=end + 2, grain="day", days=day_range(day))
    return Unit(end=end + 1, grain=unit, days=unit_around(day, unit, calendar))


def read_rolling(tokens: Tokens, at: int, calendar: Calendar) -> Unit | None:
    """The last 30 days, past 3 months, past year: up to today."""
    if tokens[at].key not in _ROLLING or at + 1 >= len(tokens):
        return None
    duration = duration_at(tokens, at + 1)
    if duration is None and tokens[at].key == "past" and (unit := UNITS.get(tokens[at + 1].key)) in _DAYS | _MONTHS:
        duration = 1, unit or "", at + 2
    if duration is None or duration[1] == "weekend":
        return None
    count, unit, end = duration
    return Unit(end=end, grain="part", days=DateRange(step_back(calendar.today, unit, count), calendar.today))


def read_last(tokens: Tokens, at: int, calendar: Calendar) -> Unit | None:
    """Last week, last March, last summer, last Christmas, last Tuesday, last night: the latest one wholly over."""
    if tokens[at].key not in _LAST or not is_glued(tokens, at + 1):
        return None
    key = tokens[at + 1].key
    weekday = WEEKDAYS.get(key) or SHORT_WEEKDAYS.get(key)
    if weekday is not None:
        return Unit(end=at + 2, grain="day", days=day_range(weekday_before(calendar.today, weekday)))
    if key == "night":
        return Unit(end=at + 1, grain="day", days=day_range(calendar.today - DAY))
    unit = UNITS.get(key)
    if unit == "weekend":
        over = weekend_range(calendar.today)
        return Unit(
            end=at + 2,
            grain=unit,
            days=over
            if over.last != calendar.today and over.last is not None and over.last < calendar.today
            else weekend_range(calendar.today - 7 * DAY),
        )
    if unit in _DAYS | _MONTHS and key == unit:
        return Unit(end=at + 2, grain=unit, days=unit_around(step_back(calendar.today, unit, 1), unit, calendar))
    return _chosen(tokens, at + 1, calendar, latest_over)


def read_this(tokens: Tokens, at: int, calendar: Calendar) -> Unit | None:
    """Say this week, this summer, this Christmas, this Monday, this morning; the latest one that has begun."""
    if tokens[at].key not in {"this", "current"} or not is_glued(tokens, at + 1):
        return None
    key = tokens[at + 1].key
    weekday = WEEKDAYS.get(key)
    unit = UNITS.get(key)
    if weekday is not None:
        return Unit(end=at + 2, grain="day", days=day_range(weekday_before(calendar.today + DAY, weekday)))
    if key in {"morning", "afternoon", "evening"}:
        return Unit(end=at + 1, grain="day", days=day_range(calendar.today))
    if unit == "weekend":
        begun = weekend_range(calendar.today)
        later = begun.first is not None and begun.first > calendar.today
        return Unit(end=at + 2, grain=unit, days=weekend_range(calendar.today - 7 * DAY) if later else begun)
    if unit in _DAYS | _MONTHS and unit != "day" and key == unit:
        return Unit(end=at + 2, grain=unit, days=unit_around(calendar.today, unit, calendar))
    return _chosen(tokens, at + 1, calendar, latest_begun)


def read_before_last(tokens: Tokens, at: int, calendar: Calendar) -> Unit | None:
    """The week before last, the year before last."""
    keys = [token.key for token in tokens[at : at + 3]]
    unit = UNITS.get(keys[0])
    if keys[1:] != ["before", "last"] or unit is None or unit not in _DAYS | _MONTHS:
        return None
    return Unit(end=at + 3, grain=unit, days=unit_around(step_back(calendar.today, unit, 2), unit, calendar))


def read_earlier(tokens: Tokens, at: int, calendar: Calendar) -> Unit | None:
    """Earlier this year: up to today."""
    unit = read_this(tokens, at + 1, calendar) if tokens[at].key == "earlier" and at + 2 < len(tokens) else None
    if unit is None or unit.days is None:
        return None
    return replace(unit, days=DateRange(unit.days.first, calendar.today))


def _chosen(tokens: Tokens, at: int, calendar: Calendar, choose: Callable[..., DateRange]) -> Unit | None:
    """Last or this month, season or holiday; one that has its own year is none of them."""
    inner = read_simple(tokens, at, calendar)
    if inner is None or inner.in_year is None or inner.days is not None:
        return None
    return Unit(end=inner.end, grain=inner.grain, days=choose(inner.in_year, calendar.today))


def weekday_before(day: date, weekday: int) -> date:
    """The latest Monday (1) … Sunday (7) before a day."""
    return day - ((day.isoweekday() - weekday - 1) % 7 + 1) * DAY


def read_weekday(tokens: Tokens, at: int, calendar: Calendar) -> Unit | None:
    """Monday (the latest), Mondays, weekends, weekdays; Sat and Sun only where a word before says so."""
    key = tokens[at].key
    singular = key.removesuffix("s")
    groups = {"weekend": (6, 7), "weekday": (1, 2, 3, 4, 5), "workday": (1, 2, 3, 4, 5)}
    if singular in groups:
        return Unit(end=at + 1, grain="weekday", recurring=Recurring(weekdays=groups[singular]))
    weekday = WEEKDAYS.get(key) or SHORT_WEEKDAYS.get(key)
    if weekday is not None:
        days = day_range(weekday_before(calendar.today, weekday))
        recurring = Recurring(weekdays=(weekday,))
        return Unit(end=at + 1, grain="weekday", days=days, recurring=recurring, certain=key in WEEKDAYS)
    plural = WEEKDAYS.get(singular)
    return None if plural is None else Unit(end=at + 1, grain="weekday", recurring=Recurring(weekdays=(plural,)))
