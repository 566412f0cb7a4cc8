"""What Rekognition said about one picture, word for word, as it is kept in `Analysis.raw`.

A JSON object with one key for each part that is settled: its answer, or null where the picture need not be asked for
it. `collection` names where the faces were stored.
"""

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from shoebox.domain.errors import IntegrityError

COLLECTION = "collection"
Answers = Mapping[str, Any]


class Part(StrEnum):
    """The answers, in the order in which they are asked for."""

    LABELS = "labels"
    FACES = "faces"
    TEXT = "text"


def to_raw(answers: Answers) -> str:
    """Answers as JSON."""
    return json.dumps(answers, separators=(",", ":"), sort_keys=True)


def from_raw(raw: str | None) -> Answers:
    """Read what `to_raw` wrote; no answers for None. Raises IntegrityError."""
    try:
        answers = json.loads(raw) if raw is not None else {}
    except ValueError as error:
        raise unreadable(error) from error
    if not isinstance(answers, dict):
        raise unreadable(answers)
    return answers


def bare(response: Mapping[str, Any]) -> dict[str, Any]:
    """A response of the client without what only concerns its transport."""
    return {name: value for name, value in response.items() if name != "ResponseMetadata"}


def unreadable(reason: object) -> IntegrityError:
    """The kept answers are not what was written."""
    return IntegrityError(
        f"Kept answers of Rekognition cannot be read: {reason!r}", hint="Have the photo analysed again."
    )
