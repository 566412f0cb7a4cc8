"""What goes wrong at an object store, and what is said then. No request leaves this process."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import EndpointConnectionError, NoCredentialsError, NoRegionError, ReadTimeoutError

from shoebox.adapters.objects_s3 import AMAZON, Location, S3ObjectStore
from shoebox.adapters.objects_s3.failures import failure
from shoebox.domain.checksum import checksum_of_bytes
from shoebox.domain.errors import (
    AlreadyExistsError,
    ConflictError,
    ForbiddenError,
    IntegrityError,
    NotFoundError,
    ShoeboxError,
    UnavailableError,
    UsageError,
)
from tests.s3_stores import refusal, s3_client
from tests.servers import S3Server

NOWHERE = S3Server("http://127.0.0.1:1", "access", "secret", "photos")
CHECKSUM = checksum_of_bytes(b"bytes")


class Answers:
    """A store whose server is made up: what it answers to each operation."""

    def __init__(self, **answers: Callable[..., Any]) -> None:
        """Answer `answers`, by the names of operations."""
        self.asked: list[str] = []
        client = s3_client(NOWHERE)
        client.meta.events.register("before-send.s3", self._remember)
        for operation, answer in answers.items():
            client.meta.events.register(f"before-send.s3.{operation}", answer)
        self.store = S3ObjectStore(client, Location("photos"), replace(AMAZON, refuses_wrong_checksum=False))

    def put(self, *, if_absent: bool = True) -> None:
        """Put an object."""
        self.store.put("x", io.BytesIO(b"bytes"), checksum=CHECKSUM, if_absent=if_absent)

    def _remember(self, event_name: str, **_rest: object) -> None:
        self.asked.append(event_name.rpartition(".")[2])


class Raw:
    """The body of a made-up answer; it may break off."""

    def __init__(self, data: bytes, *, broken: bool = False) -> None:
        """Give `data`."""
        self._source = io.BytesIO(data)
        self._broken = broken

    def stream(self) -> list[bytes]:
        """All at once."""
        return [self._source.read()]

    def read(self, amount: int | None = None) -> bytes:
        """Some bytes."""
        data = self._source.read(amount)
        if not data and self._broken:
            raise ReadTimeoutError(endpoint_url="http://127.0.0.1:1")
        return data

    def close(self) -> None:
        """Nothing is held."""


def success(data: bytes = b"", *, broken: bool = False, metadata: str = "") -> Callable[..., AWSResponse]:
    """A botocore event handler: the request is not sent and is answered with 200."""

    def answer(request: Any, **_rest: object) -> AWSResponse:
        headers = HTTPHeaders()
        headers["Content-Length"] = str(len(data) + broken)
        headers["x-amz-meta-sha256"] = metadata
        return AWSResponse(request.url, 200, headers, Raw(data, broken=broken))

    return answer


@pytest.mark.parametrize(
    ("code", "status", "expected"),
    [
        ("NoSuchKey", 404, NotFoundError),
        ("NoSuchBucket", 404, NotFoundError),
        ("PreconditionFailed", 412, AlreadyExistsError),
        ("ConditionalRequestConflict", 409, ConflictError),
        ("NoSuchUpload", 404, ConflictError),
        ("BadDigest", 400, IntegrityError),
        ("XAmzContentSHA256Mismatch", 400, IntegrityError),
        ("AccessDenied", 403, ForbiddenError),
        ("SignatureDoesNotMatch", 403, ForbiddenError),
        ("ExpiredToken", 400, ForbiddenError),
        ("InvalidObjectState", 403, UnavailableError),
        ("InvalidArgument", 400, UnavailableError),
    ],
)
def test_a_refusal_has_its_place_in_the_tree(code: str, status: int, expected: type[ShoeboxError]) -> None:
    """Each answer becomes the error that says it, with a hint; those that nothing would change are asked once."""
    answers = Answers(PutObject=refusal(code, status))
    with pytest.raises(ShoeboxError) as raised:
        answers.put()
    assert type(raised.value) is expected
    assert raised.value.hint
    assert len(answers.asked) == (3 if status == 409 else 1)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (EndpointConnectionError(endpoint_url="http://127.0.0.1:1"), UnavailableError),
        (NoCredentialsError(), ForbiddenError),
        (NoRegionError(), UsageError),
    ],
)
def test_what_fails_before_an_answer_has_its_place(error: Exception, expected: type[ShoeboxError]) -> None:
    """No network, no credentials and no region are told apart."""
    assert type(failure(error, "x")) is expected
    assert failure(error, "x").hint


def test_a_conflict_is_tried_again() -> None:
    """S3 asks to send again what it refused with 409, because something else was written at that moment."""
    refused = iter([refusal("ConditionalRequestConflict", 409)])
    accepted = success()

    def answer(**event: Any) -> AWSResponse:
        return next(refused, accepted)(**event)

    answers = Answers(PutObject=answer, GetObject=success(b"bytes"))
    answers.put()
    assert answers.asked == ["PutObject", "PutObject", "GetObject"]


def test_what_reads_back_otherwise_is_not_confirmed() -> None:
    """An object that was made and is not what was sent is removed; the caller is told."""
    ours = success(metadata=CHECKSUM)
    answers = Answers(PutObject=success(), GetObject=success(b"bit rot"), HeadObject=ours, DeleteObject=success())
    with pytest.raises(IntegrityError):
        answers.put()
    assert answers.asked == ["PutObject", "GetObject", "HeadObject", "DeleteObject"]


def test_what_another_computer_put_meanwhile_is_left() -> None:
    """Where conditions are ignored two may write at once; who reads the other's bytes back does not remove them."""
    others = success(metadata=checksum_of_bytes(b"other"))
    answers = Answers(PutObject=success(), GetObject=success(b"other"), HeadObject=others)
    with pytest.raises(AlreadyExistsError):
        answers.put()
    assert answers.asked == ["PutObject", "GetObject", "HeadObject"]


def test_a_replacement_that_reads_back_otherwise_is_left() -> None:
    """What replaced an object is not removed: there may be an earlier version below it."""
    answers = Answers(PutObject=success(), GetObject=success(b"bit rot"))
    with pytest.raises(IntegrityError):
        answers.put(if_absent=False)
    assert answers.asked == ["PutObject", "GetObject"]


def test_an_answer_that_breaks_off_is_an_outage() -> None:
    """Bytes that stop coming are not taken for the end."""
    answers = Answers(GetObject=success(b"some", broken=True))
    with answers.store.open("x") as source, pytest.raises(UnavailableError):
        source.read()


def test_what_may_not_be_removed_is_said() -> None:
    """DeleteObjects answers 200 and lists what it did not do."""
    body = b"<DeleteResult><Error><Key>x</Key><Code>AccessDenied</Code></Error></DeleteResult>"
    answers = Answers(DeleteObjects=success(body))
    with pytest.raises(ForbiddenError, match="AccessDenied"):
        answers.store.remove(["x"])


def test_removing_asks_once_for_each_thousand() -> None:
    """2,001 keys are three requests; none is no request."""
    answers = Answers(DeleteObjects=success(b"<DeleteResult/>"))
    answers.store.remove(f"{number}" for number in range(2001))
    answers.store.remove([])
    assert answers.asked == ["DeleteObjects"] * 3


def test_a_server_without_ranges_is_refused() -> None:
    """Nothing can make up for ranges, so such a server is refused at once, with the reason."""
    with pytest.raises(UsageError, match="Range"):
        S3ObjectStore(s3_client(NOWHERE), Location("photos"), replace(AMAZON, ranges=False))
