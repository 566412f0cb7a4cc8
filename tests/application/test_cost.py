"""Measuring a collection, and answering a question about its cost."""

from collections.abc import Callable
from pathlib import Path

import pytest

from shoebox.application.cost import answer, measure_folder, measure_library, question
from shoebox.application.cost_document import document
from shoebox.application.library import Library
from shoebox.application.sync import plan, sync
from shoebox.domain.assumptions import Recognition
from shoebox.domain.collection import Collection
from shoebox.domain.errors import NotFoundError, UsageError
from shoebox.domain.prices import standard_prices
from tests.libraries import jpeg, portrait

Pictures = Callable[[dict[str, bytes]], Path]
PRICES = standard_prices()


def _unused() -> Collection:
    raise AssertionError("There was no need to measure anything.")


def test_a_folder_is_measured_by_names_and_sizes(pictures: Pictures) -> None:
    """RAW, other photos, videos and other files are told by their extensions, whatever is in them; litter is not."""
    folder = pictures(
        {
            "a.JPG": b"x" * 10,
            "b/c.nef": b"x" * 600_000,
            "b/d.heic": b"x",
            "e.mov": b"x" * 20,
            "a.xmp": b"x",
            ".DS_Store": b"x",
        }
    )
    found = measure_folder(folder)
    assert (found.photos, found.videos) == (3, 1)
    assert found.raw_share == pytest.approx(1 / 3)
    assert (found.small.number, found.small.bytes) == (4, 32)
    assert (found.medium.number, found.medium.bytes) == (1, 600_000)


def test_the_library_inside_a_folder_is_left_out(pictures: Pictures) -> None:
    """Nobody imports the archive into itself."""
    folder = pictures({"a.jpg": b"x", "Shoebox/originals/a.jpg": b"x"})
    assert measure_folder(folder, without=folder / "Shoebox").photos == 1


def test_an_empty_folder_costs_no_import(pictures: Pictures) -> None:
    """Nothing to import costs nothing; a folder that is not there is an error."""
    folder = pictures({})
    folder.mkdir()
    told = answer(question({}), PRICES, lambda: measure_folder(folder))
    assert told.forecast.one_off.total == 0
    with pytest.raises(NotFoundError):
        measure_folder(folder / "missing")


def test_a_library_is_measured_by_its_records(library: Library, pictures: Pictures) -> None:
    """A picture at two paths is two originals; what could not be understood is only kept; faces are counted."""
    twice, broken = jpeg("red"), b"not a picture"
    files = {"a.jpg": portrait(255), "b.jpg": twice, "again/b.jpg": twice, "c.jpg": broken, "d.jpg": portrait(160)}
    sync(library, plan(library.known_files, [pictures(files)]), workers=1, progress=lambda _: None)
    found = measure_library(library)
    assert (found.photos, found.videos) == (3, 0)
    assert found.files.number == 5
    assert found.files.bytes == sum(len(data) for data in files.values())
    assert found.people_share == pytest.approx(2 / 3)
    assert found.faces_per_picture == pytest.approx(2 / 3)


def test_without_recognition_the_assumed_faces_stand(library: Library, pictures: Pictures) -> None:
    """No face among the records says nothing: perhaps nobody looked."""
    sync(library, plan(library.known_files, [pictures({"b.jpg": jpeg("red")})]), workers=1, progress=lambda _: None)
    assert measure_library(library).people_share == Collection(photos=1).people_share


def test_photos_and_gigabytes_need_nothing_to_measure() -> None:
    """A collection can be told in two numbers."""
    told = answer(question({"photos": "50000", "gigabytes": "200"}), PRICES, _unused)
    assert told.collection.files.bytes == 200 * 10**9
    assert told.collection.photos == 50_000


def test_what_is_said_of_a_collection_corrects_what_was_measured() -> None:
    """The share of pictures with people is said, the rest measured."""
    told = answer(question({"people_share": "0.1"}), PRICES, lambda: Collection(photos=10, raw_share=0.5))
    assert (told.collection.people_share, told.collection.raw_share, told.collection.photos) == (0.1, 0.5, 10)


def test_half_a_size_is_refused() -> None:
    """Photos without gigabytes would be mixed with measured bytes."""
    with pytest.raises(UsageError) as caught:
        answer(question({"photos": "50000"}), PRICES, _unused)
    assert "gigabytes" in caught.value.hint


def test_names_of_all_three_kinds_are_known() -> None:
    """The collection, the library in AWS and the comparison take their assumptions from one list."""
    asked = question({"recognition": "local", "years": "10", "gigabytes": "1"})
    assert asked.assumptions.recognition is Recognition.LOCAL
    assert asked.ownership.years == 10
    assert asked.said == {"gigabytes"}
    with pytest.raises(UsageError) as caught:
        question({"yeers": "10"})
    assert caught.value.hint == "Did you mean years?"


def test_the_document_has_every_line_with_its_source() -> None:
    """Each line of each bill tells its price, where and when it was read, and the lines add up to the total."""
    told = document(answer(question({"photos": "50000", "gigabytes": "200"}), PRICES, _unused))
    for name in ("one_off", "monthly", "restore"):
        bill = told[name]
        assert isinstance(bill, dict)
        lines = bill["lines"]
        assert isinstance(lines, list)
        assert lines
        costs = []
        for line in lines:
            assert isinstance(line, dict)
            assert line["source"]
            assert str(line["read"]).startswith("202")
            assert isinstance(line["cost"], float)
            costs.append(line["cost"])
        assert bill["total"] == pytest.approx(sum(costs))
