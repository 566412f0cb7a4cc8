"""What is particular to objects in a folder; the rest is in the contract."""

import errno
import io
import os
from pathlib import Path

import pytest

from shoebox.adapters.objects_folder import INCOMING, FolderObjectStore, clear_abandoned
from shoebox.domain.checksum import checksum_of_bytes
from shoebox.domain.errors import AlreadyExistsError, UsageError


def put(store: FolderObjectStore, key: str, data: bytes, *, if_absent: bool = True) -> None:
    """Store bytes."""
    store.put(key, io.BytesIO(data), checksum=checksum_of_bytes(data), if_absent=if_absent)


@pytest.mark.parametrize("key", ["../a", "/etc/passwd", "a/../b", "a//b", "", "a\0b", f"{INCOMING}/a"])
def test_no_key_leads_out_of_the_folder(tmp_path: Path, key: str) -> None:
    """Keys that are not plain relative paths are refused."""
    with pytest.raises(UsageError):
        FolderObjectStore(tmp_path).local_path(key)


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    """After a put only the object is there."""
    put(FolderObjectStore(tmp_path), "a/b.jpg", b"x")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["b.jpg"]


def test_a_disk_without_hard_links_still_never_overwrites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """FAT and some network shares have no links; objects are renamed there, under a lock."""

    def no_links(_link: Path, _target: Path) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    store = FolderObjectStore(tmp_path)
    put(store, "a.jpg", b"first")
    with pytest.raises(AlreadyExistsError):
        put(store, "a.jpg", b"second")
    assert (tmp_path / "a.jpg").read_bytes() == b"first"


def test_leavings_of_yesterday_are_cleared(tmp_path: Path) -> None:
    """What a killed run left in the incoming folder goes after a day; what is being written stays."""
    incoming = tmp_path / INCOMING
    incoming.mkdir()
    (incoming / "old").touch()
    (incoming / "new").touch()
    os.utime(incoming / "old", (0, 0))
    clear_abandoned(tmp_path)
    assert [path.name for path in incoming.iterdir()] == ["new"]


def test_an_object_is_spelled_as_it_is_stored(tmp_path: Path) -> None:
    """The store knows the true spelling of a key, and that nothing answers to another one."""
    store = FolderObjectStore(tmp_path)
    put(store, "Trip/A.jpg", b"x")
    assert store.spelling("Trip/A.jpg") == "Trip/A.jpg"
    assert store.spelling("Trip/B.jpg") is None
