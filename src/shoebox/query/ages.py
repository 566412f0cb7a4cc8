"""Ages and birthdays, told from birth dates: when Tom was 3, Anna as a baby, mom's 60th birthday, before I was born."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from shoebox.query.calendar import DAY, InYear, day_range, latest_over, shift_months
from shoebox.query.context import Context
from shoebox.query.date_units import skip
from shoebox.query.date_words import number_of, ordinal_of
from shoebox.query.entities import LONGEST_NAME, index_of
from shoebox.query.model import DateRange, Query, Recurring
from shoebox.query.spans import Kind, Source, Span, score
from shoebox.query.text import Token

Tokens = Sequence[Token]
_YEAR = 12
_STAGES: Mapping[str, tuple[int, int | None]] = {
    "newborn": (0, 2),
    "infant": (0, _YEAR),
    "baby": (0, 2 * _YEAR),
    "toddler": (_YEAR, 4 * _YEAR),
    "little": (0, 7 * _YEAR),
    "small": (0, 7 * _YEAR),
    "young": (0, 13 * _YEAR),
    "child": (2 * _YEAR, 13 * _YEAR),
    "kid": (2 * _YEAR, 13 * _YEAR),
    "boy": (2 * _YEAR, 13 * _YEAR),
    "girl": (2 * _YEAR, 13 * _YEAR),
    "teen": (13 * _YEAR, 20 * _YEAR),
    "teenager": (13 * _YEAR, 20 * _YEAR),
    "adult": (18 * _YEAR, None),
}
"""Months from birth, the end excluded."""
_DECADES = {
    "twenties": 20,
    "thirties": 30,
    "forties": 40,
    "fifties": 50,
    "sixties": 60,
    "seventies": 70,
    "eighties": 80,
}
_RELATIONS = frozenset({"when", "while", "before", "after", "since", "until", "till", "where"})
_WAS = frozenset({"was", "is", "were", "turned", "became", "got", "reached", "turns", "am"})
_ARTICLES = frozenset({"a", "an", "the", "still", "just", "only", "about", "very", "little", "young", "small"})
_AT = frozenset({"at", "aged", "age", "ages", "the", "of", "around", "about", "when"})
_BIRTHDAYS = frozenset({"birthday", "birthdays", "bday"})
_OLDEST = 130
BONUS = 70
"""More than a name with a cue and a label together."""


@dataclass(frozen=True, slots=True)
class Age:
    """Months from birth (the end excluded, None for ever after), read up to token `end`."""

    first: int
    behind: int | None
    end: int


@dataclass(frozen=True, slots=True)
class Someone:
    """A named person whose birth date is known, at tokens `start` to `end`."""

    name: str
    born: date
    start: int
    end: int


def age_spans(tokens: Tokens, context: Context) -> Iterator[Span]:
    """Every reading of an age or a birthday."""
    for one in _people(tokens, context):
        for reader in (_related, _when_they, _at_age, _years_old, _birthday, _birthday_of, _birth):
            span = reader(tokens, one, context)
            if span is not None:
                yield span


def _people(tokens: Tokens, context: Context) -> Iterator[Someone]:
    born = {person.name: person.born for person in context.names.people}
    names = index_of(context.names).names
    keys = tuple(token.key for token in tokens)
    for start in range(len(keys)):
        for end in range(start + 1, min(start + LONGEST_NAME, len(keys)) + 1):
            for entity in names.get(keys[start:end], ()):
                day = born.get(entity.names[0]) if len(entity.names) == 1 else None
                if entity.kind is Kind.PERSON and day is not None:
                    yield Someone(entity.names[0], day, start, end)
        owner = context.names.owner
        if keys[start] == "my" and owner is not None and (day := born.get(owner)) is not None:
            yield Someone(owner, day, start, start + 1)


def _age_at(tokens: Tokens, at: int) -> Age | None:
    """3, 3 years old, 6 months old, a baby, between 3 and 5, under 5, older than 10, in his twenties."""
    at = skip(tokens, at, frozenset({"still", "just", "only", "about", "a", "an", "the"}))
    if at >= len(tokens):
        return None
    key, following = tokens[at].key, tokens[at + 1].key if at + 1 < len(tokens) else ""
    if key == "in" and at + 2 < len(tokens):
        return _decade(tokens, at + 2)
    if key == "between" or (key == "from" and following):
        return _from_to(tokens, at + 1)
    if key in {"under", "below"} or (key in {"younger", "less"} and following == "than"):
        limit = _plain_age(tokens, at + (1 if key in {"under", "below"} else 2))
        return None if limit is None else Age(0, limit.first, limit.end)
    if key == "over" or (key in {"older", "more"} and following == "than"):
        limit = _plain_age(tokens, at + (1 if key == "over" else 2))
        return None if limit is None else Age(limit.behind or 0, None, limit.end)
    return _plain_age(tokens, at) or _stage(tokens, at)


def _plain_age(tokens: Tokens, at: int) -> Age | None:
    number = number_of(tokens[at]) if at < len(tokens) else None
    if number is None or number > _OLDEST or tokens[at].key in {"a", "an", "few", "several", "couple"}:
        return None
    end = at + 1
    unit = tokens[end].key if end < len(tokens) else ""
    months = unit in {"month", "months"}
    if unit in {"year", "years", "month", "months", "yrs", "yr"}:
        end = skip(tokens, end + 1, frozenset({"old", "of", "age"}))
    size = 1 if months else _YEAR
    return Age(number * size, (number + 1) * size, end)


def _stage(tokens: Tokens, at: int) -> Age | None:
    end = at
    if tokens[at].key in {"little", "small", "young"} and at + 1 < len(tokens) and tokens[at + 1].key in _STAGES:
        return Age(*_STAGES[tokens[at].key], at + 2)
    stage = _STAGES.get(tokens[end].key)
    return None if stage is None else Age(*stage, end + 1)


def _decade(tokens: Tokens, at: int) -> Age | None:
    """[in his] twenties, 30s, teens."""
    key = tokens[at].key
    if key == "teens":
        return Age(13 * _YEAR, 20 * _YEAR, at + 1)
    digits = key.removesuffix("s")
    plain = int(digits) if key.endswith("0s") and len(key) == 3 and digits.isdecimal() and digits.isascii() else None
    years = _DECADES.get(key) or plain
    return None if years is None else Age(years * _YEAR, (years + 10) * _YEAR, at + 1)


def _from_to(tokens: Tokens, at: int) -> Age | None:
    first = _plain_age(tokens, skip(tokens, at, frozenset({"age", "ages", "the"})))
    if first is None or first.end >= len(tokens) or tokens[first.end].key not in {"and", "to"}:
        return None
    last = _plain_age(tokens, skip(tokens, first.end + 1, frozenset({"age"})))
    return None if last is None or last.behind is None else Age(first.first, last.behind, last.end)


def _days(one: Someone, age: Age) -> DateRange:
    last = None if age.behind is None else shift_months(one.born, age.behind) - DAY
    return DateRange(shift_months(one.born, age.first), last)


def _span(start: int, end: int, part: Query) -> Span:
    return Span(start=start, end=end, kind=Kind.DATE, score=score(start, end, BONUS), part=part, source=Source.DATE)


def _asked(one: Someone, days: DateRange) -> Query:
    return Query(people_all=(one.name,), dates=(days,))


def _related(tokens: Tokens, one: Someone, _: Context) -> Span | None:
    """When, before, after, since, until SOMEONE was 5 or was born."""
    relation = tokens[one.start - 1].key if one.start else ""
    if relation not in _RELATIONS and relation != "day":
        return None
    if one.end + 1 >= len(tokens) or tokens[one.end].key not in _WAS:
        return None
    if tokens[one.end + 1].key == "born":
        return _born(one, relation, one.end + 2)
    age = _age_at(tokens, one.end + 1)
    if age is None or relation == "day":
        return None
    days = _days(one, age)
    turned = tokens[one.end].key in {"turned", "turns", "became", "reached"}
    if turned and relation in {"when", "while", "where"}:
        days = DateRange(days.first, days.first)
    return _span(one.start - 1, age.end, _asked(one, _on_side(relation, days, turned=turned)))


def _when_they(tokens: Tokens, one: Someone, context: Context) -> Span | None:
    """SOMEONE when she was 5: as "when SOMEONE was 5"."""
    at = one.end
    if (
        at + 3 >= len(tokens)
        or tokens[at].key not in _RELATIONS
        or tokens[at + 1].key not in {"he", "she", "they", "i"}
    ):
        return None
    span = _related(tokens, Someone(one.name, one.born, at + 1, at + 2), context)
    return None if span is None else _span(one.start, span.end, replace(span.part, people_all=(one.name,)))


def _on_side(relation: str, days: DateRange, *, turned: bool) -> DateRange:
    if relation in {"before", "until", "till"} and days.first is not None:
        return DateRange(None, days.first - DAY)
    if relation == "since" or (relation == "after" and turned):
        return DateRange(days.first, None)
    if relation == "after" and days.last is not None:
        return DateRange(days.last + DAY, None)
    return days


def _born(one: Someone, relation: str, end: int) -> Span:
    """Before and since somebody's birth nothing is said about who is to be seen."""
    parts = {
        "before": Query(dates=(DateRange(None, one.born - DAY),)),
        "until": Query(dates=(DateRange(None, one.born),)),
        "after": Query(dates=(DateRange(one.born + DAY, None),)),
        "since": Query(dates=(DateRange(one.born, None),)),
    }
    part = parts.get(relation) or _asked(one, day_range(one.born))
    return _span(one.start - 1, end, part)


def _at_age(tokens: Tokens, one: Someone, _: Context) -> Span | None:
    """SOMEONE at 3, aged 3, at the age of 3, as a baby, in his twenties, between 3 and 5, under 10."""
    if one.end + 1 >= len(tokens):
        return None
    key = tokens[one.end].key
    age: Age | None = None
    if key in {"at", "aged", "age", "ages"}:
        age = _from_to(tokens, one.end + 1) or _plain_age(tokens, skip(tokens, one.end, _AT))
        if key == "at" and age is not None and _is_clock(tokens, age.end):
            return None
    elif key == "as" or key in {"under", "over", "younger", "older", "between"}:
        age = _age_at(tokens, one.end + (key == "as"))
    elif key == "in" and tokens[one.end + 1].key in {"his", "her", "their", "my"}:
        age = _age_at(tokens, one.end)
    if age is None or (key == "between" and (age.behind or 0) > _OLDEST * _YEAR):
        return None
    return _span(one.start, age.end, _asked(one, _days(one, age)))


def _is_clock(tokens: Tokens, at: int) -> bool:
    return at < len(tokens) and (tokens[at].gap == ":" or tokens[at].key in {"am", "pm", "oclock"})


def _years_old(tokens: Tokens, one: Someone, _: Context) -> Span | None:
    """3 year old SOMEONE."""
    if one.start < 3 or tokens[one.start - 1].key != "old":
        return None
    age = _plain_age(tokens, one.start - 3)
    if age is None or age.end != one.start:
        return None
    return _span(one.start - 3, one.end, _asked(one, _days(one, age)))


def _birthday(tokens: Tokens, one: Someone, context: Context) -> Span | None:
    """SOMEONE's birthday, last birthday, 60th birthday, first year."""
    at = one.end
    if at >= len(tokens):
        return None
    if tokens[at].key in _BIRTHDAYS:
        return _birthdays(one, one.start, at + 1)
    ordinal = ordinal_of(tokens[at])
    what = tokens[at + 1].key if at + 1 < len(tokens) else ""
    days: DateRange | None = None
    if ordinal == -1 and what in _BIRTHDAYS:
        days = latest_over(_each_birthday(one.born), context.calendar.today)
    elif ordinal is not None and 0 < ordinal <= _OLDEST:
        size = 1 if what == "month" else _YEAR
        if what in _BIRTHDAYS:
            days = day_range(shift_months(one.born, ordinal * _YEAR))
        elif what in {"year", "month"}:
            days = _days(one, Age((ordinal - 1) * size, ordinal * size, at + 2))
    return None if days is None else _span(one.start, at + 2, _asked(one, days))


def _birth(tokens: Tokens, one: Someone, _: Context) -> Span | None:
    """SOMEONE turning 40; before SOMEONE's birth."""
    key = tokens[one.end].key if one.end < len(tokens) else ""
    if key == "birth" and one.start:
        return _born(one, tokens[one.start - 1].key, one.end + 1)
    age = _plain_age(tokens, one.end + 1) if key in {"turning", "turns", "turned"} else None
    if age is None:
        return None
    return _span(one.start, age.end, _asked(one, day_range(shift_months(one.born, age.first))))


def _birthday_of(tokens: Tokens, one: Someone, _: Context) -> Span | None:
    """[60th] birthday of SOMEONE."""
    if one.start < 2 or tokens[one.start - 1].key != "of" or tokens[one.start - 2].key not in _BIRTHDAYS:
        return None
    ordinal = ordinal_of(tokens[one.start - 3]) if one.start > 2 else None
    if ordinal is not None and 0 < ordinal <= _OLDEST:
        return _span(one.start - 3, one.end, _asked(one, day_range(shift_months(one.born, ordinal * _YEAR))))
    return _birthdays(one, one.start - 2, one.end)


def _each_birthday(born: date) -> InYear:
    return lambda year: day_range(shift_months(born, (year - born.year) * _YEAR))


def _birthdays(one: Someone, start: int, end: int) -> Span:
    part = Query(people_all=(one.name,), recurring=Recurring(days=(f"{one.born:%m-%d}",)))
    return Span(
        start=start,
        end=end,
        kind=Kind.DATE,
        score=score(start, end, BONUS),
        part=part,
        source=Source.DATE,
        in_year=_each_birthday(one.born),
    )
