"""The forecast line by line, against amounts and prices worked out by hand."""

import pytest

from shoebox.domain.assumptions import ArchiveClass, Assumptions, Recognition
from shoebox.domain.collection import GIB, Collection, Files
from shoebox.domain.cost import Bill, forecast
from shoebox.domain.prices import standard_prices

PRICES = standard_prices()
MIB = 2**20
LIBRARY = Collection(
    photos=100_000,
    videos=1_000,
    small=Files(24_000, 10 * GIB),
    medium=Files(80_000, 400 * GIB),
    large=Files(1_000, 100 * GIB),
    raw_share=0.25,
    people_share=0.4,
    faces_per_picture=0.5,
)
"""101,000 pictures in 105,000 files: 4,000 are sidecars."""
PARTS = 100 * GIB / (32 * MIB)
GIB_OF_1_KIB = 101_000 / 2**20


def _lines(bill: Bill) -> dict[str, tuple[float, float]]:
    """Each line's amount, and its cost if nothing were free."""
    return {line.what: (line.amount, line.price.cost(line.amount)) for line in bill.lines}


def _expect(bill: Bill, wanted: dict[str, tuple[float, float]]) -> None:
    """`wanted` maps each line that has an amount to the amount and the price of one unit."""
    found = {what: line for what, line in _lines(bill).items() if line[0]}
    assert found.keys() == wanted.keys()
    for what, (amount, price) in wanted.items():
        assert found[what][0] == pytest.approx(amount), what
        assert found[what][1] == pytest.approx(amount * price), what


def test_the_lines_of_an_import() -> None:
    """Requests by kind, seven days in Standard, moves, Rekognition by its gates, table, worker, queue, logs."""
    seconds = 25_000 * 2.5 + 75_000 * 1.5 + 1_000 * 2.5 + 101_000 * 1.5
    _expect(
        forecast(LIBRARY, Assumptions(), PRICES).one_off,
        {
            "PUT originals": (105_000 + PARTS + 2_000, 5e-6),
            "PUT thumbnails, previews, metadata": (303_000, 5e-6),
            "GET originals, by the worker": (105_000, 4e-7),
            "originals wait in Standard": (500 * 7 / 30.4375, 0.023),
            "move to the archive class": (81_000, 2e-5),
            "Rekognition labels": (101_000, 0.001),
            "Rekognition faces": (40_400, 0.001),
            "Rekognition searches to group faces": (50_500 * 0.15, 0.001),
            "Rekognition text": (5_050, 0.001),
            "table writes": (404_000, 0.625e-6),
            "worker time": (seconds * 1.73, 0.0000133334),
            "worker calls": (21_000, 0.2e-6),
            "queue requests": (315_000, 0.4e-6),
            "logs": (210_000 / 2**20, 0.5),
        },
    )


def test_the_lines_of_a_month() -> None:
    """Storage by class, requests by kind, retrieval, faces kept, table, functions, queue, delivery, alarms."""
    viewed_kib = 20_000 * 33 + 2_000 * 320
    _expect(
        forecast(LIBRARY, Assumptions(kept_face_share=0.5, verified_share=0.01), PRICES).monthly,
        {
            "originals in the archive class": (500, 0.004),
            "originals in Standard": (10, 0.023),
            "earlier versions in the archive class": (0.5 * 90 / 30.4375, 0.004),
            "earlier versions in Standard": (0.01 * 90 / 30.4375, 0.023),
            "previews": (320 * GIB_OF_1_KIB, 0.023),
            "thumbnails": (33 * GIB_OF_1_KIB, 0.023),
            "metadata": (2 * GIB_OF_1_KIB, 0.023),
            "search index": (GIB_OF_1_KIB, 0.023),
            "LIST for the weekly check": ((105 + 303) * 30.4375 / 7, 5e-6),
            "GET thumbnails and previews": (22_000, 4e-7),
            "PUT the search index": (30, 5e-6),
            "GET originals": (81_000 * 0.0105, 1e-5),
            "GET originals in Standard": (24_000 * 0.0105, 4e-7),
            "read originals": (500 * 0.0105, 0.03),
            "table": (4 * GIB_OF_1_KIB, 0.25),
            "table's recovery to any second": (4 * GIB_OF_1_KIB, 0.2),
            "table reads": (4_000, 0.125e-6),
            "faces kept by Rekognition": (25_250, 1e-5),
            "pages and index": (2_000 * 0.3 + 30 * 0.3 * 101, 0.0000133334),
            "calls": (2_030, 0.2e-6),
            "asking the queue": (657_000, 0.4e-6),
            "logs": (2_030 * 2 / 2**20, 0.5),
            "alarms": (3, 0.1),
            "pictures to browsers": (viewed_kib / 2**20 + 510 * 0.0005, 0.085),
            "requests of browsers": (24_000, 1e-6),
            "CloudFront's function": (24_000, 1e-7),
            "originals to 'verify'": (5.1, 0.09),
        },
    )


def test_deep_archive_adds_to_each_object() -> None:
    """32 KiB in its own class and 8 KiB in Standard, for each of 81,000 originals over 512 KiB."""
    month = _lines(forecast(LIBRARY, Assumptions(archive_class=ArchiveClass.DEEP_ARCHIVE), PRICES).monthly)
    assert month["what Deep Archive adds to each object"][0] == pytest.approx(81_000 * 32 / 2**20)
    assert month["names of objects in Deep Archive"][0] == pytest.approx(81_000 * 8 / 2**20)


def test_the_lines_of_a_restore() -> None:
    """Every original once: requests and retrieval by class, and all bytes out of AWS."""
    _expect(
        forecast(LIBRARY, Assumptions(), PRICES).restore,
        {
            "GET archived originals": (81_000, 1e-5),
            "GET originals in Standard": (24_000, 4e-7),
            "read the archive class": (500, 0.03),
            "originals out of AWS": (510, 0.09),
        },
    )


def test_allowances_are_counted_for_each_month_of_an_import() -> None:
    """Three months give three times 400,000 GB-seconds; without the free tier none."""

    def worker(assumptions: Assumptions) -> float:
        lines = forecast(LIBRARY, assumptions, PRICES).one_off.lines
        return next(line.free for line in lines if line.what == "worker time")

    assert worker(Assumptions(import_months=3)) == 1_200_000
    assert worker(Assumptions(import_months=3, free_tier=False)) == 0


@pytest.mark.parametrize("recognition", [Recognition.NONE, Recognition.LOCAL])
def test_without_rekognition_there_is_no_line_of_it(recognition: Recognition) -> None:
    """Neither in the import nor in the months."""
    told = forecast(LIBRARY, Assumptions(recognition=recognition), PRICES)
    assert not any(line.group == "recognition" for line in (*told.one_off.lines, *told.monthly.lines))
