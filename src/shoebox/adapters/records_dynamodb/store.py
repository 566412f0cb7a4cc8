"""The record store over the table.

Each record is one item and each write one UpdateItem, conditional on the version. A removed record stays as an item
without a body, so that the feed can tell and its versions go on counting.
"""

import secrets
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from shoebox.adapters.records_dynamodb.body import pack, unpack
from shoebox.adapters.records_dynamodb.capacity import CapacityMeter
from shoebox.adapters.records_dynamodb.connection import Connection, RefusedError, now
from shoebox.adapters.records_dynamodb.feed import (
    OVERLAP_SECONDS,
    PUNCTUAL_SECONDS,
    Places,
    Reading,
    cleared_since,
    reading_from,
    seconds_of,
    time_in_feed,
)
from shoebox.adapters.records_dynamodb.parts import Parts
from shoebox.adapters.records_dynamodb.table import (
    BODY,
    EPOCH,
    FEED_INDEX,
    LIBRARY,
    PARTITION_KEY,
    PARTS,
    RECORDS,
    SEQUENCE,
    SORT_KEY,
    VERSION,
)
from shoebox.domain.errors import ConflictError, IntegrityError, UnavailableError
from shoebox.ports import START, Change, Clock, Cursor, Record, RecordKey, RecordKind, Version

if TYPE_CHECKING:
    from botocore.client import BaseClient

PAGE_ITEMS = 500
BATCH_ITEMS = 25
BATCH_ATTEMPTS = 10
_NAMES = {"#pk": PARTITION_KEY, "#sk": SORT_KEY, "#version": VERSION, "#body": BODY, "#sequence": SEQUENCE}
_NEXT_VERSION = "SET #version = if_not_exists(#version, :none) + :one, #sequence = :sequence"

Item = dict[str, dict[str, Any]]


class DynamoRecordStore:
    """A `ports.RecordStore` over a table made as `table_definition` says. Any number of threads may use it.

    Reads are strongly consistent. A failed write leaves no trace, unless it raised UnavailableError: then it may have
    happened. Besides the errors of the port come NotFoundError where there is no table, ForbiddenError where the
    credentials do not suffice, IntegrityError where what is stored cannot be read.
    """

    def __init__(
        self, client: "BaseClient", table: str, *, meter: CapacityMeter | None = None, clock: Clock = now
    ) -> None:
        """Use `table` through `client` (from `connect`), counting what that costs with `meter`. Nothing is sent yet."""
        self._connection = Connection(client, table, meter or CapacityMeter(), clock)
        self._parts = Parts(self._connection)
        self._places = Places()
        self._caught_up = (START, "")

    def put(self, record: Record, *, expected: Version | None) -> Version:
        """See the port. A record that was removed and put again goes on counting its versions."""
        stored = self._parts.store(record.key, pack(record.body))
        update = f"{_NEXT_VERSION}, #body = :body"
        try:
            return self._write(record.key, update, expected, {":body": {"B": stored}})
        except ConflictError:
            self._parts.remove(record.key, stored)
            raise

    def get(self, key: RecordKey) -> Record | None:
        """See the port."""
        return self._record(self._item(key), key)

    def remove(self, key: RecordKey, *, expected: Version) -> None:
        """See the port."""
        self._write(key, f"{_NEXT_VERSION} REMOVE #body", expected, {})

    def scan(self, kind: RecordKind) -> Iterator[Record]:
        """See the port; what changes while scanning may come old or new."""
        condition = {
            "KeyConditionExpression": "#pk = :partition AND begins_with(#sk, :kind)",
            "FilterExpression": "attribute_exists(#body)",
            "ExpressionAttributeValues": {":kind": {"S": f"{kind.value}#"}},
        }
        for page in self._pages(condition, ("#pk", "#sk", "#body")):
            for item in page:
                record = self._record(item, _key_of(item))
                if record is not None:
                    yield record

    def changes(self, since: Cursor) -> Iterator[Change]:
        """See the port. Raises ConflictError at once, not at the first change."""
        settled = time_in_feed(self._time() - OVERLAP_SECONDS)
        reading = Reading(self._epoch(), settled) if since == START else reading_from(since, settled)
        cursor, start = self._caught_up
        if since == cursor:
            reading.start = max(reading.start, start)
        condition = {
            "IndexName": FEED_INDEX,
            "KeyConditionExpression": "#pk = :partition AND #sequence > :start",
            "ExpressionAttributeValues": {":start": {"S": reading.start or "0"}},
        }
        pages = self._pages_of_epoch(reading.epoch, self._pages(condition, ("#pk", "#sequence")))
        return self._changes(reading, since, next(pages), pages)

    def clear(self) -> None:
        """See the port. Costs a write unit for each KB of each record and as much for its copy in the index.

        The epoch changes before and after, so that nobody who read meanwhile takes a part for the whole.
        """
        self._renew_epoch()
        self._delete_all(RECORDS)
        self._delete_all(PARTS)
        self._renew_epoch()

    def close(self) -> None:
        """End the connections."""
        self._connection.close()

    def _write(self, key: RecordKey, update: str, expected: Version | None, values: Item) -> Version:
        place = self._places.take(self._time())
        values = {**values, ":none": {"N": "0"}, ":one": {"N": "1"}, ":sequence": {"S": place}}
        condition = "attribute_not_exists(#body)"
        if expected is not None:
            condition = "attribute_exists(#body) AND #version = :expected"
            values[":expected"] = {"N": str(expected)}
        try:
            old = self._update(key, update, condition, values)
        except RefusedError as refused:
            if not _is_ours(refused, place):
                raise _changed_by_others(key) from refused
            version = int(refused.item[VERSION]["N"])
        else:
            version = int(old.get(VERSION, {"N": "0"})["N"]) + 1
            self._parts.remove(key, old.get(BODY, {}).get("B", b""))
        self._keep_punctual(key, place)
        return Version(version)

    def _update(self, key: RecordKey, update: str, condition: str, values: Item) -> Item:
        """Change an item and return what it was before."""
        text = update + condition
        answer = self._connection.run(
            "update_item",
            Key=_item_key(key),
            UpdateExpression=update,
            ConditionExpression=condition,
            ExpressionAttributeNames={name: _NAMES[name] for name in _NAMES if name in text},
            ExpressionAttributeValues=values,
            ReturnValues="ALL_OLD",
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
        old: Item = answer.get("Attributes", {})
        return old

    def _item(self, key: RecordKey) -> Item:
        answer = self._connection.run("get_item", Key=_item_key(key), ConsistentRead=True)
        item: Item = answer.get("Item", {})
        return item

    def _record(self, item: Item, key: RecordKey) -> Record | None:
        """The record in an item; None where it was removed or never was.

        An item whose parts are gone was written anew since it was read, and is read again.
        """
        while BODY in item:
            stored = item[BODY]["B"]
            packed = self._parts.load(key, stored)
            if packed is not None:
                return Record(key, unpack(packed), Version(int(item[VERSION]["N"])))
            item = self._item(key)
            if item.get(BODY, {}).get("B") == stored:
                raise IntegrityError(
                    f"Parts of the record {key.kind.value} {key.id} are missing.", hint="Run 'shoebox rebuild'."
                )
        return None

    def _keep_punctual(self, key: RecordKey, place: str) -> None:
        """Give a write that took long a new place, lest readers have gone past its old one.

        Who wrote the record since has told the feed already.
        """
        while self._time() - seconds_of(place) > PUNCTUAL_SECONDS:
            late, place = place, self._places.take(self._time())
            values = {":sequence": {"S": place}, ":late": {"S": late}}
            try:
                self._update(key, "SET #sequence = :sequence", "#sequence = :late", values)
            except RefusedError as refused:
                if not _is_ours(refused, place):
                    return

    def _changes(
        self, reading: Reading, since: Cursor, page: list[Item], later: Iterator[list[Item]]
    ) -> Iterator[Change]:
        cursor: Cursor = since
        while True:
            for item in page:
                place = item[SEQUENCE]["S"]
                if reading.is_new(place):
                    key = _key_of(item)
                    cursor = reading.cursor(place)
                    yield Change(key, self._record(item, key), cursor)
            following = next(later, None)
            if following is None:
                break
            page = following
        self._caught_up = (cursor, max(reading.start, reading.settled))

    def _pages_of_epoch(self, epoch: str, pages: Iterator[list[Item]]) -> Iterator[list[Item]]:
        """Pages that were read while `epoch` lasted. Raises ConflictError when it is over."""
        for page in pages:
            if self._epoch() != epoch:
                raise cleared_since()
            yield page

    def _pages(
        self, condition: dict[str, Any], names: tuple[str, ...], partition: str = RECORDS
    ) -> Iterator[list[Item]]:
        """What a Query finds, at least one page."""
        values = {":partition": {"S": partition}, **condition["ExpressionAttributeValues"]}
        arguments = {
            **condition,
            "ExpressionAttributeNames": {name: _NAMES[name] for name in names},
            "ExpressionAttributeValues": values,
            "ConsistentRead": True,
            "Limit": PAGE_ITEMS,
        }
        while True:
            answer = self._connection.run("query", **arguments)
            yield answer["Items"]
            if "LastEvaluatedKey" not in answer:
                return
            arguments["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def _delete_all(self, partition: str) -> None:
        condition = {
            "KeyConditionExpression": "#pk = :partition",
            "ProjectionExpression": "#pk, #sk",
            "ExpressionAttributeValues": {},
        }
        for page in self._pages(condition, ("#pk", "#sk"), partition):
            for first in range(0, len(page), BATCH_ITEMS):
                self._delete([{"DeleteRequest": {"Key": item}} for item in page[first : first + BATCH_ITEMS]])

    def _delete(self, requests: list[dict[str, Any]]) -> None:
        for attempt in range(BATCH_ATTEMPTS):
            requests = self._connection.write_batch(requests)
            if not requests:
                return
            time.sleep(0.05 * 2**attempt)
        raise UnavailableError(
            "DynamoDB did not get to removing every record.", hint="Wait a minute and run the same command again."
        )

    def _epoch(self) -> str:
        answer = self._connection.run("get_item", Key=_EPOCH_KEY, ConsistentRead=True)
        if "Item" not in answer:
            answer = self._set_epoch("SET #epoch = if_not_exists(#epoch, :fresh)")
            return str(answer["Attributes"][EPOCH]["S"])
        return str(answer["Item"][EPOCH]["S"])

    def _renew_epoch(self) -> None:
        self._set_epoch("SET #epoch = :fresh")

    def _set_epoch(self, update: str) -> dict[str, Any]:
        return self._connection.run(
            "update_item",
            Key=_EPOCH_KEY,
            UpdateExpression=update,
            ExpressionAttributeNames={"#epoch": EPOCH},
            ExpressionAttributeValues={":fresh": {"S": secrets.token_hex(8)}},
            ReturnValues="ALL_NEW",
        )

    def _time(self) -> float:
        """The service's time; asks it for something where it has not been heard yet."""
        if not self._connection.clock.heard:
            self._epoch()
        return self._connection.clock()


_EPOCH_KEY = {PARTITION_KEY: {"S": LIBRARY}, SORT_KEY: {"S": EPOCH}}


def _item_key(key: RecordKey) -> Item:
    return {PARTITION_KEY: {"S": RECORDS}, SORT_KEY: {"S": f"{key.kind.value}#{key.id}"}}


def _key_of(item: Item) -> RecordKey:
    kind, _, name = item[SORT_KEY]["S"].partition("#")
    return RecordKey(RecordKind(kind), name)


def _is_ours(refused: RefusedError, place: str) -> bool:
    """Whether a write was refused because it had happened already: the client sends it again when no answer comes."""
    found: Any = refused.item.get(SEQUENCE, {}).get("S")
    return bool(found == place)


def _changed_by_others(key: RecordKey) -> ConflictError:
    return ConflictError(f"{key.kind.value} {key.id} was changed by somebody else", hint="Try again.")
