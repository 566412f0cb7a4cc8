"""Walking a bucket in order of the keys' UTF-8 bytes."""

from collections.abc import Iterator
from datetime import UTC
from typing import TYPE_CHECKING

from shoebox.adapters.objects_s3.bucket import OWN, Bucket
from shoebox.adapters.objects_s3.failures import translated
from shoebox.ports import StoredObject

if TYPE_CHECKING:
    from mypy_boto3_s3.type_defs import ListObjectsV2OutputTypeDef, ObjectTypeDef


def walk(bucket: Bucket, prefix: str) -> Iterator[StoredObject]:
    """Every object of the library below `prefix`: one LIST for each 1,000 objects.

    Where the server lists folders before their neighbours ("a/b" before "a b"), one LIST for each folder more.
    What is not the library's is passed over: the adapter's own objects, and the empty objects ending in "/" that
    consoles make for folders.
    """
    below = bucket.full(prefix)
    found = _in_order(bucket, below) if bucket.abilities.ordered else _by_folders(bucket, below)
    for stored in found:
        if stored.key.startswith(prefix) and not _is_foreign(stored):  # SeaweedFS takes "a//" for "a/"
            yield stored


def _is_foreign(stored: StoredObject) -> bool:
    return stored.key.startswith(OWN) or (stored.key.endswith("/") and stored.size == 0)


def _in_order(bucket: Bucket, prefix: str) -> Iterator[StoredObject]:
    for page in _pages(bucket, prefix, ""):
        for item in page.get("Contents", []):
            yield _stored(bucket, item)


def _by_folders(bucket: Bucket, prefix: str) -> Iterator[StoredObject]:
    """One folder at a time, its objects and folders sorted together, so that only a folder's names are held."""
    entries: dict[str, StoredObject | None] = {}
    for page in _pages(bucket, prefix, "/"):
        entries.update((folder["Prefix"], None) for folder in page.get("CommonPrefixes", []))
        entries.update((item["Key"], _stored(bucket, item)) for item in page.get("Contents", []))
    for name in sorted(entries, key=str.encode):
        stored = entries[name]
        if stored is not None:
            yield stored
        elif len(name) > len(prefix):
            yield from _by_folders(bucket, name)


def _pages(bucket: Bucket, prefix: str, delimiter: str) -> Iterator["ListObjectsV2OutputTypeDef"]:
    pages = bucket.client.get_paginator("list_objects_v2").paginate(
        Bucket=bucket.name, Prefix=prefix, Delimiter=delimiter
    )
    with translated(prefix or bucket.name):
        yield from pages


def _stored(bucket: Bucket, item: "ObjectTypeDef") -> StoredObject:
    key = item["Key"].removeprefix(bucket.prefix)
    return StoredObject(key, item["Size"], item["LastModified"].astimezone(UTC))
