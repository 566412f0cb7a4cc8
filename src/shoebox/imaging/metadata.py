"""Reads what a picture file says of itself, whatever its format, in Python alone: nothing in it can crash."""

import struct
from collections.abc import Callable
from dataclasses import dataclass, replace

from shoebox.imaging import boxes, chunks, ciff, dates, exif, iptc, jpeg, sniff, tiff, xmp
from shoebox.imaging.described import NOTHING, Described
from shoebox.imaging.embedded import Embedded
from shoebox.imaging.tiff import Buffer

_RAF_JPEG = 84
_RW2_JPEG = 0x002E
_DNG_CROP = 0xC620
_PANASONIC_BORDERS = (0x0004, 0x0005, 0x0006, 0x0007)  # top, left, bottom, right of the picture on the sensor
_ROTATED_RAW = 5


@dataclass(frozen=True, slots=True)
class Metadata:
    """What each embedded block says; `size` is that of the upright picture."""

    exif: Described = NOTHING
    xmp: Described = NOTHING
    iptc: Described = NOTHING
    container: Described = NOTHING
    size: tuple[int | None, int | None] = (None, None)
    truncated: bool = False


def read(data: Buffer, content_type: str) -> Metadata:
    """The metadata of a picture file. Never raises for bad content."""
    if sniff.is_raw(content_type):
        return _raw(data, content_type)
    if content_type == "image/tiff":
        return _of_tiff(data, 0)
    return _of_embedded(_embedded(data, content_type))


def _embedded(data: Buffer, content_type: str) -> Embedded:
    reader = _READERS.get(content_type)
    return reader(data) if reader else Embedded()


def _read_gif(data: Buffer) -> Embedded:
    return Embedded(width=int.from_bytes(data[6:8], "little"), height=int.from_bytes(data[8:10], "little"))


_READERS: dict[str, Callable[[Buffer], Embedded]] = {
    "image/jpeg": jpeg.read,
    "image/png": chunks.read_png,
    "image/webp": chunks.read_webp,
    "image/gif": _read_gif,
    "image/heic": boxes.read,
    "image/heif": boxes.read,
    "image/avif": boxes.read,
    "image/jxl": boxes.read_jxl,
}


def _of_embedded(found: Embedded) -> Metadata:
    tags = tiff.read(found.exif)
    described = exif.describe(tags)
    size = (found.width, found.height) if found.width else _tiff_size(tags)
    if not found.upright:
        size = _upright(size, described.orientation)
    return Metadata(
        exif=described,
        xmp=xmp.read(found.xmp) if found.xmp else NOTHING,
        iptc=iptc.read(found.iptc) if found.iptc else NOTHING,
        container=Described(created=dates.parse(found.created, "container")) if found.created else NOTHING,
        size=size,
        truncated=found.truncated,
    )


def _of_tiff(data: Buffer, start: int) -> Metadata:
    tags = tiff.read(data, start)
    described = exif.describe(tags)
    packet, block = exif.embedded_xmp(tags), exif.embedded_iptc(tags)
    return Metadata(
        exif=described,
        xmp=xmp.read(packet) if packet else NOTHING,
        iptc=iptc.read(block) if block else NOTHING,
        size=_upright(_tiff_size(tags), described.orientation),
    )


def _tiff_size(tags: tiff.Exif) -> tuple[int | None, int | None]:
    """The size of the largest picture in a TIFF structure; a DNG says itself how much of it is to be shown."""
    found = []
    for part in (tags.image, *tags.parts):
        crop = tiff.numbers(part.get(_DNG_CROP))
        if len(crop) == 2:
            return int(crop[0]), int(crop[1])
        width, height = tiff.number(part.get(0x0100)), tiff.number(part.get(0x0101))
        if width and height:
            found.append((int(width), int(height)))
    width, height = tiff.number(tags.exposure.get(0xA002)), tiff.number(tags.exposure.get(0xA003))
    if width and height:
        return int(width), int(height)
    return max(found, default=(None, None), key=lambda size: (size[0] or 0) * (size[1] or 0))


def _upright(size: tuple[int | None, int | None], orientation: int) -> tuple[int | None, int | None]:
    return (size[1], size[0]) if orientation >= _ROTATED_RAW else size


def _raw(data: Buffer, content_type: str) -> Metadata:
    reader = _RAW_READERS.get(content_type.removeprefix(sniff.RAW_PREFIX))
    return reader(data) if reader else _of_tiff(data, 0)


def _canon(data: Buffer) -> Metadata:
    blocks = boxes.canon_blocks(data)
    if not blocks:
        return Metadata()
    described = exif.read_canon(blocks)
    return Metadata(exif=described, size=_upright(_tiff_size(tiff.read(blocks[0])), described.orientation))


def _older_canon(data: Buffer) -> Metadata:
    described, size = ciff.read(data)
    return Metadata(exif=described, size=size)


def _fujifilm(data: Buffer) -> Metadata:
    """RAF: the EXIF of its embedded JPEG, whose size is not the sensor's."""
    inner = jpeg.read(data, int.from_bytes(data[_RAF_JPEG : _RAF_JPEG + 4], "big"))
    return replace(_of_embedded(inner), size=(None, None))


def _sigma(data: Buffer) -> Metadata:
    """X3F: the EXIF of its embedded JPEG, where the camera wrote one."""
    return replace(_of_tiff(data, data.find(b"Exif\x00\x00") + 6), size=(None, None))


def _minolta(data: Buffer) -> Metadata:
    """MRW: a block with the sizes (PRD) and one with a TIFF structure (TTW)."""
    sizes, block = data.find(b"\x00PRD", 0, 4096), data.find(b"\x00TTW", 0, 4096)
    if sizes < 0 or block < 0:
        return Metadata()
    height, width = struct.unpack_from(">HH", data, sizes + 20)
    found = _of_tiff(data, block + 8)
    return replace(found, size=_upright((width, height), found.exif.orientation))


def _panasonic(data: Buffer) -> Metadata:
    """RW2 keeps its EXIF in the embedded JPEG and the edges of the picture in tags of its own."""
    tags = tiff.read(data)
    inner = tags.image.get(_RW2_JPEG)
    found = _of_embedded(jpeg.read(inner)) if isinstance(inner, bytes) else _of_tiff(data, 0)
    edges = [tiff.number(tags.image.get(tag)) for tag in _PANASONIC_BORDERS]
    if any(edge is None for edge in edges):
        return replace(found, size=(None, None))
    top, left, bottom, right = (int(edge or 0) for edge in edges)
    return replace(found, size=_upright((right - left, bottom - top), found.exif.orientation))


_RAW_READERS: dict[str, Callable[[Buffer], Metadata]] = {
    "cr3": _canon,
    "crw": _older_canon,
    "mrw": _minolta,
    "raf": _fujifilm,
    "rw2": _panasonic,
    "x3f": _sigma,
}
