"""Known files in one SQLite file; ":memory:" for tests. Losing it costs time, nothing else."""

import os
import sqlite3
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shoebox.domain.checksum import Checksum
from shoebox.ports import KnownFile

_SCHEMA = """
CREATE TABLE IF NOT EXISTS known_file (
    source BLOB NOT NULL, folder BLOB NOT NULL, name BLOB NOT NULL,
    size INTEGER NOT NULL, modified_ns INTEGER NOT NULL, changed_ns INTEGER NOT NULL,
    checksum TEXT NOT NULL, path TEXT NOT NULL,
    PRIMARY KEY (source, folder, name)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS claim (path TEXT PRIMARY KEY, owner BLOB NOT NULL) WITHOUT ROWID;
"""

_FOLDER = "SELECT name, size, modified_ns, changed_ns, checksum, path FROM known_file WHERE source = ? AND folder = ?"
_REMEMBER = "INSERT OR REPLACE INTO known_file VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


class SqliteKnownFiles:
    """KnownFiles, safe to use from many threads."""

    def __init__(self, file: Path | str) -> None:
        """Open or make `file`."""
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.executescript(_SCHEMA)

    def folder(self, source: str, folder: str) -> Mapping[str, KnownFile]:
        """See KnownFiles.folder."""
        where = (os.fsencode(source), os.fsencode(folder))
        return {
            os.fsdecode(name): KnownFile(size, modified, changed, Checksum(checksum), path)
            for name, size, modified, changed, checksum, path in self._rows(_FOLDER, *where)
        }

    def remember(self, source: str, folder: str, name: str, file: KnownFile) -> None:
        """See KnownFiles.remember."""
        place = (os.fsencode(source), os.fsencode(folder), os.fsencode(name))
        self._rows(_REMEMBER, *place, file.size, file.modified_ns, file.changed_ns, file.checksum, file.path)

    def claim(self, path: str, source: str, folder: str, name: str) -> bool:
        """See KnownFiles.claim."""
        owner = b"\0".join(os.fsencode(part) for part in (source, folder, name))
        self._rows("INSERT OR IGNORE INTO claim VALUES (?, ?)", path, owner)
        return bool(self._rows("SELECT 1 FROM claim WHERE path = ? AND owner = ?", path, owner))

    def clear(self) -> None:
        """See KnownFiles.clear."""
        self._rows("DELETE FROM known_file")
        self._rows("DELETE FROM claim")

    def _rows(self, statement: str, *values: str | int | bytes) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(statement, values).fetchall()
