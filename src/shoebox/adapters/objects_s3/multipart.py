"""Uploads in parts: in parallel, in bounded memory, and going on where an earlier one was interrupted.

Each part carries its SHA-256, and the whole gets S3's composite checksum: the SHA-256 of the parts' SHA-256s
(Amazon S3 User Guide, "Checking object integrity"; a full-object SHA-256 exists for single PUTs only).

An upload keeps the metadata it was begun with, SHA-256 included, and the store does not tell it. So only an upload
of the same bytes to the same key may be gone on with; a small object under `.shoebox-uploads/`, named by both, holds
its id. A bucket's lifecycle should end uploads and those objects after some days.
"""

import base64
import contextlib
import hashlib
import io
from collections.abc import Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from shoebox.adapters.objects_s3.bucket import SHA256, UPLOADS, Bucket, base64_of, content_type
from shoebox.adapters.objects_s3.failures import code_of, status_of, translated
from shoebox.domain.checksum import Checksum, checksum_of_bytes
from shoebox.domain.errors import ForbiddenError, UnavailableError, UsageError

if TYPE_CHECKING:
    from mypy_boto3_s3.type_defs import (
        CompletedPartTypeDef,
        CompleteMultipartUploadOutputTypeDef,
        PartTypeDef,
    )

MOST_PARTS = 10_000
"""Amazon S3 User Guide, "Multipart upload limits"."""


@dataclass(frozen=True, slots=True)
class Upload:
    """An upload that was begun, and the parts that the store has of it."""

    key: str
    marker: str
    id: str
    present: Mapping[int, "PartTypeDef"]


@dataclass(frozen=True, slots=True)
class Sent:
    """All parts of a source, and its checksum."""

    parts: tuple["CompletedPartTypeDef", ...]
    size: int
    checksum: Checksum

    @property
    def composite(self) -> str:
        """S3's composite checksum of the parts."""
        digests = b"".join(base64.b64decode(part["ChecksumSHA256"]) for part in self.parts)
        return f"{base64_of(checksum_of_bytes(digests))}-{len(self.parts)}"


def begin(bucket: Bucket, key: str, checksum: Checksum) -> Upload:
    """Go on with an interrupted upload of the same bytes, or begin one: a GET, then a LIST, or a POST and a PUT."""
    marker = UPLOADS + checksum_of_bytes(f"{checksum} {key}".encode())
    with translated(key):
        return _resumed(bucket, key, marker) or _begun(bucket, key, marker, checksum)


def send(bucket: Bucket, upload: Upload, pieces: Iterable[bytes], threads: int) -> Sent:
    """Send the parts that the store lacks, one PUT each; at most `threads` pieces are held.

    When the source or a part fails, those under way are sent to their end, so that the next attempt finds them.
    """
    whole, size = hashlib.sha256(), 0
    parts: dict[int, CompletedPartTypeDef] = {}
    running: set[Future[CompletedPartTypeDef]] = set()
    with ThreadPoolExecutor(threads) as pool:
        for number, piece in enumerate(pieces, 1):
            _check_number(upload, number)
            whole.update(piece)
            size += len(piece)
            present = _present(upload.present.get(number), piece)
            if present is not None:
                parts[number] = present
            else:
                running.add(pool.submit(_send_part, bucket, upload, number, piece))
            running = _collected(running, parts, most=threads - 1)
        _collected(running, parts, most=0)
    return Sent(tuple(parts[number] for number in sorted(parts)), size, Checksum(whole.hexdigest()))


def complete(
    bucket: Bucket, upload: Upload, sent: Sent, *, if_none_match: bool
) -> "CompleteMultipartUploadOutputTypeDef":
    """Make the object visible. Raises AlreadyExistsError, ConflictError (somebody else ended the upload)."""
    condition: dict[str, Any] = {"IfNoneMatch": "*"} if if_none_match else {}
    with translated(upload.key):
        response = bucket.client.complete_multipart_upload(
            Bucket=bucket.name,
            Key=bucket.full(upload.key),
            UploadId=upload.id,
            MultipartUpload={"Parts": sent.parts},
            MpuObjectSize=sent.size,
            **condition,
        )
    forget(bucket, upload)
    return response


def abandon(bucket: Bucket, upload: Upload) -> None:
    """Drop the parts; nothing is to become of them."""
    with translated(upload.key):
        try:
            bucket.client.abort_multipart_upload(Bucket=bucket.name, Key=bucket.full(upload.key), UploadId=upload.id)
        except ClientError as error:
            if status_of(error) != 404:
                raise
    forget(bucket, upload)


def forget(bucket: Bucket, upload: Upload) -> None:
    """Remove the note of an ended upload; where that fails it does no harm until the bucket's lifecycle removes it."""
    with contextlib.suppress(ForbiddenError, UnavailableError), translated(upload.key):
        bucket.client.delete_object(Bucket=bucket.name, Key=bucket.full(upload.marker))


def _resumed(bucket: Bucket, key: str, marker: str) -> Upload | None:
    try:
        noted = bucket.client.get_object(Bucket=bucket.name, Key=bucket.full(marker))["Body"].read().decode()
        pages = bucket.client.get_paginator("list_parts").paginate(
            Bucket=bucket.name, Key=bucket.full(key), UploadId=noted
        )
        present = {part["PartNumber"]: part for page in pages for part in page.get("Parts", [])}
    except ClientError as error:
        if status_of(error) == 404 and code_of(error) != "NoSuchBucket":
            return None
        raise
    return Upload(key, marker, noted, present)


def _begun(bucket: Bucket, key: str, marker: str, checksum: Checksum) -> Upload:
    response = bucket.client.create_multipart_upload(
        Bucket=bucket.name,
        Key=bucket.full(key),
        ChecksumAlgorithm="SHA256",
        ContentType=content_type(key),
        Metadata={SHA256: checksum},
    )
    upload = Upload(key, marker, response["UploadId"], {})
    bucket.client.put_object(Bucket=bucket.name, Key=bucket.full(marker), Body=upload.id.encode())
    return upload


def _check_number(upload: Upload, number: int) -> None:
    if number > MOST_PARTS:
        raise UsageError(f"{upload.key!r} is too large for the object store.", hint="Split the file.")


def _send_part(bucket: Bucket, upload: Upload, number: int, piece: bytes) -> "CompletedPartTypeDef":
    checksum = base64_of(checksum_of_bytes(piece))
    with translated(upload.key):
        response = bucket.client.upload_part(
            Bucket=bucket.name,
            Key=bucket.full(upload.key),
            UploadId=upload.id,
            PartNumber=number,
            Body=io.BytesIO(piece),
            ChecksumSHA256=checksum,
        )
    return {"PartNumber": number, "ETag": response["ETag"], "ChecksumSHA256": checksum}


def _present(part: "PartTypeDef | None", piece: bytes) -> "CompletedPartTypeDef | None":
    """The part, if the store has it with these bytes; servers that list no checksum list the MD5 as ETag."""
    if part is None or part["Size"] != len(piece):
        return None
    checksum = base64_of(checksum_of_bytes(piece))
    etag = part["ETag"]
    listed = part.get("ChecksumSHA256")
    same = listed == checksum if listed else etag.strip('"') == hashlib.md5(piece, usedforsecurity=False).hexdigest()
    return {"PartNumber": part["PartNumber"], "ETag": etag, "ChecksumSHA256": checksum} if same else None


def _collected(
    running: "set[Future[CompletedPartTypeDef]]", parts: "dict[int, CompletedPartTypeDef]", *, most: int
) -> "set[Future[CompletedPartTypeDef]]":
    """Wait until at most `most` are running; the parts that were sent go into `parts`. Raises what they raise."""
    while len(running) > most:
        finished, running = wait(running, return_when=FIRST_COMPLETED)
        for future in finished:
            part = future.result()
            parts[part["PartNumber"]] = part
    return running
