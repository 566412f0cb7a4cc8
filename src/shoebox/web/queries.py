"""Queries over HTTP: text to a query, a query to chips; and how the library is (docs/api.md)."""

from starlette.requests import Request
from starlette.responses import Response

from shoebox import __version__
from shoebox.application.library import get_photo
from shoebox.application.search import understand
from shoebox.domain.json_value import JsonObject, JsonValue
from shoebox.domain.photo import Kind, Status
from shoebox.ports import Facet
from shoebox.query.chips import Chip, without
from shoebox.query.chips import chips as chips_of
from shoebox.query.codec import to_json
from shoebox.query.describe import describe
from shoebox.query.model import EVERYTHING, Query
from shoebox.web.answers import json_answer, query_of
from shoebox.web.gallery import gallery_of

MOST_SET_ASIDE = 1000
_SET_ASIDE = Query(media=(Status.SET_ASIDE.value,))


def parse(request: Request) -> Response:
    """What a typed text means."""
    gallery = gallery_of(request)
    parsed = understand(gallery.library, request.query_params.get("q", ""), gallery.language())
    unknown: list[JsonValue] = list(parsed.unknown)
    content: JsonObject = {"query": to_json(parsed.query), "unknown": unknown}
    return json_answer(request, content | _read_back(parsed.query, parsed.chips, parsed.text))


def chips(request: Request) -> Response:
    """A query of an address, read back."""
    query = query_of(request)
    return json_answer(request, _read_back(query, chips_of(query)))


def status(request: Request) -> Response:
    """How the library is."""
    gallery = gallery_of(request)
    index = gallery.library.index
    media = index.count(EVERYTHING, Facet.MEDIA)
    content = {
        "photos": media.get(Kind.PHOTO.value, 0),
        "videos": media.get(Kind.VIDEO.value, 0),
        "setAside": media.get(Status.SET_ASIDE.value, 0),
        "verified": index.total(EVERYTHING) - media.get("unverified", 0),
        "missing": list(gallery.missing),
        "library": gallery.place,
        "version": __version__,
    }
    return json_answer(request, content)


def set_aside(request: Request) -> Response:
    """What is backed up but could not be understood, with the reasons."""
    library = gallery_of(request).library
    page = library.index.find(_SET_ASIDE, limit=MOST_SET_ASIDE)
    found = [get_photo(library, hit.id) for hit in page.hits]
    content: list[JsonValue] = [
        {"id": photo.id, "paths": list(photo.paths), "reason": photo.reason, "size": photo.size} for photo in found
    ]
    return json_answer(request, {"photos": content})


def _read_back(query: Query, told: tuple[Chip, ...], text: str = "") -> JsonObject:
    described: list[JsonValue] = [_described(query, chip, text) for chip in told]
    return {"described": describe(query), "chips": described}


def _described(query: Query, chip: Chip, text: str) -> JsonObject:
    typed = text[chip.start : chip.end] if chip.source == "spelling" else None
    return {
        "kind": chip.kind,
        "text": chip.text,
        "negated": chip.field.endswith("_none"),
        "note": f'for "{typed}"' if typed else None,
        "without": to_json(without(query, chip)),
    }
