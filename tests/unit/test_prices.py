"""The price table, and the owner's own figures in it."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoebox.domain.errors import UsageError
from shoebox.domain.prices import FIGURE_NAMES, Evidence, replaced_prices, standard_prices


def _file(**members: object) -> str:
    return json.dumps({"read": "2026-11-20", "source": "my bill", "figures": {}, **members})


@pytest.mark.parametrize("name", FIGURE_NAMES)
def test_every_figure_says_where_and_when_it_was_read(name: str) -> None:
    """A figure has a unit, a source, a day that is not in the future of the table, and is worth something."""
    figure = getattr(standard_prices(), name)
    assert figure.name == name
    assert figure.value > 0
    assert figure.per >= 1
    assert figure.unit
    assert len(figure.source) > 10
    assert date(2024, 1, 1) <= figure.read <= date(2026, 11, 23)
    assert figure.evidence is not Evidence.OWN


def test_the_age_of_the_table_is_that_of_its_figures() -> None:
    """The oldest and the newest day are told, since both are printed."""
    prices = standard_prices()
    days = {figure.read for figure in prices.figures()}
    assert (prices.oldest, prices.newest) == (min(days), max(days))


def test_a_price_is_for_so_many_units() -> None:
    """A thousand PUT requests cost what the table says, a million a thousand times that."""
    put = standard_prices().standard_put
    assert put.cost(1000) == put.value
    assert put.cost(1_000_000) == pytest.approx(1000 * put.value)


def test_the_owner_replaces_figures_by_name() -> None:
    """A figure of the owner's file keeps its unit and takes the file's day and source; the others stay."""
    prices = replaced_prices(standard_prices(), _file(figures={"standard_put": 0.0054}, region="eu-central-1"))
    assert prices.standard_put.value == 0.0054
    assert prices.standard_put.per == 1000
    assert prices.standard_put.read == date(2026, 11, 20)
    assert prices.standard_put.source == "my bill"
    assert prices.standard_put.evidence is Evidence.OWN
    assert prices.region == "eu-central-1"
    assert prices.standard_get == standard_prices().standard_get


def test_an_unknown_figure_is_refused_with_the_one_that_was_meant() -> None:
    """A slip of the pen must not leave the old price standing in silence."""
    with pytest.raises(UsageError) as caught:
        replaced_prices(standard_prices(), _file(figures={"standart_put": 1}))
    assert "standart_put" in caught.value.message
    assert caught.value.hint == "Did you mean standard_put?"


@pytest.mark.parametrize(
    "text",
    [
        "not JSON",
        "[]",
        "{}",
        _file(figures=[]),
        _file(read="yesterday"),
        _file(read=2026),
        _file(colour="red"),
        _file(region=1),
        _file(figures={"standard_put": "cheap"}),
        _file(figures={"standard_put": -1}),
        _file(figures={"standard_put": True}),
        '{"read": "2026-11-20", "source": "x", "figures": {"standard_put": NaN}}',
    ],
)
def test_a_price_file_that_makes_no_sense_is_refused(text: str) -> None:
    """Each error has a hint that shows what the file looks like."""
    with pytest.raises(UsageError) as caught:
        replaced_prices(standard_prices(), text)
    assert "figures" in caught.value.hint


@given(st.text() | st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists).map(json.dumps))
def test_no_price_file_crashes(text: str) -> None:
    """Any text is either a price file or a usage error."""
    with pytest.raises(UsageError):
        replaced_prices(standard_prices(), text)
