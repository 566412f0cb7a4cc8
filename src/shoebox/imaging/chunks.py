"""Reads the chunks of PNG (W3C PNG, third edition) and WebP (RFC 9649) files."""

import binascii
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace

from shoebox.imaging.embedded import Embedded
from shoebox.imaging.tiff import Buffer

_MAXIMUM_CHUNKS = 4096
_MAXIMUM_TEXT = 4 << 20
_RAW_PROFILE = re.compile(rb"\n\s*\w+\n\s*\d+\n([0-9a-fA-F\s]+)")
_XMP_KEYWORD = b"XML:com.adobe.xmp"
_CREATION_TIMES = frozenset({b"Creation Time", b"create-date", b"date:create"})


def read_png(data: Buffer) -> Embedded:
    """The metadata and the size of a PNG. Never raises."""
    found = Embedded(truncated=_is_cut(data))
    for kind, body in _png_chunks(data):
        if kind == b"IHDR" and len(body) >= 8:
            found = replace(found, width=int.from_bytes(body[:4], "big"), height=int.from_bytes(body[4:8], "big"))
        elif kind == b"eXIf" and not found.exif:
            found = replace(found, exif=body.removeprefix(b"Exif\x00\x00"))
        elif kind in {b"tEXt", b"zTXt", b"iTXt"}:
            found = _with_text(found, *_text_chunk(kind, body))
    return found


def read_webp(data: Buffer) -> Embedded:
    """The metadata and the size of a WebP. Never raises."""
    found = Embedded(truncated=int.from_bytes(data[4:8], "little") + 8 > len(data))
    for kind, body in _riff_chunks(data):
        if kind == b"EXIF":
            found = replace(found, exif=body.removeprefix(b"Exif\x00\x00"))
        elif kind == b"XMP ":
            found = replace(found, xmp=body)
        elif kind in {b"VP8X", b"VP8 ", b"VP8L"} and found.width is None:
            width, height = _webp_size(kind, body)
            found = replace(found, width=width, height=height)
    return found


def _webp_size(kind: bytes, body: bytes) -> tuple[int | None, int | None]:
    if kind == b"VP8X" and len(body) >= 10:
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if kind == b"VP8 " and len(body) >= 10:
        return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
    if kind == b"VP8L" and len(body) >= 5:
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return None, None


def _png_chunks(data: Buffer) -> Iterator[tuple[bytes, bytes]]:
    place = 8
    for _ in range(_MAXIMUM_CHUNKS):
        kind = bytes(data[place + 4 : place + 8])
        if len(kind) < 4 or kind == b"IEND":
            return
        length = int.from_bytes(data[place : place + 4], "big")
        if kind != b"IDAT":
            yield kind, bytes(data[place + 8 : place + 8 + min(length, _MAXIMUM_TEXT)])
        place += 12 + length


def _is_cut(data: Buffer) -> bool:
    """Whether a PNG ends inside its pixels."""
    place = 8
    for _ in range(_MAXIMUM_CHUNKS):
        kind = data[place + 4 : place + 8]
        place += 12 + int.from_bytes(data[place : place + 4], "big")
        if kind == b"IDAT" and place > len(data):
            return True
        if kind == b"IEND" or place >= len(data):
            return False
    return False


def _riff_chunks(data: Buffer) -> Iterator[tuple[bytes, bytes]]:
    place = 12
    for _ in range(_MAXIMUM_CHUNKS):
        kind = bytes(data[place : place + 4])
        if len(kind) < 4:
            return
        length = int.from_bytes(data[place + 4 : place + 8], "little")
        wanted = 32 if kind.startswith(b"VP8") else _MAXIMUM_TEXT
        yield kind, bytes(data[place + 8 : place + 8 + min(length, wanted)])
        place += 8 + length + length % 2


def _text_chunk(kind: bytes, body: bytes) -> tuple[bytes, bytes]:
    """Keyword and text; a text that expands to more than 4 MiB is cut there."""
    keyword, _, rest = body.partition(b"\x00")
    if kind == b"tEXt":
        return keyword, rest
    if kind == b"zTXt":
        return keyword, _inflate(rest[1:])
    compressed = rest[:1] == b"\x01"
    _language, _, rest = rest[2:].partition(b"\x00")
    _translated, _, text = rest.partition(b"\x00")
    return keyword, _inflate(text) if compressed else text


def _inflate(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, _MAXIMUM_TEXT)
    except zlib.error:
        return b""


def _with_text(found: Embedded, keyword: bytes, text: bytes) -> Embedded:
    if keyword == _XMP_KEYWORD:
        return replace(found, xmp=text)
    if keyword in _CREATION_TIMES and not found.created:
        return replace(found, created=text.decode("latin-1").strip())
    if keyword in {b"Raw profile type exif", b"Raw profile type APP1"} and not found.exif:
        profile = _raw_profile(text)
        return replace(found, exif=profile.removeprefix(b"Exif\x00\x00")) if profile.startswith(b"Exif") else found
    if keyword == b"Raw profile type xmp" and not found.xmp:
        return replace(found, xmp=_raw_profile(text))
    return found


def _raw_profile(text: bytes) -> bytes:
    """ImageMagick's way to keep a profile: its name, its length and its bytes in hexadecimal."""
    match = _RAW_PROFILE.match(text)
    if match is None:
        return b""
    try:
        return binascii.unhexlify(b"".join(match.group(1).split()))
    except binascii.Error:
        return b""
