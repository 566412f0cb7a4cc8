"""Finding out what a server really does."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from shoebox.adapters.objects_s3.abilities import Abilities
from shoebox.adapters.objects_s3.bucket import PROBES, base64_of
from shoebox.adapters.objects_s3.failures import status_of, translated
from shoebox.domain.checksum import checksum_of_bytes
from shoebox.domain.errors import NotFoundError

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

_DATA = b"a probe of Shoebox; may be removed"
_RIGHT = base64_of(checksum_of_bytes(_DATA))
_WRONG = base64_of(checksum_of_bytes(b"other bytes"))
_RACERS = 8
_ORDERED = ("order/a b", "order/a-b", "order/a/b", "order/a0", "order/\ufffd", "order/\U0001f600")
"""Lists folders first: "a/b" comes too early. Sorts by UTF-16: U+1F600 comes before U+FFFD."""


def probe(client: "S3Client", bucket: str, prefix: str = "") -> Abilities:
    """Try what Shoebox relies on, below `PREFIX.shoebox-probe/`, which is cleared afterwards: about 50 requests.

    Raises NotFoundError (no such bucket), ForbiddenError, UnavailableError.
    """
    room = _Room(client, bucket, f"{prefix}{PROBES}{uuid.uuid4().hex}/")
    with translated(bucket):
        _check_bucket(client, bucket)
        try:
            return Abilities(
                conditional_put=_conditional_put(room),
                conditional_multipart=_conditional_multipart(room),
                refuses_wrong_checksum=_refuses_wrong_checksum(room),
                ranges=_ranges(room),
                delete_many=_delete_many(room),
                versioning=_versioning(room),
                ordered=_ordered(room),
            )
        finally:
            room.clear()


class _Room:
    """A folder of the bucket to try things in."""

    def __init__(self, client: "S3Client", bucket: str, prefix: str) -> None:
        self.client = client
        self.bucket = bucket
        self.prefix = prefix
        self._used: set[str] = set()

    def at(self, name: str) -> dict[str, Any]:
        """The parameters that name an object of this folder."""
        self._used.add(name)
        return {"Bucket": self.bucket, "Key": self.prefix + name}

    def put(self, name: str, **parameters: Any) -> None:
        """Put the probe's bytes."""
        self.client.put_object(**self.at(name), **{"Body": _DATA, **parameters})

    def clear(self) -> None:
        """Remove what was put, one by one, for DeleteObjects may be missing."""
        for name in self._used:
            self.client.delete_object(Bucket=self.bucket, Key=self.prefix + name)


def _check_bucket(client: "S3Client", bucket: str) -> None:
    """Ask for the bucket, since some servers make one when something is put into it."""
    try:
        client.head_bucket(Bucket=bucket)
    except ClientError as error:
        if status_of(error) == 404:
            raise NotFoundError(f"There is no bucket {bucket!r}.", hint="Make it, or correct its name.") from None
        raise


def _refused(call: Callable[[], object]) -> bool:
    """Whether the server answers that it does not do it; missing rights, a missing bucket and outages are raised."""
    try:
        call()
    except ClientError as error:
        if status_of(error) in {400, 405, 409, 411, 412, 501}:
            return True
        raise
    return False


def _conditional_put(room: _Room) -> bool:
    def attempt(_number: int) -> bool:
        return not _refused(lambda: room.put("race", IfNoneMatch="*"))

    if _refused(lambda: room.put("taken", IfNoneMatch="*")):
        return False
    if not _refused(lambda: room.put("taken", IfNoneMatch="*")):
        return False
    with ThreadPoolExecutor(_RACERS) as threads:
        return sum(threads.map(attempt, range(_RACERS))) == 1


def _conditional_multipart(room: _Room) -> bool:
    room.put("parts")
    upload = room.client.create_multipart_upload(**room.at("parts"))["UploadId"]
    part = room.client.upload_part(**room.at("parts"), UploadId=upload, PartNumber=1, Body=_DATA)
    parts = {"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}
    refused = _refused(
        lambda: room.client.complete_multipart_upload(
            **room.at("parts"),
            UploadId=upload,
            IfNoneMatch="*",
            MultipartUpload=parts,  # type: ignore[arg-type]  # TypedDicts are dicts
        )
    )
    if refused:
        room.client.abort_multipart_upload(**room.at("parts"), UploadId=upload)
    return refused


def _refuses_wrong_checksum(room: _Room) -> bool:
    """Of a PUT and of a part; and the right one is accepted."""
    if _refused(lambda: room.put("checked", ChecksumSHA256=_RIGHT)):
        return False
    if not _refused(lambda: room.put("wrong", ChecksumSHA256=_WRONG)):
        return False
    upload = room.client.create_multipart_upload(**room.at("checked"), ChecksumAlgorithm="SHA256")["UploadId"]
    try:
        return _refused(
            lambda: room.client.upload_part(
                **room.at("checked"), UploadId=upload, PartNumber=1, Body=_DATA, ChecksumSHA256=_WRONG
            )
        )
    finally:
        room.client.abort_multipart_upload(**room.at("checked"), UploadId=upload)


def _ranges(room: _Room) -> bool:
    room.put("range")
    response = room.client.get_object(**room.at("range"), Range="bytes=2-6")
    return response["Body"].read() == _DATA[2:7]


def _delete_many(room: _Room) -> bool:
    names = ("many/1", "many/2")
    for name in names:
        room.put(name)
    objects = [{"Key": room.prefix + name} for name in names]
    if _refused(lambda: room.client.delete_objects(Bucket=room.bucket, Delete={"Objects": objects})):  # type: ignore[typeddict-item]  # TypedDicts are dicts
        return False
    return "Contents" not in room.client.list_objects_v2(Bucket=room.bucket, Prefix=f"{room.prefix}many/")


def _versioning(room: _Room) -> bool:
    try:
        return room.client.get_bucket_versioning(Bucket=room.bucket).get("Status") == "Enabled"
    except ClientError:  # not implemented, or not for us to know: then it is not relied on
        return False


def _ordered(room: _Room) -> bool:
    for name in _ORDERED:
        room.put(name)
    listed = room.client.list_objects_v2(Bucket=room.bucket, Prefix=f"{room.prefix}order/")["Contents"]
    return [item["Key"].removeprefix(room.prefix) for item in listed] == list(_ORDERED)
