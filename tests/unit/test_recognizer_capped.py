"""A cap pauses analysis and counts only what was paid."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from shoebox.adapters.recognizer_capped import CappedRecognizer, KeepsAnswers
from shoebox.adapters.recognizer_rekognition import RekognitionRecognizer, Settings
from shoebox.domain.errors import ShoeboxError, UnavailableError
from shoebox.domain.photo import Analysis, ToolVersion
from tests.rekognition_answers import FakeFailure, FakeService, label, labels_answer
from tests.unit.test_recognizer_rekognition import jpeg

NOVEMBER = datetime(2026, 11, 30, 23, 59, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, tzinfo=UTC)


class CountedInMemory:
    """Spending of one process."""

    def __init__(self) -> None:
        """Nothing was paid yet."""
        self.months: Counter[str] = Counter()
        self.writes = 0
        self._lock = threading.Lock()

    def count(self, month: str) -> int:
        """See Spending."""
        return self.months[month]

    def add(self, month: str, number: int) -> int:
        """See Spending."""
        with self._lock:
            self.writes += 1
            self.months[month] += number
            return self.months[month]


class CountedBehind(CountedInMemory):
    """Spending whose count is read before others have added."""

    def count(self, month: str) -> int:
        """Always too little."""
        return self.months[month] - 1


class Plain:
    """A recognizer that keeps no answers."""

    identity = ToolVersion("plain", "1")

    def __init__(self) -> None:
        """Nothing was asked yet."""
        self.analyses = 0

    def analyze(self, preview: bytes) -> Analysis:
        """See Recognizer."""
        self.analyses += 1
        if not preview:
            raise UnavailableError("Nothing works.")
        return Analysis(tool=self.identity)


def test_at_the_cap_analysis_pauses_until_the_next_month() -> None:
    """The error says how to raise it."""
    plain, spending, now = Plain(), CountedInMemory(), [NOVEMBER]
    capped = CappedRecognizer(plain, cap=2, spending=spending, clock=lambda: now[0])
    assert capped.identity == plain.identity
    for _ in range(2):
        assert capped.analyze(b"x").tool == plain.identity
    with pytest.raises(UnavailableError, match="cap of 2 analyses") as caught:
        capped.analyze(b"x")
    assert "MonthlyAnalysisCap" in caught.value.hint
    now[0] = DECEMBER
    capped.analyze(b"x")
    assert plain.analyses == 3
    assert spending.months == {"2026-11": 2, "2026-12": 1}
    assert spending.writes == 3


def test_many_at_once_do_not_exceed_the_cap() -> None:
    """Each counts before it asks, and takes back what was too much."""
    plain, spending = Plain(), CountedInMemory()
    capped = CappedRecognizer(plain, cap=5, spending=spending, clock=lambda: NOVEMBER)

    def tried(_number: int) -> bool:
        try:
            capped.analyze(b"x")
        except UnavailableError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        done = sum(pool.map(tried, range(40)))
    assert done <= 5
    assert plain.analyses == done == spending.count("2026-11")


def test_what_others_count_at_the_same_moment_is_counted() -> None:
    """The last one is refused after it has counted itself, and takes that back."""
    plain, spending = Plain(), CountedBehind()
    capped = CappedRecognizer(plain, cap=1, spending=spending, clock=lambda: NOVEMBER)
    capped.analyze(b"x")
    with pytest.raises(UnavailableError):
        capped.analyze(b"x")
    assert (plain.analyses, spending.months) == (1, {"2026-11": 1})


def test_a_failure_is_given_back() -> None:
    """It was not paid."""
    spending = CountedInMemory()
    capped = CappedRecognizer(Plain(), cap=5, spending=spending, clock=lambda: NOVEMBER)
    with pytest.raises(UnavailableError):
        capped.analyze(b"")
    assert spending.count("2026-11") == 0


def test_what_needs_no_request_is_not_counted() -> None:
    """Kept answers are read again even at the cap; missing ones wait."""
    failing: list[str] = ["IndexFaces"]

    def answer(operation: str, _request: object) -> dict[str, object]:
        if operation in failing:
            raise FakeFailure("ThrottlingException")
        return labels_answer(label("Person")) if operation == "DetectLabels" else {"FaceRecords": []}

    recognizer = RekognitionRecognizer(FakeService(answer).client, Settings(collection="family"))
    part = recognizer.analyze(jpeg())
    failing.clear()
    whole = recognizer.resume(part, jpeg())
    spending = CountedInMemory()
    full = CappedRecognizer(recognizer, cap=0, spending=spending, clock=lambda: NOVEMBER)
    assert isinstance(full, KeepsAnswers)
    assert full.reread(whole) == full.resume(whole, jpeg()) == whole
    with pytest.raises(UnavailableError):
        full.resume(part, jpeg())
    one_more = CappedRecognizer(recognizer, cap=1, spending=spending, clock=lambda: NOVEMBER)
    assert one_more.resume(part, jpeg()) == whole
    assert spending.count("2026-11") == 1


def test_a_recogniser_that_keeps_no_answers_is_asked_again() -> None:
    """There is nothing to read again."""
    plain = Plain()
    capped = CappedRecognizer(plain, cap=1, spending=CountedInMemory(), clock=lambda: NOVEMBER)
    earlier = Analysis(tool=ToolVersion("plain", "0"))
    assert capped.reread(earlier) is None
    assert capped.resume(earlier, b"x").tool == plain.identity
    with pytest.raises(ShoeboxError):
        capped.resume(earlier, b"x")
