"""Stores in a real S3 server, each with a folder of its own in the bucket; some behind a server made weak."""

import uuid
from functools import cache
from typing import Any

import pytest
from botocore.awsrequest import AWSRequest, AWSResponse
from botocore.compat import HTTPHeaders
from mypy_boto3_s3.client import S3Client

from shoebox.adapters.objects_s3 import Abilities, Location, S3ObjectStore, connect, probe
from shoebox.adapters.objects_s3.store import PART_BYTES
from tests.servers import S3Server

_IGNORED = ("If-None-Match", "x-amz-checksum-sha256", "x-amz-checksum-algorithm", "x-amz-checksum-type")


def s3_store(server: S3Server, *, part_bytes: int = PART_BYTES, weak: bool = False) -> S3ObjectStore:
    """An empty store."""
    return S3ObjectStore(
        _shared_client(server, weak=weak), new_location(server), abilities_of(server, weak=weak), part_bytes=part_bytes
    )


def new_location(server: S3Server) -> Location:
    """A folder of the bucket where nothing is yet."""
    return Location(server.bucket, f"{uuid.uuid4().hex}/", server.endpoint, "us-east-1")


def s3_client(server: S3Server, *, weak: bool = False) -> S3Client:
    """A client with the server's credentials, found by boto3's own chain."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_ACCESS_KEY_ID", server.access_key)
        environment.setenv("AWS_SECRET_ACCESS_KEY", server.secret_key)
        client = connect(Location(server.bucket, endpoint=server.endpoint))
    if weak:
        weaken(client)
    return client


@cache
def _shared_client(server: S3Server, *, weak: bool) -> S3Client:
    return s3_client(server, weak=weak)


@cache
def abilities_of(server: S3Server, *, weak: bool = False) -> Abilities:
    """What a probe says of the server."""
    return probe(s3_client(server, weak=weak), server.bucket)


def weaken(client: S3Client) -> None:
    """As from a server that answers 200 and ignores conditions and checksums, and cannot remove many at once."""
    client.meta.events.register("before-sign.s3", _without_headers)
    client.meta.events.register("before-send.s3.DeleteObjects", refusal("MissingContentMD5", 400))


def refusal(code: str, status: int) -> Any:
    """A botocore event handler: the request is not sent and is answered with an error."""
    body = f"<Error><Code>{code}</Code><Message>made up by a test</Message></Error>".encode()

    headers = HTTPHeaders()
    headers["Content-Length"] = str(len(body))

    def answer(request: Any, **_rest: object) -> AWSResponse:
        return AWSResponse(request.url, status, headers, _Raw(body))

    return answer


class _Raw:
    """What botocore reads an answer's body from."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self) -> list[bytes]:
        """The body in one piece."""
        return [self._body]


def _without_headers(request: AWSRequest, **_rest: object) -> None:
    for name in _IGNORED:
        del request.headers[name]
