"""Objects that go up in parts, against a real server."""

import io
import random
from typing import BinaryIO, cast

import pytest

from shoebox.adapters.objects_s3 import RequestMeter, S3ObjectStore
from shoebox.domain.checksum import Checksum, checksum_of_bytes
from shoebox.domain.errors import AlreadyExistsError, ConflictError, IntegrityError
from tests.s3_stores import abilities_of, new_location, refusal, s3_client
from tests.servers import S3Server

PART = 5 << 20
"""The least that S3 takes for parts other than the last."""
DATA = random.Random(7).randbytes(3 * PART + 1000)
CHECKSUM = checksum_of_bytes(DATA)


class Bucket:
    """A store that puts in parts, seen from outside as well."""

    def __init__(self, server: S3Server, *, weak: bool = False) -> None:
        """Be empty."""
        self.client = s3_client(server, weak=weak)
        self.location = new_location(server)
        self.meter = RequestMeter()
        self.meter.attach(self.client)
        self.store = S3ObjectStore(
            self.client, self.location, abilities_of(server, weak=weak), part_bytes=PART, threads=2
        )

    def put(self, data: bytes = DATA, checksum: Checksum = CHECKSUM, *, if_absent: bool = True) -> None:
        """Put an object in parts."""
        self.store.put("x.mp4", io.BytesIO(data), checksum=checksum, if_absent=if_absent)

    def put_interrupted(self, after: int) -> None:
        """Put until the source fails."""
        with pytest.raises(OSError, match="pulled out"):
            self.store.put("x.mp4", cast("BinaryIO", FailingAfter(DATA, after)), checksum=CHECKSUM)

    def parts_sent(self) -> int:
        """The parts sent until now."""
        return self.meter.usage().requests.get("UploadPart", 0)

    def read(self) -> bytes:
        """The object's bytes."""
        with self.store.open("x.mp4") as source:
            return source.read()

    def leftovers(self) -> tuple[int, int]:
        """Uploads that were not ended, and objects that are not the library's."""
        uploads = self.client.list_multipart_uploads(Bucket=self.location.bucket, Prefix=self.location.prefix)
        notes = self.client.list_objects_v2(Bucket=self.location.bucket, Prefix=f"{self.location.prefix}.shoebox-")
        return len(uploads.get("Uploads", [])), notes["KeyCount"]


class FailingAfter(io.RawIOBase):
    """A source whose disk fails after some bytes."""

    def __init__(self, data: bytes, after: int) -> None:
        """Give `after` bytes of `data`."""
        self._source = io.BytesIO(data[:after])

    def readable(self) -> bool:
        """It looks like any other source."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # a writable buffer is all it needs
        """Give bytes, then fail."""
        count = self._source.readinto(buffer)
        if not count:
            raise OSError("the card was pulled out")
        return count


@pytest.mark.parametrize("weak", [False, True])
def test_parts_become_one_object(s3_server: S3Server, *, weak: bool) -> None:
    """An object in parts has the bytes that were put, its checksum in the metadata, and leaves nothing beside it."""
    bucket = Bucket(s3_server, weak=weak)
    bucket.put()
    head = bucket.client.head_object(Bucket=bucket.location.bucket, Key=f"{bucket.location.prefix}x.mp4")
    assert bucket.parts_sent() == 4
    assert head["Metadata"] == {"sha256": CHECKSUM}
    assert bucket.read() == DATA
    assert bucket.leftovers() == (0, 0)


def test_the_store_vouches_for_parts(s3_server: S3Server) -> None:
    """No byte is read back where the server checked each part and the whole of them; stat gives the checksum."""
    bucket = Bucket(s3_server)
    bucket.put()
    assert bucket.meter.usage().bytes_down < 20_000
    stored = bucket.store.stat("x.mp4")
    assert stored is not None
    assert (stored.size, stored.checksum) == (len(DATA), CHECKSUM)


def test_requests_of_an_object_in_parts(s3_server: S3Server) -> None:
    """What the docstring of `put` says."""
    bucket = Bucket(s3_server)
    bucket.put()
    assert bucket.meter.usage().requests == {
        "HeadObject": 1,
        "GetObject": 1,
        "CreateMultipartUpload": 1,
        "PutObject": 1,
        "UploadPart": 4,
        "CompleteMultipartUpload": 1,
        "DeleteObject": 1,
    }


def test_goes_on_where_it_was_interrupted(s3_server: S3Server) -> None:
    """Parts that are there are not sent again; nothing is to be seen before the end."""
    bucket = Bucket(s3_server)
    bucket.put_interrupted(after=2 * PART + 5)
    assert bucket.parts_sent() == 2
    assert bucket.store.stat("x.mp4") is None
    assert list(bucket.store.walk()) == []
    bucket.put()
    assert bucket.parts_sent() == 4
    assert bucket.read() == DATA
    assert bucket.leftovers() == (0, 0)


def test_a_part_that_is_refused_ends_the_attempt(s3_server: S3Server) -> None:
    """A part that arrives damaged is not stored; the next attempt sends what is missing."""
    bucket = Bucket(s3_server)
    damaged = refusal("BadDigest", 400)
    bucket.client.meta.events.register("before-send.s3.UploadPart", damaged)
    with pytest.raises(IntegrityError):
        bucket.put()
    bucket.client.meta.events.unregister("before-send.s3.UploadPart", damaged)
    bucket.put()
    assert bucket.read() == DATA


def test_other_bytes_do_not_go_on(s3_server: S3Server) -> None:
    """A file that grew after an interruption begins anew: its object says its own checksum."""
    bucket = Bucket(s3_server)
    bucket.put_interrupted(after=2 * PART)
    grown = DATA + b"more"
    bucket.put(grown, checksum_of_bytes(grown))
    stored = bucket.store.stat("x.mp4")
    assert stored is not None
    assert stored.checksum == checksum_of_bytes(grown)
    assert bucket.parts_sent() == 2 + 4


def test_an_upload_that_was_cleared_away_begins_anew(s3_server: S3Server) -> None:
    """The bucket's lifecycle may end an upload between two attempts."""
    bucket = Bucket(s3_server)
    bucket.put_interrupted(after=2 * PART)
    uploads = bucket.client.list_multipart_uploads(Bucket=bucket.location.bucket, Prefix=bucket.location.prefix)
    (upload,) = uploads["Uploads"]
    bucket.client.abort_multipart_upload(Bucket=bucket.location.bucket, Key=upload["Key"], UploadId=upload["UploadId"])
    bucket.put()
    assert bucket.read() == DATA


def test_a_source_that_is_not_what_was_announced_is_dropped(s3_server: S3Server) -> None:
    """Its parts are freed, and nothing is to be seen."""
    bucket = Bucket(s3_server)
    with pytest.raises(IntegrityError):
        bucket.put(DATA, checksum_of_bytes(b"other"))
    assert bucket.store.stat("x.mp4") is None
    assert bucket.leftovers() == (0, 0)


@pytest.mark.parametrize("weak", [False, True])
def test_a_taken_key_costs_one_request(s3_server: S3Server, *, weak: bool) -> None:
    """No part is sent for a key that is taken; replacing is another matter."""
    bucket = Bucket(s3_server, weak=weak)
    bucket.store.put("x.mp4", io.BytesIO(b"old"), checksum=checksum_of_bytes(b"old"))
    with pytest.raises(AlreadyExistsError):
        bucket.put()
    assert (bucket.parts_sent(), bucket.read()) == (0, b"old")
    bucket.put(if_absent=False)
    assert bucket.read() == DATA


@pytest.mark.parametrize("weak", [False, True])
def test_a_key_that_is_taken_meanwhile_keeps_its_object(s3_server: S3Server, *, weak: bool) -> None:
    """Who completes second is told, and frees its parts."""
    bucket = Bucket(s3_server, weak=weak)
    other = S3ObjectStore(s3_client(s3_server), bucket.location, abilities_of(s3_server))
    first = iter([b"first"])

    def meanwhile(**_event: object) -> None:
        for data in first:
            other.put("x.mp4", io.BytesIO(data), checksum=checksum_of_bytes(data))

    bucket.client.meta.events.register("before-send.s3.UploadPart", meanwhile)
    with pytest.raises(AlreadyExistsError):
        bucket.put()
    assert bucket.read() == b"first"
    assert bucket.leftovers() == (0, 0)


def test_an_upload_that_somebody_else_ends_is_a_conflict(s3_server: S3Server) -> None:
    """The parts vanish under our hands: nothing is stored, and running it again helps."""
    bucket = Bucket(s3_server)
    gone = refusal("NoSuchUpload", 404)
    bucket.client.meta.events.register("before-send.s3.CompleteMultipartUpload", gone)
    with pytest.raises(ConflictError):
        bucket.put()
    bucket.client.meta.events.unregister("before-send.s3.CompleteMultipartUpload", gone)
    bucket.put()
    assert bucket.parts_sent() == 4
