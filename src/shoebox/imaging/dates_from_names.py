"""Dates in file names, as phones, messengers and screenshot programs write them."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath

from shoebox.domain.photo import Taken

_DAY = r"(?P<year>(?:19|20)\d\d)[-_.]?(?P<month>0[1-9]|1[0-2])[-_.]?(?P<day>0[1-9]|[12]\d|3[01])"
_CLOCK = r"(?P<hour>[01]\d|2[0-3])[-_.:h]?(?P<minute>[0-5]\d)[-_.:m]?(?P<second>[0-5]\d)(?:[-_.]?(?P<fraction>\d{3}))?"
_TOGETHER = re.compile(rf"(?<!\d){_DAY}(?:[-_T .]|\sat\s|-at-)+{_CLOCK}(?!\d)")
_SOLID = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])"
    r"(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?P<second>[0-5]\d)(?P<fraction>\d{3})?(?!\d)"
)
_ONLY_DAY = re.compile(rf"(?<!\d){_DAY}(?!\d)")
_MILLISECONDS = re.compile(r"(?:^|FB_IMG_|mmexport|received_|Image_)(?P<unix>1[0-9]{12})(?!\d)")
_UTC_NAMES = re.compile(r"PXL_\d{8}_\d{9}")


def date_from_name(path: str) -> Taken | None:
    """The date in the last part of `path`, or None.

    Pixel phones (`PXL_…`) and Unix milliseconds (`FB_IMG_…`, `mmexport…`) are in UTC, all others local. A name with a
    day but no time gives midnight.
    """
    name = PurePosixPath(path).name
    match = _TOGETHER.search(name) or _SOLID.search(name)
    if match:
        local = _moment(match)
        zone = timedelta(0) if _UTC_NAMES.match(name) else None
        return Taken(local, zone, "filename") if local else None
    match = _MILLISECONDS.search(name)
    if match:
        instant = datetime.fromtimestamp(int(match["unix"]) / 1000, UTC)
        return Taken(instant.replace(tzinfo=None), timedelta(0), "filename")
    match = _ONLY_DAY.search(name)
    local = _moment(match) if match else None
    return Taken(local, None, "filename") if local else None


def _moment(match: re.Match[str]) -> datetime | None:
    parts = match.groupdict()
    numbers = [int(parts.get(name) or 0) for name in ("year", "month", "day", "hour", "minute", "second")]
    year, month, day, hour, minute, second = numbers
    microsecond = int(parts.get("fraction") or 0) * 1000
    try:
        return datetime(year, month, day, hour, minute, second, microsecond)  # noqa: DTZ001 - local times are naive
    except ValueError:
        return None
