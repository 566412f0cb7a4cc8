"""The web application over a library in memory."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from shoebox.application.library import Library
from shoebox.application.people import list_people
from shoebox.application.search import Language
from shoebox.application.sync import plan, sync
from shoebox.domain.checksum import checksum_of_bytes
from shoebox.query.context import Calendar
from shoebox.web.app import create_app
from shoebox.web.gallery import Gallery
from tests.libraries import jpeg, library_in_memory, portrait

OURS = {"x-shoebox": "1"}
PHOTO = jpeg("red", "2007:07:04 12:30:00")
PAGE = b"<html><script>alert(1)</script></html>"


@pytest.fixture
def library(pictures: Callable[[dict[str, bytes]], Path]) -> Library:
    """Two photos of July 2007, one of May 2008, and a page that is not a picture."""
    library = library_in_memory()
    files = {
        "july.jpg": PHOTO,
        "later in july.jpg": jpeg("green", "2007:07:05 09:00:00"),
        "may.jpg": jpeg("blue", "2008:05:01 10:00:00"),
        "page.jpg": PAGE,
        "portrait.jpg": portrait(255),
    }
    sync(library, plan(library.known_files, [pictures(files)]), workers=1, progress=lambda _: None)
    return library


@pytest.fixture
def client(library: Library) -> Iterator[TestClient]:
    """A browser at the gallery's address."""
    gallery = Gallery(
        library=library,
        language=lambda: Language(calendar=Calendar(today=date(2026, 11, 23))),
        place="/home/me/Shoebox",
        missing=("faces: run 'shoebox models'",),
    )
    with TestClient(create_app(gallery), base_url="http://127.0.0.1:8780") as client:
        yield client


def test_the_timeline_counts_months_newest_first(client: TestClient) -> None:
    """Each month has its number of photos; what has no date lies in the month it was added."""
    months = client.get("/api/timeline").json()["months"]
    assert months[-2:] == [["2008-05", 1], ["2007-07", 2]]


def test_a_month_comes_in_columns(client: TestClient) -> None:
    """A page holds the month's photos only, newest first."""
    page = client.get("/api/photos", params={"month": "2007-07"}).json()
    assert page["taken"] == ["2007-07-05T09:00:00", "2007-07-04T12:30:00"]
    assert page["ids"][1] == checksum_of_bytes(PHOTO)
    assert page["ratios"] == [1.5, 1.5]
    assert page["after"] is None


def test_a_query_narrows_the_timeline(client: TestClient) -> None:
    """The query in the address is a JSON object as /api/parse gives it."""
    parsed = client.get("/api/parse", params={"q": "photos from May 2008"}).json()
    assert parsed["chips"][0]["kind"] == "date"
    timeline = client.get("/api/timeline", params={"query": json.dumps(parsed["query"])}).json()
    assert timeline == {"total": 1, "months": [["2008-05", 1]]}


def test_words_nobody_knows_are_named(client: TestClient) -> None:
    """What was not understood is told."""
    assert client.get("/api/parse", params={"q": "xyzzyplugh from 2007"}).json()["unknown"] == ["xyzzyplugh"]


def test_taking_a_chip_away_leaves_the_rest(client: TestClient) -> None:
    """Each chip carries the query without it."""
    chips = client.get("/api/parse", params={"q": "videos from May 2008"}).json()["chips"]
    (left,) = [chip["without"] for chip in chips if chip["kind"] == "date"]
    assert left == {"media": ["video"]}


def test_a_photo_tells_its_backup_state(client: TestClient) -> None:
    """One photo's answer has the listing and the checksum."""
    photo = client.get(f"/api/photos/{checksum_of_bytes(PHOTO)}").json()
    assert (photo["backed_up"], photo["paths"]) == ("verified", ["july.jpg"])


def test_the_pictures_are_served(client: TestClient) -> None:
    """Thumbnail, preview and original of a photo."""
    photo = checksum_of_bytes(PHOTO)
    assert client.get(f"/originals/{photo}").content == PHOTO
    for kind in ("thumbnails", "previews"):
        answer = client.get(f"/{kind}/{photo}")
        assert answer.headers["content-type"] == "image/jpeg"
        assert "immutable" in answer.headers["cache-control"]


def test_a_page_among_the_originals_is_only_a_download(client: TestClient) -> None:
    """An original that is HTML never runs in the gallery's origin."""
    answer = client.get(f"/originals/{checksum_of_bytes(PAGE)}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_what_was_set_aside_is_listed_with_the_reason(client: TestClient) -> None:
    """Nothing that could not be understood is hidden."""
    (found,) = client.get("/api/set-aside").json()["photos"]
    assert found["paths"] == ["page.jpg"]
    assert "not a picture" in found["reason"]


def test_the_status_says_what_is_missing(client: TestClient) -> None:
    """Counts, and what keeps the library from being understood."""
    status = client.get("/api/status").json()
    assert (status["photos"], status["setAside"], status["verified"]) == (5, 1, 5)
    assert status["missing"] == ["faces: run 'shoebox models'"]


def test_a_person_is_named(client: TestClient, library: Library) -> None:
    """After naming, the person is found by name."""
    cluster = list_people(library)[0].id
    assert client.post(f"/api/people/{cluster}", json={"name": "Natalie"}, headers=OURS).status_code == 204
    named = [person["name"] for person in client.get("/api/people").json()["people"]]
    assert named[0] == "Natalie"
    query = client.get("/api/parse", params={"q": "Natalie"}).json()["query"]
    assert query == {"people_all": ["Natalie"]}
    assert client.get("/api/timeline", params={"query": json.dumps(query)}).json()["total"] > 0


def test_a_favourite_is_marked_and_found(client: TestClient) -> None:
    """The mark is in the listing and in the search."""
    photo = checksum_of_bytes(PHOTO)
    client.post(f"/api/photos/{photo}/favourite", json={"favourite": True}, headers=OURS)
    assert client.get(f"/api/photos/{photo}").json()["favourite"] is True
    assert client.get("/api/timeline", params={"query": '{"favourite":true}'}).json()["total"] == 1


def test_an_unchanged_answer_is_not_sent_again(client: TestClient) -> None:
    """ETags save the transfer."""
    tag = client.get("/api/timeline").headers["etag"]
    assert client.get("/api/timeline", headers={"if-none-match": tag}).status_code == 304


def test_every_answer_has_the_security_headers(client: TestClient) -> None:
    """Also errors and pictures."""
    for path in ("/", "/api/timeline", "/nowhere", f"/thumbnails/{checksum_of_bytes(PHOTO)}"):
        policy = client.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", ""])
def test_other_hosts_are_refused(client: TestClient, host: str) -> None:
    """A name that somebody points at this computer does not reach the photos (DNS rebinding)."""
    assert client.get("/api/timeline", headers={"host": host}).status_code == 400


@pytest.mark.parametrize(
    "headers", [{}, {**OURS, "origin": "https://evil.example"}, {**OURS, "origin": "null"}, {"x-shoebox": "0"}]
)
def test_writes_of_other_sites_are_refused(client: TestClient, headers: dict[str, str]) -> None:
    """A page elsewhere cannot make the browser change anything (CSRF)."""
    answer = client.post(f"/api/photos/{checksum_of_bytes(PHOTO)}/favourite", json={"favourite": True}, headers=headers)
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/photos/" + "0" * 64, 404),
        ("/thumbnails/..%2f..%2fetc%2fpasswd", 404),
        ("/originals/%2e%2e/%2e%2e/etc/passwd", 404),
        ("/api/photos?month=2007-13", 400),
        ("/api/photos?month=2007-07&after=rubbish", 400),
        ("/api/timeline?query=%7B", 400),
        ("/api/timeline?query=%5B%5D", 400),
        ("/api/timeline?query=%7B%22dates%22%3A3%7D", 400),
    ],
)
def test_bad_requests_get_clear_answers(client: TestClient, path: str, status: int) -> None:
    """Never an error 500; a message and a hint where it is ours."""
    assert client.get(path).status_code == status


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"favourite": "yes"}', b'{"a":"' + b"x" * 70_000 + b'"}'])
def test_bad_bodies_are_refused(client: TestClient, body: bytes) -> None:
    """Too large, not JSON, or not what is asked for."""
    answer = client.post(f"/api/photos/{checksum_of_bytes(PHOTO)}/favourite", content=body, headers=OURS)
    assert answer.status_code == 400
    assert answer.json()["error"]["hint"]
