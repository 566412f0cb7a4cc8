"""What lies in an archive, by LIST alone: nothing is read."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from shoebox.domain import keys
from shoebox.domain.checksum import Checksum
from shoebox.domain.errors import UsageError
from shoebox.ports import ObjectStore, StoredObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """The objects of an archive by archive path, and of `versions` by path and the checksum in their name."""

    originals: Mapping[str, StoredObject]
    documents: Mapping[str, StoredObject]
    thumbnails: Mapping[str, StoredObject]
    previews: Mapping[str, StoredObject]
    versions: Mapping[str, Mapping[Checksum, StoredObject]]

    @property
    def size(self) -> int:
        """Bytes of the originals."""
        return sum(original.size for original in self.originals.values())


def take_inventory(objects: ObjectStore) -> Inventory:
    """Walk the archive once; objects whose keys are not Shoebox's are passed over.

    Documents and pictures come before originals, so that what is backed up meanwhile is an original too many and
    never a document without its original.
    """
    documents = _by_path(objects, keys.METADATA, keys.path_of_metadata)
    thumbnails = _by_path(objects, keys.THUMBNAILS, keys.path_of_thumbnail)
    previews = _by_path(objects, keys.PREVIEWS, keys.path_of_preview)
    return Inventory(
        originals=_by_path(objects, keys.ORIGINALS, keys.path_of_original),
        documents=documents,
        thumbnails=thumbnails,
        previews=previews,
        versions=_versions(objects),
    )


def _by_path(objects: ObjectStore, prefix: str, path_of: Callable[[str], str]) -> dict[str, StoredObject]:
    return {path: stored for stored, path in _understood(objects, prefix, path_of)}


def _versions(objects: ObjectStore) -> dict[str, dict[Checksum, StoredObject]]:
    found: defaultdict[str, dict[Checksum, StoredObject]] = defaultdict(dict)
    for stored, path in _understood(objects, keys.VERSIONS, lambda key: keys.path_of_version(key)[0]):
        found[path][keys.path_of_version(stored.key)[1]] = stored
    return dict(found)


def _understood(objects: ObjectStore, prefix: str, path_of: Callable[[str], str]) -> Iterator[tuple[StoredObject, str]]:
    for stored in objects.walk(prefix):
        try:
            yield stored, path_of(stored.key)
        except UsageError:
            continue
