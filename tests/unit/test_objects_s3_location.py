"""Addresses of libraries in object stores."""

from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoebox.adapters.objects_s3 import Location, parse_location
from shoebox.domain.errors import UsageError

_PART = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/"), min_size=1).filter(
    lambda part: part not in {".", ".."}
)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("s3://photos", Location("photos")),
        ("s3://photos/", Location("photos")),
        ("s3://photos/family/library/", Location("photos", "family/library/")),
        ("s3://photos/a%20b", Location("photos", "a b/")),
        ("s3://photos?region=eu-central-1", Location("photos", region="eu-central-1")),
        (
            "s3://my.photos/x?endpoint=http://127.0.0.1:8333&region=us-east-1",
            Location("my.photos", "x/", "http://127.0.0.1:8333", "us-east-1"),
        ),
        ("s3://photos?endpoint=https://nas.local/", Location("photos", endpoint="https://nas.local")),
    ],
)
def test_an_address_names_a_place(url: str, expected: Location) -> None:
    """Bucket, folder, server and region are read from the address."""
    assert parse_location(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "photos",
        "https://photos",
        "s3://",
        "s3://ab",
        "s3://pho tos",
        "s3:///photos",
        "s3://photos#x",
        "s3://key:secret@photos",
        "s3://photos/a//b",
        "s3://photos/../x",
        "s3://photos?profile=x",
        "s3://photos?region",
        "s3://photos?region=a&region=b",
        "s3://photos?endpoint=127.0.0.1:8333",
        "s3://photos?endpoint=ftp://nas",
        "s3://photos?endpoint=http://",
        "s3://photos?endpoint=http://key:secret@nas",
        "s3://photos?endpoint=http://[nas",
        "s3://[photos",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    """The message says what is wrong, and the hint what to do."""
    with pytest.raises(UsageError) as refused:
        parse_location(url)
    assert refused.value.hint


def test_secrets_are_not_repeated() -> None:
    """Credentials in an address do not get into a message."""
    with pytest.raises(UsageError) as refused:
        parse_location("s3://AKIA:hunter2@photos")
    assert "hunter2" not in refused.value.message


@given(parts=st.lists(_PART, max_size=3), port=st.integers(1, 65535), region=st.none() | st.from_regex(r"[a-z-]{1,9}"))
def test_any_folder_can_be_named(parts: list[str], port: int, region: str | None) -> None:
    """What is quoted into an address is read out of it."""
    prefix = "".join(f"{part}/" for part in parts)
    endpoint = f"http://127.0.0.1:{port}"
    parameters = urlencode({"endpoint": endpoint, **({"region": region} if region else {})})
    assert parse_location(f"s3://photos/{quote(prefix)}?{parameters}") == Location("photos", prefix, endpoint, region)
