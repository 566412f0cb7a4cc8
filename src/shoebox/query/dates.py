"""The date grammar: what spans of a query say when, as days or as what recurs.

Photos lie in the past, so relative and bare expressions look backwards. Where several readings are usual the one
of docs/search.md is taken.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from shoebox.query.calendar import DAY, InYear, first_of, last_of, latest_begun, latest_over
from shoebox.query.context import Calendar
from shoebox.query.date_parts import read_around, read_beside, read_nth, read_part, read_simple
from shoebox.query.date_relative import (
    duration_at,
    read_ago,
    read_before_last,
    read_day_word,
    read_earlier,
    read_last,
    read_rolling,
    read_this,
    read_weekday,
    step_back,
)
from shoebox.query.date_units import Tokens, Unit, is_dashed, skip, year_at
from shoebox.query.date_words import MONTHS, SEASON_WORDS, number_of
from shoebox.query.model import NEVER, DateRange, Recurring
from shoebox.query.times_of_day import PLURAL_TIMES, read_time

CUES = frozenset(
    (
        *("in", "from", "during", "on", "since", "until", "till", "before", "after", "of", "by", "around", "for"),
        *("except", "not", "no", "without", "but", "excluding", "last", "this"),
    )
)
"""Words before a date that make an unsure one (May, fall, Sat) a date."""
_READERS = (
    read_part,
    read_nth,
    read_around,
    read_beside,
    read_ago,
    read_rolling,
    read_last,
    read_this,
    read_earlier,
    read_before_last,
    read_day_word,
    read_weekday,
)
_THE = frozenset({"the", "a", "an"})
_TO = frozenset({"to", "until", "till", "through", "thru"})
_BEFORE = frozenset({"before", "pre"})
_UNTIL = frozenset({"until", "till"})
_AFTER = frozenset({"after", "post"})
_EVERY = frozenset({"every", "each", "all"})
_TWO_WORDS = {
    ("prior", "to"): "before",
    ("older", "than"): "before",
    ("earlier", "than"): "before",
    ("up", "to"): "until",
    ("newer", "than"): "after",
    ("later", "than"): "after",
    ("younger", "than"): "after",
    ("starting", "in"): "since",
    ("as", "of"): "since",
    ("starting", "from"): "since",
    ("beginning", "in"): "since",
    ("not", "before"): "since",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Tokens `start` to `end` say these days, or what recurs.

    `in_year` is there where a year said elsewhere in the query would make it certain days; `year` where all that was
    said is a year. `certain` is as in `Unit`.
    """

    start: int
    end: int
    dates: tuple[DateRange, ...] = ()
    recurring: Recurring = NEVER
    in_year: InYear | None = None
    year: int | None = None
    certain: bool = True


def read_unit(tokens: Tokens, at: int, calendar: Calendar) -> Unit | None:
    """The longest single date that begins here."""
    if at >= len(tokens):
        return None
    found = [read_simple(tokens, at, calendar), *(reader(tokens, at, calendar) for reader in _READERS)]
    return max((unit for unit in found if unit is not None), key=lambda unit: unit.end, default=None)


def dates_in(tokens: Tokens, calendar: Calendar) -> Iterator[When]:
    """Every date that can be read from any token on; they may overlap."""
    for at in range(len(tokens)):
        readers = (_between, _bounded, _older_than, _every, _several, _listed, _single, read_clock)
        for reader in readers:
            when = reader(tokens, at, calendar)
            if when is not None:
                yield when


def read_clock(tokens: Tokens, at: int, calendar: Calendar) -> When | None:
    """Times of day."""
    found = read_time(tokens, at)
    if found is None:
        return None
    dates = (DateRange(calendar.today, calendar.today),) if tokens[at].key == "tonight" else ()
    return When(start=at, end=found.end, dates=dates, recurring=Recurring(times_of_day=found.times))


def _single(tokens: Tokens, at: int, calendar: Calendar) -> When | None:
    unit = read_unit(tokens, at, calendar)
    if unit is None:
        return None
    span = _span(tokens, unit, calendar)
    if span is not None:
        return When(start=at, end=span[1], dates=span[0][:1], recurring=span[2])
    if at and tokens[at - 1].key in {"a", "an"} and unit.grain == "weekday" and unit.recurring:
        return When(start=at, end=unit.end, recurring=unit.recurring)
    if unit.grain == "weekday" and unit.recurring and unit.end < len(tokens) and tokens[unit.end].key in PLURAL_TIMES:
        return When(start=at, end=unit.end, recurring=unit.recurring)
    cued = at > 0 and tokens[skip_back(tokens, at)].key in CUES | _EVERY
    sure = unit.certain or cued or _follows_date(tokens, at) or _leads(tokens, at, unit)
    year = year_at(tokens, at) if unit.grain == "year" and unit.end == at + 1 else None
    if year is None and unit.grain == "year" and unit.days is not None:
        year = first_of(unit.days).year
    return When(
        start=at,
        end=unit.end,
        dates=unit_dates(unit, calendar),
        recurring=unit.recurring if unit.days is None else NEVER,
        in_year=unit.in_year if unit.days is None else None,
        year=year,
        certain=sure,
    )


def _leads(tokens: Tokens, at: int, unit: Unit) -> bool:
    """Whether a season stands first and is followed by a place: fall in Vermont."""
    return at == 0 and unit.grain == "season" and unit.end < len(tokens) and tokens[unit.end].key in {"in", "at"}


def _follows_date(tokens: Tokens, at: int) -> bool:
    """Whether a month or season stands before, with and, or or a comma between: January and March."""
    joined = at > 1 and tokens[at - 1].key in {"and", "or"}
    before = at - 2 if joined else at - 1 if at and "," in tokens[at].gap else -1
    return before >= 0 and tokens[before].key in {**MONTHS, **SEASON_WORDS}


def skip_back(tokens: Tokens, at: int) -> int:
    """The position of the word before, articles passed over; 0 at the least."""
    at -= 1
    while at > 0 and tokens[at].key in {"the", "a", "an", "my", "our", "early", "late", "mid"}:
        at -= 1
    return max(at, 0)


def unit_dates(unit: Unit, calendar: Calendar) -> tuple[DateRange, ...]:
    """The unit's days; of a unit that neither has a year nor is said to recur, the latest ones."""
    if unit.days is not None:
        return (unit.days,)
    return () if unit.recurring or unit.in_year is None else (latest_begun(unit.in_year, calendar.today),)


def _certain_days(unit: Unit, calendar: Calendar) -> DateRange | None:
    """The unit's days, the latest ones where it has no year."""
    if unit.days is not None:
        return unit.days
    return None if unit.in_year is None else latest_begun(unit.in_year, calendar.today)


def _span(
    tokens: Tokens, left: Unit, calendar: Calendar, joins: frozenset[str] = _TO
) -> tuple[tuple[DateRange, ...], int, Recurring] | None:
    """What "LEFT to RIGHT" or "LEFT - RIGHT" says: days or what recurs, and the position after it."""
    at = left.end
    if at < len(tokens) and tokens[at].key in joins:
        right = read_unit(tokens, skip(tokens, at + 1, _THE), calendar)
    elif is_dashed(tokens, at):
        right = read_unit(tokens, at, calendar)
    else:
        return None
    if right is None:
        return None
    recurring = _recurring_span(left, right)
    if recurring:
        return (), right.end, recurring
    days = _joined(left, right, calendar)
    return None if days is None else ((days,), right.end, NEVER)


def _recurring_span(left: Unit, right: Unit) -> Recurring:
    """June to August, Monday to Friday: with no year anywhere."""
    if left.grain == right.grain == "month" and left.days is None and right.days is None:
        first, last = left.recurring.months[0], right.recurring.months[0]
        return Recurring(months=tuple((first + step - 1) % 12 + 1 for step in range((last - first) % 12 + 1)))
    if left.grain == right.grain == "weekday" and left.recurring.weekdays and right.recurring.weekdays:
        first, last = left.recurring.weekdays[0], right.recurring.weekdays[-1]
        return Recurring(weekdays=tuple((first + step - 1) % 7 + 1 for step in range((last - first) % 7 + 1)))
    return NEVER


def _joined(left: Unit, right: Unit, calendar: Calendar) -> DateRange | None:
    """From the first day of one to the last of the other; a missing year is taken from the other one."""
    begin, end = left.days, right.days
    if end is None and (begin is None or left.grain in {"year", "decade"}):
        end = _certain_days(right, calendar)
    if begin is None and end is not None and left.in_year is not None:
        begin = left.in_year(last_of(end).year)
        begin = begin if first_of(begin) <= last_of(end) else left.in_year(last_of(end).year - 1)
    if end is None and begin is not None and right.in_year is not None:
        end = right.in_year(first_of(begin).year)
        end = end if first_of(begin) <= last_of(end) else right.in_year(first_of(begin).year + 1)
    if begin is None or end is None:
        return None
    return DateRange(min(first_of(begin), first_of(end)), max(last_of(begin), last_of(end)))


def _between(tokens: Tokens, at: int, calendar: Calendar) -> When | None:
    if tokens[at].key not in {"between", "from"}:
        return None
    left = read_unit(tokens, skip(tokens, at + 1, _THE), calendar)
    if left is None:
        return None
    joins = _TO | {"and"} if tokens[at].key == "between" else _TO
    span = _span(tokens, left, calendar, joins)
    if span is None:
        return _onwards(tokens, at, left)
    return When(start=at, end=span[1], dates=span[0], recurring=span[2])


def _onwards(tokens: Tokens, at: int, unit: Unit) -> When | None:
    """From 2015 on, from May 2012 onwards."""
    if unit.days is None or unit.end >= len(tokens) or tokens[unit.end].key not in {"on", "onward", "onwards"}:
        return None
    return When(start=at, end=unit.end + 1, dates=(DateRange(unit.days.first, None),))


def _bound_at(tokens: Tokens, at: int) -> tuple[str, int] | None:
    """Before, until, after or since, and the position after it."""
    pair = tuple(token.key for token in tokens[at : at + 2])
    if len(pair) == 2 and (word := _TWO_WORDS.get((pair[0], pair[1]))) is not None:
        return word, at + 2
    key = tokens[at].key
    for word, keys in (("before", _BEFORE), ("until", _UNTIL), ("after", _AFTER), ("since", frozenset({"since"}))):
        if key in keys:
            return word, at + 1
    return None


def _bounded(tokens: Tokens, at: int, calendar: Calendar) -> When | None:
    """Before 2010, until May 2003, after last Christmas, since 2018."""
    bound = _bound_at(tokens, at)
    if bound is None:
        return None
    unit = read_unit(tokens, skip(tokens, bound[1], _THE), calendar)
    days = None if unit is None else _certain_days(unit, calendar)
    if unit is None or days is None:
        return None
    ranges = {
        "before": lambda: DateRange(None, first_of(days) - DAY),
        "until": lambda: DateRange(None, days.last),
        "after": lambda: DateRange(last_of(days) + DAY, None),
        "since": lambda: DateRange(days.first, None),
    }
    return When(start=at, end=unit.end, dates=(ranges[bound[0]](),))


def _older_than(tokens: Tokens, at: int, calendar: Calendar) -> When | None:
    """Older than 5 years, more than a year ago, less than 3 weeks ago, newer than 2 months."""
    keys = tuple(token.key for token in tokens[at : at + 2])
    older = keys in {("older", "than"), ("more", "than")} or keys[:1] == ("over",)
    newer = keys in {("newer", "than"), ("less", "than")} or keys[:1] == ("within",)
    if not (older or newer):
        return None
    duration = duration_at(tokens, at + (1 if keys[0] in {"over", "within"} else 2))
    if duration is None:
        return None
    count, unit, end = duration
    ago = end < len(tokens) and tokens[end].key in {"ago", "old"}
    if keys[0] in {"more", "less", "over"} and not ago:
        return None
    day = step_back(calendar.today, unit, count)
    return When(
        start=at, end=end + ago, dates=(DateRange(None, day - DAY) if older else DateRange(day, calendar.today),)
    )


def _every(tokens: Tokens, at: int, calendar: Calendar) -> When | None:
    """Every July, each Christmas, every 3rd of May: what recurs, even where the bare word means the latest one."""
    if tokens[at].key not in _EVERY:
        return None
    unit = read_unit(tokens, skip(tokens, at + 1, frozenset({"the", "single"})), calendar)
    if unit is None or not unit.recurring or (unit.days is not None and unit.grain != "weekday"):
        return None
    return When(start=at, end=unit.end, recurring=unit.recurring)


def _several(tokens: Tokens, at: int, calendar: Calendar) -> When | None:
    """The last 3 summers, two Christmases ago."""
    word = tokens[at].key
    count_at = at + (word in {"last", "past"})
    count = number_of(tokens[count_at]) if count_at < len(tokens) else None
    unit = read_simple(tokens, count_at + 1, calendar)
    if count is None or not 1 <= count <= _MOST or unit is None or unit.in_year is None or unit.days is not None:
        return None
    latest = latest_over(unit.in_year, calendar.today)
    year = next(year for year in range(calendar.today.year + 1, 0, -1) if unit.in_year(year) == latest)
    if count_at > at:
        dates = tuple(unit.in_year(year - back) for back in range(count))
        return When(start=at, end=unit.end, dates=dates)
    if unit.end < len(tokens) and tokens[unit.end].key == "ago" and unit.grain in {"season", "holiday", "month"}:
        return When(start=at, end=unit.end + 1, dates=(unit.in_year(year - count + 1),))
    return None


_AND = frozenset({"and", "or"})
_MOST = 100


def _listed(tokens: Tokens, at: int, calendar: Calendar) -> When | None:
    """June and July 2019; spring, summer and autumn 2015; summer 2015 and 2016: a shared year or a shared unit."""
    first = read_simple(tokens, at, calendar)
    if first is None or first.in_year is None:
        return None
    if first.days is not None:
        return _years_of(tokens, at, first, calendar)
    units = [first]
    while (behind := _next_in_list(tokens, units[-1].end, calendar)) is not None and behind.grain == first.grain:
        units.append(behind)
        if behind.days is not None:
            year = first_of(behind.days).year
            dates = tuple(unit.days or unit.in_year(year) for unit in units if unit.in_year is not None)
            return When(start=at, end=behind.end, dates=dates)
    return None


def _years_of(tokens: Tokens, at: int, unit: Unit, calendar: Calendar) -> When | None:
    """Summer 2015 and 2016 and 2018."""
    if unit.in_year is None or unit.days is None:
        return None
    dates, end = [unit.days], unit.end
    while (behind := _next_in_list(tokens, end, calendar)) is not None and behind.grain == "year":
        if behind.days is None or year_at(tokens, behind.end - 1) is None:
            break
        dates.append(unit.in_year(first_of(behind.days).year))
        end = behind.end
    return When(start=at, end=end, dates=tuple(dates)) if len(dates) > 1 else None


def _next_in_list(tokens: Tokens, at: int, calendar: Calendar) -> Unit | None:
    """The date after an and, an or, a comma or a stroke."""
    behind = skip(tokens, at, _AND)
    if behind >= len(tokens) or (behind == at and tokens[at].gap.strip() not in {",", "&", "/"}):
        return None
    return read_simple(tokens, behind, calendar)
