"""What the SQLite record store promises beyond the port: its file."""

from pathlib import Path

import pytest

from shoebox.adapters.records_sqlite import SqliteRecordStore
from shoebox.domain.errors import ConflictError, UnavailableError
from shoebox.ports import START, Record, RecordKey, RecordKind

KEY = RecordKey(RecordKind.PHOTO, "a")


def test_records_are_kept_in_their_file(tmp_path: Path) -> None:
    """Opened again, a store has its records, and cursors stay good."""
    store = SqliteRecordStore(tmp_path / "records")
    store.put(Record(KEY, {"x": 1}), expected=None)
    (change,) = store.changes(START)
    store.close()
    again = SqliteRecordStore(tmp_path / "records")
    assert again.get(KEY) == change.record
    assert list(again.changes(change.cursor)) == []
    again.close()


def test_a_file_made_anew_voids_cursors(tmp_path: Path) -> None:
    """Cursors of a file that was deleted are not taken for those of the new one."""
    store = SqliteRecordStore(tmp_path / "records")
    store.put(Record(KEY, {}), expected=None)
    (change,) = store.changes(START)
    store.close()
    (tmp_path / "records").unlink()
    again = SqliteRecordStore(tmp_path / "records")
    with pytest.raises(ConflictError):
        again.changes(change.cursor)
    again.close()


def test_two_processes_may_use_one_file(tmp_path: Path) -> None:
    """What one store writes, another one on the same file sees and cannot overwrite unknowingly."""
    one, other = SqliteRecordStore(tmp_path / "records"), SqliteRecordStore(tmp_path / "records")
    version = one.put(Record(KEY, {}), expected=None)
    assert other.put(Record(KEY, {}), expected=version) == 2
    with pytest.raises(ConflictError):
        one.put(Record(KEY, {}), expected=version)
    one.close()
    other.close()


def test_a_damaged_file_is_told_with_a_way_out(tmp_path: Path) -> None:
    """A file that is no database cannot be used, and the hint says what to do; it is not touched."""
    (tmp_path / "records").write_bytes(b"not a database" * 1000)
    with pytest.raises(UnavailableError) as caught:
        SqliteRecordStore(tmp_path / "records")
    assert "shoebox rebuild" in caught.value.hint
    assert (tmp_path / "records").read_bytes().startswith(b"not a database")


def test_a_store_that_breaks_later_tells_so_too(tmp_path: Path) -> None:
    """Pages that are damaged after opening raise UnavailableError when they are read."""
    store = SqliteRecordStore(tmp_path / "records")
    for number in range(200):
        store.put(Record(RecordKey(RecordKind.PHOTO, f"{number}"), {"x": "y" * 500}), expected=None)
    store.close()
    data = bytearray((tmp_path / "records").read_bytes())
    data[8192:] = b"\x99" * (len(data) - 8192)
    (tmp_path / "records").write_bytes(data)
    with pytest.raises(UnavailableError):
        list(SqliteRecordStore(tmp_path / "records").scan(RecordKind.PHOTO))


def test_a_folder_that_is_missing_is_told(tmp_path: Path) -> None:
    """Where the file cannot be made, the error says so."""
    with pytest.raises(UnavailableError):
        SqliteRecordStore(tmp_path / "no" / "such" / "records")
