"""A library: its ports, and the small reads and writes that all operations share."""

import io
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj

from shoebox.application.documents import find_document
from shoebox.domain.checksum import Checksum, checksum_of_bytes
from shoebox.domain.codec import from_json, to_json
from shoebox.domain.errors import ConflictError, NotFoundError
from shoebox.domain.metadata import Metadata
from shoebox.domain.photo import Photo
from shoebox.ports import (
    START,
    Clock,
    Gazetteer,
    KnownFiles,
    LocalFiles,
    ObjectStore,
    Recognizer,
    Record,
    RecordKey,
    RecordKind,
    RecordStore,
    Renderer,
    SearchIndex,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """The ports every operation works on. Without a recognizer photos are kept and shown, but not understood."""

    objects: ObjectStore
    records: RecordStore
    index: SearchIndex
    renderer: Renderer
    recognizer: Recognizer | None
    gazetteer: Gazetteer
    known_files: KnownFiles
    clock: Clock


def put_bytes(library: Library, key: str, data: bytes, *, if_absent: bool = False) -> None:
    """Store bytes held in memory."""
    library.objects.put(key, io.BytesIO(data), checksum=checksum_of_bytes(data), if_absent=if_absent)


def put_document(library: Library, key: str, document: object, *, if_absent: bool = False) -> None:
    """Store a dataclass as JSON that people can read, too."""
    text = json.dumps(to_json(document), ensure_ascii=False, indent=1, sort_keys=True)
    put_bytes(library, key, text.encode(errors="backslashreplace") + b"\n", if_absent=if_absent)


def read_bytes(library: Library, key: str) -> bytes | None:
    """An object as bytes, or None where there is none."""
    try:
        with library.objects.open(key) as file:
            return file.read()
    except NotFoundError:
        return None


def read_metadata(library: Library, path: str) -> Metadata | None:
    """The metadata document of an archive path, or None where there is none that can be read."""
    return find_document(library.objects, path)


def photo_key(photo: Checksum) -> RecordKey:
    """The key of a photo's record."""
    return RecordKey(RecordKind.PHOTO, photo)


def photo_of(record: Record) -> Photo:
    """The photo that a record holds."""
    return from_json(Photo, record.body)


def get_photo(library: Library, photo: str) -> Photo:
    """A photo by its id. Raises NotFoundError."""
    record = library.records.get(photo_key(Checksum(photo)))
    if record is None:
        raise NotFoundError(f"There is no photo {photo[:12]}….", hint="List photos with 'shoebox ls'.")
    return photo_of(record)


@contextmanager
def original_file(library: Library, key: str) -> Iterator[Path]:
    """An object as a file to read: the store's own where it has files, else a temporary copy."""
    if isinstance(library.objects, LocalFiles):
        yield library.objects.local_path(key)
        return
    with tempfile.TemporaryDirectory(prefix="shoebox-") as folder:
        copy = Path(folder) / "original"
        with library.objects.open(key) as source, copy.open("wb") as target:
            copyfileobj(source, target)
        yield copy


def refresh_index(library: Library) -> None:
    """Take the changes of the records into the index; from the beginning where the records were made anew."""
    try:
        changes = library.records.changes(library.index.cursor())
    except ConflictError:
        library.index.clear()
        changes = library.records.changes(START)
    library.index.apply(changes)
