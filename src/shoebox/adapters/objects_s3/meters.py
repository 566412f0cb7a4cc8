"""Counts requests and bytes as the store's bill counts them."""

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client


@dataclass(frozen=True, slots=True)
class Usage:
    """What was asked of a store: requests by the name of their operation (PutObject, …), bytes of bodies."""

    requests: Mapping[str, int]
    bytes_up: int
    bytes_down: int


class RequestMeter:
    """Counts what a client sends, retries included, for they are billed too. Any number of threads may use it.

    Bytes down are those that the answers announce; of a body that is closed early fewer may have come.
    """

    def __init__(self) -> None:
        """Start at nothing."""
        self._lock = threading.Lock()
        self._requests: Counter[str] = Counter()
        self._up = 0
        self._down = 0

    def attach(self, client: "S3Client") -> None:
        """Count the requests of `client` from now on."""
        events = client.meta.events
        events.register("before-send.s3", self._sent)
        events.register("response-received.s3", self._received)

    def usage(self) -> Usage:
        """What was counted until now."""
        with self._lock:
            return Usage(dict(self._requests), self._up, self._down)

    def _sent(self, request: Any, event_name: str, **_rest: object) -> None:
        with self._lock:
            self._requests[_operation(event_name)] += 1
            self._up += _number(request.headers.get("Content-Length"))

    def _received(self, response_dict: Any, event_name: str, **_rest: object) -> None:
        if response_dict is None or _operation(event_name).startswith("Head"):
            return
        announced = response_dict["headers"].get("content-length")
        body = response_dict["body"]
        size = _number(announced) if announced else len(body) if isinstance(body, bytes) else 0
        with self._lock:
            self._down += size


def _operation(event_name: str) -> str:
    return event_name.rpartition(".")[2]


def _number(header: str | bytes | None) -> int:
    return int(header) if header else 0
