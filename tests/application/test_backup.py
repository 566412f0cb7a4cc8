"""Backing up one file where the world is not as it should be."""

import unicodedata
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from shoebox.adapters.objects_memory import MemoryObjectStore
from shoebox.application.library import Library
from shoebox.application.sync import Outcome, Summary, plan, sync
from shoebox.domain import keys
from shoebox.domain.checksum import Checksum
from shoebox.ports import StoredObject
from tests.libraries import jpeg

Pictures = Callable[[dict[str, bytes]], Path]


class FoldingStore(MemoryObjectStore):
    """A store as on a disk that takes names which differ in case or Unicode form only for one, like macOS's."""

    def put(self, key: str, source: BinaryIO, *, checksum: Checksum, if_absent: bool = True) -> StoredObject:
        """Store under the spelling that is there already."""
        return super().put(self.spelling(key) or key, source, checksum=checksum, if_absent=if_absent)

    def open(self, key: str, start: int = 0, length: int | None = None) -> AbstractContextManager[BinaryIO]:
        """Open whatever answers to the name."""
        return super().open(self.spelling(key) or key, start, length)

    def stat(self, key: str) -> StoredObject | None:
        """Look at whatever answers to the name."""
        return super().stat(self.spelling(key) or key)

    def spelling(self, key: str) -> str | None:
        """See NameSpelling."""
        return next((stored.key for stored in self.walk() if _folded(stored.key) == _folded(key)), None)


class ChangingSource(MemoryObjectStore):
    """A store during whose first puts of an original the owner goes on writing to the file."""

    def __init__(self, file: Path, changes: int) -> None:
        """Change `file` so many times."""
        super().__init__()
        self._file, self._changes = file, changes

    def put(self, key: str, source: BinaryIO, *, checksum: Checksum, if_absent: bool = True) -> StoredObject:
        """Change the file that is being read, then go on reading it."""
        if key.startswith(keys.ORIGINALS) and self._changes:
            self._changes -= 1
            self._file.write_bytes(jpeg("green", size=(90 + self._changes, 60)))
        return super().put(key, source, checksum=checksum, if_absent=if_absent)


def _folded(key: str) -> str:
    return unicodedata.normalize("NFC", key).casefold()


def run(library: Library, folder: Path) -> Summary:
    """Sync and return what happened."""
    return sync(library, plan(library.known_files, [folder]), workers=1, progress=lambda _: None)


def originals(library: Library) -> Iterator[tuple[str, bytes]]:
    """Every original's name and bytes."""
    for found in library.objects.walk(keys.ORIGINALS):
        with library.objects.open(found.key) as file:
            yield found.key.removeprefix(keys.ORIGINALS), file.read()


def test_a_disk_that_ignores_case_loses_neither_file(library: Library, pictures: Pictures) -> None:
    """The second gets a name of its own; running again in whatever order changes nothing."""
    files = {"a.jpg": jpeg("red"), "A.jpg": jpeg("blue"), "caf\u00e9.jpg": jpeg("green"), "cafe\u0301.jpg": jpeg("tan")}
    folding = replace(library, objects=FoldingStore())
    folder = pictures(files)
    run(folding, folder)
    first = dict(originals(folding))
    assert sorted(first.values()) == sorted(files.values())
    assert len({_folded(name) for name in first}) == len(files)
    folding.known_files.clear()
    run(folding, folder)
    assert sorted(set(dict(originals(folding)).values())) == sorted(files.values())
    assert not list(folding.objects.walk(keys.VERSIONS))


def test_a_file_that_changes_while_it_is_read_gets_a_second_chance(library: Library, pictures: Pictures) -> None:
    """What is kept in the end is one whole state of the file, never a mixture."""
    folder = pictures({"a.jpg": jpeg("red")})
    summary = run(replace(library, objects=(store := ChangingSource(folder / "a.jpg", 1))), folder)
    assert summary.counts[Outcome.ADDED] == 1
    with store.open("originals/a.jpg") as file:
        assert file.read() == (folder / "a.jpg").read_bytes()


def test_a_file_that_never_rests_is_told(library: Library, pictures: Pictures) -> None:
    """After two tries the file is listed as failed, and nothing of it is in the archive."""
    folder = pictures({"a.jpg": jpeg("red"), "b.jpg": jpeg("blue")})
    summary = run(replace(library, objects=(store := ChangingSource(folder / "a.jpg", 2))), folder)
    assert (summary.counts[Outcome.FAILED], summary.counts[Outcome.ADDED]) == (1, 1)
    assert "changed while it was read" in summary.failed[0].reason
    assert [found.key for found in store.walk(keys.ORIGINALS)] == ["originals/b.jpg"]
