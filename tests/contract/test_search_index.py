"""What every SearchIndex promises (`ports.SearchIndex`); that it finds right is in test_index_equals_matcher."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from shoebox.adapters.index_memory import MemoryIndex
from shoebox.adapters.index_sqlite import SqliteIndex
from shoebox.domain.checksum import Checksum, checksum_of_bytes
from shoebox.domain.codec import to_json
from shoebox.domain.errors import IntegrityError, UsageError
from shoebox.domain.photo import Box, Camera, Face, Facts, Kind, Label, Photo, Status, Taken
from shoebox.ports import START, Change, Cursor, Facet, Hit, PageCursor, Record, RecordKey, RecordKind, SearchIndex
from shoebox.query.model import EVERYTHING, DateRange, Query, Recurring, Sort

INDEXES: dict[str, Callable[[Path], SearchIndex]] = {
    "memory": lambda _: MemoryIndex(),
    "sqlite": lambda folder: SqliteIndex(folder / "index.sqlite"),
}
NOON = datetime.fromisoformat("2007-08-04T12:00:00")
FACE = Face(box=Box(0, 0, 0.1, 0.1), confidence=0.9)


@pytest.fixture(params=INDEXES)
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchIndex]:
    """Each index in turn, empty."""
    index = INDEXES[request.param](tmp_path)
    yield index
    if isinstance(index, SqliteIndex):
        index.close()


def photo(number: int, taken: datetime | None = NOON, **parts: object) -> Photo:
    """A photo; `parts` are further fields."""
    known = Taken(taken, None, "exif") if taken else None
    plain = Photo(
        id=checksum_of_bytes(bytes([number])),
        paths=(f"IMG_{number:04}.JPG",),
        size=1,
        facts=Facts(kind=Kind.PHOTO, content_type="image/jpeg", taken=known),
        added_at=datetime(2020, 1, 1, tzinfo=UTC),
    )
    return replace(plain, **parts)  # type: ignore[arg-type]  # the names are checked by replace


def put(index: SearchIndex, *photos: Photo) -> None:
    """Apply the coming of photos."""
    index.apply([coming(one) for one in photos])


def coming(one: Photo, cursor: str = "1") -> Change:
    """The change that brings a photo."""
    key = RecordKey(RecordKind.PHOTO, one.id)
    return Change(key, Record(key, to_json(one)), Cursor(cursor))


def going(name: Checksum, cursor: str = "2") -> Change:
    """The change that takes a photo away."""
    return Change(RecordKey(RecordKind.PHOTO, name), None, Cursor(cursor))


def found(index: SearchIndex, query: Query = EVERYTHING) -> list[Checksum]:
    """The ids of the first page."""
    return [hit.id for hit in index.find(query).hits]


def test_an_empty_index_finds_nothing(index: SearchIndex) -> None:
    """Without photos there are no hits, no counts and no cursor."""
    assert index.cursor() == START
    assert index.find(EVERYTHING).hits == ()
    assert index.find(EVERYTHING).after is None
    assert index.total(EVERYTHING) == 0
    assert [dict(index.count(EVERYTHING, facet)) for facet in Facet] == [{}] * len(Facet)


def test_a_hit_has_what_the_grid_needs(index: SearchIndex) -> None:
    """Hits carry size, time, kind, state and placeholder."""
    facts = Facts(
        kind=Kind.VIDEO, content_type="video/mp4", taken=Taken(NOON, None, "exif"), width=30, height=20, duration=1.5
    )
    one = photo(1, facts=facts, favourite=True, status=Status.SET_ASIDE, placeholder=b"\x00\xff")
    put(index, one)
    expected = Hit(
        id=one.id,
        taken=NOON,
        width=30,
        height=20,
        kind=Kind.VIDEO,
        status=Status.SET_ASIDE,
        duration=1.5,
        favourite=True,
        placeholder=b"\x00\xff",
    )
    assert index.find(EVERYTHING).hits == (expected,)


def test_what_is_not_known_is_zero_or_none(index: SearchIndex) -> None:
    """A file that could not be decoded has no size, duration or placeholder."""
    put(index, photo(1))
    (hit,) = index.find(EVERYTHING).hits
    assert (hit.width, hit.height, hit.duration, hit.placeholder) == (0, 0, None, None)


@pytest.mark.parametrize(
    "taken", ["1890-05-06T07:08:09.000001", "1999-12-31T23:59:59.999999", "2000-01-01", "2100-02-03"]
)
def test_times_come_back_exactly(index: SearchIndex, taken: str) -> None:
    """The time of a hit is the photo's, to the microsecond, in any century."""
    moment = datetime.fromisoformat(taken)
    put(index, photo(1, moment))
    assert index.find(EVERYTHING).hits[0].taken == moment
    assert found(index, Query(dates=(DateRange(moment.date(), moment.date()),))) == [photo(1).id]


def test_newest_come_first_and_ties_go_by_id(index: SearchIndex) -> None:
    """Hits are sorted by time to the microsecond, then by id; oldest first is exactly the reverse."""
    photos = [photo(n, NOON + timedelta(microseconds=n // 3)) for n in range(9)]
    put(index, *photos)
    expected = [one.id for one in sorted(photos, key=lambda one: (one.sort_time, one.id), reverse=True)]
    assert found(index) == expected
    assert found(index, Query(sort=Sort.OLDEST)) == expected[::-1]


def test_undated_photos_lie_where_they_were_added_but_have_no_date(index: SearchIndex) -> None:
    """Without a time a photo sorts by when it was added, matches no dates, and is left out by none."""
    put(index, photo(1, None), photo(2, datetime.fromisoformat("2020-01-02")))
    year = DateRange(date(2020, 1, 1), date(2020, 12, 31))
    assert found(index) == [photo(2).id, photo(1).id]
    assert found(index, Query(dates=(year,))) == [photo(2).id]
    assert found(index, Query(dates_none=(year,))) == [photo(1).id]
    assert index.count(EVERYTHING, Facet.MONTH) == {"2020-01": 2}


def test_the_turn_of_a_year_is_one_holiday(index: SearchIndex) -> None:
    """New Year begins on the evening before, also where the library has no photos of the year that begins."""
    put(index, photo(1, datetime.fromisoformat("2007-12-31T23:00:00")), photo(2, datetime.fromisoformat("2007-12-30")))
    assert found(index, Query(recurring=Recurring(holidays=("new_year",)))) == [photo(1).id]


@pytest.mark.parametrize("sort", Sort)
def test_pages_follow_each_other(index: SearchIndex, sort: Sort) -> None:
    """Page after page gives every hit once, and the last page has no cursor."""
    put(index, *(photo(n, NOON + timedelta(days=n // 4)) for n in range(12)))
    query = Query(sort=sort)
    everything = found(index, query)
    first = index.find(query, limit=5)
    second = index.find(query, after=first.after, limit=5)
    third = index.find(query, after=second.after, limit=2)
    assert [hit.id for page in (first, second, third) for hit in page.hits] == everything
    assert first.after is not None
    assert third.after is None


def test_pages_go_on_though_photos_come_and_go(index: SearchIndex) -> None:
    """A cursor stays good when the photo it stands on is removed and newer ones come."""
    put(index, *(photo(n, NOON + timedelta(days=n)) for n in range(4)))
    page = index.find(EVERYTHING, limit=2)
    index.apply([going(photo(2).id), coming(photo(9, NOON + timedelta(days=9)))])
    rest = index.find(EVERYTHING, after=page.after)
    assert [hit.id for hit in rest.hits] == [photo(1).id, photo(0).id]


def test_a_limit_holds_over_pages_but_not_for_counts(index: SearchIndex) -> None:
    """A query's limit bounds what all pages give together; totals and counts leave it aside."""
    put(index, *(photo(n, NOON + timedelta(days=n)) for n in range(8)))
    query = Query(limit=5)
    first = index.find(query, limit=3)
    second = index.find(query, after=first.after, limit=3)
    assert [len(first.hits), len(second.hits), second.after] == [3, 2, None]
    assert index.find(Query(limit=0)).hits == ()
    assert index.total(query) == 8
    assert index.count(query, Facet.MONTH) == {"2007-08": 8}


@pytest.mark.parametrize("cursor", ["", "x", "!!!", "W10", "WzEsMiwzLDRd", "MTIz"])
def test_a_cursor_that_is_none_is_refused(index: SearchIndex, cursor: str) -> None:
    """Other text than a cursor is the caller's error."""
    put(index, photo(1))
    with pytest.raises(UsageError):
        index.find(EVERYTHING, after=PageCursor(cursor))


def test_counts_by_every_facet(index: SearchIndex) -> None:
    """Photos are counted by month, person, place, label with parents, camera, album and kind of picture."""
    facts = photo(1).facts
    camera = Camera(make="NIKON CORPORATION", model="NIKON D50", lens="AF 50mm")
    one = photo(
        1,
        facts=replace(facts, camera=camera, media=("raw",)),
        faces=(replace(FACE, person="Natalie"), FACE),
        place=("Chelsea", "London"),
        labels=(Label("Dog", 0.9, "test", ("Animal",)), Label("Dog", 0.7, "other")),
        albums=("Trip",),
    )
    put(index, one, photo(2, NOON + timedelta(days=40), place=("London",), labels=(Label("Animal", 0.9, "test"),)))
    counts = {facet: dict(index.count(EVERYTHING, facet)) for facet in Facet}
    assert counts == {
        Facet.MONTH: {"2007-08": 1, "2007-09": 1},
        Facet.PERSON: {"Natalie": 1},
        Facet.PLACE: {"Chelsea": 1, "London": 2},
        Facet.LABEL: {"Dog": 1, "Animal": 2},
        Facet.CAMERA: {"NIKON D50": 1},
        Facet.ALBUM: {"Trip": 1},
        Facet.MEDIA: {"photo": 2, "raw": 1},
    }
    assert index.count(Query(labels_all=("Dog",)), Facet.PLACE) == {"Chelsea": 1, "London": 1}


def test_names_that_fold_alike_are_counted_as_most_photos_spell_them(index: SearchIndex) -> None:
    """José and jose are one person, named as most photos name him, whichever photos are counted."""
    put(index, *(photo(n, faces=(replace(FACE, person=name),)) for n, name in enumerate(("jose", "José", "José"))))
    put(index, photo(5, faces=(replace(FACE, person="JOSE"),), favourite=True))
    assert index.count(EVERYTHING, Facet.PERSON) == {"José": 4}
    assert index.count(Query(favourite=True), Facet.PERSON) == {"José": 1}
    assert index.total(Query(people_all=("JOSÉ",))) == 4


def test_a_changed_photo_is_found_by_what_it_is_now(index: SearchIndex) -> None:
    """Names, words, files, dates and counts of the state before are forgotten."""
    before = photo(1, text="old sign", albums=("Trip",), labels=(Label("Dog", 0.9, "test"),))
    put(index, before, photo(2))
    put(index, photo(1, NOON + timedelta(days=400), text="new sign", paths=("dsc_1.jpg",)))
    for query in (Query(labels_all=("dog",)), Query(text="old"), Query(albums=("*",)), Query(filename="img_0001")):
        assert found(index, query) == []
    assert found(index, Query(text="new")) == found(index, Query(filename="dsc")) == [before.id]
    assert index.count(EVERYTHING, Facet.MONTH) == {"2007-08": 1, "2008-09": 1}
    assert index.count(EVERYTHING, Facet.LABEL) == {}


def test_the_same_changes_again_are_harmless(index: SearchIndex) -> None:
    """Whatever comes twice, together or later, counts once; to remove what is not there is nothing."""
    changes = [coming(photo(1)), coming(photo(2)), coming(photo(1)), going(photo(2).id), going(photo(3).id, "7")]
    for _ in range(2):
        assert index.apply(changes) == "7"
        assert found(index) == [photo(1).id]
        assert index.total(EVERYTHING) == 1


def test_the_cursor_is_that_of_the_last_change(index: SearchIndex) -> None:
    """Changes of other records move the cursor as well; no changes leave it."""
    other = RecordKey(RecordKind.PERSON, "p1")
    assert index.apply([coming(photo(1), "5"), Change(other, Record(other, {}), Cursor("6"))]) == "6"
    assert index.cursor() == "6"
    assert index.apply([]) == "6"
    assert index.total(EVERYTHING) == 1


def test_all_changes_or_none(index: SearchIndex) -> None:
    """When a change cannot be taken in, those before it are not either, and the cursor stays."""
    put(index, photo(1))
    key = RecordKey(RecordKind.PHOTO, photo(3).id)
    broken = Change(key, Record(key, {"id": 5}), Cursor("9"))
    with pytest.raises(IntegrityError):
        index.apply([coming(photo(2)), going(photo(1).id), broken])
    assert found(index) == [photo(1).id]
    assert index.cursor() == "1"


def test_odd_characters_are_names_like_others(index: SearchIndex) -> None:
    """Quotes, wildcards, NUL and half characters in names and texts break nothing."""
    names = ('Rob"); DROP TABLE photo;--', "100%_*?[x]", "half \ud800", "nul \0 nul", "")
    put(index, *(photo(n, albums=(name,), text=name, paths=(f"{n}[%_]'.jpg",)) for n, name in enumerate(names)))
    for number, name in enumerate(names):
        assert found(index, Query(albums=(name,))) == [photo(number).id]
        assert photo(number).id in found(index, Query(text=name, free_text=name))
    assert found(index, Query(filename="3[%_]'")) == [photo(3).id]
    assert found(index, Query(filename="nul\0*")) == []


def test_clearing_forgets_everything(index: SearchIndex) -> None:
    """After clear an index is like new, and takes changes in again."""
    put(index, photo(1))
    index.clear()
    assert index.cursor() == START
    assert found(index) == []
    put(index, photo(2))
    assert found(index) == [photo(2).id]
