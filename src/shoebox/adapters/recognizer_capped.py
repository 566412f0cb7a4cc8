"""A Recognizer that stops at a number of analyses a month, so that a bill has an upper end."""

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from shoebox.domain.errors import ShoeboxError, UnavailableError
from shoebox.domain.photo import Analysis, ToolVersion
from shoebox.ports import Clock, Recognizer


class Spending(Protocol):
    """Counts what is paid for, by month (YYYY-MM, UTC, as AWS bills). Many processes may count at a time."""

    def count(self, month: str) -> int:
        """What was added in a month."""

    def add(self, month: str, number: int) -> int:
        """Add, as one step that nothing comes between, and return the new count; a negative number gives back."""


@runtime_checkable
class KeepsAnswers(Protocol):
    """Ability of a recognizer whose `Analysis.raw` holds what was paid for, so that it need not be paid again."""

    def reread(self, earlier: Analysis) -> Analysis | None:
        """What today's rules make of an earlier analysis, without a request; None where answers are missing."""

    def resume(self, earlier: Analysis, preview: bytes) -> Analysis:
        """What `analyze` gives, asking only for what the earlier analysis does not hold."""


class CappedRecognizer:
    """Passes at most `cap` analyses a month on to `recognizer`; what needs no request is always passed on.

    An analysis is counted before it is made, so that many processes at once do not exceed the cap, and given back
    when it fails.
    """

    def __init__(self, recognizer: Recognizer, *, cap: int, spending: Spending, clock: Clock) -> None:
        """Keep the limit beside the recognizer."""
        self._recognizer = recognizer
        self._cap = cap
        self._spending = spending
        self._clock = clock

    @property
    def identity(self) -> ToolVersion:
        """That of the recognizer within: a cap changes no answer."""
        return self._recognizer.identity

    def analyze(self, preview: bytes) -> Analysis:
        """See Recognizer. Raises UnavailableError at the cap: what is backed up meanwhile is analysed later."""
        return self._counted(lambda: self._recognizer.analyze(preview))

    def reread(self, earlier: Analysis) -> Analysis | None:
        """See KeepsAnswers; None always where the recognizer within keeps no answers."""
        return self._recognizer.reread(earlier) if isinstance(self._recognizer, KeepsAnswers) else None

    def resume(self, earlier: Analysis, preview: bytes) -> Analysis:
        """See KeepsAnswers. Raises UnavailableError at the cap if anything has to be asked for."""
        keeper = self._recognizer
        if not isinstance(keeper, KeepsAnswers):
            return self.analyze(preview)
        return keeper.reread(earlier) or self._counted(lambda: keeper.resume(earlier, preview))

    def _counted(self, work: Callable[[], Analysis]) -> Analysis:
        month = f"{self._clock():%Y-%m}"
        self._take_one(month)
        try:
            return work()
        except ShoeboxError:  # nothing was paid, unless an answer was lost on its way
            self._spending.add(month, -1)
            raise

    def _take_one(self, month: str) -> None:
        if self._spending.count(month) < self._cap:
            if self._spending.add(month, 1) <= self._cap:
                return
            self._spending.add(month, -1)
        raise UnavailableError(
            f"The monthly cap of {self._cap} analyses is reached.",
            hint="Photos are backed up all the same and analysed next month, or once MonthlyAnalysisCap is raised.",
        )
