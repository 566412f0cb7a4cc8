"""Takes changes into the index; the caller has begun a transaction."""

import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from operator import itemgetter

from shoebox.adapters.index_sqlite.terms import (
    Term,
    first_slot,
    moment_of,
    names_of_files,
    people_keys,
    second_of,
    seconds_of,
    terms_of,
    words_said,
    words_seen,
)
from shoebox.domain.codec import from_json
from shoebox.domain.photo import Photo
from shoebox.ports import Change, Cursor, RecordKey, RecordKind

BATCH = 5000
_INSERT_PHOTO = "INSERT INTO photo VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_COUNT_MONTH = """
INSERT INTO month VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET photos = photos + excluded.photos
"""
_COUNT_WORD = "INSERT INTO word VALUES (?, ?) ON CONFLICT (word) DO UPDATE SET photos = photos + excluded.photos"
_LAST_SLOT = """
SELECT max(coalesce((SELECT max(id) FROM photo WHERE id BETWEEN ?1 AND ?2), ?1 - 1),
coalesce((SELECT max(slot) FROM other_file WHERE slot BETWEEN ?1 AND ?2), ?1 - 1))
"""


def apply(connection: sqlite3.Connection, changes: Iterable[Change]) -> Cursor:
    """Take changes in and return the cursor of the last one, or the one before where there are none."""
    writer = _Writer(connection)
    cursor: str = connection.execute("SELECT cursor FROM state").fetchone()[0]
    remaining = iter(changes)
    while batch := list(islice(remaining, BATCH)):
        latest = {change.key: change for change in batch if change.key.kind is RecordKind.PHOTO}
        writer.remove(latest)
        writer.add(from_json(Photo, change.record.body) for change in latest.values() if change.record is not None)
        cursor = batch[-1].cursor
    writer.count()
    connection.execute("UPDATE state SET cursor = ?", (cursor,))
    return Cursor(cursor)


class _Writer:
    """Writes rows, and keeps how the counts change until `count` writes them as well.

    Rows are written in order of their keys, which is many times faster.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._terms: dict[Term, int] = {}
        self._names: dict[tuple[int, str | None], int] = {}
        self._free_slots: defaultdict[int, list[int]] = defaultdict(list)
        self._next_slots: dict[int, int] = {}
        self._term_counts: Counter[int] = Counter()
        self._name_counts: Counter[int] = Counter()
        self._months: Counter[str] = Counter()
        self._words: Counter[str] = Counter()

    def remove(self, keys: Iterable[RecordKey]) -> None:
        """Take out the photos that are there."""
        sql = "SELECT id, names FROM photo WHERE checksum = ?"
        found = (self._connection.execute(sql, (bytes.fromhex(key.id),)).fetchone() for key in keys)
        for slot, names in sorted(row for row in found if row is not None):
            self._remove(slot, numbers(names))

    def _remove(self, slot: int, names: "array[int]") -> None:
        run = self._connection.execute
        terms = [run("SELECT term FROM name WHERE id = ?", (name,)).fetchone()[0] for name in names]
        for seen, said in run("SELECT seen, said FROM words WHERE rowid = ?", (slot,)).fetchall():
            self._words.subtract(f"{seen} {said}".split())
        self._unused(second_of(slot))  # looked up before these are gone, so that they are not given twice
        slots = [slot, *(row[0] for row in run("SELECT slot FROM other_file WHERE photo = ?", (slot,)))]
        for term in terms:
            run("DELETE FROM posting WHERE term = ? AND photo = ?", (term, slot))
        for one in slots:
            run("DELETE FROM file_name WHERE rowid = ?", (one,))
        run("DELETE FROM other_file WHERE photo = ?", (slot,))
        run("DELETE FROM words WHERE rowid = ?", (slot,))
        run("DELETE FROM photo WHERE id = ?", (slot,))
        self._free_slots[second_of(slot)] += slots
        self._term_counts.subtract(terms)
        self._name_counts.subtract(names)
        self._months[_month_of(slot)] -= 1

    def add(self, photos: Iterable[Photo]) -> None:
        """Put photos in that are not there."""
        rows, postings, words, files, others = [], [], [], [], []
        for photo in photos:
            second = seconds_of(photo.sort_time)
            slot = self._slot(second)
            terms = terms_of(photo)
            ids = [self._term(term) for term in terms]
            names = array("I", (self._name(term, name) for term, name in zip(ids, terms.values(), strict=True)))
            rows.append(_row(slot, photo, names))
            postings += [(term, slot) for term in ids]
            seen, said = words_seen(photo), words_said(photo)
            words.append((slot, " ".join(seen), " ".join(said)))
            named = [(self._slot(second) if n else slot, name) for n, name in enumerate(names_of_files(photo))]
            files += named
            others += [(other, slot) for other, _ in named[1:]]
            self._term_counts.update(ids)
            self._name_counts.update(names)
            self._months[_month_of(slot)] += 1
            self._words.update(seen | said)
        for sql, values in (
            (_INSERT_PHOTO, rows),
            ("INSERT INTO posting VALUES (?, ?)", postings),
            ("INSERT INTO words (rowid, seen, said) VALUES (?, ?, ?)", words),
            ("INSERT INTO file_name (rowid, name) VALUES (?, ?)", files),
            ("INSERT INTO other_file VALUES (?, ?)", others),
        ):
            self._connection.executemany(sql, sorted(values, key=itemgetter(0, 1)))

    def count(self) -> None:
        """Bring the counts up to date, and forget what nothing has any more."""
        run = self._connection.executemany
        for table, counts in (("term", self._term_counts), ("name", self._name_counts)):
            run(f"UPDATE {table} SET photos = photos + ? WHERE id = ?", [(n, row) for row, n in counts.items() if n])  # noqa: S608 - constants
            run(f"DELETE FROM {table} WHERE id = ? AND photos = 0", [(row,) for row in counts])  # noqa: S608 - constants
        months = [(name, _first_slot_of(name), number) for name, number in self._months.items() if number]
        run(_COUNT_MONTH, months)
        run(_COUNT_WORD, sorted((word, number) for word, number in self._words.items() if number))
        run("DELETE FROM word WHERE word = ? AND photos = 0", [(word,) for word, n in self._words.items() if n < 0])
        self._connection.execute("DELETE FROM month WHERE photos = 0")

    def _slot(self, second: int) -> int:
        """A slot of a second that is free: one that was freed, or the next."""
        if free := self._free_slots[second]:
            return free.pop()
        slot = self._unused(second)
        self._next_slots[second] = slot + 1
        return slot

    def _unused(self, second: int) -> int:
        """The first slot of a second behind all that are or were taken."""
        if second not in self._next_slots:
            bounds = first_slot(second), first_slot(second + 1) - 1
            self._next_slots[second] = self._connection.execute(_LAST_SLOT, bounds).fetchone()[0] + 1
        return self._next_slots[second]

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


def _row(slot: int, photo: Photo, names: "array[int]") -> tuple[object, ...]:
    facts = photo.facts
    return (
        *(slot, photo.sort_time.microsecond, bytes.fromhex(photo.id), facts.width or 0, facts.height or 0),
        *(facts.kind.value, photo.status.value, facts.duration, photo.favourite, photo.placeholder),
        *(len(photo.faces), len(people_keys(photo)), names.tobytes()),
    )


def _month_of(slot: int) -> str:
    return moment_of(second_of(slot), 0).isoformat()[:7]


def _first_slot_of(month: str) -> int:
    return first_slot(seconds_of(datetime.fromisoformat(f"{month}-01")))
