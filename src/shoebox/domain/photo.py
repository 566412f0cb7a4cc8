"""A photo and its parts: what every layer speaks about.

Units: sizes in pixels of the upright picture, boxes in fractions of it, degrees WGS 84, metres, seconds.
Local times are naive `datetime`s; instants are aware and in UTC. Confidences lie between 0 and 1.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from shoebox.domain.checksum import Checksum


class Kind(StrEnum):
    """What moves and what does not."""

    PHOTO = "photo"
    VIDEO = "video"


class Status(StrEnum):
    """Whether the original could be understood; it is backed up either way."""

    OK = "ok"
    SET_ASIDE = "set-aside"


class BackedUp(StrEnum):
    """How safe the original is: read back and matched; written; or only where the owner keeps it."""

    VERIFIED = "verified"
    STORED = "stored"
    IN_PLACE = "in-place"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in fractions of the upright picture's width and height, from its upper left."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Taken:
    """When the camera's clock said the picture was taken, and who says so.

    `source` is one of exif, xmp, takeout, container, gps, filename, mtime, owner.
    """

    local: datetime
    offset: timedelta | None
    source: str

    @property
    def utc(self) -> datetime | None:
        """The instant, where the offset from UTC is known."""
        return None if self.offset is None else (self.local - self.offset).replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Location:
    """Where the camera was: degrees, and metres above the sea where known."""

    latitude: float
    longitude: float
    altitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """What took the picture, and how: seconds, f-number, ISO speed, millimetres."""

    make: str | None = None
    model: str | None = None
    lens: str | None = None
    exposure_time: float | None = None
    f_number: float | None = None
    iso: int | None = None
    focal_length: float | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """A thing, scene or activity seen on a picture; `parents` are all its broader labels."""

    name: str
    confidence: float
    source: str
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A face on a picture.

    `embedding` is a unit vector as little-endian float16, `token` a recogniser's own opaque name for the face.
    `cluster` groups faces that look alike; `person` is the name the owner gave to them.
    """

    box: Box
    confidence: float
    embedding: bytes | None = None
    token: str | None = None
    cluster: str | None = None
    person: str | None = None


def face_id(photo: Checksum, face: Face) -> str:
    """Name a face by its photo and its middle in thousandths, which outlives a change of recogniser."""
    x, y = face.box.x + face.box.width / 2, face.box.y + face.box.height / 2
    return f"{photo}@{round(x * 1000)},{round(y * 1000)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the original and its sidecars themselves say. `media` are words like raw, panorama, screenshot, live."""

    kind: Kind
    content_type: str
    media: tuple[str, ...] = ()
    taken: Taken | None = None
    width: int | None = None
    height: int | None = None
    duration: float | None = None
    location: Location | None = None
    camera: Camera = Camera()
    rating: int | None = None
    title: str | None = None
    description: str | None = None
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ToolVersion:
    """A tool that made a result, so that a better one can make it again."""

    name: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What a recogniser saw. `raw` is its own answer, kept so that nothing is computed or paid twice."""

    tool: ToolVersion
    labels: tuple[Label, ...] = ()
    faces: tuple[Face, ...] = ()
    text: str | None = None
    raw: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """All that is known about one original, whatever the number of paths it lies at."""

    id: Checksum
    paths: tuple[str, ...]
    size: int
    facts: Facts
    place: tuple[str, ...] = ()
    labels: tuple[Label, ...] = ()
    faces: tuple[Face, ...] = ()
    text: str | None = None
    favourite: bool = False
    albums: tuple[str, ...] = ()
    status: Status = Status.OK
    reason: str | None = None
    backed_up: BackedUp = BackedUp.VERIFIED
    added_at: datetime
    placeholder: bytes | None = None
    """A ThumbHash (https://evanw.github.io/thumbhash/), shown until the thumbnail comes."""

    @property
    def people(self) -> frozenset[str]:
        """The names of the people on it."""
        return frozenset(face.person for face in self.faces if face.person is not None)

    @property
    def sort_time(self) -> datetime:
        """The local time that places it on the timeline; without one, when it was added (UTC)."""
        return self.facts.taken.local if self.facts.taken else self.added_at.replace(tzinfo=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """What imaging made of an original: facts always, pictures where it could be decoded.

    `thumbnail` and `preview` are JPEGs: upright, sRGB, without metadata. Without them `reason` says why.
    """

    facts: Facts
    thumbnail: bytes | None = None
    preview: bytes | None = None
    placeholder: bytes | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An original that lies in the archive and waits to be understood.

    `modified` is the file's own time at its source. `sidecars` are archive paths of files that describe it.
    """

    path: str
    checksum: Checksum
    size: int
    modified: datetime
    backed_up: BackedUp = BackedUp.VERIFIED
    sidecars: tuple[str, ...] = ()
