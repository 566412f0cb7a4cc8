"""What an S3-compatible server really does; several answer 200 to what they ignore."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Abilities:
    """What was seen when the server was probed.

    conditional_put: of many PUTs with `If-None-Match: *` one succeeds and the others are refused.
    conditional_multipart: the same for CompleteMultipartUpload.
    refuses_wrong_checksum: a PUT or a part whose SHA-256 is not the announced one is refused.
    ranges: a GET of a range gives that range.
    delete_many: DeleteObjects removes.
    versioning: the bucket keeps what is replaced or removed as earlier versions.
    ordered: ListObjectsV2 lists in order of the keys' UTF-8 bytes.
    """

    conditional_put: bool
    conditional_multipart: bool
    refuses_wrong_checksum: bool
    ranges: bool
    delete_many: bool
    versioning: bool
    ordered: bool


AMAZON = Abilities(
    conditional_put=True,
    conditional_multipart=True,
    refuses_wrong_checksum=True,
    ranges=True,
    delete_many=True,
    versioning=True,
    ordered=True,
)
"""As documented for Amazon S3 general purpose buckets, for a bucket of ours, which keeps versions.

Amazon S3 API Reference: PutObject, CompleteMultipartUpload, DeleteObjects; User Guide: conditional writes,
checking object integrity, listing keys.
"""
