"""GET /api/cost over a library in memory."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from shoebox.application.library import Library
from shoebox.application.search import Language
from shoebox.application.sync import plan, sync
from shoebox.query.context import Calendar
from shoebox.web.app import create_app
from shoebox.web.gallery import Gallery
from tests.libraries import jpeg, library_in_memory

TERABYTE = {"photos": "200000", "gigabytes": "1000"}


def browser_of(library: Library) -> TestClient:
    """A browser at the gallery of a library."""
    gallery = Gallery(
        library=library,
        language=lambda: Language(calendar=Calendar(today=date(2026, 11, 23))),
        place="/home/me/Shoebox",
        missing=(),
    )
    return TestClient(create_app(gallery), base_url="http://127.0.0.1:8780")


@pytest.fixture
def client(pictures: Callable[[dict[str, bytes]], Path]) -> Iterator[TestClient]:
    """A browser at a library of two photos."""
    library = library_in_memory()
    folder = pictures({"red.jpg": jpeg("red"), "green.jpg": jpeg("green")})
    sync(library, plan(library.known_files, [folder]), workers=1, progress=lambda _: None)
    with browser_of(library) as client:
        yield client


def test_the_library_is_measured(client: TestClient) -> None:
    """Without numbers of its own, a question is about the photos that are there."""
    told = client.get("/api/cost").json()
    assert told["collection"]["photos"] == 2
    assert told["collection"]["small"]["number"] == 2


def test_an_empty_library_costs_no_storage() -> None:
    """Nothing is stored, and no way to keep it can be compared with a subscription."""
    with browser_of(library_in_memory()) as client:
        told = client.get("/api/cost").json()
    assert told["collection"]["photos"] == 0
    assert told["verdict"]["subscriptions_win"] == []


def test_a_bill_is_the_sum_of_its_lines(client: TestClient) -> None:
    """Each line is (amount - free) x price / per, and the totals follow."""
    told = client.get("/api/cost", params=TERABYTE).json()
    for bill in (told["one_off"], told["monthly"], told["restore"]):
        costs = [(line["amount"] - line["free"]) * line["price"] / line["per"] for line in bill["lines"]]
        assert costs == pytest.approx([line["cost"] for line in bill["lines"]])
        assert bill["total"] == pytest.approx(sum(costs))


def test_the_ways_come_cheapest_first(client: TestClient) -> None:
    """The comparison is in order, and the verdict names its first."""
    told = client.get("/api/cost", params=TERABYTE).json()
    totals = [way["cost"]["total"] for way in told["ways"]]
    assert totals == sorted(totals)
    assert told["verdict"]["cheapest"] == told["ways"][0]["name"]


def test_an_assumption_changes_the_answer(client: TestClient) -> None:
    """A parameter replaces one value and is told back."""
    default = client.get("/api/cost", params=TERABYTE).json()
    local = client.get("/api/cost", params=TERABYTE | {"recognition": "local"}).json()
    assert local["one_off"]["total"] < default["one_off"]["total"]
    values = {item["name"]: item["value"] for item in local["assumptions"]}
    assert values["recognition"] == "local"


@pytest.mark.parametrize(
    ("parameters", "hint"),
    [
        ({"yeras": "10"}, "Did you mean years?"),
        ({"years": "many"}, "It takes a number from 0 to 1,000,000,000 (years)."),
        ({"labelled_share": "1.5"}, "It takes a number from 0 to 1 (share)."),
        ({"recognition": "magic"}, "It takes none, local, rekognition."),
    ],
)
def test_what_cannot_be_is_refused_with_a_hint(client: TestClient, parameters: dict[str, str], hint: str) -> None:
    """Wrong names and wrong values are 400, and the answer says what would be right."""
    answer = client.get("/api/cost", params=parameters)
    assert answer.status_code == 400
    assert answer.json()["error"]["hint"] == hint


def test_half_a_size_is_refused(client: TestClient) -> None:
    """Photos without gigabytes say too little."""
    answer = client.get("/api/cost", params={"photos": "5"})
    assert answer.status_code == 400
    assert "together" in answer.json()["error"]["message"]


def test_an_unchanged_answer_is_not_sent_again(client: TestClient) -> None:
    """If-None-Match with the same ETag gives 304; another question has another ETag."""
    tag = client.get("/api/cost").headers["etag"]
    assert client.get("/api/cost", headers={"if-none-match": tag}).status_code == 304
    assert client.get("/api/cost", params={"years": "9"}, headers={"if-none-match": tag}).status_code == 200
