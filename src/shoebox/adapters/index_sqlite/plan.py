"""A query as SQL: the rarest of what is asked for drives, the rest is probed for each photo it gives."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shoebox.adapters.index_sqlite import conditions
from shoebox.adapters.index_sqlite.fragments import Fragment, all_of, any_of, marks, negated
from shoebox.adapters.index_sqlite.terms import Field, key_of
from shoebox.adapters.index_sqlite.texts import Texts, texts_of
from shoebox.adapters.index_sqlite.windows import (
    ALL_DAYS,
    Stretch,
    complement,
    days_in,
    intersection,
    recurring_days,
    slots,
)
from shoebox.query.model import Query

_ALWAYS = tuple(slots(ALL_DAYS))
WORD_PROBE = 20
"""To ask whether one photo has a word takes as long as to read so many photos from the word's own list."""
FILE_PROBES = 2000
"""Up to so many photos are asked for their file names one by one rather than all file names for theirs."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Where hits come from and what they must fulfil.

    Each of `streams` gives rows of `place`, a slot within the photo's second, and `photo`, in any order of `place`
    that is asked; all together give every candidate, some perhaps twice. `together` gives each candidate once.
    `windows` are stretches of slots in order. `size` is the number of hits where it is known without counting.
    """

    streams: tuple[Fragment, ...]
    together: Fragment
    windows: tuple[Stretch, ...]
    condition: Fragment
    size: int | None = None
    everything: bool = False


@dataclass(frozen=True, slots=True)
class _Group:
    """Terms of which a photo must have one, and how many photos have each, added up."""

    terms: tuple[int, ...]
    photos: int


def plan(connection: sqlite3.Connection, query: Query) -> Plan | None:
    """How to answer `query`, or None where nothing can match."""
    groups = _groups(connection, query)
    windows, unless = _times(connection, query)
    texts = texts_of(connection, query)
    if not windows or texts.photos == 0 or any(not group.photos for group in groups):
        return None
    driver = min(groups, key=lambda group: group.photos)
    every_photo = groups.pop(0)
    asked = [*unless, *_exclusions(connection, query)]
    if _texts_drive(texts, driver, every_photo):
        probes = [conditions.has_term(group.terms) for group in groups]
        condition = all_of([*probes, *asked, *texts.probes[1:]])
        return Plan((texts.source,), texts.together, windows, condition)
    probes = [conditions.has_term(group.terms) for group in groups if group is not driver]
    return _by_terms(driver, windows, [*probes, *asked, *texts.probes], everything=driver is every_photo)


def _texts_drive(texts: Texts, driver: _Group, every_photo: _Group) -> bool:
    if not texts.probes:
        return False
    if texts.photos is not None:
        return texts.photos <= WORD_PROBE * driver.photos
    return driver is every_photo or driver.photos > FILE_PROBES


def _by_terms(driver: _Group, windows: tuple[Stretch, ...], asked: list[Fragment], *, everything: bool) -> Plan:
    streams = tuple(
        Fragment("SELECT photo AS place, photo FROM posting WHERE term = ?", (one,)) for one in driver.terms
    )
    every_one = f"SELECT DISTINCT photo AS place, photo FROM posting WHERE term IN ({marks(driver.terms)})"  # noqa: S608 - values are bound
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
        unless.append(conditions.within(slots(days_in(query.dates_none))))
    if query.recurring_none:
        unless.append(conditions.recurs(query.recurring_none, _years(connection)))
    if unless:
        others = [conditions.has_term(undated)] if undated else []
        asked.append(any_of([negated(any_of(unless)), *others]))
    return tuple(slots(days)), asked


def _years(connection: sqlite3.Connection) -> list[int]:
    return [int(name) for (name,) in connection.execute("SELECT DISTINCT substr(name, 1, 4) FROM month")]
