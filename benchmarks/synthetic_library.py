"""Makes libraries of photos from a seed: what cameras, places, people and labels of a family over 25 years look like.

Sizes follow a real library: six labels a photo with their parents, 1.2 faces a photo, many photos of few people.
"""

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from shoebox.domain.checksum import Checksum
from shoebox.domain.photo import Box, Camera, Face, Facts, Kind, Label, Location, Photo, Taken

FIRST_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 - local times are naive
DAYS = 25 * 365
ADDED = datetime(2025, 1, 1, tzinfo=UTC)
FIRST_NAMES = "Natalie Tom April José Mia Ben Zoë Olga Ravi Chen Ada Finn Iris Paul Lena Hugo Vera Noah Emma Karl"
LAST_NAMES = "Miller Ito Novák Silva Khan Berg Rossi Dubois Okafor Lind"
TREES = {
    "Animal": "Dog Cat Horse Bird Fish Cow Sheep Elephant Lion Insect",
    "Nature": "Beach Sea Lake River Mountain Forest Snow Sunset Sky Flower Tree Garden Desert Waterfall",
    "Food": "Cake Pizza Fruit Bread Salad Wine Coffee Pasta",
    "Vehicle": "Car Bicycle Boat Train Bus Aircraft Motorcycle",
    "Building": "House Church Castle Tower Bridge Museum Stadium",
    "Person": "Child Baby Crowd Portrait Smile",
    "Event": "Wedding Birthday Concert Party Christmas Graduation",
    "Furniture": "Chair Table Bed Sofa Lamp",
}
PLACES = (
    ("Chelsea", "London", "England", "United Kingdom"),
    ("Camden", "London", "England", "United Kingdom"),
    ("Leith", "Edinburgh", "Scotland", "United Kingdom"),
    ("Montmartre", "Paris", "Île-de-France", "France"),
    ("Nice", "Provence", "France"),
    ("São Paulo", "Brazil"),
    ("Kyoto", "Kansai", "Japan"),
    ("Brooklyn", "New York", "United States"),
    ("Tahoe City", "California", "United States"),
    ("Zürich", "Switzerland"),
)
CAMERAS = (
    ("NIKON CORPORATION", "NIKON D50"),
    ("Canon", "Canon EOS 350D DIGITAL"),
    ("Apple", "iPhone 6"),
    ("Apple", "iPhone 13 Pro"),
    ("SONY", "DSC-W35"),
    ("Google", "Pixel 7"),
    ("FUJIFILM", "X-T30"),
)
ALBUMS = tuple(f"{event} {year}" for year in range(2000, 2025) for event in ("Holidays", "Wedding", "School", "Garden"))
TITLES = "view of the harbour;happy birthday;first day at school;old letter;concert ticket;recipe;receipt"


@dataclass(frozen=True, slots=True)
class _Choice:
    """Few values that come often, many that come seldom (Zipf)."""

    values: Sequence[str]
    weights: Sequence[float]

    def pick(self, source: random.Random, number: int) -> list[str]:
        return source.choices(self.values, cum_weights=self.weights, k=number)


def _zipf(values: Sequence[str]) -> _Choice:
    return _Choice(values, tuple(accumulate(1 / (rank + 2) for rank in range(len(values)))))


PEOPLE = tuple(
    f"{first} {last}" if n else first
    for n, last in enumerate(("", *LAST_NAMES.split()))
    for first in FIRST_NAMES.split()
)
LABELS = tuple((name, parent) for parent, names in TREES.items() for name in names.split())
RARE = tuple((f"{parent} kind {n}", parent) for n in range(40) for parent in TREES)
_PARENTS = dict(LABELS + RARE)
_SOME_LABELS = _zipf(random.Random(0).sample([name for name, _ in LABELS], len(LABELS)) + [name for name, _ in RARE])
_SOME_PEOPLE = _zipf(PEOPLE)


def photos(number: int, seed: int = 1) -> Iterator[Photo]:
    """So many photos; the same ones for the same seed."""
    source = random.Random(seed)
    for index in range(number):
        yield _photo(source, index)


def _photo(source: random.Random, index: int) -> Photo:
    moment = FIRST_DAY + timedelta(days=int(DAYS * source.random() ** 0.6), seconds=int(source.gauss(14, 4) * 3600))
    video = source.random() < 0.06
    name = f"VID_{index % 10000:04}.MP4" if video else f"IMG_{index % 10000:04}.JPG"
    tagged = source.random() < 0.1
    return Photo(
        id=Checksum(hashlib.sha256(f"{index}".encode()).hexdigest()),
        paths=(f"{moment:%Y/%m/%d}/{name}",),
        size=4_000_000,
        facts=_facts(source, moment if source.random() < 0.99 else None, video=video, tagged=tagged),
        place=source.choice(PLACES) if source.random() < 0.6 else (),
        labels=tuple(_label(source, label) for label in dict.fromkeys(_SOME_LABELS.pick(source, 6))),
        faces=tuple(_face(source) for _ in range(_number_of_faces(source))),
        text=f"No {source.randrange(5000)} {source.choice(TITLES.split(';'))}" if source.random() < 0.08 else None,
        favourite=source.random() < 0.03,
        albums=(source.choice(ALBUMS),) if source.random() < 0.15 else (),
        added_at=ADDED + timedelta(seconds=index),
        placeholder=source.randbytes(24),
    )


def _facts(source: random.Random, moment: datetime | None, *, video: bool, tagged: bool) -> Facts:
    make, model = source.choice(CAMERAS)
    return Facts(
        kind=Kind.VIDEO if video else Kind.PHOTO,
        content_type="video/mp4" if video else "image/jpeg",
        media=("raw",) if source.random() < 0.1 else ("panorama",) if source.random() < 0.01 else (),
        taken=Taken(moment, timedelta(hours=1), "exif") if moment else None,
        width=4000,
        height=3000,
        duration=source.random() * 60 if video else None,
        location=Location(source.uniform(-60, 60), source.uniform(-180, 180)),
        camera=Camera(make=make, model=model, exposure_time=0.01, f_number=2.8, iso=200, focal_length=35.0),
        title=source.choice(TITLES.split(";")) if tagged else None,
        keywords=(source.choice(TITLES.split(";")),) if tagged else (),
    )


def _label(source: random.Random, name: str) -> Label:
    return Label(name, round(source.uniform(0.6, 1), 2), "synthetic", (_PARENTS[name],))


def _number_of_faces(source: random.Random) -> int:
    return source.choices((0, 1, 2, 3, 5, 12), weights=(45, 25, 15, 8, 5, 2))[0]


def _face(source: random.Random) -> Face:
    person = _SOME_PEOPLE.pick(source, 1)[0] if source.random() < 0.7 else None
    box = Box(round(source.random() * 0.9, 3), round(source.random() * 0.9, 3), 0.1, 0.1)
    return Face(box=box, confidence=0.95, cluster=person and f"c-{person}", person=person)
