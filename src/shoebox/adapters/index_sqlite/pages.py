"""Where a page ends, as a text that callers hand back and need not understand."""

import base64
import json
from dataclasses import dataclass

from shoebox.domain.errors import UsageError
from shoebox.ports import PageCursor

Place = tuple[int, int, bytes]
"""Second (from the year 1) and microseconds of the sort time, and the checksum: what hits are sorted by."""


@dataclass(frozen=True, slots=True)
class Position:
    """The place behind which a page begins (None: the first page), and how many more the query's limit allows."""

    place: Place | None
    left: int | None


def write_cursor(position: Position) -> PageCursor:
    """A position as a cursor."""
    assert position.place is not None
    seconds, fraction, checksum = position.place
    text = json.dumps([seconds, fraction, checksum.hex(), position.left], separators=(",", ":"))
    return PageCursor(base64.urlsafe_b64encode(text.encode()).decode().rstrip("="))


def read_cursor(cursor: PageCursor) -> Position:
    """What `write_cursor` wrote. Raises UsageError for other text."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        seconds, fraction, checksum, left = json.loads(text)
        return Position((_number(seconds), _number(fraction), bytes.fromhex(checksum)), left and _number(left))
    except (ValueError, TypeError):
        raise UsageError("This page cannot be found", hint="Start again from the first page.") from None


def _number(value: object) -> int:
    if not isinstance(value, int) or abs(value) >= 1 << 62:
        raise TypeError(value)
    return value
