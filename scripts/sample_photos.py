"""Puts freely licensed sample photos into a folder, to see Shoebox with: `python scripts/sample_photos.py FOLDER`.

The photos are members of published packages, each checked against its SHA-256; what is already there is passed over.
docs/sample-photos.md tells what is on them and where each licence is stated.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from shoebox.adapters.model_files import fetch
from shoebox.domain.checksum import Checksum
from shoebox.domain.errors import ShoeboxError
from shoebox.domain.model_catalogue import Archive, Ecosystem, ModelFile
from shoebox.domain.photo import ToolVersion

WHEEL_TAGS = {
    "PIP_PLATFORM": "manylinux_2_28_x86_64",
    "PIP_PYTHON_VERSION": "3.11",
    "PIP_IMPLEMENTATION": "cp",
    "PIP_ABI": "cp311",
}
"""The one wheel whose checksum is written below; its photos are the same on every system, and nothing in it is run."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One photo: its name in our folder, its member in the archive, its size in bytes and its SHA-256."""

    name: str
    member: str
    size: int
    checksum: str


@dataclass(frozen=True, slots=True)
class Collection:
    """The photos of one package that go into one folder under one licence."""

    folder: str
    archive: Archive
    licence: str
    evidence: str
    pictures: tuple[Picture, ...]


SCIENCE_AND_SPACE = Collection(
    "scikit-image",
    Archive(
        Ecosystem.PYPI,
        "scikit-image",
        "0.26.0",
        Checksum("74aa5518ccea28121f57a95374581d3b979839adc25bb03f289b1bc9b99c58af"),
        13_711_217,
    ),
    "public domain (NASA, SpaceX) and CC0 (Lav Varshney, Stefan van der Walt, Rachel Michetti)",
    "docstrings in skimage/data/_fetchers.py",
    (
        Picture(
            "astronaut-eileen-collins.png",
            "skimage/data/astronaut.png",
            791_555,
            "88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5",
        ),
        Picture(
            "cameraman.png",
            "skimage/data/camera.png",
            139_512,
            "b0793d2adda0fa6ae899c03989482bff9a42d3d5690fc7e3648f2795d730c23a",
        ),
        Picture(
            "cat-chelsea.png",
            "skimage/data/chelsea.png",
            240_512,
            "596aa1e7cb875eb79f437e310381d26b338a81c2da23439704a73c4651e8c4bb",
        ),
        Picture(
            "coffee.png",
            "skimage/data/coffee.png",
            466_706,
            "cc02f8ca188b167c775a7101b5d767d1e71792cf762c33d6fa15a4599b5a8de7",
        ),
        Picture(
            "rocket.jpg",
            "skimage/data/rocket.jpg",
            112_525,
            "c2dd0de7c538df8d111e479619b129464d0269d0ae5fd18ca91d33a7fdfea95c",
        ),
        Picture(
            "hubble-deep-field.jpg",
            "skimage/data/hubble_deep_field.jpg",
            527_940,
            "3a19c5dd8a927a9334bb1229a6d63711b1c0c767fb27e2286e7c84a3e2c2f5f4",
        ),
    ),
)
TEMPLE_AND_FLOWER = Collection(
    "scikit-learn",
    Archive(
        Ecosystem.PYPI,
        "scikit-learn",
        "1.9.1",
        Checksum("52a0703bbc07ad27f560fa63fa68e4c54dd735bfbbf65b4dd3c225dc7547b6df"),
        9_315_422,
    ),
    "CC BY 2.0 (china: danielbuechele; flower: vultilion; both on Flickr)",
    "sklearn/datasets/images/README.txt",
    (
        Picture(
            "china.jpg",
            "sklearn/datasets/images/china.jpg",
            196_653,
            "8378025ad2519d649d02e32bd98990db4ab572357d9f09841c2fbfbb4fefad29",
        ),
        Picture(
            "flower.jpg",
            "sklearn/datasets/images/flower.jpg",
            142_987,
            "a77f6ec41e353afdf8bdff2ea981b2955535d8d83294f8cfa49cf4e423dd5638",
        ),
    ),
)
PORTRAIT = Collection(
    "thumbor",
    Archive(
        Ecosystem.PYPI,
        "thumbor",
        "7.8.0",
        Checksum("7a613cadfa2e05001ef1ebe647643679bed2f042b3d1bec3b3aa9771d95a1f88"),
        8_319_889,
    ),
    "CC BY-SA 3.0 (Myleen Hollero / Wikimedia Foundation)",
    "EXIF Copyright and XMP Rights inside the photo",
    (
        Picture(
            "filippo-giunchedi.jpg",
            "thumbor/fixtures/filters/Giunchedi%2C_Filippo_January_2015_01.jpg",
            221_131,
            "6a7faf8e2adb028436340e6b8c5955f0d669b9166e9c9581bbc61ff9636b1910",
        ),
    ),
)
FRIENDS = Collection(
    "face-api",
    Archive(
        Ecosystem.NPM,
        "@vladmandic/face-api",
        "1.7.15",
        Checksum("0d77fffeef362ef9c0939cf6c567f3a2e8e177f114fa257a3270cbd2e509b031"),
        12_677_476,
    ),
    "MIT (Vladimir Mandic)",
    "LICENSE; the readme says of the picture that shows all six that its author took them",
    (
        Picture(
            "friends-1.jpg",
            "package/demo/sample1.jpg",
            144_516,
            "8ecae4b267b2d3169e06e00c7dee97097aa2a94635d45216f7732a5f4943cb51",
        ),
        Picture(
            "friends-2.jpg",
            "package/demo/sample2.jpg",
            181_758,
            "7d2b60ae6f13bf30f422e04df87451081a02c83de469056f25afb44b7000c691",
        ),
        Picture(
            "friends-3.jpg",
            "package/demo/sample3.jpg",
            221_049,
            "8eb081c9efb14370fa94d9feab9e5fbeafd19a627491853a80c2bf67f7ffa936",
        ),
        Picture(
            "friends-4.jpg",
            "package/demo/sample4.jpg",
            210_824,
            "729efa5923061d40eb4ed5f267a18cc7b8ba6f852bb2757b16d8b7e4937476fc",
        ),
        Picture(
            "friends-5.jpg",
            "package/demo/sample5.jpg",
            166_400,
            "6d45095ebb182d8f975c0790e0e4eefd86fbb40609cf4b271776d92e12662938",
        ),
        Picture(
            "friends-6.jpg",
            "package/demo/sample6.jpg",
            302_445,
            "9baad80f9d5e306fb9b8c0913d44445f1e95848df317530efb03d0934c57ba87",
        ),
    ),
)
COLLECTIONS = (SCIENCE_AND_SPACE, TEMPLE_AND_FLOWER, PORTRAIT, FRIENDS)


def main() -> int:
    """Fetch every collection; one that cannot be had is told and the others still come."""
    parser = argparse.ArgumentParser(description="Puts freely licensed sample photos into a folder.")
    parser.add_argument("folder", type=Path, help="where the photos go, one folder a package")
    folder = parser.parse_args().folder
    os.environ.update(WHEEL_TAGS)
    failures = [failure for collection in COLLECTIONS for failure in gather(collection, folder, print)]
    for failure in failures:
        print(f"{failure.message}. {failure.hint}", file=sys.stderr)
    return failures[0].exit_code if failures else 0


def gather(collection: Collection, folder: Path, progress: Callable[[str], None]) -> Iterator[ShoeboxError]:
    """Put the photos of `collection` into its folder in `folder` and tell their licence; yields what went wrong."""
    place = folder / collection.folder
    photos = tuple(as_member(picture, collection) for picture in collection.pictures)
    try:
        fetch(photos, place, progress)
    except ShoeboxError as error:
        yield error
    else:
        progress(f"{place} ({len(photos)}): {collection.licence}; stated in: {collection.evidence}")


def as_member(picture: Picture, collection: Collection) -> ModelFile:
    """The picture as a file that `fetch` can take out of its archive."""
    archive = collection.archive
    return ModelFile(
        name=picture.name,
        purpose="shows Shoebox with photos",
        tool=ToolVersion(archive.name, archive.version),
        archive=archive,
        member=picture.member,
        checksum=Checksum(picture.checksum),
        size=picture.size,
        licence=collection.licence,
        evidence=collection.evidence,
    )


if __name__ == "__main__":
    sys.exit(main())
