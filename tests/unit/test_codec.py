"""Documents of the archive."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoebox.domain.checksum import checksum_of_bytes
from shoebox.domain.codec import format_offset, from_json, parse_offset, to_json
from shoebox.domain.errors import IntegrityError
from shoebox.domain.photo import Box, Face, Facts, Kind, Label, Location, Photo, Taken

FACTS = Facts(
    kind=Kind.PHOTO,
    content_type="image/jpeg",
    taken=Taken(datetime(2007, 7, 4, 23, 30), timedelta(hours=-3, minutes=-30), "exif"),  # noqa: DTZ001 camera time
    location=Location(51.5, -0.125),
)
PHOTO = Photo(
    id=checksum_of_bytes(b"a photo"),
    paths=("2007/a.jpg", "b.jpg"),
    size=7,
    facts=FACTS,
    labels=(Label("Dog", 0.75, "detector", ("Animal",)),),
    faces=(Face(box=Box(0.25, 0.25, 0.5, 0.5), confidence=0.5, embedding=b"\x00\x3c"),),
    added_at=datetime(2026, 11, 23, tzinfo=UTC),
)


def test_a_document_reads_back_as_what_was_written() -> None:
    """Encoding and decoding give the same photo."""
    assert from_json(Photo, to_json(PHOTO)) == PHOTO


def test_fields_at_their_default_are_left_out() -> None:
    """A document says only what is known."""
    assert "favourite" not in to_json(PHOTO)


def test_a_newer_document_is_readable() -> None:
    """Fields of a later version are passed over."""
    assert from_json(Photo, {**to_json(PHOTO), "invented_later": 1}) == PHOTO


@pytest.mark.parametrize("change", [{"size": "7"}, {"added_at": "yesterday"}, {"facts": None}, {"faces": [{}]}])
def test_a_wrong_document_is_refused(change: dict[str, object]) -> None:
    """A field of the wrong type is an IntegrityError with a hint, never a half-read photo."""
    with pytest.raises(IntegrityError) as caught:
        from_json(Photo, {**to_json(PHOTO), **change})  # type: ignore[dict-item]  # wrong on purpose
    assert caught.value.hint


@given(st.integers(-14 * 60, 14 * 60))
def test_offsets_read_back(minutes: int) -> None:
    """Every offset of whole minutes survives being spelled."""
    offset = timedelta(minutes=minutes)
    assert parse_offset(format_offset(offset)) == offset
