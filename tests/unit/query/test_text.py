"""Text is folded, stemmed and cut into tokens the same way everywhere; no input does harm."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shoebox.query.codec import from_json, to_json
from shoebox.query.holidays import HOLIDAYS, days_of, easter_sunday, is_on, nth_weekday
from shoebox.query.parse import parse
from shoebox.query.text import MAXIMUM_CHARACTERS, MAXIMUM_TOKENS, clean, fold, stem, tokenise, words_of
from tests.unit.query.libraries import NORTH, SOUTH


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    """Folded text is its own folding."""
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_words_survive_an_ascii_tokenizer(text: str) -> None:
    """Words hold no ASCII character but letters and digits, so that a simple index keeps them whole."""
    for word in words_of(text):
        assert all(not character.isascii() or character.isalnum() for character in word)


@pytest.mark.parametrize(
    ("singular", "plural"),
    [
        *[("city", "cities"), ("box", "boxes"), ("child", "children"), ("movie", "movies"), ("horse", "horses")],
        *[("glass", "glasses"), ("bus", "buses"), ("tomato", "tomatoes"), ("beach", "beaches"), ("day", "days")],
        *[("leaf", "leaves"), ("mouse", "mice"), ("person", "people"), ("church", "churches"), ("rose", "roses")],
    ],
)
def test_plural_shares_stem(singular: str, plural: str) -> None:
    """A word and its plural have one stem."""
    assert stem(singular) == stem(plural)


@pytest.mark.parametrize(("one", "other"), [("car", "care"), ("cap", "cape"), ("cars", "cares"), ("bus", "bu")])
def test_different_words_differ(one: str, other: str) -> None:
    """Stemming does not make different words alike."""
    assert stem(one) != stem(other)


@given(st.text(max_size=3000))
def test_tokens_lie_where_they_say(text: str) -> None:
    """Each token's positions cut its word out of the cleaned text, in order, within the limits."""
    cleaned = clean(text)
    tokens = tokenise(cleaned)
    assert len(cleaned) <= MAXIMUM_CHARACTERS
    assert len(tokens) <= MAXIMUM_TOKENS
    for token in tokens:
        assert token.key in fold(cleaned[token.start : token.end]).replace("'", "")


def test_control_and_direction_characters_are_dropped() -> None:
    """NUL and bidirectional controls cannot hide in a query."""
    assert clean("a\x00b\u202e\u2066c \u2018d\u2019") == "abc 'd'"


_HOSTILE = st.sampled_from(
    (
        *("last", "between", "2019", "and", "or", "not", '"', "'", "-", "*", "("),
        *("when Ida was", "99999999", "0000-00-00", "of"),
    )
)


@given(st.one_of(st.text(max_size=200), st.lists(_HOSTILE | st.text(max_size=5), max_size=40).map(" ".join)))
@settings(deadline=None, max_examples=300)
def test_every_text_has_a_reading(text: str) -> None:
    """Whatever is typed gives a query that can be sent and read back, in both modes."""
    for context in (NORTH, SOUTH):
        for mode in ("search", "prefix"):
            query = parse(text, context, mode=mode).query
            assert from_json(to_json(query)) == query


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Robert'); DROP TABLE photo;--",
        '"unbalanced AND (NEAR',
        "\x00\x00",
        "dog " * 25_600,
        "a" * 100_000,
        "31.02.2019 99/99/9999 0000-00-00",
        "999999999999999 years ago",
        "first 9999 weeks of 9999",
        "9999 years ago",
        "last 9999 decades",
        "when Ida was 130",
        "＂ｆｕｌｌ　ｗｉｄｔｈ＂ ２０１９",  # noqa: RUF001 - full-width forms are what this is about
    ],
)
def test_hostile_input_is_harmless(text: str) -> None:
    """Absurd input gives some query and no error."""
    assert to_json(parse(text, NORTH).query) is not None


@pytest.mark.parametrize(
    ("year", "day"),
    [(1818, (3, 22)), (1943, (4, 25)), (2000, (4, 23)), (2016, (3, 27)), (2019, (4, 21)), (2038, (4, 25))],
)
def test_easter(year: int, day: tuple[int, int]) -> None:
    """Easter falls on the days that almanacs give, the earliest and the latest possible ones among them."""
    assert easter_sunday(year) == date(year, *day)


def test_last_monday_of_may() -> None:
    """The last weekday of a month is found in months of any length."""
    assert nth_weekday(2024, 5, 1, -1) == date(2024, 5, 27)
    assert nth_weekday(2023, 12, 7, -1) == date(2023, 12, 31)


@pytest.mark.parametrize("holiday", sorted(HOLIDAYS))
def test_holiday_is_on_its_own_days(holiday: str) -> None:
    """Every holiday lasts from its first to its last day and no longer than five days."""
    days = days_of(holiday, 2023)
    assert days.first is not None
    assert days.last is not None
    assert is_on(holiday, days.first)
    assert is_on(holiday, days.last)
    assert (days.last - days.first).days < 5
    assert not is_on("doomsday", days.first)
