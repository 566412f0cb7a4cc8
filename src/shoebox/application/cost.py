"""What a library costs in AWS: measures what is there, and leaves the arithmetic to the domain."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path, PurePosixPath

from shoebox.application.library import Library
from shoebox.application.walk import walk
from shoebox.domain.assumptions import Assumptions, assume, unknown_assumption
from shoebox.domain.codec import from_json
from shoebox.domain.collection import Collection, Imagined, by_size, collection_of
from shoebox.domain.cost import Forecast, forecast
from shoebox.domain.errors import UsageError
from shoebox.domain.ownership import Ownership, Way, compare
from shoebox.domain.photo import Kind, Status
from shoebox.domain.prices import Prices
from shoebox.domain.verdict import Verdict, judge
from shoebox.ports import RecordKind

_RAW = frozenset(
    (
        *("3fr", "arw", "cr2", "cr3", "crw", "dcr", "dng", "erf", "fff", "gpr", "iiq", "k25", "kdc", "mef", "mos"),
        *("mrw", "nef", "nrw", "orf", "pef", "raf", "rw2", "rwl", "sr2", "srf", "srw", "x3f"),
    )
)
_PICTURE = frozenset(
    (
        *("apng", "avif", "bmp", "gif", "heic", "heif", "hif", "j2k", "jp2", "jpe", "jpeg", "jpg", "jxl", "mpo"),
        *("png", "tif", "tiff", "webp"),
    )
)
_VIDEO = frozenset(
    (
        *("3g2", "3gp", "avi", "flv", "m2ts", "m4v", "mkv", "mov", "mp4", "mpeg", "mpg", "mts", "ogv", "ts"),
        *("vob", "webm", "wmv"),
    )
)


@dataclass(frozen=True, slots=True)
class _Face:
    """A face, of which only the number counts here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    kind: Kind
    media: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Original:
    """What a photo's record says of its cost: reading only this takes a third of the time."""

    paths: tuple[str, ...]
    size: int
    facts: _Facts
    faces: tuple[_Face, ...] = ()
    status: Status = Status.OK


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What somebody wants to know; `said` names the fields of `imagined` that were given."""

    imagined: Imagined
    said: frozenset[str]
    assumptions: Assumptions
    ownership: Ownership


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A forecast and a comparison, with all they follow from."""

    collection: Collection
    assumptions: Assumptions
    ownership: Ownership
    prices: Prices
    forecast: Forecast
    ways: tuple[Way, ...]
    verdict: Verdict


def question(values: Mapping[str, str]) -> Question:
    """Assumptions by name, given as text. Raises UsageError for unknown names and values that cannot be."""
    names = {kind: {item.name for item in fields(kind)} for kind in (Imagined, Assumptions, Ownership)}
    known = tuple(name for kind in names.values() for name in kind)
    for name in values:
        if name not in known:
            raise unknown_assumption(name, known)

    def chosen(kind: type[Imagined | Assumptions | Ownership]) -> dict[str, str]:
        return {name: text for name, text in values.items() if name in names[kind]}

    return Question(
        imagined=assume(Imagined(), chosen(Imagined)),
        said=frozenset(chosen(Imagined)),
        assumptions=assume(Assumptions(), chosen(Assumptions)),
        ownership=assume(Ownership(), chosen(Ownership)),
    )


def answer(asked: Question, prices: Prices, measure: Callable[[], Collection]) -> Answer:
    """Forecast and comparison; `measure` is called only if the question does not say how large the collection is."""
    collection = _collection(asked, measure)
    ways = compare(collection, asked.assumptions, asked.ownership, prices)
    return Answer(
        collection=collection,
        assumptions=asked.assumptions,
        ownership=asked.ownership,
        prices=prices,
        forecast=forecast(collection, asked.assumptions, prices),
        ways=ways,
        verdict=judge(ways, collection, asked.assumptions, asked.ownership, prices),
    )


def _collection(asked: Question, measure: Callable[[], Collection]) -> Collection:
    sizes = asked.said & {"photos", "videos", "gigabytes"}
    if {"photos", "gigabytes"} <= sizes:
        return collection_of(asked.imagined)
    if sizes:
        raise UsageError(
            "The size of a collection is photos and gigabytes together.",
            hint="For example: --assume photos=50000 --assume gigabytes=200",
        )
    return replace(measure(), **{name: getattr(asked.imagined, name) for name in asked.said})


def measure_folder(folder: Path, *, without: Path | None = None) -> Collection:
    """The collection in a folder that was not imported yet, told by names and sizes: no file is opened.

    `without` is left out: the library itself. Nothing is known of faces yet; the assumed shares stand.
    Raises NotFoundError where there is no folder.
    """
    count: Counter[str] = Counter()
    sizes: list[int] = []
    for found in walk(folder, without=without):
        for file in found.files:
            count[_kind_by_name(file.name)] += 1
            sizes.append(file.size)
    small, medium, large = by_size(sizes)
    photos = count["photo"] + count["raw"]
    return Collection(
        photos=photos,
        videos=count["video"],
        small=small,
        medium=medium,
        large=large,
        raw_share=count["raw"] / photos if photos else 0.0,
    )


def measure_library(library: Library) -> Collection:
    """The collection in a library, told by its records. A photo at two paths is two originals and one picture.

    Faces are counted where any were recognised; without, the assumed shares stand.
    """
    count: Counter[str] = Counter()
    sizes: list[int] = []
    for record in library.records.scan(RecordKind.PHOTO):
        photo = from_json(_Original, record.body)
        sizes.extend([photo.size] * len(photo.paths))
        if photo.status is Status.SET_ASIDE:
            continue
        count[photo.facts.kind.value] += 1
        count["raw"] += photo.facts.kind is Kind.PHOTO and "raw" in photo.facts.media
        count["shown"] += bool(photo.faces)
        count["faces"] += len(photo.faces)
    small, medium, large = by_size(sizes)
    photos, pictures = count["photo"], count["photo"] + count["video"]
    measured = Collection(
        photos=photos,
        videos=count["video"],
        small=small,
        medium=medium,
        large=large,
        raw_share=count["raw"] / photos if photos else 0.0,
    )
    if not count["faces"]:
        return measured
    return replace(measured, people_share=count["shown"] / pictures, faces_per_picture=count["faces"] / pictures)


def _kind_by_name(name: str) -> str:
    extension = PurePosixPath(name).suffix.lower().lstrip(".")
    return next((kind for kind, known in _KINDS.items() if extension in known), "other")


_KINDS = {"photo": _PICTURE, "raw": _RAW, "video": _VIDEO}
