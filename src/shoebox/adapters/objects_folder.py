"""Objects as files in a folder: any disk, a NAS, a synchronised folder."""

import contextlib
import errno
import fcntl
import io
import os
import threading
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast

from shoebox.domain.checksum import CHUNK_BYTES, Checksum, checksum_of
from shoebox.domain.errors import AlreadyExistsError, IntegrityError, NotFoundError, UnavailableError, UsageError
from shoebox.ports import StoredObject

INCOMING = ".shoebox-incoming"
_ABANDONED_SECONDS = 24 * 3600
_NO_HARD_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EACCES, errno.EXDEV}


class FolderObjectStore:
    """An ObjectStore, with the abilities LocalFiles and NameSpelling.

    An object is written beside the archive, forced to the disk, read back past the page cache where the system
    allows it, compared, and only then linked to its name, which fails if the name is taken.
    """

    def __init__(self, root: Path) -> None:
        """Use `root`, which is made when the first object is put."""
        self.root = root
        self._linking = threading.Lock()

    def put(self, key: str, source: BinaryIO, *, checksum: Checksum, if_absent: bool = True) -> StoredObject:
        """See ObjectStore.put."""
        target = self.local_path(key)
        if if_absent and target.exists():
            raise _taken(key)
        with _disk_errors(self.root), self._incoming_file() as incoming:
            size = _write(incoming, source, checksum, key)
            target.parent.mkdir(parents=True, exist_ok=True)
            if if_absent:
                self._link(incoming, target, key)
            else:
                incoming.replace(target)
            _force_to_disk(target.parent)
            return StoredObject(key, size, _modified(target.stat()), checksum)

    def open(self, key: str, start: int = 0, length: int | None = None) -> AbstractContextManager[BinaryIO]:
        """See ObjectStore.open."""
        path = self.local_path(key)
        try:
            file = path.open("rb")
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            raise NotFoundError(f"There is no object {key!r}.", hint="Run 'shoebox verify'.") from None
        except OSError as error:
            raise _unavailable(self.root, error) from error
        file.seek(start)
        return file if length is None else cast("BinaryIO", io.BufferedReader(_Part(file, length)))

    def stat(self, key: str) -> StoredObject | None:
        """See ObjectStore.stat."""
        path = self.local_path(key)
        try:
            status = path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise _unavailable(self.root, error) from error
        return None if path.is_dir() else StoredObject(key, status.st_size, _modified(status))

    def walk(self, prefix: str = "") -> Iterator[StoredObject]:
        """See ObjectStore.walk."""
        folder = prefix.rpartition("/")[0]
        if (self.root / folder).is_dir():
            yield from self._walk(folder, prefix)

    def remove(self, keys: Iterable[str]) -> None:
        """See ObjectStore.remove."""
        with _disk_errors(self.root):
            for key in keys:
                self.local_path(key).unlink(missing_ok=True)

    def local_path(self, key: str) -> Path:
        """See LocalFiles.local_path. Raises UsageError for keys that would lead out of the folder."""
        parts = key.split("/")
        if any(part in {"", ".", ".."} or "\0" in part for part in parts) or parts[0] == INCOMING:
            raise UsageError(f"{key!r} cannot be a key.", hint="Keys are relative paths without '.' or '..'.")
        return self.root.joinpath(*parts)

    def spelling(self, key: str) -> str | None:
        """See NameSpelling.spelling."""
        folder, spelled = self.root, []
        for part in key.split("/"):
            entry = _entry(folder, part)
            if entry is None:
                return None
            spelled.append(entry)
            folder /= entry
        return "/".join(spelled)

    def _walk(self, folder: str, prefix: str) -> Iterator[StoredObject]:
        with os.scandir(self.root / folder) as scan:
            entries = sorted(scan, key=_order)
        for entry in entries:
            key = f"{folder}/{entry.name}" if folder else entry.name
            if entry.name == INCOMING or not _is_text(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False):
                if key.startswith(prefix) or prefix.startswith(f"{key}/"):
                    yield from self._walk(key, prefix)
            elif key.startswith(prefix):
                status = entry.stat()
                yield StoredObject(key, status.st_size, _modified(status))

    @contextmanager
    def _incoming_file(self) -> Iterator[Path]:
        folder = self.root / INCOMING
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / uuid.uuid4().hex
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)

    def _link(self, incoming: Path, target: Path, key: str) -> None:
        try:
            target.hardlink_to(incoming)
        except FileExistsError:
            raise _taken(key) from None
        except OSError as error:
            if error.errno not in _NO_HARD_LINKS:
                raise
            self._rename_if_absent(incoming, target, key)

    def _rename_if_absent(self, incoming: Path, target: Path, key: str) -> None:
        """For file systems without hard links: check and rename while no other Shoebox may."""
        with self._linking, (self.root / INCOMING / "lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if target.exists():
                raise _taken(key)
            incoming.rename(target)


def clear_abandoned(root: Path) -> None:
    """Remove what interrupted puts left behind a day ago or earlier; nothing of it was ever acknowledged."""
    folder = root / INCOMING
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > _ABANDONED_SECONDS:
                path.unlink()


class _Part(io.RawIOBase):
    """At most `length` bytes of a file."""

    def __init__(self, file: BinaryIO, length: int) -> None:
        self._file = file
        self._left = length

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # a writable buffer is all it needs
        data = self._file.read(min(len(buffer), self._left))
        buffer[: len(data)] = data
        self._left -= len(data)
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()


def _write(path: Path, source: BinaryIO, checksum: Checksum, key: str) -> int:
    size = 0
    with path.open("xb") as file:
        while chunk := source.read(CHUNK_BYTES):
            size += file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    with path.open("rb") as copy:
        if hasattr(os, "posix_fadvise"):  # macOS has none
            os.posix_fadvise(copy.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        if checksum_of(copy) != checksum:
            raise IntegrityError(
                f"What was written for {key!r} is not what was expected.",
                hint="The file changed while it was read, or the disk is failing. Run it again.",
            )
    return size


def _force_to_disk(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError:  # some network file systems cannot
        pass
    finally:
        os.close(descriptor)


@contextmanager
def _disk_errors(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _unavailable(root, error) from error


def _unavailable(root: Path, error: OSError) -> UnavailableError:
    reason = error.strerror or str(error)
    return UnavailableError(f"The library at {root} cannot be used: {reason}.", hint="Is the disk there, and not full?")


def _taken(key: str) -> AlreadyExistsError:
    return AlreadyExistsError(f"There is already an object {key!r}.", hint="Nothing was overwritten.")


def _entry(folder: Path, name: str) -> str | None:
    wanted = folder / name
    if not wanted.exists():
        return None
    names = [path.name for path in folder.iterdir()]
    if name in names:
        return name
    return next((other for other in names if (folder / other).exists() and wanted.samefile(folder / other)), None)


def _order(entry: os.DirEntry[str]) -> bytes:
    name = f"{entry.name}/" if entry.is_dir(follow_symlinks=False) else entry.name
    return name.encode(errors="surrogateescape")


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _modified(status: os.stat_result) -> datetime:
    return datetime.fromtimestamp(status.st_mtime, UTC)
