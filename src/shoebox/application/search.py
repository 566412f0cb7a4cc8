"""Search: what a person typed, read against the names of this library."""

from dataclasses import dataclass
from functools import lru_cache

from shoebox.application.library import Library
from shoebox.domain.labels import ancestors, vocabulary
from shoebox.ports import Cursor, Facet
from shoebox.query.context import Calendar, Context, Names, Person
from shoebox.query.model import EVERYTHING
from shoebox.query.parse import Parsed, parse


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """How the owner tells dates, and their own name among the people."""

    calendar: Calendar
    owner: str | None = None


def understand(library: Library, text: str, language: Language) -> Parsed:
    """Read `text` as a query. Never fails: what is not understood is named in the result."""
    return parse(text, context_of(library, language))


def context_of(library: Library, language: Language) -> Context:
    """The names this library knows, as the index has them now, and the owner's calendar."""
    return Context(_names(library, library.index.cursor(), language.owner), language.calendar)


@lru_cache(maxsize=2)
def _names(library: Library, _cursor: Cursor, owner: str | None) -> Names:
    """Names by the index's cursor: they are gathered anew only after something changed."""

    def known(facet: Facet) -> tuple[str, ...]:
        return tuple(library.index.count(EVERYTHING, facet))

    labels = dict.fromkeys((*vocabulary().parents, *known(Facet.LABEL)))
    return Names(
        people=tuple(Person(name) for name in known(Facet.PERSON)),
        albums=known(Facet.ALBUM),
        places=tuple((name,) for name in known(Facet.PLACE)),
        cameras=known(Facet.CAMERA),
        labels=tuple((name, ancestors(name)) for name in labels),
        owner=owner,
    )
