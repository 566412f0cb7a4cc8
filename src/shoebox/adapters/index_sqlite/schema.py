"""The tables of the index, and how they are made anew when their layout is another one.

`photo.id` is a slot (`terms`). A posting says that a photo has a term. `photo.names` holds the ids of the photo's
`name` rows as little-endian 32-bit numbers: what it is counted under, and what to take away when it changes. A photo's
first file name lies at its slot, others at slots of their own within the same second (`other_file`).
"""

import sqlite3

VERSION = 2
"""To be raised whenever the tables change, or what the matcher takes for names, words or file names."""

_TABLES = (
    """CREATE TABLE photo (
        id INTEGER PRIMARY KEY,
        fraction INTEGER NOT NULL,
        checksum BLOB NOT NULL UNIQUE,
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        kind TEXT NOT NULL,
        status TEXT NOT NULL,
        duration REAL,
        favourite INTEGER NOT NULL,
        placeholder BLOB,
        faces INTEGER NOT NULL,
        people INTEGER NOT NULL,
        names BLOB NOT NULL
    )""",
    """CREATE TABLE term (
        id INTEGER PRIMARY KEY,
        field TEXT NOT NULL,
        key TEXT NOT NULL,
        photos INTEGER NOT NULL,
        UNIQUE (field, key)
    )""",
    """CREATE TABLE name (
        id INTEGER PRIMARY KEY,
        term INTEGER NOT NULL,
        spelling TEXT NOT NULL,
        counted INTEGER NOT NULL,
        photos INTEGER NOT NULL,
        UNIQUE (term, spelling, counted)
    )""",
    """CREATE TABLE posting (
        term INTEGER NOT NULL,
        photo INTEGER NOT NULL,
        PRIMARY KEY (term, photo)
    ) WITHOUT ROWID""",
    """CREATE TABLE month (
        name TEXT PRIMARY KEY,
        first INTEGER NOT NULL,
        photos INTEGER NOT NULL
    ) WITHOUT ROWID""",
    # words come folded and parted by spaces; `detail=column` is enough, for phrases are never asked
    "CREATE VIRTUAL TABLE words USING fts5 (seen, said, tokenize = 'ascii', detail = column, columnsize = 0)",
    """CREATE VIRTUAL TABLE file_name
        USING fts5 (name, tokenize = 'trigram case_sensitive 1', detail = none, columnsize = 0)""",
    "CREATE TABLE other_file (slot INTEGER PRIMARY KEY, photo INTEGER NOT NULL)",
    "CREATE INDEX other_file_of ON other_file (photo)",
    "CREATE TABLE word (word TEXT PRIMARY KEY, photos INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE state (cursor TEXT NOT NULL)",
    "INSERT INTO state VALUES ('')",
    f"PRAGMA user_version = {VERSION}",
)


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether the tables are there, in this layout."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version == VERSION


def make_anew(connection: sqlite3.Connection) -> None:
    """Drop every table and make them empty; inside the caller's transaction."""
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY sql LIKE '%VIRTUAL%'"
    ).fetchall()
    for (table,) in reversed(tables):  # virtual tables first: they drop their own shadows
        connection.execute(f'DROP TABLE IF EXISTS "{table}"')
    for statement in _TABLES:
        connection.execute(statement)
