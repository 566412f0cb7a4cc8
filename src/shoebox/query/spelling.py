"""Mistyped words put right, by the distance of optimal string alignment; only words that nothing else explains."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from shoebox.query import date_words
from shoebox.query.context import Names
from shoebox.query.entities import index_of
from shoebox.query.spans import Kind, Span
from shoebox.query.text import Token, keys_of
from shoebox.query.vocabulary import vocabulary

SHORTEST = 4
MOST_CORRECTIONS = 8
"""How many words of a query are looked up; each costs a comparison with every known word."""
LONG = 8
"""From this length on two mistakes are allowed, below it one."""
_RANKS = {Kind.PERSON: 0, Kind.PLACE: 1, Kind.ALBUM: 5}
_DATE_RANK, _PHRASE_RANK, _LABEL_RANK, _CAMERA_RANK = 2, 3, 4, 4


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words a mistyped word may stand for, each with its rank (the lowest wins), and words that are right anyway."""

    ranks: Mapping[str, int]
    known: frozenset[str]


@lru_cache(maxsize=8)
def lexicon_of(names: Names) -> Lexicon:
    """The lexicon of a library's names."""
    index = index_of(names)
    ranks: dict[str, int] = {}
    _add(ranks, (key for title in names.albums for key in keys_of(title)), _RANKS[Kind.ALBUM])
    _add(ranks, index.cameras, _CAMERA_RANK)
    labels = (*(label for label, _ in names.labels), *(word for one in vocabulary().concepts for word in one.words))
    _add(ranks, (key for label in labels for key in keys_of(label)), _LABEL_RANK)
    phrases = [key for keys, entries in vocabulary().phrases.items() if entries[0].kind != "stop" for key in keys]
    _add(ranks, phrases, _PHRASE_RANK)
    _add(ranks, date_words.WORDS | {"yesterday", "today", "between", "before", "morning", "afternoon"}, _DATE_RANK)
    for keys, entities in index.names.items():
        for entity in entities:
            _add(ranks, keys, _RANKS[entity.kind])
    stop_words = {key for keys in vocabulary().phrases for key in keys}
    return Lexicon(ranks, frozenset(ranks) | stop_words | vocabulary().everyday | date_words.WORDS)


def _add(ranks: dict[str, int], keys: Iterable[str], rank: int) -> None:
    for key in keys:
        if len(key) >= SHORTEST - 1 and key.isalpha():
            ranks[key] = min(ranks.get(key, rank), rank)


def corrected(tokens: Sequence[Token], spans: Iterable[Span], names: Names) -> tuple[Token, ...]:
    """The tokens, those that no span explains and no lexicon knows replaced by the nearest known word."""
    explained = {at for span in spans for at in range(span.start, span.end)}
    unexplained = [at for at in range(len(tokens)) if at not in explained][:MOST_CORRECTIONS]
    changed = list(tokens)
    for at in unexplained:
        changed[at] = replace(tokens[at], key=correction(tokens[at].key, lexicon_of(names)))
    return tuple(changed)


def correction(word: str, lexicon: Lexicon) -> str:
    """The known word that `word` was probably meant to be, or `word` itself."""
    singular = word.removesuffix("s")
    if len(word) < SHORTEST or not word.isalpha() or word in lexicon.known:
        return word
    if singular in lexicon.known:
        return singular if singular in lexicon.ranks else word
    from rapidfuzz import process  # noqa: PLC0415 - most queries need no correction, and importing takes 35 ms
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    edits = 1 if len(word) < LONG else 2
    near = process.extract(word, lexicon.ranks.keys(), scorer=OSA.distance, score_cutoff=edits, limit=20)
    ranked = [
        (distance, other[0] != word[0], lexicon.ranks[other], other)
        for other, distance, _ in near
        if len(word) > SHORTEST or _is_near_enough(word, other, lexicon)
    ]
    return min(ranked)[-1] if ranked else word


def _is_near_enough(word: str, other: str, lexicon: Lexicon) -> bool:
    """Four letters have too many neighbours: only swapped ones count, or names with the same first letter."""
    return sorted(other) == sorted(word) or (other[0] == word[0] and lexicon.ranks[other] < _LABEL_RANK)
