"""How large a library is: what its cost depends on."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from shoebox.domain.assumptions import SHARE, assumed
from shoebox.domain.errors import UsageError

ARCHIVED_OVER = 512 * 1024
"""Originals of more bytes than this are moved to the archive class; moving smaller ones never pays for itself."""

MULTIPART_FROM = 32 * 1024 * 1024
"""Originals of at least so many bytes are uploaded in parts of this size."""

GIB = 2**30


@dataclass(frozen=True, slots=True)
class Files:
    """A number of files and the sum of their bytes."""

    number: int = 0
    bytes: int = 0

    def __add__(self, other: "Files") -> "Files":
        return Files(self.number + other.number, self.bytes + other.bytes)

    @property
    def gib(self) -> float:
        """The bytes in units of 2^30, as S3 bills them."""
        return self.bytes / GIB


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """The originals of a library by size: small ones (up to 512 KiB), large ones (from 32 MiB), and the rest.

    `photos` and `videos` get pictures made of them; other files are only kept.
    """

    photos: int
    videos: int = 0
    small: Files = Files()
    medium: Files = Files()
    large: Files = Files()
    raw_share: float = 0.0
    """How many of the photos are camera RAW."""
    people_share: float = 0.55
    """How many of the pictures show people, and are looked at for faces."""
    faces_per_picture: float = 0.55
    """Faces found, over all pictures."""

    @property
    def pictures(self) -> int:
        """What has a thumbnail, a preview and a record."""
        return self.photos + self.videos

    @property
    def files(self) -> Files:
        """All originals."""
        return self.small + self.medium + self.large


@dataclass(frozen=True, slots=True, kw_only=True)
class Imagined:
    """A collection told in a few numbers, for a forecast without a folder."""

    photos: int = assumed(0, "photos", "How many photos there are.")
    videos: int = assumed(0, "videos", "How many videos there are.")
    gigabytes: float = assumed(0.0, "GB (10^9 bytes)", "How much all originals take.")
    raw_share: float = assumed(0.0, SHARE, "Photos that are camera RAW.")
    people_share: float = assumed(0.55, SHARE, "Pictures that show people, and are looked at for faces.")
    faces_per_picture: float = assumed(0.55, "faces", "Faces found, over all pictures.")


def by_size(sizes: Iterable[int]) -> tuple[Files, Files, Files]:
    """Files of these bytes as small, medium and large ones."""
    numbers, totals = [0, 0, 0], [0, 0, 0]
    for size in sizes:
        kind = _size_class(size)
        numbers[kind] += 1
        totals[kind] += size
    small, medium, large = (Files(number, total) for number, total in zip(numbers, totals, strict=True))
    return small, medium, large


def collection_of(imagined: Imagined) -> Collection:
    """The collection of files that all have the mean size. Raises UsageError where there are bytes but no files."""
    number, size = imagined.photos + imagined.videos, round(imagined.gigabytes * 10**9)
    if number == 0 and size:
        raise UsageError("There are gigabytes but no photos.", hint="Add --assume photos=50000.")
    classes = [Files(), Files(), Files()]
    classes[_size_class(size // max(1, number))] = Files(number, size)
    return Collection(
        photos=imagined.photos,
        videos=imagined.videos,
        small=classes[0],
        medium=classes[1],
        large=classes[2],
        raw_share=imagined.raw_share,
        people_share=imagined.people_share,
        faces_per_picture=imagined.faces_per_picture,
    )


def scaled(collection: Collection, factor: float) -> Collection:
    """A collection of the same kind, `factor` times as large."""

    def part(files: Files) -> Files:
        return Files(round(files.number * factor), round(files.bytes * factor))

    return replace(
        collection,
        photos=round(collection.photos * factor),
        videos=round(collection.videos * factor),
        small=part(collection.small),
        medium=part(collection.medium),
        large=part(collection.large),
    )


def _size_class(size: int) -> int:
    return 0 if size <= ARCHIVED_OVER else 1 if size < MULTIPART_FROM else 2
