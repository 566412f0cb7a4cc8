"""The SQLite index finds what the reference matcher finds: any photos, any query, any history."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shoebox.adapters.index_memory import MemoryIndex
from shoebox.adapters.index_sqlite import SqliteIndex
from shoebox.domain.checksum import checksum_of_bytes
from shoebox.domain.codec import to_json
from shoebox.domain.photo import Box, Camera, Face, Facts, Kind, Label, Photo, Taken
from shoebox.ports import Change, Cursor, Facet, Hit, Record, RecordKey, RecordKind, SearchIndex
from shoebox.query.model import DateRange, Query, Recurring, Sort

PEOPLE = ("Natalie", "natalie", "José", "Jose", "Tom  Miller", "April", "Ægir")
LABELS = ("Dog", "dog", "Animal", "Beach", "Water", "Plant")
PLACES = ("London", "LONDON", "England", "São Paulo", "Chelsea")
MAKES = ("NIKON CORPORATION", "Canon", None)
MODELS = ("NIKON D50", "Canon EOS 350D", "EOS 350D", None)
ALBUMS = ("Wedding", "wedding", "Trip 2007", "*")
MEDIA = ("raw", "panorama", "RAW")
TEXTS = (None, "Happy birthdays", "the dog's house", "Straße ☀", "IMG 1234", '"quoted" NEAR(x) *', "naïve cities")
PATHS = (
    "2007/IMG_1234.JPG",
    "2007/img_0012[1].jpg",
    "a b/DSC*.nef",
    "holiday/clip.mp4",
    "ß/Ⅷ.jpg",
    "x",
    "1/½\u2116.png",
)
PATTERNS = ("IMG", "img_1234", "*.jpg", "IMG_?234*", "[1]", "?", "", "*", "**", "dsc**", "1", "nef", "a/c", "no")
WORDS = (
    "birthday",
    "the dog",
    "img 1234",
    "2007",
    "☀",
    "STRASSE",
    "city",
    "wedding",
    "jpg",
    "beach london",
    "!?",
    "zzz",
)
HOLIDAYS = ("christmas", "easter", "new_year", "new_years_eve", "thanksgiving", "halloween", "no_such_day")
DAYS = ("12-24", "12-20..01-05", "02-29", "02-28..03-01", "06-01..06-30", "02-30", "12-31", "00-00..99-99")
TIMES = ("morning", "afternoon", "evening", "night", "22:00-02:00", "12:00-12:00", "08:30-09:15")
YEARS = (1999, 2000, 2007, 2008)


def some(values: Sequence[str], most: int = 2, *, least: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    """So many of the values."""
    return st.lists(st.sampled_from(values), min_size=least, max_size=most).map(tuple)


DATES = st.one_of(
    st.builds(date, st.sampled_from(YEARS), st.integers(1, 12), st.integers(1, 28)),
    st.sampled_from([date(2007, 12, 31), date(2008, 1, 1), date(2008, 2, 29), date(2007, 12, 24), date(2008, 3, 23)]),
)
COMMON_MOMENTS = (datetime.fromisoformat("2007-12-24T22:30:00"), datetime.fromisoformat("2008-01-01T00:00:00"))
MOMENTS = st.sampled_from(COMMON_MOMENTS) | st.builds(
    lambda day, seconds, micros: datetime.combine(day, time.min) + timedelta(seconds=seconds, microseconds=micros),
    DATES,
    st.sampled_from([0, 5 * 3600, 12 * 3600, 79200, 86399]) | st.integers(0, 86399),
    st.sampled_from([0, 0, 1, 999_999]),
)
FACES = st.lists(st.sampled_from([*PEOPLE, None]), max_size=3).map(
    lambda names: tuple(Face(box=Box(0, 0, 0.1, 0.1), confidence=0.9, person=name) for name in names)
)
LABELLED = st.lists(
    st.builds(Label, st.sampled_from(LABELS), st.just(0.9), st.just("test"), some(LABELS)), max_size=2
).map(tuple)
FACTS = st.builds(
    Facts,
    kind=st.sampled_from(Kind),
    content_type=st.just("image/jpeg"),
    media=some(MEDIA),
    taken=st.none() | st.builds(Taken, MOMENTS, st.none(), st.just("exif")),
    width=st.none() | st.just(600),
    height=st.just(400),
    duration=st.none() | st.just(1.5),
    camera=st.builds(
        Camera, make=st.sampled_from(MAKES), model=st.sampled_from(MODELS), lens=st.sampled_from([None, "EF 50mm"])
    ),
    title=st.sampled_from(TEXTS),
    keywords=some(WORDS),
)
PHOTOS = st.builds(
    Photo,
    id=st.integers(0, 11).map(lambda number: checksum_of_bytes(bytes([number]))),
    paths=st.lists(st.sampled_from(PATHS), min_size=1, max_size=3, unique=True).map(tuple),
    size=st.just(1),
    facts=FACTS,
    place=some(PLACES, 3),
    labels=LABELLED,
    faces=FACES,
    text=st.sampled_from(TEXTS),
    favourite=st.booleans(),
    albums=some(ALBUMS),
    added_at=MOMENTS.map(lambda moment: moment.replace(tzinfo=UTC)),
    placeholder=st.none() | st.just(b"\x01\x02"),
)
RANGES = st.builds(DateRange, st.none() | DATES, st.none() | DATES)
RECURRING_PARTS: Mapping[str, st.SearchStrategy[object]] = {
    "months": st.lists(st.sampled_from([1, 2, 6, 12]), min_size=1, max_size=2).map(tuple),
    "weekdays": st.lists(st.integers(1, 7), min_size=1, max_size=3).map(tuple),
    "days": some(DAYS, least=1),
    "holidays": some(HOLIDAYS, least=1),
    "times_of_day": some(TIMES, least=1),
}
RECURRING = (
    st.lists(st.sampled_from(sorted(RECURRING_PARTS)), min_size=1, max_size=2, unique=True)
    .flatmap(lambda names: st.fixed_dictionaries({name: RECURRING_PARTS[name] for name in names}))
    .map(lambda parts: replace(Recurring(), **parts))
)
PARTS: Mapping[str, st.SearchStrategy[object]] = {
    **dict.fromkeys(("people_all", "people_any", "people_none"), some((*PEOPLE, "Nobody"), least=1)),
    **dict.fromkeys(("labels_all", "labels_any", "labels_none"), some((*LABELS, "Unicorn"), 3, least=1)),
    **dict.fromkeys(("places", "places_none"), some((*PLACES, "sao paulo"), least=1)),
    **dict.fromkeys(
        ("cameras", "cameras_none"), some(("nikon d50", "EOS 350D", "Canon EOS 350D", "ef 50mm", "X"), least=1)
    ),
    **dict.fromkeys(("albums", "albums_none"), some(ALBUMS, least=1)),
    **dict.fromkeys(("media", "media_none"), some(("photo", "video", *MEDIA), least=1)),
    **dict.fromkeys(("dates", "dates_none"), st.lists(RANGES, min_size=1, max_size=3).map(tuple)),
    **dict.fromkeys(("recurring", "recurring_none"), RECURRING),
    "people_only": st.just(value=True),
    "favourite": st.booleans(),
    "faces_min": st.integers(0, 3),
    "faces_max": st.integers(-1, 3),
    **dict.fromkeys(("text", "free_text"), st.sampled_from(WORDS)),
    "filename": st.sampled_from(PATTERNS),
    "sort": st.sampled_from(Sort),
    "limit": st.integers(0, 9),
}
TOGETHER = (
    ("people_any", "people_only"),
    ("people_all", "people_only", "faces_max"),
    ("recurring",),
    ("recurring_none",),
    ("dates", "dates_none"),
    ("filename", "free_text"),
    ("text", "labels_any"),
)
"""Parts that show more when they are asked together, or alone."""
ASKED = st.sampled_from(TOGETHER) | st.lists(st.sampled_from(sorted(PARTS)), min_size=1, max_size=3, unique=True)
QUERIES = ASKED.flatmap(lambda names: st.fixed_dictionaries({name: PARTS[name] for name in names})).map(
    lambda parts: replace(Query(), **parts)
)
CHANGES = st.lists(st.one_of(PHOTOS, PHOTOS, PHOTOS.map(lambda photo: photo.id)), min_size=4, max_size=14)
HISTORIES = st.lists(CHANGES, min_size=1, max_size=3)
"""Batches of photos that come or change, and of ids of photos that go."""


def change_of(photo: Photo | str, number: int) -> Change:
    """The change that brings a photo, or takes one away."""
    cursor = Cursor(str(number))
    if isinstance(photo, str):
        return Change(RecordKey(RecordKind.PHOTO, photo), None, cursor)
    key = RecordKey(RecordKind.PHOTO, photo.id)
    return Change(key, Record(key, to_json(photo)), cursor)


@contextmanager
def both() -> Iterator[tuple[MemoryIndex, SqliteIndex]]:
    """The reference and a new SQLite index."""
    with tempfile.TemporaryDirectory() as folder:
        index = SqliteIndex(Path(folder) / "index.sqlite")
        yield MemoryIndex(), index
        index.close()


def pages(index: SearchIndex, query: Query, size: int) -> list[Hit]:
    """All pages of so many hits one after the other."""
    page = index.find(query, limit=size)
    hits = list(page.hits)
    while page.after is not None:
        page = index.find(query, after=page.after, limit=size)
        assert page.hits, "a cursor led to nothing"
        hits += page.hits
    return hits


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(HISTORIES, st.lists(QUERIES, min_size=6, max_size=10), st.integers(1, 4), st.sampled_from(Facet))
def test_sqlite_equals_the_matcher(
    history: list[list[Photo | str]], queries: list[Query], size: int, facet: Facet
) -> None:
    """After any changes both give the same hits in the same order, page by page, and the same counts."""
    with both() as (reference, index):
        for batch in history:
            changes = [change_of(photo, number) for number, photo in enumerate(batch)]
            assert index.apply(changes) == reference.apply(changes)
            for query in (*queries, Query()):
                assert pages(index, query, size) == pages(reference, query, size)
                assert index.total(query) == reference.total(query)
                for by in (Facet.MONTH, facet):
                    assert index.count(query, by) == reference.count(query, by)
