"""The owner's words: each decision is one immutable document, `library/entries/<ULID>.json`; later ones win.

What holds now is what `replay` makes of all entries in order of their ULIDs.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from shoebox.domain.checksum import Checksum
from shoebox.domain.photo import Photo


class Decision(StrEnum):
    """What an entry decides."""

    NAME_PERSON = "name-person"
    SET_FAVOURITE = "set-favourite"
    ADD_TO_ALBUM = "add-to-album"
    REMOVE_FROM_ALBUM = "remove-from-album"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One decision. `name` is a person or an album title; `faces` are face ids, `photos` photo ids."""

    id: str
    decided_at: datetime
    decision: Decision
    name: str | None = None
    faces: tuple[str, ...] = ()
    photos: tuple[Checksum, ...] = ()
    favourite: bool | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """All decisions taken together: who a face is (None: nobody any more), favourites, and albums' photos."""

    people: dict[str, str | None] = field(default_factory=dict)
    favourites: frozenset[Checksum] = frozenset()
    albums: dict[str, frozenset[Checksum]] = field(default_factory=dict)


def replay(entries: Iterable[Entry], start: Words | None = None) -> Words:
    """What holds after `entries`, given in any order, were decided one after the other."""
    words = start or Words()
    for entry in sorted(entries, key=lambda entry: entry.id):
        words = decide(words, entry)
    return words


def decide(words: Words, entry: Entry) -> Words:
    """What holds after one more decision."""
    if entry.decision is Decision.NAME_PERSON:
        return replace(words, people=words.people | dict.fromkeys(entry.faces, entry.name))
    photos = frozenset(entry.photos)
    if entry.decision is Decision.SET_FAVOURITE:
        favourites = words.favourites | photos if entry.favourite else words.favourites - photos
        return replace(words, favourites=favourites)
    title = entry.name or ""
    before = words.albums.get(title, frozenset())
    after = before | photos if entry.decision is Decision.ADD_TO_ALBUM else before - photos
    albums = (
        words.albums | {title: after} if after else {key: words.albums[key] for key in words.albums if key != title}
    )
    return replace(words, albums=albums)


def say(photo: Photo, words: Words) -> Photo:
    """`photo` with the owner's favourites and albums; people are added by clustering (`application.people`)."""
    albums = tuple(sorted(title for title, photos in words.albums.items() if photo.id in photos))
    return replace(photo, favourite=photo.id in words.favourites, albums=albums)
