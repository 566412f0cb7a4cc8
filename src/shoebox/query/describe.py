"""A query said in English that the parser reads back as the same query."""

from collections.abc import Iterable, Iterator

from shoebox.query.chips import chips
from shoebox.query.matcher import ANY_ALBUM
from shoebox.query.model import EVERYTHING, Query, Recurring, Sort
from shoebox.query.phrases import MEDIA_NAMES, days_text, recurring_texts


def describe(query: Query) -> str:
    """One sentence, without a full stop: "photos of Natalie, in 2007". What is left out comes last."""
    clauses = [*_asked(query), *_left_out(query), *_texts(query)]
    subject = _subject(query)
    if not clauses:
        return subject if query.limit or query.sort is not EVERYTHING.sort else "all photos"
    return f"{subject} {', '.join(clauses)}"


def explain(query: Query) -> str:
    """What was understood, part by part: "people: Natalie · date: 2007"."""
    return " · ".join(f"{chip.kind}: {chip.text}" for chip in chips(query))


def _subject(query: Query) -> str:
    if query.limit is None:
        return "photos" if query.sort is Sort.NEWEST else "oldest photos"
    return f"{'latest' if query.sort is Sort.NEWEST else 'oldest'} {query.limit} photos"


def _asked(query: Query) -> Iterator[str]:
    yield from _clause("of ", " and ", query.people_all)
    yield from _clause("with ", " or ", query.people_any)
    if query.people_only:
        yield "nobody else"
    yield from _faces(query)
    yield from _clause("with ", " and ", query.labels_all)
    yield from _clause("with ", " or ", query.labels_any)
    yield from _clause("", " or ", [MEDIA_NAMES.get(word, word) for word in query.media])
    if query.favourite:
        yield "favourites"
    yield from _clause("in ", " or in ", query.places)
    yield from _clause("taken with ", " or with ", query.cameras)
    yield from _clause("", " or ", [_album(title) for title in query.albums])
    yield from _clause("", " or ", [_dated(days_text(days)) for days in query.dates])
    yield from _recurring(query.recurring, "")


def _left_out(query: Query) -> Iterator[str]:
    yield from _clause("without ", " or ", query.people_none)
    yield from _clause("without ", " or ", query.labels_none)
    yield from _clause("no ", " or ", [MEDIA_NAMES.get(word, word) for word in query.media_none])
    if query.favourite is False:
        yield "not favourites"
    yield from _clause("not in ", " or in ", query.places_none)
    yield from _clause("not taken with ", ", not taken with ", query.cameras_none)
    yield from _clause("not ", ", not ", [_album(title) for title in query.albums_none])
    yield from _clause("not ", ", not ", [_dated(days_text(days)) for days in query.dates_none])
    yield from _recurring(query.recurring_none, "not ")


def _texts(query: Query) -> Iterator[str]:
    for before, text in (("with the text ", query.text), ("file:", query.filename), ("about ", query.free_text)):
        if text is not None:
            yield f'{before}"{text.replace(chr(34), " ")}"'


def _clause(before: str, joint: str, values: Iterable[str]) -> Iterator[str]:
    text = joint.join(values)
    if text:
        yield before + text


def _faces(query: Query) -> Iterator[str]:
    least, most = query.faces_min, query.faces_max
    if least is not None and most is not None:
        yield f"{least} people" if least == most else f"between {least} and {most} people"
    elif least is not None:
        yield f"at least {least} people"
    elif most is not None:
        yield f"at most {most} people"


def _album(title: str) -> str:
    return "in an album" if title == ANY_ALBUM else f"in the album {title}"


def _dated(text: str) -> str:
    if " to " in text:
        return f"from {text}"
    return text if text.startswith(("since", "until", "any")) else f"in {text}"


def _recurring(recurring: Recurring, before: str) -> Iterator[str]:
    for _, text, _ in recurring_texts(recurring):
        yield before + text
