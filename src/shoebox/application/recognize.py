"""Recognise what was backed up while the models were missing, or seen by an older recogniser."""

from dataclasses import replace

from shoebox.application.ingest import record_photo
from shoebox.application.library import Library, photo_of, put_document, read_bytes, read_metadata, refresh_index
from shoebox.application.parallel import in_parallel
from shoebox.application.people import group_faces
from shoebox.domain import keys
from shoebox.domain.errors import ShoeboxError
from shoebox.ports import Recognizer, RecordKind


def recognize(library: Library, *, workers: int) -> int:
    """Analyse every preview that the present recogniser has not seen; return how many paths were done."""
    recognizer = library.recognizer
    if recognizer is None:
        return 0
    paths = [path for record in library.records.scan(RecordKind.PHOTO) for path in photo_of(record).paths]
    done = sum(in_parallel(lambda path: _recognize(library, recognizer, path), paths, workers))
    if done:
        group_faces(library)
        refresh_index(library)
    return done


def _recognize(library: Library, recognizer: Recognizer, path: str) -> bool:
    document = read_metadata(library, path)
    if document is None or (document.analysis and document.analysis.tool == recognizer.identity):
        return False
    preview = read_bytes(library, keys.preview_key(path))
    if preview is None:
        return False
    try:
        seen = replace(document, analysis=recognizer.analyze(preview))
    except ShoeboxError:
        return False
    put_document(library, keys.metadata_key(path), seen)
    record_photo(library, seen)
    return True
