"""The table: its keys, its index, and the names of its attributes."""

from typing import Any

PARTITION_KEY = "pk"
SORT_KEY = "sk"
VERSION = "version"
BODY = "body"
SEQUENCE = "sequence"
EPOCH = "epoch"
TIME_TO_LIVE = "expires_at"
FEED_INDEX = "feed"
RECORDS = "record"
"""The partition of all records: one Query reads them in order of id, one the feed in order of change."""
PARTS = "part"
"""The partition of the parts of large bodies."""
LIBRARY = "library"
"""The partition of what concerns the library as a whole: the epoch."""


def table_definition(name: str) -> dict[str, Any]:
    """The properties of the table, in the words of CloudFormation's `AWS::DynamoDB::Table`.

    They are those of the API's CreateTable too, but for `TimeToLiveSpecification`, which UpdateTimeToLive takes.
    A local index cannot be added to a table later. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/
    """
    return {
        "TableName": name,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [
            {"AttributeName": attribute, "AttributeType": "S"} for attribute in (PARTITION_KEY, SORT_KEY, SEQUENCE)
        ],
        "KeySchema": _keys(SORT_KEY),
        "LocalSecondaryIndexes": [
            {"IndexName": FEED_INDEX, "KeySchema": _keys(SEQUENCE), "Projection": {"ProjectionType": "ALL"}}
        ],
        "TimeToLiveSpecification": {"AttributeName": TIME_TO_LIVE, "Enabled": True},
    }


def _keys(sort_key: str) -> list[dict[str, str]]:
    return [
        {"AttributeName": PARTITION_KEY, "KeyType": "HASH"},
        {"AttributeName": sort_key, "KeyType": "RANGE"},
    ]
