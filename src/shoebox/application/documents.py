"""Reading documents of any store, a library's or not."""

import json
from typing import cast

from shoebox.domain import keys
from shoebox.domain.codec import from_json
from shoebox.domain.errors import IntegrityError, NotFoundError
from shoebox.domain.json_value import JsonObject
from shoebox.domain.metadata import Metadata
from shoebox.ports import ObjectStore


def read_json(data: bytes, key: str) -> JsonObject:
    """Bytes of a document as a JSON object. Raises IntegrityError."""
    try:
        document = json.loads(data)
    except ValueError as error:
        raise IntegrityError(f"{key} is not JSON: {error}.", hint="Run 'shoebox rebuild'.") from error
    if not isinstance(document, dict):
        raise IntegrityError(f"{key} is not a JSON object.", hint="Run 'shoebox rebuild'.")
    return cast("JsonObject", document)


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
