"""The port: connections, transactions and errors around `reading` and `writing`."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from shoebox.adapters.index_sqlite import reading, schema, writing
from shoebox.domain.errors import UnavailableError
from shoebox.ports import Change, Cursor, Facet, Page, PageCursor
from shoebox.query.model import DateRange, Query

BUSY_SECONDS = 60
_CACHE_KIBIBYTES = 32 * 1024


class SqliteIndex:
    """A `ports.SearchIndex` over one file, for any number of threads and processes.

    Readers go on undisturbed, and see the state before, while changes are taken in. An index written by a Shoebox
    whose tables were different is emptied: its cursor is START, and it is filled again from all changes.
    """

    def __init__(self, path: Path) -> None:
        """Open or create the file at `path`. Raises UnavailableError where it is damaged or cannot be written."""
        self._path = path
        self._writing = threading.Lock()
        self._lock = threading.Lock()
        self._idle: list[sqlite3.Connection] = []
        with self._changing() as connection:
            if not schema.is_current(connection):
                schema.make_anew(connection)

    def apply(self, changes: Iterable[Change]) -> Cursor:
        """See the port."""
        with self._changing() as connection:
            return writing.apply(connection, changes)

    def cursor(self) -> Cursor:
        """See the port."""
        with self._asking() as connection:
            return Cursor(connection.execute("SELECT cursor FROM state").fetchone()[0])

    def find(
        self, query: Query, *, within: DateRange | None = None, after: PageCursor | None = None, limit: int = 200
    ) -> Page:
        """See the port. Raises UsageError for a cursor that is none."""
        with self._asking() as connection:
            return reading.find(connection, query, after, limit, within)

    def count(self, query: Query, by: Facet) -> Mapping[str, int]:
        """See the port. Months go by the sort time; names that fold alike are one, as most photos spell it."""
        with self._asking() as connection:
            return reading.count(connection, query, by)

    def total(self, query: Query) -> int:
        """See the port."""
        with self._asking() as connection:
            return reading.total(connection, query)

    def clear(self) -> None:
        """See the port."""
        with self._changing() as connection:
            schema.make_anew(connection)

    def close(self) -> None:
        """Close the file; nobody may be using the index any more."""
        with self._lock:
            while self._idle:
                self._idle.pop().close()

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        with self._writing, self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def _asking(self) -> Iterator[sqlite3.Connection]:
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        """A connection nobody else uses meanwhile; what was done with it holds only if nothing was raised."""
        with self._translated(), self._connection() as connection:
            connection.execute(begin)
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # a failed COMMIT may have ended it already
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            connection = self._idle.pop() if self._idle else None
        connection = connection or _connect(self._path)
        try:
            yield connection
        except sqlite3.Error:
            connection.close()
            raise
        except BaseException:
            self._give_back(connection)
            raise
        self._give_back(connection)

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with self._lock:
            self._idle.append(connection)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise UnavailableError(
                f"The search index at {self._path} cannot be used: {error}", hint="Is the disk full, gone or read-only?"
            ) from error
        except sqlite3.DatabaseError as error:
            raise UnavailableError(
                f"The search index at {self._path} is damaged: {error}",
                hint="Delete that file and run 'shoebox rebuild': the archive has all that was in it.",
            ) from error


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        with suppress(sqlite3.OperationalError):  # some network file systems cannot share the log's index
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIBIBYTES}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection
