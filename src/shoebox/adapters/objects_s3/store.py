"""Objects in a bucket of Amazon S3 or of a server that speaks its language."""

import io
import threading
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, timedelta
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, BinaryIO

from botocore.exceptions import ClientError

from shoebox.adapters.objects_s3 import listing, multipart
from shoebox.adapters.objects_s3.abilities import Abilities
from shoebox.adapters.objects_s3.bucket import SHA256, Bucket, base64_of, checksum_from, content_type, time_of_answer
from shoebox.adapters.objects_s3.failures import status_of, taken, translated
from shoebox.adapters.objects_s3.location import Location
from shoebox.adapters.objects_s3.reading import opened
from shoebox.domain.checksum import Checksum, checksum_of, checksum_of_bytes, is_checksum
from shoebox.domain.errors import ConflictError, ForbiddenError, IntegrityError, NotFoundError, UsageError
from shoebox.ports import StoredObject

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client
    from mypy_boto3_s3.type_defs import HeadObjectOutputTypeDef

PART_BYTES = 32 << 20
"""Below this an object is one PUT with a full-object SHA-256; 10,000 parts of it are 312 GiB, larger files have
larger parts."""
_THREADS = 4
_ATTEMPTS_AT_CONFLICT = 3
_MOST_AT_ONCE = 1000
_LONGEST_LINK = timedelta(days=7)


class S3ObjectStore:
    """An ObjectStore with the ability LinkSigner. Any number of threads may use it.

    What the server lacks of `Abilities` is made up for: conditions by looking first, which is safe among the threads
    of one store but not among computers; checksums by reading back; DeleteObjects by single requests; the order of
    a walk by a LIST for each folder.
    """

    def __init__(
        self,
        client: "S3Client",
        location: Location,
        abilities: Abilities,
        *,
        part_bytes: int = PART_BYTES,
        threads: int = _THREADS,
    ) -> None:
        """Use the bucket of `location`; a put holds up to `part_bytes`, an upload in parts `threads` times as much.

        Raises UsageError where the server cannot give ranges, which nothing can make up for.
        """
        if not abilities.ranges:
            raise UsageError(
                f"The server of {location.bucket!r} ignores Range; videos could not be played.",
                hint="Use another server; SeaweedFS, Ceph and JuiceFS are known to do it.",
            )
        self._bucket = Bucket(client, location.bucket, location.prefix, abilities)
        self._part_bytes = part_bytes
        self._threads = threads
        self._looking = threading.Lock()

    def put(self, key: str, source: BinaryIO, *, checksum: Checksum, if_absent: bool = True) -> StoredObject:
        """See ObjectStore.put. One PUT, and a GET where the server does not check checksums.

        From `part_bytes` on: HEAD (`if_absent`), GET, POST, PUT to begin; a PUT for each part; POST, DELETE to end.
        An interrupted one goes on where it was, when the same bytes are put to the same key. AlreadyExistsError may
        come of our own PUT whose answer was lost and which botocore sent again: compare what is there.
        """
        size = max(self._part_bytes, -(-_left(source) // multipart.MOST_PARTS))
        first = _read(source, size)
        if len(first) < size:
            return self._put_whole(key, first, checksum, if_absent=if_absent)
        rest = iter(lambda: _read(source, size), b"")
        return self._put_parts(key, chain([first], rest), checksum, if_absent=if_absent)

    def open(self, key: str, start: int = 0, length: int | None = None) -> AbstractContextManager[BinaryIO]:
        """See ObjectStore.open. One GET, streamed; a HEAD where `length` is 0."""
        if length == 0:
            if self.stat(key) is None:
                raise NotFoundError(f"There is no object {key!r}.", hint="Run 'shoebox verify'.")
            return io.BytesIO()
        return opened(self._bucket, key, start, length)

    def stat(self, key: str) -> StoredObject | None:
        """See ObjectStore.stat. One HEAD.

        The checksum is the store's own; of an object in parts, which has none of the whole, that in its metadata,
        with which Shoebox compares all bytes before it completes the upload.
        """
        with translated(key):
            try:
                head = self._bucket.client.head_object(
                    Bucket=self._bucket.name, Key=self._bucket.full(key), ChecksumMode="ENABLED"
                )
            except ClientError as error:
                if status_of(error) == 404:
                    return None
                raise
        return StoredObject(key, head["ContentLength"], head["LastModified"].astimezone(UTC), self._vouched(head))

    def walk(self, prefix: str = "") -> Iterator[StoredObject]:
        """See ObjectStore.walk. One LIST for each 1,000 objects, or folder, where the server's order is its own."""
        return listing.walk(self._bucket, prefix)

    def remove(self, keys: Iterable[str]) -> None:
        """See ObjectStore.remove. One POST for each 1,000 keys, or a DELETE for each key."""
        remaining = iter(keys)
        while batch := list(islice(remaining, _MOST_AT_ONCE)):
            if self._bucket.abilities.delete_many:
                self._remove_many(batch)
            else:
                for key in batch:
                    self._remove_one(key)

    def link(self, key: str, lasting: timedelta) -> str:
        """See LinkSigner.link. No request; a link ends earlier when temporary credentials that signed it do.

        Raises UsageError for more than seven days, which Signature Version 4 does not allow.
        """
        if not timedelta(seconds=1) <= lasting <= _LONGEST_LINK:
            raise UsageError(f"A link cannot last {lasting}.", hint="Choose up to seven days.")
        with translated(key):
            return self._bucket.client.generate_presigned_url(
                "get_object",
                Params={
                    "Bucket": self._bucket.name,
                    "Key": self._bucket.full(key),
                    "ResponseContentType": content_type(key),
                },
                ExpiresIn=int(lasting.total_seconds()),
            )

    def _put_whole(self, key: str, data: bytes, checksum: Checksum, *, if_absent: bool) -> StoredObject:
        if checksum_of_bytes(data) != checksum:
            raise _differs(key)
        conditional = if_absent and self._bucket.abilities.conditional_put
        with translated(key), self._looked(key, needed=if_absent and not conditional):
            response = self._send_whole(key, data, checksum, conditional=conditional)
            if not self._proven(response, base64_of(checksum)):
                self._read_back(key, checksum, made=if_absent)
        return StoredObject(key, len(data), time_of_answer(response["ResponseMetadata"]), checksum)

    def _send_whole(self, key: str, data: bytes, checksum: Checksum, *, conditional: bool) -> Any:
        condition: dict[str, Any] = {"IfNoneMatch": "*"} if conditional else {}
        for attempt in range(1, _ATTEMPTS_AT_CONFLICT + 1):
            try:
                return self._bucket.client.put_object(
                    Bucket=self._bucket.name,
                    Key=self._bucket.full(key),
                    Body=data,
                    ChecksumSHA256=base64_of(checksum),
                    ContentType=content_type(key),
                    Metadata={SHA256: checksum},
                    **condition,
                )
            except ClientError as error:  # 409: a write or delete at the same time; to be sent again, says S3
                if status_of(error) != 409 or attempt == _ATTEMPTS_AT_CONFLICT:
                    raise
        raise AssertionError

    def _put_parts(self, key: str, pieces: Iterable[bytes], checksum: Checksum, *, if_absent: bool) -> StoredObject:
        if if_absent and self.stat(key) is not None:
            raise taken(key)
        upload = multipart.begin(self._bucket, key, checksum)
        sent = multipart.send(self._bucket, upload, pieces, self._threads)
        if sent.checksum != checksum:
            multipart.abandon(self._bucket, upload)
            raise _differs(key)
        response = self._complete(upload, sent, if_absent=if_absent)
        return StoredObject(key, sent.size, time_of_answer(response["ResponseMetadata"]), checksum)

    def _complete(self, upload: multipart.Upload, sent: multipart.Sent, *, if_absent: bool) -> Any:
        conditional = if_absent and self._bucket.abilities.conditional_multipart
        try:
            with self._looked(upload.key, needed=if_absent and not conditional):
                response = multipart.complete(self._bucket, upload, sent, if_none_match=conditional)
                if not self._proven(response, sent.composite):
                    self._read_back(upload.key, sent.checksum, made=if_absent)
                return response
        except ConflictError:
            if not if_absent or self.stat(upload.key) is None:
                raise
            multipart.abandon(self._bucket, upload)
            raise taken(upload.key) from None

    @contextmanager
    def _looked(self, key: str, *, needed: bool) -> Iterator[None]:
        """In place of a condition: nothing lies at `key`, and no other thread of this store puts anything."""
        if not needed:
            yield
            return
        with self._looking:
            if self.stat(key) is not None:
                raise taken(key)
            yield

    def _proven(self, response: Any, expected: str) -> bool:
        """Whether a server that refuses wrong checksums says that it has these bytes."""
        return self._bucket.abilities.refuses_wrong_checksum and response.get("ChecksumSHA256") == expected

    def _read_back(self, key: str, checksum: Checksum, *, made: bool) -> None:
        with self.open(key) as stored:
            if checksum_of(stored) == checksum:
                return
        if made:
            self._take_back(key, checksum)
        raise IntegrityError(
            f"What the object store has of {key!r} is not what it was sent.",
            hint="The server's disk or memory may be failing. Run it again, then 'shoebox verify'.",
        )

    def _take_back(self, key: str, checksum: Checksum) -> None:
        """Remove what we made, but nothing of another computer's that came between where conditions are ignored."""
        with translated(key):
            head = self._bucket.client.head_object(Bucket=self._bucket.name, Key=self._bucket.full(key))
        if head["Metadata"].get(SHA256) != checksum:
            raise taken(key)
        self._remove_one(key)

    def _vouched(self, head: "HeadObjectOutputTypeDef") -> Checksum | None:
        stored = head.get("ChecksumSHA256", "")
        if not (stored and self._bucket.abilities.refuses_wrong_checksum):
            return None
        if "-" not in stored and head.get("ChecksumType") != "COMPOSITE":
            return checksum_from(stored)
        noted = head["Metadata"].get(SHA256, "")
        return Checksum(noted) if is_checksum(noted) else None

    def _remove_many(self, keys: list[str]) -> None:
        objects = [{"Key": self._bucket.full(key)} for key in keys]
        with translated(keys[0]):
            response = self._bucket.client.delete_objects(
                Bucket=self._bucket.name,
                Delete={"Objects": objects, "Quiet": True},  # type: ignore[typeddict-item]  # TypedDicts are dicts
            )
        for kept in response.get("Errors", []):
            raise ForbiddenError(
                f"{kept.get('Key')!r} could not be removed: {kept.get('Code')}.",
                hint="The credentials need s3:DeleteObject; a lock on the object must have ended.",
            )

    def _remove_one(self, key: str) -> None:
        with translated(key):
            self._bucket.client.delete_object(Bucket=self._bucket.name, Key=self._bucket.full(key))


def _left(source: BinaryIO) -> int:
    """How many bytes are left to read, 0 where the source cannot tell."""
    if not source.seekable():
        return 0
    here = source.tell()
    end = source.seek(0, io.SEEK_END)
    source.seek(here)
    return end - here


def _read(source: BinaryIO, size: int) -> bytes:
    """`size` bytes, fewer only at the end; a source may give them in smaller pieces."""
    data = source.read(size)
    while len(data) < size and (more := source.read(size - len(data))):
        data += more
    return data


def _differs(key: str) -> IntegrityError:
    return IntegrityError(
        f"The bytes for {key!r} are not what was expected.",
        hint="The file changed while it was read, or the disk is failing. Run it again.",
    )
