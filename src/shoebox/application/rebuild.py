"""Rebuild: records, index and pictures are made anew from the archive."""

from collections.abc import Callable

from shoebox.application.decisions import change_photo, read_words
from shoebox.application.ingest import ingest, make_pictures, record_photo
from shoebox.application.library import Library, read_metadata, refresh_index
from shoebox.application.parallel import in_parallel
from shoebox.application.people import group_faces
from shoebox.domain import keys
from shoebox.domain.checksum import checksum_of
from shoebox.domain.metadata import Metadata
from shoebox.domain.photo import Arrival
from shoebox.domain.words import say
from shoebox.imaging.sniff import is_sidecar_name
from shoebox.ports import RecordKind, StoredObject


def rebuild(library: Library, *, workers: int, progress: Callable[[str], None]) -> int:
    """Make everything that can be made from the archive; return the number of originals looked at.

    `progress` is told the path of each. An original without a readable metadata document is ingested anew.
    """
    library.records.clear()
    library.index.clear()
    number = 0
    originals = library.objects.walk(keys.ORIGINALS)
    for path in in_parallel(lambda original: _restore(library, original), originals, workers):
        number += 1
        progress(path)
    _say_words(library)
    group_faces(library)
    refresh_index(library)
    return number


def is_behind(library: Library) -> bool:
    """Whether the archive holds photos of which this computer has no record at all."""
    if next(library.records.scan(RecordKind.PHOTO), None) is not None:
        return False
    return next(library.objects.walk(keys.METADATA), None) is not None


def _restore(library: Library, original: StoredObject) -> str:
    path = keys.path_of_original(original.key)
    document = read_metadata(library, path)
    if document is None:
        if not is_sidecar_name(path.rpartition("/")[2]):
            _ingest_again(library, original, path)
        return path
    if _lacks_pictures(library, document):
        make_pictures(library, document)
    record_photo(library, document)
    return path


def _ingest_again(library: Library, original: StoredObject, path: str) -> None:
    with library.objects.open(original.key) as file:
        checksum = checksum_of(file)
    ingest(library, Arrival(path=path, checksum=checksum, size=original.size, modified=original.modified))


def _lacks_pictures(library: Library, document: Metadata) -> bool:
    if document.placeholder is None:
        return False
    wanted = (keys.thumbnail_key(document.path), keys.preview_key(document.path))
    return any(library.objects.stat(key) is None for key in wanted)


def _say_words(library: Library) -> None:
    words = read_words(library)
    for photo in words.favourites.union(*words.albums.values()):
        change_photo(library, photo, lambda known: say(known, words))
