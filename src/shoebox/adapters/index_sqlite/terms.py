"""What a photo is found by: terms (a field and a folded name), words, file names and its place in time.

A photo's row id is its slot: the second it sorts at, and a number within that second. So every index, SQLite's full
text index included, gives photos in order of time without sorting.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from shoebox.domain.photo import Photo
from shoebox.query.matcher import ANY_ALBUM, camera_name, camera_names, file_names, label_names, media_words, words
from shoebox.query.text import fold, words_of

SLOT_BITS = 24
"""Photos of one second have slots of their own, up to 16 million of them."""

_YEAR_ONE = datetime(1, 1, 1)  # noqa: DTZ001 - local times are naive


class Field(StrEnum):
    """What a term is about; the last four are made by the index and have no name that people know."""

    PERSON = "person"
    LABEL = "label"
    PLACE = "place"
    CAMERA = "camera"
    ALBUM = "album"
    MEDIA = "media"
    EVERY = "every"
    FAVOURITE = "favourite"
    UNDATED = "undated"
    FACES = "faces"


Term = tuple[Field, str]


def terms_of(photo: Photo) -> Mapping[Term, str | None]:
    """The terms of a photo, each with the name it is counted under; None where it is not counted.

    Of several spellings that fold alike the first in alphabetical order stands.
    """
    camera = camera_name(photo.facts.camera)
    terms: dict[Term, str | None] = dict.fromkeys(_uncounted(photo))
    counted: Mapping[Field, Iterable[str]] = {
        Field.PERSON: photo.people,
        Field.LABEL: label_names(photo),
        Field.PLACE: photo.place,
        Field.CAMERA: () if camera is None else (camera,),
        Field.ALBUM: photo.albums,
        Field.MEDIA: media_words(photo),
    }
    for field, names in counted.items():
        for name in sorted(names, reverse=True):
            terms[field, key_of(name)] = spelled(name)
    return terms


def _uncounted(photo: Photo) -> Iterable[Term]:
    yield Field.EVERY, ""
    yield Field.FACES, str(len(photo.faces))
    if photo.favourite:
        yield Field.FAVOURITE, ""
    if photo.facts.taken is None:
        yield Field.UNDATED, ""
    if photo.albums:
        yield Field.ALBUM, ANY_ALBUM
    for name in camera_names(photo.facts.camera):
        yield Field.CAMERA, key_of(name)


@lru_cache(maxsize=8192)
def key_of(name: str) -> str:
    """What names are compared by."""
    return spelled(fold(name))


def spelled(text: str) -> str:
    """`text` as SQLite can keep it: half characters and NUL are written out."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")


def people_keys(photo: Photo) -> frozenset[str]:
    """Who is on it, folded."""
    return frozenset(key_of(name) for name in photo.people)


def words_seen(photo: Photo) -> frozenset[str]:
    """The words of the text on the picture."""
    return frozenset(words_of(photo.text or ""))


def words_said(photo: Photo) -> frozenset[str]:
    """The other words that free text finds."""
    return words(photo) - words_seen(photo)


def names_of_files(photo: Photo) -> tuple[str, ...]:
    """The distinct folded file names."""
    return tuple(sorted({spelled(name) for name in file_names(photo)}))


def seconds_of(moment: datetime) -> int:
    """Whole seconds from the beginning of the year 1 to a naive time."""
    since = moment - _YEAR_ONE
    return since.days * 86400 + since.seconds


def moment_of(seconds: int, microseconds: int) -> datetime:
    """The naive time that is so far from the beginning of the year 1."""
    return _YEAR_ONE + timedelta(seconds=seconds, microseconds=microseconds)


def first_slot(seconds: int) -> int:
    """The first slot of a second."""
    return seconds << SLOT_BITS


def second_of(slot: int) -> int:
    """The second that a slot belongs to."""
    return slot >> SLOT_BITS
