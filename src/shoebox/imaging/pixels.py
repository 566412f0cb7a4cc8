"""Decodes files to pixels with the libraries that libvips does not replace: JPEG XL, HEIF, BMP and JPEG 2000, RAW.

Each decoder checks the size before it allocates; all raise UnreadableError with the reason.
"""

import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shoebox.imaging.limits import UnreadableError

TRUNCATED = "The file ends in the middle of the picture."
DAMAGED = "The picture data is damaged."


@dataclass(frozen=True, slots=True)
class Pixels:
    """Rows of 1 to 4 samples of 8 or 16 bits, with their colour profile; `upright` if EXIF must not turn them."""

    samples: NDArray[np.generic]
    profile: bytes = b""
    upright: bool = False


def check_size(width: int, height: int, limit: int) -> None:
    """Refuse pictures of more than `limit` pixels, and those without any."""
    if width <= 0 or height <= 0:
        raise UnreadableError("The picture has no pixels.")
    if width * height > limit:
        raise UnreadableError(
            f"The picture has {width:,} x {height:,} pixels; more than {limit // 1_000_000} megapixels are not decoded."
        )


def decode_heif(original: Path, limit: int) -> Pixels:
    """HEIC and HEIF through libheif, which turns the picture itself."""
    import pillow_heif  # noqa: PLC0415 - slow to load

    try:
        picture = pillow_heif.open_heif(original, convert_hdr_to_8bit=True)
        width, height = picture.size
        check_size(width, height, limit)
        samples = np.asarray(picture)
    except (ValueError, RuntimeError, EOFError, OSError, SyntaxError, IndexError) as error:
        raise UnreadableError(_heif_reason(str(error))) from error
    return Pixels(samples, picture.info.get("icc_profile") or b"", upright=True)


def decode_jxl(original: Path, limit: int) -> Pixels:
    """JPEG XL through libjxl, which turns the picture itself."""
    import pylibjxl  # noqa: PLC0415 - seldom needed

    data = original.read_bytes()
    try:
        header = pylibjxl.probe(data)
        check_size(int(header["width"]), int(header["height"]), limit)
        samples, metadata = pylibjxl.decode(data, metadata=True)
    except (ValueError, RuntimeError) as error:
        raise UnreadableError(DAMAGED) from error
    return Pixels(np.asarray(samples), metadata.get("icc_profile") or b"", upright=True)


def decode_with_pillow(original: Path, limit: int) -> Pixels:
    """BMP and JPEG 2000."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - slow to load

    try:
        with warnings.catch_warnings(), Image.open(original, formats=("BMP", "JPEG2000")) as picture:
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            check_size(picture.width, picture.height, limit)
            colours = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
            return Pixels(np.asarray(colours), picture.info.get("icc_profile") or b"")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise UnreadableError(TRUNCATED if "truncated" in str(error) else DAMAGED) from error


def _heif_reason(message: str) -> str:
    lowered = message.lower()
    if "end of file" in lowered or "eof" in lowered or "truncated" in lowered:
        return TRUNCATED
    if "security limit" in lowered or "memory" in lowered:
        return "The picture is too large to be decoded."
    return DAMAGED
