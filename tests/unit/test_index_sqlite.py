"""What the SQLite index promises beyond the port: files, other layouts, readers beside a writer."""

import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shoebox.adapters.index_sqlite import SqliteIndex
from shoebox.adapters.index_sqlite.plan import plan
from shoebox.adapters.index_sqlite.reading import ORDER, ordered_hits
from shoebox.domain.checksum import checksum_of_bytes
from shoebox.domain.codec import to_json
from shoebox.domain.errors import UnavailableError
from shoebox.domain.photo import Facts, Kind, Label, Photo
from shoebox.ports import START, Change, Cursor, Facet, Record, RecordKey, RecordKind
from shoebox.query.model import EVERYTHING, Query, Recurring, Sort


def changes(numbers: range, label: str = "Dog") -> Iterator[Change]:
    """The coming of small photos."""
    for number in numbers:
        photo = Photo(
            id=checksum_of_bytes(number.to_bytes(4, "big")),
            paths=(f"{number}.jpg", f"copies/also {number}.jpg"),
            size=1,
            facts=Facts(kind=Kind.PHOTO, content_type="image/jpeg"),
            labels=(Label(label, 0.9, "test"),),
            added_at=datetime(2020, 1, 1, tzinfo=UTC),
        )
        key = RecordKey(RecordKind.PHOTO, photo.id)
        yield Change(key, Record(key, to_json(photo)), Cursor(str(number)))


def test_an_index_is_kept_in_its_file(tmp_path: Path) -> None:
    """Opened again, an index has its photos and its cursor."""
    index = SqliteIndex(tmp_path / "index")
    index.apply(changes(range(3)))
    index.close()
    again = SqliteIndex(tmp_path / "index")
    assert (again.total(EVERYTHING), again.cursor()) == (3, "2")
    again.close()


def test_an_index_with_another_layout_starts_anew(tmp_path: Path) -> None:
    """What another version wrote is dropped; the index is empty and wants all changes."""
    index = SqliteIndex(tmp_path / "index")
    index.apply(changes(range(3)))
    index.close()
    with sqlite3.connect(tmp_path / "index") as connection:
        connection.execute("PRAGMA user_version = 999")
        connection.execute("ALTER TABLE photo RENAME TO picture")
    connection.close()
    again = SqliteIndex(tmp_path / "index")
    assert (again.total(EVERYTHING), again.cursor()) == (0, START)
    again.apply(changes(range(5)))
    assert again.total(EVERYTHING) == 5
    again.close()


def test_a_damaged_file_is_told_with_a_way_out(tmp_path: Path) -> None:
    """A file that is no database cannot be used, and the hint says what to do; it is not touched."""
    (tmp_path / "index").write_bytes(b"not a database" * 1000)
    with pytest.raises(UnavailableError) as caught:
        SqliteIndex(tmp_path / "index")
    assert "shoebox rebuild" in caught.value.hint
    assert (tmp_path / "index").read_bytes().startswith(b"not a database")


def test_a_folder_that_is_missing_is_told(tmp_path: Path) -> None:
    """Where the file cannot be made, the error says so."""
    with pytest.raises(UnavailableError):
        SqliteIndex(tmp_path / "no" / "such" / "index")


def test_readers_see_one_state_while_changes_are_taken_in(tmp_path: Path) -> None:
    """Beside a writer that swaps all labels at once, a reader never sees a mixture, and is never refused."""
    index = SqliteIndex(tmp_path / "index")
    index.apply(changes(range(50)))
    finished = threading.Event()

    def swap() -> None:
        try:
            for turn in range(10):
                index.apply(changes(range(50), "Cat" if turn % 2 == 0 else "Dog"))
        finally:
            finished.set()

    writer = threading.Thread(target=swap)
    writer.start()
    while not finished.is_set():
        assert dict(index.count(EVERYTHING, Facet.LABEL)) in ({"Dog": 50}, {"Cat": 50})
        assert len(index.find(Query(labels_any=("Dog", "Cat"))).hits) == 50
    writer.join()
    assert index.total(Query(labels_all=("Dog",))) == 50
    index.close()


def test_two_processes_may_use_one_file(tmp_path: Path) -> None:
    """What one index object writes, another one on the same file sees."""
    one, other = SqliteIndex(tmp_path / "index"), SqliteIndex(tmp_path / "index")
    one.apply(changes(range(2)))
    other.apply(changes(range(1, 4)))
    assert one.total(EVERYTHING) == other.total(EVERYTHING) == 4
    one.close()
    other.close()


def test_counts_leave_nothing_behind(tmp_path: Path) -> None:
    """When every photo is gone, so is every name: what was removed cannot be read from the file's tables."""
    index = SqliteIndex(tmp_path / "index")
    index.apply(changes(range(3)))
    index.apply([Change(change.key, None, change.cursor) for change in changes(range(3))])
    index.close()
    connection = sqlite3.connect(tmp_path / "index")
    tables = ("photo", "term", "name", "posting", "month", "words", "word", "file_name", "other_file")
    left = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}  # noqa: S608 - constants
    connection.close()
    assert left == dict.fromkeys(tables, 0)


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize(
    "query",
    [
        EVERYTHING,
        Query(labels_all=("dog", "cat"), people_none=("x",), people_only=True),
        Query(labels_any=("dog", "cat"), favourite=False),
        Query(recurring=Recurring(weekdays=(6,), holidays=("christmas",), times_of_day=("night",))),
        Query(free_text="dog jpg"),
        Query(free_text="jpg", labels_all=("dog",)),
        Query(filename="1*.jpg"),
        Query(filename="1", labels_none=("cat",)),
    ],
)
def test_pages_are_read_in_order_and_never_sorted(tmp_path: Path, query: Query, sort: Sort) -> None:
    """A first page costs no more in a library of any size: SQLite reads hits in order, from the tables' own order."""
    index = SqliteIndex(tmp_path / "index")
    index.apply(changes(range(30)))
    index.apply(changes(range(30, 60), "Cat"))
    index.close()
    connection = sqlite3.connect(tmp_path / "index")
    chosen = plan(connection, query)
    assert chosen is not None
    for source in chosen.streams:
        sql = f"EXPLAIN QUERY PLAN {ordered_hits(source, chosen.condition, ORDER[sort])}"
        steps = connection.execute(sql, (*source.values, 0, 1, *chosen.condition.values)).fetchall()
        assert not [step for *_, step in steps if "TEMP B-TREE" in step]
    connection.close()


def test_many_photos_of_one_second_keep_their_places(tmp_path: Path) -> None:
    """Photos of one second, with several file names each, come and go again and again without mixing."""
    index = SqliteIndex(tmp_path / "index")
    for turn in range(6):
        index.apply(changes(range(turn, 40, turn + 1), ("Dog", "Cat")[turn % 2]))
        index.apply([Change(change.key, None, change.cursor) for change in changes(range(0, 40, 2 + turn))])
    index.apply(changes(range(40)))
    assert index.total(Query(labels_all=("dog",))) == len(index.find(EVERYTHING).hits) == 40
    for number in range(40):
        (hit,) = index.find(Query(filename=f"also {number}.jpg")).hits
        assert hit.id == checksum_of_bytes(number.to_bytes(4, "big"))
    index.close()
