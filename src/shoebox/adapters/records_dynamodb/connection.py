"""Requests to DynamoDB: what they cost is counted, what the service's clock says is learnt, errors become ours."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, NoRegionError, PartialCredentialsError

from shoebox.adapters.records_dynamodb.capacity import CapacityMeter
from shoebox.adapters.records_dynamodb.table import BODY
from shoebox.domain.errors import (
    ConflictError,
    ForbiddenError,
    NotFoundError,
    ShoeboxError,
    UnavailableError,
    UsageError,
)
from shoebox.ports import Clock

if TYPE_CHECKING:
    from botocore.client import BaseClient

ATTEMPTS = 8
CONNECT_SECONDS = 3
READ_SECONDS = 5
CONNECTIONS = 32
_FORBIDDEN = frozenset(
    {
        "AccessDeniedException",
        "ExpiredTokenException",
        "IncompleteSignature",
        "InvalidSignatureException",
        "MissingAuthenticationToken",
        "UnrecognizedClientException",
    }
)
_THROTTLED = frozenset({"ProvisionedThroughputExceededException", "RequestLimitExceeded", "ThrottlingException"})
_SIGN_IN = "Sign in to AWS again, and check that the account may use this table."


class RefusedError(ConflictError):
    """A write's condition did not hold; `item` is what the table has instead."""

    def __init__(self, item: Mapping[str, Any]) -> None:
        """Keep the item that stood in the way."""
        super().__init__("The record was changed by somebody else", hint="Try again.")
        self.item = item


def connect(region: str | None = None, endpoint: str | None = None) -> "BaseClient":
    """A client with the credentials of the environment; it slows down by itself when the service says so.

    Raises UsageError where no region is told.
    """
    configuration = Config(
        retries={"mode": "adaptive", "total_max_attempts": ATTEMPTS},
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        max_pool_connections=CONNECTIONS,
    )
    try:
        return boto3.session.Session().client(
            "dynamodb", region_name=region, endpoint_url=endpoint, config=configuration
        )
    except NoRegionError as error:
        raise UsageError("No AWS region is set.", hint="Set AWS_REGION, for example to us-east-1.") from error


class ServiceClock:
    """The time at the service, good to a second: this computer's clock may be wrong.

    Each answer has a Date header (RFC 9110, 6.6.1) that was set between sending the request and receiving the
    answer. What this computer's clock says is corrected by the least that this allows.
    """

    def __init__(self, clock: Clock) -> None:
        """Trust `clock` until the service is heard."""
        self._clock = clock
        self._correction = 0.0
        self.heard = False

    def __call__(self) -> float:
        """Seconds since 1970."""
        return self.local() + self._correction

    def local(self) -> float:
        """What this computer's clock says."""
        return self._clock().timestamp()

    def hear(self, date: str | None, sent: float) -> None:
        """Learn from the date of the answer to a request that was sent at local time `sent`."""
        self.heard = True
        if date is not None:
            stated = parsedate_to_datetime(date).timestamp()
            self._correction = min(max(0.0, stated - self.local()), stated + 1 - sent)


class Connection:
    """Sends requests about one table."""

    def __init__(self, client: "BaseClient", table: str, meter: CapacityMeter, clock: Clock) -> None:
        """Remember all; nothing is sent yet."""
        self._client = client
        self._table = table
        self._meter = meter
        self.clock = ServiceClock(clock)

    def run(self, operation: str, **arguments: Any) -> dict[str, Any]:
        """Run an operation on the table. Raises RefusedError, and the errors of the tree for whatever else fails."""
        return self._run(operation, {"TableName": self._table, **arguments})

    def write_batch(self, requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Run up to 25 puts and deletes; return those that the service had no time for."""
        answer = self._run("batch_write_item", {"RequestItems": {self._table: requests}})
        unprocessed: list[dict[str, Any]] = answer.get("UnprocessedItems", {}).get(self._table, [])
        return unprocessed

    def close(self) -> None:
        """End the connections."""
        self._client.close()

    def _run(self, operation: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        method: Callable[..., dict[str, Any]] = getattr(self._client, operation)
        sent = self.clock.local()
        try:
            answer = method(ReturnConsumedCapacity="TOTAL", **arguments)
        except ClientError as error:
            self._hear(error.response, sent)
            raise self._translated(operation, error) from error
        except BotoCoreError as error:
            raise _unreachable(error) from error
        self._hear(answer, sent)
        consumed = answer.get("ConsumedCapacity", [])
        for capacity in consumed if isinstance(consumed, list) else [consumed]:
            self._meter.add(operation, capacity["CapacityUnits"])
        return answer

    def _hear(self, answer: Mapping[str, Any], sent: float) -> None:
        self.clock.hear(answer.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("date"), sent)

    def _translated(self, operation: str, error: ClientError) -> ShoeboxError:
        answer: Mapping[str, Any] = error.response
        code, message = answer["Error"].get("Code", ""), answer["Error"].get("Message", "")
        if code == "ConditionalCheckFailedException":
            item = answer.get("Item", {})
            self._meter.add(operation, _refused_units(item))
            return RefusedError(item)
        if code == "ResourceNotFoundException":
            return NotFoundError(
                f"There is no DynamoDB table {self._table}.",
                hint="Check the table's name and the region, or make it with 'shoebox deploy'.",
            )
        if code in _FORBIDDEN:
            return ForbiddenError(f"DynamoDB refuses {operation} on {self._table}: {message}", hint=_SIGN_IN)
        if code in _THROTTLED or answer["ResponseMetadata"]["HTTPStatusCode"] >= 500:
            return UnavailableError(
                f"DynamoDB did not get to {operation} in {ATTEMPTS} attempts: {code} {message}",
                hint="Wait a minute and try again; with many writers at once, run fewer.",
            )
        return ShoeboxError(f"DynamoDB refuses {operation}: {code} {message}", hint="This is a bug: please report it.")


def now() -> datetime:
    """The present as this computer knows it."""
    return datetime.now(UTC)


def _unreachable(error: BotoCoreError) -> ShoeboxError:
    if isinstance(error, NoCredentialsError | PartialCredentialsError):
        return ForbiddenError(f"There are no AWS credentials: {error}", hint=_SIGN_IN)
    return UnavailableError(f"DynamoDB cannot be reached: {error}", hint="Is the network up, and the region right?")


def _refused_units(item: Mapping[str, Any]) -> int:
    """A refused write is charged by the size of the item in its way, which the service does not count for us."""
    return 1 + len(item.get(BODY, {}).get("B", b"")) // 1024
