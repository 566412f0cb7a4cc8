"""Reads Canon's older RAW format, CRW (Canon, CIFF specification on image data file, version 1.0 revision 4)."""

import struct
from datetime import UTC, datetime

from shoebox.domain.photo import Camera, Taken
from shoebox.imaging import tiff
from shoebox.imaging.described import Described
from shoebox.imaging.tiff import Buffer

_MAKER, _TAKEN, _PICTURE = 0x080A, 0x180E, 0x1810
_DEEPEST = 4


def read(data: Buffer) -> tuple[Described, tuple[int | None, int | None]]:
    """Maker, model and date, and the upright size. Never raises."""
    found: dict[int, bytes] = {}
    _heap(data, int.from_bytes(data[2:6], "little"), len(data), found, depth=0)
    make, _, model = found.get(_MAKER, b"").partition(b"\x00")
    seconds = int.from_bytes(found.get(_TAKEN, b"")[:4], "little")
    taken = datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None) if seconds else None
    described = Described(
        original=Taken(taken, None, "exif") if taken else None,
        camera=Camera(make=tiff.text(make), model=tiff.text(model)),
    )
    return described, _size(found.get(_PICTURE, b""))


def _size(picture: bytes) -> tuple[int | None, int | None]:
    if len(picture) < 16:
        return None, None
    width, height, _aspect, rotation = struct.unpack_from("<IIfi", picture)
    return (height, width) if rotation % 180 == 90 else (width, height)


def _heap(data: Buffer, start: int, end: int, found: dict[int, bytes], *, depth: int) -> None:
    """Collects the small records of a heap and of the heaps inside it; the directory lies at its end."""
    if depth > _DEEPEST or not 0 <= start < end - 4 or end > len(data):
        return
    directory = start + int.from_bytes(data[end - 4 : end], "little")
    count = min(int.from_bytes(data[directory : directory + 2], "little"), 512)
    for number in range(count):
        entry = bytes(data[directory + 2 + 10 * number : directory + 12 + 10 * number])
        if len(entry) < 10:
            return
        tag, length, offset = struct.unpack("<HII", entry)
        if tag & 0xC000 == 0x4000:
            found.setdefault(tag & 0x3FFF, entry[2:])
        elif tag & 0x3800 in {0x2800, 0x3000}:
            _heap(data, start + offset, start + offset + length, found, depth=depth + 1)
        elif length <= 256:
            found.setdefault(tag & 0x3FFF, bytes(data[start + offset : start + offset + length]))
