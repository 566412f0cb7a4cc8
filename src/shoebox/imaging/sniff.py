"""What a file is, told by its first bytes.

Names decide only among camera RAW formats that all begin like a TIFF.
"""

import mimetypes
import struct
from pathlib import PurePosixPath

HEAD_BYTES = 4096
"""How much of a file `content_type` wants to see."""

UNKNOWN = "application/octet-stream"
RAW_PREFIX = "image/x-raw-"

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"\x00\x00\x00\x0cJXL \r\n\x87\n", "image/jxl"),
    (0, b"\xff\x0a", "image/jxl"),
    (0, b"\x00\x00\x00\x0cjP  \r\n\x87\n", "image/jp2"),
    (0, b"FUJIFILMCCD-RAW", "image/x-raw-raf"),
    (0, b"IIU\x00", "image/x-raw-rw2"),
    (0, b"IIRO", "image/x-raw-orf"),
    (0, b"IIRS", "image/x-raw-orf"),
    (0, b"MMOR", "image/x-raw-orf"),
    (0, b"\x00MRM", "image/x-raw-mrw"),
    (0, b"FOVb", "image/x-raw-x3f"),
    (6, b"HEAPCCDR", "image/x-raw-crw"),
    (0, b"\x1aE\xdf\xa3", "video/x-matroska"),
    (0, b"\x00\x00\x01\xba", "video/mpeg"),
    (0, b"\x00\x00\x01\xb3", "video/mpeg"),
    (0, b"0&\xb2u\x8ef\xcf\x11", "video/x-ms-wmv"),
    (0, b"FLV\x01", "video/x-flv"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"PK\x05\x06", "application/zip"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"ID3", "audio/mpeg"),
)
_BRANDS = {
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"heim": "image/heic",
    b"heis": "image/heic",
    b"hevc": "image/heic",
    b"hevx": "image/heic",
    b"avci": "image/heif",
    b"jpeg": "image/heif",
    b"crx ": "image/x-raw-cr3",
    b"qt  ": "video/quicktime",
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
}
_MOVIE_BRANDS = frozenset(
    {b"iso", b"mp4", b"avc", b"M4V", b"MSN", b"das", b"f4v", b"F4V", b"XAV", b"cmf", b"hvc", b"mmp", b"qt "}
)
_RIFF = {b"WEBP": "image/webp", b"AVI ": "video/x-msvideo", b"WAVE": "audio/wav"}
_TIFF_HEADS = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
_TIFF_RAW_EXTENSIONS = frozenset(
    (
        *("3fr", "arw", "cr2", "dcr", "dng", "erf", "fff", "gpr", "iiq", "k25", "kdc", "mef", "mos", "nef", "nrw"),
        *("pef", "rwl", "sr2", "srf", "srw"),
    )
)
_DNG_VERSION = 0xC612
_QUICKTIME_ATOMS = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
_TRANSPORT_PACKET = 188


def content_type(head: bytes, name: str) -> str:
    """The media type of a file that begins with `head` (4 KiB are enough) and is called `name`."""
    for start, magic, kind in _MAGIC:
        if head.startswith(magic, start):
            return _matroska(head) if kind == "video/x-matroska" else kind
    if head.startswith(_TIFF_HEADS):
        return _tiff(head, name)
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12], UNKNOWN)
    if head[4:8] == b"ftyp":
        return _iso_base_media(head)
    return _by_structure(head)


def type_by_name(name: str) -> str:
    """A guess for files that could not be read."""
    return mimetypes.guess_type(PurePosixPath(name).name)[0] or UNKNOWN


def is_picture(kind: str) -> bool:
    """Whether files of this media type hold one still picture (SVG does not: it is a program that draws)."""
    return kind.startswith("image/") and kind != "image/svg+xml"


def is_video(kind: str) -> bool:
    """Whether files of this media type move."""
    return kind.startswith("video/")


def is_raw(kind: str) -> bool:
    """Whether files of this media type are camera RAW."""
    return kind.startswith(RAW_PREFIX)


def is_sidecar_name(name: str) -> bool:
    """Whether a file called `name` describes another file rather than being one of the owner's pictures."""
    return PurePosixPath(name).suffix.lower() in {".xmp", ".json"}


def _tiff(head: bytes, name: str) -> str:
    if head[8:10] == b"CR":
        return "image/x-raw-cr2"
    if head[8:12] in {b"IIII", b"MMMM"}:
        return "image/x-raw-iiq"
    if _DNG_VERSION in _first_directory(head):
        return "image/x-raw-dng"
    extension = PurePosixPath(name).suffix.lower().lstrip(".")
    return RAW_PREFIX + extension if extension in _TIFF_RAW_EXTENSIONS else "image/tiff"


def _first_directory(head: bytes) -> frozenset[int]:
    """The tags of the first directory of a TIFF, as far as `head` shows them."""
    order = "<" if head.startswith(b"II") else ">"
    if len(head) < 10:
        return frozenset()
    (start,) = struct.unpack_from(order + "I", head, 4)
    if start + 2 > len(head):
        return frozenset()
    (count,) = struct.unpack_from(order + "H", head, start)
    places = range(start + 2, min(start + 2 + 12 * count, len(head) - 1), 12)
    return frozenset(struct.unpack_from(order + "H", head, place)[0] for place in places)


def _iso_base_media(head: bytes) -> str:
    """ISO/IEC 14496-12 section 4.3: the major brand, then the compatible ones."""
    length = min(int.from_bytes(head[:4], "big"), len(head))
    major = head[8:12]
    compatible = {head[place : place + 4] for place in range(16, length - 3, 4)}
    if major in _BRANDS:
        return _BRANDS[major]
    if major in {b"mif1", b"msf1", b"miaf"}:
        return next((_BRANDS[brand] for brand in (b"avif", b"heic", b"heix") if brand in compatible), "image/heif")
    if major[:3] in {b"3gp", b"3g2"}:
        return "video/3gpp"
    return "video/mp4" if any(brand[:3] in _MOVIE_BRANDS for brand in (major, *compatible)) else UNKNOWN


def _matroska(head: bytes) -> str:
    return "video/webm" if b"webm" in head[:64] else "video/x-matroska"


def _by_structure(head: bytes) -> str:
    if head[4:8] in _QUICKTIME_ATOMS:
        return "video/quicktime"
    if head.startswith(b"BM") and len(head) >= 18 and head[14:18] in _BMP_HEADERS:
        return "image/bmp"
    for start in (0, 4):  # plain transport streams, and those of camcorders with a time code before each packet
        step = _TRANSPORT_PACKET + start
        if head[start : start + 2 * step + 1 : step] == b"GGG":
            return "video/mp2t"
    if head.startswith(b"OggS"):
        return "video/ogg" if b"theora" in head[:128] else "audio/ogg"
    return _text(head)


_BMP_HEADERS = frozenset(size.to_bytes(4, "little") for size in (12, 16, 40, 52, 56, 64, 108, 124))


def _text(head: bytes) -> str:
    if not head or b"\x00" in head:
        return UNKNOWN
    try:
        text = head.decode("utf-8", errors="strict" if len(head) < HEAD_BYTES else "ignore").lstrip("\ufeff \t\r\n")
    except UnicodeDecodeError:
        return UNKNOWN
    lowered = text[:1024].lower()
    if "<svg" in lowered:
        return "image/svg+xml"
    if lowered.startswith(("<!doctype html", "<html")):
        return "text/html"
    return "text/plain"
