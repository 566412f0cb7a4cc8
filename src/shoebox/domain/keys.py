"""The one place that spells the keys of the archive (docs/archive-format.md).

An archive path is the owner's own relative path, with `/` between its parts, in UTF-8.
"""

from shoebox.domain.checksum import Checksum, is_checksum
from shoebox.domain.errors import UsageError

ORIGINALS = "originals/"
THUMBNAILS = "thumbnails/"
PREVIEWS = "previews/"
METADATA = "metadata/"
VERSIONS = "versions/"
ENTRIES = "library/entries/"
SNAPSHOTS = "library/snapshots/"
README = "README.txt"
LIBRARY = "library/library.json"
MAXIMUM_KEY_BYTES = 1000
"""S3 allows keys of 1,024 bytes; the longest prefix and suffix of ours need 24 of them."""


def archive_path(path: str) -> str:
    """`path` itself, if it can be an archive path.

    Raises UsageError for absolute paths, empty or dot parts, control characters and paths of over 1,000 bytes.
    """
    parts = path.split("/")
    if any(part in {"", ".", ".."} for part in parts) or any(ord(character) < 32 for character in path):
        raise UsageError(f"{path!r} cannot be a path in the archive", hint="Give a relative path without '.' or '..'.")
    try:
        length = len(path.encode())
    except UnicodeEncodeError:
        raise UsageError(f"{path!r} is not text in UTF-8", hint="Rename the file.") from None
    if length > MAXIMUM_KEY_BYTES:
        raise UsageError(f"{path[:60]!r}… is {length} bytes long", hint="Archive paths have at most 1,000 bytes.")
    return path


def original_key(path: str) -> str:
    """Where the owner's bytes lie."""
    return ORIGINALS + archive_path(path)


def thumbnail_key(path: str) -> str:
    """Where the small picture for the grid lies."""
    return f"{THUMBNAILS}{archive_path(path)}.JPG"


def preview_key(path: str) -> str:
    """Where the 2048 px picture for the viewer and for recognition lies."""
    return f"{PREVIEWS}{archive_path(path)}.JPG"


def metadata_key(path: str) -> str:
    """Where what is known about the original lies."""
    return f"{METADATA}{archive_path(path)}.json"


def version_key(path: str, checksum: Checksum) -> str:
    """Where an earlier content of a path lies."""
    return f"{VERSIONS}{archive_path(path)}/{checksum}"


def entry_key(ulid: str) -> str:
    """Where one decision of the owner lies."""
    return f"{ENTRIES}{ulid}.json"


def path_of_original(key: str) -> str:
    """The archive path of an original's key."""
    return _between(key, ORIGINALS, "")


def path_of_metadata(key: str) -> str:
    """The archive path of a metadata document's key."""
    return _between(key, METADATA, ".json")


def path_of_thumbnail(key: str) -> str:
    """The archive path of a thumbnail's key."""
    return _between(key, THUMBNAILS, ".JPG")


def path_of_preview(key: str) -> str:
    """The archive path of a preview's key."""
    return _between(key, PREVIEWS, ".JPG")


def path_of_version(key: str) -> tuple[str, Checksum]:
    """The archive path of a version's key, and the checksum that its content must have."""
    path, _, checksum = _between(key, VERSIONS, "").rpartition("/")
    if not is_checksum(checksum):
        raise UsageError(f"{key!r} does not end with a checksum")
    return archive_path(path), Checksum(checksum)


def _between(key: str, prefix: str, suffix: str) -> str:
    if not (key.startswith(prefix) and key.endswith(suffix)):
        raise UsageError(f"{key!r} is not a key under {prefix}")
    return archive_path(key[len(prefix) : len(key) - len(suffix)])
