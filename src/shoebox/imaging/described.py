"""What one source (EXIF, XMP, IPTC, a sidecar) says of a picture, before the sources are weighed."""

from dataclasses import dataclass
from datetime import datetime

from shoebox.domain.photo import Camera, Location, Taken

_NO_CAMERA = Camera()


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """All of it optional.

    `original` is when the picture was taken, `created` when it was digitised or its file made, `changed` when it was
    last edited, `instant` a time known in UTC (GPS, Takeout). `words` are media words the source is sure of.
    `rating` is 0 where the source says that there is none.
    """

    original: Taken | None = None
    created: Taken | None = None
    changed: Taken | None = None
    instant: datetime | None = None
    location: Location | None = None
    camera: Camera = _NO_CAMERA
    rating: int | None = None
    title: str | None = None
    description: str | None = None
    keywords: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    orientation: int = 1
    name: str | None = None


NOTHING = Described()
