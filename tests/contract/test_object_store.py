"""What every ObjectStore promises (`ports.ObjectStore`)."""

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import pytest

from shoebox.adapters.objects_folder import FolderObjectStore
from shoebox.adapters.objects_memory import MemoryObjectStore
from shoebox.domain.checksum import Checksum, checksum_of_bytes
from shoebox.domain.errors import AlreadyExistsError, IntegrityError, NotFoundError, ShoeboxError
from shoebox.ports import ObjectStore
from tests.s3_stores import s3_store

STORES: dict[str, Callable[[pytest.FixtureRequest, Path], ObjectStore]] = {
    "memory": lambda _, __: MemoryObjectStore(),
    "folder": lambda _, folder: FolderObjectStore(folder / "library"),
    "s3": lambda request, _: s3_store(request.getfixturevalue("s3_server")),
    "s3 of a weak server": lambda request, _: s3_store(request.getfixturevalue("s3_server"), weak=True),
}


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    """Each store in turn, empty."""
    return STORES[request.param](request, tmp_path)


class Unreadable(io.RawIOBase):
    """A source whose disk fails in the middle."""

    def readable(self) -> bool:
        """It looks like any other source."""
        return True

    def readinto(self, _buffer: object) -> int:
        """Fail."""
        raise OSError("the card was pulled out")


def put(store: ObjectStore, key: str, data: bytes, *, if_absent: bool = True) -> None:
    """Store bytes with their right checksum."""
    store.put(key, io.BytesIO(data), checksum=checksum_of_bytes(data), if_absent=if_absent)


def read(store: ObjectStore, key: str, start: int = 0, length: int | None = None) -> bytes:
    """Bytes of an object."""
    with store.open(key, start, length) as source:
        return source.read()


def keys(store: ObjectStore, prefix: str = "") -> list[str]:
    """The keys that a walk gives."""
    return [one.key for one in store.walk(prefix)]


@pytest.mark.parametrize("data", [b"", b"x", bytes(range(256)) * 9000], ids=["empty", "small", "over a chunk"])
def test_reads_what_was_put(store: ObjectStore, data: bytes) -> None:
    """An object has the bytes that were put, and put says how many."""
    stored = store.put("originals/a b/ä.jpg", io.BytesIO(data), checksum=checksum_of_bytes(data))
    assert (stored.key, stored.size) == ("originals/a b/ä.jpg", len(data))
    assert read(store, "originals/a b/ä.jpg") == data


def test_puts_what_is_left_of_a_source(store: ObjectStore) -> None:
    """A source is read from where it stands."""
    source = io.BytesIO(b"header and body")
    source.seek(11)
    store.put("x", source, checksum=checksum_of_bytes(b"body"))
    assert read(store, "x") == b"body"


@pytest.mark.parametrize(
    ("start", "length", "expected"),
    [(0, 3, b"012"), (4, 3, b"456"), (8, 10, b"89"), (10, 5, b""), (99, 5, b""), (3, 0, b""), (7, None, b"789")],
)
def test_reads_a_part(store: ObjectStore, start: int, length: int | None, expected: bytes) -> None:
    """A part is `length` bytes from `start`, fewer at the end."""
    put(store, "x", b"0123456789")
    assert read(store, "x", start, length) == expected


def test_a_part_can_be_read_in_pieces(store: ObjectStore) -> None:
    """Reading piece by piece ends where the part ends."""
    put(store, "x", b"0123456789")
    with store.open("x", 2, 5) as source:
        assert [source.read(2), source.read(2), source.read(2), source.read(2)] == [b"23", b"45", b"6", b""]


def test_a_taken_key_keeps_its_object(store: ObjectStore) -> None:
    """A second put to a key fails and changes nothing, even with equal bytes."""
    put(store, "x", b"first")
    for data in (b"second", b"first"):
        with pytest.raises(AlreadyExistsError):
            put(store, "x", data)
    assert read(store, "x") == b"first"


def test_replaces_when_told_to(store: ObjectStore) -> None:
    """Without `if_absent` a put replaces, or makes anew."""
    put(store, "x", b"first", if_absent=False)
    put(store, "x", b"longer second", if_absent=False)
    assert read(store, "x") == b"longer second"
    assert store.stat("x") is not None
    assert keys(store) == ["x"]


@pytest.mark.parametrize("if_absent", [True, False])
def test_bytes_that_differ_from_their_checksum_are_not_stored(store: ObjectStore, *, if_absent: bool) -> None:
    """A source that is not what was announced leaves nothing behind."""
    with pytest.raises(IntegrityError):
        store.put("x", io.BytesIO(b"bit rot"), checksum=checksum_of_bytes(b"bit rat"), if_absent=if_absent)
    assert store.stat("x") is None
    assert keys(store) == []


def test_a_bad_replacement_leaves_the_old_object(store: ObjectStore) -> None:
    """A replacement that fails its check changes nothing."""
    put(store, "x", b"good")
    with pytest.raises(IntegrityError):
        store.put("x", io.BytesIO(b"bad"), checksum=Checksum("0" * 64), if_absent=False)
    assert read(store, "x") == b"good"


def test_a_source_that_fails_leaves_nothing(store: ObjectStore) -> None:
    """When reading the source fails, no part of it is to be seen."""
    source: BinaryIO = io.BufferedReader(Unreadable())  # type: ignore[assignment]  # it reads, that is enough
    with pytest.raises((OSError, ShoeboxError)):
        store.put("x", source, checksum=checksum_of_bytes(b""))
    assert store.stat("x") is None
    assert keys(store) == []


def test_of_many_writers_one_wins(store: ObjectStore) -> None:
    """Threads that put to one key at the same time: one is told it did, and its bytes are there."""

    def attempt(number: int) -> int | None:
        try:
            put(store, "x", b"%d" % number * 5000)
        except AlreadyExistsError:
            return None
        return number

    with ThreadPoolExecutor(8) as threads:
        winners = [number for number in threads.map(attempt, range(8)) if number is not None]
    assert len(winners) == 1
    assert read(store, "x") == b"%d" % winners[0] * 5000


def test_nothing_is_not_found(store: ObjectStore) -> None:
    """Where nothing lies, open raises and stat gives None."""
    with pytest.raises(NotFoundError), store.open("no/such"):
        pass
    assert store.stat("no/such") is None


def test_a_folder_is_not_an_object(store: ObjectStore) -> None:
    """What is only the beginning of keys is not there itself."""
    put(store, "a/b", b"x")
    assert store.stat("a") is None
    with pytest.raises(NotFoundError), store.open("a"):
        pass


def test_stat_tells_size_and_time(store: ObjectStore) -> None:
    """Stat knows an object's size and when it was stored, in UTC; a checksum it gives is right."""
    put(store, "x", b"12345")
    stored = store.stat("x")
    assert stored is not None
    assert (stored.key, stored.size) == ("x", 5)
    assert stored.checksum in {None, checksum_of_bytes(b"12345")}
    assert stored.modified.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - stored.modified) < timedelta(minutes=5)


def test_walks_in_order_of_utf8_bytes(store: ObjectStore) -> None:
    """A walk gives every object once, in order of the keys' UTF-8 bytes, folders or not."""
    names = ["a/b/c", "a-b", "a.b", "a0", "a/b.c", "a/b-c", "B", "é", "z", "😀", "\ufffd", "a b"]
    for name in names:
        put(store, name, name.encode())
    assert keys(store) == sorted(names, key=str.encode)
    assert {one.key: one.size for one in store.walk()} == {name: len(name.encode()) for name in names}


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("a", ["a-b", "a/b/c", "a/bd", "ab"]),
        ("a/", ["a/b/c", "a/bd"]),
        ("a/b", ["a/b/c", "a/bd"]),
        ("a/b/", ["a/b/c"]),
        ("a/bd", ["a/bd"]),
        ("x", []),
        ("a/b/c/d", []),
    ],
)
def test_walks_below_a_prefix(store: ObjectStore, prefix: str, expected: list[str]) -> None:
    """A prefix is a beginning of keys, not only whole folders."""
    for name in ("a/b/c", "a/bd", "ab", "a-b", "b"):
        put(store, name, b"")
    assert keys(store, prefix) == expected


def test_an_empty_store_has_nothing_to_walk(store: ObjectStore) -> None:
    """A new store is empty."""
    assert keys(store) == []


def test_removes(store: ObjectStore) -> None:
    """Removed objects are gone, absent keys are passed over, others stay; a key can be used again."""
    for name in ("a/x", "a/y", "a/z"):
        put(store, name, b"old")
    store.remove(["a/x", "no/such", "a/z"])
    assert keys(store) == ["a/y"]
    put(store, "a/x", b"new")
    assert read(store, "a/x") == b"new"


def test_an_open_object_outlives_its_replacement(store: ObjectStore) -> None:
    """Who reads while an object is replaced or removed goes on reading the old bytes."""
    put(store, "x", b"old bytes")
    with store.open("x") as source:
        assert source.read(4) == b"old "
        put(store, "x", b"NEW BYTES", if_absent=False)
        store.remove(["x"])
        assert source.read() == b"bytes"
