"""Words and file names as SQL."""

import re
import sqlite3
from dataclasses import dataclass

from shoebox.adapters.index_sqlite import conditions
from shoebox.adapters.index_sqlite.fragments import Fragment, marks
from shoebox.adapters.index_sqlite.terms import spelled
from shoebox.query.model import Query
from shoebox.query.text import fold, words_of

_NAMED = """SELECT rowid AS place, coalesce((SELECT photo FROM other_file WHERE slot = file_name.rowid), rowid) AS photo
FROM file_name WHERE name GLOB ?"""


@dataclass(frozen=True, slots=True)
class Texts:
    """What a query asks of words and file names.

    `probes` are conditions on one photo; `source` gives the photos that fulfil the first of them, `together` each once.
    `photos` is how many have the words at most; None where no words are asked.
    """

    probes: tuple[Fragment, ...]
    source: Fragment
    together: Fragment
    photos: int | None


def texts_of(connection: sqlite3.Connection, query: Query) -> Texts:
    """What `query` asks of words and file names."""
    seen, anywhere = sorted(set(words_of(query.text or ""))), sorted(set(words_of(query.free_text or "")))
    parts = [*(f'seen : "{word}"' for word in seen), *(f'"{word}"' for word in anywhere)]
    probes, sources, photos = [], [], None
    if parts:  # words hold letters, digits and emoji only: quoted they mean nothing else
        match = " AND ".join(parts)
        probes.append(conditions.has_words(match))
        sources.append(Fragment("SELECT rowid AS place, rowid AS photo FROM words WHERE words MATCH ?", (match,)))
        photos = _most(connection, {*seen, *anywhere})
    if query.filename is not None:
        pattern = _glob(query.filename)
        probes.append(conditions.has_file_name(pattern))
        sources.append(Fragment(_NAMED, (pattern,)))
    source = sources[0] if sources else Fragment("")
    once = f"SELECT DISTINCT photo AS place, photo FROM ({source.sql})"  # noqa: S608 - values are bound
    return Texts(tuple(probes), source, source if parts else Fragment(once, source.values), photos)


def _most(connection: sqlite3.Connection, words: set[str]) -> int:
    """How many photos can have all the words: as many as have the rarest."""
    sql = f"SELECT photos FROM word WHERE word IN ({marks(list(words))})"  # noqa: S608 - values are bound
    counts = [photos for (photos,) in connection.execute(sql, tuple(words))]
    return min(counts) if len(counts) == len(words) else 0


def _glob(pattern: str) -> str:
    """A file name pattern in the language of GLOB, where brackets mean something."""
    pattern = spelled(fold(pattern)).replace("[", "[[]")
    return re.sub(r"\*+", "*", pattern) if {"*", "?"} & set(pattern) else f"*{pattern}*"
