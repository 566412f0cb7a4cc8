"""What a picture file carries beside its pixels, whatever its container."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """Blocks of metadata as they lie in the file.

    `width` and `height` are those of the stored pixels, or of the upright picture where `upright` is set: the
    container turns the picture itself (HEIF's irot and imir), and EXIF's orientation has no say. `truncated`: the
    container says there should be more. `created` is a container's own words for the date.
    """

    exif: bytes = b""
    xmp: bytes = b""
    iptc: bytes = b""
    width: int | None = None
    height: int | None = None
    upright: bool = False
    truncated: bool = False
    created: str | None = None
