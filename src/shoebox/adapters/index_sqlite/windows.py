"""Dates as stretches of time: days as proleptic ordinals (`date.toordinal`), time as slots (`terms`).

Stretches are pairs of first and last, both included; lists of them are sorted and do not overlap.
"""

from bisect import bisect_left, bisect_right
from calendar import isleap, monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from shoebox.adapters.index_sqlite.terms import first_slot
from shoebox.query.holidays import HOLIDAYS, days_of
from shoebox.query.model import DateRange, Recurring

Stretch = tuple[int, int]
ALL_DAYS: tuple[Stretch, ...] = ((date.min.toordinal(), date.max.toordinal()),)
SECONDS_A_DAY = 86400

_LEAP_YEAR = [f"{date(2000, 1, 1) + timedelta(days=day):%m-%d}" for day in range(366)]
_COMMON_YEAR = [day for day in _LEAP_YEAR if day != "02-29"]


def days_in(ranges: Iterable[DateRange]) -> list[Stretch]:
    """The days that lie in some of `ranges`."""
    spans = (((one.first or date.min).toordinal(), (one.last or date.max).toordinal()) for one in ranges)
    return union(spans)


def recurring_days(recurring: Recurring, years: Iterable[int]) -> list[Stretch]:
    """The days in `years` and thereabouts in the months, days and holidays asked for; weekdays and hours left aside.

    All days where nothing of the kind is asked.
    """
    asked: list[list[Stretch]] = []
    years = sorted(years)
    if recurring.months:
        asked.append(union(_month(year, month) for year in years for month in recurring.months if 1 <= month <= 12))
    if recurring.days:
        asked.append(union(part for year in years for span in recurring.days for part in _days(year, span)))
    if recurring.holidays:
        around = {near for year in years for near in (year, year + 1) if 2 <= near <= 9998}
        known = HOLIDAYS.intersection(recurring.holidays)
        asked.append(days_in(days_of(holiday, year) for year in around for holiday in known))
    common = list(ALL_DAYS)
    for days in asked:
        common = intersection(common, days)
    return common


def union(spans: Iterable[Stretch]) -> list[Stretch]:
    """What lies in some of the spans, which may come in any order, overlap, touch or be empty."""
    merged: list[Stretch] = []
    for first, last in sorted(span for span in spans if span[0] <= span[1]):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(last, merged[-1][1])
        else:
            merged.append((first, last))
    return merged


def intersection(one: Sequence[Stretch], other: Sequence[Stretch]) -> list[Stretch]:
    """What lies in both."""
    common: list[Stretch] = []
    left = right = 0
    while left < len(one) and right < len(other):
        first, last = max(one[left][0], other[right][0]), min(one[left][1], other[right][1])
        if first <= last:
            common.append((first, last))
        if one[left][1] < other[right][1]:
            left += 1
        else:
            right += 1
    return common


def complement(days: Sequence[Stretch]) -> list[Stretch]:
    """The days that lie in none of `days`."""
    edges = [ALL_DAYS[0][0], *(edge for first, last in days for edge in (first - 1, last + 1)), ALL_DAYS[0][1]]
    return [(first, last) for first, last in zip(edges[::2], edges[1::2], strict=True) if first <= last]


def slots(days: Iterable[Stretch]) -> list[Stretch]:
    """Days as slots."""
    return [(_midnight(first), _midnight(last + 1) - 1) for first, last in days]


def _midnight(day: int) -> int:
    return first_slot((day - date.min.toordinal()) * SECONDS_A_DAY)


def _month(year: int, month: int) -> Stretch:
    first = date(year, month, 1).toordinal()
    return first, first + monthrange(year, month)[1] - 1


def _days(year: int, span: str) -> Iterable[Stretch]:
    """The days of a year between two "MM-DD", compared as text like in the matcher; a span may wrap the year's end."""
    first, _, last = span.partition("..")
    last = last or first
    days, start = _year(year), date(year, 1, 1).toordinal()
    begin, end = start + bisect_left(days, first), start + bisect_right(days, last) - 1
    return ((begin, end),) if first <= last else ((begin, start + len(days) - 1), (start, end))


def _year(year: int) -> list[str]:
    return _LEAP_YEAR if isleap(year) else _COMMON_YEAR
