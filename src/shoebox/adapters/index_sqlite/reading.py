"""Pages and counts; the caller has begun a transaction, so that all statements see one state."""

import heapq
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import numpy as np

from shoebox.adapters.index_sqlite.fragments import Fragment
from shoebox.adapters.index_sqlite.pages import Place, Position, read_cursor, write_cursor
from shoebox.adapters.index_sqlite.plan import Plan, plan
from shoebox.adapters.index_sqlite.terms import moment_of
from shoebox.adapters.index_sqlite.windows import Stretch
from shoebox.domain.checksum import Checksum
from shoebox.domain.photo import Kind, Status
from shoebox.ports import Facet, Hit, Page, PageCursor
from shoebox.query.model import Query, Sort

MOST_SORTED = 20_000
"""Where more photos than these have a text, the timeline is walked for a page and each photo asked for the text."""
_BEYOND_TIME = 1 << 62

_Row = tuple[int, int, bytes, int, int, str, str, float | None, int, bytes | None]
_HIT = """SELECT p.taken, photo.fraction, photo.checksum, photo.width, photo.height, photo.kind, photo.status,
photo.duration, photo.favourite, photo.placeholder"""
_ORDER = {
    Sort.NEWEST: "ORDER BY p.taken DESC, photo.fraction DESC, photo.checksum DESC LIMIT ?",
    Sort.OLDEST: "ORDER BY p.taken, photo.fraction, photo.checksum LIMIT ?",
}
_BEHIND = {Sort.NEWEST: "<", Sort.OLDEST: ">"}


def find(connection: sqlite3.Connection, query: Query, after: PageCursor | None, limit: int) -> Page:
    """See the port. Raises UsageError for a cursor that is none."""
    position = Position(None, query.limit) if after is None else read_cursor(after)
    wanted = limit if position.left is None else min(limit, position.left)
    chosen = plan(connection, query, text_limit=MOST_SORTED)
    if chosen is None or wanted <= 0:
        return Page((), None)
    rows = list(islice(_rows(connection, chosen, query.sort, position.place, wanted + 1), wanted + 1))
    page = rows[:wanted]
    left = None if position.left is None else position.left - len(page)
    more = len(rows) > wanted and left != 0
    return Page(tuple(map(_hit, page)), write_cursor(Position(_place(page[-1]), left)) if more else None)


def total(connection: sqlite3.Connection, query: Query) -> int:
    """See the port."""
    chosen = plan(connection, query, text_limit=None)
    if chosen is None:
        return 0
    if chosen.size is not None:
        return chosen.size
    return sum(row[0] for row in _all(connection, chosen, "count(*)"))


def count(connection: sqlite3.Connection, query: Query, by: Facet) -> Mapping[str, int]:
    """See the port."""
    chosen = plan(connection, query, text_limit=None)
    if chosen is None:
        return {}
    if by is Facet.MONTH:
        return _months(connection, chosen)
    return _named(connection, by, None if chosen.everything else _name_counts(connection, chosen))


def _months(connection: sqlite3.Connection, chosen: Plan) -> Mapping[str, int]:
    months = connection.execute("SELECT name, first, photos FROM month ORDER BY first").fetchall()
    if chosen.everything:
        return {name: photos for name, _, photos in months}
    taken = np.array([row[0] for row in _all(connection, chosen, "p.taken")], dtype=np.int64)
    edges = np.searchsorted(np.sort(taken), [*(first for _, first, _ in months), _BEYOND_TIME])
    return {row[0]: number for row, number in zip(months, np.diff(edges).tolist(), strict=True) if number}


def _name_counts(connection: sqlite3.Connection, chosen: Plan) -> Mapping[int, int]:
    """How many hits have each row of `name`."""
    names = b"".join(row[0] for row in _all(connection, chosen, "(SELECT names FROM photo WHERE id = p.photo)"))
    numbers = np.bincount(np.frombuffer(names, dtype="<u4"))
    return {int(name): int(numbers[name]) for name in np.flatnonzero(numbers)}


def _named(connection: sqlite3.Connection, by: Facet, counts: Mapping[int, int] | None) -> Mapping[str, int]:
    """Counts by row of `name` (None: those of all photos) as counts by term, spelled as most photos spell it."""
    sql = (
        "SELECT name.id, term, spelling, name.photos FROM term JOIN name ON term = term.id WHERE field = ? AND counted"
    )
    rows = connection.execute(sql, (by.value,)).fetchall()
    spellings: dict[int, str] = {}
    totals: Counter[int] = Counter()
    for name, term, spelling, photos in sorted(rows, key=lambda row: (-row[3], row[2])):
        spellings.setdefault(term, spelling)
        totals[term] += photos if counts is None else counts.get(name, 0)
    return {spellings[term]: number for term, number in totals.items() if number}


def _all(connection: sqlite3.Connection, chosen: Plan, columns: str) -> Iterator[tuple[Any, ...]]:
    """`columns` for every hit, in no order."""
    for window in chosen.windows:
        sql = f"SELECT {columns} FROM ({chosen.together.sql}) AS p WHERE p.taken BETWEEN ? AND ? AND {chosen.condition.sql}"  # noqa: S608, E501 - values are bound
        yield from connection.execute(sql, (*chosen.together.values, *window, *chosen.condition.values))


def _rows(connection: sqlite3.Connection, chosen: Plan, sort: Sort, after: Place | None, limit: int) -> Iterator[_Row]:
    """The hits behind a place in order, each once; `limit` tells SQLite that no more are wanted."""
    newest = sort is Sort.NEWEST
    for window in reversed(chosen.windows) if newest else chosen.windows:
        first, last = _behind(window, after, newest=newest)
        if first > last:
            continue
        tail = _tail(sort, after, limit)
        streams = [_stream(connection, source, (first, last), chosen.condition, tail) for source in chosen.streams]
        before = None
        for row in heapq.merge(*streams, key=_place, reverse=newest):
            if row[2] != before:
                yield row
            before = row[2]


def _stream(
    connection: sqlite3.Connection, source: Fragment, window: Stretch, condition: Fragment, tail: Fragment
) -> Iterator[_Row]:
    """The hits of one source; the cross join keeps the order of the loops."""
    tables = f"({source.sql}) AS p CROSS JOIN photo ON photo.id = p.photo"
    sql = f"{_HIT} FROM {tables} WHERE p.taken BETWEEN ? AND ? AND {condition.sql} {tail.sql}"
    return connection.execute(sql, (*source.values, *window, *condition.values, *tail.values))


def _behind(window: Stretch, after: Place | None, *, newest: bool) -> Stretch:
    """The part of a window that a place does not lie behind."""
    first, last = window
    if after is None:
        return window
    return (first, min(last, after[0])) if newest else (max(first, after[0]), last)


def _tail(sort: Sort, after: Place | None, limit: int) -> Fragment:
    if after is None:
        return Fragment(_ORDER[sort], (limit,))
    behind = f"AND (p.taken, photo.fraction, photo.checksum) {_BEHIND[sort]} (?, ?, ?)"
    return Fragment(f"{behind} {_ORDER[sort]}", (*after, limit))


def _place(row: _Row) -> Place:
    return row[0], row[1], row[2]


def _hit(row: _Row) -> Hit:
    taken, fraction, checksum, width, height, kind, status, duration, favourite, placeholder = row
    return Hit(
        id=Checksum(checksum.hex()),
        taken=moment_of(taken, fraction),
        width=width,
        height=height,
        kind=Kind(kind),
        status=Status(status),
        duration=duration,
        favourite=bool(favourite),
        placeholder=placeholder,
    )
