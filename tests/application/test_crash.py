"""A power cut between any two steps costs nothing: the same sync, run again, ends in the same state."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

import pytest

from shoebox.application.ingest import ingest
from shoebox.application.library import Library, read_metadata
from shoebox.application.sync import plan, sync
from shoebox.domain.checksum import Checksum
from shoebox.domain.json_value import JsonObject
from shoebox.domain.listing import listing
from shoebox.domain.photo import Arrival
from shoebox.ports import Change, Cursor, ObjectStore, Record, RecordKey, RecordKind, RecordStore, StoredObject, Version
from tests.libraries import jpeg, library_in_memory, photos_of

Pictures = Callable[[dict[str, bytes]], Path]
FILES = {"a.jpg": jpeg("red"), "b/copy.jpg": jpeg("red"), "b/c.jpg": jpeg("blue"), "broken.jpg": b"no picture"}
MOST_WRITES = 60


class PowerCutError(BaseException):
    """Not an Exception, so that nothing in the program can swallow it."""


@dataclass
class Fuse:
    """Blows at the given write, before or after it is done."""

    left: int
    after: bool
    blown: bool = field(default=False)

    def burn(self, *, after: bool) -> None:
        """Count a write on one of its two sides."""
        if after is self.after:
            self.left -= 1
        if self.left < 0:
            self.blown = True
            raise PowerCutError


class FusedObjects:
    """An object store whose writes can be cut."""

    def __init__(self, inner: ObjectStore, fuse: Fuse) -> None:
        """Wrap a store."""
        self.inner, self.fuse = inner, fuse

    def put(self, key: str, source: BinaryIO, *, checksum: Checksum, if_absent: bool = True) -> StoredObject:
        """Write, unless the power is cut before; or cut it after."""
        self.fuse.burn(after=False)
        stored = self.inner.put(key, source, checksum=checksum, if_absent=if_absent)
        self.fuse.burn(after=True)
        return stored

    def open(self, key: str, start: int = 0, length: int | None = None) -> AbstractContextManager[BinaryIO]:
        """Read on."""
        return self.inner.open(key, start, length)

    def stat(self, key: str) -> StoredObject | None:
        """Look on."""
        return self.inner.stat(key)

    def walk(self, prefix: str = "") -> Iterator[StoredObject]:
        """Walk on."""
        return self.inner.walk(prefix)

    def remove(self, keys: Iterable[str]) -> None:
        """Remove on."""
        self.inner.remove(keys)


class FusedRecords:
    """A record store whose writes can be cut."""

    def __init__(self, inner: RecordStore, fuse: Fuse) -> None:
        """Wrap a store."""
        self.inner, self.fuse = inner, fuse

    def put(self, record: Record, *, expected: Version | None) -> Version:
        """Write, unless the power is cut before; or cut it after."""
        self.fuse.burn(after=False)
        version = self.inner.put(record, expected=expected)
        self.fuse.burn(after=True)
        return version

    def get(self, key: RecordKey) -> Record | None:
        """Read on."""
        return self.inner.get(key)

    def remove(self, key: RecordKey, *, expected: Version) -> None:
        """Remove on."""
        self.inner.remove(key, expected=expected)

    def scan(self, kind: RecordKind) -> Iterator[Record]:
        """Scan on."""
        return self.inner.scan(kind)

    def changes(self, since: Cursor) -> Iterator[Change]:
        """Follow on."""
        return self.inner.changes(since)

    def clear(self) -> None:
        """Clear on."""
        self.inner.clear()


def run(library: Library, folder: Path) -> None:
    """Sync a folder, one file after the other."""
    sync(library, plan(library.known_files, [folder]), workers=1, progress=lambda _: None)


def state(library: Library) -> tuple[dict[str, bytes], list[JsonObject]]:
    """Every object of the archive, and the listing of every photo."""
    objects = {}
    for found in library.objects.walk():
        with library.objects.open(found.key) as file:
            objects[found.key] = file.read()
    return objects, sorted((listing(photo) for photo in photos_of(library)), key=str)


@pytest.mark.parametrize("after", [False, True])
def test_a_cut_at_any_write_heals(pictures: Pictures, *, after: bool) -> None:
    """However many writes came before the cut, the second run ends as an undisturbed one does."""
    folder = pictures(FILES)
    undisturbed = library_in_memory()
    run(undisturbed, folder)
    cuts = 0
    for writes in range(MOST_WRITES):
        library, fuse = library_in_memory(), Fuse(writes, after)
        fused = replace(
            library, objects=FusedObjects(library.objects, fuse), records=FusedRecords(library.records, fuse)
        )
        try:
            run(fused, folder)
        except PowerCutError:
            cuts += 1
            run(library, folder)
        assert state(library) == state(undisturbed), f"cut at write {writes}"
        if not fuse.blown:
            break
    assert cuts > 10
    assert not fuse.blown, "the test did not reach the end of the sync"


def test_an_arrival_may_come_twice_and_late(pictures: Pictures) -> None:
    """Ingesting again, in any order, changes nothing."""
    library = library_in_memory()
    run(library, pictures(FILES))
    before = state(library)
    for path in reversed(FILES):
        known = read_metadata(library, path)
        assert known is not None
        ingest(library, Arrival(path=path, checksum=known.id, size=known.size, modified=known.modified))
    assert state(library) == before
