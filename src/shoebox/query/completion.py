"""The word being typed, finished: the likeliest completion of a query's last words."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from shoebox.query import date_words
from shoebox.query.candidates import word_before
from shoebox.query.context import Names
from shoebox.query.entities import index_of
from shoebox.query.spans import Kind
from shoebox.query.text import Token, keys_of
from shoebox.query.vocabulary import Keys, vocabulary

_LONGEST = 4
_ORDER = {
    kind.value: rank for rank, kind in enumerate((Kind.PERSON, Kind.PLACE, Kind.LABEL, Kind.MEDIA, Kind.FAVOURITE))
}
_DATE, _CAMERA, _OTHER = 5, 6, 7
_BEFORE_DATES = frozenset(
    ("last", "this", "every", "during", "since", "until", "before", "after", "next", "each", "between")
)
_BEFORE_PLACES = frozenset(("in", "at", "near", "to", "from"))
_BEFORE_PEOPLE = frozenset(("of", "with", "and", "or", "without"))


_DATE_WORDS = (
    *(*date_words.MONTHS, *date_words.WEEKDAYS, *date_words.SEASON_WORDS, "week", "weekend", "month", "year"),
    *("yesterday", "today", "morning", "afternoon", "evening", "night"),
)


@dataclass(frozen=True, slots=True, order=True)
class Completion:
    """Keys that can be completed to, sorted by them, and the name that is shown for them."""

    text: str
    kind: str
    shown: str


@lru_cache(maxsize=8)
def completions_of(names: Names) -> tuple[Completion, ...]:
    """All names and words of a library's queries, sorted."""
    index = index_of(names)
    found = {
        Completion(" ".join(keys), entity.kind, entity.names[0] if len(entity.names) == 1 else " ".join(keys))
        for keys, entities in index.names.items()
        for entity in entities
    }
    found |= {Completion(" ".join(keys_of(label)), Kind.LABEL, label) for label, _ in names.labels}
    found |= {Completion(" ".join(keys_of(camera)), Kind.CAMERA, camera) for camera in names.cameras}
    words: list[tuple[str, Kind]] = [(key, Kind.CAMERA) for key in index.cameras if key.isalpha()]
    words += [(word, Kind.DATE) for word in _DATE_WORDS]
    words += [(" ".join(keys), Kind.DATE) for keys in date_words.HOLIDAY_WORDS]
    words += [(" ".join(keys), Kind.LABEL) for keys in _concept_words(index.labels)]
    for keys, entries in vocabulary().phrases.items():
        if entries[0].kind in {Kind.MEDIA, Kind.FAVOURITE, Kind.ORDER}:
            words.append((" ".join(keys), Kind(entries[0].kind)))
    return tuple(sorted(found | {Completion(text, kind, text) for text, kind in words}))


def _concept_words(labels: Iterable[Keys]) -> set[Keys]:
    return {keys_of(word) for one in vocabulary().concepts for word in one.words if keys_of(word) in set(labels)}


def completed(tokens: Sequence[Token], names: Names) -> tuple[Token, ...]:
    """The tokens with the last ones finished by the likeliest completion; as they are where nothing fits."""
    start, fitting = fitting_last(tokens, names)
    if not fitting or any(one.text == _typed(tokens, start) for one in fitting):
        return tuple(tokens)
    return (*tokens[:start], *_finished(tokens[start:], fitting[0].text.split(" ")))


def fitting_last(tokens: Sequence[Token], names: Names) -> tuple[int, list[Completion]]:
    """What the last tokens may be the beginning of, the likeliest first, and where these tokens start.

    As many tokens are taken as something begins with: "New Yo" goes before "Yo".
    """
    known = completions_of(names)
    for start in range(max(len(tokens) - _LONGEST, 0), len(tokens)):
        fitting = _starting_with(known, _typed(tokens, start))
        if fitting:
            before = "between" if _is_in_date(tokens[:start]) else word_before(tokens, start)
            fitting.sort(key=lambda one: (*_ranks(one, before), len(one.text), one.text))
            return start, fitting
    return len(tokens), []


def _typed(tokens: Sequence[Token], start: int) -> str:
    return " ".join(token.key for token in tokens[start:])


def _starting_with(known: Sequence[Completion], typed: str) -> list[Completion]:
    at = bisect_left(known, Completion(typed, "", ""))
    found = []
    while at < len(known) and known[at].text.startswith(typed):
        found.append(known[at])
        at += 1
    return found


def _is_in_date(tokens: Sequence[Token]) -> bool:
    """Whether a date has begun: "between 2005 and", "14"."""
    keys = [token.key for token in tokens]
    return "between" in keys[-3:] or (bool(keys) and keys[-1].isdecimal() and len(keys[-1]) <= 2)


def _ranks(one: Completion, before: str) -> tuple[bool, int, int]:
    """What is likely after the word before comes first, then what has fewer words, then people before other kinds."""
    expected = (
        (before in _BEFORE_DATES and one.kind == Kind.DATE)
        or (before in _BEFORE_PLACES and one.kind == Kind.PLACE)
        or (before in _BEFORE_PEOPLE and one.kind == Kind.PERSON)
    )
    rank = {Kind.DATE: _DATE, Kind.CAMERA: _CAMERA}.get(Kind(one.kind), _ORDER.get(one.kind, _OTHER))
    return not expected, one.text.count(" "), rank


def _finished(typed: Sequence[Token], keys: Sequence[str]) -> list[Token]:
    """The typed tokens with the keys of the completion; what was not typed yet lies at the end of the text."""
    last = typed[-1]
    tokens = [Token(key, token.start, token.end, token.gap) for key, token in zip(keys, typed, strict=False)]
    return tokens + [Token(key, last.end, last.end, " ") for key in keys[len(typed) :]]
