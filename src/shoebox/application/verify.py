"""Verify: prove that the archive holds what it should. Nothing is ever changed or deleted.

`structure` compares lists: every original with its document and pictures, sizes, and this computer's records. It
reads documents only where there is no record. `read` reads bytes as well (application/verify_reading.py).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from shoebox.application import findings
from shoebox.application.copy_marker import UNFINISHED_COPY
from shoebox.application.documents import read_document
from shoebox.application.findings import Finding, Problem
from shoebox.application.inventory import Inventory, take_inventory
from shoebox.application.library import Library, photo_of
from shoebox.application.parallel import in_parallel
from shoebox.domain import keys
from shoebox.domain.checksum import Checksum
from shoebox.domain.errors import IntegrityError, NotFoundError
from shoebox.domain.metadata import Metadata, combine
from shoebox.domain.photo import Photo
from shoebox.imaging.sniff import is_sidecar_name
from shoebox.ports import ObjectStore, RecordKind


@dataclass(frozen=True, slots=True)
class Structure:
    """The archive by its lists: `known` is the photo expected at each path, `recorded` where a record says so."""

    inventory: Inventory
    known: Mapping[str, Photo]
    recorded: frozenset[str]
    findings: tuple[Finding, ...]


def check_structure(library: Library, *, workers: int) -> Structure:
    """Walk the archive once and compare the lists. Raises UnavailableError."""
    inventory = take_inventory(library.objects)
    photos = [photo_of(record) for record in library.records.scan(RecordKind.PHOTO)]
    recorded = {path: photo for photo in photos for path in photo.paths}
    unrecorded = sorted(inventory.documents.keys() - recorded)
    read, unreadable = _read_documents(library.objects, unrecorded, workers)
    known = {**{path: combine([document]) for path, document in read.items()}, **recorded}
    found = [
        *_unfinished(library.objects),
        *unreadable,
        *(_without_record(path) for path in read if recorded),
        *(
            finding
            for path in inventory.originals.keys() | known
            for finding in _check(library.objects, inventory, path, known)
        ),
        *(finding for path, document in read.items() for finding in missing_companions(inventory, document)),
        *_left_over(inventory, known),
    ]
    return Structure(inventory, known, frozenset(recorded), tuple(confirmed(library.objects, found)))


def missing_companions(inventory: Inventory, document: Metadata) -> Iterator[Finding]:
    """The sidecars and earlier contents that a document names and the archive does not hold."""
    for path in document.sidecars:
        if path not in inventory.originals:
            yield findings.missing(keys.original_key(path), f"{document.path} was read together with it.")
    versions = inventory.versions.get(document.path, {})
    for checksum in document.previous:
        if checksum not in versions:
            yield findings.missing(keys.version_key(document.path, checksum), "An earlier content is gone.")


def mismatch(objects: ObjectStore, path: str, expected: Checksum, detail: str) -> Finding:
    """An original that is not what is known of its path: damaged, or newer than its document."""
    if objects.stat(keys.version_key(path, expected)) is not None:
        return findings.outdated(keys.metadata_key(path))
    return findings.damaged(keys.original_key(path), detail)


def confirmed(objects: ObjectStore, found: Iterable[Finding]) -> Iterator[Finding]:
    """Without what was missing only because a sync wrote it while the archive was walked."""
    for finding in found:
        if finding.problem is not Problem.MISSING or objects.stat(finding.key) is None:
            yield finding


def _read_documents(
    objects: ObjectStore, paths: Iterable[str], workers: int
) -> tuple[dict[str, Metadata], list[Finding]]:
    read: dict[str, Metadata] = {}
    problems: list[Finding] = []

    def attempt(path: str) -> Metadata | Finding | None:
        try:
            return read_document(objects, path)
        except IntegrityError as error:
            return findings.damaged(keys.metadata_key(path), error.message)
        except NotFoundError:  # removed since the walk
            return None

    for result in in_parallel(attempt, paths, workers):
        if isinstance(result, Metadata):
            read[result.path] = result
        elif result is not None:
            problems.append(result)
    return read, problems


def _check(objects: ObjectStore, inventory: Inventory, path: str, known: Mapping[str, Photo]) -> Iterator[Finding]:
    original, photo = inventory.originals.get(path), known.get(path)
    if original is None:
        yield findings.missing(keys.original_key(path), f"Only what is known of it is left, {keys.metadata_key(path)}.")
    elif photo is not None and original.size != photo.size:
        yield from _check_size(objects, path, photo)
    if path not in inventory.documents and (photo is not None or not is_sidecar_name(path.rpartition("/")[2])):
        yield findings.missing(keys.metadata_key(path), "The original has no metadata document.")
    if photo is not None and photo.placeholder is not None:
        yield from _check_pictures(inventory, path)


def _check_size(objects: ObjectStore, path: str, photo: Photo) -> Iterator[Finding]:
    now = objects.stat(keys.original_key(path))  # it may have been replaced since the walk
    if now is not None and now.size != photo.size:
        yield mismatch(objects, path, photo.id, f"It is {now.size:,} bytes long instead of {photo.size:,}.")


def _check_pictures(inventory: Inventory, path: str) -> Iterator[Finding]:
    for pictures, key in (
        (inventory.thumbnails, keys.thumbnail_key(path)),
        (inventory.previews, keys.preview_key(path)),
    ):
        picture = pictures.get(path)
        if picture is None:
            yield findings.missing(key, "The photo has lost this picture.")
        elif picture.size == 0:
            yield findings.damaged(key, "It is empty.")


def _without_record(path: str) -> Finding:
    return findings.unrecorded(keys.metadata_key(path), "This computer has no record of it.")


def _left_over(inventory: Inventory, known: Mapping[str, Photo]) -> Iterator[Finding]:
    for pictures in (inventory.thumbnails, inventory.previews):
        for path in pictures.keys() - inventory.originals.keys() - known.keys():
            yield findings.left_over(pictures[path].key)


def _unfinished(objects: ObjectStore) -> Iterator[Finding]:
    if objects.stat(UNFINISHED_COPY) is not None:
        yield findings.unfinished(UNFINISHED_COPY)
