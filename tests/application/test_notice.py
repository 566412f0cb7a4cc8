"""Events may come twice, late, shuffled, or be cut off: what is known ends as if each had come at once."""

import io
import random
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from shoebox.application.documents import read_json
from shoebox.application.library import Library, read_metadata
from shoebox.application.notice import notice
from shoebox.domain import keys
from shoebox.domain.checksum import checksum_of_bytes
from shoebox.domain.errors import ConflictError
from shoebox.domain.listing import listing
from shoebox.domain.photo import Status
from shoebox.imaging.sniff import is_sidecar_name
from shoebox.ports import StoredObject
from tests.application.test_crash import Fuse, FusedObjects, FusedRecords, PowerCutError
from tests.libraries import jpeg, library_in_memory, photos_of


def rating(stars: int) -> bytes:
    """An XMP sidecar."""
    return (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="{stars}"/></rdf:RDF></x:xmpmeta>'
    ).encode()


RED, BLUE, GREEN = jpeg("red"), jpeg("blue"), jpeg("green")
BROKEN = "2018-03-17 14.22.33.jpg"
STORY: tuple[tuple[str, bytes | None], ...] = (
    ("trip/b.jpg.xmp", rating(3)),
    ("trip/b.jpg", jpeg("white")),
    ("a.jpg", RED),
    ("copy/a.jpg", RED),
    (BROKEN, b"no picture"),
    ("late.jpg", GREEN),
    ("a.jpg", BLUE),
    ("copy/a.jpg", None),
    ("late.XMP", rating(1)),
    ("alone.jpg", jpeg("pink")),
    ("alone.jpg", jpeg("cyan")),
    ("late.XMP", rating(4)),
    ("gone.jpg", jpeg("black")),
    ("gone.jpg", None),
    ("trip/b.jpg.xmp", None),
    ("copy/a.jpg", RED),
)
"""What happens in the bucket, in order: bytes are stored at a path, or (None) it is deleted."""
MOST_WRITES = 80


def happen(library: Library, path: str, data: bytes | None) -> None:
    """Change the bucket, as an uploader does that knows nothing of photos."""
    key = keys.original_key(path)
    if data is None:
        library.objects.remove([key])
        return
    library.objects.put(key, io.BytesIO(data), checksum=checksum_of_bytes(data), if_absent=False)


def room() -> int:
    """Plenty."""
    return 1 << 40


def tell(library: Library, *paths: str) -> None:
    """Deliver an event for each path."""
    for path in paths:
        notice(library, path, room)


def known(library: Library) -> list[Any]:
    """All photos, and of each original its pictures and its document.

    But for the times of the bucket, and the earlier contents of a path, which only those saw who came in time.
    """
    found: list[Any] = sorted((listing(photo) for photo in photos_of(library)), key=str)
    for original in library.objects.walk(keys.ORIGINALS):
        path = keys.path_of_original(original.key)
        if not is_sidecar_name(path):
            found += [read(library, keys.thumbnail_key(path)), read(library, keys.preview_key(path))]
            document = read_json(read(library, keys.metadata_key(path)) or b"", path)
            found.append({name: said for name, said in document.items() if name not in {"modified", "previous"}})
    return found


def read(library: Library, key: str) -> bytes | None:
    """An object, or None."""
    if library.objects.stat(key) is None:
        return None
    with library.objects.open(key) as file:
        return file.read()


@pytest.fixture(scope="module")
def in_order() -> list[Any]:
    """What is known when every event comes at once."""
    library = library_in_memory()
    for path, data in STORY:
        happen(library, path, data)
        tell(library, path)
    return known(library)


def test_the_story_has_its_end(in_order: list[Any]) -> None:
    """Six photos: copied back, deleted, replaced and described; one of them broken."""
    photos = {tuple(said["paths"]): said for said in in_order if isinstance(said, dict) and "paths" in said}
    assert set(photos) == {("a.jpg",), ("copy/a.jpg",), ("trip/b.jpg",), ("late.jpg",), ("alone.jpg",), (BROKEN,)}
    assert photos[("late.jpg",)]["rating"] == 4
    assert photos[("trip/b.jpg",)]["rating"] is None
    assert photos[(BROKEN,)]["status"] == "set-aside"


@pytest.mark.parametrize("seed", range(8))
def test_events_come_twice_late_and_shuffled(in_order: list[Any], seed: int) -> None:
    """Some of the story has happened before the first event comes, and each comes once, twice or three times."""
    library, chance = library_in_memory(), random.Random(seed)
    waiting: list[str] = []
    for path, data in STORY:
        happen(library, path, data)
        waiting += [path] * chance.randint(1, 3)
        chance.shuffle(waiting)
        delivered = chance.randint(0, len(waiting)) if seed else 0
        tell(library, *waiting[:delivered])
        waiting = waiting[delivered:]
    tell(library, *waiting)
    assert known(library) == in_order


@pytest.mark.parametrize("after", [False, True])
def test_a_worker_may_die_at_any_write(in_order: list[Any], *, after: bool) -> None:
    """The queue sends its message again, and nothing remains of the accident."""
    for writes in range(MOST_WRITES):
        library, fuse = library_in_memory(), Fuse(writes, after)
        fused = replace(
            library, objects=FusedObjects(library.objects, fuse), records=FusedRecords(library.records, fuse)
        )
        for path, data in STORY:
            happen(library, path, data)
            with suppress(PowerCutError):
                tell(fused if not fuse.blown else library, path)
            if fuse.blown:
                tell(library, path)
        assert known(library) == in_order, f"cut at write {writes}"
        if not fuse.blown:
            break
    assert writes > 20
    assert not fuse.blown, "the test did not reach the end of the story"


def test_a_file_without_room_is_set_aside_once(library: Library) -> None:
    """It is shown with its reason and not tried for ever; its date is that of its name."""
    happen(library, BROKEN, RED)
    notice(library, BROKEN, lambda: len(RED) - 1)
    (photo,) = photos_of(library)
    assert (photo.status, photo.reason) == (
        Status.SET_ASIDE,
        "The file is larger than the room there is to work on it.",
    )
    assert photo.facts.taken is not None
    assert photo.facts.taken.source == "filename"
    before = known(library)
    notice(library, BROKEN, lambda: len(RED) - 1)
    assert known(library) == before


def test_the_owners_time_of_a_file_outlives_its_sidecar(library: Library) -> None:
    """A bucket knows when a file came, not from when it is: what sync said of it is kept."""
    happen(library, "scan.jpg", jpeg("red", taken=None))
    tell(library, "scan.jpg")
    document = read_metadata(library, "scan.jpg")
    assert document is not None
    happen(library, "scan.xmp", rating(4))
    happen(library, "scan.jpg", jpeg("red", taken=None))
    tell(library, "scan.xmp")
    after = read_metadata(library, "scan.jpg")
    assert after is not None
    assert (after.modified, after.sidecars) == (document.modified, ("scan.xmp",))


class Restless(FusedObjects):
    """An object store in which a sidecar appears, as from another program, while its photo is worked on."""

    def __init__(self, library: Library, *, stops: bool) -> None:
        """Wrap the store of a library."""
        super().__init__(library.objects, Fuse(MOST_WRITES**2, after=False))
        self.library, self.stops, self.listings = library, stops, 0

    def walk(self, prefix: str = "") -> Iterator[StoredObject]:
        """List, and then let something happen."""
        self.listings += 1
        found = list(self.inner.walk(prefix))
        if self.listings == 1 or not self.stops:
            happen(self.library, "a.xmp", rating(self.listings % 5))
        return iter(found)


def test_what_happens_meanwhile_is_seen(library: Library) -> None:
    """The sidecar came after the photo was looked at; whoever writes last knows it."""
    happen(library, "a.jpg", RED)
    tell(replace(library, objects=Restless(library, stops=True)), "a.jpg")
    (photo,) = photos_of(library)
    assert photo.facts.rating == 1


def test_a_photo_that_never_rests_is_left_for_later(library: Library) -> None:
    """The queue waits and tries again."""
    happen(library, "a.jpg", RED)
    with pytest.raises(ConflictError, match="being changed all the time"):
        tell(replace(library, objects=Restless(library, stops=False)), "a.jpg")
