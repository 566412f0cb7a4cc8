"""The parts of the DynamoDB record store that need no server."""

import hashlib
import json

import pytest
from botocore.stub import Stubber
from hypothesis import given
from hypothesis import strategies as st

from shoebox.adapters.records_dynamodb import CapacityMeter, DynamoRecordStore, connect, table_definition
from shoebox.adapters.records_dynamodb.body import DICTIONARIES, pack, unpack
from shoebox.adapters.records_dynamodb.feed import Places, Reading, Seen, reading_from, time_in_feed
from shoebox.domain.errors import (
    ForbiddenError,
    IntegrityError,
    NotFoundError,
    ShoeboxError,
    UnavailableError,
    UsageError,
)
from shoebox.domain.json_value import JsonObject, JsonValue
from shoebox.ports import START, RecordKey, RecordKind
from tests.dynamodb_server import dynamodb_client

KEY = RecordKey(RecordKind.PHOTO, "a")
JSON: st.SearchStrategy[JsonValue] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=8), JSON, max_size=6))
def test_a_body_comes_back(body: JsonObject) -> None:
    """What was packed is unpacked."""
    assert unpack(pack(body)) == body


def test_dictionaries_never_change() -> None:
    """Records that were written once can be read for ever; a new dictionary gets a new line here."""
    assert [hashlib.sha256(words).hexdigest()[:16] for words in DICTIONARIES] == ["f87053d7734e430f"]


@pytest.mark.parametrize("packed", [b"", b"\xff123", b"\x00not deflated", pack({"a": 1})[:-2]])
def test_a_damaged_body_is_told(packed: bytes) -> None:
    """Bytes that were not packed here raise an error with a way out."""
    with pytest.raises(IntegrityError) as caught:
        unpack(packed)
    assert "shoebox rebuild" in caught.value.hint


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 60))), st.booleans())
def test_seen_is_a_set(writes: list[tuple[str, int]], through_text: bool) -> None:  # noqa: FBT001 - hypothesis gives it
    """In whatever order writes are seen, those and no others are known, also after a way through text."""
    seen = Seen()
    for writer, number in writes:
        seen.add(f"0-{writer}-{number:08x}")
    if through_text:
        seen = Seen(str(seen))
    for writer in "abcd":
        for number in range(62):
            assert (f"0-{writer}-{number:08x}" in seen) == ((writer, number) in writes)


def test_many_writes_in_a_row_are_few_runs() -> None:
    """The cursor stays short however many writes were seen."""
    places = Places()
    seen = Seen()
    for number in range(5000):
        seen.add(places.take(float(number)))
    assert len(str(seen)) < 40


def test_places_grow_though_the_clock_wavers() -> None:
    """A clock that is set back a little does not turn the order of writes around; one that was far off is left."""
    places = Places()
    taken = [places.take(time) for time in (100.0, 100.0, 99.5, 100.1)]
    assert taken == sorted(taken)
    assert places.take(40.0) < taken[0]


def late(places: list[str], visible: list[str], settled: str) -> list[str]:
    """Read `visible` of `places`, then all of them from the last cursor on; give what the second reading tells."""
    reading = Reading("epoch", settled)
    cursors = [reading.cursor(place) for place in visible if reading.is_new(place)]
    again = reading_from(cursors[-1], settled)
    return [place for place in places if place > again.start and again.is_new(place)]


@given(st.lists(st.booleans(), min_size=1, max_size=12), st.integers(0, 12))
def test_a_reader_sees_what_appears_late(visible: list[bool], last: int) -> None:
    """Writes that appear behind the reader, from several writers, come once, in order; none comes twice."""
    writers = [Places(), Places(), Places()]
    places = [writers[number % 3].take(1000.0 + number) for number in range(len(visible))]
    first = [place for place, seen in zip(places, visible, strict=True) if seen]
    if not first:
        return
    settled = places[min(last, len(places)) - 1] if last else "0"
    missing = [place for place in places if place not in first]
    assert late(places, first, settled) == [place for place in missing if place > min(first[-1], settled)]


def test_a_cursor_forgets_what_lies_behind_the_overlap() -> None:
    """A reader that follows for long, while every other write is replaced by a later one, has a short cursor."""
    writer = Places()
    places: list[str] = []
    cursor = START
    for second in range(1000, 1200):
        writer.take(float(second))
        places.append(writer.take(float(second)))
        settled = time_in_feed(second - 5)
        reading = reading_from(cursor, settled) if cursor else Reading("epoch", settled)
        (cursor,) = [reading.cursor(place) for place in places if place > reading.start and reading.is_new(place)]
    assert len(cursor) < 300


def test_the_table_is_made_for_its_reads() -> None:
    """The table is paid by request and has the feed as its local index, and what may expire does."""
    definition = table_definition("shoebox")
    assert (definition["TableName"], definition["BillingMode"]) == ("shoebox", "PAY_PER_REQUEST")
    assert [index["IndexName"] for index in definition["LocalSecondaryIndexes"]] == ["feed"]
    assert definition["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert json.loads(json.dumps(definition)) == definition


@pytest.mark.parametrize(
    ("code", "status", "error"),
    [
        ("ResourceNotFoundException", 400, NotFoundError),
        ("AccessDeniedException", 400, ForbiddenError),
        ("ExpiredTokenException", 400, ForbiddenError),
        ("ThrottlingException", 400, UnavailableError),
        ("ProvisionedThroughputExceededException", 400, UnavailableError),
        ("InternalServerError", 500, UnavailableError),
        ("ValidationException", 400, ShoeboxError),
    ],
)
def test_refusals_are_told_with_a_hint(code: str, status: int, error: type[ShoeboxError]) -> None:
    """Each kind of refusal of the service has its place in the error tree."""
    client = dynamodb_client("http://127.0.0.1:9")
    with Stubber(client) as stubber:
        stubber.add_client_error("get_item", code, "said so", status)
        with pytest.raises(ShoeboxError) as caught:
            DynamoRecordStore(client, "records").get(KEY)
    assert type(caught.value) is error
    assert caught.value.hint


def test_a_service_out_of_reach_is_told() -> None:
    """Nothing that listens is a matter of the network."""
    client = dynamodb_client("http://127.0.0.1:9", attempts=1)
    with pytest.raises(UnavailableError):
        DynamoRecordStore(client, "records").get(KEY)


def test_a_region_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a region anywhere the hint says how to set one; with one, a client is made without a request."""
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")
    with pytest.raises(UsageError) as caught:
        connect()
    assert "AWS_REGION" in caught.value.hint
    assert connect("eu-west-1").meta.region_name == "eu-west-1"


def test_the_meter_tells_reads_from_writes() -> None:
    """Units are added up by operation."""
    meter = CapacityMeter()
    for operation, units in (("get_item", 0.5), ("query", 2.0), ("update_item", 3.0), ("update_item", 2.0)):
        meter.add(operation, units)
    assert (meter.read_units, meter.write_units) == (2.5, 5.0)
    assert dict(meter.units()) == {"get_item": 0.5, "query": 2.0, "update_item": 5.0}
