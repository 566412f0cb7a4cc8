"""Checksums: the SHA-256 of a photo's bytes is its identity."""

import hashlib
import re
from typing import BinaryIO, NewType

Checksum = NewType("Checksum", str)
"""A SHA-256 as 64 lower-case hexadecimal digits."""

CHUNK_BYTES = 1 << 20
_HEX = re.compile(r"[0-9a-f]{64}")


def is_checksum(text: str) -> bool:
    """Whether `text` is spelled like a checksum."""
    return _HEX.fullmatch(text) is not None


def checksum_of_bytes(data: bytes) -> Checksum:
    """The checksum of bytes held in memory."""
    return Checksum(hashlib.sha256(data).hexdigest())


def checksum_of(source: BinaryIO) -> Checksum:
    """The checksum of what is left to read in `source`, read in pieces of one mebibyte."""
    digest = hashlib.sha256()
    while chunk := source.read(CHUNK_BYTES):
        digest.update(chunk)
    return Checksum(digest.hexdigest())
