"""While a query is typed, ways to go on are offered."""

import pytest

from shoebox.query.suggest import MOST, suggestions
from tests.unit.query.libraries import NORTH


@pytest.mark.parametrize(
    ("typed", "first", "kind"),
    [
        ("Tob", "Tobias", "person"),
        ("photos of Ida in lis", "photos of Ida in Lisbon", "place"),
        ("cats in San F", "cats in San Francisco", "place"),
        ("last sum", "last summer", "date"),
        ("taken with goo", "taken with google", "camera"),
        ("christmas tr", "Christmas Tree", "label"),
    ],
)
def test_likeliest_comes_first(typed: str, first: str, kind: str) -> None:
    """The first suggestion is the whole query with its last words finished in the library's spelling."""
    best = suggestions(typed, NORTH.names)[0]
    assert (best.text, best.kind) == (first, kind)


@pytest.mark.parametrize("typed", ["", "Tobias ", "zzzz", "\x00"])
def test_nothing_is_suggested_without_a_beginning(typed: str) -> None:
    """Without a word that is begun, or where nothing begins like it, nothing is offered."""
    assert suggestions(typed, NORTH.names) == ()


def test_suggestions_are_few_and_different() -> None:
    """No name is offered twice, and no more than eight in all."""
    shown = [one.shown.casefold() for one in suggestions("m", NORTH.names)]
    assert len(shown) == len(set(shown)) <= MOST
    assert {"may", "max", "margarete berger"} <= set(shown)
