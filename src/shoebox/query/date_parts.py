"""Parts of dates: early 2015, the end of June, the first week of May, Q3 2018, the weekend of 4 July."""

from collections.abc import Callable
from datetime import date, timedelta

from shoebox.query.calendar import (
    DAY,
    day_range,
    first_of,
    last_of,
    months_range,
    part_of,
    shift_months,
    week_range,
    weekend_range,
    year_range,
)
from shoebox.query.context import Calendar
from shoebox.query.date_units import (
    Reader,
    Tokens,
    Unit,
    read_day_month,
    read_decade,
    read_holiday,
    read_month,
    read_month_day,
    read_numeric,
    read_season,
    read_year,
    skip,
    with_year,
    year_at,
)
from shoebox.query.date_words import UNITS, WEEKDAYS, number_of, ordinal_of
from shoebox.query.holidays import nth_weekday
from shoebox.query.model import DateRange

THIRDS = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}
_NEED_OF = frozenset({"beginning", "start", "middle", "end"})
_OF = frozenset({"of", "in", "the"})
_THE = frozenset({"the"})


def read_quarter(tokens: Tokens, at: int, _: Calendar) -> Unit | None:
    """Q3, third quarter, H1, second half; the year follows."""
    key = tokens[at].key
    end = at + 1
    number: int | None = None
    months = 0
    if len(key) == 2 and key[0] in "qh" and key[1] in ("1234" if key[0] == "q" else "12"):
        number, months = int(key[1]), 3 if key[0] == "q" else 6
    elif end < len(tokens) and tokens[end].key in {"quarter", "half"}:
        number, months = ordinal_of(tokens[at]), 3 if tokens[end].key == "quarter" else 6
        end += 1
    parts = 12 // months if months else 0
    if number is None or not -1 <= number <= parts or number == 0:
        return None
    month = ((number if number > 0 else parts) - 1) * months + 1
    return Unit(
        end=end,
        grain="quarter",
        in_year=lambda year: months_range(year, month, months),
        certain=key[0] in "qh" and len(key) == 2,
    )


def read_week_number(tokens: Tokens, at: int, _: Calendar) -> Unit | None:
    """Week 32 by ISO 8601; the year must follow."""
    number = number_of(tokens[at + 1]) if tokens[at].key == "week" and at + 1 < len(tokens) else None
    if number is None or not 1 <= number <= 53:
        return None
    year_position = skip(tokens, at + 2, _OF)
    year = year_at(tokens, year_position)
    if year is None:
        return None
    monday = date(year, 1, 4) - date(year, 1, 4).weekday() * DAY + timedelta(weeks=number - 1)
    return Unit(end=year_position + 1, grain="week", days=DateRange(monday, monday + 6 * DAY))


_SIMPLE: tuple[Reader, ...] = (
    read_numeric,
    read_day_month,
    read_month_day,
    read_holiday,
    read_quarter,
    read_month,
    read_season,
    read_decade,
    read_week_number,
    read_year,
)


def read_simple(tokens: Tokens, at: int, calendar: Calendar) -> Unit | None:
    """The longest of the plain dates that begin here, with its year."""
    if at >= len(tokens):
        return None
    found = (reader(tokens, at, calendar) for reader in _SIMPLE)
    units = [with_year(tokens, unit, calendar) for unit in found if unit is not None]
    best = max(units, key=lambda unit: unit.end, default=None)
    if best is not None and best.grain == "year":
        return _year_first(tokens, best, calendar)
    return best


def _year_first(tokens: Tokens, year: Unit, calendar: Calendar) -> Unit:
    """2018 March, 2018 Q3, 2019 summer: the unit behind the year, unless that has a year of its own."""
    if year.end >= len(tokens) or tokens[year.end].gap.strip(" ,"):
        return year
    for reader in (read_month_day, read_quarter, read_month, read_season):
        behind = reader(tokens, year.end, calendar)
        if behind is None or behind.in_year is None or year.days is None or not behind.certain:
            continue
        if with_year(tokens, behind, calendar).days is None:
            return Unit(end=behind.end, grain=behind.grain, days=behind.in_year(first_of(year.days).year))
    return year


def read_part(tokens: Tokens, at: int, calendar: Calendar) -> Unit | None:
    """Early 2015, mid-90s, end of June, first half of the summer."""
    key = tokens[at].key
    if key in THIRDS:
        number, parts, end = THIRDS[key], 3, at + 1
    elif (ordinal := ordinal_of(tokens[at])) in {1, 2, -1} and at + 1 < len(tokens) and tokens[at + 1].key == "half":
        number, parts, end = (0 if ordinal == 1 else 1), 2, at + 2
    else:
        return None
    inner_at = skip(tokens, end, _OF if key in _NEED_OF or parts == 2 else _THE)
    if inner_at == end and (key in _NEED_OF or parts == 2):
        return None
    inner = read_simple(tokens, inner_at, calendar) or _this_unit(tokens, inner_at, calendar)
    if inner is None or inner.grain == "day":
        return None
    return _mapped(inner, "part", lambda days: part_of(days, number, parts))


def _this_unit(tokens: Tokens, at: int, calendar: Calendar) -> Unit | None:
    """[this|last] month, year: what "end of the year" and "early last year" are about."""
    back = int(at < len(tokens) and tokens[at].key == "last")
    at = skip(tokens, at, frozenset({"this", "last"}))
    unit = UNITS.get(tokens[at].key) if at < len(tokens) else None
    if unit == "year":
        return Unit(end=at + 1, grain="year", days=year_range(calendar.today.year - back))
    if unit == "month":
        first = shift_months(calendar.today, -back)
        return Unit(end=at + 1, grain="month", days=months_range(first.year, first.month))
    return None


def _mapped(unit: Unit, grain: str, change: Callable[[DateRange], DateRange]) -> Unit:
    in_year = unit.in_year
    return Unit(
        end=unit.end,
        grain=grain,
        days=None if unit.days is None else change(unit.days),
        in_year=None if in_year is None else lambda year: change(in_year(year)),
    )


def read_nth(tokens: Tokens, at: int, calendar: Calendar) -> Unit | None:
    """First week of June 2021, last 10 days of May, second Sunday in May 2020, last day of 2019."""
    ordinal = ordinal_of(tokens[at])
    if ordinal is None:
        return None
    count = number_of(tokens[at + 1]) if at + 2 < len(tokens) else None
    unit_at = at + (1 if count is None else 2)
    if unit_at + 1 >= len(tokens) or tokens[unit_at + 1].key not in {"of", "in"}:
        return None
    key = tokens[unit_at].key
    unit, weekday = UNITS.get(key), WEEKDAYS.get(key)
    inner = read_simple(tokens, skip(tokens, unit_at + 1, _OF), calendar)
    inner = inner or _this_unit(tokens, skip(tokens, unit_at + 1, _OF), calendar)
    if inner is None or inner.grain == "day":
        return None
    if weekday is not None:
        return _mapped(inner, "day", lambda days: _nth_weekday_of(days, weekday, ordinal))
    if unit in {"day", "week", "weekend", "month", "year"}:
        return _mapped(inner, "part", lambda days: _nth_of(days, unit or "", ordinal, count or 1))
    return None


def _nth_weekday_of(days: DateRange, weekday: int, ordinal: int) -> DateRange:
    if ordinal < 0:
        last = last_of(days)
        return day_range(nth_weekday(last.year, last.month, weekday, -1))
    first = first_of(days)
    return day_range(first + ((weekday - first.isoweekday()) % 7 + 7 * (ordinal - 1)) * DAY)


def _nth_of(days: DateRange, unit: str, ordinal: int, count: int) -> DateRange:
    """The nth stretch of `count` units; with a count, "first" and "last" are all that is sensible."""
    if unit == "weekend":
        saturday = first_of(_nth_weekday_of(days, 6, ordinal))
        return DateRange(saturday, saturday + DAY)
    if ordinal < 0:
        after = last_of(days) + DAY
        return DateRange(_shift(after, unit, -count), last_of(days))
    first = _shift(first_of(days), unit, count * (ordinal - 1))
    return DateRange(first, _shift(first, unit, count) - DAY)


def _shift(day: date, unit: str, count: int) -> date:
    if unit in {"day", "week"}:
        return day + timedelta(days=count * (7 if unit == "week" else 1))
    return shift_months(day, count * (12 if unit == "year" else 1))


def read_beside(tokens: Tokens, at: int, calendar: Calendar) -> Unit | None:
    """The week before Christmas 2019, the day after Easter."""
    unit = UNITS.get(tokens[at].key)
    side = tokens[at + 1].key if at + 1 < len(tokens) else ""
    if unit not in {"day", "week", "weekend", "month", "year"} or side not in {"before", "after"}:
        return None
    inner = read_simple(tokens, skip(tokens, at + 2, _THE), calendar)
    if inner is None:
        return None
    return _mapped(inner, "part", lambda days: _beside(days, unit, before=side == "before"))


def _beside(days: DateRange, unit: str, *, before: bool) -> DateRange:
    if unit == "weekend":
        saturday = first_of(weekend_range(first_of(days) if before else last_of(days)))
        saturday += timedelta(days=-7 if before and saturday >= first_of(days) else 0 if before else 7)
        return DateRange(saturday, saturday + DAY)
    if before:
        return DateRange(_shift(first_of(days), unit, -1), first_of(days) - DAY)
    return DateRange(last_of(days) + DAY, _shift(last_of(days), unit, 1))


def read_around(tokens: Tokens, at: int, calendar: Calendar) -> Unit | None:
    """Week of 12 May 2014, the weekend of the 4th of July 2015."""
    key = tokens[at].key
    if key not in {"week", "weekend"} or at + 1 >= len(tokens) or tokens[at + 1].key != "of":
        return None
    inner = read_simple(tokens, skip(tokens, at + 1, _OF), calendar)
    if inner is None or inner.grain not in {"day", "holiday"}:
        return None
    if key == "weekend":
        return _mapped(inner, "weekend", lambda days: weekend_range(first_of(days)))
    return _mapped(inner, "week", lambda days: week_range(first_of(days), calendar))
