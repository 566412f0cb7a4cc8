"""The metadata document of one archive path, and how the documents of equal bytes make one photo.

A photo that lies at several paths has a document at each; `combine` gives the same photo for any order of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from shoebox.domain.checksum import Checksum
from shoebox.domain.photo import Analysis, BackedUp, Facts, Photo, Status, ToolVersion

FORMAT = 1
_SOURCES = ("owner", "exif", "xmp", "container", "takeout", "gps", "filename", "mtime")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What is known about the original at `path`: `metadata/<path>.json`, described in docs/archive-format.md."""

    format: int
    path: str
    id: Checksum
    size: int
    modified: datetime
    added_at: datetime
    backed_up: BackedUp
    renderer: ToolVersion
    facts: Facts
    place: tuple[str, ...] = ()
    analysis: Analysis | None = None
    sidecars: tuple[str, ...] = ()
    status: Status = Status.OK
    reason: str | None = None
    placeholder: bytes | None = None
    previous: tuple[Checksum, ...] = ()
    """Checksums of earlier contents of the path, oldest first; they lie under versions/."""


def combine(documents: Sequence[Metadata]) -> Photo:
    """The photo that lies at the paths of `documents`, all of the same bytes; the owner's words are added elsewhere.

    Facts come from the document with the best date, by source and then by path, so that order does not matter.
    """
    best = min(documents, key=_rank)
    analysis = next((document.analysis for document in sorted(documents, key=_rank) if document.analysis), None)
    return Photo(
        id=best.id,
        paths=tuple(sorted(document.path for document in documents)),
        size=best.size,
        facts=best.facts,
        place=best.place,
        labels=analysis.labels if analysis else (),
        faces=analysis.faces if analysis else (),
        text=analysis.text if analysis else None,
        status=best.status,
        reason=best.reason,
        backed_up=min((document.backed_up for document in documents), key=_CONFIDENCE.index),
        added_at=min(document.added_at for document in documents),
        placeholder=best.placeholder,
    )


def keep_words(photo: Photo, known: Photo) -> Photo:
    """`photo` made anew from its documents, with what the owner and the clustering had said about it before."""
    kept = {(face.box, face.confidence): face for face in known.faces}
    faces = tuple(
        replace(face, cluster=old.cluster, person=old.person)
        if (old := kept.get((face.box, face.confidence)))
        else face
        for face in photo.faces
    )
    return replace(photo, faces=faces, favourite=known.favourite, albums=known.albums)


_CONFIDENCE = (BackedUp.VERIFIED, BackedUp.STORED, BackedUp.IN_PLACE)


def _rank(document: Metadata) -> tuple[bool, int, str]:
    taken = document.facts.taken
    source = taken.source if taken else ""
    rank = _SOURCES.index(source) if source in _SOURCES else len(_SOURCES)
    return document.status is not Status.OK, rank, document.path
