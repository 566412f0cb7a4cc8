"""Copy: a whole library from one store to another, each object verified, and again from where it stopped.

The order makes an unfinished copy unmistakable. First a marker (application/copy_marker.py), then earlier contents,
originals, pictures, documents, the owner's words, and last of all the identity without which no library is found.
The marker goes when all is done. A copy that is brought up to date stays usable meanwhile, and the marker tells that
it is behind. Nothing of the target is ever removed.
"""

import io
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import BinaryIO

from shoebox.application.copy_marker import UNFINISHED_COPY
from shoebox.application.create import Identity, find_identity
from shoebox.application.documents import find_document
from shoebox.application.parallel import in_parallel
from shoebox.domain import keys
from shoebox.domain.checksum import Checksum, checksum_of, checksum_of_bytes
from shoebox.domain.errors import AlreadyExistsError, IntegrityError, NotFoundError, UsageError
from shoebox.ports import ObjectStore, StoredObject

_PHASES = (keys.VERSIONS, keys.ORIGINALS, keys.THUMBNAILS, keys.PREVIEWS, keys.METADATA, "library/", keys.README)
_NEVER_REPLACED = (keys.ORIGINALS, keys.VERSIONS, "library/")
_MOST_IN_MEMORY = 32 << 20
"""Larger objects are read twice: for their checksum, and to be copied."""


class Outcome(StrEnum):
    """What became of an object."""

    COPIED = "copied"
    PRESENT = "present"
    DAMAGED = "damaged"
    CONFLICT = "conflict"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Done:
    """An object's end; `reason` says what is wrong and what to do."""

    key: str
    size: int
    outcome: Outcome
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a library consists of, in the order of copying, and the objects of the target by key."""

    identity: Identity
    phases: tuple[tuple[StoredObject, ...], ...]
    there: Mapping[str, StoredObject]

    @property
    def size(self) -> int:
        """Bytes to look at."""
        return sum(stored.size for phase in self.phases for stored in phase)

    @property
    def number(self) -> int:
        """Objects to look at."""
        return sum(len(phase) for phase in self.phases)


@dataclass(slots=True)
class Summary:
    """What a copy did."""

    counts: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    size: int = 0
    problems: list[Done] = field(default_factory=list)

    def add(self, done: Done) -> None:
        """Count one object."""
        self.counts[done.outcome] += 1
        if done.outcome is Outcome.COPIED:
            self.size += done.size
        if done.reason is not None:
            self.problems.append(done)


def plan_copy(source: ObjectStore, target: ObjectStore) -> Plan:
    """Look at both stores and write nothing.

    Raises NotFoundError where `source` holds no whole library, UsageError where `target` holds another one, an
    unfinished copy of another one, or something else.
    """
    identity = find_identity(source)
    if identity is None:
        raise NotFoundError(
            "There is no whole library to copy from.", hint="An unfinished copy is finished from where it was begun."
        )
    _refuse_others(target, identity)
    phases = tuple(tuple(_of_phase(source, prefix)) for prefix in _PHASES)
    there = {stored.key: stored for prefix in _PHASES for stored in target.walk(prefix)}
    last = source.stat(keys.LIBRARY)
    return Plan(identity, (*phases, (last,) if last else ()), there)


def copy_library(
    source: ObjectStore, target: ObjectStore, work: Plan, *, fast: bool, workers: int, progress: Callable[[Done], None]
) -> Summary:
    """Copy what was planned; what is there already is compared by its bytes, with `fast` by its size alone.

    A damaged original or earlier content is not copied, and nothing in the target's originals/, versions/ and
    library/ is lost: see `_replaceable`. Both are told by `Done` and do not stop the copy.
    Raises UnavailableError where a store cannot be used; then the target stays marked as unfinished.
    """
    summary = Summary()
    _mark(target, work.identity)
    copy = partial(_copy_guarded, source, target, work.there, fast=fast)
    for phase in work.phases:
        for done in in_parallel(copy, phase, workers):
            summary.add(done)
            progress(done)
    target.remove([UNFINISHED_COPY])
    return summary


def _refuse_others(target: ObjectStore, identity: Identity) -> None:
    there = find_identity(target)
    found = there.id if there else _marked(target)
    if found == identity.id:
        return
    if found is not None:
        raise UsageError("There is another library to copy to.", hint="Choose an empty place, or an earlier copy.")
    first = next((stored.key for stored in target.walk() if not stored.key.startswith(".")), None)
    if first is not None:
        raise UsageError(
            f"The place to copy to holds other things, {first!r} for one.",
            hint="Choose an empty or a new place, or an earlier copy.",
        )


def _mark(target: ObjectStore, identity: Identity) -> None:
    says = "An unfinished copy of a Shoebox library. Run 'shoebox copy' again, to here and from where it was begun."
    data = json.dumps({"library": identity.id, "says": says}, indent=1).encode()
    target.put(UNFINISHED_COPY, io.BytesIO(data), checksum=checksum_of_bytes(data), if_absent=False)


def _marked(target: ObjectStore) -> str | None:
    """The library of which an unfinished copy is there; "" where the marker cannot be read, None without one."""
    try:
        with target.open(UNFINISHED_COPY) as file:
            return str(json.loads(file.read())["library"])
    except NotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        return ""


def _of_phase(source: ObjectStore, prefix: str) -> Iterator[StoredObject]:
    return (stored for stored in source.walk(prefix) if stored.key != keys.LIBRARY)


def _copy_guarded(
    source: ObjectStore, target: ObjectStore, there: Mapping[str, StoredObject], stored: StoredObject, *, fast: bool
) -> Done:
    try:
        return _copy(source, target, there.get(stored.key), stored, fast=fast)
    except OSError as error:  # how a failing disk tells of a bad sector
        return Done(stored.key, stored.size, Outcome.DAMAGED, f"It cannot be read: {error.strerror or error}.")
    except (IntegrityError, NotFoundError, UsageError) as error:
        return Done(stored.key, stored.size, Outcome.FAILED, f"{error.message} {error.hint}".strip())


def _copy(
    source: ObjectStore, target: ObjectStore, there: StoredObject | None, stored: StoredObject, *, fast: bool
) -> Done:
    key, size = stored.key, stored.size
    same_size = there is not None and there.size == size
    if fast and same_size:
        return Done(key, size, Outcome.PRESENT)
    expected = _expected(source, key)
    theirs = _checksum(target, key) if there else None
    if expected is not None and same_size and theirs == expected:
        return Done(key, size, Outcome.PRESENT)
    with _content(source, stored) as (file, actual):
        if expected is not None and actual != expected:
            return Done(key, size, Outcome.DAMAGED, f"Its SHA-256 is {actual} instead of {expected}.")
        if theirs == actual:
            return Done(key, size, Outcome.PRESENT)
        if theirs is not None and not _replaceable(target, key, theirs):
            return _conflict(stored)
        return _put(target, stored, file, actual, if_absent=theirs is None)


def _put(target: ObjectStore, stored: StoredObject, file: BinaryIO, checksum: Checksum, *, if_absent: bool) -> Done:
    try:
        target.put(stored.key, file, checksum=checksum, if_absent=if_absent)
    except AlreadyExistsError:  # since we looked, or under another spelling where a disk ignores case
        if _checksum(target, stored.key) != checksum:
            return _conflict(stored)
    return Done(stored.key, stored.size, Outcome.COPIED)


def _replaceable(target: ObjectStore, key: str, theirs: Checksum) -> bool:
    """Whether nothing is lost when the target's object is replaced.

    It can be made again, or it is an original that the owner has changed since the last copy and whose earlier
    content lies whole in the target's versions/, where an earlier phase has put it.
    """
    if not key.startswith(_NEVER_REPLACED):
        return True
    if not key.startswith(keys.ORIGINALS):
        return False
    version = keys.version_key(keys.path_of_original(key), theirs)
    return target.stat(version) is not None and _checksum(target, version) == theirs


def _conflict(stored: StoredObject) -> Done:
    reason = "The target has something else there, which was left alone. If that is damaged, delete it and copy again."
    return Done(stored.key, stored.size, Outcome.CONFLICT, reason)


def _expected(source: ObjectStore, key: str) -> Checksum | None:
    """The checksum that the archive itself vouches for."""
    try:
        if key.startswith(keys.VERSIONS):
            return keys.path_of_version(key)[1]
        if not key.startswith(keys.ORIGINALS):
            return None
        path = keys.path_of_original(key)
    except UsageError:  # not a key of ours
        return None
    document = find_document(source, path)
    if document is None or source.stat(keys.version_key(path, document.id)) is not None:
        return None  # a sidecar; or the document is still about an earlier content
    return document.id


def _checksum(store: ObjectStore, key: str) -> Checksum:
    stored = store.stat(key)
    if stored is not None and stored.checksum is not None:
        return stored.checksum
    with store.open(key) as file:
        return checksum_of(file)


@contextmanager
def _content(source: ObjectStore, stored: StoredObject) -> Iterator[tuple[BinaryIO, Checksum]]:
    """An object to be read, and its checksum."""
    with source.open(stored.key) as file:
        if stored.size <= _MOST_IN_MEMORY:
            data = file.read()
            yield io.BytesIO(data), checksum_of_bytes(data)
            return
        checksum = checksum_of(file)
    with source.open(stored.key) as file:
        yield file, checksum
