"""What a batch of SQS messages says about originals: S3's event notifications, parsed and put in order.

The format: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html. Servers other
than Amazon's send it as well, but for the coding of keys.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

_AMAZON = "aws:s3"
_MAJOR_VERSION = "2"
_NAMES = ("ObjectCreated:", "ObjectRemoved:")


@dataclass(frozen=True, slots=True)
class ObjectEvent:
    """Something happened to `key`; of two events of one key the one with the larger sequencer is the newer."""

    key: str
    sequencer: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the queue: its events; what of it is of no concern, in words; what makes it unreadable, if so."""

    id: str
    events: tuple[ObjectEvent, ...] = ()
    ignored: tuple[str, ...] = ()
    problem: str | None = None


def read_batch(event: Mapping[str, Any], bucket: str, prefix: str) -> tuple[Message, ...]:
    """The messages of a batch in its order; only events of keys under `prefix` in `bucket` concern us."""
    return tuple(read_message(record["messageId"], record["body"], bucket, prefix) for record in event["Records"])


def read_message(identifier: str, body: str, bucket: str, prefix: str) -> Message:
    """One message. Whatever is wrong with it is told by `problem`."""
    try:
        said = json.loads(body)
        if said.get("Event") == "s3:TestEvent":
            return Message(identifier, ignored=("a test event",))
        found = [_read(record, bucket, prefix) for record in said["Records"]]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return Message(identifier, problem=f"The message is not an S3 event: {error!r}.")
    return Message(
        identifier,
        tuple(one for one in found if isinstance(one, ObjectEvent)),
        tuple(one for one in found if isinstance(one, str)),
    )


def newest(messages: Iterable[Message]) -> Iterator[tuple[str, ObjectEvent]]:
    """The newest event of each key with the id of its message; older ones are superseded, and so done.

    Of equal or missing sequencers the one that came last counts.
    """
    latest: dict[str, tuple[str, ObjectEvent]] = {}
    for message in messages:
        for event in message.events:
            before = latest.get(event.key)
            if before is None or not is_newer(before[1].sequencer, event.sequencer):
                latest[event.key] = (message.id, event)
    return iter(latest.values())


def is_newer(sequencer: str, other: str) -> bool:
    """Whether an event came after another of the same key: hexadecimal, the shorter padded with zeros at its right."""
    length = max(len(sequencer), len(other))
    return sequencer.upper().ljust(length, "0") > other.upper().ljust(length, "0")


def _read(record: Mapping[str, Any], bucket: str, prefix: str) -> ObjectEvent | str:
    """The event, or why it is of no concern."""
    version, name = record["eventVersion"], record["eventName"].removeprefix("s3:")
    if version.partition(".")[0] != _MAJOR_VERSION:
        raise ValueError(f"event version {version}")
    if not name.startswith(_NAMES):
        return f"an event {name}"
    place, item = record["s3"]["bucket"]["name"], record["s3"]["object"]
    key = unquote_plus(item["key"], errors="strict") if record["eventSource"] == _AMAZON else str(item["key"])
    if place != bucket:
        return f"an event of the bucket {place}"
    if not key.startswith(prefix):
        return f"an event of {key}, which is not under {prefix}"
    return ObjectEvent(key, str(item.get("sequencer", "")))
