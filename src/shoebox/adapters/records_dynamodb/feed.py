"""The change feed: where a write stands in it, and how far a reader has come.

A write's place is the time of the service, then the writer's name and its count of writes. The feed is read in order
of place, but a write may become visible a little after its place was taken: its request was under way. So a reader
reads the last `OVERLAP_SECONDS` again, and its cursor remembers what it has seen of them. A writer whose request took
longer than `PUNCTUAL_SECONDS` takes a new place; clocks are good to a second. What is older than the overlap when
reading begins is settled: nothing will appear in it any more.
"""

import secrets
import threading
from bisect import insort
from dataclasses import dataclass, field
from itertools import count

from shoebox.domain.errors import ConflictError
from shoebox.ports import Cursor

OVERLAP_SECONDS = 20.0
PUNCTUAL_SECONDS = 10.0
CLOCK_ERROR_SECONDS = 2.0
_PARTS = 4


def time_in_feed(seconds: float) -> str:
    """A time as places begin with it: microseconds since 1970 in hexadecimal digits."""
    return f"{int(seconds * 1_000_000):014x}"


def seconds_of(place: str) -> float:
    """When a place was taken: seconds since 1970."""
    return int(place.partition("-")[0], 16) / 1_000_000


class Places:
    """Gives out places, each once; in growing order where the clock wavers no more than it may.

    Any number of threads may use it.
    """

    def __init__(self) -> None:
        """Take a name that no other writer has."""
        self._writer = secrets.token_hex(6)
        self._numbers = count(1)
        self._last = 0.0
        self._lock = threading.Lock()

    def take(self, seconds: float) -> str:
        """The place of a write that is about to be sent."""
        with self._lock:
            if not 0 < self._last - seconds < CLOCK_ERROR_SECONDS:
                self._last = seconds
            return f"{time_in_feed(self._last)}-{self._writer}-{next(self._numbers):08x}"


class Seen:
    """Which writes a reader has seen: for each writer, runs of their numbers.

    Writers count one by one, so that thousands of writes are a few runs.
    """

    def __init__(self, text: str = "") -> None:
        """Nothing, or what `str` of another one told."""
        self._runs: dict[str, list[tuple[int, int]]] = {}
        for part in text.split("_") if text else ():
            writer, first, last = part.split("-")
            insort(self._runs.setdefault(writer, []), (int(first, 16), int(last, 16)))

    def __contains__(self, place: str) -> bool:
        """Whether the write at `place` was seen."""
        _, writer, digits = place.split("-")
        number = int(digits, 16)
        return any(first <= number <= last for first, last in self._runs.get(writer, ()))

    def add(self, place: str) -> None:
        """Take note of the write at `place`."""
        _, writer, digits = place.split("-")
        number = int(digits, 16)
        runs = self._runs.setdefault(writer, [])
        if runs and runs[-1][1] + 1 == number:
            runs[-1] = (runs[-1][0], number)
        elif place not in self:
            insort(runs, (number, number))

    def __str__(self) -> str:
        """A text that `Seen` reads."""
        return "_".join(f"{writer}-{first:x}-{last:x}" for writer, runs in self._runs.items() for first, last in runs)


@dataclass(slots=True)
class Reading:
    """One reading of the feed, from a cursor on.

    `start` is the place to read after. What was seen before lies before `frontier`; `settled` is the time before
    which nothing will appear any more.
    """

    epoch: str
    settled: str
    start: str = ""
    frontier: str = ""
    before: Seen = field(default_factory=Seen)
    recent: Seen = field(default_factory=Seen)

    def is_new(self, place: str) -> bool:
        """Whether the write at `place`, which comes after those asked about already, has not been seen before."""
        if place > self.frontier:
            self.before = Seen()
            self.frontier = place
        if place > self.settled:
            self.recent.add(place)
        return place not in self.before

    def cursor(self, place: str) -> Cursor:
        """The cursor of the change at `place`, when all before it have been told."""
        seen = "_".join(text for text in (str(self.before), str(self.recent)) if text)
        start = max(self.start, min(place, self.settled))
        return Cursor(f"{self.epoch}.{start}.{self.frontier}.{seen}")


def reading_from(cursor: Cursor, settled: str) -> Reading:
    """The reading that goes on from a cursor. Raises ConflictError for one of another kind of store."""
    parts = cursor.split(".")
    if len(parts) != _PARTS:
        raise cleared_since()
    epoch, start, frontier, seen = parts
    return Reading(epoch, settled, start, frontier, Seen(seen))


def cleared_since() -> ConflictError:
    """The error for a cursor of another epoch."""
    return ConflictError("The records were cleared since", hint="Read the changes from the start.")
