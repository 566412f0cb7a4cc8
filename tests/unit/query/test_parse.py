"""Sentences become queries, by kind of sentence, in two libraries."""

import pytest

from shoebox.domain.json_value import JsonObject
from shoebox.query.codec import to_json
from shoebox.query.parse import parse
from tests.unit.query.cases_dates import (
    MIXED,
    NO_DATES,
    NORTH_DATES,
    NORTH_RECURRING,
    SOUTH_DATES,
    SOUTH_RECURRING,
    Ranges,
)
from tests.unit.query.cases_sentences import BY_KIND, PREFIX, Case
from tests.unit.query.libraries import CONTEXTS, NORTH, SOUTH

SENTENCES = [pytest.param(case, id=f"{kind}: {case[1]}") for kind, cases in BY_KIND.items() for case in cases]


@pytest.mark.parametrize("case", SENTENCES)
def test_sentence_becomes_query(case: Case) -> None:
    """A sentence asks for exactly what a person would mean by it, in the library's own spelling."""
    library, text, expected = case
    assert to_json(parse(text, CONTEXTS[library]).query) == expected


@pytest.mark.parametrize("case", PREFIX, ids=lambda case: case[1])
def test_unfinished_word_is_completed(case: Case) -> None:
    """While typing, the last word stands for its likeliest completion."""
    library, text, expected = case
    assert to_json(parse(text, CONTEXTS[library], mode="prefix").query) == expected


@pytest.mark.parametrize(("text", "dates"), NORTH_DATES)
def test_dates(text: str, dates: Ranges) -> None:
    """A date expression means these days in a northern library with European habits."""
    parsed = to_json(parse(text, NORTH).query)
    assert parsed.get("dates") == dates
    assert "recurring" not in parsed


@pytest.mark.parametrize(("text", "dates"), SOUTH_DATES)
def test_dates_in_the_south(text: str, dates: Ranges) -> None:
    """Seasons, weeks and numeric dates follow the library's settings."""
    assert to_json(parse(text, SOUTH).query) == {"dates": dates}


@pytest.mark.parametrize(("text", "recurring"), NORTH_RECURRING)
def test_recurring(text: str, recurring: JsonObject) -> None:
    """What comes again every year, week or day is asked for in every year."""
    assert to_json(parse(text, NORTH).query) == {"recurring": recurring}


@pytest.mark.parametrize(("text", "recurring"), SOUTH_RECURRING)
def test_recurring_in_the_south(text: str, recurring: JsonObject) -> None:
    """Seasons lie where they lie in the south."""
    assert to_json(parse(text, SOUTH).query) == {"recurring": recurring}


@pytest.mark.parametrize(("text", "expected"), MIXED)
def test_dates_with_other_parts(text: str, expected: JsonObject) -> None:
    """Days, hours, places and what is left out go together."""
    assert to_json(parse(text, NORTH).query) == expected


@pytest.mark.parametrize("text", NO_DATES)
def test_no_date_is_read_into_other_words(text: str) -> None:
    """Words that only look like dates are none."""
    query = parse(text, NORTH).query
    assert not query.dates
    assert not query.recurring
