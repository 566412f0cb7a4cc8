"""What a verification can find, and what the owner can do about it."""

from dataclasses import dataclass
from enum import StrEnum

from shoebox.domain import keys


class Problem(StrEnum):
    """What is wrong with an object."""

    MISSING = "missing"
    DAMAGED = "damaged"
    OUTDATED = "outdated"
    UNRECORDED = "unrecorded"
    LEFT_OVER = "left-over"
    UNFINISHED = "unfinished"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """An object with a problem: how it shows (`detail`) and what to do (`remedy`)."""

    key: str
    problem: Problem
    detail: str
    remedy: str


_FROM_A_COPY = "Put it back from a copy of the library, or from the folder that it was backed up from."
_REBUILD = "It can be made again: run 'shoebox rebuild'."
_DELETE_AND_REBUILD = "It can be made again: delete it and run 'shoebox rebuild'."


def missing(key: str, detail: str) -> Finding:
    """Nothing lies at `key`, though something should."""
    remedy = _FROM_A_COPY if _is_irreplaceable(key) else _REBUILD
    return Finding(key, Problem.MISSING, detail, remedy)


def damaged(key: str, detail: str) -> Finding:
    """What lies at `key` is not what was stored."""
    remedy = _FROM_A_COPY if _is_irreplaceable(key) else _DELETE_AND_REBUILD
    return Finding(key, Problem.DAMAGED, detail, remedy)


def outdated(key: str) -> Finding:
    """The original was replaced by a newer file, and the document at `key` is still about the older one."""
    detail = "The original was changed, and its new content is not understood yet."
    return Finding(key, Problem.OUTDATED, detail, "Run 'shoebox sync' of its folder again.")


def unrecorded(key: str, detail: str) -> Finding:
    """What this computer knows is not what the document at `key` says."""
    remedy = (
        "Run 'shoebox rebuild' if the document is right; put it back from a copy, or delete it first, if it is not."
    )
    return Finding(key, Problem.UNRECORDED, detail, remedy)


def left_over(key: str) -> Finding:
    """A picture without an original."""
    return Finding(key, Problem.LEFT_OVER, "It belongs to no original.", "It may be deleted.")


def unfinished(key: str) -> Finding:
    """The archive is a copy that was interrupted."""
    return Finding(key, Problem.UNFINISHED, "A copy to here was interrupted.", "Run 'shoebox copy' again.")


def _is_irreplaceable(key: str) -> bool:
    return key.startswith((keys.ORIGINALS, keys.VERSIONS, keys.ENTRIES))
