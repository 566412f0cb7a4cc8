"""Notice: something happened to an object under originals/; what is true of it now becomes what is known.

What happened, and how often and in which order it was told, does not matter: the archive is asked what lies there.
It costs, beside the GETs and PUTs of ingest, a LIST, a HEAD and a GET of metadata for a photo, and after something was
written a second LIST: two dollars for the LISTs of 200,000 new photos. Each costs as much as twelve HEADs, but Google
Takeout alone has over twenty ways to spell a sidecar.
"""

from collections.abc import Callable, Mapping
from itertools import takewhile

from shoebox.application.ingest import AlreadyKnown, forget_path, ingest, set_aside
from shoebox.application.library import Library, read_metadata
from shoebox.domain import keys
from shoebox.domain.checksum import checksum_of
from shoebox.domain.errors import ConflictError
from shoebox.domain.photo import Arrival
from shoebox.imaging.sidecars import common_start, pair
from shoebox.imaging.sniff import is_sidecar_name
from shoebox.ports import StoredObject

_ATTEMPTS = 5
_TOO_LARGE = "The file is larger than the room there is to work on it."

Room = Callable[[], int]
"""Bytes that a copy of an original may have now."""


def notice(library: Library, path: str, room: Room) -> None:
    """Bring what is known up to date with what lies at the archive path `path`.

    An original becomes a photo, or a photo set aside where it does not fit into `room`; where there is none any more,
    its path is forgotten. A sidecar does so for the photos that it describes or described. Raises UnavailableError,
    ConflictError: then nothing is lost, and it is to be called again.
    """
    folder, name = _split(path)
    if not is_sidecar_name(name):
        _follow(library, path, room, again=False)
        return
    names = {*_beside(library, path), name}
    for photo, sidecars in pair(sorted(names)).items():
        if name in sidecars:
            _follow(library, folder + photo, room, again=True)


def _follow(library: Library, path: str, room: Room, *, again: bool) -> None:
    """Take in the state of a photo and its sidecars, until it is still the same when all is written.

    Without this second look, of two programs that follow one photo the slower could write what is no longer true.
    """
    seen = _beside(library, path)
    for _ in range(_ATTEMPTS):
        if not _take_in(library, path, seen, room, again=again):
            return
        before, seen, again = seen, _beside(library, path), True
        if before == seen:
            return
    raise ConflictError(f"{path} is being changed all the time.", hint="Run it again.")


def _beside(library: Library, path: str) -> Mapping[str, StoredObject]:
    """By name, those objects of the folder that may belong to `path`, and itself where it is there."""
    folder, name = _split(path)
    place = keys.ORIGINALS + folder
    found = library.objects.walk(place + common_start(name))
    # A folder with the same start may be large; what belongs here goes on with ".", "-" or "(", which sort before "/".
    files = takewhile(lambda stored: "/" not in stored.key[len(place) :], found)
    return {stored.key[len(place) :]: stored for stored in files}


def _take_in(library: Library, path: str, seen: Mapping[str, StoredObject], room: Room, *, again: bool) -> bool:
    """Whether anything may have been written; `again` as in ingest."""
    folder, name = _split(path)
    known = read_metadata(library, path)
    stored = library.objects.stat(keys.original_key(path)) if name in seen else None
    if stored is None:
        if known is not None:
            forget_path(library, known.id, path)
        return known is not None or name in seen
    checksum = stored.checksum
    if checksum is None:
        with library.objects.open(stored.key) as file:
            checksum = checksum_of(file)
    arrival = Arrival(
        path=path,
        checksum=checksum,
        size=stored.size,
        modified=known.modified if known is not None and known.id == checksum else stored.modified,
        sidecars=tuple(folder + sidecar for sidecar in pair(tuple(seen)).get(name, ())),
    )
    fits = stored.size <= room()
    done = ingest(library, arrival, again=again) if fits else set_aside(library, arrival, _TOO_LARGE)
    return not isinstance(done, AlreadyKnown)


def _split(path: str) -> tuple[str, str]:
    """The folder with its slash, and the name."""
    folder, slash, name = path.rpartition("/")
    return folder + slash, name
