"""What the worker reads out of a batch of messages."""

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoebox.aws.events import Message, ObjectEvent, is_newer, newest, read_batch, read_message

SEQUENCERS = st.text("0123456789ABCDEFabcdef", max_size=24)


def body(key: str = "originals/a.jpg", **said: Any) -> str:
    """A message as S3 writes it, with some of it changed."""
    record = {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "eventName": "ObjectCreated:Put",
        "s3": {"bucket": {"name": said.pop("bucket", "photos")}, "object": {"key": key, "sequencer": "0A"}},
    }
    return json.dumps({"Records": [record | said]})


def read(text: str) -> Message:
    """The message of the bucket `photos`."""
    return read_message("1", text, "photos", "originals/")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (body("originals/a+b%2Bc%C3%A5.jpg"), "originals/a b+cå.jpg"),
        (body("originals/a+b%2B.jpg", eventSource="ceph:s3"), "originals/a+b%2B.jpg"),
        (body("originals/a+b.jpg", eventSource="shoebox.redrive"), "originals/a+b.jpg"),
        (body(eventVersion="2.9"), "originals/a.jpg"),
        (body(eventName="s3:ObjectCreated:CompleteMultipartUpload"), "originals/a.jpg"),
        (body(eventName="ObjectRemoved:DeleteMarkerCreated"), "originals/a.jpg"),
        (body(eventName="ObjectRemoved:Delete"), "originals/a.jpg"),
    ],
)
def test_events_of_originals_are_read(text: str, key: str) -> None:
    """Keys are decoded where Amazon coded them, and nowhere else."""
    assert read(text) == Message("1", (ObjectEvent(key, "0A"),))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "photos"}', "a test event"),
        (body(bucket="other"), "an event of the bucket other"),
        (body("previews/a.JPG"), "an event of previews/a.JPG, which is not under originals/"),
        (body(eventName="ObjectTagging:Put"), "an event ObjectTagging:Put"),
        (body(eventName="LifecycleTransition"), "an event LifecycleTransition"),
    ],
)
def test_what_is_of_no_concern_is_passed_over_with_a_reason(text: str, reason: str) -> None:
    """Such a message is done, not failed."""
    assert read(text) == Message("1", ignored=(reason,))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{}",
        '{"Records": 5}',
        '{"Records": [{}]}',
        '{"Records": ["a"]}',
        body(eventVersion="3.0"),
        body(eventName=7),
        body("originals/%FF.jpg"),
    ],
)
def test_a_malformed_message_says_its_problem(text: str) -> None:
    """It fails, so that it ends among the dead letters where somebody sees it."""
    message = read(text)
    assert message.problem is not None
    assert message.problem.startswith("The message is not an S3 event: ")
    assert message.events == ()


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    """Whatever the body is, it is one message."""
    assert read(text).id == "1"


def test_a_batch_keeps_its_order() -> None:
    """Each message has its own id, and a bad one leaves the others alone."""
    batch = {"Records": [{"messageId": "x", "body": "bad"}, {"messageId": "y", "body": body()}]}
    first, second = read_batch(batch, "photos", "originals/")
    assert (first.id, first.problem is None) == ("x", False)
    assert (second.id, second.problem) == ("y", None)


@given(SEQUENCERS, SEQUENCERS)
def test_sequencers_are_in_the_order_of_hexadecimal_fractions(one: str, other: str) -> None:
    """Padding at the right makes digits count by their place behind a point."""
    assert is_newer(one, other) == (as_fraction(one) > as_fraction(other))


def as_fraction(sequencer: str) -> Fraction:
    """A number from 0 to 1."""
    return Fraction(int(sequencer or "0", 16), 16 ** len(sequencer or "0"))


def test_of_a_key_the_newest_event_counts() -> None:
    """Wherever in the batch it stands; of equal ones the last; keys have nothing to do with each other."""
    told = [("1", "a", "0B"), ("2", "a", "0A"), ("3", "b", "01"), ("4", "b", "010"), ("5", "c", "")]
    messages = [Message(number, (ObjectEvent(key, sequencer),)) for number, key, sequencer in told]
    assert sorted((event.key, number) for number, event in newest(messages)) == [("a", "1"), ("b", "4"), ("c", "5")]
