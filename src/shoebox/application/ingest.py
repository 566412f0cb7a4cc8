"""Ingest: an original that lies in the archive becomes a photo.

The order of writes is the transaction: original, pictures, metadata, record; the index follows the records. Every
step may happen twice; after a crash the same arrival, run again, ends in the same state.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from shoebox.application.library import (
    Library,
    original_file,
    photo_key,
    photo_of,
    put_bytes,
    put_document,
    read_bytes,
    read_metadata,
)
from shoebox.domain import keys
from shoebox.domain.checksum import Checksum
from shoebox.domain.codec import to_json
from shoebox.domain.errors import ConflictError, ShoeboxError
from shoebox.domain.metadata import FORMAT, Metadata, combine, keep_words
from shoebox.domain.photo import Analysis, Arrival, Facts, Photo, Rendering, Status
from shoebox.imaging.render import least_facts
from shoebox.ports import Record, Version

_ATTEMPTS = 20
_MOST_SIDECAR_BYTES = 4 << 20


@dataclass(frozen=True, slots=True)
class Added:
    """The photo was understood."""

    photo: Photo


@dataclass(frozen=True, slots=True)
class AlreadyKnown:
    """Nothing had to be done but, at most, to finish what an earlier run left."""

    photo: Photo


@dataclass(frozen=True, slots=True)
class SetAside:
    """The original is safe but could not be understood; `photo.reason` says why."""

    photo: Photo


def ingest(library: Library, arrival: Arrival, *, again: bool = False) -> Added | AlreadyKnown | SetAside:
    """Make a photo of the original at `arrival.path`, which must lie in the archive already.

    `again` does so even if it is known, for a sidecar may say something new under its old name.
    """
    known = read_metadata(library, arrival.path)
    if known is not None and not again and _is_current(library, known, arrival):
        return AlreadyKnown(_record(library, known))
    photo = _keep(library, _document(library, arrival, known, _render(library, arrival)))
    return Added(photo) if photo.status is Status.OK else SetAside(photo)


def set_aside(library: Library, arrival: Arrival, reason: str) -> AlreadyKnown | SetAside:
    """Make a photo of an original that is not to be looked at, for a `reason` in words for a person."""
    known = read_metadata(library, arrival.path)
    if known is not None and _is_current(library, known, arrival):
        return AlreadyKnown(_record(library, known))
    rendering = Rendering(facts=least_facts(arrival.path, arrival.modified), reason=reason)
    return SetAside(_keep(library, _document(library, arrival, known, rendering)))


def record_photo(library: Library, document: Metadata) -> Photo:
    """Write the record of the photo that `document` belongs to, together with its other paths' documents."""
    for _ in range(_ATTEMPTS):
        record = library.records.get(photo_key(document.id))
        known = photo_of(record) if record else None
        others = [path for path in known.paths if path != document.path] if known else []
        photo = combine([document, *_documents(library, document.id, others)])
        if known is not None:
            photo = keep_words(photo, known)
        if photo == known or _put_photo(library, photo, record.version if record else None):
            return photo
    raise ConflictError(f"{document.path} is being changed by others all the time.", hint="Run it again.")


def make_pictures(library: Library, document: Metadata) -> None:
    """Make the thumbnail and the preview of a known original anew."""
    arrival = Arrival(
        path=document.path,
        checksum=document.id,
        size=document.size,
        modified=document.modified,
        sidecars=document.sidecars,
    )
    _render(library, arrival)


def forget_path(library: Library, photo: Checksum, path: str) -> None:
    """Take a path away from a photo; a photo without paths is no longer shown. Its bytes stay in versions/."""
    for _ in range(_ATTEMPTS):
        record = library.records.get(photo_key(photo))
        if record is None:
            return
        known = photo_of(record)
        if path not in known.paths:
            return
        documents = _documents(library, photo, [other for other in known.paths if other != path])
        if documents and _put_photo(library, keep_words(combine(documents), known), record.version):
            return
        if not documents and _remove_photo(library, photo, record.version):
            return
    raise ConflictError(f"{path} is being changed by others all the time.", hint="Run it again.")


def _put_photo(library: Library, photo: Photo, expected: Version | None) -> bool:
    try:
        library.records.put(Record(photo_key(photo.id), to_json(photo)), expected=expected)
    except ConflictError:
        return False
    return True


def _remove_photo(library: Library, photo: Checksum, expected: Version) -> bool:
    try:
        library.records.remove(photo_key(photo), expected=expected)
    except ConflictError:
        return False
    return True


def _documents(library: Library, photo: Checksum, paths: Iterable[str]) -> list[Metadata]:
    found = (read_metadata(library, path) for path in paths)
    return [document for document in found if document is not None and document.id == photo]


def _keep(library: Library, document: Metadata) -> Photo:
    put_document(library, keys.metadata_key(document.path), document)
    return _record(library, document)


def _record(library: Library, document: Metadata) -> Photo:
    """Record the photo; what lay at its path before, which an interrupted run may have left there, loses the path."""
    photo = record_photo(library, document)
    for earlier in set(document.previous) - {document.id}:
        forget_path(library, earlier, document.path)
    return photo


def _is_current(library: Library, known: Metadata, arrival: Arrival) -> bool:
    recognizer = library.recognizer
    analyzed = known.analysis is not None and (recognizer is None or known.analysis.tool == recognizer.identity)
    without_picture = known.status is Status.SET_ASIDE or known.placeholder is None
    return (
        known.id == arrival.checksum
        and known.sidecars == arrival.sidecars
        and known.renderer == library.renderer.identity
        and (analyzed or without_picture or recognizer is None)
    )


def _document(library: Library, arrival: Arrival, known: Metadata | None, rendering: Rendering) -> Metadata:
    same = known if known is not None and known.id == arrival.checksum else None
    history = () if known is None else known.previous if same else (*known.previous, known.id)
    return Metadata(
        format=FORMAT,
        path=arrival.path,
        id=arrival.checksum,
        size=arrival.size,
        modified=arrival.modified,
        added_at=same.added_at if same else library.clock(),
        backed_up=arrival.backed_up,
        renderer=library.renderer.identity,
        facts=rendering.facts,
        place=_place(library, rendering.facts),
        analysis=_analyze(library, arrival, rendering),
        sidecars=arrival.sidecars,
        status=Status.OK if rendering.reason is None else Status.SET_ASIDE,
        reason=rendering.reason,
        placeholder=rendering.placeholder,
        previous=history,
    )


def _render(library: Library, arrival: Arrival) -> Rendering:
    sidecars = {path: _sidecar(library, path) for path in arrival.sidecars}
    with original_file(library, keys.original_key(arrival.path)) as original:
        rendering = library.renderer.render(original, path=arrival.path, modified=arrival.modified, sidecars=sidecars)
    if rendering.thumbnail is not None:
        put_bytes(library, keys.thumbnail_key(arrival.path), rendering.thumbnail)
    if rendering.preview is not None:
        put_bytes(library, keys.preview_key(arrival.path), rendering.preview)
    return rendering


def _sidecar(library: Library, path: str) -> bytes:
    return (read_bytes(library, keys.original_key(path)) or b"")[:_MOST_SIDECAR_BYTES]


def _analyze(library: Library, arrival: Arrival, rendering: Rendering) -> Analysis | None:
    """What is on the picture; taken from another path of the same bytes where that was analysed by the same tool."""
    if library.recognizer is None or rendering.preview is None:
        return None
    record = library.records.get(photo_key(arrival.checksum))
    for path in photo_of(record).paths if record else ():
        twin = read_metadata(library, path)
        if twin and twin.id == arrival.checksum and twin.analysis and twin.analysis.tool == library.recognizer.identity:
            return twin.analysis
    try:
        return library.recognizer.analyze(rendering.preview)
    except Exception:  # noqa: BLE001 backup never depends on understanding; 'shoebox models' tries again
        return None


def _place(library: Library, facts: Facts) -> tuple[str, ...]:
    if facts.location is None:
        return ()
    try:
        return library.gazetteer.place(facts.location.latitude, facts.location.longitude)
    except ShoeboxError:
        return ()
