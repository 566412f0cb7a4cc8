"""Reads the boxes of ISO base media files: HEIF and AVIF pictures, CR3 files, MP4 and QuickTime videos.

ISO/IEC 14496-12 section 4.2, ISO/IEC 23008-12 (HEIF). Everything is bounded; nothing raises.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from shoebox.imaging.embedded import Embedded
from shoebox.imaging.tiff import Buffer

_MAXIMUM_BOXES = 4096
_MAXIMUM_ITEM = 4 << 20
_CANON = bytes.fromhex("85c0b687820f11e08111f4ce462b6a48")


@dataclass(frozen=True, slots=True)
class Box:
    """A box: its four-letter kind and where its body lies."""

    kind: bytes
    start: int
    end: int


def walk(data: Buffer, start: int, end: int) -> Iterator[Box]:
    """The boxes between `start` and `end`; the last may reach past the end of the file."""
    for _ in range(_MAXIMUM_BOXES):
        if start + 8 > min(end, len(data)):
            return
        size = int.from_bytes(data[start : start + 4], "big")
        kind = bytes(data[start + 4 : start + 8])
        body = start + 8
        if size == 1:
            size = int.from_bytes(data[start + 8 : start + 16], "big")
            body += 8
        if size == 0:
            size = end - start
        if size < body - start:
            return
        yield Box(kind, body, start + size)
        start += size


def is_truncated(data: Buffer) -> bool:
    """Whether a box at the top reaches past the end of the file."""
    return any(box.end > len(data) for box in walk(data, 0, len(data)))


def has_movie(data: Buffer) -> bool:
    """Whether the index of a video (its moov box) is complete."""
    return any(box.kind == b"moov" and box.end <= len(data) for box in walk(data, 0, len(data)))


def canon_blocks(data: Buffer) -> tuple[bytes, ...]:
    """The four TIFF structures of a CR3: picture, exposure, maker's notes, place."""
    movie = _child(data, Box(b"", 0, len(data)), b"moov")
    for box in walk(data, movie.start, movie.end) if movie else ():
        if box.kind == b"uuid" and data[box.start : box.start + 16] == _CANON:
            inner = {part.kind: part for part in walk(data, box.start + 16, box.end)}
            names = (b"CMT1", b"CMT2", b"CMT3", b"CMT4")
            return tuple(bytes(data[inner[name].start : inner[name].end]) if name in inner else b"" for name in names)
    return ()


def read(data: Buffer) -> Embedded:
    """EXIF, XMP and upright size of the primary picture of a HEIF or AVIF file."""
    meta = _child(data, Box(b"", 0, len(data)), b"meta")
    if meta is None:
        return Embedded(truncated=is_truncated(data))
    inside = {box.kind: box for box in walk(data, meta.start + 4, meta.end)}
    kinds = _item_kinds(data, inside.get(b"iinf"))
    places = _item_places(data, inside.get(b"iloc"), inside.get(b"idat"))
    primary = _primary(data, inside.get(b"pitm"))
    width, height = _upright_size(data, inside.get(b"iprp"), primary)
    exif = next((_content(data, places.get(item)) for item, kind in kinds.items() if kind == b"Exif"), b"")
    xmp = next((_content(data, places.get(item)) for item, kind in kinds.items() if kind == b"mime"), b"")
    header = 4 + int.from_bytes(exif[:4], "big") if len(exif) > 8 else 0
    return Embedded(exif=exif[header:], xmp=xmp, width=width, height=height, upright=True, truncated=is_truncated(data))


def _child(data: Buffer, parent: Box, kind: bytes) -> Box | None:
    return next((box for box in walk(data, parent.start, parent.end) if box.kind == kind), None)


def _number(data: Buffer, place: int, size: int) -> int:
    return int.from_bytes(data[place : place + size], "big")


def _primary(data: Buffer, box: Box | None) -> int:
    if box is None:
        return 0
    return _number(data, box.start + 4, 2 if data[box.start] == 0 else 4)


def _item_kinds(data: Buffer, box: Box | None) -> dict[int, bytes]:
    if box is None or box.start >= len(data):
        return {}
    start = box.start + (6 if data[box.start] == 0 else 8)
    kinds = {}
    for entry in walk(data, start, box.end):
        if entry.start + 12 > len(data):
            break
        version = data[entry.start]
        size = 4 if version == 3 else 2
        place = entry.start + 4
        kinds[_number(data, place, size)] = bytes(data[place + size + 2 : place + size + 6])
    return kinds


def _item_places(data: Buffer, box: Box | None, idat: Box | None) -> dict[int, tuple[int, int]]:
    """Where the first extent of each item lies: (start, length). Metadata items have one extent in practice."""
    if box is None or box.start + 8 > len(data):
        return {}
    version = data[box.start]
    sizes = data[box.start + 4], data[box.start + 5]
    offset_size, length_size, base_size = sizes[0] >> 4, sizes[0] & 15, sizes[1] >> 4
    index_size = sizes[1] & 15 if version in {1, 2} else 0
    wide = 4 if version == 2 else 2
    place = box.start + 6 + wide
    places = {}
    for _ in range(min(_number(data, box.start + 6, wide), _MAXIMUM_BOXES)):
        item = _number(data, place, wide)
        method = _number(data, place + wide, 2) & 15 if version in {1, 2} else 0
        place += wide + (2 if version in {1, 2} else 0) + 2
        base = _number(data, place, base_size)
        extents = _number(data, place + base_size, 2)
        place += base_size + 2
        start = base + _number(data, place + index_size, offset_size)
        length = _number(data, place + index_size + offset_size, length_size)
        places[item] = (start + (idat.start if method == 1 and idat else 0), length)
        place += extents * (index_size + offset_size + length_size)
    return places


def _content(data: Buffer, place: tuple[int, int] | None) -> bytes:
    if place is None or place[1] > _MAXIMUM_ITEM:
        return b""
    return bytes(data[place[0] : place[0] + place[1]])


def _upright_size(data: Buffer, box: Box | None, primary: int) -> tuple[int | None, int | None]:
    """The size of the primary picture after its rotation (irot) by quarters of a turn."""
    store = _child(data, box, b"ipco") if box else None
    links = _child(data, box, b"ipma") if box else None
    if store is None or links is None:
        return None, None
    properties = list(walk(data, store.start, store.end))
    width = height = None
    quarters = 0
    for index in _associations(data, links, primary):
        if not 0 < index <= len(properties):
            continue
        entry = properties[index - 1]
        if entry.kind == b"ispe":
            width, height = _number(data, entry.start + 4, 4), _number(data, entry.start + 8, 4)
        elif entry.kind == b"irot":
            quarters = _number(data, entry.start, 1)
    return (height, width) if quarters % 2 else (width, height)


def _associations(data: Buffer, box: Box, item: int) -> list[int]:
    if box.start + 8 > len(data):
        return []
    version, wide = data[box.start], _number(data, box.start + 3, 1) & 1
    size = 2 if version == 0 else 4
    place = box.start + 8
    for _ in range(min(_number(data, box.start + 4, 4), _MAXIMUM_BOXES)):
        found, count = _number(data, place, size), _number(data, place + size, 1)
        place += size + 1
        step, mask = (2, 0x7FFF) if wide else (1, 0x7F)
        if found == item:
            return [_number(data, place + step * number, step) & mask for number in range(count)]
        place += count * step
    return []


def read_jxl(data: Buffer) -> Embedded:
    """EXIF and XMP of a JPEG XL in a container (ISO/IEC 18181-2); a bare codestream has none."""
    exif = xmp = b""
    if data[:2] != b"\xff\x0a":
        for box in walk(data, 0, len(data)):
            if box.kind == b"Exif" and box.end - box.start <= _MAXIMUM_ITEM:
                exif = bytes(data[box.start + 4 + _number(data, box.start, 4) : box.end])
            elif box.kind == b"xml " and box.end - box.start <= _MAXIMUM_ITEM:
                xmp = bytes(data[box.start : box.end])
    return Embedded(exif=exif, xmp=xmp, upright=True)
