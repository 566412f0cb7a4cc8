"""What every RecordStore promises (`ports.RecordStore`)."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from shoebox.adapters.records_dynamodb import DynamoRecordStore
from shoebox.adapters.records_memory import MemoryRecordStore
from shoebox.adapters.records_sqlite import SqliteRecordStore
from shoebox.domain.errors import ConflictError
from shoebox.domain.json_value import JsonObject
from shoebox.ports import START, Change, Cursor, Record, RecordKey, RecordKind, RecordStore, Version
from tests.dynamodb_server import dynamodb, make_table

__all__ = ["dynamodb"]
STORES: dict[str, Callable[[Path], RecordStore]] = {
    "memory": lambda _: MemoryRecordStore(),
    "sqlite": lambda folder: SqliteRecordStore(folder / "records.sqlite"),
}
A = RecordKey(RecordKind.PHOTO, "a")
B = RecordKey(RecordKind.PHOTO, "b")
C = RecordKey(RecordKind.PERSON, "a")


@pytest.fixture(params=[*STORES, "dynamodb"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RecordStore]:
    """Each store in turn, empty."""
    if request.param == "dynamodb":
        client = request.getfixturevalue("dynamodb")
        yield DynamoRecordStore(client, make_table(client))
        return
    store = STORES[request.param](tmp_path)
    yield store
    if isinstance(store, SqliteRecordStore):
        store.close()


def put(store: RecordStore, key: RecordKey, value: int, expected: int | None = None) -> Version:
    """Write a small record."""
    return store.put(Record(key, {"value": value}), expected=None if expected is None else Version(expected))


def changed(store: RecordStore, since: Cursor = START) -> list[tuple[RecordKey, JsonObject | None]]:
    """Keys and bodies of the changes."""
    return [(change.key, change.record.body if change.record else None) for change in store.changes(since)]


def last(store: RecordStore) -> Cursor:
    """The cursor of the last change."""
    changes = list(store.changes(START))
    return changes[-1].cursor


def test_gets_what_was_put(store: RecordStore) -> None:
    """A record comes back with its body and version; keys of another kind are others."""
    body: JsonObject = {"text": 'ä "☀" \ud800', "list": [1, 2.5, None, True, {"x": []}], "": {}}
    version = store.put(Record(A, body), expected=None)
    assert store.get(A) == Record(A, body, version)
    assert store.get(B) is None
    assert store.get(C) is None


def test_versions_count_writes(store: RecordStore) -> None:
    """Each write raises the version by one."""
    assert [put(store, A, 1), put(store, A, 2, 1), put(store, A, 3, 2)] == [1, 2, 3]
    assert store.get(A) == Record(A, {"value": 3}, Version(3))


@pytest.mark.parametrize("expected", [None, 0, 1, 3])
def test_a_write_that_expects_another_version_fails(store: RecordStore, expected: int | None) -> None:
    """Whoever read an older state cannot write, and nothing changes, the feed included."""
    put(store, A, 1)
    put(store, A, 2, 1)
    cursor = last(store)
    with pytest.raises(ConflictError):
        put(store, A, 9, expected)
    assert store.get(A) == Record(A, {"value": 2}, Version(2))
    assert changed(store, cursor) == []


def test_no_version_can_be_expected_of_nothing(store: RecordStore) -> None:
    """To write or remove what is not there is a conflict."""
    with pytest.raises(ConflictError):
        put(store, A, 1, 1)
    with pytest.raises(ConflictError):
        store.remove(A, expected=Version(1))
    assert changed(store) == []


def test_removes(store: RecordStore) -> None:
    """A removed record is gone, and only its version can be removed."""
    put(store, A, 1)
    with pytest.raises(ConflictError):
        store.remove(A, expected=Version(2))
    store.remove(A, expected=Version(1))
    assert store.get(A) is None
    assert list(store.scan(RecordKind.PHOTO)) == []
    with pytest.raises(ConflictError):
        store.remove(A, expected=Version(1))


def test_versions_go_on_after_a_removal(store: RecordStore) -> None:
    """Who knew a record before it was removed and put again cannot take the new one for it."""
    put(store, A, 1)
    store.remove(A, expected=Version(1))
    again = put(store, A, 2)
    assert again > 1
    with pytest.raises(ConflictError):
        put(store, A, 3, 1)
    assert put(store, A, 3, again) == again + 1


def test_bodies_are_copies(store: RecordStore) -> None:
    """What a caller does with a body afterwards changes nothing in the store."""
    body: JsonObject = {"list": [1]}
    store.put(Record(A, body), expected=None)
    body["list"] = "changed"
    first = store.get(A)
    assert first is not None
    first.body["list"] = "changed too"
    again = store.get(A)
    assert again is not None
    assert again.body == {"list": [1]}


def test_scans_a_kind_in_order(store: RecordStore) -> None:
    """A scan gives all records of one kind in order of id, whatever their number."""
    names = [f"{number * 7919 % 1201:04}" for number in range(1201)]
    for name in names:
        put(store, RecordKey(RecordKind.PHOTO, name), int(name))
    put(store, C, 1)
    assert [record.key.id for record in store.scan(RecordKind.PHOTO)] == sorted(names)
    assert [record.key for record in store.scan(RecordKind.PERSON)] == [C]
    assert list(store.scan(RecordKind.ALBUM)) == []


def test_scanning_goes_on_while_others_write(store: RecordStore) -> None:
    """Records may be written while they are scanned."""
    for number in range(600):
        put(store, RecordKey(RecordKind.PHOTO, f"{number:04}"), number)
    seen = []
    for record in store.scan(RecordKind.PHOTO):
        put(store, record.key, -1, record.version)
        seen.append(record.key.id)
    assert seen == [f"{number:04}" for number in range(600)]


def test_the_feed_tells_what_changed(store: RecordStore) -> None:
    """The feed gives records of all kinds, oldest first, with versions and removals."""
    put(store, A, 1)
    put(store, C, 2)
    put(store, B, 3)
    store.remove(C, expected=Version(1))
    changes = list(store.changes(START))
    newest = [(change.key, change.record) for change in changes]
    assert newest[-1] == (C, None)
    assert (A, Record(A, {"value": 1}, Version(1))) in newest
    assert [key for key, _ in newest].index(A) < [key for key, _ in newest].index(B)


def test_a_key_that_changed_twice_has_its_newest_state(store: RecordStore) -> None:
    """The last word of the feed about a key is what holds now."""
    put(store, A, 1)
    put(store, B, 2)
    put(store, A, 3, 1)
    assert dict(changed(store)) == {A: {"value": 3}, B: {"value": 2}}
    assert changed(store)[-1] == (A, {"value": 3})


def test_the_feed_goes_on_from_a_cursor(store: RecordStore) -> None:
    """From any change's cursor on come the later ones only."""
    for number, key in enumerate((A, B, C)):
        put(store, key, number)
    cursors = [change.cursor for change in store.changes(START)]
    assert [changed(store, cursor) for cursor in cursors[1:]] == [[(C, {"value": 2})], []]
    put(store, A, 9, 1)
    assert changed(store, cursors[2]) == [(A, {"value": 9})]
    store.remove(A, expected=Version(2))
    assert changed(store, cursors[2]) == [(A, None)]


def test_a_long_feed_is_complete(store: RecordStore) -> None:
    """Every change comes once, however many there are."""
    expected = [RecordKey(RecordKind.PHOTO, f"{number:04}") for number in range(1203)]
    for number, key in enumerate(expected):
        put(store, key, number)
    assert [change.key for change in store.changes(START)] == expected


def test_clearing_forgets_and_voids_cursors(store: RecordStore) -> None:
    """After clear there is nothing, and a reader with an old cursor is told so, even when as much came after."""
    put(store, A, 1)
    cursor = last(store)
    store.clear()
    assert store.get(A) is None
    assert changed(store) == []
    put(store, A, 2)
    put(store, B, 2)
    with pytest.raises(ConflictError):
        list(store.changes(cursor))
    assert changed(store) == [(A, {"value": 2}), (B, {"value": 2})]
    assert changed(store, last(store)) == []


def test_threads_do_not_lose_writes(store: RecordStore) -> None:
    """Of writers with one expectation one wins each round, so a counter counts right."""

    def raise_by(rounds: int) -> None:
        done = 0
        while done < rounds:
            record = store.get(A)
            assert record is not None
            value = record.body["value"]
            assert isinstance(value, int)
            try:
                put(store, A, value + 1, record.version)
            except ConflictError:
                continue
            done += 1

    put(store, A, 0)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(raise_by, [25] * 4))
    assert store.get(A) == Record(A, {"value": 100}, Version(101))


def test_a_reader_of_the_feed_misses_nothing(store: RecordStore) -> None:
    """Who follows the feed while threads write sees every key in the end."""

    def write(writer: int) -> None:
        for number in range(100):
            put(store, RecordKey(RecordKind.PHOTO, f"{writer}-{number}"), number)

    seen: set[RecordKey] = set()
    cursor = START

    def follow() -> None:
        nonlocal cursor
        changes: list[Change] = list(store.changes(cursor))
        seen.update(change.key for change in changes)
        cursor = changes[-1].cursor if changes else cursor

    with ThreadPoolExecutor(4) as threads:
        writers = [threads.submit(write, writer) for writer in range(4)]
        while not all(writer.done() for writer in writers):
            follow()
    for writer in writers:
        writer.result()
    follow()
    assert len(seen) == 400
