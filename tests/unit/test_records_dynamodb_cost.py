"""What the DynamoDB record store costs, as the server counts it."""

import io
import os
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from shoebox.adapters.records_dynamodb import CapacityMeter, DynamoRecordStore
from shoebox.application.ingest import ingest
from shoebox.application.library import Library, photo_key
from shoebox.domain.checksum import Checksum, checksum_of_bytes
from shoebox.domain.codec import to_json
from shoebox.domain.errors import ConflictError
from shoebox.domain.keys import original_key
from shoebox.domain.photo import Arrival, Box, Camera, Face, Facts, Kind, Label, Location, Photo, Taken
from shoebox.ports import START, Record
from tests.dynamodb_server import dynamodb, make_table
from tests.libraries import NOW, portrait

if TYPE_CHECKING:
    from botocore.client import BaseClient

__all__ = ["dynamodb"]
LABELS = (
    ("Bridge", ("Building", "Architecture")),
    ("River", ("Water", "Nature", "Outdoors")),
    ("Bicycle", ("Vehicle", "Transportation")),
    ("Autumn", ()),
    ("Boat", ("Vehicle", "Transportation")),
    ("Garden", ("Plant", "Nature", "Outdoors")),
)


@pytest.fixture
def meter() -> CapacityMeter:
    """A meter at nothing."""
    return CapacityMeter()


@pytest.fixture
def store(dynamodb: "BaseClient", meter: CapacityMeter) -> DynamoRecordStore:
    """An empty store that has been used before, so that the clock is known."""
    store = DynamoRecordStore(dynamodb, make_table(dynamodb), meter=meter)
    list(store.changes(START))
    return store


def photo_record(faces: int = 1) -> Record:
    """A photo about which much is known: 2 KB of JSON with one face."""
    chance = random.Random(faces)
    box = [Box(*(chance.random() for _ in range(4))) for _ in range(faces)]
    photo = Photo(
        id=Checksum(os.urandom(32).hex()),
        paths=("2019/Norway in autumn/P1090417.RW2",),
        size=20_188_160,
        facts=Facts(
            kind=Kind.PHOTO,
            content_type="image/x-panasonic-rw2",
            media=("raw",),
            taken=Taken(datetime(2019, 9, 28, 17, 4, 51), timedelta(hours=2), "exif"),  # noqa: DTZ001 - camera's clock
            width=5184,
            height=3888,
            location=Location(60.392918, 5.324143, 12.5),
            camera=Camera(
                make="Panasonic",
                model="DC-G9",
                lens="LEICA DG 12-60/F2.8-4.0",
                exposure_time=0.004,
                f_number=5.6,
                iso=200,
                focal_length=35.0,
            ),
        ),
        place=("Bergen", "Vestland", "Norway"),
        labels=tuple(Label(name, chance.random(), "rekognition", parents) for name, parents in LABELS),
        faces=tuple(
            Face(box=where, confidence=chance.random(), embedding=os.urandom(256), cluster=os.urandom(8).hex())
            for where in box
        ),
        added_at=datetime(2026, 11, 23, 12, tzinfo=UTC),
        placeholder=os.urandom(25),
    )
    return Record(photo_key(photo.id), to_json(photo))


def test_a_photo_costs_two_write_units(store: DynamoRecordStore, meter: CapacityMeter) -> None:
    """A new record is a unit in the table and one in the feed; a changed one leaves its old place, one more."""
    record = photo_record()
    before = meter.write_units
    version = store.put(record, expected=None)
    assert meter.write_units - before == 2
    store.put(record, expected=version)
    assert meter.write_units - before == 5


@pytest.mark.parametrize(("faces", "most"), [(0, 2), (1, 2), (2, 4), (4, 4)])
def test_faces_make_a_photo_dearer(store: DynamoRecordStore, meter: CapacityMeter, faces: int, most: int) -> None:
    """A face with its vector takes a third of a unit; up to four stay below the limit of four units."""
    before = meter.write_units
    store.put(photo_record(faces), expected=None)
    assert meter.write_units - before <= most


def test_getting_costs_one_read_unit(store: DynamoRecordStore, meter: CapacityMeter) -> None:
    """A strongly consistent read of less than 4 KB is one unit."""
    record = photo_record()
    store.put(record, expected=None)
    before = meter.read_units
    assert store.get(record.key) is not None
    assert meter.read_units - before == 1


def test_a_whole_ingestion_costs_four_write_units_at_most(
    library: Library, store: DynamoRecordStore, meter: CapacityMeter
) -> None:
    """From an original with a face to its record, and once more as events may come: two units, nothing the second time.

    Grouping faces into people is no part of it, and writes those photos again whose people it changes.
    """
    library = replace(library, records=store)
    data = portrait(200)
    arrival = Arrival(path="a.jpg", checksum=checksum_of_bytes(data), size=len(data), modified=NOW)
    library.objects.put(original_key("a.jpg"), io.BytesIO(data), checksum=arrival.checksum)
    before = meter.write_units
    added = ingest(library, arrival)
    ingest(library, arrival)
    assert added.photo.faces
    assert meter.write_units - before == 2


def test_a_page_of_changes_costs_a_unit_for_each_four(store: DynamoRecordStore, meter: CapacityMeter) -> None:
    """200 changes are 200 records of a little less than 1 KB, and 4 KB are a unit; three ask for the epoch."""
    for _ in range(200):
        store.put(photo_record(), expected=None)
    before = meter.read_units
    assert len(list(store.changes(START))) == 200
    assert meter.read_units - before <= 50 + 3


def test_a_gallery_page_costs_two_read_units_when_nothing_is_new(
    store: DynamoRecordStore, meter: CapacityMeter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index answers; the feed is asked what changed since, and after a quiet while does not read again."""
    monkeypatch.setattr("shoebox.adapters.records_dynamodb.store.OVERLAP_SECONDS", 0.0)  # as if time had gone by
    for _ in range(20):
        store.put(photo_record(), expected=None)
    cursor = list(store.changes(START))[-1].cursor
    before = meter.read_units
    assert list(store.changes(cursor)) == []
    assert meter.read_units - before == 2


def test_a_gallery_page_during_an_import_stays_below_ten_read_units(
    store: DynamoRecordStore, meter: CapacityMeter
) -> None:
    """Five workers finish some 30 photos within the overlap that is read again; then two more are new."""
    for _ in range(30):
        store.put(photo_record(), expected=None)
    cursor = list(store.changes(START))[-1].cursor
    for _ in range(2):
        store.put(photo_record(), expected=None)
    before = meter.read_units
    assert len(list(store.changes(cursor))) == 2
    assert meter.read_units - before <= 10


def test_a_refused_write_is_counted(store: DynamoRecordStore, meter: CapacityMeter) -> None:
    """A write whose condition does not hold is charged all the same."""
    record = photo_record()
    store.put(record, expected=None)
    before = meter.write_units
    with pytest.raises(ConflictError):
        store.put(record, expected=None)
    assert meter.write_units - before == 1
