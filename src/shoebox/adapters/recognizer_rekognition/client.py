"""The boto3 client. Nothing is connected before its first request."""

from typing import TYPE_CHECKING

from boto3.session import Session
from botocore.config import Config
from botocore.exceptions import BotoCoreError

from shoebox.adapters.recognizer_rekognition.failures import failure

if TYPE_CHECKING:
    from mypy_boto3_rekognition.client import RekognitionClient

_ATTEMPTS = 8
_CONNECTIONS = 16


def connect(region: str | None = None, *, attempts: int = _ATTEMPTS) -> "RekognitionClient":
    """A client for a region, by default the configured one; any number of threads may use it.

    Accounts may send 5 to 50 requests a second, by region: a client that is throttled slows itself down (botocore's
    adaptive retry mode) and gives up after `attempts`. Raises ForbiddenError, UsageError.
    """
    config = Config(
        retries={"mode": "adaptive", "total_max_attempts": attempts},
        connect_timeout=10,
        read_timeout=60,
        max_pool_connections=_CONNECTIONS,
    )
    try:
        return Session().client("rekognition", region_name=region, config=config)
    except (BotoCoreError, ValueError) as error:
        raise failure(error) from error
