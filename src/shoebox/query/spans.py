"""Candidate readings: a span of tokens, what it may mean and how likely that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from shoebox.query.calendar import InYear
from shoebox.query.model import EVERYTHING, Query


class Kind(StrEnum):
    """What a span of a query is."""

    PERSON = "person"
    PLACE = "place"
    CAMERA = "camera"
    ALBUM = "album"
    LABEL = "label"
    DATE = "date"
    MEDIA = "media"
    FAVOURITE = "favourite"
    FACES = "faces"
    ORDER = "order"
    TEXT = "text"
    FILENAME = "filename"
    WORDS = "words"
    ONLY = "only"
    ALONE = "alone"
    NOT = "not"
    OR = "or"
    AND = "and"
    STOP = "stop"
    UNKNOWN = "unknown"


OPERATORS = frozenset({Kind.NOT, Kind.OR, Kind.AND, Kind.STOP, Kind.ONLY, Kind.ALONE, Kind.UNKNOWN})
"""Kinds that carry no part of a query themselves."""


class Source(StrEnum):
    """How a reading came about."""

    EXACT = "exact"
    ALIAS = "alias"
    SYNONYM = "synonym"
    GROUP = "group"
    SPELLING = "spelling"
    DATE = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Tokens `start` to `end` read as `kind`, asking for `part`.

    `score` is worth comparing with other spans over the same tokens. `in_year` and `year` are as in `dates.When`.
    `keeps_words`: the words also go to the free text, for the label found is broader than they are.
    """

    start: int
    end: int
    kind: Kind
    score: int
    part: Query = EVERYTHING
    source: Source = Source.EXACT
    in_year: InYear | None = None
    year: int | None = None
    keeps_words: bool = False


PER_TOKEN = 100
PER_JOINED_TOKEN = 40
PINNED = 10_000
"""The score per token of what the person spelled out, which nothing overrules."""


def score(start: int, end: int, bonus: int = 0) -> int:
    """Longer spans beat several shorter ones; the bonus decides among equally long ones."""
    length = end - start
    return length * PER_TOKEN + (length - 1) * PER_JOINED_TOKEN + bonus


def best_cover(spans: Sequence[Span], length: int) -> tuple[Span, ...]:
    """The spans, none overlapping, that together score highest over `length` tokens.

    Tokens that no span covers get an unknown span of their own, which scores nothing.
    """
    ending: list[list[Span]] = [[] for _ in range(length + 1)]
    for span in spans:
        ending[span.end].append(span)
    best = [0] * (length + 1)
    chosen: list[Span] = []
    for end in range(1, length + 1):
        choice = Span(start=end - 1, end=end, kind=Kind.UNKNOWN, score=0)
        for span in ending[end]:
            if best[span.start] + span.score > best[choice.start] + choice.score:
                choice = span
        best[end] = best[choice.start] + choice.score
        chosen.append(choice)
    cover: list[Span] = []
    while length:
        cover.append(chosen[length - 1])
        length = cover[-1].start
    return tuple(reversed(cover))
