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


@dataclass(frozen=True, slots=True, order=True)
class Completion:
    """Keys that can be completed to, sorted by them."""

    text: str
    kind: str


@lru_cache(maxsize=8)
def completions_of(names: Names) -> tuple[Completion, ...]:
    """All names and words of a library's queries, sorted."""
    index = index_of(names)
    found: set[Completion] = {
        Completion(" ".join(keys), entity.kind) for keys, entities in index.names.items() for entity in entities
    }
    found |= {Completion(" ".join(keys_of(label)), Kind.LABEL) for label, _ in names.labels}
    found |= {Completion(" ".join(keys_of(camera)), Kind.CAMERA) for camera in names.cameras}
    found |= {Completion(key, Kind.CAMERA) for key in index.cameras if key.isalpha()}
    for keys, entries in vocabulary().phrases.items():
        if entries[0].kind in {Kind.MEDIA, Kind.FAVOURITE, Kind.ORDER}:
            found.add(Completion(" ".join(keys), entries[0].kind))
    dates = (date_words.MONTHS, date_words.WEEKDAYS, date_words.SEASON_WORDS, ("week", "weekend", "month", "year"))
    found |= {Completion(word, Kind.DATE) for words in dates for word in words}
    found |= {Completion(" ".join(keys), Kind.DATE) for keys in date_words.HOLIDAY_WORDS}
    found |= {
        Completion(word, Kind.DATE) for word in ("yesterday", "today", "morning", "afternoon", "evening", "night")
    }
    found |= {Completion(" ".join(words), Kind.LABEL) for words in _concept_words(index.labels)}
    return tuple(sorted(found))


def _concept_words(labels: Iterable[Keys]) -> set[Keys]:
    return {keys_of(word) for one in vocabulary().concepts for word in one.words if keys_of(word) in set(labels)}


def completed(tokens: Sequence[Token], names: Names) -> tuple[Token, ...]:
    """The tokens with the last ones finished by the likeliest completion; as they are where nothing fits."""
    known = completions_of(names)
    for length in range(min(_LONGEST, len(tokens)), 0, -1):
        start = len(tokens) - length
        typed = " ".join(token.key for token in tokens[start:])
        fitting = _starting_with(known, typed)
        if not fitting:
            continue
        if any(one.text == typed for one in fitting):
            return tuple(tokens)
        before = "between" if _is_in_date(tokens[:start]) else word_before(tokens, start)
        best = min(fitting, key=lambda one: (*_ranks(one, before), len(one.text), one.text))
        return (*tokens[:start], *_finished(tokens[start:], best.text.split(" ")))
    return tuple(tokens)


def _starting_with(known: Sequence[Completion], typed: str) -> list[Completion]:
    at = bisect_left(known, Completion(typed, ""))
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
