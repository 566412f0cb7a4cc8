"""Dates as cameras and programs write them, and their distance from UTC."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shoebox.domain.photo import Location, Taken

FIRST_YEAR = 1826
"""The year of the oldest photograph that is kept (Niépce, View from the Window at Le Gras)."""

_DATE = re.compile(
    r"\s*(\d{4})[:\-./](\d{1,2})[:\-./](\d{1,2})"
    r"(?:[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?"
)
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})")
_LARGEST_OFFSET = timedelta(hours=14)
_QUARTER = timedelta(minutes=15)
_CLOCK_ERROR = timedelta(minutes=5)


def parse(text: str | None, source: str, *, subseconds: str | None = None, offset: str | None = None) -> Taken | None:
    """A date in the notation of EXIF, ISO 8601 or between them, or None for what is no date.

    `subseconds` and `offset` are the texts of the tags beside it; the tag beats an offset in the text itself.
    """
    match = _DATE.match(text or "")
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    digits = fraction or (subseconds or "").strip()
    microsecond = int(digits[:6].ljust(6, "0")) if digits.isascii() and digits.isdigit() else 0
    try:
        local = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))  # noqa: DTZ001 - local times are naive
    except ValueError:
        return None
    distance = parse_offset(offset)
    return Taken(
        local.replace(microsecond=microsecond), distance if distance is not None else parse_offset(zone), source
    )


def parse_offset(text: str | None) -> timedelta | None:
    """A distance from UTC like `+02:00` or `Z`, at most 14 hours; None for anything else."""
    text = (text or "").strip()
    if text == "Z":
        return timedelta(0)
    match = _OFFSET.fullmatch(text)
    if match is None:
        return None
    sign, hours, minutes = match.groups()
    distance = timedelta(hours=int(hours), minutes=int(minutes))
    if distance > _LARGEST_OFFSET:
        return None
    return -distance if sign == "-" else distance


def is_plausible(taken: Taken, now: datetime) -> bool:
    """Whether a photograph can have that date: not before 1826, not after tomorrow."""
    return taken.local.year >= FIRST_YEAR and taken.local.date() <= now.date() + timedelta(days=1)


def offset_between(local: datetime, utc: datetime) -> timedelta | None:
    """How far a clock that showed `local` at about `utc` was from UTC: in quarters of an hour, at most 14 hours.

    None where the two are more than five minutes off any quarter: then they do not tell of the same moment.
    """
    difference = local - utc.replace(tzinfo=None)
    nearest = round(difference / _QUARTER) * _QUARTER
    if abs(difference - nearest) > _CLOCK_ERROR or abs(nearest) > _LARGEST_OFFSET:
        return None
    return nearest


def offset_at(local: datetime, location: Location) -> timedelta | None:
    """The distance from UTC that clocks had at a place; None at sea and before time zones."""
    zone = _zone(location)
    return None if zone is None else _whole_minutes(local.replace(tzinfo=zone).utcoffset())


def at_place(utc: datetime, location: Location | None, source: str) -> Taken:
    """An instant as the clocks at a place showed it; without a place, in UTC."""
    zone = _zone(location) if location else None
    offset = _whole_minutes(utc.astimezone(zone).utcoffset()) if zone else None
    offset = timedelta(0) if offset is None else offset
    return Taken((utc.astimezone(UTC) + offset).replace(tzinfo=None), offset, source)


def _zone(location: Location) -> ZoneInfo | None:
    from tzfpy import get_tz  # noqa: PLC0415 - loads 10 MB of borders, which most pictures do not need

    name: str = get_tz(location.longitude, location.latitude)
    if not name or name.startswith("Etc/"):
        return None
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError:
        return None


def _whole_minutes(offset: timedelta | None) -> timedelta | None:
    return offset if offset is not None and offset.total_seconds() % 60 == 0 else None
