"""The owner's words: written into the archive first, then into the records."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from ulid import ULID

from shoebox.application.documents import read_json
from shoebox.application.library import Library, get_photo, photo_key, photo_of, put_document, read_bytes
from shoebox.domain import keys
from shoebox.domain.checksum import Checksum
from shoebox.domain.codec import from_json, to_json
from shoebox.domain.errors import ConflictError
from shoebox.domain.photo import Photo
from shoebox.domain.words import Decision, Entry, Words, replay
from shoebox.ports import Record

_ATTEMPTS = 20


def write_entry(
    library: Library,
    decision: Decision,
    *,
    name: str | None = None,
    faces: tuple[str, ...] = (),
    photos: tuple[Checksum, ...] = (),
    favourite: bool | None = None,
) -> Entry:
    """Keep one decision in the archive for ever."""
    now = library.clock()
    entry = Entry(
        id=str(ULID.from_datetime(now)),
        decided_at=now,
        decision=decision,
        name=name,
        faces=faces,
        photos=photos,
        favourite=favourite,
    )
    put_document(library, keys.entry_key(entry.id), entry, if_absent=True)
    return entry


def read_entries(library: Library) -> Iterator[Entry]:
    """Every decision ever made, oldest first."""
    for stored in library.objects.walk(keys.ENTRIES):
        data = read_bytes(library, stored.key)
        if data is not None:
            yield from_json(Entry, read_json(data, stored.key))


def read_words(library: Library) -> Words:
    """What the owner's decisions come to."""
    return replay(read_entries(library))


def set_favourite(library: Library, photos: Iterable[str], *, favourite: bool) -> None:
    """Mark photos as favourites, or not. Raises NotFoundError where one is unknown."""
    ids = tuple(get_photo(library, photo).id for photo in photos)
    write_entry(library, Decision.SET_FAVOURITE, photos=ids, favourite=favourite)
    for photo in ids:
        change_photo(library, photo, lambda known: replace(known, favourite=favourite))


def change_photo(library: Library, photo: Checksum, change: Callable[[Photo], Photo]) -> None:
    """Apply `change` to a photo's record, again where somebody else was faster; a photo that is gone is let be."""
    for _ in range(_ATTEMPTS):
        record = library.records.get(photo_key(photo))
        if record is None:
            return
        known = photo_of(record)
        changed = change(known)
        if changed == known:
            return
        try:
            library.records.put(Record(record.key, to_json(changed)), expected=record.version)
        except ConflictError:
            continue
        return
    raise ConflictError(f"Photo {photo[:12]}… is being changed by others all the time.", hint="Try again.")
