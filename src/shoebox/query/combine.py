"""From the chosen spans to one query: what is left out, what is any-of, and everything else joined by and."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from shoebox.query.calendar import first_of, last_of
from shoebox.query.model import EVERYTHING, NEVER, DateRange, Query, Recurring
from shoebox.query.spans import OPERATORS, Kind, Span
from shoebox.query.text import Token

_FAMILIES = {Kind.LABEL: "thing", Kind.FACES: "thing", Kind.MEDIA: "thing", Kind.FAVOURITE: "thing"}
_JOIN_WORDS = frozenset(("the", "a", "an", "my", "our", "any", "some", "either", "also", "his", "her", "their", "all"))
_PREPOSITIONS = frozenset(("in", "from", "at", "of", "on", "to", "near", "during", "taken", "by"))


@dataclass(frozen=True, slots=True)
class Clause:
    """A span with its part in the sentence: asked for or left out, alone or one of several."""

    span: Span
    negative: bool = False
    any_of: bool = False


def clauses_of(cover: Sequence[Span], tokens: Sequence[Token]) -> tuple[Clause, ...]:
    """The spans that ask for something, with what the words between them make of them."""
    return _with_any_of(_with_negation(cover, tokens), cover, tokens)


def _with_negation(cover: Sequence[Span], tokens: Sequence[Token]) -> list[Clause]:
    clauses: list[Clause] = []
    pending = False
    last_at: int | None = None
    for position, span in enumerate(cover):
        minus = _has_minus(tokens[span.start])
        if span.kind is Kind.NOT:
            pending, last_at = True, None
        elif span.kind is Kind.UNKNOWN:
            pending = False
        elif span.kind not in OPERATORS:
            previous = clauses[-1] if clauses else None
            carried = last_at is not None and previous is not None and previous.negative
            joined = carried and _continues(cover[(last_at or 0) + 1 : position], tokens, previous, span)
            clauses.append(Clause(span, negative=pending or minus or bool(joined)))
            pending, last_at = False, position
    return clauses


def _has_minus(token: Token) -> bool:
    """Whether a word has a minus right before it and nothing but space before that: -Tom, but not 5-12."""
    before = token.gap[:-1]
    return token.gap.endswith("-") and (token.start == len(token.gap) or before.endswith(" "))


def _continues(between: Sequence[Span], tokens: Sequence[Token], previous: Clause | None, span: Span) -> bool:
    """Whether "without A, B or C" goes on: things of one kind with nothing but and, or, commas between them."""
    if previous is None or _family(previous.span) != _family(span):
        return False
    keys = _keys(between, tokens)
    if keys - _JOIN_WORDS - _PREPOSITIONS - {"and", "or", "nor"}:
        return False
    return bool(keys & {"and", "or", "nor"}) or _has_comma(previous.span, span, tokens)


def _family(span: Span) -> str:
    return _FAMILIES.get(span.kind, span.kind.value)


def _keys(between: Iterable[Span], tokens: Sequence[Token]) -> set[str]:
    return {token.key for span in between for token in tokens[span.start : span.end]}


def _has_comma(left: Span, right: Span, tokens: Sequence[Token]) -> bool:
    return any(set(token.gap) & set(",&/+") for token in tokens[left.end : right.start + 1])


def _with_any_of(clauses: Sequence[Clause], cover: Sequence[Span], tokens: Sequence[Token]) -> tuple[Clause, ...]:
    """Mark runs like "A, B or C" of one kind."""
    marked = list(clauses)
    run: list[int] = []
    has_or = False
    for number, clause in enumerate(clauses):
        join = _join(clauses[number - 1], clause, cover, tokens) if number else ""
        if join:
            run.append(number)
            has_or = has_or or join == "or"
        else:
            _mark(marked, run if has_or else [])
            run, has_or = [number], False
    _mark(marked, run if has_or else [])
    return tuple(marked)


def _mark(clauses: list[Clause], run: Iterable[int]) -> None:
    for number in run:
        clauses[number] = replace(clauses[number], any_of=True)


def _join(left: Clause, right: Clause, cover: Sequence[Span], tokens: Sequence[Token]) -> str:
    """How two clauses are joined into a choice: "or", "comma" or not at all."""
    if left.span.kind != right.span.kind or left.negative or right.negative:
        return ""
    between = [span for span in cover if left.span.end <= span.start and span.end <= right.span.start]
    keys = _keys(between, tokens)
    if keys - _JOIN_WORDS - _PREPOSITIONS - {"or"}:
        return ""
    if "or" in keys:
        return "or"
    return "comma" if _has_comma(left.span, right.span, tokens) else ""


def combined(clauses: Sequence[Clause], cover: Sequence[Span]) -> Query:
    """The query that the clauses ask for together."""
    query = EVERYTHING
    choices: tuple[DateRange, ...] = ()
    for clause, (_, part) in zip(clauses, clause_parts(clauses), strict=True):
        if clause.any_of:
            choices = _union(choices, part.dates)
        query = merged(query, replace(part, dates=()) if clause.any_of else part)
    if choices:
        query = replace(query, dates=_merged_dates(choices, query.dates))
    return _with_company(query, clauses, cover)


def clause_parts(clauses: Sequence[Clause]) -> tuple[tuple[Span, Query], ...]:
    """What each clause asks for, once years are applied and it is known what is left out and what is a choice."""
    found = []
    for clause in _with_years(clauses):
        part = clause.span.part
        if clause.negative:
            part = negated(part)
        elif clause.any_of:
            part = either(part)
        found.append((clause.span, part))
    return tuple(found)


def _with_company(query: Query, clauses: Sequence[Clause], cover: Sequence[Span]) -> Query:
    """Only and alone: nobody but the people asked for; where nobody is, one person; "not alone": several."""
    people = [clause.span for clause in clauses if clause.span.kind is Kind.PERSON and not clause.negative]
    people += [clause.span for clause in clauses if clause.span.part.people_all and not clause.negative]
    for at, span in enumerate(cover):
        if span.kind is Kind.ALONE:
            if at and cover[at - 1].kind is Kind.NOT:
                query = replace(query, faces_min=2)
            elif people:
                query = replace(query, people_only=True)
            else:
                query = replace(query, faces_min=1, faces_max=1)
        elif span.kind is Kind.ONLY and any(_is_beside(span, person, cover) for person in people):
            query = replace(query, people_only=True)
    return query


def _is_beside(only: Span, person: Span, cover: Sequence[Span]) -> bool:
    """Whether "only" stands right before or after a person, articles and the like passed over."""
    first, last = sorted((only, person), key=lambda span: span.start)
    between = [span for span in cover if first.end <= span.start and span.end <= last.start]
    return all(span.kind is Kind.STOP for span in between)


def _with_years(clauses: Sequence[Clause]) -> list[Clause]:
    """A year said apart from a month, season or holiday makes it that year's: July in Paris 2018."""
    years = [clause.span.year for clause in clauses if clause.span.year is not None and not clause.negative]
    yearless = [clause for clause in clauses if clause.span.in_year is not None and not clause.negative]
    if not years or not yearless:
        return list(clauses)
    return [_in_years(clause, years) for clause in clauses]


def _in_years(clause: Clause, years: Sequence[int]) -> Clause:
    span = clause.span
    if clause.negative or (span.in_year is None and span.year is None):
        return clause
    days = () if span.in_year is None else tuple(span.in_year(year) for year in years)
    return replace(clause, span=replace(span, part=replace(span.part, dates=days, recurring=NEVER)))


def negated(part: Query) -> Query:
    """What leaves out everything that `part` asks for."""
    return Query(
        people_none=part.people_all + part.people_any,
        labels_none=part.labels_all + part.labels_any,
        dates_none=part.dates,
        recurring_none=part.recurring,
        places_none=part.places,
        cameras_none=part.cameras,
        media_none=part.media,
        albums_none=part.albums,
        favourite=None if part.favourite is None else not part.favourite,
        faces_max=None if part.faces_min is None else part.faces_min - 1,
        faces_min=None if part.faces_max is None or part.faces_min is not None else part.faces_max + 1,
    )


def either(part: Query) -> Query:
    """`part` as one of several choices."""
    return replace(
        part,
        people_all=(),
        people_any=part.people_all + part.people_any,
        labels_all=(),
        labels_any=part.labels_all + part.labels_any,
    )


Value = TypeVar("Value")
_PLURAL = (
    "people_all",
    "people_any",
    "people_none",
    "labels_all",
    "labels_any",
    "labels_none",
    "places",
    "places_none",
)
_PLURAL_TOO = ("cameras", "cameras_none", "media", "media_none", "albums", "albums_none")


def merged(one: Query, other: Query) -> Query:
    """Both queries as one."""
    plain = {name: _union(getattr(one, name), getattr(other, name)) for name in (*_PLURAL, *_PLURAL_TOO)}
    return Query(
        **plain,
        people_only=one.people_only or other.people_only,
        faces_min=_first(other.faces_min, one.faces_min),
        faces_max=_first(other.faces_max, one.faces_max),
        dates=_merged_dates(one.dates, other.dates),
        dates_none=_union(one.dates_none, other.dates_none),
        recurring=_merged_recurring(one.recurring, other.recurring),
        recurring_none=_merged_recurring(one.recurring_none, other.recurring_none),
        favourite=_first(other.favourite, one.favourite),
        text=_joined(one.text, other.text),
        filename=_first(other.filename, one.filename),
        free_text=_joined(one.free_text, other.free_text),
        sort=other.sort if other.sort is not EVERYTHING.sort else one.sort,
        limit=_first(other.limit, one.limit),
    )


def _first(one: Value | None, other: Value | None) -> Value | None:
    return other if one is None else one


def _union(one: tuple[Value, ...], other: tuple[Value, ...]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys((*one, *other)))


def _joined(one: str | None, other: str | None) -> str | None:
    return " ".join(text for text in (one, other) if text) or None


def _merged_dates(one: tuple[DateRange, ...], other: tuple[DateRange, ...]) -> tuple[DateRange, ...]:
    """Ranges that overlap narrow each other down (in 2019, before June 2019); others are a choice."""
    result = one
    for days in other:
        overlapping = [
            known for known in result if first_of(known) <= last_of(days) and first_of(days) <= last_of(known)
        ]
        if not overlapping:
            result = (*result, days)
            continue
        narrowed = tuple(_narrowed(known, days) if known in overlapping else known for known in result)
        result = tuple(dict.fromkeys(narrowed))
    return result


def _narrowed(one: DateRange, other: DateRange) -> DateRange:
    firsts = [day for day in (one.first, other.first) if day is not None]
    lasts = [day for day in (one.last, other.last) if day is not None]
    return DateRange(max(firsts, default=None), min(lasts, default=None))


def _merged_recurring(one: Recurring, other: Recurring) -> Recurring:
    if not one or not other:
        return one or other or NEVER
    return Recurring(
        months=_union(one.months, other.months),
        weekdays=_union(one.weekdays, other.weekdays),
        days=_union(one.days, other.days),
        holidays=_union(one.holidays, other.holidays),
        times_of_day=_union(one.times_of_day, other.times_of_day),
    )
