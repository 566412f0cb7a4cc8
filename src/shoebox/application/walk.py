"""Walking the folders of the owner."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from shoebox.domain.errors import NotFoundError

_IGNORED = {".ds_store", "thumbs.db", "desktop.ini", "@eadir", "#recycle", "$recycle.bin", "lost+found"}
_IGNORED_PREFIXES = ("._", ".trash", ".spotlight", ".fseventsd", ".shoebox-incoming", ".synologyworkingdirectory")


class SourceFile(NamedTuple):
    """A file of the owner: `folder` is relative to `source` ("" for itself); names may hold surrogate escapes.

    A tuple, for a walk makes one for each file.
    """

    source: str
    folder: str
    name: str
    size: int
    modified_ns: int
    changed_ns: int

    @property
    def file(self) -> Path:
        """Where it lies."""
        return Path(self.source, self.folder, self.name)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that cannot be backed up now, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class SourceFolder:
    """One folder's files by name, and what in it cannot be read."""

    source: str
    folder: str
    files: tuple[SourceFile, ...]
    problems: tuple[Problem, ...]
    ignored: int


def is_ignored(name: str) -> bool:
    """Whether a file or folder is litter of an operating system or a NAS, never the owner's picture."""
    lower = name.lower()
    return lower in _IGNORED or lower.startswith(_IGNORED_PREFIXES)


def walk(source: Path, *, without: Path | None = None) -> Iterator[SourceFolder]:
    """Every folder of `source`, or the one file it is; links are followed, each real folder is visited once.

    `without` is a folder to leave out: the library itself. Raises NotFoundError where there is no `source`.
    """
    if not source.exists():
        raise NotFoundError(f"There is no {source}.", hint="Check the path; is the disk there?")
    root = source if source.is_dir() else source.parent
    only = None if source.is_dir() else source.name
    visited = {_identity(without.stat())} if without is not None and without.exists() else set()
    pending = [""]
    while pending:
        folder = pending.pop()
        found, below = _read_folder(str(root), folder, only, visited)
        pending.extend(reversed(below))
        yield found


def _read_folder(
    root: str, folder: str, only: str | None, visited: set[tuple[int, int]]
) -> tuple[SourceFolder, list[str]]:
    path = os.path.join(root, folder) if folder else root  # noqa: PTH118 pathlib costs three times the walk
    try:
        identity = _identity(os.stat(path))  # noqa: PTH116 same
        if identity in visited:
            problem = Problem(path, "A link leads back here; what it leads to is backed up once.")
            return SourceFolder(root, folder, (), (problem,), 0), []
        visited.add(identity)
        with os.scandir(path) as scan:
            entries = sorted((entry for entry in scan if only in {None, entry.name}), key=lambda entry: entry.name)
    except OSError as error:
        return SourceFolder(root, folder, (), (_problem(path, error),), 0), []
    kept = [entry for entry in entries if not is_ignored(entry.name)]
    found = [_read_entry(entry, root, folder) for entry in kept]
    files = tuple(item for item in found if isinstance(item, SourceFile))
    problems = tuple(item for item in found if isinstance(item, Problem))
    below = [item for item in found if isinstance(item, str)]
    return SourceFolder(root, folder, files, problems, len(entries) - len(kept)), below


def _read_entry(entry: os.DirEntry[str], root: str, folder: str) -> SourceFile | Problem | str:
    """A file; or a reason; or the path of a folder below."""
    try:
        status = entry.stat()
    except OSError as error:
        return _problem(entry.path, error)
    if stat.S_ISDIR(status.st_mode):
        return f"{folder}/{entry.name}" if folder else entry.name
    if not stat.S_ISREG(status.st_mode):
        return Problem(entry.path, "This is a device, pipe or socket, not a file.")
    return SourceFile(root, folder, entry.name, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def _problem(path: str, error: OSError) -> Problem:
    return Problem(path, f"{error.strerror or error}.")


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino
