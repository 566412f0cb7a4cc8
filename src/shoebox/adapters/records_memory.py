"""Records in memory: for tests and for trying things out."""

import copy
import threading
from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from shoebox.domain.errors import ConflictError
from shoebox.domain.json_value import JsonObject
from shoebox.ports import START, Change, Cursor, Record, RecordKey, RecordKind, Version


class MemoryRecordStore:
    """A `ports.RecordStore` that forgets everything when the process ends. Any number of threads may use it."""

    def __init__(self) -> None:
        """Start empty."""
        self._lock = threading.Lock()
        self._epochs = count(1)
        self._forget()

    def _forget(self) -> None:
        self._epoch = next(self._epochs)
        self._sequence = 0
        self._versions: dict[RecordKey, Version] = {}
        self._records: dict[RecordKey, Record] = {}
        self._changed: dict[RecordKey, int] = {}

    def put(self, record: Record, *, expected: Version | None) -> Version:
        """See the port. A record that was removed and put again goes on counting its versions."""
        with self._lock:
            self._require(record.key, expected)
            version = Version(self._versions.get(record.key, 0) + 1)
            self._records[record.key] = replace(_copied(record), version=version)
            self._mark(record.key, version)
            return version

    def get(self, key: RecordKey) -> Record | None:
        """See the port."""
        with self._lock:
            record = self._records.get(key)
            return _copied(record) if record else None

    def remove(self, key: RecordKey, *, expected: Version) -> None:
        """See the port."""
        with self._lock:
            self._require(key, expected)
            del self._records[key]
            self._mark(key, Version(expected + 1))

    def scan(self, kind: RecordKind) -> Iterator[Record]:
        """See the port."""
        with self._lock:
            records = [_copied(self._records[key]) for key in sorted(self._records) if key.kind is kind]
        return iter(records)

    def changes(self, since: Cursor) -> Iterator[Change]:
        """See the port."""
        with self._lock:
            after = self._sequence_of(since)
            changed = [(key, sequence) for key, sequence in self._changed.items() if sequence > after]
            return iter([self._change(key, sequence) for key, sequence in changed])

    def clear(self) -> None:
        """See the port."""
        with self._lock:
            self._forget()

    def _require(self, key: RecordKey, expected: Version | None) -> None:
        record = self._records.get(key)
        if (record.version if record else None) != expected:
            raise ConflictError(f"{key.kind.value} {key.id} was changed by somebody else", hint="Try again.")

    def _mark(self, key: RecordKey, version: Version) -> None:
        self._sequence += 1
        self._versions[key] = version
        self._changed.pop(key, None)
        self._changed[key] = self._sequence

    def _change(self, key: RecordKey, sequence: int) -> Change:
        record = self._records.get(key)
        return Change(key, _copied(record) if record else None, Cursor(f"{self._epoch}-{sequence}"))

    def _sequence_of(self, cursor: Cursor) -> int:
        if cursor == START:
            return 0
        epoch, _, sequence = cursor.partition("-")
        if epoch != str(self._epoch):
            raise ConflictError("The records were cleared since", hint="Read the changes from the start.")
        return int(sequence)


def _copied(record: Record) -> Record:
    body: JsonObject = copy.deepcopy(record.body)
    return replace(record, body=body)
