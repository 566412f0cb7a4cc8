"""The gallery's own address book: which library it shows, how its owner speaks, what is missing."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request

from shoebox.application.library import Library
from shoebox.application.search import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Gallery:
    """What the endpoints work on. `language` is asked at each request, for it knows today's date."""

    library: Library
    language: Callable[[], Language]
    place: str
    missing: tuple[str, ...]


def gallery_of(request: Request) -> Gallery:
    """The gallery that a request is for."""
    gallery: Gallery = request.app.state.gallery
    return gallery
