"""Bodies that are too large to lie in the record's own item lie in parts beside it.

Parts are written before the item that points to them and removed after it points elsewhere. They are not in the
feed's index, so that a large body is paid for once where a small one is paid for in the table and in the index. A
crash in between leaves parts that nothing points to; they cost their storage until the records are cleared.
"""

import secrets
from collections.abc import Iterator
from typing import Any

from shoebox.adapters.records_dynamodb.connection import Connection
from shoebox.adapters.records_dynamodb.table import BODY, PARTITION_KEY, PARTS, SORT_KEY
from shoebox.ports import RecordKey

LARGEST_INLINE = 16_000
PART_BYTES = 390_000
"""An item may have 400 KB, its keys included."""
_POINTER = b"\xff"
"""The first byte of a body that is in parts; `body.DICTIONARIES` will not have as many."""


class Parts:
    """Keeps large bodies."""

    def __init__(self, connection: Connection) -> None:
        """Keep them in the table of `connection`."""
        self._connection = connection

    def store(self, key: RecordKey, packed: bytes) -> bytes:
        """What to put into the record's item: the packed body itself, or a pointer to the parts written here."""
        if len(packed) <= LARGEST_INLINE:
            return packed
        parts = [packed[start : start + PART_BYTES] for start in range(0, len(packed), PART_BYTES)]
        pointer = _POINTER + f"{secrets.token_hex(8)}/{len(parts)}".encode()
        for item_key, part in zip(_keys(key, pointer), parts, strict=True):
            self._connection.run("put_item", Item={**item_key, BODY: {"B": part}})
        return pointer

    def load(self, key: RecordKey, stored: bytes) -> bytes | None:
        """The packed body behind what the record's item has; None where its parts are gone."""
        if not stored.startswith(_POINTER):
            return stored
        parts = []
        for item_key in _keys(key, stored):
            answer = self._connection.run("get_item", Key=item_key, ConsistentRead=True)
            if "Item" not in answer:
                return None
            parts.append(answer["Item"][BODY]["B"])
        return b"".join(parts)

    def remove(self, key: RecordKey, stored: bytes) -> None:
        """Remove the parts of a body that no item points to any more."""
        if stored.startswith(_POINTER):
            for item_key in _keys(key, stored):
                self._connection.run("delete_item", Key=item_key)


def _keys(key: RecordKey, pointer: bytes) -> Iterator[dict[str, Any]]:
    token, _, number = pointer.removeprefix(_POINTER).decode().partition("/")
    for part in range(int(number)):
        yield {PARTITION_KEY: {"S": PARTS}, SORT_KEY: {"S": f"{key.kind.value}#{key.id}#{token}#{part}"}}
