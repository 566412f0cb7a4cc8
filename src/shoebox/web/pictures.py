"""Thumbnails, previews and originals over HTTP."""

from collections.abc import Callable, Iterator
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse

from shoebox.application.library import get_photo
from shoebox.domain import keys
from shoebox.domain.checksum import CHUNK_BYTES
from shoebox.domain.errors import NotFoundError
from shoebox.ports import LocalFiles, ObjectStore
from shoebox.web.gallery import gallery_of

_FOR_EVER = "private, max-age=31536000, immutable"
_SHOWN = ("image/jpeg", "image/png", "image/webp", "image/gif", "image/avif", "video/")


def thumbnail(request: Request) -> Response:
    """The small picture of a photo."""
    return _derived(request, keys.thumbnail_key)


def preview(request: Request) -> Response:
    """The 2048 px picture of a photo."""
    return _derived(request, keys.preview_key)


def original(request: Request) -> Response:
    """The owner's own bytes; what is not a picture or video that browsers show is only downloaded."""
    photo = get_photo(gallery_of(request).library, request.path_params["photo"])
    content_type = photo.facts.content_type
    name = photo.paths[0].rpartition("/")[2]
    shown = content_type.startswith(_SHOWN) and "download" not in request.query_params
    headers = {
        "cache-control": _FOR_EVER,
        "etag": f'"{photo.id}"',
        "content-disposition": f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quote(name)}",
    }
    media_type = content_type if shown else "application/octet-stream"
    return _answer(request, keys.original_key(photo.paths[0]), media_type, headers)


def _derived(request: Request, key_of: Callable[[str], str]) -> Response:
    photo = get_photo(gallery_of(request).library, request.path_params["photo"])
    if photo.placeholder is None:
        raise NotFoundError("There is no picture of this file.", hint=photo.reason or "Look at the original.")
    headers = {"cache-control": _FOR_EVER, "etag": f'"{photo.id}"'}
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers=headers)
    return _answer(request, key_of(photo.paths[0]), "image/jpeg", headers)


def _answer(request: Request, key: str, media_type: str, headers: dict[str, str]) -> Response:
    objects = gallery_of(request).library.objects
    stored = objects.stat(key)
    if stored is None:
        raise NotFoundError(f"{key} is missing from the archive.", hint="Run 'shoebox rebuild'.")
    if isinstance(objects, LocalFiles):
        return FileResponse(objects.local_path(key), media_type=media_type, headers=headers)
    return StreamingResponse(_pieces(objects, key), media_type=media_type, headers=headers)


def _pieces(objects: ObjectStore, key: str) -> Iterator[bytes]:
    with objects.open(key) as file:
        while piece := file.read(CHUNK_BYTES):
            yield piece
