"""Conditions on `p.photo`, a photo's slot."""

from collections.abc import Iterable, Sequence
from datetime import time

from shoebox.adapters.index_sqlite.fragments import Fragment, all_of, any_of, marks
from shoebox.adapters.index_sqlite.terms import SLOT_BITS
from shoebox.adapters.index_sqlite.windows import ALL_DAYS, SECONDS_A_DAY, Stretch, recurring_days, slots
from shoebox.query.matcher import hours_of
from shoebox.query.model import Recurring

_DAY = f"(p.photo >> {SLOT_BITS}) / {SECONDS_A_DAY}"
"""Days since the first of January of the year 1, a Monday."""
_SECOND_OF_DAY = f"(p.photo >> {SLOT_BITS}) % {SECONDS_A_DAY}"


def has_term(terms: Sequence[int]) -> Fragment:
    """The photo has one of the terms."""
    return Fragment(f"EXISTS (SELECT 1 FROM {_postings_of(terms)})", tuple(terms))  # noqa: S608 - values are bound


def lacks_terms(terms: Sequence[int]) -> Fragment:
    """The photo has none of the terms."""
    condition = has_term(terms)
    return Fragment(f"NOT {condition.sql}", condition.values)


def nobody_but(people: Sequence[int]) -> Fragment:
    """Every face is named, and the names are among `people`."""
    among = f"SELECT count(*) FROM {_postings_of(people)}"  # noqa: S608 - values are bound
    sql = f"SELECT 1 FROM photo WHERE id = p.photo AND faces <= people AND people = ({among})"  # noqa: S608 - the same
    return Fragment(f"EXISTS ({sql})", tuple(people))


def within(stretches: Iterable[Stretch]) -> Fragment:
    """The photo was taken in one of the stretches of slots."""
    return any_of([Fragment("p.photo BETWEEN ? AND ?", stretch) for stretch in stretches])


def at_times(recurring: Recurring) -> Fragment:
    """The weekday and the time of day are as asked."""
    asked = []
    if recurring.weekdays:
        asked.append(Fragment(f"({_DAY} % 7 + 1) IN ({marks(recurring.weekdays)})", recurring.weekdays))
    if recurring.times_of_day:
        asked.append(any_of([_in_hours(span) for span in recurring.times_of_day]))
    return all_of(asked)


def recurs(recurring: Recurring, years: Iterable[int]) -> Fragment:
    """All of `recurring` that is given holds."""
    days = recurring_days(recurring, years)
    times = at_times(recurring)
    return times if tuple(days) == ALL_DAYS else all_of([within(slots(days)), times])


def has_words(match: str) -> Fragment:
    """The photo has the words of an FTS5 expression."""
    return Fragment("EXISTS (SELECT 1 FROM words WHERE words MATCH ? AND rowid = p.photo)", (match,))


def has_file_name(pattern: str) -> Fragment:
    """A file of the photo is named like a GLOB pattern; the plus keeps SQLite from asking the trigrams each time."""
    slots_of = "SELECT p.photo UNION ALL SELECT slot FROM other_file WHERE photo = p.photo"
    sql = f"SELECT 1 FROM file_name WHERE rowid IN ({slots_of}) AND +name GLOB ?"  # noqa: S608 - constants
    return Fragment(f"EXISTS ({sql})", (pattern,))


def _postings_of(terms: Sequence[int]) -> str:
    return f"posting WHERE term IN ({marks(terms)}) AND photo = p.photo"


def _in_hours(span: str) -> Fragment:
    begin, end = map(_second, hours_of(span))
    operator = "AND" if begin < end else "OR"
    return Fragment(f"({_SECOND_OF_DAY} >= ? {operator} {_SECOND_OF_DAY} < ?)", (begin, end))


def _second(moment: time) -> int:
    return moment.hour * 3600 + moment.minute * 60 + moment.second
