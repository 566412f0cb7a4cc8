"""A query can be said in English, taken apart into chips, and sent as JSON."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shoebox.domain.errors import QueryError
from shoebox.query.chips import chips, without
from shoebox.query.codec import from_json, to_json
from shoebox.query.describe import describe, explain
from shoebox.query.holidays import HOLIDAYS
from shoebox.query.model import EVERYTHING, Query, Recurring
from shoebox.query.parse import parse
from tests.unit.query.libraries import NORTH
from tests.unit.query.strategies import queries


@given(queries())
@settings(deadline=None, max_examples=200)
def test_description_parses_back(query: Query) -> None:
    """What a query is called in English is read back as the same query."""
    assert to_json(parse(describe(query), NORTH).query) == to_json(query)


@given(queries())
@settings(deadline=None)
def test_json_is_read_back(query: Query) -> None:
    """A query survives being a JSON text."""
    assert from_json(json.loads(json.dumps(to_json(query)))) == query


@given(queries(), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_taking_every_chip_away_leaves_nothing(query: Query, random: object) -> None:
    """Each chip takes its part away, in any order, until every photo is found."""
    while left := list(chips(query)):
        random.shuffle(left)  # type: ignore[attr-defined]  # hypothesis types it as object
        smaller = without(query, left[0])
        assert len(chips(smaller)) < len(left)
        query = smaller
    assert query == EVERYTHING


def test_foreign_chip_changes_nothing() -> None:
    """Taking away a chip of another query changes nothing."""
    chip = chips(Query(people_all=("Emil",)))[0]
    query = Query(labels_all=("Dog",))
    assert without(query, chip) == query


@pytest.mark.parametrize("holiday", sorted(HOLIDAYS))
def test_every_holiday_has_an_english_name(holiday: str) -> None:
    """Each holiday can be asked for by the name that is shown for it."""
    query = Query(recurring=Recurring(holidays=(holiday,)))
    assert parse(describe(query), NORTH).query == query


def test_explain_names_fields() -> None:
    """An explanation lists what was understood, part by part."""
    assert explain(parse("find photos of Emil from 2007", NORTH).query) == "person: Emil · date: 2007"


def test_chips_know_their_words() -> None:
    """A chip of a typed query tells from which words it comes, how it was found, and what else they may mean."""
    parsed = parse("June with Tobais", NORTH)
    june, tobias = parsed.chips
    assert (june.text, june.start, june.end, june.source) == ("June", 0, 4, "exact")
    assert [one.query.recurring.months for one in june.alternatives] == [(6,)]
    assert (tobias.text, tobias.source) == ("Tobias", "spelling")
    assert parsed.text[tobias.start : tobias.end] == "Tobais"


def test_unknown_words_are_told() -> None:
    """Words that nothing explains are named."""
    assert parse("Emil zeppelin", NORTH).unknown == ("zeppelin",)


@pytest.mark.parametrize(
    "data",
    [
        {"nonsense": 1},
        {"people_all": "Emil"},
        {"dates": [["2019-13-01", None]]},
        {"dates": [["2019-02-01", "2018-02-01"]]},
        {"dates": [["2019-02-01"]]},
        {"limit": -1},
        {"limit": True},
        {"sort": "random"},
        {"recurring": {"months": [13]}},
        {"recurring": {"days": ["02-30"]}},
        {"recurring": {"holidays": ["doomsday"]}},
        {"recurring": {"time_of_day": ["25:00-26:00"]}},
        {"recurring": []},
    ],
)
def test_broken_json_is_refused(data: dict[str, object]) -> None:
    """What cannot be a query is refused with an error that says so."""
    with pytest.raises(QueryError):
        from_json(data)
