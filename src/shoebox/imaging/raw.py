"""Camera RAW: the picture the camera itself put into the file, else half-size development (LibRaw through rawpy)."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from shoebox.imaging import jpeg
from shoebox.imaging.limits import UnreadableError
from shoebox.imaging.pixels import Pixels, check_size

_SMALLEST_USABLE = 640
"""A smaller embedded picture is shown only where development fails: it would look blurred in the viewer."""

_PIXELS_PER_BYTE = 16
"""No RAW format packs more pixels into a byte; LibRaw would develop what is missing as grey."""

_NOTHING = "The RAW file holds no picture that can be read."

_ORIENTATIONS = {0: 1, 3: 3, 5: 8, 6: 6}  # LibRaw's flips as EXIF orientations


@dataclass(frozen=True, slots=True)
class RawPicture:
    """A JPEG from inside a RAW file, or developed pixels; `orientation` is still to be applied.

    `size` is that of the upright picture the sensor saw.
    """

    encoded: bytes | None
    pixels: Pixels | None
    orientation: int
    size: tuple[int, int] | None = None


def decode(original: Path, limit: int) -> RawPicture:
    """The best picture in a RAW file. Raises UnreadableError where there is none."""
    import rawpy  # noqa: PLC0415 - slow to load

    try:
        with rawpy.imread(str(original)) as raw:
            width, height = raw.sizes.width, raw.sizes.height
            flip = _ORIENTATIONS.get(raw.sizes.flip, 1)
            found = _embedded(rawpy, raw, flip, landscape=width >= height)
            if found is None or _longest(found) < _SMALLEST_USABLE:
                found = _developed(rawpy, raw, original.stat().st_size, limit) or found
    except rawpy.LibRawError as error:
        raise UnreadableError(_NOTHING) from error
    if found is None:
        raise UnreadableError(_NOTHING)
    return replace(found, size=(height, width) if flip > 4 else (width, height))


def _longest(picture: RawPicture) -> int:
    if picture.encoded is not None:
        header = jpeg.read(picture.encoded)
        return max(header.width or 0, header.height or 0)
    return 0 if picture.pixels is None else max(picture.pixels.samples.shape[:2])


def _embedded(rawpy: Any, raw: Any, flip: int, *, landscape: bool) -> RawPicture | None:
    try:
        found = raw.extract_thumb()
    except (rawpy.LibRawError, ValueError):
        return None
    if found.format == rawpy.ThumbFormat.JPEG:
        data = bytes(found.data)
        header = jpeg.read(data)
        is_turned = bool(header.width) and ((header.width or 0) >= (header.height or 0)) != landscape
        return RawPicture(data, None, 1 if is_turned and flip > 4 else flip)
    samples = np.asarray(found.data)
    return RawPicture(None, Pixels(samples), flip) if samples.ndim == 3 else None


def _developed(rawpy: Any, raw: Any, length: int, limit: int) -> RawPicture | None:
    """Half the sensor's size, turned by LibRaw; None where the sensor's data is missing."""
    check_size(raw.sizes.width, raw.sizes.height, limit)
    if raw.sizes.raw_width * raw.sizes.raw_height > length * _PIXELS_PER_BYTE:
        return None
    try:
        samples = raw.postprocess(half_size=True, use_camera_wb=True, output_bps=8)
    except rawpy.LibRawError:
        return None
    return RawPicture(None, Pixels(samples, upright=True), 1)
