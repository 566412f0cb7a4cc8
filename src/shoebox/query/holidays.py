"""When holidays fall: fixed days, feasts counted in weekdays, and those that follow Easter."""

from collections.abc import Callable
from datetime import date, timedelta

from shoebox.query.model import DateRange

MONDAY, THURSDAY, SUNDAY = 1, 4, 7

_FIXED = {
    "all_saints_day": (11, 1),
    "anzac_day": (4, 25),
    "april_fools_day": (4, 1),
    "australia_day": (1, 26),
    "bastille_day": (7, 14),
    "bonfire_night": (11, 5),
    "boxing_day": (12, 26),
    "canada_day": (7, 1),
    "christmas_day": (12, 25),
    "christmas_eve": (12, 24),
    "cinco_de_mayo": (5, 5),
    "epiphany": (1, 6),
    "halloween": (10, 31),
    "independence_day": (7, 4),
    "juneteenth": (6, 19),
    "may_day": (5, 1),
    "new_years_day": (1, 1),
    "new_years_eve": (12, 31),
    "remembrance_day": (11, 11),
    "saint_nicholas_day": (12, 6),
    "st_patricks_day": (3, 17),
    "valentines_day": (2, 14),
    "waitangi_day": (2, 6),
    "womens_day": (3, 8),
}
"""Month and day."""

_NTH_WEEKDAY = {
    "columbus_day": (10, MONDAY, 2),
    "fathers_day": (6, SUNDAY, 3),
    "labor_day": (9, MONDAY, 1),
    "martin_luther_king_day": (1, MONDAY, 3),
    "memorial_day": (5, MONDAY, -1),
    "mothers_day": (5, SUNDAY, 2),
    "presidents_day": (2, MONDAY, 3),
    "thanksgiving": (11, THURSDAY, 4),
}
"""Month, weekday and which one of the month; -1 is the last. As kept in the United States."""

_AFTER_EASTER = {
    "ascension_day": (39, 39),
    "easter": (-2, 1),
    "easter_monday": (1, 1),
    "easter_sunday": (0, 0),
    "good_friday": (-2, -2),
    "mardi_gras": (-47, -47),
    "palm_sunday": (-7, -7),
    "pentecost": (49, 50),
}
"""First and last day, counted from Easter Sunday."""


def easter_sunday(year: int) -> date:
    """Western Easter by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8)."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    moon_shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - moon_shift + 15) % 30
    to_sunday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The `nth` Monday (1) to Sunday (7) of a month; -1 is the last one."""
    if nth < 0:
        following = date(year + month // 12, month % 12 + 1, 1)
        last = following - timedelta(days=1)
        return last - timedelta(days=(last.isoweekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))


def _christmas(year: int) -> DateRange:
    return DateRange(date(year, 12, 24), date(year, 12, 26))


def _new_year(year: int) -> DateRange:
    return DateRange(date(year - 1, 12, 31), date(year, 1, 1))


def _black_friday(year: int) -> DateRange:
    friday = nth_weekday(year, 11, THURSDAY, 4) + timedelta(days=1)
    return DateRange(friday, friday)


_PERIODS: dict[str, Callable[[int], DateRange]] = {
    "black_friday": _black_friday,
    "christmas": _christmas,
    "new_year": _new_year,
}

HOLIDAYS = frozenset(_FIXED) | frozenset(_NTH_WEEKDAY) | frozenset(_AFTER_EASTER) | frozenset(_PERIODS)
"""The names of all holidays known."""


def days_of(holiday: str, year: int) -> DateRange:
    """The days of a holiday in a year from 2 to 9998; the turn of the year belongs to the year it begins.

    Raises KeyError for names not in HOLIDAYS.
    """
    if holiday in _FIXED:
        day = date(year, *_FIXED[holiday])
        return DateRange(day, day)
    if holiday in _NTH_WEEKDAY:
        day = nth_weekday(year, *_NTH_WEEKDAY[holiday])
        return DateRange(day, day)
    if holiday in _AFTER_EASTER:
        first, last = _AFTER_EASTER[holiday]
        sunday = easter_sunday(year)
        return DateRange(sunday + timedelta(days=first), sunday + timedelta(days=last))
    return _PERIODS[holiday](year)


def is_on(holiday: str, day: date) -> bool:
    """Whether `day` is one of the holiday's days in any year; never for names not in HOLIDAYS."""
    if holiday not in HOLIDAYS:
        return False
    for year in (day.year, day.year + 1):
        days = days_of(holiday, year)
        if days.first is not None and days.last is not None and days.first <= day <= days.last:
            return True
    return False
