"""Photos over HTTP: the timeline, pages of a month, one photo (docs/api.md)."""

import base64
from calendar import monthrange
from datetime import date

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from shoebox.application.decisions import set_favourite
from shoebox.application.library import get_photo, refresh_index
from shoebox.domain.codec import format_instant
from shoebox.domain.errors import UsageError
from shoebox.domain.json_value import JsonObject
from shoebox.domain.listing import listing
from shoebox.domain.photo import Photo, Status, face_id
from shoebox.ports import Facet, Hit, PageCursor
from shoebox.query.model import DateRange, Sort
from shoebox.web.answers import body_of, json_answer, query_of
from shoebox.web.gallery import gallery_of

PAGE = 500


def timeline(request: Request) -> Response:
    """How many photos of a query each month holds."""
    index, query = gallery_of(request).library.index, query_of(request)
    months = sorted(index.count(query, Facet.MONTH).items(), reverse=query.sort is Sort.NEWEST)
    return json_answer(request, {"total": sum(number for _, number in months), "months": months})


def photos(request: Request) -> Response:
    """A page of one month, in columns."""
    after = request.query_params.get("after")
    page = gallery_of(request).library.index.find(
        query_of(request),
        within=_month(request.query_params.get("month", "")),
        after=PageCursor(after) if after else None,
        limit=PAGE,
    )
    hits = page.hits
    content = {
        "ids": [hit.id for hit in hits],
        "taken": [hit.taken.isoformat(timespec="seconds") for hit in hits],
        "ratios": [_ratio(hit) for hit in hits],
        "kinds": [hit.kind.value for hit in hits],
        "durations": [hit.duration for hit in hits],
        "favourites": [hit.favourite for hit in hits],
        "setAside": [hit.status is Status.SET_ASIDE for hit in hits],
        "placeholders": [base64.b64encode(hit.placeholder).decode() if hit.placeholder else None for hit in hits],
        "after": page.after,
    }
    return json_answer(request, content)


def photo(request: Request) -> Response:
    """All that is known about one photo."""
    return json_answer(request, _described(get_photo(gallery_of(request).library, request.path_params["photo"])))


async def favourite(request: Request) -> Response:
    """Mark a photo as a favourite, or not."""
    body = await body_of(request)
    wanted = body.get("favourite")
    if not isinstance(wanted, bool):
        raise UsageError("A photo is a favourite or it is not.", hint='Send {"favourite": true} or false.')
    await run_in_threadpool(_set_favourite, request, wanted=wanted)
    return Response(status_code=204)


def _set_favourite(request: Request, *, wanted: bool) -> None:
    library = gallery_of(request).library
    set_favourite(library, [request.path_params["photo"]], favourite=wanted)
    refresh_index(library)


def _month(text: str) -> DateRange:
    """The days of a month, "2007-08". Raises UsageError."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        raise UsageError(f"{text!r} is not a month.", hint="Give one like 2007-08.") from None
    return DateRange(first, first.replace(day=monthrange(first.year, first.month)[1]))


def _ratio(hit: Hit) -> float:
    return round(hit.width / hit.height, 4) if hit.width and hit.height else 1.0


def _described(found: Photo) -> JsonObject:
    facts, camera = found.facts, found.facts.camera
    described = listing(found)
    faces = described["faces"]
    assert isinstance(faces, list)
    described["faces"] = [
        {**told, "id": face_id(found.id, face)}
        for told, face in zip(faces, found.faces, strict=True)
        if isinstance(told, dict)
    ]
    return described | {
        "camera": {
            "exposure_time": camera.exposure_time,
            "f_number": camera.f_number,
            "iso": camera.iso,
            "focal_length": camera.focal_length,
        },
        "size": found.size,
        "added_at": format_instant(found.added_at),
        "duration": facts.duration,
        "altitude": facts.location.altitude if facts.location else None,
        "content_type": facts.content_type,
    }
