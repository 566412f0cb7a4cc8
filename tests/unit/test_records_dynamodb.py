"""What the DynamoDB record store promises beyond the port: many writers, late answers, wrong clocks."""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from botocore.awsrequest import AWSPreparedRequest
from botocore.exceptions import ConnectionClosedError
from botocore.httpsession import URLLib3Session
from botocore.model import OperationModel
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shoebox.adapters.records_dynamodb import CapacityMeter, DynamoRecordStore
from shoebox.adapters.records_dynamodb.feed import OVERLAP_SECONDS, seconds_of
from shoebox.adapters.records_memory import MemoryRecordStore
from shoebox.domain.errors import ConflictError, IntegrityError, NotFoundError
from shoebox.domain.json_value import JsonObject
from shoebox.ports import START, Change, Cursor, Record, RecordKey, RecordKind, RecordStore, Version
from tests.dynamodb_server import dynamodb, dynamodb_client, make_table

if TYPE_CHECKING:
    from botocore.client import BaseClient

__all__ = ["dynamodb"]
A, B, C = (RecordKey(RecordKind.PHOTO, name) for name in "abc")
KEYS = (A, B, RecordKey(RecordKind.PERSON, "a"))
UPDATE = "before-send.dynamodb.UpdateItem"
Hook = Callable[..., None]
Step = tuple[str, RecordKey, int]


@pytest.fixture
def table(dynamodb: "BaseClient") -> str:
    """An empty table."""
    return make_table(dynamodb)


@pytest.fixture
def store(dynamodb: "BaseClient", table: str) -> DynamoRecordStore:
    """A store over the empty table."""
    return DynamoRecordStore(dynamodb, table)


@pytest.fixture
def hooked(dynamodb: "BaseClient") -> Iterator[Callable[[Hook], "BaseClient"]]:
    """Gives clients that call a function before each update is sent."""
    clients = []

    def make(hook: Hook) -> "BaseClient":
        clients.append(dynamodb_client(dynamodb.meta.endpoint_url))
        clients[-1].meta.events.register(UPDATE, hook)
        return clients[-1]

    yield make
    for client in clients:
        client.close()


def put(store: RecordStore, key: RecordKey, value: int, expected: int | None = None) -> Version:
    """Write a small record."""
    return store.put(Record(key, {"value": value}), expected=None if expected is None else Version(expected))


def last(changes: list[Change], before: Cursor = START) -> Cursor:
    """The cursor after `changes`."""
    return changes[-1].cursor if changes else before


def test_a_write_that_becomes_visible_late_is_not_missed(
    store: DynamoRecordStore, table: str, hooked: Callable[[Hook], "BaseClient"]
) -> None:
    """A write whose request was held up, while readers went past its place, comes with the next reading, and once."""
    sending, go_on = Event(), Event()

    def hold(request: AWSPreparedRequest, **_: object) -> None:
        if "photo#b" in str(request.body):
            sending.set()
            assert go_on.wait(10)

    slow = DynamoRecordStore(hooked(hold), table)
    with ThreadPoolExecutor(1) as thread:
        late = thread.submit(put, slow, B, 2)
        assert sending.wait(10)
        put(store, A, 1)
        put(store, C, 3)
        cursors = [change.cursor for change in store.changes(START)]
        go_on.set()
        late.result()
    assert len(cursors) == 2
    assert [change.key for change in store.changes(cursors[0])] == [B, C]
    (change,) = store.changes(cursors[1])
    assert change.key == B
    assert list(store.changes(change.cursor)) == []
    assert [change.key for change in store.changes(START)] == [B, A, C]


def test_a_write_that_took_long_takes_a_new_place(
    dynamodb: "BaseClient", table: str, hooked: Callable[[Hook], "BaseClient"]
) -> None:
    """After more seconds than readers look back, a write stands where they will come by; its version stays."""
    ahead = timedelta()

    def delay(**_: object) -> None:
        nonlocal ahead
        ahead += timedelta(seconds=15) if not ahead else timedelta()

    meter = CapacityMeter()
    reader = DynamoRecordStore(dynamodb, table)
    list(reader.changes(START))
    store = DynamoRecordStore(hooked(delay), table, meter=meter, clock=lambda: datetime.now(UTC) + ahead)
    assert put(store, A, 1) == 1
    assert meter.units()["update_item"] == 2 + 3
    (change,) = reader.changes(START)
    assert change.record == Record(A, {"value": 1}, Version(1))
    assert change.cursor.endswith("-2-2")


def test_a_write_whose_answer_was_lost_has_happened_once(
    store: DynamoRecordStore, table: str, hooked: Callable[[Hook], "BaseClient"]
) -> None:
    """The client sends it again; that it is refused then, for it is there already, is no conflict."""
    lost: list[bytes] = []

    def lose(request: AWSPreparedRequest, **_: object) -> None:
        if not lost and "photo#a" in str(request.body):
            lost.append(URLLib3Session().send(request).content)
            raise ConnectionClosedError(endpoint_url=request.url)

    flaky = DynamoRecordStore(hooked(lose), table)
    assert put(flaky, A, 1) == 1
    assert len(lost) == 1
    assert store.get(A) == Record(A, {"value": 1}, Version(1))
    assert len(list(store.changes(START))) == 1


@pytest.mark.parametrize("hours", [-5, -0.1, 0.1, 5])
def test_wrong_clocks_do_no_harm(dynamodb: "BaseClient", table: str, hours: float) -> None:
    """A computer whose clock is wrong goes by the service's: its writes come in order, and it reads all."""
    right = DynamoRecordStore(dynamodb, table)
    wrong = DynamoRecordStore(dynamodb, table, clock=lambda: datetime.now(UTC) + timedelta(hours=hours))
    put(right, A, 1)
    cursors = [last(list(store.changes(START))) for store in (right, wrong)]
    put(wrong, B, 2)
    put(right, C, 3)
    for store in (right, wrong):
        for cursor in cursors:
            assert {change.key for change in store.changes(cursor)} == {B, C}
    assert abs(seconds_of(cursors[1].split(".")[1]) - datetime.now(UTC).timestamp()) < OVERLAP_SECONDS + 5


def test_of_writers_with_one_expectation_one_wins(dynamodb: "BaseClient", table: str) -> None:
    """Eight threads of two stores write one key ten times over: each round has one winner and seven conflicts."""
    stores = [DynamoRecordStore(dynamodb, table) for _ in range(2)]

    def attempt(writer: int, expected: int | None) -> bool:
        try:
            put(stores[writer % 2], A, writer, expected)
        except ConflictError:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        for expected in [None, *range(1, 10)]:
            won = list(threads.map(attempt, range(8), [expected] * 8))
            assert won.count(True) == 1
    found = stores[0].get(A)
    assert found is not None
    assert found.version == 10
    assert len(list(stores[1].changes(START))) == 1


def test_a_replica_that_follows_the_feed_is_equal_in_the_end(dynamodb: "BaseClient", table: str) -> None:
    """Four writers of two stores put, change and remove the same keys; who follows meanwhile ends with their state."""
    stores = [DynamoRecordStore(dynamodb, table) for _ in range(2)]

    def write(writer: int) -> None:
        store = stores[writer % 2]
        for number in range(60):
            key = RecordKey(RecordKind.PHOTO, str(number * (writer + 1) % 17))
            found = store.get(key)
            try:
                if found is not None and number % 5 == 0:
                    store.remove(key, expected=found.version)
                else:
                    put(store, key, number, found.version if found else None)
            except ConflictError:
                continue

    reader = DynamoRecordStore(dynamodb, table)
    replica: dict[RecordKey, Record | None] = {}
    cursor = START

    def follow() -> None:
        nonlocal cursor
        changes = list(reader.changes(cursor))
        replica.update({change.key: change.record for change in changes})
        cursor = last(changes, cursor)

    with ThreadPoolExecutor(4) as threads:
        writers = [threads.submit(write, writer) for writer in range(4)]
        while not all(writer.done() for writer in writers):
            follow()
    for finished in writers:
        finished.result()
    follow()
    assert {key: record for key, record in replica.items() if record} == {
        record.key: record for record in reader.scan(RecordKind.PHOTO)
    }
    follow_again = list(reader.changes(cursor))
    assert follow_again == []


def test_large_records_lie_in_parts(dynamodb: Any, table: str) -> None:
    """A record of any size is stored and replaced whole; of old parts and of refused writes nothing is left."""
    store = DynamoRecordStore(dynamodb, table)
    noise = random.Random(1)
    small: JsonObject = {"text": "small"}
    large: list[JsonObject] = [{"text": noise.randbytes(size).hex()} for size in (20_000, 500_000, 900_000)]

    def parts() -> int:
        query = {"KeyConditionExpression": "pk = :part", "ExpressionAttributeValues": {":part": {"S": "part"}}}
        count: int = dynamodb.query(TableName=table, Select="COUNT", **query)["Count"]
        return count

    version = None
    for body, number in zip([*large, small, large[1]], (1, 2, 3, 0, 2), strict=True):
        version = store.put(Record(A, body), expected=version)
        assert store.get(A) == Record(A, body, version)
        assert [change.record for change in store.changes(START)] == list(store.scan(RecordKind.PHOTO))
        assert parts() == number
    with pytest.raises(ConflictError):
        store.put(Record(A, large[2]), expected=None)
    assert parts() == 2
    store.clear()
    assert parts() == 0


def test_large_records_may_change_while_they_are_read(store: DynamoRecordStore) -> None:
    """Whoever finds parts gone reads the new ones."""
    bodies: list[JsonObject] = [{"text": random.Random(number).randbytes(30_000).hex()} for number in range(12)]
    store.put(Record(A, bodies[0]), expected=None)

    def write() -> None:
        for version, body in enumerate(bodies[1:], 1):
            store.put(Record(A, body), expected=Version(version))

    with ThreadPoolExecutor(1) as thread:
        writing = thread.submit(write)
        while not writing.done():
            found = store.get(A)
            assert found is not None
            assert found.body == bodies[found.version - 1]
            assert [change.key for change in store.changes(START)] == [A]
    writing.result()


def test_lost_parts_are_told(dynamodb: Any, table: str) -> None:
    """A record that points to nothing cannot be read, and the hint says how to get it back."""
    store = DynamoRecordStore(dynamodb, table)
    store.put(Record(A, {"text": random.Random(1).randbytes(30_000).hex()}), expected=None)
    query = {"KeyConditionExpression": "pk = :part", "ExpressionAttributeValues": {":part": {"S": "part"}}}
    (part,) = dynamodb.query(TableName=table, ProjectionExpression="pk, sk", **query)["Items"]
    dynamodb.delete_item(TableName=table, Key=part)
    with pytest.raises(IntegrityError) as caught:
        store.get(A)
    assert "shoebox rebuild" in caught.value.hint


def test_clearing_stops_readers_and_takes_many(store: DynamoRecordStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many records there are, all go; who was reading is told at the next page."""
    monkeypatch.setattr("shoebox.adapters.records_dynamodb.store.PAGE_ITEMS", 20)
    for number in range(60):
        put(store, RecordKey(RecordKind.PHOTO, str(number)), number)
    reading = store.changes(START)
    next(reading)
    store.clear()
    with pytest.raises(ConflictError):
        list(reading)
    assert list(store.scan(RecordKind.PHOTO)) == []
    assert list(store.changes(START)) == []


@pytest.mark.parametrize("cursor", ["17", "0123456789abcdef-12", "other.0.0.", "x.y"])
def test_a_cursor_of_another_store_is_void(store: DynamoRecordStore, cursor: str) -> None:
    """A library that moved here has an index that followed other records: it is told to begin anew, and at once."""
    put(store, A, 1)
    with pytest.raises(ConflictError):
        store.changes(Cursor(cursor))


def test_a_missing_table_is_told(dynamodb: "BaseClient") -> None:
    """The name of the table and what to do are in the error."""
    with pytest.raises(NotFoundError, match="no-such-table") as caught:
        put(DynamoRecordStore(dynamodb, "no-such-table"), A, 1)
    assert "shoebox deploy" in caught.value.hint


def test_no_operation_reads_the_whole_table(dynamodb: "BaseClient", table: str) -> None:
    """Everything the port offers is done without Scan."""
    operations: set[str] = set()
    client = dynamodb_client(dynamodb.meta.endpoint_url)

    def note(model: OperationModel, **_: object) -> None:
        operations.add(model.name)

    client.meta.events.register("before-call.dynamodb.*", note)
    store = DynamoRecordStore(client, table)
    version = put(store, A, 1)
    store.get(A)
    list(store.scan(RecordKind.PHOTO))
    list(store.changes(START))
    store.remove(A, expected=version)
    store.clear()
    store.close()
    assert operations == {"GetItem", "Query", "UpdateItem", "BatchWriteItem"}


def test_what_expires_is_removed_by_its_time(dynamodb: Any, table: str) -> None:
    """The table is told which attribute says when an item may go."""
    told = dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
    assert (told["TimeToLiveStatus"], told["AttributeName"]) == ("ENABLED", "expires_at")


STEPS = st.lists(
    st.tuples(
        st.sampled_from(("put", "put", "remove", "get", "changes", "clear")), st.sampled_from(KEYS), st.integers(-1, 1)
    ),
    max_size=25,
)


def outcome(store: RecordStore, step: Step, number: int) -> object:
    """What a step gives: a version, a record or a conflict. A wrong expectation is one too many or too few."""
    name, key, wrong = step
    found = store.get(key)
    expected = Version((found.version if found else 0) + wrong)
    try:
        if name == "put":
            return put(store, key, number, expected if found or wrong else None)
        if name == "remove":
            store.remove(key, expected=expected)
        if name == "clear" and wrong == 1:
            store.clear()
    except ConflictError:
        return "conflict"
    return found


def news(store: RecordStore, since: Cursor) -> tuple[dict[RecordKey, Record | None] | None, Cursor]:
    """What changed since a cursor; None where it is void."""
    try:
        changes = list(store.changes(since))
    except ConflictError:
        return None, START
    return {change.key: change.record for change in changes}, last(changes, since)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_it_does_what_the_memory_store_does(dynamodb: "BaseClient", steps: list[Step]) -> None:
    """Whatever is done in whatever order, through two stores on one table: results, records and feed are the same."""
    table = make_table(dynamodb)
    stores = [DynamoRecordStore(dynamodb, table) for _ in range(2)]
    model = MemoryRecordStore()
    cursors = (START, START)
    for number, step in enumerate(steps):
        store = stores[number % 2]
        assert outcome(store, step, number) == outcome(model, step, number)
        if step[0] == "changes":
            (found, one), (expected, other) = news(store, cursors[0]), news(model, cursors[1])
            assert found == expected
            cursors = (one, other)
    for kind in RecordKind:
        assert list(stores[0].scan(kind)) == list(model.scan(kind))
    assert news(stores[0], cursors[0])[0] == news(model, cursors[1])[0]
