"""Reads the tags of TIFF structures: EXIF blocks, TIFF files and the RAW formats built like them.

TIFF 6.0 section 2 and EXIF 2.32 section 4.6. Written for hostile input: every directory is read once, the number of
entries and the bytes of a value are bounded, nothing is ever seeked to that does not exist.
"""

import math
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from mmap import mmap

Buffer = bytes | mmap
Value = bytes | tuple[float, ...]
Tags = Mapping[int, Value]

EXIF_DIRECTORY = 0x8769
GPS_DIRECTORY = 0x8825
SUB_DIRECTORIES = 0x014A

_FORMATS = {1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 11: "f", 12: "d", 13: "I"}
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_RATIONALS = {5: "I", 10: "i"}
_TEXTS = frozenset({2, 7})
_MAXIMUM_ENTRIES = 512
_MAXIMUM_BYTES = 4 << 20
_MAXIMUM_NUMBERS = 1024
_MAGICS = frozenset({42, 0x55, 0x4F52, 0x5352})  # TIFF; RW2; ORF twice


@dataclass(slots=True)
class Exif:
    """The tags of a TIFF structure: of the picture, of the exposure, of the place, of sub-pictures."""

    image: dict[int, Value] = field(default_factory=dict)
    exposure: dict[int, Value] = field(default_factory=dict)
    place: dict[int, Value] = field(default_factory=dict)
    parts: list[dict[int, Value]] = field(default_factory=list)


def read(data: Buffer, start: int = 0) -> Exif:
    """All tags of the structure whose header lies at `start`; what cannot be read is left out. Never raises."""
    order = {b"II": "<", b"MM": ">"}.get(data[start : start + 2])
    found = Exif()
    if order is None or len(data) < start + 8:
        return found
    magic, first = struct.unpack_from(order + "HI", data, start + 2)
    if magic not in _MAGICS:
        return found
    seen: set[int] = set()
    found.image = directory(data, order, start, first, seen)
    found.exposure = _linked(data, order, start, found.image, EXIF_DIRECTORY, seen)
    found.place = _linked(data, order, start, found.image, GPS_DIRECTORY, seen)
    for offset in numbers(found.image.get(SUB_DIRECTORIES))[:8]:
        found.parts.append(directory(data, order, start, int(offset), seen))
    return found


def directory(data: Buffer, order: str, base: int, offset: int, seen: set[int]) -> dict[int, Value]:
    """The tags of one directory at `offset` after `base`; empty where there is none or it was `seen` before."""
    place = base + offset
    if offset in seen or offset <= 0 or place + 2 > len(data):
        return {}
    seen.add(offset)
    (count,) = struct.unpack_from(order + "H", data, place)
    tags: dict[int, Value] = {}
    for number in range(min(count, _MAXIMUM_ENTRIES)):
        entry = place + 2 + 12 * number
        if entry + 12 > len(data):
            break
        tag, kind, length = struct.unpack_from(order + "HHI", data, entry)
        value = _value(data, order, base, (kind, length, entry + 8))
        if value is not None and tag not in tags:
            tags[tag] = value
    return tags


def text(value: Value | None) -> str | None:
    """A value as text up to its first NUL, without surrounding space; None for nothing at all.

    EXIF says ASCII; UTF-8 is what cameras write, and Latin-1 never fails.
    """
    if not isinstance(value, bytes):
        return None
    raw = value.split(b"\x00", 1)[0].strip()
    try:
        return raw.decode("utf-8").strip() or None
    except UnicodeDecodeError:
        return raw.decode("latin-1").strip() or None


def numbers(value: Value | None) -> tuple[float, ...]:
    """A value as finite numbers; those that are not finite end the list."""
    if value is None or isinstance(value, bytes):
        return ()
    return value if all(map(math.isfinite, value)) else ()


def number(value: Value | None) -> float | None:
    """The first number of a value."""
    found = numbers(value)
    return found[0] if found else None


def _linked(data: Buffer, order: str, base: int, image: Tags, tag: int, seen: set[int]) -> dict[int, Value]:
    offset = number(image.get(tag))
    return {} if offset is None else directory(data, order, base, int(offset), seen)


def _value(data: Buffer, order: str, base: int, entry: tuple[int, int, int]) -> Value | None:
    kind, length, place = entry
    size = _SIZES.get(kind, 0) * length
    if not 0 < size <= _MAXIMUM_BYTES:
        return None
    if size > 4:
        place = base + struct.unpack_from(order + "I", data, place)[0]
    if place + size > len(data):
        return None
    if kind in _TEXTS or (kind == 1 and length > _MAXIMUM_NUMBERS):
        return bytes(data[place : place + size])
    length = min(length, _MAXIMUM_NUMBERS)
    if kind in _RATIONALS:
        pairs = struct.unpack_from(f"{order}{2 * length}{_RATIONALS[kind]}", data, place)
        return tuple(_quotients(pairs))
    return struct.unpack_from(f"{order}{length}{_FORMATS[kind]}", data, place)


def _quotients(pairs: tuple[int, ...]) -> Iterator[float]:
    for numerator, denominator in zip(pairs[::2], pairs[1::2], strict=True):
        yield numerator / denominator if denominator else math.nan
