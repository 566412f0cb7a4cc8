"""Turns an original into its two JPEGs and its placeholder: upright, sRGB, opaque, without metadata.

JPEGs are decoded by libjpeg-turbo at the smallest of its scales that is large enough (it has steps of an eighth,
libvips halves only), other formats by libvips or the decoders in `pixels`. Both JPEGs come from one decoding, and
colours are converted on the small picture.
"""

import logging
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from shoebox.imaging import colour, jpeg, pixels, raw, sniff, thumbhash
from shoebox.imaging.limits import UnreadableError
from shoebox.imaging.pixels import DAMAGED, TRUNCATED, Pixels, check_size

PREVIEW_SIDE = 2048
PREVIEW_QUALITY = 85
THUMBNAIL_SIDE = 480
"""Rows of the grid are 180 to 260 px high. At 480 px a 3:2 picture has 320 rows of its own, sharp at 1.25 to 1.75
device pixels a pixel, in some 20 kB; 720 px would cost 2.2 times the bytes for a gain only a magnifier shows."""
THUMBNAIL_QUALITY = 80

_OF_LIBVIPS = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "image/tiff", "image/avif"})
_END_OF_IMAGE = b"\xff\xd9"
_SIMPLE_COLOURS = frozenset({"YCbCr", "Gray", "RGB"})


@dataclass(frozen=True, slots=True)
class Pictures:
    """What is shown of an original, and the upright size of the whole of it (None: only a part was decoded)."""

    thumbnail: bytes
    preview: bytes
    placeholder: bytes
    size: tuple[int, int] | None


def pictures(original: Path, content_type: str, orientation: int, limit: int) -> Pictures:
    """The pictures of an original of at most `limit` pixels; `orientation` is EXIF's, used where it has a say.

    Raises UnreadableError with the reason why there are none.
    """
    vips = _library()
    try:
        return _pictures(vips, original, content_type, orientation, limit)
    except vips.Error as error:
        raise UnreadableError(_reason(str(error))) from error
    except MemoryError as error:
        raise UnreadableError("Decoding the picture takes more memory than is allowed.") from error


def from_pixels(found: Pixels, orientation: int) -> Pictures:
    """The pictures of decoded pixels."""
    vips = _library()
    samples = np.ascontiguousarray(found.samples)
    if samples.ndim == 2:
        samples = samples[:, :, None]
    height, width, bands = samples.shape
    kinds = {"uint8": ("uchar", "srgb", "b-w"), "uint16": ("ushort", "rgb16", "grey16")}
    number, colours, grey = kinds[str(samples.dtype)]
    image = vips.Image.new_from_memory(samples.data, width, height, bands, number)
    image = image.copy(interpretation=colours if bands >= 3 else grey)
    if found.profile:
        image.set_type(vips.GValue.blob_type, "icc-profile-data", found.profile)
    return _from_image(image, 1 if found.upright else orientation)


def _library() -> Any:
    """The library libvips with one thread and no cache: processes are the parallelism, and no picture comes twice."""
    os.environ.setdefault("VIPS_CONCURRENCY", "1")
    import pyvips  # noqa: PLC0415 - slow to load

    logging.getLogger("pyvips").setLevel(logging.ERROR)  # what it warns of is told in reasons
    pyvips.cache_set_max(0)
    return pyvips


def _pictures(vips: Any, original: Path, content_type: str, orientation: int, limit: int) -> Pictures:
    if content_type == "image/jpeg":
        return _of_jpeg(vips, original.read_bytes(), orientation, limit)
    if content_type in _OF_LIBVIPS:
        return _of_file(vips, original, None if content_type == "image/avif" else orientation, limit)
    if sniff.is_raw(content_type):
        return _of_raw(vips, original, limit)
    if content_type in {"image/heic", "image/heif"}:
        return from_pixels(pixels.decode_heif(original, limit), orientation)
    if content_type == "image/jxl":
        return from_pixels(pixels.decode_jxl(original, limit), orientation)
    return from_pixels(pixels.decode_with_pillow(original, limit), orientation)


def _of_raw(vips: Any, original: Path, limit: int) -> Pictures:
    found = raw.decode(original, limit)
    if found.pixels is not None:
        return replace(from_pixels(found.pixels, found.orientation), size=found.size)
    assert found.encoded is not None
    return replace(_of_jpeg(vips, found.encoded, found.orientation, limit), size=found.size)


def _of_jpeg(vips: Any, data: bytes, orientation: int, limit: int) -> Pictures:
    """By libjpeg-turbo; what its simple interface does not know (CMYK, odd sampling) by libvips."""
    import simplejpeg  # noqa: PLC0415 - heavy, needed for JPEGs alone

    try:
        height, width, colours, _ = simplejpeg.decode_jpeg_header(data)
    except ValueError:
        return _of_file(vips, data, orientation, limit)
    check_size(width, height, limit)
    if colours not in _SIMPLE_COLOURS:
        return _of_file(vips, data, orientation, limit)
    scale = min(1.0, PREVIEW_SIDE / max(width, height))
    options = {
        "colorspace": "GRAY" if colours == "Gray" else "RGB",
        "min_width": round(width * scale),
        "min_height": round(height * scale),
        "min_factor": 1,
    }
    samples = _samples(simplejpeg, data, options)
    shown = from_pixels(Pixels(samples, jpeg.colour_profile(data)), orientation)
    return replace(shown, size=(height, width) if orientation > 4 else (width, height))


def _samples(simplejpeg: Any, data: bytes, options: dict[str, Any]) -> Any:
    """All that can be decoded of a JPEG: a scratch in it is better than no picture, a missing end is not.

    A JPEG that lacks no more than its end marker is whole: with one put there it decodes without complaint.
    """
    try:
        return simplejpeg.decode_jpeg(data, strict=True, **options)
    except ValueError as error:
        ends_early = "premature end of jpeg file" in str(error).lower()
    try:
        return simplejpeg.decode_jpeg(data + _END_OF_IMAGE, strict=ends_early, **options)
    except ValueError as error:
        raise UnreadableError(TRUNCATED if ends_early else _reason(str(error))) from error


def _of_file(vips: Any, source: Path | bytes, orientation: int | None, limit: int) -> Pictures:
    """What libvips decodes by itself, shrinking while it loads; without `orientation` it knows that best, too."""
    options = {"access": "sequential", "fail_on": "truncated"}
    if isinstance(source, bytes):
        header = vips.Image.new_from_buffer(source, "", **options)
    else:
        header = vips.Image.new_from_file(os.fspath(source), **options)
    width, height = header.width, header.height
    check_size(width, height, limit)
    shrinking = {"height": PREVIEW_SIDE, "size": "down", "no_rotate": True, "fail_on": "truncated"}
    if isinstance(source, bytes):
        image = vips.Image.thumbnail_buffer(source, PREVIEW_SIDE, **shrinking)
    else:
        image = vips.Image.thumbnail(os.fspath(source), PREVIEW_SIDE, **shrinking)
    if orientation is None:
        orientation = header.get("orientation") if header.get_typeof("orientation") else 1
    return replace(_from_image(image, orientation), size=(height, width) if orientation > 4 else (width, height))


def _from_image(image: Any, orientation: int) -> Pictures:
    width, height = (image.height, image.width) if orientation > 4 else (image.width, image.height)
    preview = _shrunk(image, PREVIEW_SIDE)
    preview = _turned(_srgb(preview), orientation).copy_memory()
    thumbnail = _shrunk(preview, THUMBNAIL_SIDE).copy_memory()
    tiny = _shrunk(thumbnail, thumbhash.MAXIMUM_SIDE)
    return Pictures(
        thumbnail=thumbnail.jpegsave_buffer(Q=THUMBNAIL_QUALITY, keep="none", interlace=False),
        preview=preview.jpegsave_buffer(Q=PREVIEW_QUALITY, keep="none", interlace=False),
        placeholder=thumbhash.encode(tiny.numpy()),
        size=(width, height),
    )


def _shrunk(image: Any, side: int) -> Any:
    """The picture at most `side` pixels on its longer side, never larger than it was, at least one pixel wide."""
    factor = side / max(image.width, image.height)
    if factor >= 1:
        return image
    target = {"width": max(1, round(image.width * factor)), "height": max(1, round(image.height * factor))}
    if image.hasalpha():
        shrunk = image.premultiply().resize(target["width"] / image.width, vscale=target["height"] / image.height)
        return shrunk.unpremultiply().cast(image.format)
    return image.resize(target["width"] / image.width, vscale=target["height"] / image.height)


def _srgb(image: Any) -> Any:
    """Three bands of 8 bits in sRGB, transparent parts on white."""
    image = _opaque(image)
    if image.get_typeof("icc-profile-data") and not colour.is_srgb(image.get("icc-profile-data")):
        image = _by_profile(image)
    if image.interpretation == "cmyk":
        image = image.icc_transform("srgb", input_profile="cmyk", intent="relative")
    return image.colourspace("srgb").cast("uchar")[0:3]


def _by_profile(image: Any) -> Any:
    """Through the embedded profile; as it is where the profile is broken or belongs to another kind of picture."""
    vips = _library()
    try:
        return image.icc_transform(
            "srgb", embedded=True, intent="relative", black_point_compensation=True
        ).copy_memory()
    except vips.Error:
        return image


def _opaque(image: Any) -> Any:
    if not image.hasalpha():
        return image
    white = 65535 if image.format == "ushort" else 255
    return image.flatten(background=white, max_alpha=white)


def _turned(image: Any, orientation: int) -> Any:
    """Upright, by EXIF's orientation (EXIF 2.32, tag 0x0112)."""
    turns = {2: "fliphor", 3: "rot180", 4: "flipver", 6: "rot90", 8: "rot270"}
    if orientation == 5:
        return image.rot90().fliphor()
    if orientation == 7:
        return image.rot270().fliphor()
    return getattr(image, turns[orientation])() if orientation in turns else image


def _reason(message: str) -> str:
    lowered = message.lower()
    if any(word in lowered for word in ("premature end", "truncated", "end of stream", "eof", "end of file")):
        return TRUNCATED
    if "unsupported" in lowered or "not a known" in lowered:
        return "This kind of picture cannot be decoded yet."
    if "out of memory" in lowered or "allocate" in lowered:
        return "Decoding the picture takes more memory than is allowed."
    return DAMAGED
