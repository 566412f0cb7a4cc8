"""Pages and counts; the caller has begun a transaction, so that all statements see one state."""

import heapq
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby, islice
from typing import Any

import numpy as np

from shoebox.adapters.index_sqlite.fragments import Fragment
from shoebox.adapters.index_sqlite.pages import Place, Position, read_cursor, write_cursor
from shoebox.adapters.index_sqlite.plan import Plan, plan
from shoebox.adapters.index_sqlite.terms import first_slot, moment_of, second_of
from shoebox.adapters.index_sqlite.windows import Stretch, days_in, intersection, slots
from shoebox.domain.checksum import Checksum
from shoebox.domain.photo import Kind, Status
from shoebox.ports import Facet, Hit, Page, PageCursor
from shoebox.query.model import DateRange, Query, Sort

_Row = tuple[int, int, int, bytes, int, int, str, str, float | None, int, bytes | None]
_HIT = """SELECT p.place, photo.id, photo.fraction, photo.checksum, photo.width, photo.height, photo.kind, photo.status,
photo.duration, photo.favourite, photo.placeholder"""
ORDER = {Sort.NEWEST: "ORDER BY p.place DESC", Sort.OLDEST: "ORDER BY p.place"}


def find(
    connection: sqlite3.Connection, query: Query, after: PageCursor | None, limit: int, within: DateRange | None
) -> Page:
    """See the port. Raises UsageError for a cursor that is none."""
    position = Position(None, query.limit) if after is None else read_cursor(after)
    wanted = limit if position.left is None else min(limit, position.left)
    chosen = plan(connection, query)
    if chosen is None or wanted <= 0:
        return Page((), None)
    if within is not None:
        chosen = replace(chosen, windows=tuple(intersection(chosen.windows, slots(days_in([within])))))
    rows = list(islice(_rows(connection, chosen, query.sort, position.place), wanted + 1))
    page = rows[:wanted]
    left = None if position.left is None else position.left - len(page)
    more = len(rows) > wanted and left != 0
    return Page(tuple(map(_hit, page)), write_cursor(Position(_place(page[-1]), left)) if more else None)


def total(connection: sqlite3.Connection, query: Query) -> int:
    """See the port."""
    chosen = plan(connection, query)
    if chosen is None:
        return 0
    if chosen.size is not None:
        return chosen.size
    return sum(row[0] for row in _all(connection, chosen, "count(*)"))


def count(connection: sqlite3.Connection, query: Query, by: Facet) -> Mapping[str, int]:
    """See the port."""
    chosen = plan(connection, query)
    if chosen is None:
        return {}
    if by is Facet.MONTH:
        return _months(connection, chosen)
    return _named(connection, by, None if chosen.everything else _name_counts(connection, chosen))


def _months(connection: sqlite3.Connection, chosen: Plan) -> Mapping[str, int]:
    months = connection.execute("SELECT name, first, photos FROM month ORDER BY first").fetchall()
    if chosen.everything:
        return {name: photos for name, _, photos in months}
    photos = np.array([row[0] for row in _all(connection, chosen, "p.photo")], dtype=np.int64)
    edges = np.searchsorted(np.sort(photos), [*(first for _, first, _ in months), np.iinfo(np.int64).max])
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
    source, condition = chosen.together, chosen.condition
    for window in chosen.windows:
        sql = f"SELECT {columns} FROM ({source.sql}) AS p WHERE p.place BETWEEN ? AND ? AND {condition.sql}"  # noqa: S608 - values are bound
        yield from connection.execute(sql, (*source.values, *window, *condition.values))


def _rows(connection: sqlite3.Connection, chosen: Plan, sort: Sort, after: Place | None) -> Iterator[_Row]:
    """The hits behind a place in order, each once, read from the file only as far as they are taken."""
    newest = sort is Sort.NEWEST
    for window in reversed(chosen.windows) if newest else chosen.windows:
        rest = _behind(window, after, newest=newest)
        if rest[0] > rest[1]:
            continue
        streams = [_stream(connection, source, rest, chosen.condition, ORDER[sort]) for source in chosen.streams]
        for _, rows in groupby(heapq.merge(*streams, key=_second, reverse=newest), key=_second):
            once = {_place(row): row for row in rows}
            for place in sorted(once, reverse=newest):
                if after is None or (place < after if newest else place > after):
                    yield once[place]


def _stream(
    connection: sqlite3.Connection, source: Fragment, window: Stretch, condition: Fragment, order: str
) -> Iterator[_Row]:
    """The hits of one source."""
    return connection.execute(ordered_hits(source, condition, order), (*source.values, *window, *condition.values))


def ordered_hits(source: Fragment, condition: Fragment, order: str) -> str:
    """The statement for hits in order; the cross join keeps the order of the loops, so that nothing is sorted."""
    tables = f"({source.sql}) AS p CROSS JOIN photo ON photo.id = p.photo"
    return f"{_HIT} FROM {tables} WHERE p.place BETWEEN ? AND ? AND {condition.sql} {order}"


def _behind(window: Stretch, after: Place | None, *, newest: bool) -> Stretch:
    """The part of a window from the second of a place on."""
    first, last = window
    if after is None:
        return window
    return (first, min(last, first_slot(after[0] + 1) - 1)) if newest else (max(first, first_slot(after[0])), last)


def _second(row: _Row) -> int:
    return second_of(row[0])


def _place(row: _Row) -> Place:
    return second_of(row[1]), row[2], row[3]


def _hit(row: _Row) -> Hit:
    _, slot, fraction, checksum, width, height, kind, status, duration, favourite, placeholder = row
    return Hit(
        id=Checksum(checksum.hex()),
        taken=moment_of(second_of(slot), fraction),
        width=width,
        height=height,
        kind=Kind(kind),
        status=Status(status),
        duration=duration,
        favourite=bool(favourite),
        placeholder=placeholder,
    )
