"""Takes changes into the index; the caller has begun a transaction."""

import sqlite3
from array import array
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from shoebox.adapters.index_sqlite.schema import FILE_BITS
from shoebox.adapters.index_sqlite.terms import (
    Term,
    moment_of,
    names_of_files,
    people_keys,
    seconds_of,
    terms_of,
    words_said,
    words_seen,
)
from shoebox.domain.codec import from_json
from shoebox.domain.photo import Photo
from shoebox.ports import Change, Cursor, RecordKey, RecordKind

BATCH = 2000
_INSERT_PHOTO = "INSERT INTO photo VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_COUNT_MONTH = """
INSERT INTO month VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET photos = photos + excluded.photos
"""


def apply(connection: sqlite3.Connection, changes: Iterable[Change]) -> Cursor:
    """Take changes in and return the cursor of the last one, or the one before where there are none."""
    writer = _Writer(connection)
    cursor: str = connection.execute("SELECT cursor FROM state").fetchone()[0]
    remaining = iter(changes)
    while batch := list(islice(remaining, BATCH)):
        latest = {change.key: change for change in batch if change.key.kind is RecordKind.PHOTO}
        for key in latest:
            writer.remove(key)
        photos = [from_json(Photo, change.record.body) for change in latest.values() if change.record is not None]
        writer.add(photos)
        cursor = batch[-1].cursor
    writer.count()
    connection.execute("UPDATE state SET cursor = ?", (cursor,))
    return Cursor(cursor)


class _Writer:
    """Writes rows, and keeps how the counts change until `count` writes them as well."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._last = connection.execute("SELECT coalesce(max(id), 0) FROM photo").fetchone()[0]
        self._terms: dict[Term, int] = {}
        self._names: dict[tuple[int, str | None], int] = {}
        self._term_counts: Counter[int] = Counter()
        self._name_counts: Counter[int] = Counter()
        self._months: Counter[str] = Counter()

    def remove(self, key: RecordKey) -> None:
        """Take a photo out, if it is there."""
        sql = "SELECT id, taken, names FROM photo WHERE checksum = ?"
        row = self._connection.execute(sql, (bytes.fromhex(key.id),)).fetchone()
        if row is None:
            return
        photo, taken, names = row
        terms = self._terms_of_names(names)
        self._connection.executemany(
            "DELETE FROM posting WHERE term = ? AND taken = ? AND photo = ?", [(term, taken, photo) for term in terms]
        )
        first_file = photo << FILE_BITS
        files = (first_file, first_file + (1 << FILE_BITS) - 1)
        self._connection.execute("DELETE FROM photo WHERE id = ?", (photo,))
        self._connection.execute("DELETE FROM words WHERE rowid = ?", (photo,))
        self._connection.execute("DELETE FROM file_name WHERE rowid BETWEEN ? AND ?", files)
        self._term_counts.subtract(terms)
        self._name_counts.subtract(numbers(names))
        self._months[moment_of(taken, 0).isoformat()[:7]] -= 1

    def add(self, photos: Iterable[Photo]) -> None:
        """Put photos in that are not there; postings in their order, which is many times faster."""
        rows, postings, words, files = [], [], [], []
        for photo in photos:
            self._last += 1
            taken = seconds_of(photo.sort_time)
            terms = terms_of(photo)
            ids = [self._term(term) for term in terms]
            names = array("I", (self._name(term, name) for term, name in zip(ids, terms.values(), strict=True)))
            rows.append(_row(self._last, photo, taken, names))
            postings += [(term, taken, self._last) for term in ids]
            words.append((self._last, " ".join(words_seen(photo)), " ".join(words_said(photo))))
            first_file = self._last << FILE_BITS
            files += [(first_file + n, name) for n, name in enumerate(names_of_files(photo))]
            self._term_counts.update(ids)
            self._name_counts.update(names)
            self._months[moment_of(taken, 0).isoformat()[:7]] += 1
        self._connection.executemany(_INSERT_PHOTO, rows)
        self._connection.executemany("INSERT INTO posting VALUES (?, ?, ?)", sorted(postings))
        self._connection.executemany("INSERT INTO words (rowid, seen, said) VALUES (?, ?, ?)", words)
        self._connection.executemany("INSERT INTO file_name (rowid, name) VALUES (?, ?)", files)

    def count(self) -> None:
        """Bring the counts up to date, and forget what nothing has any more."""
        for table, counts in (("term", self._term_counts), ("name", self._name_counts)):
            changed = [(number, row) for row, number in counts.items() if number]
            gone = [(row,) for row, number in counts.items() if number < 0]
            self._connection.executemany(f"UPDATE {table} SET photos = photos + ? WHERE id = ?", changed)  # noqa: S608 - constants
            self._connection.executemany(f"DELETE FROM {table} WHERE id = ? AND photos = 0", gone)  # noqa: S608 - constants
        months = [(name, *_stretch_of(name), number) for name, number in self._months.items() if number]
        self._connection.executemany(_COUNT_MONTH, months)
        self._connection.execute("DELETE FROM month WHERE photos = 0")

    def _terms_of_names(self, names: bytes) -> list[int]:
        sql = "SELECT term FROM name WHERE id = ?"
        return [self._connection.execute(sql, (name,)).fetchone()[0] for name in numbers(names)]

    def _term(self, term: Term) -> int:
        """The row id of a term, which is made where there is none."""
        if term not in self._terms:
            field, key = term[0].value, term[1]
            self._terms[term] = self._find_or_make(
                "SELECT id FROM term WHERE field = ? AND key = ?",
                "INSERT INTO term (field, key, photos) VALUES (?, ?, 0)",
                (field, key),
            )
        return self._terms[term]

    def _name(self, term: int, name: str | None) -> int:
        """The row id of a term's spelling, which is made where there is none."""
        if (term, name) not in self._names:
            self._names[term, name] = self._find_or_make(
                "SELECT id FROM name WHERE term = ? AND spelling = ? AND counted = ?",
                "INSERT INTO name (term, spelling, counted, photos) VALUES (?, ?, ?, 0)",
                (term, name or "", name is not None),
            )
        return self._names[term, name]

    def _find_or_make(self, find: str, make: str, values: tuple[str | int, ...]) -> int:
        row = self._connection.execute(find, values).fetchone()
        found = row[0] if row else self._connection.execute(make, values).lastrowid
        assert isinstance(found, int)
        return found


def numbers(names: bytes) -> "array[int]":
    """The row ids that `photo.names` holds."""
    ids = array("I")
    ids.frombytes(names)
    return ids


def _row(photo_id: int, photo: Photo, taken: int, names: "array[int]") -> tuple[object, ...]:
    facts = photo.facts
    return (
        *(photo_id, taken, photo.sort_time.microsecond, bytes.fromhex(photo.id), facts.width or 0, facts.height or 0),
        *(facts.kind.value, photo.status.value, facts.duration, photo.favourite, photo.placeholder),
        *(len(photo.faces), len(people_keys(photo)), names.tobytes()),
    )


def _stretch_of(month: str) -> tuple[int, int]:
    first = datetime(int(month[:4]), int(month[5:]), 1)  # noqa: DTZ001 - local times are naive
    days = monthrange(first.year, first.month)[1]
    return seconds_of(first), seconds_of(first) + days * 86400 - 1
