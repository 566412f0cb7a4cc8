"""From a typed sentence to a query, with what each of its words was taken for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from shoebox.query.candidates import spans_of
from shoebox.query.chips import Alternative, Chip, chips
from shoebox.query.combine import Clause, clause_parts, clauses_of, combined
from shoebox.query.completion import completed
from shoebox.query.context import Context
from shoebox.query.describe import describe
from shoebox.query.literals import literal_spans
from shoebox.query.model import Query
from shoebox.query.spans import OPERATORS, PINNED, Kind, Source, Span, best_cover
from shoebox.query.spelling import corrected
from shoebox.query.text import Token, clean, tokenise

Mode = Literal["search", "prefix"]
_MARGIN = 75
"""A reading that scores at most this much less than the chosen one is offered instead."""
_MOST_ALTERNATIVES = 3


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query, its chips, the words nobody knew, and the text that was read, which chips' positions refer to."""

    query: Query
    chips: tuple[Chip, ...]
    unknown: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read the tokens."""

    cover: tuple[Span, ...]
    clauses: tuple[Clause, ...]
    query: Query


def parse(text: str, context: Context, *, mode: Mode = "search") -> Parsed:
    """Read a sentence against a library's names. Every text has a reading; nothing raises.

    In prefix mode the last word is still being typed and is finished by its likeliest completion.
    Only the first 1,000 characters and 64 words are read.
    """
    text = clean(text)
    typed = tokenise(text)
    tokens = completed(typed, context.names) if mode == "prefix" else typed
    literals = literal_spans(text, typed, context)
    spans = (*literals, *spans_of(tokens, context))
    put_right = corrected(tokens, spans, context.names)
    if put_right != tokens:
        spans = (*literals, *_respelled(spans_of(put_right, context), tokens, put_right))
        tokens = put_right
    reading = _read(text, tokens, spans)
    return Parsed(reading.query, _chips(text, tokens, spans, reading), _unknown(text, tokens, reading.cover), text)


def _read(text: str, tokens: Sequence[Token], spans: Sequence[Span]) -> _Reading:
    cover = best_cover(spans, len(tokens))
    clauses = clauses_of(cover, tokens)
    query = combined(clauses, cover)
    left = [_written(text, tokens, span) for span in cover if span.kind is Kind.UNKNOWN or span.keeps_words]
    words = " ".join(filter(None, (query.free_text, *left)))
    return _Reading(cover, clauses, replace(query, free_text=words or None))


def _written(text: str, tokens: Sequence[Token], span: Span) -> str:
    return text[tokens[span.start].start : tokens[span.end - 1].end]


def _unknown(text: str, tokens: Sequence[Token], cover: Sequence[Span]) -> tuple[str, ...]:
    return tuple(_written(text, tokens, span) for span in cover if span.kind is Kind.UNKNOWN)


def _respelled(spans: Sequence[Span], typed: Sequence[Token], tokens: Sequence[Token]) -> list[Span]:
    """The spans, those over changed words marked as such."""
    changed = {at for at, (old, new) in enumerate(zip(typed, tokens, strict=True)) if old.key != new.key}
    return [
        replace(span, source=Source.SPELLING) if changed & set(range(span.start, span.end)) else span for span in spans
    ]


def _chips(text: str, tokens: Sequence[Token], spans: Sequence[Span], reading: _Reading) -> tuple[Chip, ...]:
    """The query's chips with the words they come from."""
    origins: dict[tuple[str, str], Span] = {}
    for span, part in clause_parts(reading.clauses):
        for chip in chips(part):
            origins.setdefault((chip.field, chip.text), span)
    found = []
    for chip in chips(reading.query):
        origin = origins.get((chip.field, chip.text))
        found.append(chip if origin is None else _placed(chip, origin, text, tokens, spans))
    return tuple(found)


def _placed(chip: Chip, span: Span, text: str, tokens: Sequence[Token], spans: Sequence[Span]) -> Chip:
    return replace(
        chip,
        start=tokens[span.start].start,
        end=tokens[span.end - 1].end,
        source=span.source.value,
        alternatives=_alternatives(span, text, tokens, spans),
    )


def _alternatives(span: Span, text: str, tokens: Sequence[Token], spans: Sequence[Span]) -> tuple[Alternative, ...]:
    """What else the words of a span may mean: other readings of just these words that are nearly as likely."""
    others: dict[Query, Span] = {}
    for other in spans:
        same_words = (other.start, other.end) == (span.start, span.end) and other.kind not in OPERATORS
        if same_words and other.part != span.part and other.score >= span.score - _MARGIN:
            others.setdefault(other.part, other)
    found = []
    for part, other in list(others.items())[:_MOST_ALTERNATIVES]:
        pinned = replace(other, score=PINNED * (other.end - other.start))
        found.append(Alternative(describe(part), _read(text, tokens, (*spans, pinned)).query))
    return tuple(found)
