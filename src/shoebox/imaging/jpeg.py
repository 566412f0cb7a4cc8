"""Reads the segments of a JPEG before its pixels (ITU-T T.81 annex B; EXIF 2.32 section 4.7; XMP part 3)."""

from collections.abc import Iterator
from dataclasses import replace

from shoebox.imaging.embedded import Embedded
from shoebox.imaging.tiff import Buffer

_EXIF = b"Exif\x00"
_XMP = b"://ns.adobe.com/xap/1.0/\x00"  # some programs write another word than http before it
_PROFILE = b"ICC_PROFILE\x00"
_PHOTOSHOP = b"Photoshop 3.0\x00"
_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_START_OF_SCAN, _END = 0xDA, 0xD9
_MAXIMUM_SEGMENTS = 2000
_IPTC_RESOURCE = 0x0404


def read(data: Buffer, start: int = 0) -> Embedded:
    """EXIF, XMP, IPTC and the size of the JPEG at `start`. Never raises."""
    found = Embedded()
    for marker, body in _segments(data, start + 2):
        if marker in _SIZES and len(body) >= 5 and found.width is None:
            height, width = int.from_bytes(body[1:3], "big"), int.from_bytes(body[3:5], "big")
            found = replace(found, width=width, height=height)
        elif marker == 0xE1:
            found = _application_1(found, body)
        elif marker == 0xED and body.startswith(_PHOTOSHOP) and not found.iptc:
            found = replace(found, iptc=iptc_of_resources(body[len(_PHOTOSHOP) :]))
    return found


def colour_profile(data: Buffer) -> bytes:
    """The ICC profile of a JPEG, put together from its segments (ICC.1:2022 annex B.4), or nothing."""
    parts = {
        body[len(_PROFILE)]: body[len(_PROFILE) + 2 :]
        for marker, body in _segments(data, 2)
        if marker == 0xE2 and body.startswith(_PROFILE) and len(body) > len(_PROFILE) + 2
    }
    return b"".join(parts[number] for number in sorted(parts))


def iptc_of_resources(data: bytes) -> bytes:
    """The IPTC block among Photoshop's image resources (Adobe Photoshop File Formats Specification)."""
    place = 0
    while data[place : place + 4] == b"8BIM" and place + 8 <= len(data):
        kind = int.from_bytes(data[place + 4 : place + 6], "big")
        name_length = data[place + 6] + 1
        place += 6 + name_length + name_length % 2
        length = int.from_bytes(data[place : place + 4], "big")
        if kind == _IPTC_RESOURCE:
            return data[place + 4 : place + 4 + length]
        place += 4 + length + length % 2
    return b""


def _application_1(found: Embedded, body: bytes) -> Embedded:
    if body.startswith(_EXIF) and not found.exif:
        return replace(found, exif=body[6:])
    if _XMP in body[:40] and not found.xmp:
        return replace(found, xmp=body.partition(_XMP)[2])
    return found


def _segments(data: Buffer, place: int) -> Iterator[tuple[int, bytes]]:
    """Markers and bodies up to the first scan; bytes between segments are passed over."""
    for _ in range(_MAXIMUM_SEGMENTS):
        place = data.find(b"\xff", place)
        if place < 0 or place + 4 > len(data):
            return
        marker = data[place + 1]
        if marker in {0x00, 0xFF}:
            place += 1
            continue
        if marker in {_START_OF_SCAN, _END}:
            return
        if marker in _ALONE:
            place += 2
            continue
        length = int.from_bytes(data[place + 2 : place + 4], "big")
        yield marker, bytes(data[place + 4 : place + 2 + length])
        place += 2 + max(length, 2)
