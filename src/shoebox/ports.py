"""The ports: what Shoebox needs of the world, each promise in its docstring.

Every adapter, the in-memory ones included, passes the contract suite of its port (tests/contract/).
Optional abilities are protocols of their own, asked for with `isinstance`.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, NamedTuple, NewType, Protocol, runtime_checkable

from shoebox.domain.checksum import Checksum
from shoebox.domain.json_value import JsonObject
from shoebox.domain.photo import Analysis, Kind, Rendering, Status, ToolVersion
from shoebox.query.model import DateRange, Query


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object as the store knows it; `checksum` is there only where the store can vouch for it cheaply."""

    key: str
    size: int
    modified: datetime
    checksum: Checksum | None = None


class ObjectStore(Protocol):
    """Bytes under keys: a folder or a bucket."""

    def put(self, key: str, source: BinaryIO, *, checksum: Checksum, if_absent: bool = True) -> StoredObject:
        """Store what `source` yields and return only after the stored bytes were read back and matched.

        Nothing is visible at `key` before that; a reader sees the old object or the new one, never a part.
        Of many writers with `if_absent` exactly one wins. `if_absent=False` replaces.
        Raises AlreadyExistsError, IntegrityError (source or copy differ from `checksum`), UnavailableError.
        """

    def open(self, key: str, start: int = 0, length: int | None = None) -> AbstractContextManager[BinaryIO]:
        """Read an object, or `length` bytes of it from `start`; fewer at its end. Raises NotFoundError."""

    def stat(self, key: str) -> StoredObject | None:
        """What lies at `key`, or None."""

    def walk(self, prefix: str = "") -> Iterator[StoredObject]:
        """Every object whose key starts with `prefix`, in order of the keys' UTF-8 bytes."""

    def remove(self, keys: Iterable[str]) -> None:
        """Remove objects; keys with nothing at them are passed over. Never called for originals but by a purge."""


@runtime_checkable
class LocalFiles(Protocol):
    """Ability of a store whose objects are files on this computer."""

    def local_path(self, key: str) -> Path:
        """The file behind `key`, to be read only."""


@runtime_checkable
class NameSpelling(Protocol):
    """Ability of a store whose file system may take two spellings of a name (case, Unicode form) for one."""

    def spelling(self, key: str) -> str | None:
        """How the object that answers to `key` is really spelled, or None where none answers."""


@runtime_checkable
class LinkSigner(Protocol):
    """Ability of a store that can hand out links to its objects."""

    def link(self, key: str, lasting: timedelta) -> str:
        """A URL that reads `key` until `lasting` has gone by."""


Version = NewType("Version", int)
Cursor = NewType("Cursor", str)
START = Cursor("")
"""The cursor before the first change."""


class RecordKind(StrEnum):
    """What a record is about."""

    PHOTO = "photo"
    PERSON = "person"
    ALBUM = "album"


@dataclass(frozen=True, slots=True, order=True)
class RecordKey:
    """Names one record."""

    kind: RecordKind
    id: str


@dataclass(frozen=True, slots=True)
class Record:
    """A JSON object under a key; `version` counts its writes and is 0 before the first."""

    key: RecordKey
    body: JsonObject
    version: Version = Version(0)


@dataclass(frozen=True, slots=True)
class Change:
    """A record as it is now (`record`), or its removal (None)."""

    key: RecordKey
    record: Record | None
    cursor: Cursor


class RecordStore(Protocol):
    """Small JSON records with optimistic concurrency and a change feed."""

    def put(self, record: Record, *, expected: Version | None) -> Version:
        """Write and return the new version.

        Only if the stored version equals `expected` (None: only if there is no such record); else ConflictError.
        """

    def get(self, key: RecordKey) -> Record | None:
        """The record, or None."""

    def remove(self, key: RecordKey, *, expected: Version) -> None:
        """Remove a record whose version is still `expected`; else ConflictError."""

    def scan(self, kind: RecordKind) -> Iterator[Record]:
        """Every record of a kind, in order of id. For rebuilding and listing, never on a request path."""

    def changes(self, since: Cursor) -> Iterator[Change]:
        """What changed after `since`, oldest first; each key at least once, with its newest state."""

    def clear(self) -> None:
        """Forget every record; cursors handed out before are void, which `changes` says with ConflictError."""


class Facet(StrEnum):
    """By what photos are counted."""

    MONTH = "month"
    PERSON = "person"
    PLACE = "place"
    LABEL = "label"
    CAMERA = "camera"
    ALBUM = "album"
    MEDIA = "media"


PageCursor = NewType("PageCursor", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """What the grid needs of a photo."""

    id: Checksum
    taken: datetime
    width: int
    height: int
    kind: Kind
    status: Status
    duration: float | None
    favourite: bool
    placeholder: bytes | None


@dataclass(frozen=True, slots=True)
class Page:
    """Some hits in order, and where to go on; None at the end."""

    hits: tuple[Hit, ...]
    after: PageCursor | None


class SearchIndex(Protocol):
    """Finds photos; gives for every query what the reference matcher (`query.matcher`) gives."""

    def apply(self, changes: Iterable[Change]) -> Cursor:
        """Take changes in, all or none, and return the last cursor; the same change twice is harmless."""

    def cursor(self) -> Cursor:
        """The cursor of the last change taken in."""

    def find(
        self, query: Query, *, within: DateRange | None = None, after: PageCursor | None = None, limit: int = 200
    ) -> Page:
        """The next `limit` hits, by (sort time, id) newest first, or oldest first where the query says so.

        `within` looks at the hits of some days of the sort time only, as a timeline shows them.
        """

    def count(self, query: Query, by: Facet) -> Mapping[str, int]:
        """How many hits fall to each month (YYYY-MM), person, place, label …, the query's limit left aside."""

    def total(self, query: Query) -> int:
        """How many photos the query finds, its limit left aside."""

    def clear(self) -> None:
        """Forget everything."""


class Recognizer(Protocol):
    """Sees things and faces on pictures."""

    @property
    def identity(self) -> ToolVersion:
        """Stored with every result."""

    def analyze(self, preview: bytes) -> Analysis:
        """Labels, faces and text of an upright sRGB JPEG. Raises UnavailableError."""


class Renderer(Protocol):
    """Turns untrusted originals into pictures and facts, without risk to the program."""

    @property
    def identity(self) -> ToolVersion:
        """Stored with every result."""

    def render(self, original: Path, *, path: str, modified: datetime, sidecars: Mapping[str, bytes]) -> Rendering:
        """Facts and pictures of `original`, whose archive path is `path`; `sidecars` maps paths to contents.

        Never raises for a bad file: what cannot be decoded, takes too long or too much memory has a `reason`.
        """

    def close(self) -> None:
        """End the worker processes."""


class Gazetteer(Protocol):
    """Knows place names."""

    def place(self, latitude: float, longitude: float) -> tuple[str, ...]:
        """The nearest place and what it lies in, narrow to broad; empty where none is near."""


class KnownFile(NamedTuple):
    """A file of the owner's as it was when it was last backed up, and the archive path it went to.

    A tuple, for a sync that has nothing to do makes one for each file of the owner.
    """

    size: int
    modified_ns: int
    changed_ns: int
    checksum: Checksum
    path: str


class KnownFiles(Protocol):
    """What this computer knows of the folders it backs up, so that unchanged files need not be read again."""

    def folder(self, source: str, folder: str) -> Mapping[str, KnownFile]:
        """The known files of one folder (relative to `source`, "" for itself) by name."""

    def remember(self, source: str, folder: str, name: str, file: KnownFile) -> None:
        """Know a file, in place of what was known of it."""

    def claim(self, path: str, source: str, folder: str, name: str) -> bool:
        """Give an archive path to a file, once and for all; False where it was given to another file before."""

    def clear(self) -> None:
        """Forget every file."""


class Clock(Protocol):
    """The present."""

    def __call__(self) -> datetime:
        """Now, aware, in UTC."""
