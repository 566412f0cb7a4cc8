"""Reading metadata documents of any store, a library's or not."""

from shoebox.application.library import read_json
from shoebox.domain import keys
from shoebox.domain.codec import from_json
from shoebox.domain.errors import IntegrityError, NotFoundError
from shoebox.domain.metadata import Metadata
from shoebox.ports import ObjectStore


def read_document(objects: ObjectStore, path: str) -> Metadata:
    """The metadata document of an archive path.

    Raises NotFoundError where there is none, IntegrityError where it cannot be read or is about another path.
    """
    key = keys.metadata_key(path)
    with objects.open(key) as file:
        data = file.read()
    document = from_json(Metadata, read_json(data, key))
    if document.path != path:
        raise IntegrityError(f"{key} is about {document.path!r}.", hint="Run 'shoebox verify'.")
    return document


def find_document(objects: ObjectStore, path: str) -> Metadata | None:
    """The metadata document of an archive path, or None where there is none that can be read."""
    try:
        return read_document(objects, path)
    except (NotFoundError, IntegrityError):
        return None
