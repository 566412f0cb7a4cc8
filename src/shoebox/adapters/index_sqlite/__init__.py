"""The search index in one SQLite file.

`terms` says what a photo is found by, `schema` how that lies in tables, `writing` takes changes in; `windows` turns
dates into stretches of time, `plan` turns a query into SQL, `reading` runs it; `index` is the port.
"""

from shoebox.adapters.index_sqlite.index import SqliteIndex

__all__ = ["SqliteIndex"]
