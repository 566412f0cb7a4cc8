"""From a typed sentence to a query."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from shoebox.query.candidates import spans_of
from shoebox.query.combine import Clause, clauses_of, combined
from shoebox.query.context import Context
from shoebox.query.model import Query
from shoebox.query.spans import Kind, Span, best_cover
from shoebox.query.text import Token, clean, tokenise

Mode = Literal["search", "prefix"]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query and how it was understood; `text` is what was read, to which the chips' positions refer."""

    query: Query
    text: str


def parse(text: str, context: Context, *, mode: Mode = "search") -> Parsed:
    text = clean(text)
    tokens = tokenise(text)
    cover = best_cover(spans_of(tokens, context), len(tokens))
    clauses = clauses_of(cover, tokens)
    query = combined(clauses)
    free = [text[tokens[s.start].start:tokens[s.end-1].end] for s in cover if s.kind is Kind.UNKNOWN or s.keeps_words]
    return Parsed(replace(query, free_text=" ".join(free) or None), text)
