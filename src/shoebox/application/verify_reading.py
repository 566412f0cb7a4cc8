"""Verifying by reading: bytes are compared with checksums, documents with the records made of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from shoebox.application import findings
from shoebox.application.documents import find_document, read_document, read_json
from shoebox.application.findings import Finding
from shoebox.application.library import Library, photo_key, photo_of
from shoebox.application.parallel import in_parallel
from shoebox.application.verify import Structure, confirmed, mismatch, missing_companions
from shoebox.domain import keys
from shoebox.domain.checksum import Checksum, checksum_of, checksum_of_bytes
from shoebox.domain.codec import from_json
from shoebox.domain.errors import IntegrityError, NotFoundError, UsageError
from shoebox.domain.metadata import Metadata, combine, keep_words
from shoebox.domain.photo import Photo
from shoebox.domain.words import Entry
from shoebox.ports import StoredObject

_JPEG_START, _JPEG_END = b"\xff\xd8", b"\xff\xd9"


@dataclass(frozen=True, slots=True)
class Sample:
    """The part of the paths whose hash leaves `number` when divided by `parts`."""

    parts: int
    number: int

    def holds(self, path: str) -> bool:
        """Whether a path belongs to the sample."""
        return int(checksum_of_bytes(path.encode())[:12], 16) % self.parts == self.number


WHOLE = Sample(parts=1, number=0)


def sample_of_month(percent: float, now: datetime) -> Sample:
    """At least `percent` of the paths: the same ones all month, others the next, all after 100 / `percent` months.

    Raises UsageError for what is not a percentage.
    """
    if not 0 < percent <= 100:
        raise UsageError(f"{percent:g} % is no part of a library.", hint="Give more than 0 and at most 100.")
    parts = int(100 // percent)
    return Sample(parts, (now.year * 12 + now.month) % parts)


@dataclass(frozen=True, slots=True)
class Checked:
    """An object was read: its size, what was found, and whether there was a checksum to compare it with."""

    key: str
    size: int
    findings: tuple[Finding, ...] = ()
    proven: bool = True


@dataclass(frozen=True, slots=True)
class Task:
    """Something to read; of `size` bytes, as far as a list tells."""

    key: str
    size: int
    check: Callable[[], Checked]


def tasks(library: Library, structure: Structure, sample: Sample) -> tuple[Task, ...]:
    """What has to be read of a sample, small things first."""
    held = structure.inventory
    photos = {photo.id: photo for path, photo in structure.known.items() if path in structure.recorded}
    return (
        *(_entry(library, one) for one in library.objects.walk(keys.ENTRIES) if sample.holds(one.key)),
        *(_documents(library, structure, photo) for photo in photos.values() if sample.holds(photo.paths[0])),
        *(_picture(library, one) for path, one in held.thumbnails.items() if sample.holds(path)),
        *(_picture(library, one) for path, one in held.previews.items() if sample.holds(path)),
        *(_original(library, structure, path) for path in held.originals if sample.holds(path)),
        *(
            _version(library, path, one)
            for path in held.versions
            if sample.holds(path)
            for one in held.versions[path].values()
        ),
    )


def read_all(work: tuple[Task, ...], *, workers: int) -> Iterator[Checked]:
    """Read objects, some at once; each comes as it is done. Raises UnavailableError."""
    return in_parallel(_guarded, work, workers)


def _guarded(task: Task) -> Checked:
    try:
        return task.check()
    except NotFoundError:
        problem = findings.missing(task.key, "It was listed, but is not there.")
    except IntegrityError as error:
        problem = findings.damaged(task.key, error.message)
    except OSError as error:  # how a failing disk tells of a bad sector
        problem = findings.damaged(task.key, f"It cannot be read: {error.strerror or error}.")
    return Checked(task.key, task.size, (problem,))


def _original(library: Library, structure: Structure, path: str) -> Task:
    stored = structure.inventory.originals[path]

    def check() -> Checked:
        photo = structure.known.get(path)
        expected = photo.id if photo else _vouched(library, stored)
        actual = _checksum(library, stored)
        if expected is None or expected == actual:
            return Checked(stored.key, stored.size, proven=expected is not None)
        document = find_document(library.objects, path)
        if document is not None and document.id == actual:  # changed since; or told by `_disagreeing`
            return Checked(stored.key, stored.size)
        detail = f"Its SHA-256 is {actual} instead of {expected}."
        return Checked(stored.key, stored.size, (mismatch(library.objects, path, expected, detail),))

    return Task(stored.key, stored.size, check)


def _version(library: Library, path: str, stored: StoredObject) -> Task:
    expected = keys.path_of_version(stored.key)[1]

    def check() -> Checked:
        actual = _checksum(library, stored)
        problem = findings.damaged(stored.key, f"This earlier content of {path} has the SHA-256 {actual}.")
        return Checked(stored.key, stored.size, () if actual == expected else (problem,))

    return Task(stored.key, stored.size, check)


def _picture(library: Library, stored: StoredObject) -> Task:
    """No checksum of a picture is kept, as it can be made again: it must begin and end as a JPEG."""

    def check() -> Checked:
        with library.objects.open(stored.key) as file:
            data = file.read()
        whole = data.startswith(_JPEG_START) and data.endswith(_JPEG_END)
        problem = findings.damaged(stored.key, "It is not a whole JPEG.")
        return Checked(stored.key, stored.size, () if whole else (problem,), proven=False)

    return Task(stored.key, stored.size, check)


def _entry(library: Library, stored: StoredObject) -> Task:
    """One of the owner's decisions has no checksum: it must be readable, and under its own name."""

    def check() -> Checked:
        with library.objects.open(stored.key) as file:
            entry = from_json(Entry, read_json(file.read(), stored.key))
        problem = findings.damaged(stored.key, f"It is about the decision {entry.id}.")
        own = stored.key == keys.entry_key(entry.id)
        return Checked(stored.key, stored.size, () if own else (problem,), proven=False)

    return Task(stored.key, stored.size, check)


def _documents(library: Library, structure: Structure, photo: Photo) -> Task:
    """A document has no checksum, but the record was made of it: they must agree, the owner's words left aside."""
    held = structure.inventory.documents
    listed = [path for path in photo.paths if path in held]
    size = sum(held[path].size for path in listed)

    def check() -> Checked:
        read: list[Metadata] = []
        problems: list[Finding] = []
        for path in listed:
            try:
                read.append(read_document(library.objects, path))
            except IntegrityError as error:
                problems.append(findings.damaged(keys.metadata_key(path), error.message))
        for document in read:
            problems.extend(confirmed(library.objects, missing_companions(structure.inventory, document)))
        now = library.records.get(photo_key(photo.id))
        if now is not None and photo_of(now) == photo:  # else it was changed since, and read in between
            problems.extend(_disagreeing(photo, read))
        return Checked(keys.metadata_key(photo.paths[0]), size, tuple(problems))

    return Task(keys.metadata_key(photo.paths[0]), size, check)


def _disagreeing(photo: Photo, documents: list[Metadata]) -> Iterator[Finding]:
    agreeing = [document for document in documents if document.id == photo.id]
    for document in documents:
        if document.id != photo.id:
            yield findings.unrecorded(keys.metadata_key(document.path), f"It is about {document.id}, not {photo.id}.")
    if len(agreeing) == len(photo.paths) and keep_words(combine(agreeing), photo) != photo:
        for document in agreeing:
            yield findings.unrecorded(keys.metadata_key(document.path), "It differs from what this computer knows.")


def _checksum(library: Library, stored: StoredObject) -> Checksum:
    with library.objects.open(stored.key) as file:
        return checksum_of(file)


def _vouched(library: Library, stored: StoredObject) -> Checksum | None:
    """The store's own checksum of a sidecar, for which the archive keeps none."""
    now = library.objects.stat(stored.key)
    return now.checksum if now else None
