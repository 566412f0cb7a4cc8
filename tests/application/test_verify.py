"""Verification finds whatever is missing or damaged, and changes nothing."""

import errno
import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shoebox.adapters.objects_memory import MemoryObjectStore
from shoebox.adapters.records_memory import MemoryRecordStore
from shoebox.application.decisions import set_favourite
from shoebox.application.findings import Finding, Problem
from shoebox.application.library import Library, photo_of
from shoebox.application.sync import plan, sync
from shoebox.application.verify import check_structure
from shoebox.application.verify_reading import WHOLE, Checked, read_all, sample_of_month, tasks
from shoebox.domain.checksum import checksum_of_bytes
from shoebox.domain.errors import UsageError
from shoebox.ports import ObjectStore, RecordKind, StoredObject
from tests.libraries import jpeg, library_in_memory, photos_of, portrait

Pictures = Callable[[dict[str, bytes]], Path]
FILES = {
    "a.jpg": jpeg("red"),
    "a.xmp": b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>',
    "b/copy.jpg": jpeg("red"),
    "b/face.jpg": portrait(200),
    "broken.jpg": b"no picture",
}


class FailingObjects(MemoryObjectStore):
    """A disk that cannot read one of its files."""

    def __init__(self, inner: ObjectStore) -> None:
        """Begin with the objects of another store."""
        super().__init__()
        for key, data in contents(inner).items():
            self.put(key, io.BytesIO(data), checksum=checksum_of_bytes(data))

    def open(self, key: str, start: int = 0, length: int | None = None) -> AbstractContextManager[BinaryIO]:
        """Fail as Linux does."""
        if key == "originals/a.jpg":
            raise OSError(errno.EIO, "Input/output error")
        return super().open(key, start, length)


class OldLists(MemoryObjectStore):
    """A store that is listed as it once was, and read as it is."""

    def __init__(self, inner: ObjectStore) -> None:
        """List what `inner` holds now."""
        super().__init__()
        self._inner, self._listed = inner, list(inner.walk())

    def walk(self, prefix: str = "") -> Iterator[StoredObject]:
        """The past."""
        return (stored for stored in self._listed if stored.key.startswith(prefix))

    def stat(self, key: str) -> StoredObject | None:
        """The present."""
        return self._inner.stat(key)

    def open(self, key: str, start: int = 0, length: int | None = None) -> AbstractContextManager[BinaryIO]:
        """The present."""
        return self._inner.open(key, start, length)


def synced(folder: Path) -> Library:
    """A library of a folder in which one file was changed after the first sync."""
    library = library_in_memory()
    for colour in ("green", "blue"):
        (folder / "changed.jpg").write_bytes(jpeg(colour, size=(60, 40 + len(colour))))
        sync(library, plan(library.known_files, [folder]), workers=1, progress=lambda _: None)
    set_favourite(library, [photos_of(library)[0].id], favourite=True)
    return library


@pytest.fixture
def full(pictures: Pictures) -> Library:
    """A library with a sidecar, a photo at two paths, a face, an unreadable file and an earlier content."""
    return synced(pictures(FILES))


def contents(objects: ObjectStore) -> dict[str, bytes]:
    """Every object."""
    found = {}
    for stored in objects.walk():
        with objects.open(stored.key) as file:
            found[stored.key] = file.read()
    return found


def overwrite(library: Library, key: str, data: bytes) -> None:
    """Damage an object behind the program's back: the store has no good checksum of it."""
    library.objects.put(key, io.BytesIO(data), checksum=checksum_of_bytes(data), if_absent=False)


def flip(data: bytes, place: int) -> bytes:
    """One bit turned."""
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def structure(library: Library) -> set[Finding]:
    """What the lists tell."""
    return set(check_structure(library, workers=2).findings)


def read(library: Library) -> set[Finding]:
    """What the lists and all bytes tell."""
    found = check_structure(library, workers=2)
    work = tasks(library, found, WHOLE)
    return {*found.findings, *(one for checked in read_all(work, workers=2) for one in checked.findings)}


def test_a_sound_library_has_no_findings(full: Library) -> None:
    """Neither its lists nor its bytes; with the records and without; and every object is as it was."""
    before = contents(full.objects)
    assert read(full) == set()
    assert read(replace(full, records=MemoryRecordStore())) == set()
    assert contents(full.objects) == before


@pytest.mark.parametrize("recorded", [True, False])
@pytest.mark.parametrize(
    ("key", "problem", "remedy"),
    [
        ("originals/b/face.jpg", Problem.MISSING, "copy of the library"),
        ("metadata/b/face.jpg.json", Problem.MISSING, "rebuild"),
        ("thumbnails/b/face.jpg.JPG", Problem.MISSING, "rebuild"),
        ("previews/b/face.jpg.JPG", Problem.MISSING, "rebuild"),
    ],
)
def test_a_list_tells_what_is_missing(
    full: Library, key: str, problem: Problem, remedy: str, *, recorded: bool
) -> None:
    """An original, a document or a picture; documents stand in for records that this computer lacks."""
    library = full if recorded else replace(full, records=MemoryRecordStore())
    library.objects.remove([key])
    (finding,) = (one for one in structure(library) if one.problem is not Problem.LEFT_OVER)
    assert (finding.key, finding.problem) == (key, problem)
    assert remedy in finding.remedy


def test_a_list_tells_what_is_too_short(full: Library) -> None:
    """A truncated original and an empty thumbnail are seen without reading them."""
    overwrite(full, "originals/a.jpg", FILES["a.jpg"][:-1])
    overwrite(full, "thumbnails/a.jpg.JPG", b"")
    found = {finding.key: finding.problem for finding in structure(full)}
    assert found == {"originals/a.jpg": Problem.DAMAGED, "thumbnails/a.jpg.JPG": Problem.DAMAGED}


def test_bit_rot_is_found_by_reading_only(full: Library) -> None:
    """One turned bit in an original and one in an earlier content change no size."""
    version = next(full.objects.walk("versions/")).key
    overwrite(full, "originals/a.jpg", flip(FILES["a.jpg"], 100))
    overwrite(full, version, flip(contents(full.objects)[version], 100))
    assert structure(full) == set()
    assert {finding.key: finding.problem for finding in read(full)} == {
        "originals/a.jpg": Problem.DAMAGED,
        version: Problem.DAMAGED,
    }


def test_a_lost_sidecar_is_named_by_the_photo_it_described(full: Library) -> None:
    """Nothing else in the archive knows of it."""
    full.objects.remove(["originals/a.xmp"])
    assert {finding.key for finding in read(full)} == {"originals/a.xmp"}


def test_a_document_that_was_changed_differs_from_its_record(full: Library) -> None:
    """It is still JSON, and still about the same bytes."""
    key = "metadata/b/face.jpg.json"
    overwrite(full, key, contents(full.objects)[key].replace(b"2026", b"2036"))
    assert {(finding.key, finding.problem) for finding in read(full)} == {(key, Problem.UNRECORDED)}


def test_an_original_newer_than_its_document_is_not_called_damaged(full: Library) -> None:
    """A sync was interrupted between keeping the earlier content and understanding the new one."""
    old, new = FILES["b/face.jpg"], jpeg("white")
    overwrite(full, f"versions/b/face.jpg/{checksum_of_bytes(old)}", old)
    overwrite(full, "originals/b/face.jpg", new)
    assert {(finding.key, finding.problem) for finding in read(full)} == {
        ("metadata/b/face.jpg.json", Problem.OUTDATED)
    }


def test_photos_without_a_record_are_told(full: Library) -> None:
    """Where this computer has other records: a rebuild is due."""
    photos = list(full.records.scan(RecordKind.PHOTO))
    gone = next(record for record in photos if photo_of(record).paths == ("b/face.jpg",))
    full.records.remove(gone.key, expected=gone.version)
    assert {(one.key, one.problem) for one in structure(full)} == {("metadata/b/face.jpg.json", Problem.UNRECORDED)}


@pytest.mark.parametrize("file", ["new.jpg", "changed.jpg"])
def test_what_a_sync_writes_meanwhile_is_not_a_finding(full: Library, pictures: Pictures, file: str) -> None:
    """A new photo and a changed one: the lists are older than the records, and the bytes newer than the lists."""
    objects = OldLists(full.objects)
    folder = pictures({file: jpeg("yellow", size=(99, 99))})
    before = check_structure(full, workers=1)
    sync(full, plan(full.known_files, [folder]), workers=1, progress=lambda _: None)
    assert structure(replace(full, objects=objects)) == set()
    found = [one for checked in read_all(tasks(full, before, WHOLE), workers=1) for one in checked.findings]
    assert found == []


def test_pictures_without_an_original_are_left_over(full: Library) -> None:
    """They may go, and are not called damage."""
    overwrite(full, "thumbnails/gone.jpg.JPG", jpeg())
    assert {(one.key, one.problem) for one in structure(full)} == {("thumbnails/gone.jpg.JPG", Problem.LEFT_OVER)}


def test_what_is_not_ours_is_passed_over(full: Library) -> None:
    """Other programs leave their files everywhere."""
    for key in ("thumbnails/Thumbs.db", "metadata/.DS_Store", "versions/notes.txt", "desktop.ini"):
        overwrite(full, key, b"?")
    assert read(full) == set()


def test_an_unreadable_disk_sector_is_damage(full: Library) -> None:
    """The operating system's error is told, and the rest is read all the same."""
    (finding,) = read(replace(full, objects=FailingObjects(full.objects)))
    assert (finding.key, "Input/output error" in finding.detail) == ("originals/a.jpg", True)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_single_object_is_lost_or_damaged_is_named(full: Library, data: st.DataObject) -> None:
    """As far as the archive can vouch: sidecars have no checksum, pictures a shape, decisions nobody to miss them."""
    prefixes = ("originals/", "versions/", "metadata/", "thumbnails/", "previews/", "library/entries/")
    before = {key: body for key, body in contents(full.objects).items() if key.startswith(prefixes)}
    key = data.draw(st.sampled_from(sorted(before)))
    body = before[key]
    has_checksum = key.startswith(("originals/", "versions/")) and not key.endswith(".xmp")
    if has_checksum and data.draw(st.booleans()):
        overwrite(full, key, flip(body, data.draw(st.integers(0, len(body) - 1))))
    elif key.startswith("library/") or (not key.endswith(".xmp") and data.draw(st.booleans())):
        overwrite(full, key, body[: data.draw(st.integers(0, len(body) - 3))])
    else:
        full.objects.remove([key])
    try:
        assert key in {finding.key for finding in read(full)}
    finally:
        overwrite(full, key, body)
    assert read(full) == set()


@given(st.floats(0.5, 100), st.sets(st.text(min_size=1, max_size=8), max_size=30))
def test_samples_of_successive_months_cover_the_library(percent: float, paths: set[str]) -> None:
    """After 100 / percent months each path was in exactly one sample; the same one all month long."""
    now = datetime(2026, 1, 15, tzinfo=UTC)
    parts = sample_of_month(percent, now).parts
    months = [now.replace(year=2026 + number // 12, month=number % 12 + 1) for number in range(parts)]
    for path in paths:
        assert sum(sample_of_month(percent, month).holds(path) for month in months) == 1
    assert sample_of_month(percent, now) == sample_of_month(percent, now + timedelta(days=10))
    assert parts <= 100 / percent


@pytest.mark.parametrize("percent", [0, -1, 100.5, float("nan")])
def test_a_sample_is_a_percentage(percent: float) -> None:
    """Nothing else is."""
    with pytest.raises(UsageError):
        sample_of_month(percent, datetime(2026, 1, 1, tzinfo=UTC))


def test_bytes_and_proof_are_counted(full: Library) -> None:
    """Everything is read once; pictures have no checksum to be proven by."""
    found = check_structure(full, workers=1)
    work = tasks(full, found, WHOLE)
    checked: list[Checked] = list(read_all(work, workers=1))
    archive = {
        key: body for key, body in contents(full.objects).items() if key not in {"library/library.json", "README.txt"}
    }
    assert sum(one.size for one in checked) == sum(task.size for task in work) == sum(map(len, archive.values()))
    assert all(one.proven is not one.key.startswith(("thumbnails/", "previews/", "library/")) for one in checked)
