"""Backing up one file: its bytes go into originals/, are read back and compared."""

import contextlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from shoebox.application.library import Library
from shoebox.application.walk import SourceFile
from shoebox.domain import keys
from shoebox.domain.checksum import Checksum, checksum_of, checksum_of_bytes
from shoebox.domain.errors import AlreadyExistsError, IntegrityError
from shoebox.ports import NameSpelling

_MOST_NAME_BYTES = 240


@dataclass(frozen=True, slots=True)
class Original:
    """Where a file's bytes lie in the archive, verified."""

    path: str
    checksum: Checksum
    size: int


def archive_path_of(folder: str, name: str) -> str:
    """The archive path of a file, which is its own relative path.

    Bytes that are not UTF-8 and control characters are spelled %XX, since keys are text. A name of over 240 bytes
    is cut, since file systems allow 255 and ".json" is added to it.
    """
    path = f"{folder}/{name}" if folder else name
    spelled = PurePosixPath("".join(_spell(character) for character in path))
    size = len(spelled.name.encode())
    return keys.archive_path(str(spelled if size <= _MOST_NAME_BYTES else _shorten(spelled)))


def back_up(library: Library, file: SourceFile) -> Original:
    """Store the bytes of `file` and return once they were read back and matched.

    A changed file at a known path becomes a new version and the old one stays under versions/. Two different files
    that ask for one path (from two folders, or spelled alike on a disk that ignores case) both stay: the second
    gets "~" and eight digits of its checksum. Raises OSError for the source, IntegrityError where it changed
    while it was read, UnavailableError for the archive.
    """
    with file.file.open("rb") as source:
        checksum = checksum_of(source)
        size = source.tell()
        plain = archive_path_of(file.folder, file.name)
        for path in (plain, _distinct(plain, checksum)):
            source.seek(0)
            if _store(library, file, path, source, checksum):
                return Original(path, checksum, size)
    raise IntegrityError(f"No place was found for {file.file}.", hint="Run 'shoebox verify'.")


def _store(library: Library, file: SourceFile, path: str, source: BinaryIO, checksum: Checksum) -> bool:
    key = keys.original_key(path)
    ours = library.known_files.claim(path, file.source, file.folder, file.name)
    if ours:
        with contextlib.suppress(AlreadyExistsError):
            library.objects.put(key, source, checksum=checksum)
            return True
    stored = _checksum_of_stored(library, key)
    if stored is None or stored == checksum:
        return stored is not None
    if not ours or _is_spelled_otherwise(library, key):
        return False
    _keep_version(library, path, key, stored)
    source.seek(0)
    library.objects.put(key, source, checksum=checksum, if_absent=False)
    return True


def _checksum_of_stored(library: Library, key: str) -> Checksum | None:
    found = library.objects.stat(key)
    if found is None:
        return None
    if found.checksum is not None:
        return found.checksum
    with library.objects.open(key) as stored:
        return checksum_of(stored)


def _keep_version(library: Library, path: str, key: str, checksum: Checksum) -> None:
    with library.objects.open(key) as old, contextlib.suppress(AlreadyExistsError):
        library.objects.put(keys.version_key(path, checksum), old, checksum=checksum)


def _is_spelled_otherwise(library: Library, key: str) -> bool:
    return isinstance(library.objects, NameSpelling) and library.objects.spelling(key) not in {None, key}


def _distinct(path: str, checksum: Checksum) -> str:
    name = PurePosixPath(path)
    return str(name.with_name(f"{name.stem}~{checksum[:8]}{name.suffix}"))


def _shorten(path: PurePosixPath) -> PurePosixPath:
    start = path.stem.encode()[:200].decode(errors="ignore")
    return path.with_name(f"{start}~{checksum_of_bytes(path.name.encode())[:8]}{path.suffix[:20]}")


def _spell(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # PEP 383: a byte that is not UTF-8
        return f"%{code - 0xDC00:02X}"
    return f"%{code:02X}" if code < 32 or code == 127 else character
