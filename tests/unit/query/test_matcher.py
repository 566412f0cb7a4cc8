"""What it means for a photo to match, fact by fact."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shoebox.domain.checksum import Checksum
from shoebox.domain.photo import Box, Camera, Face, Facts, Kind, Label, Photo, Taken
from shoebox.query.codec import from_json
from shoebox.query.matcher import camera_name, filename_matches, matches, words

_BOX = Box(0.1, 0.1, 0.2, 0.2)
PHOTO = Photo(
    id=Checksum("0" * 64),
    paths=("Trips/Åland 2019/IMG_0042.JPG", "copies/second.jpg"),
    size=1,
    facts=Facts(
        kind=Kind.PHOTO,
        content_type="image/jpeg",
        media=("live",),
        taken=Taken(datetime(2019, 12, 25, 22, 30), None, "exif"),  # noqa: DTZ001 - local times are naive
        camera=Camera(make="NIKON CORPORATION", model="NIKON D750", lens="50mm f/1.8"),
        title="Two foxes",
        keywords=("Winterbild",),
    ),
    place=("Mariehamn", "Åland", "Finland"),
    labels=(Label("Fox", 0.9, "test", ("Animal",)),),
    faces=(Face(box=_BOX, confidence=1.0, person="José"), Face(box=_BOX, confidence=1.0, person="Ann")),
    text="No PARKING",
    favourite=True,
    albums=("Best of 2019",),
    added_at=datetime(2024, 1, 1, tzinfo=UTC),
)

MATCHING = [
    {},
    {"people_all": ["jose", "ANN"]},
    {"people_any": ["Ann", "Tom"]},
    {"people_none": ["Tom"]},
    {"people_all": ["Ann"], "people_any": ["José"], "people_only": True},
    {"faces_min": 2, "faces_max": 2},
    {"labels_all": ["fox", "animal"]},
    {"labels_any": ["Dog", "Fox"], "labels_none": ["Dog"]},
    {"dates": [["2019-12-25", "2019-12-25"]]},
    {"dates": [["1999-01-01", "1999-01-02"], ["2019-01-01", None]]},
    {"dates_none": [[None, "2019-12-24"]]},
    {"recurring": {"months": [12], "weekdays": [3], "holidays": ["christmas"], "time_of_day": ["night"]}},
    {"recurring": {"days": ["12-20..01-06"]}},
    {"recurring": {"time_of_day": ["22:30-22:31"]}},
    {"recurring_none": {"months": [12], "time_of_day": ["morning"]}},
    {"places": ["aland"]},
    {"places_none": ["Sweden"]},
    {"cameras": ["NIKON D750"]},
    {"cameras": ["50mm f/1.8"]},
    {"media": ["video", "live"]},
    {"media": ["photo"], "media_none": ["video"]},
    {"favourite": True},
    {"albums": ["*"]},
    {"albums": ["best of 2019"]},
    {"text": "parking no"},
    {"filename": "img_0042"},
    {"filename": "*.jpg"},
    {"free_text": "fox winterbild Finland"},
]
NOT_MATCHING = [
    {"people_all": ["José", "Tom"]},
    {"people_any": ["Tom"]},
    {"people_none": ["Ann"]},
    {"people_all": ["Ann"], "people_only": True},
    {"faces_max": 1},
    {"faces_min": 3},
    {"labels_all": ["Fox", "Dog"]},
    {"labels_none": ["Animal"]},
    {"dates": [["2019-12-26", None]]},
    {"dates_none": [["2019-12-25", "2019-12-25"]]},
    {"recurring": {"months": [12], "weekdays": [4]}},
    {"recurring": {"time_of_day": ["22:00-22:30"]}},
    {"recurring_none": {"holidays": ["christmas"]}},
    {"places": ["Sweden"]},
    {"places_none": ["Finland"]},
    {"cameras": ["NIKON D7500"]},
    {"media": ["video"]},
    {"media_none": ["live"]},
    {"favourite": False},
    {"albums": ["Best"]},
    {"albums_none": ["*"]},
    {"text": "parking allowed"},
    {"filename": "Trips"},
    {"free_text": "fox summer"},
]


@pytest.mark.parametrize("data", MATCHING)
def test_photo_matches(data: dict[str, object]) -> None:
    """The photo is found by what it shows, however it is spelled."""
    assert matches(from_json(data), PHOTO)


@pytest.mark.parametrize("data", NOT_MATCHING)
def test_photo_does_not_match(data: dict[str, object]) -> None:
    """The photo is not found by what it does not show."""
    assert not matches(from_json(data), PHOTO)


def test_photo_without_time_matches_no_date_and_is_left_out_by_none() -> None:
    """Where nobody knows when a picture was taken, dates neither find it nor leave it out."""
    undated = replace(PHOTO, facts=replace(PHOTO.facts, taken=None))
    assert not matches(from_json({"dates": [[None, None]]}), undated)
    assert not matches(from_json({"recurring": {"months": [1]}}), undated)
    assert matches(from_json({"dates_none": [[None, None]], "recurring_none": {"months": [1]}}), undated)


def test_unnamed_face_is_company() -> None:
    """A face without a name means that somebody else is there."""
    crowd = replace(PHOTO, faces=(*PHOTO.faces, Face(box=_BOX, confidence=1.0)))
    assert not matches(from_json({"people_all": ["Ann", "José"], "people_only": True}), crowd)


@pytest.mark.parametrize(
    ("make", "model", "name"),
    [
        ("NIKON CORPORATION", "NIKON D750", "NIKON D750"),
        ("Apple", "iPhone 12", "Apple iPhone 12"),
        ("OLYMPUS IMAGING CORP.", "E-M10", "OLYMPUS E-M10"),
        ("Canon", "Canon EOS 5D", "Canon EOS 5D"),
        (None, "X-T3", "X-T3"),
        ("Leica", None, "Leica"),
        (None, None, None),
    ],
)
def test_camera_name(make: str | None, model: str | None, name: str | None) -> None:
    """A camera is called by its make and model, the make once and without company words."""
    assert camera_name(Camera(make=make, model=model)) == name


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        ("img_*.jp?g", True),
        ("*.jpeg", True),
        ("img", True),
        ("img*", True),
        ("*.jpg", False),
        ("?", False),
        ("*a*b*", False),
    ],
)
def test_filename_patterns(pattern: str, *, fits: bool) -> None:
    """A pattern with a star or a question mark is held against the whole name, other text against any part."""
    assert filename_matches(pattern, "img_0042.jpeg") is fits


def test_words_are_stemmed_and_folded() -> None:
    """Free text looks for words without regard to plural, case and accents."""
    assert {"fox", "aland", "winterbild", "parking", "img", "0042", "jpg"} <= words(PHOTO)
