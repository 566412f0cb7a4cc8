"""One bucket: what every request needs, and the spelling of keys and checksums."""

import base64
import mimetypes
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from shoebox.adapters.objects_s3.abilities import Abilities
from shoebox.domain.checksum import Checksum

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

OWN = ".shoebox-"
"""Keys of the adapter's own begin so; a walk passes them over."""
UPLOADS = f"{OWN}uploads/"
PROBES = f"{OWN}probe/"
SHA256 = "sha256"
"""The name of the checksum in an object's metadata (the header x-amz-meta-sha256)."""
_BYTES = "binary/octet-stream"
"""S3's own word for objects without a type; SeaweedFS replaces application/octet-stream by what the name suggests."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket or a folder of it, the client to reach it and what its server can do."""

    client: "S3Client"
    name: str
    prefix: str
    abilities: Abilities

    def full(self, key: str) -> str:
        """The key in the bucket of a key in the library."""
        return self.prefix + key


def base64_of(checksum: Checksum) -> str:
    """A SHA-256 as S3's headers spell it."""
    return base64.b64encode(bytes.fromhex(checksum)).decode()


def checksum_from(spelled: str) -> Checksum:
    """A SHA-256 from S3's spelling."""
    return Checksum(base64.b64decode(spelled).hex())


def content_type(key: str) -> str:
    """What a browser is told; only pictures and videos are named, so that nothing of the owner's runs as a page."""
    guessed = mimetypes.guess_type(key)[0] or ""
    shown = guessed.startswith(("image/", "video/")) and guessed != "image/svg+xml"
    return guessed if shown else _BYTES


def time_of_answer(metadata: Any) -> datetime:
    """When the server answered, by its own clock."""
    date = metadata["HTTPHeaders"].get("date")
    return parsedate_to_datetime(date).astimezone(UTC) if date else datetime.now(UTC)
