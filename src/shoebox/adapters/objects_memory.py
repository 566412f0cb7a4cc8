"""Objects in memory: for tests and for trying things out."""

import io
import threading
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from shoebox.domain.checksum import Checksum, checksum_of_bytes
from shoebox.domain.errors import AlreadyExistsError, IntegrityError, NotFoundError
from shoebox.ports import StoredObject


@dataclass(frozen=True, slots=True)
class _Kept:
    stored: StoredObject
    data: bytes


class MemoryObjectStore:
    """A `ports.ObjectStore` that forgets everything when the process ends. Any number of threads may use it."""

    def __init__(self) -> None:
        """Start empty."""
        self._lock = threading.Lock()
        self._kept: dict[str, _Kept] = {}

    def put(self, key: str, source: BinaryIO, *, checksum: Checksum, if_absent: bool = True) -> StoredObject:
        """See the port."""
        data = source.read()
        if checksum_of_bytes(data) != checksum:
            raise IntegrityError(
                f"The bytes for {key!r} differ from their checksum", hint="Was the file changed meanwhile? Try again."
            )
        stored = StoredObject(key, len(data), datetime.now(UTC), checksum)
        with self._lock:
            if if_absent and key in self._kept:
                raise AlreadyExistsError(f"{key!r} is already stored", hint="Nothing was changed.")
            self._kept[key] = _Kept(stored, data)
        return stored

    def open(self, key: str, start: int = 0, length: int | None = None) -> AbstractContextManager[BinaryIO]:
        """See the port."""
        with self._lock:
            kept = self._kept.get(key)
        if kept is None:
            raise NotFoundError(f"Nothing is stored at {key!r}")
        return io.BytesIO(kept.data[start:] if length is None else kept.data[start : start + length])

    def stat(self, key: str) -> StoredObject | None:
        """See the port."""
        with self._lock:
            kept = self._kept.get(key)
        return kept.stored if kept else None

    def walk(self, prefix: str = "") -> Iterator[StoredObject]:
        """See the port; what is stored or removed while walking may be missed or still come."""
        with self._lock:
            stored = [kept.stored for key, kept in self._kept.items() if key.startswith(prefix)]
        return iter(sorted(stored, key=lambda one: one.key.encode()))

    def remove(self, keys: Iterable[str]) -> None:
        """See the port."""
        for key in keys:
            with self._lock:
                self._kept.pop(key, None)
