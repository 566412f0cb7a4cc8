"""Sync: everything in the owner's folders that is new or changed goes into the archive and becomes photos.

A file is known as unchanged only after its record was written, so an interrupted run, started again, finishes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from shoebox.application.backup import Original, archive_path_of, back_up
from shoebox.application.ingest import Added, AlreadyKnown, SetAside, ingest
from shoebox.application.library import Library, refresh_index
from shoebox.application.parallel import in_parallel
from shoebox.application.people import group_faces
from shoebox.application.walk import Problem, SourceFile, SourceFolder, walk
from shoebox.domain.errors import ConflictError, IntegrityError, UsageError
from shoebox.domain.photo import Arrival
from shoebox.imaging.sidecars import pair
from shoebox.imaging.sniff import is_sidecar_name
from shoebox.ports import KnownFile, KnownFiles

_FILES_BETWEEN_REFRESHES = 200


class Outcome(StrEnum):
    """What became of a file."""

    ADDED = "added"
    KNOWN = "known"
    SET_ASIDE = "set-aside"
    SIDECAR = "sidecar"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Task:
    """A file to back up; a photo comes with the files that describe it, of which some may be new."""

    file: SourceFile
    sidecars: tuple[SourceFile, ...] = ()
    is_sidecar: bool = False
    has_new_sidecar: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sync has to do, and what it need not or cannot."""

    tasks: tuple[Task, ...]
    unchanged: int
    ignored: int
    problems: tuple[Problem, ...]

    @property
    def size(self) -> int:
        """Bytes to back up."""
        return sum(task.file.size for task in self.tasks)


@dataclass(frozen=True, slots=True)
class Done:
    """A task's end; `reason` says why a file was set aside or failed."""

    task: Task
    outcome: Outcome
    reason: str | None = None


@dataclass(slots=True)
class Summary:
    """What a sync did."""

    plan: Plan
    counts: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    size: int = 0
    set_aside: list[Problem] = field(default_factory=list)
    failed: list[Problem] = field(default_factory=list)

    def add(self, done: Done) -> None:
        """Count one task."""
        self.counts[done.outcome] += 1
        if done.outcome is not Outcome.FAILED:
            self.size += done.task.file.size
        if done.reason is not None:
            problems = self.failed if done.outcome is Outcome.FAILED else self.set_aside
            problems.append(Problem(str(done.task.file.file), done.reason))


def plan(known_files: KnownFiles, sources: Iterable[Path], *, without: Path | None = None) -> Plan:
    """Look at the folders and decide what a sync has to do; nothing is read or written."""
    tasks: list[Task] = []
    problems: list[Problem] = []
    unchanged = ignored = 0
    for source in sources:
        for folder in walk(source.absolute(), without=without):
            found = _tasks_of(known_files, folder)
            tasks.extend(found)
            problems.extend(folder.problems)
            unchanged += len(folder.files) - len(found)
            ignored += folder.ignored
    return Plan(tuple(tasks), unchanged, ignored, tuple(problems))


def sync(library: Library, work: Plan, *, workers: int, progress: Callable[[Done], None]) -> Summary:
    """Back up and ingest what was planned. Raises UnavailableError where the archive cannot be written."""
    summary = Summary(work)
    sidecars = [task for task in work.tasks if task.is_sidecar]
    photos = [task for task in work.tasks if not task.is_sidecar]
    for tasks in (sidecars, photos):
        for number, done in enumerate(in_parallel(lambda task: _do(library, task), tasks, workers), 1):
            summary.add(done)
            progress(done)
            if number % _FILES_BETWEEN_REFRESHES == 0:
                refresh_index(library)
    if summary.counts[Outcome.ADDED] or summary.counts[Outcome.KNOWN]:
        group_faces(library)
    refresh_index(library)
    return summary


def _tasks_of(known_files: KnownFiles, folder: SourceFolder) -> list[Task]:
    if not folder.files:
        return []
    known = known_files.folder(folder.source, folder.folder)
    new = {file.name for file in folder.files if not _is_unchanged(file, known.get(file.name))}
    if not new:
        return []
    by_name = {file.name: file for file in folder.files}
    tasks = []
    for name, sidecars in pair(tuple(by_name)).items():
        has_new_sidecar = any(sidecar in new for sidecar in sidecars)
        if name in new or has_new_sidecar:
            found = tuple(by_name[sidecar] for sidecar in sidecars)
            tasks.append(Task(by_name[name], found, has_new_sidecar=has_new_sidecar))
    photos = {task.file.name for task in tasks}
    others = [Task(by_name[name], is_sidecar=is_sidecar_name(name)) for name in sorted(new - photos)]
    return tasks + others


def _is_unchanged(file: SourceFile, known: KnownFile | None) -> bool:
    return known is not None and (known.size, known.modified_ns, known.changed_ns) == (
        file.size,
        file.modified_ns,
        file.changed_ns,
    )


def _do(library: Library, task: Task) -> Done:
    try:
        original = _back_up_twice(library, task.file)
    except OSError as error:
        return Done(task, Outcome.FAILED, f"It cannot be read: {error.strerror or error}.")
    except IntegrityError:
        return Done(task, Outcome.FAILED, "It changed while it was read, twice. Sync again when nothing writes to it.")
    except UsageError as error:
        return Done(task, Outcome.FAILED, f"{error.message} {error.hint}")
    try:
        done = Done(task, Outcome.SIDECAR) if task.is_sidecar else _ingest(library, task, original)
    except (ConflictError, IntegrityError) as error:
        return Done(task, Outcome.FAILED, f"It is backed up, but not shown yet: {error.message} {error.hint}")
    file = task.file
    known = KnownFile(file.size, file.modified_ns, file.changed_ns, original.checksum, original.path)
    library.known_files.remember(file.source, file.folder, file.name, known)
    return done


def _back_up_twice(library: Library, file: SourceFile) -> Original:
    """A file that changes while it is read gets a second chance."""
    try:
        return back_up(library, file)
    except IntegrityError:
        return back_up(library, file)


def _ingest(library: Library, task: Task, original: Original) -> Done:
    sidecars = tuple(archive_path_of(sidecar.folder, sidecar.name) for sidecar in task.sidecars)
    arrival = Arrival(
        path=original.path,
        checksum=original.checksum,
        size=original.size,
        modified=_instant(task.file.modified_ns),
        sidecars=sidecars,
    )
    match ingest(library, arrival, again=task.has_new_sidecar):
        case Added():
            return Done(task, Outcome.ADDED)
        case AlreadyKnown(photo):
            return Done(task, Outcome.KNOWN, photo.reason)
        case SetAside(photo):
            return Done(task, Outcome.SET_ASIDE, photo.reason)


def _instant(nanoseconds: int) -> datetime:
    """A file time in this computer's zone, the best guess at the owner's; file systems may hold impossible times."""
    try:
        return datetime.fromtimestamp(nanoseconds // 1_000_000_000, UTC).astimezone()
    except (OverflowError, ValueError, OSError):
        return datetime.fromtimestamp(0, UTC)
