"""What EXIF says: dates, place, camera (EXIF 2.32, CIPA DC-008-2019)."""

import math
from datetime import UTC, datetime, timedelta

from shoebox.domain.photo import Camera, Location, Taken
from shoebox.imaging import dates, tiff
from shoebox.imaging.described import Described
from shoebox.imaging.tiff import Buffer, Exif, Tags, Value

_MAKE, _MODEL, _ORIENTATION, _CHANGED, _DESCRIPTION = 0x010F, 0x0110, 0x0112, 0x0132, 0x010E
_RATING, _XP_TITLE, _XP_KEYWORDS = 0x4746, 0x9C9B, 0x9C9E
_EXPOSURE, _F_NUMBER, _ISO, _FOCAL_LENGTH, _LENS = 0x829A, 0x829D, 0x8827, 0x920A, 0xA434
_ORIGINAL, _CREATED, _MAKER_NOTE, _COMMENT, _COMPOSITE = 0x9003, 0x9004, 0x927C, 0x9286, 0xA460
_OFFSET, _OFFSET_ORIGINAL, _OFFSET_CREATED = 0x9010, 0x9011, 0x9012
_SUBSECONDS, _SUBSECONDS_ORIGINAL, _SUBSECONDS_CREATED = 0x9290, 0x9291, 0x9292
_XMP, _IPTC = 0x02BC, 0x83BB
_APPLE = b"Apple iOS\x00\x00\x01MM"
_APPLE_CONTENT_IDENTIFIER = 0x0011
_LARGEST_ISO = 10_000_000

NOT_DESCRIPTIONS = frozenset(
    {"olympus digital camera", "sony dsc", "digital camera", "kodak digital still camera", "minolta digital camera"}
)
"""What cameras write into every picture's description."""


def read(data: Buffer, start: int = 0) -> Described:
    """What the EXIF block at `start` says. Never raises."""
    return describe(tiff.read(data, start))


def describe(exif: Exif) -> Described:
    """What tags already read say."""
    image, exposure = exif.image, {**exif.image, **exif.exposure}
    return Described(
        original=_date(exposure, _ORIGINAL, _SUBSECONDS_ORIGINAL, _OFFSET_ORIGINAL),
        created=_date(exposure, _CREATED, _SUBSECONDS_CREATED, _OFFSET_CREATED),
        changed=_date(exposure, _CHANGED, _SUBSECONDS, _OFFSET),
        instant=_gps_time(exif.place),
        location=_location(exif.place),
        camera=_camera(exposure),
        rating=_rating(image),
        title=_windows_text(image.get(_XP_TITLE)),
        description=_description(image),
        keywords=tuple(
            word.strip() for word in (_windows_text(image.get(_XP_KEYWORDS)) or "").split(";") if word.strip()
        ),
        words=_words(exposure),
        orientation=_orientation(image),
    )


def embedded_xmp(exif: Exif) -> bytes:
    """The XMP packet of a TIFF, or nothing."""
    return _bytes(exif.image.get(_XMP))


def embedded_iptc(exif: Exif) -> bytes:
    """The IPTC block of a TIFF, or nothing."""
    return _bytes(exif.image.get(_IPTC))


def _bytes(value: Value | None) -> bytes:
    if isinstance(value, bytes):
        return value
    return bytes(int(number) for number in value) if value and all(0 <= number < 256 for number in value) else b""


def _date(tags: Tags, date: int, subseconds: int, offset: int) -> Taken | None:
    return dates.parse(
        tiff.text(tags.get(date)),
        "exif",
        subseconds=tiff.text(tags.get(subseconds)),
        offset=tiff.text(tags.get(offset)) or tiff.text(tags.get(_OFFSET)),
    )


def _orientation(image: Tags) -> int:
    value = tiff.number(image.get(_ORIENTATION))
    return int(value) if value is not None and 1 <= value <= 8 else 1


def _rating(image: Tags) -> int | None:
    value = tiff.number(image.get(_RATING))
    return int(value) if value is not None and 0 <= value <= 5 else None


def _description(image: Tags) -> str | None:
    text = tiff.text(image.get(_DESCRIPTION))
    return None if text is None or text.lower() in NOT_DESCRIPTIONS else text


def _windows_text(value: Value | None) -> str | None:
    """Windows keeps titles and keywords as UTF-16 in numbers of one byte."""
    return _bytes(value).decode("utf-16-le", errors="ignore").rstrip("\x00").strip() or None


def _camera(tags: Tags) -> Camera:
    iso = _positive(tags.get(_ISO))
    return Camera(
        make=tiff.text(tags.get(_MAKE)),
        model=tiff.text(tags.get(_MODEL)),
        lens=tiff.text(tags.get(_LENS)),
        exposure_time=_positive(tags.get(_EXPOSURE)),
        f_number=_positive(tags.get(_F_NUMBER)),
        iso=int(iso) if iso is not None and iso <= _LARGEST_ISO else None,
        focal_length=_positive(tags.get(_FOCAL_LENGTH)),
    )


def _positive(value: Value | None) -> float | None:
    found = tiff.number(value)
    return found if found is not None and found > 0 else None


def _words(tags: Tags) -> frozenset[str]:
    words = set()
    comment = tags.get(_COMMENT)
    if isinstance(comment, bytes) and comment[8:].strip(b"\x00 ") == b"Screenshot":
        words.add("screenshot")
    lens = (tiff.text(tags.get(_LENS)) or "").lower()
    if " front " in f" {lens} ":
        words.add("selfie")
    note = tags.get(_MAKER_NOTE)
    if isinstance(note, bytes) and note.startswith(_APPLE):
        apple = tiff.directory(note, ">", 0, len(_APPLE), set())
        if tiff.text(apple.get(_APPLE_CONTENT_IDENTIFIER)):
            words.add("live")
    return frozenset(words)


def _location(place: Tags) -> Location | None:
    latitude = _degrees(place.get(2), place.get(1), b"S")
    longitude = _degrees(place.get(4), place.get(3), b"W")
    return location(latitude, longitude, _altitude(place))


def location(latitude: float | None, longitude: float | None, altitude: float | None) -> Location | None:
    """A place on Earth, or None: 0, 0 is what devices write that do not know where they are."""
    if latitude is None or longitude is None or not (math.isfinite(latitude) and math.isfinite(longitude)):
        return None
    if abs(latitude) > 90 or abs(longitude) > 180 or (latitude == 0 and longitude == 0):
        return None
    if altitude is not None and not -12_000 < altitude < 100_000:
        altitude = None
    return Location(latitude, longitude, altitude)


def _degrees(value: Value | None, reference: Value | None, negative: bytes) -> float | None:
    parts = tiff.numbers(value)
    if not parts or not isinstance(reference, bytes) or reference[:1] not in b"NSEW" or not reference.strip(b"\x00 "):
        return None
    degrees = sum(part / divisor for part, divisor in zip(parts, (1, 60, 3600), strict=False))
    return -degrees if reference[:1] == negative else degrees


def _altitude(place: Tags) -> float | None:
    altitude, reference = tiff.number(place.get(6)), tiff.number(place.get(5))
    if altitude is None:
        return None
    return -altitude if reference == 1 else altitude


def _gps_time(place: Tags) -> datetime | None:
    """GPS date and time are UTC. A clock before its first fix says 0000 or 1899, which is nothing."""
    day, clock = dates.parse(tiff.text(place.get(29)), "gps"), tiff.numbers(place.get(7))
    if day is None or len(clock) != 3 or day.local.year < 1980 or not 0 <= clock[0] < 24:
        return None
    seconds = clock[0] * 3600 + clock[1] * 60 + clock[2]
    return day.local.replace(hour=0, minute=0, second=0, tzinfo=UTC) + timedelta(seconds=min(seconds, 86_400))


def read_canon(blocks: tuple[bytes, ...]) -> Described:
    """What the four blocks of a CR3 say."""
    picture, exposure, _maker, place = (tiff.read(block) for block in blocks)
    return describe(Exif(image=picture.image, exposure=exposure.image, place=place.image))
