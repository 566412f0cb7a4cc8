"""Ways to go on with a query that is being typed."""

from dataclasses import dataclass

from shoebox.query.completion import fitting_last
from shoebox.query.context import Names
from shoebox.query.text import clean, tokenise

MOST = 8


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A whole query to take over, and what kind of thing (`query.spans.Kind`) its last words name."""

    text: str
    shown: str
    kind: str


def suggestions(text: str, names: Names, limit: int = MOST) -> tuple[Suggestion, ...]:
    """The likeliest completions of the last words of `text`, each name once; none after a space or for no text."""
    text = clean(text)
    tokens = tokenise(text)
    if not tokens or tokens[-1].end < len(text):
        return ()
    start, fitting = fitting_last(tokens, names)
    found: dict[str, Suggestion] = {}
    for one in fitting:
        found.setdefault(one.shown.casefold(), Suggestion(text[: tokens[start].start] + one.shown, one.shown, one.kind))
        if len(found) == limit:
            break
    return tuple(found.values())
