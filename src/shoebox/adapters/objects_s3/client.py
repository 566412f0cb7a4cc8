"""The boto3 client. Nothing is connected before its first request."""

from typing import TYPE_CHECKING

from boto3.session import Session
from botocore.config import Config
from botocore.exceptions import BotoCoreError

from shoebox.adapters.objects_s3.failures import failure
from shoebox.adapters.objects_s3.location import Location

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

_ATTEMPTS = 5
_CONNECTIONS = 32


def connect(location: Location) -> "S3Client":
    """A client for `location`, any number of threads may use it; credentials come by boto3's own chain.

    Checksums are ours to give (SHA-256), so botocore adds one only where an operation demands it; ranges are not
    compared with the checksum of the whole object, which some servers send along. Raises ForbiddenError, UsageError.
    """
    config = Config(
        signature_version="s3v4",
        s3={"addressing_style": "path" if location.endpoint else "auto"},
        retries={"mode": "standard", "total_max_attempts": _ATTEMPTS},
        connect_timeout=10,
        read_timeout=60,
        max_pool_connections=_CONNECTIONS,
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    region = location.region or ("us-east-1" if location.endpoint else None)
    try:
        return Session().client("s3", endpoint_url=location.endpoint, region_name=region, config=config)
    except (BotoCoreError, ValueError) as error:
        raise failure(error, location.bucket) from error
