"""A query as SQL: the rarest of what is asked for drives, the rest is probed for each photo it gives."""

import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shoebox.adapters.index_sqlite import conditions
from shoebox.adapters.index_sqlite.fragments import Fragment, all_of, any_of, marks, negated
from shoebox.adapters.index_sqlite.schema import FILE_BITS
from shoebox.adapters.index_sqlite.terms import Field, key_of, spelled
from shoebox.adapters.index_sqlite.windows import (
    ALL_DAYS,
    Stretch,
    complement,
    days_in,
    intersection,
    recurring_days,
    seconds,
)
from shoebox.query.model import Query
from shoebox.query.text import fold, words_of

_ALWAYS = tuple(seconds(ALL_DAYS))


@dataclass(frozen=True, slots=True)
class Plan:
    """Where hits come from and what they must fulfil.

    Each of `streams` gives photos in order of time, all together give every candidate, some perhaps twice; `together`
    gives each candidate once. `windows` are stretches of seconds in order. `size` is how many hits there are, where
    that is known without counting.
    """

    streams: tuple[Fragment, ...]
    together: Fragment
    windows: tuple[Stretch, ...]
    condition: Fragment
    size: int | None
    everything: bool


@dataclass(frozen=True, slots=True)
class _Group:
    """Terms of which a photo must have one, and how many photos have each, added up."""

    terms: tuple[int, ...]
    photos: int


@dataclass(frozen=True, slots=True)
class _Texts:
    """Conditions on words and file names: as sets of row ids, and as probes for one photo."""

    sets: tuple[Fragment, ...]
    probes: tuple[Fragment, ...]


def plan(connection: sqlite3.Connection, query: Query, *, text_limit: int | None) -> Plan | None:
    """How to answer `query`, or None where nothing can match.

    Texts that more than `text_limit` photos have are probed for, not driven by: that reaches a first page sooner.
    """
    groups = _groups(connection, query)
    windows, unless = _times(connection, query)
    if any(not group.photos for group in groups) or not windows:
        return None
    driver = min(groups, key=lambda group: group.photos)
    every_photo = groups.pop(0)
    unless += _exclusions(connection, query)
    texts = _texts(query)
    most = driver.photos if text_limit is None else min(driver.photos, text_limit)
    if texts.sets and _is_at_most(connection, texts, most):
        return _by_text(texts, windows, [*map(_probe, groups), *unless])
    probes = [_probe(group) for group in groups if group is not driver]
    return _by_terms(driver, windows, [*probes, *unless, *texts.probes], everything=driver is every_photo)


def _probe(group: _Group) -> Fragment:
    return conditions.has_term(group.terms)


def _by_terms(driver: _Group, windows: tuple[Stretch, ...], asked: list[Fragment], *, everything: bool) -> Plan:
    streams = tuple(Fragment("SELECT taken, photo FROM posting WHERE term = ?", (term,)) for term in driver.terms)
    every_one = f"SELECT DISTINCT taken, photo FROM posting WHERE term IN ({marks(driver.terms)})"  # noqa: S608 - values are bound
    single = len(streams) == 1
    plain = single and not asked and windows == _ALWAYS
    return Plan(
        streams=streams,
        together=streams[0] if single else Fragment(every_one, driver.terms),
        windows=windows,
        condition=all_of(asked),
        size=driver.photos if plain else None,
        everything=plain and everything,
    )


def _by_text(texts: _Texts, windows: tuple[Stretch, ...], asked: list[Fragment]) -> Plan:
    found = all_of([Fragment(f"id IN ({one.sql})", one.values) for one in texts.sets])
    source = Fragment(f"SELECT taken, id AS photo FROM photo WHERE {found.sql}", found.values)  # noqa: S608 - values are bound
    when = [] if windows == _ALWAYS else [conditions.within(windows)]
    return Plan((source,), source, _ALWAYS, all_of([*asked, *when]), size=None, everything=False)


def _groups(connection: sqlite3.Connection, query: Query) -> list[_Group]:
    """What is asked for; the first group is every photo."""
    every_of = ((Field.PERSON, query.people_all), (Field.LABEL, query.labels_all))
    some_of = (
        (Field.PERSON, query.people_any),
        (Field.LABEL, query.labels_any),
        (Field.PLACE, query.places),
        (Field.CAMERA, query.cameras),
        (Field.MEDIA, query.media),
        (Field.ALBUM, query.albums),
    )
    asked: list[tuple[Field, Sequence[str]]] = [(Field.EVERY, [""])]
    asked += [(field, [name]) for field, names in every_of for name in names]
    asked += [(field, names) for field, names in some_of if names]
    if query.favourite:
        asked.append((Field.FAVOURITE, [""]))
    groups = [_group(connection, field, names) for field, names in asked]
    if query.faces_min is not None or query.faces_max is not None:
        groups.append(_faces(connection, query))
    return groups


def _group(connection: sqlite3.Connection, field: Field, names: Iterable[str]) -> _Group:
    keys = sorted({key_of(name) for name in names})
    sql = f"SELECT id, photos FROM term WHERE field = ? AND key IN ({marks(keys)})"  # noqa: S608 - values are bound
    return _counted(connection.execute(sql, (field.value, *keys)).fetchall())


def _faces(connection: sqlite3.Connection, query: Query) -> _Group:
    """The photos with as many faces as asked."""
    sql = "SELECT id, photos, CAST(key AS INTEGER) FROM term WHERE field = ?"
    rows = connection.execute(sql, (Field.FACES.value,)).fetchall()
    least, most = query.faces_min or 0, query.faces_max
    return _counted(row[:2] for row in rows if row[2] >= least and (most is None or row[2] <= most))


def _counted(rows: Iterable[tuple[int, int]]) -> _Group:
    rows = list(rows)
    return _Group(tuple(term for term, _ in rows), sum(photos for _, photos in rows))


def _exclusions(connection: sqlite3.Connection, query: Query) -> list[Fragment]:
    """What must not be there."""
    unwanted = (
        (Field.PERSON, query.people_none),
        (Field.LABEL, query.labels_none),
        (Field.PLACE, query.places_none),
        (Field.CAMERA, query.cameras_none),
        (Field.MEDIA, query.media_none),
        (Field.ALBUM, query.albums_none),
        (Field.FAVOURITE, ("",) if query.favourite is False else ()),
        (Field.UNDATED, ("",) if query.dates or query.recurring else ()),
    )
    terms = [term for field, names in unwanted if names for term in _group(connection, field, names).terms]
    asked = [conditions.lacks_terms(terms)] if terms else []
    if query.people_only:
        people = _group(connection, Field.PERSON, (*query.people_all, *query.people_any))
        asked.append(conditions.nobody_but(people.terms))
    return asked


def _times(connection: sqlite3.Connection, query: Query) -> tuple[tuple[Stretch, ...], list[Fragment]]:
    """When photos may have been taken, and conditions that windows cannot say."""
    days = intersection(days_in(query.dates) if query.dates else ALL_DAYS, ALL_DAYS)
    asked = []
    if query.recurring:
        days = intersection(days, recurring_days(query.recurring, _years(connection)))
        if query.recurring.weekdays or query.recurring.times_of_day:
            asked.append(conditions.at_times(query.recurring))
    undated = () if query.dates or query.recurring else _group(connection, Field.UNDATED, [""]).terms
    unless = []
    if query.dates_none and not undated:
        days = intersection(days, complement(days_in(query.dates_none)))
    elif query.dates_none:
        unless.append(conditions.within(seconds(days_in(query.dates_none))))
    if query.recurring_none:
        unless.append(conditions.recurs(query.recurring_none, _years(connection)))
    if unless:
        others = [conditions.has_term(undated)] if undated else []
        asked.append(any_of([negated(any_of(unless)), *others]))
    return tuple(seconds(days)), asked


def _years(connection: sqlite3.Connection) -> list[int]:
    return [int(name) for (name,) in connection.execute("SELECT DISTINCT substr(name, 1, 4) FROM month")]


def _texts(query: Query) -> _Texts:
    seen, anywhere = _match(query.text), _match(query.free_text)
    matches = [f"seen : ({seen})"] if seen else []
    matches += [anywhere] if anywhere else []
    sets = [Fragment("SELECT rowid FROM words WHERE words MATCH ?", (match,)) for match in matches]
    probes = [conditions.has_words(match) for match in matches]
    if query.filename is not None:
        pattern = _glob(query.filename)
        named = f"SELECT rowid >> {FILE_BITS} FROM file_name WHERE name GLOB ?"  # noqa: S608 - a constant
        sets.append(Fragment(named, (pattern,)))
        probes.append(conditions.has_file_name(pattern))
    return _Texts(tuple(sets), tuple(probes))


def _match(text: str | None) -> str:
    """An FTS5 expression for all words of `text`; words hold letters, digits and emoji only, and are quoted."""
    return " AND ".join(f'"{word}"' for word in sorted(set(words_of(text or ""))))


def _glob(pattern: str) -> str:
    """A file name pattern in the language of GLOB, where brackets mean something."""
    pattern = spelled(fold(pattern)).replace("[", "[[]")
    return re.sub(r"\*+", "*", pattern) if {"*", "?"} & set(pattern) else f"*{pattern}*"


def _is_at_most(connection: sqlite3.Connection, texts: _Texts, most: int) -> bool:
    """Whether some text condition finds at most so many rows."""
    for one in texts.sets:
        sql = f"SELECT count(*) FROM ({one.sql} LIMIT ?)"  # noqa: S608 - values are bound
        if connection.execute(sql, (*one.values, most + 1)).fetchone()[0] <= most:
            return True
    return False
