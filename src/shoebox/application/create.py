"""Making a library: an identity and a word to whoever finds the archive in thirty years."""

import contextlib
import io
import json
from dataclasses import dataclass
from datetime import datetime

from ulid import ULID

from shoebox.domain import keys
from shoebox.domain.checksum import checksum_of_bytes
from shoebox.domain.codec import from_json, to_json
from shoebox.domain.errors import AlreadyExistsError, IntegrityError, UsageError
from shoebox.ports import Clock, ObjectStore

_README = """This folder is a photo archive made by Shoebox. You can read it without Shoebox.

originals/    the photos and videos, byte for byte, under their owner's own folder and file names
metadata/     what is known of each: a JSON file with its SHA-256, date, place, people, labels
thumbnails/   small pictures      previews/  larger ones (both can be made again from the originals)
versions/     earlier contents of files that changed, named by their SHA-256
library/      the owner's words: names of people, albums, favourites; one JSON file a decision, in order of name

Nothing in originals/ or versions/ is ever changed by the program. docs/archive-format.md of the project says it all.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """`library/library.json`: tells this archive from every other, wherever it is moved."""

    format: int
    id: str
    created_at: datetime


def find_identity(objects: ObjectStore) -> Identity | None:
    """The identity of the library in a store, or None where there is none. Raises IntegrityError."""
    if objects.stat(keys.LIBRARY) is None:
        return None
    with objects.open(keys.LIBRARY) as file:
        data = file.read()
    try:
        return from_json(Identity, json.loads(data))
    except ValueError as error:
        raise IntegrityError(f"{keys.LIBRARY} is not JSON: {error}.", hint="Restore it from a copy.") from error


def create_library(objects: ObjectStore, clock: Clock) -> Identity:
    """Make a library in an empty store, or in an archive that lost its identity.

    Raises UsageError where the store holds something that is not an archive.
    """
    first = next(objects.walk(), None)
    if first is not None and not first.key.startswith((keys.ORIGINALS, keys.METADATA, keys.README, "library/")):
        raise UsageError(
            f"The folder holds other things, {first.key!r} for one.",
            hint="Choose an empty or a new folder for the library, with --library.",
        )
    now = clock()
    identity = Identity(format=1, id=str(ULID.from_datetime(now)), created_at=now)
    _put_once(objects, keys.LIBRARY, json.dumps(to_json(identity), indent=1) + "\n")
    _put_once(objects, keys.README, _README)
    return find_identity(objects) or identity


def _put_once(objects: ObjectStore, key: str, text: str) -> None:
    """Of two who make a library at one time, the first one's stands."""
    data = text.encode()
    with contextlib.suppress(AlreadyExistsError):
        objects.put(key, io.BytesIO(data), checksum=checksum_of_bytes(data))
