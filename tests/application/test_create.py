"""Making a library."""

import io
from datetime import UTC, datetime

import pytest

from shoebox.adapters.objects_memory import MemoryObjectStore
from shoebox.application.create import create_library, find_identity
from shoebox.domain import keys
from shoebox.domain.checksum import checksum_of_bytes
from shoebox.domain.errors import IntegrityError, UsageError


def now() -> datetime:
    """A clock that stands still."""
    return datetime(2026, 11, 23, tzinfo=UTC)


def put(objects: MemoryObjectStore, key: str, data: bytes) -> None:
    """Store bytes."""
    objects.put(key, io.BytesIO(data), checksum=checksum_of_bytes(data))


def test_a_new_library_has_an_identity_and_a_word_to_the_finder() -> None:
    """What was made is found again; a README says what the folder is."""
    objects = MemoryObjectStore()
    assert find_identity(objects) is None
    assert create_library(objects, now) == find_identity(objects)
    with objects.open(keys.README) as readme:
        assert b"photo archive" in readme.read()


def test_of_two_makers_the_first_one_stands() -> None:
    """Both go on with one identity."""
    objects = MemoryObjectStore()
    assert create_library(objects, now) == create_library(objects, now)


def test_an_archive_that_lost_its_identity_gets_another() -> None:
    """Originals are there, so it is an archive."""
    objects = MemoryObjectStore()
    put(objects, "originals/a.jpg", b"a")
    assert create_library(objects, now) == find_identity(objects)


def test_a_folder_of_other_things_is_refused() -> None:
    """A library is not made in the middle of somebody's documents."""
    objects = MemoryObjectStore()
    put(objects, "letter.txt", b"Dear")
    with pytest.raises(UsageError) as caught:
        create_library(objects, now)
    assert "letter.txt" in caught.value.message
    assert find_identity(objects) is None


def test_a_damaged_identity_is_told() -> None:
    """It is not replaced in silence."""
    objects = MemoryObjectStore()
    put(objects, keys.LIBRARY, b"{")
    with pytest.raises(IntegrityError):
        find_identity(objects)
