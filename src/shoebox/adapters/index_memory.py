"""The search index in the plainest way: it asks the reference matcher about every photo."""

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from shoebox.domain.checksum import Checksum
from shoebox.domain.codec import from_json
from shoebox.domain.errors import UsageError
from shoebox.domain.photo import Photo
from shoebox.ports import START, Change, Cursor, Facet, Hit, Page, PageCursor, RecordKind
from shoebox.query.matcher import camera_name, label_names, matches, media_words
from shoebox.query.model import DateRange, Query, Sort
from shoebox.query.text import fold


def _cameras(photo: Photo) -> Iterable[str]:
    name = camera_name(photo.facts.camera)
    return () if name is None else (name,)


_NAMES: Mapping[Facet, Callable[[Photo], Iterable[str]]] = {
    Facet.MONTH: lambda photo: (photo.sort_time.isoformat()[:7],),
    Facet.PERSON: lambda photo: photo.people,
    Facet.PLACE: lambda photo: photo.place,
    Facet.LABEL: label_names,
    Facet.CAMERA: _cameras,
    Facet.ALBUM: lambda photo: photo.albums,
    Facet.MEDIA: media_words,
}


class MemoryIndex:
    """A `ports.SearchIndex` for tests and small libraries. Any number of threads may use it.

    Counts go by the names of `ports.Facet`; names that fold alike are one, spelled as most photos spell it.
    """

    def __init__(self) -> None:
        """Start empty."""
        self._lock = threading.Lock()
        self._photos: dict[str, Photo] = {}
        self._cursor = START

    def apply(self, changes: Iterable[Change]) -> Cursor:
        """See the port."""
        with self._lock:
            photos, cursor = dict(self._photos), self._cursor
            for change in changes:
                cursor = change.cursor
                if change.key.kind is not RecordKind.PHOTO:
                    continue
                if change.record is None:
                    photos.pop(change.key.id, None)
                else:
                    photos[change.key.id] = from_json(Photo, change.record.body)
            self._photos, self._cursor = photos, cursor
            return cursor

    def cursor(self) -> Cursor:
        """See the port."""
        with self._lock:
            return self._cursor

    def find(
        self, query: Query, *, within: DateRange | None = None, after: PageCursor | None = None, limit: int = 200
    ) -> Page:
        """See the port. Raises UsageError for a cursor that is none."""
        left, place = (query.limit, None) if after is None else _read_cursor(after)
        wanted = limit if left is None else min(limit, left)
        newest = query.sort is Sort.NEWEST
        found = sorted((photo for photo in self._found(query) if _lies(photo, within)), key=_place, reverse=newest)
        if place is not None:
            found = [photo for photo in found if (_place(photo) < place if newest else _place(photo) > place)]
        page = found[:wanted]
        left = None if left is None else left - len(page)
        done = len(page) == len(found) or left == 0 or not page
        return Page(tuple(map(_hit, page)), None if done else _write_cursor(page[-1], left))

    def count(self, query: Query, by: Facet) -> Mapping[str, int]:
        """See the port."""
        counts = Counter(key for photo in self._found(query) for key in _spellings(photo, by))
        uses = Counter(pair for photo in self._all() for pair in _spellings(photo, by).items())
        names = {key: name for (key, name), _ in sorted(uses.items(), key=lambda use: (use[1], _backwards(use[0][1])))}
        return {names[key]: number for key, number in counts.items()}

    def total(self, query: Query) -> int:
        """See the port."""
        return len(self._found(query))

    def clear(self) -> None:
        """See the port."""
        with self._lock:
            self._photos, self._cursor = {}, START

    def _all(self) -> Iterable[Photo]:
        with self._lock:
            return self._photos.values()  # apply puts a new dictionary in its place and never changes this one

    def _found(self, query: Query) -> list[Photo]:
        return [photo for photo in self._all() if matches(query, photo)]


def _spellings(photo: Photo, by: Facet) -> dict[str, str]:
    """The folded names of a photo, each with its first spelling in alphabetical order."""
    return {fold(name): name for name in sorted(_NAMES[by](photo), reverse=True)}


def _backwards(text: str) -> tuple[int, ...]:
    """Sorts against the alphabet."""
    return (*(-ord(character) for character in text), 1)


def _lies(photo: Photo, within: DateRange | None) -> bool:
    day, days = photo.sort_time.date(), within or DateRange()
    return (days.first or day) <= day <= (days.last or day)


def _place(photo: Photo) -> tuple[datetime, str]:
    return photo.sort_time, photo.id


def _hit(photo: Photo) -> Hit:
    return Hit(
        id=photo.id,
        taken=photo.sort_time,
        width=photo.facts.width or 0,
        height=photo.facts.height or 0,
        kind=photo.facts.kind,
        status=photo.status,
        duration=photo.facts.duration,
        favourite=photo.favourite,
        placeholder=photo.placeholder,
    )


def _write_cursor(photo: Photo, left: int | None) -> PageCursor:
    return PageCursor(f"{photo.sort_time.isoformat()}/{photo.id}/{'' if left is None else left}")


def _read_cursor(cursor: PageCursor) -> tuple[int | None, tuple[datetime, Checksum]]:
    try:
        moment, name, left = cursor.split("/")
        return int(left) if left else None, (datetime.fromisoformat(moment), Checksum(name))
    except ValueError:
        raise UsageError("This page cannot be found", hint="Start again from the first page.") from None
