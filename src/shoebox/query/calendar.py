"""Date arithmetic: months, weeks, seasons, decades as ranges of days, and steps back from today."""

from collections.abc import Callable
from datetime import date, timedelta

from shoebox.query.context import Calendar
from shoebox.query.model import DateRange

FIRST_YEAR, LAST_YEAR = 1800, 2100
DAY = timedelta(days=1)
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
"""The month in which a northern season begins."""

InYear = Callable[[int], DateRange]
"""What an expression without a year means in a given year."""


def first_of(days: DateRange) -> date:
    """The first day of a range, or the first of all days."""
    return days.first or date.min


def last_of(days: DateRange) -> date:
    """The last day of a range, or the last of all days."""
    return days.last or date.max


def day_range(day: date) -> DateRange:
    """One day."""
    return DateRange(day, day)


def year_range(year: int, years: int = 1) -> DateRange:
    """Whole years."""
    return DateRange(date(year, 1, 1), date(year + years - 1, 12, 31))


def months_range(year: int, month: int, months: int = 1) -> DateRange:
    """Whole months from the first of one; months beyond 12 lie in later years."""
    first = date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
    return DateRange(first, shift_months(first, months) - DAY)


def shift_months(day: date, months: int) -> date:
    """The same day some months on (or back), or the month's last day where there is no such day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, month_length(year, month + 1)))


def month_length(year: int, month: int) -> int:
    """The number of days of a month."""
    return (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days


def week_range(day: date, calendar: Calendar) -> DateRange:
    """The calendar week around a day."""
    back = day.weekday() if calendar.week_start == "monday" else day.isoweekday() % 7
    first = day - back * DAY
    return DateRange(first, first + 6 * DAY)


def weekend_range(day: date) -> DateRange:
    """The Saturday and Sunday of the week (from Monday) around a day."""
    saturday = day + (5 - day.weekday()) * DAY
    return DateRange(saturday, saturday + DAY)


def season_months(season: str, calendar: Calendar) -> tuple[int, ...]:
    """The three months of a season here."""
    begin = SEASONS[season] + (6 if calendar.hemisphere == "south" else 0)
    return tuple((begin + step - 1) % 12 + 1 for step in range(3))


def season_range(season: str, year: int, calendar: Calendar) -> DateRange:
    """A season by the year in which it begins: winter 2019 in the north is December 2019 to February 2020."""
    return months_range(year, season_months(season, calendar)[0], 3)


def is_year(year: int) -> bool:
    """Whether photos can be asked for in that year."""
    return FIRST_YEAR <= year <= LAST_YEAR


def day_or_none(year: int, month: int, day: int) -> date | None:
    """The day, if there is one in a year that can be asked for."""
    if not (is_year(year) and 1 <= month <= 12 and 1 <= day <= month_length(year, month)):
        return None
    return date(year, month, day)


def latest_begun(in_year: InYear, today: date) -> DateRange:
    """The latest one that has begun."""
    return next(days for days in _back(in_year, today) if first_of(days) <= today)


def latest_over(in_year: InYear, today: date) -> DateRange:
    """The latest one that is wholly over."""
    return next(days for days in _back(in_year, today) if last_of(days) < today)


def _back(in_year: InYear, today: date) -> list[DateRange]:
    return [in_year(year) for year in range(today.year + 1, today.year - 10, -1)]


def part_of(days: DateRange, part: int, parts: int) -> DateRange:
    """One of equal parts (the first is 0) of a range: whole years, months or days, the largest unit that divides it.

    Thirds of a decade are its years 0-3, 4-6 and 7-9; thirds of a month its days 1-10, 11-20 and the rest.
    """
    first, last = first_of(days), last_of(days)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if first.day == 1 and months >= parts and (last + DAY).day == 1:
        step = 12 if months % 12 == 0 and months // 12 >= parts else 1
        edges = _edges(months // step, parts)
        begin = shift_months(first, edges[part] * step)
        return DateRange(begin, shift_months(first, edges[part + 1] * step) - DAY)
    count = (last - first).days + 1
    edges = [0, 10, 20, count] if parts == 3 and 28 <= count <= 31 else [count * i // parts for i in range(parts + 1)]
    return DateRange(first + edges[part] * DAY, first + max(edges[part + 1] - 1, edges[part]) * DAY)


def _edges(count: int, parts: int) -> list[int]:
    """Where parts begin; what is left over goes to the first."""
    size, rest = divmod(count, parts)
    return [0, *(size * (index + 1) + rest for index in range(parts))]
