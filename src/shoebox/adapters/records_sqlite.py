"""Records in one SQLite file: versions, a change feed, any number of threads and processes.

A row moves to the end of the table whenever it is written: its row number is its place in the change feed. Removed
records stay as rows without a body, so that the feed can tell and their versions go on counting.
"""

import json
import secrets
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from shoebox.domain.errors import ConflictError, UnavailableError
from shoebox.ports import START, Change, Cursor, Record, RecordKey, RecordKind, Version

BATCH_ROWS = 500
BUSY_SECONDS = 30
_NEXT = "(SELECT coalesce(max(sequence), 0) + 1 FROM record)"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS record (
    sequence INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    body TEXT,
    UNIQUE (kind, id)
);
CREATE TABLE IF NOT EXISTS epoch (name TEXT NOT NULL);
"""
_CREATE = f"""
INSERT INTO record (sequence, kind, id, version, body) VALUES ({_NEXT}, ?, ?, 1, ?)
ON CONFLICT (kind, id) DO UPDATE SET sequence = excluded.sequence, version = version + 1, body = excluded.body
WHERE body IS NULL RETURNING version
"""  # noqa: S608 - made of constants
_REPLACE = f"""
UPDATE record SET sequence = {_NEXT}, version = version + 1, body = ?
WHERE kind = ? AND id = ? AND version = ? AND body IS NOT NULL RETURNING version
"""  # noqa: S608 - made of constants
_CHANGES = "SELECT sequence, kind, id, version, body FROM record WHERE sequence > ? ORDER BY sequence LIMIT ?"
_SCAN = """
SELECT id, version, body FROM record WHERE kind = ? AND id > ? AND body IS NOT NULL ORDER BY id LIMIT ?
"""


class SqliteRecordStore:
    """A `ports.RecordStore` over one file.

    A crash of the program loses nothing; a power cut may lose the last moments, which the archive gives back.
    """

    def __init__(self, path: Path) -> None:
        """Open or create the file at `path`. Raises UnavailableError where it is damaged or cannot be written."""
        self._path = path
        self._lock = threading.RLock()
        with self._translated():
            self._connection = _connect(path)

    def put(self, record: Record, *, expected: Version | None) -> Version:
        """See the port. A record that was removed and put again goes on counting its versions."""
        body = json.dumps(record.body, separators=(",", ":"))
        kind, name = record.key.kind.value, record.key.id
        if expected is None:
            rows = self._run(_CREATE, (kind, name, body))
        else:
            rows = self._run(_REPLACE, (body, kind, name, expected))
        if not rows:
            raise _changed_by_others(record.key)
        return Version(rows[0][0])

    def get(self, key: RecordKey) -> Record | None:
        """See the port."""
        sql = "SELECT version, body FROM record WHERE kind = ? AND id = ? AND body IS NOT NULL"
        rows = self._run(sql, (key.kind.value, key.id))
        return Record(key, json.loads(rows[0][1]), Version(rows[0][0])) if rows else None

    def remove(self, key: RecordKey, *, expected: Version) -> None:
        """See the port."""
        if not self._run(_REPLACE, (None, key.kind.value, key.id, expected)):
            raise _changed_by_others(key)

    def scan(self, kind: RecordKind) -> Iterator[Record]:
        """See the port; what changes while scanning may come old or new."""
        after = ""
        while rows := self._run(_SCAN, (kind.value, after, BATCH_ROWS)):
            for name, version, body in rows:
                yield Record(RecordKey(kind, name), json.loads(body), Version(version))
            after = rows[-1][0]

    def changes(self, since: Cursor) -> Iterator[Change]:
        """See the port. Raises ConflictError at once, not at the first change."""
        epoch = self._epoch()
        if since == START:
            return self._changes_after(epoch, 0)
        before, _, sequence = since.partition("-")
        if before != epoch:
            raise _cleared_since()
        return self._changes_after(epoch, int(sequence))

    def clear(self) -> None:
        """See the port."""
        with self._lock, self._translated():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._connection.execute("DELETE FROM record")
                self._connection.execute("UPDATE epoch SET name = ?", (secrets.token_hex(8),))
            except sqlite3.Error:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def _epoch(self) -> str:
        name: str = self._run("SELECT name FROM epoch", ())[0][0]
        return name

    def _changes_after(self, epoch: str, after: int) -> Iterator[Change]:
        while rows := self._run(_CHANGES, (after, BATCH_ROWS)):
            if self._epoch() != epoch:
                raise _cleared_since()
            for sequence, kind, name, version, body in rows:
                key = RecordKey(RecordKind(kind), name)
                record = None if body is None else Record(key, json.loads(body), Version(version))
                yield Change(key, record, Cursor(f"{epoch}-{sequence}"))
            after = rows[-1][0]

    def _run(self, sql: str, values: Sequence[object]) -> list[Any]:
        """Run one statement, a transaction by itself, and return its rows."""
        with self._lock, self._translated():
            return self._connection.execute(sql, values).fetchall()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise UnavailableError(
                f"The records at {self._path} cannot be used: {error}", hint="Is the disk full, gone or read-only?"
            ) from error
        except sqlite3.DatabaseError as error:
            raise UnavailableError(
                f"The records at {self._path} are damaged: {error}",
                hint="Delete that file and run 'shoebox rebuild': the archive has all that was in it.",
            ) from error


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        with suppress(sqlite3.OperationalError):  # some network file systems cannot share the log's index
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.executescript(_SCHEMA)
        epoch = secrets.token_hex(8)
        connection.execute("INSERT INTO epoch SELECT ? WHERE NOT EXISTS (SELECT 1 FROM epoch)", (epoch,))
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _changed_by_others(key: RecordKey) -> ConflictError:
    return ConflictError(f"{key.kind.value} {key.id} was changed by somebody else", hint="Try again.")


def _cleared_since() -> ConflictError:
    return ConflictError("The records were cleared since", hint="Read the changes from the start.")
