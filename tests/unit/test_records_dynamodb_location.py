"""Addresses of tables of records."""

import pytest

from shoebox.adapters.records_dynamodb import TableLocation, parse_table
from shoebox.domain.errors import UsageError


@pytest.mark.parametrize(
    ("url", "location"),
    [
        ("dynamodb://shoebox", TableLocation("shoebox")),
        ("dynamodb://My.photos_2?region=eu-west-1", TableLocation("My.photos_2", "eu-west-1")),
        (
            "dynamodb://shoebox?region=us-east-1&endpoint=http://127.0.0.1:8000",
            TableLocation("shoebox", "us-east-1", "http://127.0.0.1:8000"),
        ),
    ],
)
def test_a_table_has_an_address(url: str, location: TableLocation) -> None:
    """Name, region and endpoint are read as they are written."""
    assert parse_table(url) == location


@pytest.mark.parametrize(
    "url",
    [
        "shoebox",
        "s3://shoebox",
        "dynamodb://",
        "dynamodb://ab",
        "dynamodb://a b c",
        "dynamodb://shoebox/path",
        "dynamodb://shoebox#part",
        "dynamodb://user@shoebox",
        "dynamodb://[shoebox",
        "dynamodb://shoebox?region",
        "dynamodb://shoebox?colour=red",
        "dynamodb://shoebox?region=a&region=b",
        "dynamodb://shoebox?endpoint=127.0.0.1",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    """The message repeats what was given, the hint shows how it should look."""
    with pytest.raises(UsageError) as refused:
        parse_table(url)
    assert repr(url) in refused.value.message
    assert "dynamodb://shoebox" in refused.value.hint
