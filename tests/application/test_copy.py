"""A copy has the same bytes, can be interrupted anywhere, and overwrites nothing that cannot be made again."""

import io
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest

from shoebox.adapters.objects_folder import FolderObjectStore
from shoebox.adapters.objects_memory import MemoryObjectStore
from shoebox.application.copy import Outcome, Summary, copy_library, plan_copy
from shoebox.application.copy_marker import UNFINISHED_COPY
from shoebox.application.create import create_library, find_identity
from shoebox.application.decisions import set_favourite
from shoebox.application.library import Library
from shoebox.application.sync import plan, sync
from shoebox.domain.checksum import checksum_of_bytes
from shoebox.domain.errors import NotFoundError, UsageError
from shoebox.ports import ObjectStore
from tests.application.test_crash import Fuse, FusedObjects, PowerCutError
from tests.libraries import NOW, jpeg, library_in_memory, photos_of
from tests.s3_stores import s3_store
from tests.servers import S3Server

Pictures = Callable[[dict[str, bytes]], Path]
FILES = {
    "a.jpg": jpeg("red"),
    "a.xmp": b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>',
    "b/ü +.jpg": jpeg("red"),
    "broken.jpg": b"no picture",
    "empty.jpg": b"",
}


@pytest.fixture
def full(pictures: Pictures) -> Library:
    """A library with a sidecar, a photo at two paths, unreadable files, an earlier content and a favourite."""
    library, folder = library_in_memory(), pictures(FILES)
    create_library(library.objects, library.clock)
    for colour in ("green", "blue"):
        (folder / "changed.jpg").write_bytes(jpeg(colour, size=(60, 40 + len(colour))))
        sync(library, plan(library.known_files, [folder]), workers=1, progress=lambda _: None)
    set_favourite(library, [photos_of(library)[0].id], favourite=True)
    return library


def contents(objects: ObjectStore) -> dict[str, bytes]:
    """Every object."""
    found = {}
    for stored in objects.walk():
        with objects.open(stored.key) as file:
            found[stored.key] = file.read()
    return found


def put(objects: ObjectStore, key: str, data: bytes) -> None:
    """Have an object, whatever was there."""
    objects.put(key, io.BytesIO(data), checksum=checksum_of_bytes(data), if_absent=False)


def copied(source: ObjectStore, target: ObjectStore, *, fast: bool = False, workers: int = 2) -> Summary:
    """Copy a library."""
    work = plan_copy(source, target)
    return copy_library(source, target, work, fast=fast, workers=workers, progress=lambda _: None)


def test_a_copy_is_the_same_byte_for_byte(full: Library) -> None:
    """All of it, and what is published or another program's is left; a second copy has nothing to do."""
    whole, target = contents(full.objects), MemoryObjectStore()
    assert {key.partition("/")[0] for key in whole} == {
        *("originals", "versions", "metadata", "thumbnails", "previews", "library", "README.txt")
    }
    for key in ("index/manifest.json", ".trash/x", "desktop.ini"):
        put(full.objects, key, b"?")
    summary = copied(full.objects, target)
    assert contents(target) == whole
    assert summary.counts[Outcome.COPIED] == len(whole)
    assert summary.size == sum(map(len, whole.values()))
    assert copied(full.objects, target).counts[Outcome.PRESENT] == len(whole)


def test_a_copy_goes_from_folder_to_folder_to_bucket_and_back(
    full: Library, tmp_path: Path, s3_server: S3Server
) -> None:
    """The bytes are the same at every station, twice over."""
    stations = [
        full.objects,
        FolderObjectStore(tmp_path / "first"),
        FolderObjectStore(tmp_path / "second"),
        s3_store(s3_server),
        FolderObjectStore(tmp_path / "third"),
    ]
    whole = contents(full.objects)
    for _ in range(2):
        for source, target in pairwise(stations):
            assert copied(source, target).problems == []
            assert contents(target) == whole


@pytest.mark.parametrize("after", [False, True])
def test_a_copy_interrupted_at_any_write_is_finished_by_the_next(full: Library, *, after: bool) -> None:
    """Until then no library is found there, and none can be made."""
    whole = contents(full.objects)
    cuts = 0
    for writes in range(len(whole) + 2):
        target, fuse = MemoryObjectStore(), Fuse(writes, after)
        with suppress(PowerCutError):
            copied(full.objects, FusedObjects(target, fuse), workers=1)
        if fuse.blown and find_identity(target) is None and list(target.walk()):
            cuts += 1
            with pytest.raises(UsageError, match="other things"):
                create_library(target, lambda: NOW)
            with pytest.raises(NotFoundError, match="no whole library"):
                plan_copy(target, MemoryObjectStore())
        documents = {stored.key[9:-5] for stored in target.walk("metadata/")}
        assert documents <= {stored.key[10:] for stored in target.walk("originals/")}
        copied(full.objects, target)
        assert contents(target) == whole, f"cut at write {writes}"
    assert cuts >= len(whole) - 1


def test_a_rotten_original_is_named_and_not_copied(full: Library) -> None:
    """Nor a rotten earlier content; the rest is."""
    version = next(full.objects.walk("versions/")).key
    rotten = {"originals/a.jpg": b"?" * len(FILES["a.jpg"]), version: b"?"}
    for key, data in rotten.items():
        put(full.objects, key, data)
    target = MemoryObjectStore()
    summary = copied(full.objects, target)
    assert {done.key: done.outcome for done in summary.problems} == dict.fromkeys(rotten, Outcome.DAMAGED)
    assert contents(target).keys() == contents(full.objects).keys() - rotten.keys()


def test_rot_does_not_reach_an_earlier_copy(full: Library) -> None:
    """The good bytes stay where they are."""
    target = MemoryObjectStore()
    copied(full.objects, target)
    put(full.objects, "originals/a.jpg", FILES["a.jpg"][:-1])
    (problem,) = copied(full.objects, target).problems
    assert (problem.key, problem.outcome) == ("originals/a.jpg", Outcome.DAMAGED)
    assert contents(target)["originals/a.jpg"] == FILES["a.jpg"]


def test_something_else_in_the_target_is_never_overwritten(full: Library) -> None:
    """Originals, earlier contents and the owner's words are conflicts; pictures and documents are replaced."""
    whole, target = contents(full.objects), MemoryObjectStore()
    copied(full.objects, target)
    for key in whole:
        if key != "library/library.json":
            put(target, key, b"something else")
    summary = copied(full.objects, target)
    kept = {key for key in whole if key.startswith(("originals/", "versions/", "library/entries/"))}
    assert {done.key: done.outcome for done in summary.problems} == dict.fromkeys(kept, Outcome.CONFLICT)
    assert contents(target) == {key: b"something else" if key in kept else data for key, data in whole.items()}


def test_an_original_changed_since_the_last_copy_is_brought_up_to_date(full: Library, pictures: Pictures) -> None:
    """As by a sync: the earlier content lies in versions/ first."""
    target = MemoryObjectStore()
    copied(full.objects, target)
    sync(
        full,
        plan(full.known_files, [pictures({"changed.jpg": jpeg("white", size=(99, 9))})]),
        workers=1,
        progress=lambda _: None,
    )
    assert copied(full.objects, target).problems == []
    assert contents(target) == contents(full.objects)
    assert len(list(target.walk("versions/changed.jpg/"))) == 2


@pytest.mark.parametrize(("data", "problems"), [(FILES["a.jpg"], 0), (b"something else", 1)])
def test_what_another_program_writes_meanwhile_is_not_overwritten(full: Library, data: bytes, problems: int) -> None:
    """The same bytes are welcome, others a conflict."""
    target = MemoryObjectStore()
    work = plan_copy(full.objects, target)
    put(target, "originals/a.jpg", data)
    summary = copy_library(full.objects, target, work, fast=False, workers=1, progress=lambda _: None)
    assert [done.outcome for done in summary.problems] == [Outcome.CONFLICT] * problems
    assert contents(target)["originals/a.jpg"] == data


def test_an_original_newer_than_its_document_is_copied(full: Library) -> None:
    """A sync was interrupted; the earlier content under versions/ shows that it is not rot."""
    put(full.objects, f"versions/a.jpg/{checksum_of_bytes(FILES['a.jpg'])}", FILES["a.jpg"])
    put(full.objects, "originals/a.jpg", b"new")
    target = MemoryObjectStore()
    assert copied(full.objects, target).problems == []
    assert contents(target) == contents(full.objects)


def test_a_large_object_is_copied(full: Library) -> None:
    """One that is not held in memory, and its rot is seen all the same."""
    film = bytes(33 << 20)
    put(full.objects, "originals/film.mov", film)
    put(full.objects, f"versions/film.mov/{checksum_of_bytes(b'other')}", film)
    target = MemoryObjectStore()
    (problem,) = copied(full.objects, target).problems
    assert problem.key.startswith("versions/film.mov/")
    assert contents(target)["originals/film.mov"] == film


def test_fast_trusts_sizes(full: Library) -> None:
    """It does not see other bytes of the same length; without it they are seen."""
    target = MemoryObjectStore()
    copied(full.objects, target)
    put(target, "originals/a.jpg", b"?" * len(FILES["a.jpg"]))
    assert copied(full.objects, target, fast=True).problems == []
    assert [done.key for done in copied(full.objects, target).problems] == ["originals/a.jpg"]


def test_nothing_of_the_target_is_removed(full: Library) -> None:
    """What only the copy has, the owner may want."""
    target = MemoryObjectStore()
    copied(full.objects, target)
    put(target, "originals/only here.jpg", b"?")
    copied(full.objects, target)
    assert contents(target)["originals/only here.jpg"] == b"?"


def test_a_place_with_something_else_is_refused(full: Library) -> None:
    """Another library, an unfinished copy of another, other files; nothing is written there."""
    other, unfinished, files = MemoryObjectStore(), MemoryObjectStore(), MemoryObjectStore()
    create_library(other, lambda: NOW)
    put(unfinished, UNFINISHED_COPY, b'{"library": "another"}')
    put(files, "holiday.doc", b"?")
    reasons = ((other, "another library"), (unfinished, "another library"), (files, "other things"))
    for target, reason in reasons:
        before = contents(target)
        with pytest.raises(UsageError, match=reason):
            copied(full.objects, target)
        assert contents(target) == before
