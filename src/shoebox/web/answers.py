"""Answers: JSON with an ETag, and errors that say what to do next."""

import hashlib
import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from shoebox.domain.errors import ShoeboxError, UsageError
from shoebox.domain.json_value import JsonObject
from shoebox.query.codec import from_json as query_from_json
from shoebox.query.model import EVERYTHING, Query

MOST_BODY_BYTES = 64 * 1024


def json_answer(request: Request, content: Any) -> Response:
    """`content` as JSON, or 304 where the browser has it already."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(errors="backslashreplace")
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "private, no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def error_answer(_request: Request, error: Exception) -> Response:
    """An error as JSON, with its own status."""
    if not isinstance(error, ShoeboxError):
        raise error
    return JSONResponse({"error": {"message": error.message, "hint": error.hint}}, status_code=error.http_status)


def query_of(request: Request) -> Query:
    """The query in the URL; everything where there is none. Raises UsageError."""
    text = request.query_params.get("query")
    if not text:
        return EVERYTHING
    try:
        document = json.loads(text)
    except ValueError:
        document = None
    if not isinstance(document, dict):
        raise UsageError("The query in the address is damaged.", hint="Type the search again.")
    return query_from_json(document)


async def body_of(request: Request) -> JsonObject:
    """The JSON object a request carries. Raises UsageError for anything else, or too much of it."""
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > MOST_BODY_BYTES:
            raise UsageError("The request is too large.", hint="Send less.")
    try:
        document = json.loads(bytes(received))
    except ValueError:
        document = None
    if not isinstance(document, dict):
        raise UsageError("The request is not a JSON object.", hint="See docs/api.md.")
    return document
