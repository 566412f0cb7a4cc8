"""What the JSON beside each picture in a Google Takeout archive says."""

import json
from datetime import UTC, datetime
from pathlib import PurePosixPath

from shoebox.domain.json_value import JsonValue
from shoebox.domain.photo import Location
from shoebox.imaging.described import NOTHING, Described
from shoebox.imaging.exif import location

MAXIMUM_BYTES = 1 << 20


def read(data: bytes) -> Described:
    """When and where a picture was taken, its description, and the name it had (`name`). Never raises."""
    if len(data) > MAXIMUM_BYTES:
        return NOTHING
    try:
        document: JsonValue = json.loads(data)
    except (ValueError, RecursionError):
        return NOTHING
    if not isinstance(document, dict):
        return NOTHING
    title = _text(document.get("title"))
    is_name = title is not None and PurePosixPath(title).suffix != ""
    return Described(
        instant=_instant(document.get("photoTakenTime")),
        location=_location(document.get("geoData")) or _location(document.get("geoDataExif")),
        title=None if is_name else title,
        name=title if is_name else None,
        description=_text(document.get("description")),
    )


def _text(value: JsonValue) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _instant(value: JsonValue) -> datetime | None:
    timestamp = value.get("timestamp") if isinstance(value, dict) else None
    if not isinstance(timestamp, str | int):
        return None
    try:
        return datetime.fromtimestamp(int(timestamp), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _location(value: JsonValue) -> Location | None:
    if not isinstance(value, dict):
        return None
    latitude, longitude, altitude = (value.get(name) for name in ("latitude", "longitude", "altitude"))
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return None
    return location(latitude, longitude, altitude if isinstance(altitude, int | float) and altitude else None)
